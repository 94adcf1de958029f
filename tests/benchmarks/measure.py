"""Does Measure reach what others published, hold what it promises, and read quickly?

    python tests/benchmarks/measure.py ../shared/data/measure             every part
    python tests/benchmarks/measure.py ../shared/data/measure --part sets  only one: sets, judge, labels, looks, files

`sets` scores each public set beside its published facts. `judge` draws 960 settings of people and a judge anew (seed 7; the review's
own grid). `labels` takes 50 real grades of each of five systems, a thousand times. `looks` stops by the bound that always holds.
`files` reads 100,000 rows of each format, each in a process of its own.
"""

import argparse
import csv
import itertools
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from estimators.acceptance.bounds import lower_bound
from estimators.base.binomial import exact_interval
from estimators.measure import corrected_rate
from estimators.measure.agreement import agreement
from estimators.measure.answer_file import answers_to, read_answers
from estimators.measure.case import AnswerFile, CandidateAnswer, EvalCase
from estimators.measure.case_file import read_cases
from estimators.measure.comparison import CandidatePair, compare, compare_pair
from estimators.measure.estimate import CaseScores, Estimate, estimate
from estimators.measure.judge_correction import rate_of_strata
from estimators.measure.kind_scorers import Rules
from estimators.measure.ranking import read_relevance
from estimators.measure.repeats import pass_all
from estimators.measure.scores import KindScores, score
from estimators.measure.stop_rule import StopPlan, StopRule, StopVerdict

ROWS = 100_000
RATES, GRADES, VERDICTS = (0.6, 0.7, 0.8, 0.9, 0.95), (30, 50, 100, 200), (500, 2000, 5000)
SKILL = (0.7, 0.8, 0.9, 0.95)


def say(what: str, published: object, measured: object) -> None:
    print(f"| {what} | {published} | {measured} |", flush=True)


def table(title: str, first: str = "published") -> None:
    print(f"\n**{title}**\n\n| what | {first} | measured |\n| --- | --- | --- |")


def ends(found: Estimate, digits: int = 4) -> str:
    if found.value is None or found.low is None or found.high is None:
        return str(found.value)
    return f"{found.value:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"


# Public sets ----------------------------------------------------------------------------------


class PublicSet:
    """The cases and candidates of a set."""

    def __init__(self, folder: Path, kind: str, file: str = "answers.csv", rules: Rules | None = None) -> None:  # fmt: skip
        self.cases: dict[str, EvalCase] = dict(read_cases(folder / file).cases)
        self.file: AnswerFile = read_answers(folder / file)
        self.kind, self.rules = kind, rules or Rules()

    def scores(self, candidate: str) -> KindScores:
        return score(self.kind, self.cases, answers_to(self.cases, self.file, candidate), self.rules)  # fmt: skip

    def main(self) -> dict[str, CaseScores]:
        return {name: self.scores(name).main for name in self.file.candidates}


def alone(scores: CaseScores) -> CaseScores:
    """The same as if every row stood for itself."""
    return CaseScores(
        scores.metric, scores.unit, scores.runs, tuple(run.case for run in scores.runs), scores.slices,
        scores.got, scores.of, scores.answered, scores.lower_is_better,
    )  # fmt: skip


def width(found: Estimate) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def words(pair: CandidatePair) -> str:
    return f"{pair.better} : {pair.worse}, p = {pair.p_value:.3g}, {pair.verdict.value}"


