"""What the candidates of a project come to on its held-out cases: the one value that Measure, Decide, Launch and the report read.

It imports no stage, so that the findings of every stage may ask it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from desktop.project.commands import SetFact
from desktop.project.file import Command
from desktop.project.gate import gate_of
from desktop.project.measure_records import (
    SETTLED,
    CandidateSettings,
    CandidateSource,
    GradeVerdict,
    KeptCandidate,
    KeptCase,
    KeptGrade,
    NewGrade,
)
from desktop.project.product import kind_name
from desktop.project.project import Project
from desktop.project.records import Run
from estimators.base.codec import MismatchError, convert, plain
from estimators.base.errors import UserError
from estimators.base.phrase import cut
from estimators.base.sentence import tr, tr_plural
from estimators.classifier.training_result import Latency
from estimators.measure.case import CandidateAnswer, CandidateAnswers, EvalCase
from estimators.measure.estimate import Estimate, IntervalMethod
from estimators.measure.grading_queue import case_order, out_of_turn
from estimators.measure.kind_scorers import Rules
from estimators.measure.measurement import CandidateMeasurement, measure
from estimators.measure.usage import Usage

TOLERANCE_KEY, WITHIN_KEY = "measure.tolerance", "measure.within"
"""Facts: how far a number may be off and still be right: as itself, or as a share of the right one."""
NAMED_PAIR_KEY = "measure.named_pair"
"""The fact: the two candidates (uids) that were named before grading; their pair is tested on its own."""
CHOSEN_KEY = "measure.chosen"
"""The fact: the candidate (uid) that is taken to Launch."""


TOLD_MOST_KEY = "measure.told_most"
"""The fact: which answers were chosen to be graded by a judge's verdicts."""


_Earlier = dict[str, tuple[tuple[object, ...], tuple[CandidateAnswer, ...]]]


@dataclass(frozen=True)
class ToldMost:
    """Answers (case, and the candidate's uid with the trial) that were chosen by a judge's verdicts. `seed`: of the order of all."""

    seed: int = 0
    answers: tuple[tuple[str, tuple[str, int]], ...] = ()


@dataclass(frozen=True)
class ProjectCandidate:
    """A candidate with its answers to the held-out cases; grades are in them.

    `run`, `latency`: the id of the training and what an answer takes, of one trained here. `created`: when it was added; "" of
    what nobody added.
    """

    uid: str
    name: str
    source: CandidateSource
    settings: CandidateSettings
    answers: CandidateAnswers
    run: int | None = None
    latency: Latency | None = None
    created: str = ""


@dataclass(frozen=True)
class ProjectMeasurement:
    """All candidates on the same cases. `measured`: what they come to, by their names."""

    cases: Mapping[str, EvalCase]
    candidates: tuple[ProjectCandidate, ...]
    measured: CandidateMeasurement

    def candidate(self, uid: str) -> ProjectCandidate | None:
        return next((one for one in self.candidates if one.uid == uid), None)


def run_uid(run: Run) -> str:
    """What a training is known by among candidates."""
    return f"run:{run.created}:{run.number}"


def run_name(run: Run) -> str:
    """What a training is called among candidates."""
    return tr("Run {number}", number=run.number)


def cases_of(project: Project) -> Mapping[str, EvalCase]:
    """The cases that candidates are measured on: held out and not set aside.

    Where no case was added, those of the newest test of a classifier trained here, by the paths of their examples.
    """
    every = project.measured.cases()
    kept = project.while_same(
        "held-out cases",
        (every,),
        lambda: {one.case.id: one.case for one in every if one.held_out and not one.aside},
    )
    if kept or kind_name(project) != "classify":
        return kept
    tested = _tested(project)
    if not tested:
        return {}
    belongs = {example.path: example.belongs for example in project.examples()}
    return {
        row.path: EvalCase(row.path, row.path, row.truth, belongs.get(row.path, ""))
        for row in tested[0].result.predictions
        if row.truth is not None
    }


def candidates_of(project: Project) -> tuple[ProjectCandidate, ...]:
    """Everything that answered: candidates in the order they were added, then trainings, the newest first."""
    return project.until_change("candidates", lambda: _candidates(project))


def measurement_of(project: Project) -> ProjectMeasurement | None:
    """What they come to; None where there is no case, or nobody answered one, or nothing can be counted yet."""
    return project.until_change("measurement", lambda: _measurement(project))


def rules_of(project: Project) -> Rules:
    """How answers are scored, as far as somebody said."""
    tolerance, within = (_number(project.answer(key)) for key in (TOLERANCE_KEY, WITHIN_KEY))
    usual = Rules()
    return replace(usual, tolerance=tolerance or usual.tolerance, within=within)


