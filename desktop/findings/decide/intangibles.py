"""Beside the value of the options: the next labels, what knowing is worth, and what money does not show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import TYPE_CHECKING

from desktop.findings.decide.flip_points import amount_words, source_of
from estimators.base.money import about_money, money, signed_worth
from estimators.base.number import number, rounded
from estimators.base.percent import percent
from estimators.base.phrase import listed, quoted, shorten
from estimators.base.sentence import tr
from estimators.build_vs_buy.value_of_information import LABELS, worth_words
from estimators.case.ways import DOING
from reports.chart_data import Axis, IntervalChart, IntervalRow, TableTwin, WorthChart, WorthPoint
from reports.provenance import MADE_UP, Provenance

if TYPE_CHECKING:
    from estimators.build_vs_buy.intangibles import Intangibles
    from estimators.build_vs_buy.result import Valuation

OUR_JUDGEMENT = tr("our judgement")
WORKED_OUT = tr("worked out")  # from inputs that wear their own source
_SOURCE = 46  # characters of a source in the table of every number
_EVER = 0.005  # of the futures: what shows as best in 0 of 100 is not worth a test
_LEARNING = tr("What learning from them adds is forecast on Data.")
_LABEL_TICKS = ((10, "10"), (100, "100"), (1000, "1,000"), (10_000, "10,000"))


def sources_counted(valuation: "Valuation") -> Counter[Provenance]:
    """How many of the inputs come from where."""
    return Counter(source_of(each.provenance) for each in valuation.inputs.values())


_INPUTS = {
    Provenance.MEASURED: (tr("measurement"), tr("measurements")),
    Provenance.SIMULATED: (tr("simulated number"), tr("simulated numbers")),
    Provenance.GUESS: (tr("guess of yours"), tr("guesses of yours")),
    Provenance.PUBLISHED: (tr("published number"), tr("published numbers")),
    Provenance.DEFAULT: (tr("default of ours"), tr("defaults of ours")),
}
"""What so many of each source are called: one, and more."""
_INPUTS_MADE_UP = (tr("number made up for the sample"), tr("numbers made up for the sample"))


def rests_on(valuation: "Valuation") -> Provenance:
    """The source that a number worked out from the inputs wears: guesses where somebody typed any, else our defaults."""
    found = sources_counted(valuation)
    weakest = (Provenance.GUESS, Provenance.DEFAULT, Provenance.PUBLISHED)
    return next((source for source in weakest if found[source]), Provenance.MEASURED)


def made_up_counted(valuation: "Valuation") -> int:
    """How many of the guesses came with a sample: nobody who reads them has guessed those."""
    each = valuation.inputs.values()
    return sum(
        source_of(one.provenance) is Provenance.GUESS and one.source == MADE_UP for one in each
    )


def counts_in_words(
    valuation: "Valuation",
    words: Mapping[Provenance, tuple[str, str]],
    made_up: tuple[str, str],
) -> str:
    """How many come from where, listed; ``words`` are those for one and for more, ``made_up`` of those of a sample."""
    found, invented = sources_counted(valuation), made_up_counted(valuation)
    found[Provenance.GUESS] -= invented
    counted = [(found[each], words[each]) for each in words]
    counted.insert(list(words).index(Provenance.GUESS), (invented, made_up))
    return listed([f"{n} {called[n != 1]}" for n, called in counted if n])


def rests_on_words(valuation: "Valuation") -> str:
    """The same in words: "worked out from 5 guesses of yours and 30 defaults of ours"."""
    return tr(
        "worked out from {counts}", counts=counts_in_words(valuation, _INPUTS, _INPUTS_MADE_UP)
    )


def brief_rests_on(valuation: "Valuation") -> str:
    """The same beside the value itself: "from 6 with a source, 5 guesses of yours and 30 defaults of ours"."""
    assumed = {source: words for source, words in _INPUTS.items() if source.is_assumed}
    found = sources_counted(valuation)
    sourced = found.total() - sum(found[source] for source in assumed)
    counts = counts_in_words(valuation, assumed, (MADE_UP, MADE_UP))
    if not sourced:
        return tr("from {counts}", counts=counts)
    return tr("from {n} with a source, {counts}", n=sourced, counts=counts)


# --- the next labels ---------------------------------------------------------------------------------------------


def worth_chart(valuation: "Valuation") -> WorthChart | None:
    """What the next labels are worth and what they cost; None where neither training nor building is ever best."""
    found = valuation.labels
    learned = (valuation.option(name) for name in ("train_own", "build_from_scratch"))
    if found is None or max(one.p_best for one in learned) < _EVER:
        return None
    currency, things = valuation.currency, labels_called(valuation)
    if found.worth < 1:
        nothing = tr("Testing on more {things} would not change the choice", things=things)
        note = f"{found.sentence} {_LEARNING}"
        return WorthChart(nothing, note, (), Axis(10, 10_000, ()), Axis(0, 1, ()))
    low, high, most = (
        about_money(value, currency) for value in (found.low, found.high, found.perfect)
    )
    title = worth_words(found, currency, things)
    points = tuple(
        WorthPoint(
            n,
            worth,
            cost,
            money(rounded(worth), currency),
            money(rounded(cost), currency),
            signed_worth(worth - cost, currency),
            tr("{n} more {things}", n=number(n), things=things),
        )
        for n, worth, cost in found.curve
    )
    top = 1.35 * max(point.worth for point in points)
    return WorthChart(
        title=title if found.net > 0 else tr("{found}: not worth it", found=title),
        note=tr(
            "As a test of {tested}. {learning} Of {draws} futures, worth "
            "{low} to {high} (9 in 10); no number of {things} is worth more than {most}.",
            tested=tested_by_labels(valuation),
            things=things,
            learning=_LEARNING,
            draws=valuation.draws,
            low=low,
            high=high,
            most=most,
        ),
        points=points,
        x_axis=Axis(10, 10_000, _LABEL_TICKS, tr("more {things}", things=things), log=True),
        y_axis=_from_zero(top, currency),
        best=found.n,
        best_text=tr("{n} more", n=found.n),
    )


def labels_called(valuation: "Valuation") -> str:
    """What cases whose right answer is known are called: labels, past cases, noted choices."""
    words = valuation.words
    return LABELS if words.tells_apart else words.example.many


def tested_by_labels(valuation: "Valuation") -> str:
    """What they test, inside a sentence: what is trained, or where nothing of the kind is, what is built."""
    return (
        tr("the trained model") if valuation.option("train_own").possible else tr("the built model")
    )


def labels_sentence(valuation: "Valuation") -> str:
    """What the next labels are worth, in a sentence; empty where neither training nor building is ever best."""
    labels = valuation.labels
    return "" if labels is None or worth_chart(valuation) is None else labels.sentence


def round_step(rough: float, among: Sequence[float] = (1, 2, 2.5, 5, 10)) -> float:
    """The step of an axis or a dial: the next round number."""
    size = 10.0 ** floor(log10(rough))
    return next(float(step * size) for step in among if step * size >= rough * 0.999)


def _from_zero(top: float, currency: str) -> Axis:
    step = round_step(top / 3)
    ticks = tuple((step * k, money(step * k, currency)) for k in range(int(top / step) + 1))
    return Axis(0, top, ticks)


# --- what knowing is worth, and from where it pays -----------------------------------------------------------------


def worth_of_knowing(valuation: "Valuation") -> str:
    """What knowing everything, and the numbers most worth knowing, would be worth (EVPI and EVPPI)."""
    if valuation.evpi <= 0:
        return tr("Knowing any of these numbers better would not change the choice.")
    currency = valuation.currency
    most = about_money(valuation.evpi, currency)
    everything = tr("Knowing every number would be worth up to {most}", most=most)
    heaviest = sorted(valuation.evppi.items(), key=lambda item: -item[1])[:3]
    alone = [
        tr(
            "{name} {worth}",
            name=quoted(valuation.words.short(name)),
            worth=about_money(worth, currency),
        )
        for name, worth in heaviest
        if worth > 0
    ]
    if not alone:
        return tr("{everything}; no single one would change the choice.", everything=everything)
    return tr("{everything}; one alone: {listed}.", everything=everything, listed=listed(alone))


def pays_from(valuation: "Valuation") -> str:
    """From how many cases a month the best way other than staying as today pays (the break-even volume)."""
    shown = [o for o in valuation.options if o.possible and o.name != "nothing"]
    if not shown:
        return ""
    best = max(shown, key=lambda option: option.mean)
    volume = valuation.inputs["volume_per_month"]
    low, high = (number(round(end)) for end in (volume.low, volume.high))
    have = low if low == high else tr("{low} to {high}", low=low, high=high)
    whose = tr("we assume") if volume.provenance == "unknown" else tr("you have")
    what, even = DOING[best.name], best.break_even_volume
    cases = valuation.words.case.many
    if even is None:
        return tr(
            "{what} would not pay with more {cases} alone; {whose} {have} a month.",
            what=what,
            cases=cases,
            whose=whose,
            have=have,
        )
    if even > volume.high > 0:  # as a number it may be more than there can be: 63 days a month
        return tr(
            "{what} would pay from about {times} times as many {cases} a month; {whose} {have}.",
            what=what,
            times=number(rounded(2 * even / (volume.low + volume.high))),
            cases=cases,
            whose=whose,
            have=have,
        )
    return tr(
        "{what} pays from about {number} {cases} a month; {whose} {have}.",
        what=what,
        cases=cases,
        number=number(rounded(max(1.0, even))),
        whose=whose,
        have=have,
    )


# --- what money does not show --------------------------------------------------------------------------------------


def intangibles_chart(found: "Intangibles") -> IntervalChart:
    """Each option’s score besides money with the least and most that it may be, the highest score first."""
    title = tr("There is nothing to compare with staying as today")
    if found.options:
        title = tr("Besides money, “{label}” leads", label=found.options[0].label)
    alike = found.weights_from == "all alike"
    weights = tr("any weights") if alike else tr("all weights in your order")
    weights = tr("your weights") if found.weights_from == "your weights" else weights
    return IntervalChart(
        title=title,
        note=tr(
            "0 to 100 on four fixed scales. Line: {weights} and scores. Never part of the money above.",
            weights=weights,
        ),
        rows=tuple(
            IntervalRow(
                option.label,
                option.score,
                option.low,
                option.high,
                f"{option.score:.0f}",
                Provenance.DEFAULT,
                emphasis=option.option == found.best,
                source_text=OUR_JUDGEMENT,
            )
            for option in found.options
        ),
        axis=Axis(0, 100, ((0, "0"), (25, "25"), (50, "50"), (75, "75"), (100, "100"))),
        value_header=tr("of 100"),
        twin=_scores(found),
    )


def _scores(found: "Intangibles") -> TableTwin:
    weights = (tr("weight"), *(percent(c.weight) for c in found.criteria), "", "", "")
    rows = [
        (
            option.label,
            *(f"{part.score:.0f}" for part in option.parts),
            f"{option.score:.0f}",
            f"{option.low:.0f}",
            f"{option.high:.0f}",
        )
        for option in found.options
    ]
    headers = ("", *(c.label for c in found.criteria), tr("together"), tr("low"), tr("high"))
    return TableTwin(headers, (weights, *rows))


def weights_sentence(found: "Intangibles") -> str:
    """Whose the weights are, and what would change the order."""
    says = {
        "all alike": tr("All four count alike until you rank them."),
        "your ranking": tr("The weights follow from your ranking."),
        "your weights": tr("The weights are yours."),
    }[found.weights_from]
    changes = " ".join(change.sentence for change in found.changes[:2])
    return f"{says} {changes or tr('No single weight would change who leads.')}"


# --- every number --------------------------------------------------------------------------------------------------


def by_source(valuation: "Valuation") -> list[str]:
    """The names of the inputs, measured first."""
    order = ("measured", "simulated", "guess", "published", "unknown")
    return sorted(valuation.inputs, key=lambda n: order.index(valuation.inputs[n].provenance))


def inputs_table(valuation: "Valuation") -> tuple[tuple[Provenance, tuple[str, ...]], ...]:
    """Every number behind the charts, measured first: its source, then name, range, worth of knowing it, and origin."""
    inputs = [valuation.inputs[name] for name in by_source(valuation)]
    return tuple(
        (
            source_of(each.provenance),
            (
                valuation.words.short(each.name),
                _range_words(each.unit, each.low, each.high, valuation.currency),
                _worth(valuation, each.name),
                _where(each.provenance, each.source),
            ),
        )
        for each in inputs
    )


def _worth(valuation: "Valuation", name: str) -> str:
    worth = valuation.evppi.get(name, 0.0)
    return about_money(worth, valuation.currency) if worth > 0 else "–"


def _range_words(unit: str, low: float, high: float, currency: str) -> str:
    first, last = (amount_words(unit, end, currency) for end in (low, high))
    return first if first == last else tr("{first} to {last}", first=first, last=last)


def _where(provenance: str, source: str) -> str:
    words = source_of(provenance).words
    plain = source.strip().removeprefix(f"{words}:").strip()
    return (
        words
        if not plain or plain.lower() in {words.lower(), provenance, tr("your range")}
        else shorten(f"{words}: {plain}", _SOURCE)
    )
