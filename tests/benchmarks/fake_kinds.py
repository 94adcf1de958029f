"""Is the fake of each kind as good, and as wrong, as its dials say?

    python tests/benchmarks/fake_kinds.py --seeds 20 --items 5000

For each kind and each of several positions of its dial: the measure over all items, computed from the answers alone, and the mix
of the failures. Printed are the largest distances from the dial over all seeds, in points (of a mean absolute error, in percent of
it), and the processor time for fitting and answering one item.

    python tests/benchmarks/fake_kinds.py --words

Of transcripts: how many of the numbers, the names and the other words are wrong at a word error rate, and whether a number that is
wrong is still a number.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from mock_ai import fake_of_kind
from mock_ai.kinds.registry import KIND_FAKES
from mock_ai.kinds.words import plain_words

WORDS = [
    "please",
    "send",
    "the",
    "order",
    "to",
    "our",
    "office",
    "before",
    "friday",
    "and",
    "let",
    "me",
    "know",
    "when",
    "it",
    "has",
    "arrived",
    "because",
    "the",
    "customer",
    "asked",
    "for",
    "two",
    "boxes",
    "of",
    "paint",
    "fifteen",
    "bags",
    "of",
    "flour",
    "new",
    "pumps",
    "some",
    "sugar",
    "four",
    "lamps",
    "and",
    "a",
    "receipt",
    "for",
    "the",
    "last",
    "week",
    "thank",
    "you",
    "anna",
    "will",
    "call",
]
NAMES = ("Anna Becker", "Tom Iyer", "Priya Moreau", "Jun Tanaka", "Olga Petrov", "Mateo Silva")


@dataclass(frozen=True)
class Case:
    """One position of one kind's dials, and what the main one promises."""

    kind: str
    dials: dict[str, Any]
    promised: float


CASES = (
    Case("classify", {"accuracy": 0.7}, 0.7),
    Case("classify", {"accuracy": 0.9}, 0.9),
    Case("number", {"within": (0.1, 0.8)}, 0.8),
    Case("number", {"within": (0.05, 0.6), "bias": 0.5, "blunders": 0.02}, 0.6),
    Case("number", {"mae": 12.0}, 12.0),
    Case("number", {"mae": 40.0, "blunders": 0.02, "bias": -0.5}, 40.0),
    Case("rank", {"hit": (3, 0.6)}, 0.6),
    Case("rank", {"hit": (3, 0.6), "ndcg": 0.45}, 0.6),
    Case("rank", {"hit": (5, 0.7), "length": 10, "ndcg": 0.6}, 0.7),
    Case("rank", {"hit": (1, 0.35), "mix": {"popular": 0.7, "sold_out": 0.3}}, 0.35),
    Case("extract", {"fields": 0.9}, 0.9),
    Case("extract", {"fields": 0.95, "pages": 0.8}, 0.95),
    Case("transcribe", {"word_error": 0.12}, 0.12),
    Case("transcribe", {"word_error": 0.3, "numbers_wrong": 0.1}, 0.3),
    Case("generate", {"good": 0.8}, 0.8),
    Case("generate", {"good": 0.6, "mix": {"made_up": 0.4, "contradicts": 0.3, "language": 0.1, "cut_off": 0.2}}, 0.6),
    Case("act", {"done": 0.8}, 0.8),
    Case("act", {"done": 0.5, "mix": {"stops": 0.5, "wrong_object": 0.25, "asks": 0.25}}, 0.5),
)  # fmt: skip


def sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(6, 20))]
    words.insert(3, str(chance.randint(2, 900)))
    words.insert(5, chance.choice(NAMES))
    return f"{' '.join(words).capitalize()}."


def task(chance: random.Random) -> list[dict[str, Any]]:
    order = f"A-{chance.randint(1000, 9999)}"
    steps = [
        {"tool": "find_order", "arguments": {"order": order}},
        {"tool": "refund", "arguments": {"order": order, "amount": chance.randint(5, 400)}},
        {"tool": "write_to", "arguments": {"person": chance.choice(NAMES)}},
    ]
    return steps[: chance.randint(1, 3)]


GOODS: dict[str, Callable[[random.Random], Any]] = {
    "classify": lambda chance: chance.choice(["clean", "crack", "erosion"]),
    "number": lambda chance: round(chance.lognormvariate(5, 1), 2),
    "rank": lambda chance: f"item {int(chance.paretovariate(0.6)) % 300}",
    "extract": lambda chance: {
        "total": round(chance.uniform(1, 900), 2),
        "date": f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "shop": chance.choice(NAMES),
        "lines": [{"price": chance.randint(1, 99)} for _ in range(chance.randint(1, 3))],
    },
    "transcribe": sentence,
    "generate": lambda chance: " ".join(sentence(chance) for _ in range(chance.randint(2, 5))),
    "act": task,
}


def material(kind: str, n: int, seed: int) -> tuple[list[str], list[Any]]:
    """Inputs, and a good answer to each."""
    chance = random.Random(f"{kind} {seed}")
    return [f"{kind} {place}" for place in range(n)], [GOODS[kind](chance) for _ in range(n)]