def named_pair(project: Project) -> frozenset[str]:
    """The names of the two candidates whose pair was named before grading; empty where none was, or one is gone."""
    uids = project.answer(NAMED_PAIR_KEY)
    names = {one.uid: one.name for one in candidates_of(project)}
    found = (
        frozenset(names[uid] for uid in uids if uid in names)
        if isinstance(uids, list)
        else frozenset[str]()
    )
    return found if len(found) == 2 else frozenset()


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value > 0 else None


def _measurement(project: Project) -> ProjectMeasurement | None:
    cases = cases_of(project)
    candidates = tuple(one for one in candidates_of(project) if one.answers.answers)
    if not cases or not candidates:
        return None
    of = cases, candidates, kind_name(project), rules_of(project), named_pair(project)
    return project.while_same("the measurement", of, lambda: _measured(project, cases, candidates))


def _measured(
    project: Project, cases: Mapping[str, EvalCase], candidates: tuple[ProjectCandidate, ...]
) -> ProjectMeasurement | None:
    answered = {one.name: one.answers for one in candidates}
    try:
        found = measure(
            cases,
            answered,
            kind=kind_name(project),
            rules=rules_of(project),
            named=named_pair(project),
            keep=project.while_same,
        )
    except UserError:  # nobody graded yet, or no case has a right answer
        return None
    timed = {one.name: one.latency for one in candidates if one.latency is not None}
    rows = tuple(
        replace(row, usage=_timed(row.usage, timed[row.name])) if row.name in timed else row
        for row in found.candidates
    )
    return ProjectMeasurement(cases, candidates, replace(found, candidates=rows))


def _timed(measured: Usage, latency: Latency) -> Usage:
    """What it takes, by the times that its training kept: the median and 1 in 20 above, and no single ones."""
    n = latency.n
    return replace(
        measured,
        median=Estimate(latency.median, None, None, n, n, IntervalMethod.NONE),
        slow=Estimate(latency.p95, None, None, n, n, IntervalMethod.NONE),
    )


def _candidates(project: Project) -> tuple[ProjectCandidate, ...]:
    cases = cases_of(project)
    grades: dict[str, list[KeptGrade]] = {}
    for grade in project.measured.grades():
        grades.setdefault(grade.grade.candidate, []).append(grade)
    chosen = _out_of_turn(project, cases)
    held = {one.case.id: one for one in project.measured.cases() if one.case.id in cases}
    found = []
    for kept in project.measured.candidates():
        said = tuple(grades.get(kept.uid, ()))
        brought = frozenset((case, trial) for case, (uid, trial) in chosen if uid == kept.uid)
        answers = project.measured.answers(kept.uid)
        unasked = _unasked(kept, held, answers)
        of = kept, answers, cases, said, brought, unasked
        made = partial(_of_kept, project, kept, cases, said, chosen=brought, unasked=unasked)
        found.append(project.while_same(f"candidate {kept.uid}", of, made))
    runs = _tested(project)
    found += [one for run in runs if (one := _trained(project, run, cases)) is not None]
    commonest = _commonest(cases, runs) if kind_name(project) == "classify" else None
    return (*found, commonest) if commonest is not None else tuple(found)


def _of_kept(
    project: Project,
    kept: KeptCandidate,
    cases: Mapping[str, EvalCase],
    said: Sequence[KeptGrade],
    *,
    chosen: frozenset[tuple[str, int]],
    unasked: frozenset[str],
) -> ProjectCandidate:
    answers = project.measured.answers(kept.uid)
    asked = {name: trials for name, trials in answers.items() if name in cases}
    earlier: _Earlier = project.while_same(f"graded answers of {kept.uid}", (), dict)
    given = with_kept_grades(kept.name, asked, said, chosen, earlier)
    given = replace(given, not_asked=unasked)
    return ProjectCandidate(
        kept.uid, kept.name, kept.source, kept.settings, given, created=kept.created
    )


def told_most_of(project: Project) -> ToldMost:
    """The answers that were chosen to be graded by what a judge said of them; none where nobody asked for that."""
    try:
        return convert(project.answer(TOLD_MOST_KEY), ToldMost)
    except MismatchError:  # nobody has, or a newer version wrote it
        return ToldMost()


def note_told_most(told: ToldMost) -> Command:
    """The edit that notes which were chosen."""
    return SetFact(TOLD_MOST_KEY, plain(told), tr("what a judge chose to be graded"))


def _out_of_turn(
    project: Project, cases: Mapping[str, EvalCase]
) -> frozenset[tuple[str, tuple[str, int]]]:
    told = told_most_of(project)
    if not told.answers:
        return frozenset()
    graded = [(one.grade.case, (one.grade.candidate, one.grade.trial)) for one in project.measured.grades()]  # fmt: skip
    return out_of_turn(case_order(cases.values(), told.seed), graded, frozenset(told.answers))


def _unasked(
    kept: KeptCandidate, held: Mapping[str, KeptCase], answered: Collection[str]
) -> frozenset[str]:
    """What it had no part in, and is no mistake of it: cases that came later or whose mistake was read; of what answers by itself, all."""
    by_itself = kept.source in (CandidateSource.RULE, CandidateSource.ADDRESS)
    return frozenset(
        name
        for name, case in held.items()
        if name not in answered and (by_itself or case.seen or case.added > kept.created)
    )


