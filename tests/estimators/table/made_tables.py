"""Makes tables of customers, some of whom leave, without anything that knows the answer, and with what does."""

from collections.abc import Callable

import numpy as np

from estimators.table.table import Table, TableBuilder

Cells = dict[str, list[str]]
REASONS = ("too dear for what it is", "moving abroad in spring", "no time to read it any more", "")


def honest(n: int, seed: int, *, base: float = 0.3) -> tuple[Cells, np.ndarray]:
    """Return columns of which some help, and whether each customer left; AUROC about .85 for who knows the rule."""
    rng = np.random.default_rng(seed)
    age, days = rng.integers(18, 80, n), rng.exponential(30, n).round()
    tickets, plan = rng.poisson(1.0, n), rng.integers(0, 3, n)
    contract, country = rng.random(n) < 0.3, rng.integers(0, 12, n)
    price = np.array([6.0, 12.0, 24.0])[plan]
    score = 0.04 * days + 0.5 * tickets - 1.5 * contract + 0.3 * (plan == 1) - 0.01 * age
    left = score + rng.logistic(size=n)
    gone = left > np.quantile(left, 1 - base)
    started = np.datetime64("2020-01-01") + rng.integers(0, 2_000, n)
    cells = {
        "customer_id": [f"C-{value}" for value in rng.permutation(10 * n)[:n] + 10_000],
        "signed_up": [str(day) for day in started],
        "plan": [("basic", "plus", "family")[value] for value in plan],
        "monthly_price": [f"${value:.2f}" for value in price],
        "days_since_login": [f"{value:.0f}" for value in days],
        "tickets": [str(value) for value in tickets],
        "country": [f"country {value}" for value in country],
        "age": ["" if lost else str(value) for value, lost in zip(age, rng.random(n) < 0.18, strict=True)],
        "contract": [("monthly", "yearly")[int(value)] for value in contract],
        "spent": [f"{value:.2f}" for value in rng.lognormal(3, 1, n)],
        "cancelled": [("no", "yes")[int(value)] for value in gone],
    }  # fmt: skip
    return cells, gone


def answer_again(cells: Cells, gone: np.ndarray, _: np.random.Generator) -> None:
    cells["status"] = [("active", "closed")[int(value)] for value in gone]


def filled_after(cells: Cells, gone: np.ndarray, rng: np.random.Generator) -> None:
    told = gone & (rng.random(len(gone)) < 0.96)
    cells["cancel_reason"] = [REASONS[n % 3] if value else "" for n, value in enumerate(told)]


def bill_after(cells: Cells, gone: np.ndarray, rng: np.random.Generator) -> None:
    cells["final_bill"] = [f"${rng.random() * 9:.2f}" if value else "" for value in gone]


def one_value(cells: Cells, gone: np.ndarray, rng: np.random.Generator) -> None:
    late = gone & (rng.random(len(gone)) < 0.7)
    other = rng.integers(0, 3, len(gone))
    cells["segment"] = ["to be closed" if one else f"segment {two}" for one, two in zip(late, other, strict=True)]  # fmt: skip


def codes_in_order(cells: Cells, gone: np.ndarray, _: np.random.Generator) -> None:
    places = np.empty(len(gone), int)
    places[np.argsort(~gone, kind="stable")] = np.arange(len(gone))
    cells["ticket_id"] = [f"T{place:06}" for place in places]


def sorted_rows(cells: Cells, gone: np.ndarray, _: np.random.Generator) -> None:
    order = np.argsort(gone, kind="stable")
    for name in cells:
        cells[name] = [cells[name][at] for at in order]


def told_in_words(cells: Cells, gone: np.ndarray, rng: np.random.Generator) -> None:
    filler = (
        "asked about the invoice of",
        "wrote that the app is slow since",
        "called from home in",
    )
    cells["notes"] = [
        f"{filler[rng.integers(3)]} May {rng.integers(99)}" + (", account terminated" if value and rng.random() < 0.9 else "")
        for value in gone
    ]  # fmt: skip


def copied_rows(cells: Cells, _: np.ndarray, rng: np.random.Generator) -> None:
    n = len(cells["plan"])
    again = rng.integers(0, n, n // 10)
    for name in cells:
        cells[name] += [cells[name][at] for at in again]


def stages(cells: Cells, gone: np.ndarray, rng: np.random.Generator) -> None:
    stage = np.where(gone & (rng.random(len(gone)) < 0.9), rng.integers(5, 9, len(gone)), rng.integers(0, 5, len(gone)))  # fmt: skip
    cells["stage"] = [f"stage {value}" for value in stage]


def averages(cells: Cells, gone: np.ndarray, rng: np.random.Generator) -> None:
    store = rng.integers(0, len(gone) // 4, len(gone))
    mean = np.bincount(store, gone) / np.maximum(1, np.bincount(store))
    cells["branch"] = [f"branch {value}" for value in store]
    cells["branch_rate"] = [f"{value:.4f}" for value in mean[store]]


LEAKS: dict[str, Callable[[Cells, np.ndarray, np.random.Generator], None]] = {
    "knows_answer": answer_again,
    "filled_after": filled_after,
    "filled_after_amount": bill_after,
    "value_knows": one_value,
    "knows_one": stages,
    "average": averages,
    "code_knows": codes_in_order,
    "row_order": sorted_rows,
    "word_knows": told_in_words,
    "copies": copied_rows,
}


def made(n: int = 600, seed: int = 0, *leaks: str, base: float = 0.3) -> Table:
    """Return a table of so many customers with the leaks of these names."""
    cells, gone = honest(n, seed, base=base)
    rng = np.random.default_rng(seed + 1)
    for name in leaks:
        LEAKS[name](cells, gone, rng)
    return as_table(cells)


def as_table(cells: Cells) -> Table:
    """Return the columns as a table."""
    builder = TableBuilder("customers.csv", list(cells))
    for line, row in enumerate(zip(*cells.values(), strict=True), 2):
        builder.add(line, row)
    return builder.table()
