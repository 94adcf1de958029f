"""What grading so many cases can show: the headline of Data, and the chart of how certainty grows.

Everything is worked out by the exact one-sided bound of the acceptance test; nothing here is measured, and it says so.
"""

from dataclasses import dataclass
from statistics import median

from desktop.findings.data.case_set import CaseSet, case_set
from desktop.findings.data.learning_curve import count_axis
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from estimators.acceptance import lower_bound
from estimators.acceptance.sample_size import correct_needed
from estimators.base.count import count, spelled_count
from estimators.base.date import local
from estimators.base.number import digits, seconds
from estimators.base.percent import percent, set_percent, share_tick
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural
from reports.chart_data import Axis, CurveChart, CurvePoint, Marker
from reports.provenance import Provenance
from reports.stage_view import Explanation

USUAL_BAR = 0.8
"""What is worked with while no bar is set."""
_CONFIDENCE = 0.95
_STEP, _LEAST, _FARTHEST = 10, 20, 200
_SECONDS_A_GRADE, _LONGEST_PAUSE, _ENOUGH_GAPS = 40.0, 300.0, 10


@dataclass(frozen=True)
class GradingTime:
    """How long grading takes: answers, seconds for each, and whether those were measured here."""

    candidates: int
    answers: int
    seconds: float
    measured: bool

    @property
    def total(self) -> float:
        return self.answers * self.seconds


@dataclass(frozen=True)
class GradingCertainty:
    """What so many tested cases can show.

    - `n`: of them. `bar`: to be shown; `is_set`: somebody set it. `needed`: good ones; None where even all would not do.
    - `truth`: the share of good ones that the chart assumes. `surely`: the bound that `n` gives then.
    - `next_bar`, `next_n`, `next_needed`: a higher bar, how many would show it, and how many good ones of `n`.
    """

    n: int
    bar: float
    is_set: bool
    confidence: float
    needed: int | None
    truth: float
    surely: float
    next_bar: float
    next_n: int | None
    next_needed: int | None


def grading_certainty(project: Project, each: float | None = None) -> GradingCertainty:
    """Worked out for the cases that are tested, or for the usual number while there is none.

    - `each`: how sure the bound of one candidate has to be that pays for looks and for having been picked; None: as the bar says.
    """
    found = case_set(project)
    bar, confidence, is_set = _bar(project)
    n = len(found.tested) or found.planned
    return certainty_of(n, bar, each or confidence, is_set=is_set)


def certainty_of(
    n: int, bar: float = USUAL_BAR, confidence: float = _CONFIDENCE, *, is_set: bool = False
) -> GradingCertainty:
    """The same for any number and bar."""
    truth = 0.9 if bar <= 0.85 else (1 + bar) / 2
    surely = _bound(n, truth, confidence)
    next_bar = min((int(max(surely, bar) * 20 + 1e-9) + 1) / 20, 0.99)
    sizes = range(_STEP, 20 * _FARTHEST, _STEP)
    return GradingCertainty(
        n,
        bar,
        is_set,
        confidence,
        correct_needed(n, bar, confidence),
        truth,
        surely,
        next_bar,
        next((at for at in sizes if at > n and _bound(at, truth, confidence) >= next_bar), None),
        correct_needed(n, next_bar, confidence),
    )


def _bound(n: int, truth: float, confidence: float) -> float:
    return lower_bound(round(truth * n), n, confidence)


def _bar(project: Project) -> tuple[float, float, bool]:
    bar = project.accuracy_bar
    if bar is None:
        return USUAL_BAR, _CONFIDENCE, False
    return bar.value, bar.confidence, True


