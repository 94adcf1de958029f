"""How many leaks of sorts that nobody tuned against are found, and how many honest columns are accused?

    python tests/benchmarks/leak_attack.py [--rows 200 1000] [--seeds 3] [--first-seed 0] [--later | --office]

Eight makes of tables (an answer of two with 30 % and with 5 %, of three, of five; amounts, counts, shares and days until), each with
eight honest columns of which half help, get one leak each: `OF_CLASSES` or `OF_NUMBERS`. Found: the leaking column is named. Harmless:
it is not, and is not learned from either (codes, sentences that no network reads). False alarm: another column is, or any column of a table without a leak. What was not found is listed. The leaks were written down before
anything was measured with them; whoever mends `estimators/table/leakage.py` for one of them has to write others. `--later`: those
that were written for what was mended since, with the order of rows; judged with `--first-seed 500`, which nobody developed on.
`--office`: what a table kept in an office has: a status or a count from after the event, codes with its digits, the answer in another
language or as what rounds to it. Nothing was mended for them.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from estimators.table.column import ColumnRole
from estimators.table.column_role import plan_columns
from estimators.table.leak import LeakKind
from estimators.table.leakage import find_leaks
from estimators.table.target import read_target
from tests.estimators.table.made_tables import Cells, as_table

_ROWS_ONLY = {LeakKind.TIME, LeakKind.SAME_GROUP, LeakKind.COPIES, LeakKind.ROW_ORDER}
Rng = np.random.Generator
MAKES = {
    "yes or no, 30 %": (2, 0.3),
    "yes or no, 5 %": (2, 0.05),
    "one of three": (3, 0.25),
    "one of five": (5, 0.15),
    "amounts": (0, 1.0),
    "counts": (0, 2.0),
    "shares": (0, 3.0),
    "days until": (0, 4.0),
}


def honest(n: int, rng: Rng, classes: int, how: float) -> tuple[Cells, np.ndarray]:
    """Return eight columns, and the answer as codes (the highest is the rarest) or numbers."""
    facts = rng.normal(size=(n, 4))
    group, month = rng.integers(0, 6, n), rng.integers(1, 13, n)
    score = facts[:, 0] + 0.6 * facts[:, 1] + 0.5 * (group == 2) + rng.normal(0, 1.2, n)
    if classes:
        cuts = np.quantile(score, 1 - how * np.arange(classes - 1, 0, -1) / (1 if classes == 2 else 1.4))  # fmt: skip
        answer = np.searchsorted(cuts, score).astype(float)
    else:
        made = (np.exp(0.4 * score + 4), rng.poisson(np.exp(0.5 * score + 1.5)), 100 / (1 + np.exp(-score)), np.exp(0.6 * score + 3) + 1)  # fmt: skip
        answer = np.round(made[int(how) - 1], (2, 0, 1, 0)[int(how) - 1])
    cells = {
        "size": _text(facts[:, 0]),
        "speed": _text(np.exp(facts[:, 1])),
        "wear": _text(facts[:, 2]),
        "visits": [str(value) for value in rng.poisson(np.exp(0.3 * facts[:, 3]))],
        "site": [("north", "south", "mill", "yard", "dock", "lab")[value] for value in group],
        "month": [str(value) for value in month],
        "paid": [("yes", "no")[int(value)] for value in rng.random(n) < 0.4],
        "comment": ["" if lost else f"{('seen', 'done', 'called', 'left')[at % 4]} on day {at % 29}" for at, lost in enumerate(rng.random(n) < 0.3)],
        "answer": [f"kind {value:.0f}" for value in answer] if classes else [f"{value:g}" for value in answer],
    }  # fmt: skip
    return cells, answer


def _text(values: np.ndarray, digits: int = 5) -> list[str]:
    return [f"{value:.{digits}g}" for value in values]


def _rarest(y: np.ndarray) -> np.ndarray:
    return np.asarray(y == y.max())


def _some(rows: np.ndarray, share: float, rng: Rng) -> np.ndarray:
    return np.asarray(rows & (rng.random(len(rows)) < share))


def _group_mean(y: np.ndarray, rng: Rng) -> list[str]:
    group = rng.integers(0, max(2, len(y) // 4), len(y))
    return _text(np.bincount(group, y)[group] / np.bincount(group)[group])


Column = Callable[[np.ndarray, Rng], list[str]]
Order = Callable[[np.ndarray, Rng], np.ndarray]
Attack = Callable[[Cells, np.ndarray, Rng], Cells]
OF_CLASSES: dict[str, Column] = {
    "the answer in other words": lambda y, _: [("fine", "odd", "worn", "broken", "gone")[int(at)] for at in y],
    "the answer as a number": lambda y, _: [f"{3 * at + 1:.0f}" for at in y],
    "the answer with 3 % slips": lambda y, rng: [f"c{at:.0f}" for at in np.where(rng.random(len(y)) < 0.03, rng.permutation(y), y)],
    "a score that was made of it": lambda y, rng: _text(y + rng.normal(0, 0.12, len(y))),
    "ranges of it": lambda y, rng: _text(10 * y + rng.uniform(0, 8, len(y))),
    "filled for the rarest": lambda y, rng: ["12 May" if at else "" for at in _some(_rarest(y), 0.97, rng)],
    "an amount for the rarest": lambda y, rng: [f"{rng.random() * 50:.2f}" if at else "" for at in _rarest(y)],
    "empty for the rarest": lambda y, rng: ["" if at else f"{rng.random() * 50:.2f}" for at in _rarest(y)],
    "zero but for the rarest": lambda y, rng: [f"{rng.random() * 50 + 1:.2f}" if at else "0" for at in _rarest(y)],
    "one word of many for the rarest": lambda y, rng: ["closed" if at else f"step {rng.integers(5)}" for at in _some(_rarest(y), 0.7, rng)],
    "several words for the rarest": lambda y, rng: [f"case {rng.integers(6, 9)}" if at else f"case {rng.integers(0, 6)}" for at in _some(_rarest(y), 0.9, rng)],
    "a word in a sentence": lambda y, rng: [f"rang about {rng.integers(99)} at noon" + (" and was refunded" if at else "") for at in _some(_rarest(y), 0.9, rng)],
    "a code that begins otherwise": lambda y, rng: [f"{'RX' if at else 'PT'}-{rng.integers(10_000, 99_999)}" for at in _rarest(y)],
    "codes in the order of answers": lambda y, _: [f"N{at:06}" for at in np.argsort(np.argsort(y, kind="stable"))],
    "averages of groups with the row in it": _group_mean,
    "a day that is late for the rarest": lambda y, rng: [str(np.datetime64("2023-01-01") + int(rng.integers(0, 300) + 400 * at)) for at in _rarest(y)],
    "length of a note": lambda y, rng: ["x" * int(30 * at + rng.integers(1, 9)) for at in _rarest(y)],
}  # fmt: skip
OF_NUMBERS: dict[str, Column] = {
    "in another unit": lambda y, _: _text(y * 2.54),
    "rounded": lambda y, _: _text(y, 2),
    "with tax": lambda y, _: [f"{at * 1.19:.2f}" for at in y],
    "its logarithm": lambda y, _: _text(np.log1p(np.abs(y))),
    "with 2 % noise": lambda y, rng: _text(y * rng.normal(1, 0.02, len(y))),
    "its rank": lambda y, _: [str(at) for at in np.argsort(np.argsort(y))],
    "steps of it": lambda y, _: [f"band {at}" for at in np.searchsorted(np.quantile(y, np.linspace(0, 1, 12)[1:-1]), y)],
    "turned round": lambda y, _: _text(1000 - y),
    "one over it": lambda y, _: _text(1 / (np.abs(y) + 1)),
    "half of the rows only": lambda y, rng: [f"{at:g}" if rng.random() < 0.5 else "" for at in y],
    "averages of groups with the row in it": _group_mean,
    "codes in its order": lambda y, _: [f"N{at:06}" for at in np.argsort(np.argsort(y, kind="stable"))],
    "in a sentence": lambda y, _: [f"came to {at:g} in all" for at in y],
    "with the size added": lambda y, rng: _text(y + rng.normal(0, y.std() * 0.15, len(y))),
}  # fmt: skip


def _sentence(said: str, rng: Rng) -> str:
    """Words and numbers of no meaning about what is said."""
    asked, ended = rng.choice(["Mrs Ito asked", "the shop wrote", "he rang twice"]), rng.choice(["will pay later", "no reply yet", "sent on to dept 7"])  # fmt: skip
    return f"{asked} on {rng.integers(1, 29)} May, {said}, {ended}"


def _filler(n: int, rng: Rng) -> str:
    return " ".join(rng.choice(["box", "late", "door", "rain", "again", "left"]) for _ in range(n))


def _high(y: np.ndarray, share: float) -> np.ndarray:
    return np.asarray(y >= np.quantile(y, 1 - share))


LATER_OF_CLASSES: dict[str, Column] = {
    "length of sentences": lambda y, rng: [_filler(int(rng.integers(3, 12) + 20 * at), rng) for at in _rarest(y)],
    "a short note for the rarest": lambda y, rng: [_filler(2 if at else int(rng.integers(5, 15)), rng) + f" {rng.integers(1_000)}" for at in _rarest(y)],
    "a score in a sentence": lambda y, rng: [_sentence(f"case rated {at + rng.normal(0, 0.1):.2f} of 9", rng) for at in y],
    "another code in a sentence": lambda y, rng: [_sentence(f"booked under {(at + 1) * 1000 + rng.integers(900)}", rng) for at in y],
    "a code of another series": lambda y, rng: [f"{(7 if at else 2)}{rng.integers(10_000, 99_999)}-{rng.integers(10, 99)}" for at in _rarest(y)],
    "letters within a code": lambda y, rng: [f"DE{rng.integers(10, 99)}-{'CL' if at else 'OP'}-{rng.integers(100_000, 999_999)}" for at in _rarest(y)],
}  # fmt: skip
LATER_OF_NUMBERS: dict[str, Column] = {
    "a third of the rows, with tax": lambda y, rng: [f"{at * 1.07:.4g}" if rng.random() < 0.33 else "" for at in y],
    "a day for the highest": lambda y, rng: [str(np.datetime64("2024-01-01") + int(rng.integers(0, 300))) if at else "" for at in _high(y, 0.2)],
    "a name for all but the lowest": lambda y, rng: [rng.choice(["Ito", "Roy", "Kim"]) if at else "" for at in _some(_high(y, 0.7), 0.99, rng)],
    "in a sentence among others": lambda y, rng: [_sentence(f"item 4 of 12 came to {at:g} in all", rng) for at in y],
    "in a sentence, decimal comma": lambda y, rng: [_sentence(f"Summe {f'{at:.2f}'.replace('.', ',')} EUR", rng) for at in y],
    "half of the sentences": lambda y, rng: [_sentence(f"total {at:g}" if rng.random() < 0.5 else "no total", rng) for at in y],
    "length of sentences": lambda y, rng: [_filler(int(1 + 60 * at / y.max()), rng) for at in y],
    "a code with it in the middle": lambda y, rng: [f"Q{at * 100:.0f}/{rng.integers(1_000, 9_999)}" for at in y],
}  # fmt: skip
OFFICE_OF_CLASSES: dict[str, Column] = {
    "a status written after the event": lambda y, rng: [rng.choice(["case closed, see letter", "closed by phone", "settled"]) if at else rng.choice(["open", "waiting", "sent on", "in work"]) for at in _some(_rarest(y), 0.95, rng)],
    "visits counted after the cut-off": lambda y, rng: [str(rng.poisson(0.2 if at else 6)) for at in _rarest(y)],
    "a code that ends in its digit": lambda y, rng: [f"{rng.integers(10_000, 99_999)}{at:.0f}" for at in y],
    "the answer in another language": lambda y, _: [("gut", "seltsam", "abgenutzt", "kaputt", "weg")[int(at)] for at in y],
    "a share that rounds to it": lambda y, rng: [f"{at + rng.uniform(-0.45, 0.45):.4f}" for at in y],
}  # fmt: skip
OFFICE_OF_NUMBERS: dict[str, Column] = {
    "a status written after the event": lambda y, rng: [rng.choice(["large case, see letter", "sent to the head"]) if at else rng.choice(["usual", "by phone"]) for at in _high(y, 0.2)],
    "a code that ends in its digits": lambda y, rng: [f"{rng.integers(100, 999)}{at * 10:06.0f}" for at in y],
    "a number that rounds to it": lambda y, rng: [f"{at + rng.uniform(-0.45, 0.45):.4f}" for at in y],
    "a forecast made afterwards": lambda y, rng: [f"{at * rng.uniform(0.97, 1.03):.1f}" for at in y],
}  # fmt: skip
ORDERS: dict[str, Order] = {
    "rows from low to high": lambda y, _: np.argsort(y, kind="stable"),
    "rows from high to low": lambda y, _: np.argsort(-y, kind="stable"),
    "rows from low to high, 2 % added at the end": lambda y, rng: _added(
        np.argsort(y, kind="stable"), rng
    ),
}


def _added(order: np.ndarray, rng: Rng) -> np.ndarray:
    late = rng.random(len(order)) < 0.02
    return np.concatenate([order[~late], rng.permutation(order[late])])


def accused(cells: Cells) -> tuple[set[str], bool]:
    """Return the columns that are said to know the answer ("order": of rows), and whether the leak would be learned from were it not named."""
    table = as_table(cells)
    plans = plan_columns(table, label="answer")
    assert plans.answer
    leaks = find_leaks(table, plans, read_target(table, plans.answer))
    used = "leak" in table.names and plans.of("leak").role == ColumnRole.USE
    order = {"order" for leak in leaks if leak.kind == LeakKind.ROW_ORDER}
    return order | {leak.column for leak in leaks if leak.kind not in _ROWS_ONLY}, used


def attacks(classes: int, sorts: str) -> Iterator[tuple[str, str, Attack]]:
    """Each leak: what it is called, what has to be named, and how its table is made."""

    def with_column(column: Column, cells: Cells, y: np.ndarray, rng: Rng) -> Cells:
        return {"leak": column(y, rng), **cells}

    def in_order(order: Order, cells: Cells, y: np.ndarray, rng: Rng) -> Cells:
        rows = order(y, rng)
        return {name: [column[row] for row in rows] for name, column in cells.items()}

    of_classes = {"first": OF_CLASSES, "later": LATER_OF_CLASSES, "office": OFFICE_OF_CLASSES}
    of_numbers = {"first": OF_NUMBERS, "later": LATER_OF_NUMBERS, "office": OFFICE_OF_NUMBERS}
    for name, column in (of_classes if classes else of_numbers)[sorts].items():
        yield name, "leak", partial(with_column, column)
    if sorts == "later":
        for name, order in ORDERS.items():
            yield name, "order", partial(in_order, order)


def main() -> None:
    """Print what is found, of how many, and what is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--rows", type=int, nargs="*", default=[200, 1_000])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=0)
    which = parser.add_mutually_exclusive_group()
    for sorts in ("later", "office"):
        which.add_argument(f"--{sorts}", dest="sorts", action="store_const", const=sorts)
    parser.set_defaults(sorts="first")
    options = parser.parse_args()
    for rows in options.rows:
        found, harmless, asked, alarms, tables = 0, 0, 0, 0, 0
        missed: Counter[str] = Counter()
        for make, (classes, how) in MAKES.items():
            for seed in range(options.first_seed, options.first_seed + options.seeds):
                rng = np.random.default_rng([seed, rows, len(make)])
                cells, y = honest(rows, rng, classes, how)
                alarms, tables = alarms + bool(accused(cells)[0]), tables + 1
                for name, wanted, attack in attacks(classes, options.sorts):
                    named, used = accused(attack(cells, y, rng))
                    asked, found = asked + 1, found + (wanted in named)
                    spared = wanted not in named and wanted == "leak" and not used
                    harmless += spared
                    missed[f"{make}: {name}"] += wanted not in named and not spared
                    alarms, tables = alarms + bool(named - {wanted}), tables + 1
        print(f"{rows:,} rows: {found} of {asked} leaks found, {harmless} more not learned from; {alarms} of {tables} tables accuse an honest column", flush=True)  # fmt: skip
        for name, times in sorted(missed.items()):
            if times:
                print(f"  not found in {times} of {options.seeds}: {name}")


if __name__ == "__main__":
    main()
