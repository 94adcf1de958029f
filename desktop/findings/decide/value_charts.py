"""The two charts of the value: options side by side, and which numbers move the best one."""

from math import floor
from typing import TYPE_CHECKING

from desktop.findings.decide.flip_points import amount_words, short_label, source_of
from desktop.findings.decide.intangibles import WORKED_OUT, rests_on, round_step
from estimators.base.count import spelled
from estimators.base.money import money
from estimators.base.number import number, rounded
from estimators.base.percent import percent
from estimators.base.phrase import capital, listed, within_a_sentence
from estimators.base.sentence import tr
from estimators.case.ways import DOING, NOTHING
from reports.chart_data import (
    Axis,
    IntervalChart,
    IntervalRow,
    Marker,
    TableTwin,
    TornadoChart,
    TornadoRow,
)

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import Valuation

MOST_BARS = 5
MOVES = 0.5  # a number moves the answer if its bar is at least this share of the widest


def horizon_words(months: int) -> str:
    """How far the value looks: "3 years", "18 months"."""
    if months % 12:
        return tr("{months} months", months=months)
    return tr("1 year") if months == 12 else tr("{months} years", months=months // 12)


def not_possible(valuation: "Valuation") -> tuple[str, ...]:
    """Which options cannot be had, a sentence for each reason."""
    reasons: dict[str, list[str]] = {}
    for option in valuation.options:
        if not option.possible:
            reasons.setdefault(option.why_not, []).append(f"“{option.label}”")
    return tuple(
        tr("Not to be had: {options}. {why_not}", options=listed(options), why_not=why_not)
        for why_not, options in reasons.items()
    )


def options_chart(valuation: "Valuation") -> IntervalChart:
    """Each option’s value: the average, 9 futures in 10, and how often it is best; the highest average first."""
    shown = [option for option in valuation.options if option.possible]
    rows = [
        IntervalRow(
            option.label,
            option.mean,
            option.p5,
            option.p95,
            percent(option.p_best),
            rests_on(valuation),
            emphasis=option.name == valuation.best,
            source_text=WORKED_OUT,
            mid_text=_amount(option.mean, valuation),
            low_text=_amount(option.p5, valuation),
            high_text=_amount(option.p95, valuation),
        )
        for option in shown
    ]
    ends = [0.0, *(e for row in rows for e in (row.low, row.mid, row.high) if e is not None)]
    return IntervalChart(
        title=tr("What each way is worth"),
        note=" ".join(
            (
                tr(
                    "Value over {horizon_words} against staying as today. "
                    "Line: 9 futures in 10. Dot: the average; the highest comes first.",
                    horizon_words=horizon_words(valuation.horizon_months),
                ),
                *not_possible(valuation),
            )
        ),
        rows=tuple(rows),
        axis=money_axis(min(ends), max(ends), valuation.currency),
        markers=(Marker(0.0, tr("as today")),),
        value_header=tr("best in"),
        twin=_options_table(valuation),
    )


def _options_table(valuation: "Valuation") -> TableTwin:
    """Average, 5, 50 and 95% points, how often it is best and from how many cases it pays."""
    rows: list[tuple[str, ...]] = []
    for option in valuation.options:
        if not option.possible:
            continue
        ends = (option.mean, option.p5, option.p50, option.p95)
        even = option.break_even_volume
        pays = tr("never") if even is None else number(rounded(max(1.0, even)))
        rows.append(
            (
                option.label,
                *(_amount(value, valuation) for value in ends),
                percent(option.p_best),
                "–" if option.name == NOTHING else pays,
                WORKED_OUT,
            )
        )
    headers = (
        "",
        tr("average"),
        tr("1 in 20 below"),
        tr("median"),
        tr("1 in 20 above"),
        tr("best in"),
    )
    return TableTwin((*headers, tr("pays from, a month"), tr("source")), tuple(rows))


def _amount(value: float, valuation: "Valuation") -> str:
    return money(value, valuation.currency, signed=True)


def money_axis(low: float, high: float, currency: str) -> Axis:
    """An axis of amounts with about four round ticks."""
    span = (high - low) or 1.0
    step = round_step(span / 5)
    ticks = []
    at = floor(low / step) * step
    while at <= high + 1e-9 * span:
        if at >= low - 1e-9 * span:
            ticks.append((at, money(at, currency, signed=True)))
        at += step
    return Axis(low - 0.02 * span, high + 0.02 * span, tuple(ticks))


def tornado_chart(valuation: "Valuation") -> TornadoChart:
    """The numbers that move the value of the option shown, the widest bar first."""
    bars = [bar for bar in valuation.tornado[:MOST_BARS] if bar.low != bar.high]
    widths = [abs(bar.high - bar.low) for bar in bars]
    moving = sum(width >= MOVES * widths[0] for width in widths) if widths and widths[0] else 0
    currency = valuation.currency
    what = within_a_sentence(DOING[valuation.tornado_option])
    return TornadoChart(
        title=_moving_title(moving, len(valuation.inputs)),
        note=tr(
            "Value of {what} if one number sits at either end of its range. "
            "Line: all numbers at their averages.",
            what=what,
        )
        if bars
        else "",
        rows=tuple(
            TornadoRow(
                short_label(bar.input, bar.label),
                bar.low,
                bar.high,
                amount_words(bar.unit, bar.input_low, currency),
                amount_words(bar.unit, bar.input_high, currency),
                source_of(valuation.inputs[bar.input].provenance),
                "",
                _amount(bar.low, valuation),
                _amount(bar.high, valuation),
            )
            for bar in bars
        ),
        base=Marker(
            valuation.tornado_base,
            money(valuation.tornado_base, currency, signed=True),
            strong=True,
        ),
        zero=Marker(0.0, tr("as today")),
    )


def _moving_title(moving: int, of: int) -> str:
    if moving == 0:
        return tr("No single number moves the answer")
    if moving == 1:
        return tr("One number of {of} moves the answer", of=of)
    return tr("{capital} numbers move the answer", capital=capital(spelled(moving)))
