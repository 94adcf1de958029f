"""How far a project has come: each stage in a glyph and a few words, and the whole in one sentence."""

from collections.abc import Callable

from desktop.findings.candidate_measurement import CHOSEN_KEY, candidates_of
from desktop.findings.data.case_set import case_set
from desktop.findings.data.case_view import shows_cases
from desktop.findings.data.view import view as data_view
from desktop.findings.decide.view import view as decide_view
from desktop.findings.fake.view import view as fake_view
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.view import status
from desktop.findings.measure.candidates import candidates_status
from desktop.findings.measure.view import status as run_status
from desktop.findings.measure.view import view as measure_view
from desktop.findings.problem.five_questions import answered_questions
from desktop.findings.problem.view import view as problem_view
from desktop.findings.report.view import view as report_view
from desktop.project.gate import gate_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION, REPORT
from desktop.project.records import BarOrigin
from desktop.project.run_list import fair_run_in_use, has_runs, run_in_use
from desktop.project.stages import Stage, StageStatus, State
from desktop.project.table_data import look_of, table_of
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.launch_evidence import DECISIONS

Status = tuple[State, str]
_NOT_STARTED = State.NOT_STARTED, tr("Not started")


def stage_statuses(project: Project) -> tuple[StageStatus, ...]:
    """The rail: one status a stage, in order."""
    return tuple(StageStatus(stage, *of(project)) for stage, of in _STATUS.items())


def project_sentence(project: Project) -> str:
    """Where the project stands, for the list of recent ones: the furthest thing it knows."""
    run = fair_run_in_use(project)
    if run is not None and run.result.n_test:
        return measure_view(project, run).headline
    if verdict := decide_view(project).status:
        return f"{verdict}."
    return str(project.answer("who") or tr("Nothing answered yet."))


def _problem(project: Project) -> Status:
    answered, total = answered_questions(project)
    words = problem_view(project).status
    if not answered and not any(fact.known for fact in project.facts().values()):
        return _NOT_STARTED
    if project.answer("decide.verdict"):
        return State.DECIDED, words
    return State.DRAFT if answered < total else State.EVIDENCE, words


def _decide(project: Project) -> Status:
    words = decide_view(project).status
    if project.answer("decide.verdict"):
        return State.DECIDED, words or tr("Decided")
    return (State.EVIDENCE, words) if words else _NOT_STARTED


def _data(project: Project) -> Status:
    if table_of(project) is not None:
        looked = State.EVIDENCE if look_of(project) or has_runs(project) else State.DRAFT
        return looked, data_view(project).status
    if shows_cases(project):
        return _cases(project)
    if not project.count_examples():
        return _NOT_STARTED
    first = project.first_example()
    if first is not None and not project.is_here(first):
        return State.PROBLEM, tr("{capital} have moved", capital=capital(noun(project)))
    checked = project.record(INSPECTION) is not None or has_runs(project)
    return State.EVIDENCE if checked else State.DRAFT, data_view(project).status


def _cases(project: Project) -> Status:
    found = case_set(project)
    if not found.cases:
        return _NOT_STARTED
    if found.leaks.n:
        state = State.PROBLEM
    else:
        state = State.EVIDENCE if found.held and not found.without_answer else State.DRAFT
    return state, data_view(project).status


def _fake(project: Project) -> Status:
    bar, words = project.bar, fake_view(project).status
    if bar is not None and bar.source == BarOrigin.SESSIONS:
        return State.DECIDED, words
    if any(session.reactions for session in project.sessions()):
        return State.EVIDENCE, words
    return (State.DRAFT, words) if words else _NOT_STARTED


def _measure(project: Project) -> Status:
    run = run_in_use(project)
    if run is None or project.answer(CHOSEN_KEY):
        words = candidates_status(project)
        if words:
            return State.EVIDENCE, words
    if run is None:
        started = any(one.uid != "commonest" for one in candidates_of(project))
        return (State.DRAFT, capital(measure_view(project).status)) if started else _NOT_STARTED
    state = State.EVIDENCE if gate_of(project, run).open else State.PROBLEM
    return state, tr("Run {number}: {status}", number=run.number, status=run_status(project, run))


def _launch(project: Project) -> Status:
    decision = project.answer("launch.decision")
    if decision:
        return State.DECIDED, DECISIONS.get(str(decision), tr("Decided"))
    if project.bar is None:
        return _NOT_STARTED
    return State.EVIDENCE if bar_test(project) is not None else State.DRAFT, status(project)


def _report(project: Project) -> Status:
    exported = project.record(REPORT)
    if exported:
        return State.EVIDENCE, report_view(project, exported.value.pages).status
    ready = project.answer("launch.decision") or has_runs(project) or candidates_status(project)
    return (State.DRAFT, tr("Ready to export")) if ready else _NOT_STARTED


_STATUS: dict[Stage, Callable[[Project], Status]] = {
    Stage.PROBLEM: _problem,
    Stage.DECIDE: _decide,
    Stage.DATA: _data,
    Stage.FAKE: _fake,
    Stage.MEASURE: _measure,
    Stage.LAUNCH: _launch,
    Stage.REPORT: _report,
}
