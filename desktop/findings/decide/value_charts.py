"""The two charts of the value: options side by side, and which numbers move the best one."""

from math import floor
from typing import TYPE_CHECKING

from desktop.findings.decide.flip_points import amount_words, source_of
from desktop.findings.decide.intangibles import (
    WORKED_OUT,
    made_up_counted,
    rests_on,
    round_step,
    sources_counted,
)
from estimators.base.count import spelled
from estimators.base.money import about_money, money, signed_worth
from estimators.base.number import number, rounded
from estimators.base.percent import times_in_hundred
from estimators.base.phrase import capital, listed, quoted, within_a_sentence
from estimators.base.sentence import tr, tr_plural
from estimators.case.ways import DOING, NOTHING, WAYS
from reports.chart_data import (
    Axis,
    IntervalChart,
    IntervalRow,
    Marker,
    TableTwin,
    TornadoChart,
    TornadoRow,
)
from reports.provenance import Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.result import OptionValue, Valuation

_WORTHS = ("value_per_correct", "missed_cost", "false_alarm_cost")

MOST_BARS = 5
_RARE = 0.01  # of all futures
_SEEN = 0.03  # of an axis: two dots that are nearer are one
_RULE = "rule"


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
            reasons.setdefault(option.why_not, []).append(quoted(option.label))
    return tuple(
        tr("Not possible: {options}. {why_not}", options=listed(options), why_not=why_not)
        for why_not, options in reasons.items()
    )


def impossible_sentence(valuation: "Valuation") -> str:
    """Which options cannot be had, in a line without the reasons; empty where all can."""
    names = [within_a_sentence(option.label) for option in valuation.options if not option.possible]
    if not names:
        return ""
    if len(names) == len(valuation.options) - 1:
        return tr("Nothing but staying as today is possible.")
    return tr_plural(
        "One is not possible: {options}.",
        "{spelled} are not possible: {options}.",
        len(names),
        spelled=capital(spelled(len(names))),
        options=listed(names),
    )


def options_chart(
    valuation: "Valuation", chosen: str | None = None, most: int = 0, tested: str = ""
) -> IntervalChart:
    """Each option’s value: the average, 9 futures in 10, and how often it is best; the highest average first.

    ``chosen``: the option that the verdict names, so that another one is said to win on money alone. ``most``: so many of them only,
    the verdict’s and the ``tested`` one among them, and staying as today, each with its average in words, and without those whose lines
    would leave no other average to be seen.
    """
    every = [option for option in valuation.options if option.possible]
    named = [option.name for option in every if option.name in (chosen, tested)]
    best = [option.name for option in every if option.name not in named]
    kept = {NOTHING, *named, *best[: max(0, most - len(named))]}
    shown = [option for option in every if not most or option.name in kept]
    far = _too_far(shown) if most else []
    shown = [option for option in shown if option not in far]
    rows = [
        IntervalRow(
            _named(option) if most else option.label,
            option.mean,
            option.p5,
            option.p95,
            best_in(option.p_best),
            rests_on(valuation),
            note=_average(option, valuation) if most else "",
            emphasis=option.name == valuation.best,
            source_text=accuracy_words(option, valuation) or WORKED_OUT,
            mid_text=_amount(option.mean, valuation),
            low_text=_amount(option.p5, valuation),
            high_text=_amount(option.p95, valuation),
        )
        for option in shown
    ]
    ends = [0.0, *(e for row in rows for e in (row.low, row.mid, row.high) if e is not None)]
    note = tr(
        "Against today, over {horizon_words}. Line: 9 in 10 simulated futures. Circle: average, "
        "from {whose}.",
        horizon_words=horizon_words(valuation.horizon_months),
        whose=_whose(valuation),
    )
    beyond = (
        tr(
            "Too far off to be drawn: “{option}”, {average}.",
            option=_named(option),
            average=_average(option, valuation),
        )
        for option in far
    )
    return IntervalChart(
        title=_winner(valuation, chosen),
        note=" ".join((note, *beyond)),
        rows=tuple(rows),
        axis=money_axis(min(ends), max(ends), valuation.currency),
        markers=(Marker(0.0, tr("as today")),),
        value_header=tr("best in"),
        twin=_options_table(valuation),
    )


def _too_far(shown: "list[OptionValue]") -> "list[OptionValue]":
    """The options with the lowest averages, where the nearest average beside today could not be told from today with them."""
    kept = sorted(shown, key=lambda option: option.mean)
    far: list[OptionValue] = []
    near = min((abs(option.mean) for option in kept if option.name != NOTHING), default=0.0)
    while len(kept) > 2 and near < _SEEN * (
        max(0.0, *(option.p95 for option in kept)) - min(0.0, *(option.p5 for option in kept))
    ):
        lowest = next((option for option in kept if option.name != NOTHING), None)
        if lowest is None or abs(lowest.mean) == near:
            break
        kept.remove(lowest)
        far.append(lowest)
    return far


def _named(option: "OptionValue") -> str:
    """An option on its own page: whether it is AI is what that page is about."""
    if option.name in (NOTHING, _RULE):
        return option.label
    return tr("{option}, with AI", option=option.label)


