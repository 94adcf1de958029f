"""Can it be believed when it says how sure it is, and what a cut-off would mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from desktop.findings.measure.error_costs import (
    cheapest_cutoff,
    cost_interval,
    cost_per_case,
    error_costs,
    outcomes,
    what_is_missing,
)
from desktop.project.noun import noun
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.acceptance.bounds import interval
from estimators.base.count import count
from estimators.base.interval import number_range, of_all, percent_range
from estimators.base.money import money, money_range
from estimators.base.noun import Noun, held_out_noun
from estimators.base.percent import percent, points, set_percent, sure_percent
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.evaluation_result import ReliabilityBin
from reports.chart_data import ConfidenceBin, ConfidenceChart, Marker, ReliabilityChart
from reports.launch_evidence import CheckState
from reports.provenance import Provenance
from reports.stage_view import Explanation

CUTOFF = "train.cutoff"
FIRST_CUTOFF = 0.8  # shown until the person chooses one
_LEAST, _MOST = 0.34, 0.99
FEW = 30  # of fewer test examples nothing is said about honesty
HONEST_WITHIN = 0.05
_SAME_CUTOFF = 0.005
TOO_NEAR = 0.03  # two dots of a reliability diagram cannot be told apart then


def cutoff_of(project: Project) -> float:
    """The chance of being right from which it answers alone."""
    value = project.answer(CUTOFF, FIRST_CUTOFF)
    return min(_MOST, max(_LEAST, float(value))) if isinstance(value, int | float) else FIRST_CUTOFF


def honesty(off: float, by_chance: float, n: int) -> CheckState:
    """Whether `n` answers show that how sure it says it is can be believed.

    `off` is how far it is off, `by_chance` how far chance alone would put a perfectly honest one: no further than that shows nothing.
    """
    if n >= FEW and off <= HONEST_WITHIN:
        return CheckState.PASS
    return CheckState.NOT_SHOWN if n < FEW or off <= by_chance + 0.02 else CheckState.FAIL


def honesty_of(run: Run) -> CheckState:
    """What the test of a run shows; it has to have been tested."""
    result = run.result
    assert result.ece is not None
    return honesty(result.ece, result.ece_by_chance or 0, result.n_test)


HONESTY_HEADLINES = {
    CheckState.PASS: tr("You can believe it when it says how sure it is."),
    CheckState.NOT_SHOWN: tr("Too few were tested to say whether you can believe it."),
}


def honesty_words(found: CheckState, off: float) -> str:
    """The answer on the tab: "honest to 3 points"."""
    if found is CheckState.NOT_SHOWN:
        return tr("too few to tell")
    if found is CheckState.PASS:
        return tr("honest to {points}", points=points(off))
    return tr("off by {points}", points=points(off))


def too_sure(run: Run) -> float:
    """By how much it says more than is right, on average over the answers (negative: it is modest)."""
    bins = run.result.reliability
    n = sum(b.n for b in bins)
    return float(sum((b.said - b.right) * b.n for b in bins) / n) if n else 0.0


def sure_headline(run: Run) -> str:
    """``You can believe it when it says how sure it is.``"""
    if run.result.ece is None:
        return tr("Run {number} has not been tested.", number=run.number)
    if found := HONESTY_HEADLINES.get(honesty_of(run)):
        return found
    if too_sure(run) > 0:
        return tr("It is surer than it should be.")
    return tr("It is right more often than it says.")


def sure_lead(project: Project, run: Run) -> str:
    """How far off it is, and how far chance alone would put it."""
    result = run.result
    if result.ece is None:
        return tr("Nothing was held out, so nobody knows.")
    held = count(result.n_test, held_out_noun(example_noun_of(project)))
    words = tr("Off by {points} on average over {held}", points=points(result.ece), held=held)
    if not result.ece_by_chance:
        return f"{words}."
    chance = points(result.ece_by_chance)
    return tr("{words}; luck alone would give {points}.", words=words, points=chance)


def sure_answer(run: Run) -> str:
    """The answer on the tab."""
    ece = run.result.ece
    return tr("not tested") if ece is None else honesty_words(honesty_of(run), ece)


def sure_remark(project: Project, run: Run) -> str:
    """Which way it errs, and which dots say little."""
    result = run.result
    if result.ece is None:
        return ""
    over = too_sure(run)
    words = ""
    if over >= 0.01:
        words = tr("If anything it says too much: a little less often right than it says.")
    elif over <= -0.01:
        words = tr("If anything it is modest: a little more often right than it says.")
    bins = sorted(result.reliability, key=lambda b: b.said)
    thin = list(takewhile(lambda b: b.n < 10, bins))
    few = sum(b.n for b in thin)
    if few and len(thin) < len(bins):  # where all say little, it is said already that they are few
        dots = tr("that dot says") if len(thin) == 1 else tr("those dots say")
        edge = tr("{number}%", number=sure_percent(max(b.said for b in thin)))
        words += tr(
            " At {edge} and below there are only {count}, so {dots} little.",
            edge=edge,
            count=count(few, example_noun_of(project)),
            dots=dots,
        )
    return words.strip()


@dataclass(frozen=True)
class AtCutoff:
    """What happens when it answers alone only if it is this sure. ``low`` and ``high``: 90% interval of the share right."""

    cutoff: float
    n: int
    answered: int
    right: int
    low: float | None
    high: float | None
    unknown: int = 0  # "I don't know this one", whatever the cut-off

    @property
    def coverage(self) -> float:
        return self.answered / self.n if self.n else 0.0

    @property
    def accuracy(self) -> float | None:
        return self.right / self.answered if self.answered else None


def at_cutoff(run: Run, cutoff: float) -> AtCutoff:
    """Measured on the held-out examples; "I don't know" counts as not answered."""
    rows = run.result.answered
    alone = [row for row in rows if row.probability >= cutoff and not row.abstain]
    right = sum(row.label == row.truth for row in alone)
    low, high = interval(right, len(alone)) if alone else (None, None)
    unknown = sum(bool(row.abstain) for row in rows)
    return AtCutoff(cutoff, len(rows), len(alone), right, low, high, unknown)


Readings = tuple[tuple[str, str, str], ...]


def readings(project: Project, at: AtCutoff) -> Readings:
    """The figures below the cut-off: (figure, what it is, n). The last only where the cases a month are known."""
    share, counted = "–", tr("it answers none")
    if at.accuracy is not None:
        share, likely = percent(at.accuracy), percent_range(at.low, at.high)
        counted = tr("{of_all}; likely {range}", of_all=of_all(at.right, at.answered), range=likely)
    answered = tr("of {things} answered", things=noun(project))
    shown = [
        (percent(at.coverage), answered, of_all(at.answered, at.n)),
        (share, tr("of those right"), counted),
    ]
    fact = project.fact("volume_per_month")
    if fact and fact.known and isinstance(fact.value, dict) and at.n:
        low, high = (_two_digits(fact.value[end] * (1 - at.coverage)) for end in ("low", "high"))
        source = tr("your guess") if fact.source is Provenance.GUESS else fact.source.words
        of = number_range(fact.value["low"], fact.value["high"])
        what, whose = tr("a month left to a person"), tr("of {of}, {source}", of=of, source=source)
        shown.append((number_range(low, high), what, whose))
    return tuple(shown)


def other_cutoff(project: Project, run: Run, cutoff: float) -> str:
    """What the next stricter (or looser) cut-off would do, and what it does not know whatever the cut-off."""
    other = 0.9 if cutoff < 0.85 else 0.7
    at = at_cutoff(run, other)
    unknown = ""
    if at.unknown:
        unknown = tr(
            " To {unknown} of {n} it says “I don’t know this one”, whatever the cut-off.",
            unknown=at.unknown,
            n=at.n,
        )
    goal = set_percent(other)
    if at.accuracy is None:
        return tr("At {goal} it would answer nothing.{unknown}", goal=goal, unknown=unknown)
    right = tr("{accuracy} of the time", accuracy=percent(at.accuracy))
    if at.accuracy == 1:
        right = tr_plural("that one time", "all {n} times", at.answered)
    return tr(
        "At {goal} it would answer {coverage} of {noun} and be right {right}.{unknown}",
        goal=goal,
        coverage=percent(at.coverage),
        noun=noun(project),
        right=right,
        unknown=unknown,
    )


@dataclass(frozen=True)
class CutoffCost:
    """What a cut-off costs a case, in words, and the cheapest one; ``missing`` is what Problem does not say yet."""

    words: str
    note: str
    best: float | None
    missing: str = ""


def cutoff_cost(project: Project, run: Run, cutoff: float) -> CutoffCost:
    """The cost of one case at a cut-off: mistakes, and the looks of the person who gets the rest."""
    labels = run.result.confusion.labels
    costs = error_costs(project, labels)
    if costs is None:
        return CutoffCost("", "", None, what_is_missing(project))
    found = outcomes(run, cutoff, costs.negative)
    cost, (low, high) = cost_per_case(found, costs), cost_interval(found, costs)
    best = cheapest_cutoff(run, costs)
    words = tr("{cost} a case in mistakes and looks", cost=money(cost, costs.currency))
    note = tr(
        "{n} {noun}; likely {money_range}",
        n=found.n,
        noun=noun(project),
        money_range=money_range(low, high, costs.currency),
    )
    if best is None:
        return CutoffCost(words, note, None)
    there = cost_per_case(outcomes(run, best, costs.negative), costs)
    goal, price = set_percent(best), money(there, costs.currency)
    elsewhere = tr("at {goal}, the cheapest: {price}", goal=goal, price=price)
    if abs(best - cutoff) < _SAME_CUTOFF:
        elsewhere = tr("the cheapest cut-off")
    return CutoffCost(words, f"{note}; {elsewhere}", best)


def _two_digits(value: float) -> float:
    return float(f"{value:.1e}")


def reliability_chart(run: Run, project: Project) -> ReliabilityChart:
    """Whether "I'm 70% sure" means it."""
    return chart_of_bins(run.result.reliability, example_noun_of(project))


def chart_of_bins(measured: Sequence[ReliabilityBin], things: Noun) -> ReliabilityChart:
    """The same of anything that says how sure it is."""
    bins = _apart(measured)
    few = sum(b.n for b in bins if b.n < 10)
    caveat = tr(
        "{count} sit in dots of fewer than 10, so those say little.", count=count(few, things)
    )
    return ReliabilityChart(
        title=_most_said(bins),
        note=tr(
            "Right answers (%) by how sure it said it was. Bigger dot: more {things}. Line: 9 chances in 10.",
            things=things.many,
        ),
        bins=bins,
        noun=things.many,
        caveat=caveat if few else "",
    )


def _apart(measured: Sequence[ReliabilityBin]) -> tuple[ReliabilityBin, ...]:
    """The bins, those that would be drawn on top of each other as one (with its own exact interval)."""
    groups: list[list[ReliabilityBin]] = []
    for one in measured:
        near = groups and one.said - groups[-1][0].said < TOO_NEAR
        groups[-1].append(one) if near else groups.append([one])
    bins = []
    for group in groups:
        n = sum(one.n for one in group)
        if len(group) == 1 or not n:
            one = group[0]
            bins.append(one)
            continue
        right = round(sum(one.right * one.n for one in group))
        said = sum(one.said * one.n for one in group) / n
        bins.append(ReliabilityBin(said, right / n, *interval(right, n), n))
    return tuple(bins)


def _most_said(bins: tuple[ReliabilityBin, ...]) -> str:
    """The finding in the dot nearest to 90% that is not of a handful."""
    if not bins:
        return tr("Not measured")
    one = min(bins, key=lambda b: (b.n < 10, abs(b.said - 0.9)))
    said = tr("When it says {sure_percent}%", sure_percent=sure_percent(one.said))
    if one.right == 1:
        return tr("{said}, it was right all {n} times", said=said, n=one.n)
    return tr("{said}, it is right {right} of the time", said=said, right=percent(one.right))


def confidence_chart(
    run: Run, project: Project, cutoff: float, best: float | None = None
) -> ConfidenceChart:
    """Answers by how sure it was, split at the cut-off above which it answers alone; ``best`` costs least."""
    rows = run.result.answered
    classes = max(2, len(run.result.confusion.labels))
    first = max(0.0, int(100 / classes / 5) * 0.05)
    edges = [round(first + 0.05 * i, 2) for i in range(round((1 - first) / 0.05) + 1)]
    bins = []
    for low, high in pairwise(edges):
        inside = [
            r for r in rows if low <= r.probability < high or (high == 1.0 and r.probability >= 1.0)
        ]
        right = sum(r.label == r.truth for r in inside)
        bins.append(ConfidenceBin(low, high, right, len(inside) - right))
    above = sum(row.probability >= cutoff and not row.abstain for row in rows)
    below = len(rows) - above
    counted, goal = count(len(rows), held_out_noun(example_noun_of(project))), set_percent(cutoff)
    cheapest = None
    if best is not None:
        cheapest = Marker(best, tr("cheapest: {cutoff}", cutoff=set_percent(best)))
    return ConfidenceChart(
        title=tr("Let it answer alone when it is {goal} sure or more", goal=goal),
        note=tr("{count} by how sure it was. Drag the line.", count=counted),
        bins=tuple(bins),
        cutoff=cutoff,
        below_text=tr_plural("{n} goes to a person", "{n} go to a person", below),
        above_text=tr("{above} answered", above=above),
        best=cheapest,
    )


def calibration_explanation(measured_on: str, chance: str) -> Explanation:
    """What the reliability diagram shows, of a training or of any candidate that says how sure it is."""
    return Explanation(
        tr("What calibration means"),
        tr(
            "Of all the times it says it is 70% sure, it should be right 70 times in 100. The dots show how often it was; "
            "on the line it is honest. Above the line it is modest, below it is too sure."
        ),
        (
            (tr("Measured on"), measured_on),
            (tr("Lines"), tr("9 chances in 10")),
            (tr("Luck alone"), chance),
        ),
        tr("Guo et al., On Calibration of Modern Neural Networks, 2017"),
    )
