"""Where a candidate is wrong: in which ways, how often, and the cases of each with what the second best said.

How to use, line by line:

    failures_view(project, found, chosen)     headline, lead and status of the tab
    failure_types(found, chosen)              the ways of being wrong, the commonest first, with their mistakes
    mistake(found, chosen, "0470")            one case: input, expected, what both answered
"""

from collections import Counter
from dataclasses import dataclass

from desktop.findings.candidate_measurement import ProjectCandidate, ProjectMeasurement
from desktop.findings.measure.ask_again import again_offer
from desktop.findings.measure.candidates import launch_offer, measured_of
from desktop.findings.measure.candidates_text import FAILURES
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from estimators.base.count import spelled
from estimators.base.interval import of_all
from estimators.base.noun import noun
from estimators.base.number import digits
from estimators.base.phrase import capital, shorten
from estimators.base.sentence import tr, tr_plural
from estimators.measure.case import CandidateAnswer
from estimators.measure.scores import NOT_ASKED
from reports.chart_parts import TableTwin
from reports.stage_view import Explanation, Offer, StageView

_SHOWN, _IN_MATRIX = 3, 4


@dataclass(frozen=True)
class FailureType:
    """One way of being wrong: its words, how many answers, and the cases."""

    way: str
    words: str
    n: int
    cases: tuple[str, ...]


@dataclass(frozen=True)
class CaseMistake:
    """One case beside what was expected and what two candidates answered; texts as they are, never rendered.

    - `expected`: empty where nobody said. `other`: the second best's name and answer; empty where there is none.
    - `how`: in which way the answer is wrong. `stable`: what asking again gave; empty where nothing was asked twice.
    """

    case: str
    slice: str
    asked: str
    expected: str
    answer: str
    other: str
    other_answer: str
    how: str
    stable: str


def failure_types(found: ProjectMeasurement, chosen: ProjectCandidate) -> tuple[FailureType, ...]:
    """The ways of being wrong, the commonest first; what was never asked is none. Of classes: which is taken for which."""
    scores = measured_of(found, chosen).scores
    if scores is None:
        return ()
    cases: dict[str, list[str]] = {}
    for run, way in scores.wrong.items():
        if way != NOT_ASKED:
            cases.setdefault(_named(found, chosen, run.case, way), []).append(run.case)
    return tuple(
        FailureType(way, FAILURES.get(way, way), len(names), tuple(dict.fromkeys(names)))
        for way, names in sorted(cases.items(), key=lambda each: -len(each[1]))
    )


def _named(found: ProjectMeasurement, chosen: ProjectCandidate, case: str, way: str) -> str:
    """A way of being wrong; of a class that was taken for another, which."""
    trials = chosen.answers.answers.get(case, ())
    if found.measured.kind != "classify" or way != "wrong" or not trials:
        return way
    truth = found.cases[case].expected or ""
    return tr(
        "“{truth}” called “{said}”", truth=shorten(truth, 24), said=shorten(_text(trials[0]), 24)
    )


def failures_view(
    project: Project, found: ProjectMeasurement, chosen: ProjectCandidate
) -> StageView:
    """How it is wrong, as a finding."""
    types, n = failure_types(found, chosen), _runs(found, chosen)
    again = repeats_words(found, chosen)
    things = (
        noun(tr("try")) if again else case_noun_of(project)
    )  # a case counts as often as it was asked
    wrong = sum(one.n for one in types)
    status = of_all(wrong, n) if n else tr("not graded")
    if not n:
        return StageView(tr("Nobody has graded {name} yet.", name=chosen.name), "", status)
    if not types:
        return StageView(
            tr("{name} made no mistake.", name=chosen.name),
            tr("All {n} {things} came out right; that says little of rare mistakes.", n=n, things=things.many),
            status,
            offers={"launch": launch_offer(chosen), **again_offer(project, chosen)},
        )  # fmt: skip
    most = types[0]
    half = 2 * most.n >= wrong and len(types) > 1
    headline = (
        tr("At least half of its mistakes: {way}.", way=most.words)
        if half
        else tr("Its commonest mistake: {way}.", way=most.words)
    )
    named = ", ".join(tr("{way} {n}", way=one.words, n=one.n) for one in types[:_SHOWN])
    lead = tr(
        "{name}: {wrong} of {n} {things} came out wrong. {named}.",
        name=chosen.name,
        wrong=wrong,
        n=n,
        things=things.many,
        named=capital(named),
    )
    return StageView(
        headline,
        lead,
        status,
        explanations={"seen": _seen_explained(things.many)},
        offers={
            "review": Offer(tr_plural("Look at it", "Look at the {n}", wrong)),
            **again_offer(project, chosen),
        },
    )