def _average(option: "OptionValue", valuation: "Valuation") -> str:
    return tr("{worth} on average", worth=about_money(option.mean, valuation.currency))


def accuracy_words(option: "OptionValue", valuation: "Valuation") -> str:
    """How often it is right where that was measured: "measured: 54 of 60, usually in 2.8 s"; empty else."""
    way = next((each for each in WAYS if each.name == option.name), None)
    name = "baseline_accuracy" if option.name == NOTHING else way.accuracy if way else ""
    found = valuation.inputs.get(name) if name else None
    return found.source if found is not None and found.counts is not None else ""


def money_named(valuation: "Valuation") -> bool:
    """Whether somebody named the cases a month and what an answer or a mistake is worth; else all of it is a default of ours."""
    known = {name for name, each in valuation.inputs.items() if each.provenance != "unknown"}
    return "volume_per_month" in known and bool(known & set(_WORTHS))


def best_in(share: float) -> str:
    """In how many futures an option is worth most: "69 of 100"; of few ones "under 1 of 100", or a column came to more than 100."""
    if 0 < share < _RARE:
        return tr("under 1 of 100")
    if 1 - _RARE < share < 1:
        return tr("over 99 of 100")
    return tr("{often} of 100", often=times_in_hundred(share))


def _winner(valuation: "Valuation", chosen: str | None) -> str:
    """What is worth most, always by the average: it is what the rows are ordered by."""
    best = valuation.option(valuation.best)
    if sum(option.possible for option in valuation.options) < 2:
        return tr("Nothing may be chosen as it stands")
    if not money_named(valuation):
        return tr("What each way would be worth by our defaults")
    if best.name == NOTHING:
        return tr("No way earns its cost back on average")
    if chosen not in (None, best.name):
        what = within_a_sentence(DOING[best.name])
        return tr("On money alone, {what} would be ahead", what=what)
    return tr("{doing} is worth most on average", doing=DOING[best.name])


def _whose(valuation: "Valuation") -> str:
    """Whose numbers the values come from: what was measured or published is no guess."""
    found, invented = sources_counted(valuation), made_up_counted(valuation)
    found[Provenance.GUESS] -= invented
    words = {
        Provenance.MEASURED: tr("measurements"),
        Provenance.SIMULATED: tr("what people did with a fake"),
        Provenance.GUESS: tr("your guesses"),
        Provenance.PUBLISHED: tr("published numbers"),
        Provenance.DEFAULT: tr("our defaults"),
    }
    made_up = [tr("numbers made up for the sample")] if invented else []
    return listed([*(said for source, said in words.items() if found[source]), *made_up])


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
                best_in(option.p_best),
                "–" if option.name == NOTHING else pays,
                accuracy_words(option, valuation) or WORKED_OUT,
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
    return signed_worth(value, valuation.currency)


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
    bars = [bar for bar in valuation.tornado if bar.low != bar.high][:MOST_BARS]
    currency = valuation.currency
    what = within_a_sentence(DOING[valuation.tornado_option])
    return TornadoChart(
        title=moving_title(valuation),
        note=tr(
            "Value of {what} with one number at either end of its range. Thick line: all at their averages.",
            what=what,
        )
        if bars
        else "",
        rows=carrying_rows(valuation)[:MOST_BARS],
        base=Marker(
            valuation.tornado_base,
            signed_worth(valuation.tornado_base, currency),
            strong=True,
        ),
        zero=Marker(0.0, tr("as today")),
    )


def carrying_rows(valuation: "Valuation") -> tuple[TornadoRow, ...]:
    """Every number that moves the value of the option shown, with the value at either end, the widest first."""
    currency = valuation.currency
    return tuple(
        TornadoRow(
            valuation.words.short(bar.input),
            bar.low,
            bar.high,
            amount_words(bar.unit, bar.input_low, currency),
            amount_words(bar.unit, bar.input_high, currency),
            source_of(valuation.inputs[bar.input].provenance),
            "",
            _amount(bar.low, valuation),
            _amount(bar.high, valuation),
        )
        for bar in valuation.tornado
        if bar.low != bar.high
    )


def moving_title(valuation: "Valuation") -> str:
    """Which number moves the value that is shown most: the widest bar, by its name."""
    widest = next((bar for bar in valuation.tornado if bar.low != bar.high), None)
    if widest is None:
        return tr("No single number moves the answer")
    name = valuation.words.short(widest.input)
    return tr("“{name}” moves {what} most", name=name, what=_moved(valuation))


def _moved(valuation: "Valuation") -> str:
    """The sum of the headline, where all numbers at their averages come to the same; they do where none goes with another."""
    mean = valuation.option(valuation.tornado_option).mean
    if not mean or rounded(mean) != rounded(valuation.tornado_base):
        return tr("the answer")
    sum_ = about_money(abs(mean), valuation.currency)
    return tr("the loss of {sum}", sum=sum_) if mean < 0 else tr("the {sum}", sum=sum_)
