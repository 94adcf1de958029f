"""How far a project has come: each stage in a glyph and a few words, and the whole in one sentence."""

from desktop.findings.decide.flip_points import VERDICT_WORDS, verdict_words
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.evidence import decision_words
from desktop.findings.problem.brief import ENOUGH_FOR_A_VERDICT, answered_questions
from desktop.findings.train.view import view
from desktop.project.gate import gate_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use, has_runs, run_in_use
from desktop.project.stages import Stage, StageStatus, State


def stage_statuses(project: Project) -> tuple[StageStatus, ...]:
    """The rail: one status a stage, in order."""
    return (
        _problem(project),
        _decide(project),
        _data(project),
        _fake(project),
        _train(project),
        _launch(project),
        _report(project),
    )


def project_sentence(project: Project) -> str:
    """Where the project stands, for the list of recent ones: the furthest thing it knows."""
    run = fair_run_in_use(project)
    if run is not None and run.result["n_test"]:
        return view(project, run).headline
    seen = project.record("assessment")
    verdict = project.answer("decide.verdict") or (seen.payload.get("verdict") if seen else None)
    if verdict in VERDICT_WORDS:
        return f"{verdict_words(verdict)}."
    return str(project.answer("who") or "Nothing answered yet.")


def _problem(project: Project) -> StageStatus:
    answered, total = answered_questions(project)
    if not answered:
        return StageStatus(Stage.PROBLEM, State.NOT_STARTED, "Not started")
    if project.answer("decide.verdict"):
        return StageStatus(Stage.PROBLEM, State.DECIDED, f"{answered} of {total} answered")
    if answered < ENOUGH_FOR_A_VERDICT:
        return StageStatus(Stage.PROBLEM, State.DRAFT, f"Draft · {total - answered} unknown")
    return StageStatus(Stage.PROBLEM, State.EVIDENCE, f"{answered} of {total} answered")


def _decide(project: Project) -> StageStatus:
    chosen = project.answer("decide.verdict")
    if chosen:
        return StageStatus(Stage.DECIDE, State.DECIDED, verdict_words(chosen))
    seen = project.record("assessment")
    if seen:
        return StageStatus(Stage.DECIDE, State.EVIDENCE, verdict_words(seen.payload.get("verdict")))
    return StageStatus(Stage.DECIDE, State.NOT_STARTED, "Not started")


def _data(project: Project) -> StageStatus:
    classes = project.classes()
    labelled = sum(c.examples for c in classes)
    if not project.count_examples():
        return StageStatus(Stage.DATA, State.NOT_STARTED, "Not started")
    first = project.first_example()
    if first is not None and not project.is_here(first):
        words = f"{noun(project).capitalize()} have moved"
        return StageStatus(Stage.DATA, State.PROBLEM, words)
    words = f"{labelled:,} labelled {noun(project, labelled)}"
    checked = project.record("inspection") is not None or has_runs(project)
    return StageStatus(Stage.DATA, State.EVIDENCE if checked else State.DRAFT, words)


def _fake(project: Project) -> StageStatus:
    bar = project.bar
    reactions = sum(len(s.reactions) for s in project.sessions())
    if bar and bar.source == "demo sessions":
        return StageStatus(Stage.FAKE, State.DECIDED, f"Bar: {bar.value:.0%} right")
    if reactions:
        return StageStatus(
            Stage.FAKE, State.EVIDENCE, f"{reactions:,} answer" + ("s" if reactions > 1 else "")
        )
    scenarios = len(project.scenarios())
    if scenarios:
        return StageStatus(
            Stage.FAKE, State.DRAFT, f"{scenarios} scenario" + ("s" if scenarios > 1 else "")
        )
    return StageStatus(Stage.FAKE, State.NOT_STARTED, "Not started")


def _train(project: Project) -> StageStatus:
    run = run_in_use(project)
    if run is None:
        return StageStatus(Stage.TRAIN, State.NOT_STARTED, "Not started")
    state = State.EVIDENCE if gate_of(project, run).open else State.PROBLEM
    return StageStatus(Stage.TRAIN, state, f"Run {run.number}: {view(project, run).status}")


def _launch(project: Project) -> StageStatus:
    decision = project.answer("launch.decision")
    if decision:
        return StageStatus(Stage.LAUNCH, State.DECIDED, decision_words(decision))
    if project.bar is None:
        return StageStatus(Stage.LAUNCH, State.NOT_STARTED, "Not started")
    tested = bar_test(project)
    if tested is not None:
        return StageStatus(Stage.LAUNCH, State.EVIDENCE, f"Bar {tested.outcome}")
    return StageStatus(Stage.LAUNCH, State.DRAFT, "Bar set")


def _report(project: Project) -> StageStatus:
    exported = project.record("report")
    if exported:
        return StageStatus(
            Stage.REPORT, State.EVIDENCE, f"{exported.payload.get('pages', 0)} pages"
        )
    if project.answer("launch.decision") or has_runs(project):
        return StageStatus(Stage.REPORT, State.DRAFT, "Ready to export")
    return StageStatus(Stage.REPORT, State.NOT_STARTED, "Not started")