def _trained(project: Project, run: Run, cases: Mapping[str, EvalCase]) -> ProjectCandidate | None:
    """A training as a candidate, by its test and what its model was asked since; None where it answered none of the cases."""
    name = run_name(run)
    since = project.measured.answers(run_uid(run))
    known = _answers_of_run(run, cases)
    for (
        case,
        said,
    ) in since.items():  # cases that came later, and further tries of those of its test
        if case in cases:
            known[case] = (*known.get(case, ()), *said)
    added = project.measured.count_cases()
    unasked = frozenset(cases.keys() - known.keys()) if added else frozenset[str]()
    answers = CandidateAnswers(name, known, not_asked=unasked)
    if not answers.answers:
        return None
    detail = tr_plural(
        "trained here, {n} example", "trained here, {n} examples", run.result.n_train
    )
    return ProjectCandidate(
        run_uid(run),
        name,
        CandidateSource.TRAINED,
        CandidateSettings(detail=detail),
        answers,
        run.id,
        run.result.latency,
    )


def _commonest(cases: Mapping[str, EvalCase], runs: Sequence[Run]) -> ProjectCandidate | None:
    """Always the commonest answer, of what was learned from where something was; None where no case has an answer."""
    expected = Counter(case.expected for case in cases.values() if case.expected is not None)
    if not expected:
        return None
    always = runs[0].result.baseline_class if runs else expected.most_common(1)[0][0]
    name = tr("Always “{answer}”", answer=cut(always, 40))
    answers = {case: (CandidateAnswer(case, always),) for case in cases}
    return ProjectCandidate(
        "commonest",
        name,
        CandidateSource.COMMONEST,
        CandidateSettings(detail=tr("no AI")),
        CandidateAnswers(name, answers),
    )


def with_kept_grades(
    name: str,
    answers: Mapping[str, tuple[CandidateAnswer, ...]],
    grades: Sequence[KeptGrade],
    chosen: Collection[tuple[str, int]] = (),
    earlier: _Earlier | None = None,
) -> CandidateAnswers:
    """The answers with what people said of them; a settled verdict counts, else what all raters agree on.

    Who was unsure said nothing yet. The reason is that of the verdict that counts, the newest first.
    - `chosen`: cases and trials that a judge's verdict brought forward, out of their turn.
    - `earlier`: what came of each case the last time, with what it was made of.
    """
    said: dict[str, list[KeptGrade]] = {}
    for kept in grades:
        said.setdefault(kept.grade.case, []).append(kept)
    earlier = {} if earlier is None else earlier
    graded = {}
    for case, given in said.items():
        if case in answers:
            of = answers[case], given, [(case, one.trial) in chosen for one in answers[case]]
            known = earlier.get(case)
            if known is None or known[0] != of:
                known = earlier[case] = (of, _graded(*of))
            graded[case] = known[1]
    return CandidateAnswers(name, {**answers, **graded})


def _graded(
    trials: Sequence[CandidateAnswer], grades: Sequence[KeptGrade], chosen: Sequence[bool]
) -> tuple[CandidateAnswer, ...]:
    return tuple(
        _graded_trial(one, [kept.grade for kept in grades if kept.grade.trial == one.trial], its)
        for one, its in zip(trials, chosen, strict=True)
    )


def _graded_trial(
    answer: CandidateAnswer, grades: Sequence[NewGrade], chosen: bool
) -> CandidateAnswer:
    given = [one for one in grades if one.verdict is not GradeVerdict.UNSURE]
    if not given:
        return answer
    settled = [one for one in given if one.rater == SETTLED]
    raters = tuple(
        (one.rater, one.verdict is GradeVerdict.GOOD) for one in given if one.rater != SETTLED
    )
    deciding = settled or given
    reasons = [one.reason for one in deciding if one.reason and one.verdict is GradeVerdict.BAD]
    return replace(
        answer,
        human=settled[-1].verdict is GradeVerdict.GOOD if settled else answer.human,
        raters=raters or answer.raters,
        harm=any(one.harm for one in deciding) or bool(answer.harm),
        reason=reasons[-1] if reasons else answer.reason,
        chosen=chosen,
    )


def _tested(project: Project) -> tuple[Run, ...]:
    """Trainings whose test may be shown, the newest first."""
    return tuple(run for run in project.runs() if run.result.n_test and gate_of(project, run).open)


def _answers_of_run(
    run: Run, cases: Mapping[str, EvalCase]
) -> dict[str, tuple[CandidateAnswer, ...]]:
    """What a run answered to the cases; an example that it could not read has no answer."""
    return {
        row.path: (CandidateAnswer(row.path, row.label, certainty=row.probability),)
        for row in run.result.predictions
        if row.path in cases and row.truth == cases[row.path].expected
    }