def _runs(found: ProjectMeasurement, chosen: ProjectCandidate) -> int:
    scores = measured_of(found, chosen).scores
    return 0 if scores is None else len(scores.main.runs)


def mistake(found: ProjectMeasurement, chosen: ProjectCandidate, case: str) -> CaseMistake:
    """One case, side by side with the second best."""
    asked = found.cases[case]
    other = second_best(found, chosen)
    scores = measured_of(found, chosen).scores
    ways = {run.case: way for run, way in scores.wrong.items()} if scores else {}
    how = _named(found, chosen, case, ways[case]) if case in ways else ""
    return CaseMistake(
        case,
        asked.slice,
        asked.input or case,
        asked.expected or "",
        _said(chosen, case),
        other.name if other else "",
        _said(other, case) if other else "",
        FAILURES.get(how, how),
        _stable(chosen, case),
    )


def second_best(found: ProjectMeasurement, chosen: ProjectCandidate) -> ProjectCandidate | None:
    """The best of the others that answered for themselves; None where there is none."""
    lower = found.measured.lower_is_better
    others = [
        one
        for one in found.candidates
        if one.uid != chosen.uid
        and one.source is not CandidateSource.COMMONEST
        and measured_of(found, one).figure.value is not None
    ]
    sign = 1 if lower else -1
    return min(others, key=lambda one: sign * (measured_of(found, one).figure.value or 0), default=None)  # fmt: skip


def _said(one: ProjectCandidate, case: str) -> str:
    trials = one.answers.answers.get(case, ())
    return _text(trials[0]) if trials else tr("It was not asked.")


def _text(answer: CandidateAnswer) -> str:
    if answer.error:
        return tr("The call failed: {error}", error=shorten(answer.error, 200))
    if answer.answer is None:
        return {True: tr("Done."), False: tr("Not done.")}.get(bool(answer.passed), "")
    return answer.answer


def _stable(chosen: ProjectCandidate, case: str) -> str:
    trials = chosen.answers.answers.get(case, ())
    if len(trials) < 2:
        return ""
    alike = len({_text(one) for one in trials})
    if alike == 1:
        return tr("Asked {n} times, it said the same each time.", n=len(trials))
    return tr("Asked {n} times, it gave {alike} answers.", n=len(trials), alike=spelled(alike))


def repeats_words(found: ProjectMeasurement, chosen: ProjectCandidate) -> str:
    """Whether asking again gives the same; empty where nothing was asked twice."""
    return measured_of(found, chosen).repeats_words


def mistakes_table(found: ProjectMeasurement, chosen: ProjectCandidate) -> TableTwin:
    """Every mistake as a row of text, to look through or to export."""
    rows = []
    for one in failure_types(found, chosen):
        for case in one.cases:
            seen = mistake(found, chosen, case)
            rows.append((case, seen.slice, one.words, seen.asked, seen.expected, seen.answer))
    headers = (tr("case"), tr("kind"), tr("how"), tr("input"), tr("expected"), tr("answer"))
    return TableTwin(headers, tuple(rows))


def failure_matrix(found: ProjectMeasurement, chosen: ProjectCandidate) -> TableTwin | None:
    """How often each kind of case goes wrong in which way; None where nothing tells cases apart."""
    scores = measured_of(found, chosen).scores
    if scores is None or not any(scores.main.slices):
        return None
    types = failure_types(found, chosen)[:_IN_MATRIX]
    names = list(dict.fromkeys(name for name in scores.main.slices if name))
    counts = Counter(scores.main.slices)
    wrong = Counter(
        (found.cases[case].slice, one.way)
        for one in failure_types(found, chosen)
        for case in one.cases
    )
    rows = [
        (name, digits(counts[name]), *(digits(wrong[name, one.way]) for one in types))
        for name in sorted(names, key=lambda name: -sum(wrong[name, one.way] for one in types))
    ]
    return TableTwin((tr("kind"), tr("all"), *(one.words for one in types)), tuple(rows))


def _seen_explained(things: str) -> Explanation:
    return Explanation(
        tr("Why a mistake that was opened counts as seen"),
        tr(
            "Whoever reads a mistake mends what he read: on those {things} the next candidate would look better than it is. They "
            "are marked as seen, and a candidate that is asked afterwards gets others.",
            things=things,
        ),
    )