def score_sets(data: Path) -> None:
    table("Public sets beside what is published of them")
    labels = PublicSet(data / "labels-banking77-llms", "classify")
    right = {name: round(one.got.sum()) for name, one in labels.main().items()}
    say("banking77, right of 500", "311, 306, 311", ", ".join(map(str, right.values())))
    say("banking77, invalid answers", 156, sum(labels.scores(name).invalid() for name in right))
    p_values = [f"{pair.p_value:.2f}" for pair in compare(labels.main())]
    say("banking77, McNemar p of the pairs", ".56, 1.0, .56", ", ".join(p_values))

    folder = data / "rankings-trec-robust03"
    topics = PublicSet(folder, "rank", rules=Rules(relevance=read_relevance(folder / "relevance.csv")[0]))  # fmt: skip
    ndcg = {name: topics.scores(name).main for name in topics.file.candidates}
    best = sorted(ndcg, key=lambda name: -(estimate(ndcg[name]).value or 0))[:2]
    say("robust03, two best nDCG@10", "THUIRr0301 .480, pircRBa1 .473", ", ".join(f"{one} {estimate(ndcg[one]).value:.4f}" for one in best))  # fmt: skip
    pair = compare_pair((best[0], "fub03IeOLKe3"), (ndcg[best[0]], ndcg["fub03IeOLKe3"]))
    say("robust03, THUIRr0301 against fub03IeOLKe3, paired", "p = .032", words(pair))

    calls = PublicSet(data / "transcripts-earnings21", "transcribe")
    began = time.process_time()
    rates = calls.main()
    took = time.process_time() - began
    say("earnings21, word error rates", ".2005, .1875, .2068", ", ".join(f"{estimate(one).value:.4f}" for one in rates.values()))  # fmt: skip
    wide = [width(estimate(one)) for one in rates.values()]
    narrow = [width(estimate(alone(one))) for one in rates.values()]
    say("earnings21, interval by calls", ".061 wide", ", ".join(f"{one:.4f}" for one in wide))
    say("earnings21, times wider than by passages", "4 to 9", ", ".join(f"{a / b:.1f}" for a, b in zip(wide, narrow, strict=True)))  # fmt: skip
    google = compare_pair(("google", "amazon"), (rates["google"], rates["amazon"]))
    say("earnings21, google - amazon by calls", ".0130 [.0070, .0194]", ends(google.difference))
    for names in (("google", "amazon"), ("google", "microsoft"), ("amazon", "microsoft")):
        by_call = compare_pair(names, (rates[names[0]], rates[names[1]]))
        by_row = compare_pair(names, (alone(rates[names[0]]), alone(rates[names[1]])))
        say(f"earnings21, {names[0]} and {names[1]}", f"by passages {by_row.verdict.value}, p = {by_row.p_value:.3g}", f"by calls {by_call.verdict.value}, p = {by_call.p_value:.3g}")  # fmt: skip
    say("earnings21, 15,507 rows scored (s of processor time)", "under 10", f"{took:.1f}")

    tasks = PublicSet(data / "agents-tau-airline-trials", "act", "results.csv")
    runs = next(iter(tasks.main().values()))
    say("tau-bench airline, pass^1 by task", ".420, about .33 to .51", ends(estimate(runs), 3))
    say("tau-bench airline, pass^4", ".200", ends(estimate(pass_all(runs, 4)), 3))
    swe = PublicSet(data / "agents-swebench-verified", "act", "results.csv").main()
    top = sorted(swe, key=lambda name: -swe[name].got.sum())[:3]
    say("SWE-bench Verified, best three of 500", "314, 311, 301", ", ".join(str(round(swe[one].got.sum())) for one in top))  # fmt: skip
    say("SWE-bench Verified, 314 against 311", "49 : 46, p = .84", words(compare_pair((top[0], top[1]), (swe[top[0]], swe[top[1]]))))  # fmt: skip
    began = time.process_time()
    pairs = compare(swe)
    say("SWE-bench Verified, all pairs of 37 (s)", "", f"{len(pairs)} in {time.process_time() - began:.1f}")  # fmt: skip

    people = PublicSet(data / "qa-two-raters", "generate")
    given = [one for answers in people.file.candidates.values() for one in answers]
    two = agreement([[dict(one.raters).get(f"human_{at}") for at in (1, 2)] for one in given])
    say("NQ301, two raters: agreement, kappa, disagreements", ".883, .731, 411", f"{two.raw:.3f}, {two.value:.3f} [{two.low:.3f}, {two.high:.3f}], {two.split}")  # fmt: skip
    judge = agreement([(one.human, one.judge) for one in given])
    say("NQ301, GPT-4 as judge: agreement, kappa", ".857, .672", f"{judge.raw:.3f}, {judge.value:.3f}")  # fmt: skip
    path = data / "preferences-three-raters" / "pairs.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    three = agreement([[row[f"human_{at}"] for at in (1, 2, 3)] for row in rows])
    say("PandaLM, three raters: alpha", ".883", f"{three.value:.4f} [{three.low:.3f}, {three.high:.3f}]")  # fmt: skip


# People and a judge ---------------------------------------------------------------------------

rate = lru_cache(maxsize=2_000_000)(rate_of_strata)
exact = lru_cache(maxsize=100_000)(exact_interval)