def mix_of(case: Case) -> dict[str, float]:
    made = KIND_FAKES[case.kind].makes
    mix = case.dials.get("mix") or (made.default_mix if made else {})
    if "mae" in case.dials:
        return {}  # how many go wrong follows from the numbers
    if case.kind == "number":
        bias, blunders = case.dials.get("bias", 0.0), case.dials.get("blunders", 0.0)
        wrong = 1 - case.dials["within"][1]
        rest = 1 - blunders / wrong
        mix = {
            "too_high": rest * (1 + bias) / 2,
            "too_low": rest * (1 - bias) / 2,
            "blunder": blunders / wrong,
        }
    return {name: share for name, share in mix.items() if share}


def failures_of(answers: Sequence[dict[str, Any]], case: Case) -> Counter[str]:
    """Words, fields or answers that failed, by how."""
    found: Counter[str] = Counter()
    for one in answers:
        if case.kind == "transcribe" and one["failure"] == "lost_half":
            found["lost_half"] += len(one["parts"])  # as many again as are there, or one fewer
        elif case.kind in ("transcribe", "extract"):
            found.update(part["failure"] for part in one["parts"] if part["failure"])
        elif one["failure"]:
            found[one["failure"]] += 1
    return found


def measured(case: Case, n: int, seed: int) -> dict[str, float]:
    items, good = material(case.kind, n, seed)
    begun = time.process_time()
    fake = fake_of_kind(case.kind, **case.dials, random_state=seed).fit(items, good)
    fitted = time.process_time()
    said = fake.predict(items)
    ended = time.process_time()
    if case.kind == "classify":
        value = sum(a == g for a, g in zip(said, good, strict=True)) / n
    else:
        value = fake.answers_.measure(good, said)
    apart = abs(value - case.promised)
    if "mae" in case.dials:
        value = sum(abs(a - g) for a, g in zip(said, good, strict=True)) / n
        apart = abs(value / case.promised - 1)
    if "ndcg" in case.dials:
        ndcg = fake.answers_.ndcg(good, said)
        apart = max(apart, abs(ndcg - case.dials["ndcg"]))
    found = failures_of(fake.answers(items), case)
    off = {
        name: abs(found[name] / max(found.total(), 1) - share)
        for name, share in mix_of(case).items()
        if "numbers_wrong" not in case.dials
    }
    return {
        "measure": value,
        "off": 100 * apart,
        "mix off": 100 * max(off.values(), default=0.0),
        "fit ms": 1000 * (fitted - begun),
        "answer us": 1e6 * (ended - fitted) / n,
    }


def wrong_words(rate: float, n: int, seed: int) -> dict[str, tuple[int, int]]:
    """(wrong, said) of numbers, names and other words, aligned word by word; and (still numbers, heard wrong) of numbers."""
    items, good = material("transcribe", n, seed)
    said = (
        fake_of_kind("transcribe", word_error=rate, random_state=seed)
        .fit(items, good)
        .predict(items)
    )
    names = {part.casefold() for name in NAMES for part in name.split()}
    found: dict[str, list[int]] = {kind: [0, 0] for kind in ("numbers", "names", "others")}
    still = [0, 0]
    for right, heard in zip(good, said, strict=True):
        a, b = plain_words(right), plain_words(heard)
        for tag, start, end, other, last in SequenceMatcher(
            None, a, b, autojunk=False
        ).get_opcodes():
            for place, word in enumerate(a[start:end]):
                kind = "numbers" if word.isdecimal() else "names" if word in names else "others"
                found[kind][1] += 1
                found[kind][0] += tag != "equal"
                if kind == "numbers" and tag == "replace" and other + place < last:
                    still[1] += 1
                    still[0] += b[other + place].isdecimal()
    return {kind: (wrong, whole) for kind, (wrong, whole) in found.items()} | {
        "still numbers": (still[0], still[1])
    }


def print_words(n: int, seeds: int) -> None:
    for rate in (0.05, 0.12, 0.3):
        whole: dict[str, list[int]] = {}
        for seed in range(seeds):
            for kind, (wrong, said) in wrong_words(rate, n, seed).items():
                pair = whole.setdefault(kind, [0, 0])
                pair[0], pair[1] = pair[0] + wrong, pair[1] + said
        words = ", ".join(
            f"{kind} {a} of {b} ({100 * a / b:.1f}%)" for kind, (a, b) in whole.items()
        )
        print(f"word error rate {rate}: {words}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--items", type=int, default=5000)
    parser.add_argument("--kind", choices=list(KIND_FAKES))
    parser.add_argument("--words", action="store_true")
    asked = parser.parse_args()
    if asked.words:
        print_words(asked.items, asked.seeds)
        return
    print(
        f"{asked.items} items, {asked.seeds} seeds; distances in points, the largest over the seeds"
    )
    for case in CASES:
        if asked.kind not in (None, case.kind):
            continue
        rows = [measured(case, asked.items, seed) for seed in range(asked.seeds)]
        worst = {name: max(row[name] for row in rows) for name in rows[0]}
        print(
            f"{case.kind:10} {json.dumps(case.dials):78} off {worst['off']:.3f}  mix off {worst['mix off']:.3f}"
            f"  fit {worst['fit ms']:.0f} ms, an answer {worst['answer us']:.0f} us"
        )


if __name__ == "__main__":
    main()
