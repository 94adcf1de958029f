"""A forecast as a command prints it: its sentences, what was measured, what is expected, the classes and the plan."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from estimators.base.chance import forecast_chances
from estimators.base.interval import between, percent_range
from estimators.base.money import money
from estimators.base.number import digits, rounded
from estimators.base.percent import percent, points, signed_points
from estimators.base.phrase import cut
from reports.chart_parts import TableTwin

if TYPE_CHECKING:
    from estimators.data_sufficiency.forecast_result import Forecast

_WIDEST_NAME = 40
Rows = list[tuple[str, ...]]


def forecast_text(found: "Forecast", currency: str) -> Iterator[str | TableTwin]:
    """Lines and tables; ``currency`` is the sign before amounts."""
    yield from (found.headline, found.purchase_title, *found.remarks, *found.plan_remarks)
    for headers, rows in (
        _measured(found),
        _expected(found),
        _by_class(found),
        _plan(found, currency),
    ):
        if rows:
            yield ""
            yield TableTwin(headers, tuple(rows))
    yield ""
    yield found.reliability.sentence


def _measured(found: "Forecast") -> tuple[tuple[str, ...], Rows]:
    rows: Rows = [
        (
            digits(p.n),
            percent(p.mean, 1),
            "unknown" if p.std is None else f"±{points(p.std, 1)}",
            f"{p.repeats}",
            "unknown" if p.n_test is None else digits(p.n_test),
        )
        for p in found.measured
    ]
    return ("measured with", "right", "spread", "repeats", "tested on"), rows


def _expected(found: "Forecast") -> tuple[tuple[str, ...], Rows]:
    rows: Rows = [
        (
            digits(p.n) + (" (now)" if p.n == found.have else ""),
            percent(p.p50, 1),
            percent_range(p.p25, p.p75, 1),
            percent_range(p.p10, p.p90, 1),
            percent_range(p.p5, p.p95, 1),
        )
        for p in found.curve
        if p.n >= found.have
    ]
    return ("forecast with", "middle", "1 in 2", "8 in 10", "9 in 10"), rows


def _by_class(found: "Forecast") -> tuple[tuple[str, ...], Rows]:
    """What a hundred more of each class would bring if each brought what the next one does."""
    rows: Rows = [
        (
            cut(gain.name, _WIDEST_NAME),
            digits(gain.examples),
            f"{signed_points(100 * gain.gain_per_example)} points",
            between(100 * gain.low, 100 * gain.high, signed_points),
        )
        for gain in found.by_class
    ]
    return ("class", "examples", "100 more bring", "9 in 10"), rows


def _plan(found: "Forecast", currency: str) -> tuple[tuple[str, ...], Rows]:
    """The rounds; a column that says nothing in any of them is left out."""
    rows: Rows = [
        (
            f"{r.number}",
            digits(r.buy),
            digits(r.total),
            r.starts or "",
            r.ends or "",
            "" if r.cost is None else money(rounded(r.cost), currency),
            percent(r.middle, 1),
            percent_range(r.low, r.high, 1),
            "" if r.reached is None else forecast_chances(r.reached),
        )
        for r in (found.plan.rounds if found.plan is not None else ())
    ]
    headers = ("round", "label", "in all", "from", "to", "cost", "right then", "9 in 10", "target reached")  # fmt: skip
    keep = [at for at in range(len(headers)) if any(row[at] for row in rows)]
    kept = [tuple(row[at] for at in keep) for row in rows]
    return tuple(headers[at] for at in keep), kept