def draw_judge(draws: int) -> None:
    table(f"People and a judge in one 90 % interval: 960 settings, {draws} draws each", "wanted")
    rng = np.random.default_rng(7)
    found = []
    for p, n, rest, hit, miss in itertools.product(RATES, GRADES, VERDICTS, SKILL, SKILL):
        good = rng.binomial(n, p, draws)
        kept, slipped = rng.binomial(good, hit), rng.binomial(n - good, 1 - miss)
        others = rng.binomial(rest, p * hit + (1 - p) * (1 - miss), draws)
        covered = held = 0
        wide = alone_wide = 0.0
        for g, k, s, o in zip(good.tolist(), kept.tolist(), slipped.tolist(), others.tolist(), strict=True):  # fmt: skip
            _, low, high = rate_of_strata((k, k + s), (g - k, n - k - s), (k + s + o, n + rest), 0.9)  # fmt: skip
            people = exact(g, n, 0.9)
            covered += low <= p <= high
            held += low <= p
            wide += high - low
            alone_wide += people[1] - people[0]
        found.append((n, hit, miss, covered / draws, held / draws, wide / alone_wide))
    rows = np.array(found)
    strong = (rows[:, 0] == 50) & (rows[:, 1] >= 0.9) & (rows[:, 2] >= 0.9)
    say("coverage, lowest setting", "at least .88", f"{rows[:, 3].min():.3f}")
    say("coverage, mean", "at least .90", f"{rows[:, 3].mean():.3f}")
    say("lower end holds, lowest setting", "at least .94", f"{rows[:, 4].min():.3f}")
    say("mean width beside people alone", "at most .79", f"{rows[:, 5].mean():.3f}")
    say("the same at 50 grades with a judge of .9 or better", "at most .69", f"{rows[strong, 5].mean():.3f}")  # fmt: skip
    say("the same, widest setting", "at most 1.00", f"{rows[:, 5].max():.3f}")


def draw_labels(data: Path, draws: int) -> None:
    table(f"Real labels: 50 grades of each of five systems, {draws} draws", "people alone, exact")
    file = read_answers(data / "qa-tq-five-systems" / "answers.csv")
    chance = random.Random(7)
    for name, answers in file.candidates.items():
        human = [int(bool(one.human)) for one in answers]
        judge = [int(bool(one.judge)) for one in answers]
        truth = sum(human) / len(human)
        counts = np.zeros((2, 3))
        for _ in range(draws):
            order = chance.sample(range(len(answers)), len(answers))
            graded, rest = order[:50], order[50:]
            both = corrected_rate([human[at] for at in graded], [judge[at] for at in graded], [judge[at] for at in rest])  # fmt: skip
            people = exact(sum(human[at] for at in graded), 50, 0.9)
            for at, (low, high) in enumerate((people, both[1:])):
                counts[at] += (low <= truth <= high, low <= truth, high - low)
        people_says, both_says = counts / draws
        say(
            f"{name} ({truth:.3f})",
            f"covers {people_says[0]:.3f}, width {people_says[2]:.3f}",
            f"covers {both_says[0]:.3f}, lower end {both_says[1]:.3f}, width {both_says[2]:.3f} ({both_says[2] / people_says[2]:.2f})",
        )


# Looking while people grade ---------------------------------------------------------------------


class UsualBound(StopRule):
    """What one would do: look at the bound of a single look again and again."""

    def _shown(self, k: int, n: int, bar: float) -> bool:
        return usual(k, n) >= bar


usual = lru_cache(maxsize=100_000)(lower_bound)


def draw_looks(draws: int) -> None:
    table(f"Looking after every five grades from 30 to 300, bar .80 ({draws} draws)", "usual bound")
    rng = np.random.default_rng(5)
    rules = UsualBound(0.8, most=300), StopRule(0.8, most=300), StopRule(0.8, plan=StopPlan.PLANNED, most=300)  # fmt: skip
    for rule in rules:
        shown = lru_cache(maxsize=None)(rule._shown)
        rule._shown = shown  # type: ignore[method-assign]
    for truth in (0.8, 0.88, 0.92, 0.7):
        grades = [(rng.random(300) < truth).tolist() for _ in range(draws)]
        said = []
        for rule in rules:
            states = [rule.state(one) for one in grades]
            passed = sum(one.verdict is StopVerdict.PASSES for one in states) / draws
            took = sum(one.decided_at or 300 for one in states) / draws
            said.append(f"passes {passed:.3f}, {took:.0f} grades")
        say(f"true rate {truth}", said[0], f"{said[1]}; ten planned looks: {said[2]}")


# Files of 100,000 rows --------------------------------------------------------------------------

TEXT = "The quick brown fox jumps over the lazy dog, again and again, wherever it was – até à noite. " * 4  # fmt: skip


def row_of_table(at: int) -> dict[str, Any]:
    return {
        "id": f"c{at}", "input": TEXT, "expected": "yes", "answer": f"no {TEXT[:100]}", "confidence": 0.5,
        "seconds": 1.2, "cost": 0.001, "human": 1, "judge": 0,
    }  # fmt: skip


