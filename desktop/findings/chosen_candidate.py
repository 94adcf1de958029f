"""Which candidate stands for each way to do it, and which one is taken to Launch: from the one measurement of the project.

How to use, line by line:

    option_tests(project)       the test of each way (prompt, service, trained, rule, today) that has one, the one in question first
    take_to_launch(project, uid)   the edit that chooses it

It imports no stage, so that the case of the engines, Decide, Launch and the report read the same value. What counts for a bar are
people's grades and right answers, never a judge: a figure that a judge helped with is counted again from the people's grades alone.
A fake is never measured. Who is picked as the best among several on the same cases pays for that (Bonferroni), unless it was
named before they were graded, or its settings say that it was chosen on the cases to work with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.findings.candidate_measurement import (
    CHOSEN_KEY,
    NAMED_PAIR_KEY,
    ProjectCandidate,
    ProjectMeasurement,
    measurement_of,
)
from desktop.project.commands import SetFact
from desktop.project.file import Command
from desktop.project.measure_records import CandidateSource
from desktop.project.product import case_noun_of, is_classifier
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use
from estimators.base.sentence import tr
from estimators.measure.estimate import CaseScores, IntervalMethod, ScoreUnit, estimate
from estimators.measure.measurement import MeasuredCandidate

_OPTIONS = {
    CandidateSource.FILE: "service",
    CandidateSource.ADDRESS: "service",
    CandidateSource.RULE: "rule",
    CandidateSource.PEOPLE: "today",
    CandidateSource.TRAINED: "trained",
}
TRAINED_OPTION = "trained"
MACHINES = ("prompt", "service", TRAINED_OPTION, "rule")
_METRICS = {"wer": "words", "field_share": "fields"}
"""What is counted, where it is not the figure itself but what is right of it."""
_ONE_SIDED = 0.9
"""The two-sided interval whose ends are one-sided 95 % bounds."""


@dataclass(frozen=True)
class OptionTest:
    """What one candidate came to on the held-out cases, as a share of what is right.

    - `option`: the way that it stands for. `metric`: what is counted.
    - `right`, `n`: where whole cases are counted; else None. `exact`: they stand alone, so that the counts say all; else the ends do.
    - `share`, `low`, `high`: right ones of all, between 9 chances in 10.
    - `among`: of how many on the same cases it was chosen; its bound pays for that.
    - `cost_per_1000` (in `currency`, "" where nobody said), `usual_seconds`, `slow_seconds`: as its answers say; None where they do not.
    """

    uid: str
    name: str
    option: str
    metric: str
    right: int | None
    n: int
    share: float
    low: float
    high: float
    among: int = 1
    cost_per_1000: float | None = None
    usual_seconds: float | None = None
    slow_seconds: float | None = None
    currency: str = ""
    exact: bool = True

    @property
    def is_machine(self) -> bool:
        """Whether it can be launched."""
        return self.option in MACHINES


def option_of(candidate: ProjectCandidate) -> str:
    """The way that a candidate stands for; empty for what is none (the fake, always the commonest answer)."""
    if candidate.source is CandidateSource.ADDRESS and candidate.settings.prompt:
        return "prompt"
    if candidate.source is CandidateSource.FILE and candidate.settings.option:
        return candidate.settings.option
    return _OPTIONS.get(candidate.source, "")


def tests_of(project: Project) -> tuple[OptionTest, ...]:
    """The test of every candidate that stands for a way and was measured, in the order of the candidates."""
    return project.until_change("tests of candidates", lambda: _tests(project))


def _tests(project: Project) -> tuple[OptionTest, ...]:
    found = measurement_of(project)
    if found is None:
        return ()
    rows = {row.name: row for row in found.measured.candidates}
    run = fair_run_in_use(project)
    made = [
        _test(project, found, one, rows[one.name])
        for one in found.candidates
        # Of trainings the one in use alone, and only while its numbers may be shown.
        if option_of(one) and (one.run is None or (run is not None and one.run == run.id))
    ]
    return tuple(one for one in made if one is not None)


def level_scores(kind: str, one: MeasuredCandidate) -> CaseScores | None:
    """Its scores in the unit of the bar (right answers, fields right, words right); None where nothing was measured."""
    scores = one.scores
    if scores is None:
        return None
    if kind == "extract":
        return scores.beside.get("field_share", scores.main)
    if kind == "transcribe" and scores.main.lower_is_better:
        main = scores.main
        return replace(main, got=main.of - main.got, lower_is_better=False)
    return scores.main


def _test(
    project: Project, found: ProjectMeasurement, one: ProjectCandidate, row: MeasuredCandidate
) -> OptionTest | None:
    scores = level_scores(found.measured.kind, row)
    known = None if scores is None else estimate(scores, _ONE_SIDED)
    if scores is None or known is None or scores.unit is ScoreUnit.AMOUNT:
        return None  # no share of anything
    if known.value is None or known.low is None or known.high is None:
        return None
    n = len({run.case for run in scores.runs})
    counted = scores.unit is ScoreUnit.COUNT and n == len(scores.runs)  # each was asked once
    return OptionTest(
        uid=one.uid,
        name=one.name,
        option=option_of(one),
        metric=_METRICS.get(scores.metric, scores.metric),
        right=round(float(scores.got.sum())) if counted else None,
        n=n,
        share=known.value,
        low=known.low,
        high=known.high,
        among=_among(project, found, one),
        cost_per_1000=row.usage.cost_per_1000.value,
        usual_seconds=row.usage.median.value,
        slow_seconds=row.usage.slow.value,
        currency=one.settings.currency,
        exact=known.method is IntervalMethod.EXACT,
    )


def _among(project: Project, found: ProjectMeasurement, one: ProjectCandidate) -> int:
    """Of how many machines on the same cases this one was picked: 1 where nothing was picked on them."""
    if one.settings.chosen_on == "work" or named_before(project, one.uid):
        return 1
    if is_classifier(project) and one.source is CandidateSource.TRAINED:
        return 1  # looks at the test of a training are counted, and paid for, where it is tested
    rivals = [
        other
        for other in found.candidates
        if option_of(other) in MACHINES
        and any(row.name == other.name and row.scores for row in found.measured.candidates)
    ]
    return max(1, len(rivals)) if option_of(one) in MACHINES else 1


def named_before(project: Project, uid: str) -> bool:
    """Whether a candidate was named, to be taken to Launch or in the pair that is compared, before anybody graded an answer."""
    grades = project.measured.grades()
    for key in (CHOSEN_KEY, NAMED_PAIR_KEY):
        fact = project.fact(key)
        if fact is None or not fact.known:
            continue
        named = fact.value if isinstance(fact.value, list) else [fact.value]
        if uid in named and grades and all(fact.at < grade.at for grade in grades):
            return True
    return False


def option_tests(project: Project) -> tuple[OptionTest, ...]:
    """The test of each way, of several the best (or the one that was chosen); what is taken to Launch stands first."""
    tests = tests_of(project)
    chosen = launch_test(project)
    best: dict[str, OptionTest] = {} if chosen is None else {chosen.option: chosen}
    for one in sorted(tests, key=_rank):
        best.setdefault(one.option, one)
    return tuple(best.values())


def launch_test(project: Project) -> OptionTest | None:
    """The test of the candidate that is taken to Launch: the chosen one, else the best machine."""
    machines = [one for one in tests_of(project) if one.is_machine]
    chosen = project.answer(CHOSEN_KEY)
    named = next((one for one in machines if one.uid == chosen), None)
    return named or min(machines, key=_rank, default=None)


def interval_of(project: Project, test: OptionTest, confidence: float) -> tuple[float, float]:
    """The ends of its share, each so sure on its own; 0 and 1 where the cases say nothing of others."""
    found = measurement_of(project)
    assert found is not None  # it was measured
    row = next(one for one in found.measured.candidates if one.name == test.name)
    scores = level_scores(found.measured.kind, row)
    assert scores is not None
    known = estimate(scores, 2 * confidence - 1)
    return (
        known.low if known.low is not None else 0.0,
        known.high if known.high is not None else 1.0,
    )


def is_chosen(project: Project, test: OptionTest) -> bool:
    """Whether somebody took it to Launch."""
    return bool(project.answer(CHOSEN_KEY) == test.uid)


def picked_among(project: Project, uid: str) -> int:
    """Of how many a candidate is picked by whoever takes it to Launch now; 1 where nothing has to be paid for."""
    return next((one.among for one in tests_of(project) if one.uid == uid), 1)


def picked_words(project: Project, uid: str, name: str, among: int) -> str:
    """Whether the bound pays for having picked this one among several; empty where there was nothing to pick from."""
    if among < 2:
        machines = [one for one in tests_of(project) if one.is_machine]
        if len(machines) < 2 or not named_before(project, uid):
            return ""
        return tr("“{name}” was named before anybody graded, so the bound pays nothing for having picked it.", name=name)  # fmt: skip
    return tr(
        "“{name}” was picked among {n} on the same {things}; the bound pays for that.",
        name=name,
        n=among,
        things=case_noun_of(project).many,
    )


def take_to_launch(candidate: ProjectCandidate) -> Command:
    return SetFact(CHOSEN_KEY, candidate.uid, tr("what is taken to Launch"))


def _rank(one: OptionTest) -> tuple[bool, float]:
    """The best first; no AI is to be beaten, and launched where there is nothing else; of equals the first (as Measure has it)."""
    return one.option == "rule", -one.share


def measured_case(tests: Sequence[OptionTest]) -> dict[str, Any]:
    """The tests as the input `measured` of a case: the first is in question, the others stand beside it."""
    first, *others = [_as_input(one) for one in tests]
    return {**first, "beside": others}


def _as_input(one: OptionTest) -> dict[str, Any]:
    said: dict[str, Any] = {"of": one.option, "metric": one.metric, "among": one.among}
    if one.usual_seconds is not None:
        said["seconds"] = one.usual_seconds
    counts = {"value": one.share} if one.right is None else {"correct": one.right}
    bound = {} if one.exact else {"bound": one.low}
    return {**said, **counts, "n": one.n, **bound}