def certainty_chart(project: Project) -> CurveChart:
    """How sure one can be by the number of graded cases, beside the bar."""
    found = grading_certainty(project)
    noun = case_noun_of(project)
    far = max(_FARTHEST, -(-3 * found.n // (2 * _STEP)) * _STEP)
    sizes = [at for at in range(_LEAST, far + 1, _STEP) if at >= _LEAST]
    sizes = sizes[:: max(1, len(sizes) // 40)]
    line = tuple((float(at), _bound(at, found.truth, found.confidence)) for at in sizes)
    marked = [(found.n, found.surely)]
    if found.next_n is not None and found.next_n <= far:
        marked.append((found.next_n, _bound(found.next_n, found.truth, found.confidence)))
    points = tuple(
        CurvePoint(
            float(at), y, y, y, at, Provenance.MEASURED, earlier=True,
            label=tr("{n}: {bound}", n=digits(at), bound=percent(y)), to_axis=place == 0,
        )
        for place, (at, y) in enumerate(marked)
    )  # fmt: skip
    ends = [found.bar, found.surely, *(y for _, y in line), *(y for _, y in marked)]
    return CurveChart(
        title=tr("More grading buys certainty, slowly"),
        note=_note(project, found),
        x_axis=count_axis(far, tr("{things} graded", things=noun.many)),
        y_axis=_axis(min(ends), max(ends)),
        points=points,
        line=line,
        band=(),
        provenance=Provenance.MEASURED,
        dashed=True,
        goal=Marker(found.bar, _flag(found)),
    )


def _note(project: Project, found: GradingCertainty) -> str:
    good = percent(found.truth)
    if case_set(project).graded_by_people:
        return tr("Sure of at least (%), if {good} of the answers are good. Worked out.", good=good)
    return tr("Sure of at least (%), if {good} of the answers are right. Worked out.", good=good)


def _flag(found: GradingCertainty) -> str:
    bar = set_percent(found.bar)
    return tr("≥ bar {bar}", bar=bar) if found.is_set else tr("≥ {bar}, no bar is set yet", bar=bar)


def _axis(lowest: float, highest: float) -> Axis:
    start = max(0, int(lowest * 20) * 5)
    step = 5 if start >= 65 else 10 if start >= 40 else 20
    start -= start % step
    top = min(100, -(-(round(100 * highest) + 2) // step) * step)
    ticks = [
        (at / 100, share_tick(at / 100, last=at == top)) for at in range(top, start - 1, -step)
    ]
    return Axis(start / 100, top / 100, tuple(reversed(ticks)))


def certainty_headline(
    project: Project, found: CaseSet, known: GradingCertainty | None = None
) -> str:
    """ "60 graded messages can show 80%, if 54 are good." """
    known = known or grading_certainty(project)
    noun, bar = case_noun_of(project), set_percent(known.bar)
    if known.needed is None:
        return tr("{cases} cannot show {bar}, however good.", cases=count(known.n, noun), bar=bar)
    if found.graded_by_people:
        return tr(
            "{n} graded {things} can show {bar}, if {needed} are good.",
            n=digits(known.n), things=noun(known.n), bar=bar, needed=digits(known.needed),
        )  # fmt: skip
    return tr(
        "{cases} can show {bar}, if {needed} come out right.",
        cases=count(known.n, noun), bar=bar, needed=digits(known.needed),
    )  # fmt: skip


def more_words(project: Project, known: GradingCertainty | None = None) -> str:
    """What a higher bar would take: "85% needs about 150 graded messages, or 56 good ones of the 60." """
    known, noun = known or grading_certainty(project), case_noun_of(project)
    if known.next_n is None:
        return ""
    bar, n, kept = set_percent(known.next_bar), digits(known.next_n), digits(known.n)
    things, graded = noun.many, case_set(project).graded_by_people
    if known.next_needed is None:
        if graded:
            return tr("{bar} needs about {n} graded {things}.", bar=bar, n=n, things=things)
        return tr("{bar} needs about {n} {things}.", bar=bar, n=n, things=things)
    needed = digits(known.next_needed)
    if graded:
        return tr(
            "{bar} needs about {n} graded {things}, or {needed} good ones of the {kept}.",
            bar=bar, n=n, things=things, needed=needed, kept=kept,
        )  # fmt: skip
    return tr(
        "{bar} needs about {n} {things}, or {needed} right of the {kept}.",
        bar=bar, n=n, things=things, needed=needed, kept=kept,
    )  # fmt: skip


def grading_time(project: Project) -> GradingTime | None:
    """How long grading takes; None where nobody has to grade."""
    found = case_set(project)
    if not found.graded_by_people or not found.tested:
        return None
    candidates = [
        one for one in project.measured.candidates() if one.source is not CandidateSource.FAKE
    ]
    n, gaps = max(1, len(candidates)), _gaps(project)
    measured = len(gaps) >= _ENOUGH_GAPS
    each = median(gaps) if measured else _SECONDS_A_GRADE
    return GradingTime(n, n * len(found.tested), each, measured)


def _gaps(project: Project) -> list[float]:
    """Seconds between one grade and the next of the same person, without pauses."""
    last: dict[str, float] = {}
    found = []
    for kept in project.measured.grades():
        at = local(kept.at).timestamp()
        if 0 < (gap := at - last.get(kept.grade.rater, at)) <= _LONGEST_PAUSE:
            found.append(gap)
        last[kept.grade.rater] = at
    return found


def time_words(found: GradingTime) -> tuple[str, str]:
    """How much there is to grade, and how long that takes: the second is emphasised."""
    who = capital(spelled_count(found.candidates, "candidate"))
    cases, answers = digits(found.answers // found.candidates), digits(found.answers)
    each = seconds(found.seconds)
    said = (
        tr_plural(
            "{who} on {cases} is {answers} answers, at the {seconds} that one takes you:",
            "{who} on {cases} are {answers} answers, at the {seconds} that one takes you:",
            found.candidates,
            who=who, cases=cases, answers=answers, seconds=each,
        )
        if found.measured
        else tr_plural(
            "{who} on {cases} is {answers} answers at about {seconds} each:",
            "{who} on {cases} are {answers} answers at about {seconds} each:",
            found.candidates,
            who=who, cases=cases, answers=answers, seconds=each,
        )
    )  # fmt: skip
    return said, tr("{duration}.", duration=duration(found.total))


def duration(total: float) -> str:
    """Minutes and hours: "40 minutes", "3 hours 20 minutes"."""
    minutes = max(1, round(total / 60))
    hours, rest = divmod(minutes, 60)
    if hours >= 10 or not rest:
        return count(max(1, round(minutes / 60)), "hour") if hours else count(minutes, "minute")
    if not hours:
        return count(minutes, "minute")
    return tr("{hours} {minutes}", hours=count(hours, "hour"), minutes=count(rest, "minute"))


EXPLAINED = Explanation(
    tr("How sure one can be"),
    tr(
        "If so many of the graded ones are good, the share among all is at least this, whatever luck did: the exact one-sided "
        "bound of the launch test. It grows with the square root: four times as many grades halve what luck leaves open."
    ),
    source=tr("Clopper and Pearson 1934"),
)