def promptfoo_row(at: int) -> dict[str, Any]:
    return {
        "testIdx": at, "promptIdx": 0, "provider": {"id": "openai:gpt", "label": ""}, "prompt": {"raw": TEXT, "label": "p"},
        "vars": {"question": TEXT}, "testCase": {"vars": {"question": TEXT}, "assert": [{"type": "equals", "value": "yes"}]},
        "response": {"output": f"no {TEXT[:100]}", "tokenUsage": {"prompt": 20, "completion": 3, "total": 23}},
        "gradingResult": {"pass": True, "score": 1, "reason": TEXT, "componentResults": [{"pass": True, "score": 1, "reason": TEXT}]},
        "success": True, "failureReason": 0, "latencyMs": 900, "cost": 0.0004,
    }  # fmt: skip


def inspect_sample(at: int) -> dict[str, Any]:
    return {
        "id": at, "epoch": 1, "input": TEXT, "target": "yes",
        "messages": [{"role": "user", "content": TEXT}, {"role": "assistant", "content": TEXT}],
        "output": {"model": "m", "choices": [{"message": {"content": TEXT}}], "usage": {"input_tokens": 5, "output_tokens": 2}},
        "scores": {"match": {"value": "C", "answer": "yes", "explanation": TEXT}},
        "model_usage": {"openai/m": {"input_tokens": 9, "output_tokens": 4}}, "total_time": 1.5,
    }  # fmt: skip


def evals_events(at: int) -> Iterator[dict[str, Any]]:
    common = {"run_id": "r", "sample_id": f"s.{at}"}
    yield {**common, "type": "sampling", "data": {"prompt": [{"role": "user", "content": TEXT}], "sampled": [TEXT]}}  # fmt: skip
    yield {**common, "type": "match", "data": {"correct": True, "expected": "yes", "picked": "no", "sampled": TEXT}}  # fmt: skip


def document(path: Path, head: str, row: Callable[[int], dict[str, Any]], tail: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for at in range(ROWS):
            file.write(("," if at else "") + json.dumps(row(at), ensure_ascii=False, indent=1))
        file.write(tail)


def lines(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_files(folder: Path) -> Iterator[Path]:
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row_of_table(0)))
        writer.writeheader()
        writer.writerows(row_of_table(at) for at in range(ROWS))
    yield path
    path = folder / "lines.jsonl"
    lines(path, (row_of_table(at) for at in range(ROWS)))
    yield path
    path = folder / "promptfoo.json"
    document(path, '{"evalId": "e", "results": {"version": 3, "prompts": [], "results": [', promptfoo_row, ']}, "config": {}}')  # fmt: skip
    yield path
    path = folder / "inspect.json"
    document(path, '{"version": 2, "status": "success", "eval": {"task": "t", "model": "openai/m"}, "samples": [', inspect_sample, "]}")  # fmt: skip
    yield path
    path = folder / "evals.jsonl"
    events = itertools.chain.from_iterable(evals_events(at) for at in range(ROWS))
    lines(path, itertools.chain([{"spec": {"completion_fns": ["gpt"]}}], events))
    yield path


def read_one(path: Path) -> None:
    """In a process of its own: what one file takes."""
    began = time.process_time()
    found = read_answers(path)
    name = next(iter(found.candidates))
    given: dict[str, tuple[CandidateAnswer, ...]] = dict(answers_to(found.cases, found, name).answers)  # fmt: skip
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(given)} answers, {took:.1f} s, {peak:.0f} MB")


def read_files() -> None:
    table("100,000 rows of each format (processor time, peak of the process)", "file")
    with tempfile.TemporaryDirectory() as folder:
        for path in write_files(Path(folder)):
            size = f"{path.stat().st_size / 1e6:.0f} MB"
            command = [sys.executable, __file__, "-", "--read", str(path)]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            say(path.name, size, said.strip())
            path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=["sets", "judge", "labels", "looks", "files"])
    parser.add_argument("--draws", type=int, default=3000)
    parser.add_argument("--read", type=Path)
    asked = parser.parse_args()
    if asked.read:
        read_one(asked.read)
        return
    parts: dict[str, Callable[[], None]] = {
        "sets": lambda: score_sets(asked.data),
        "judge": lambda: draw_judge(asked.draws),
        "labels": lambda: draw_labels(asked.data, min(asked.draws, 1000)),
        "looks": lambda: draw_looks(asked.draws),
        "files": read_files,
    }
    for name, part in parts.items():
        if asked.part in (None, name):
            part()


if __name__ == "__main__":
    main()
