"""How far each stage of a project has come, in a glyph and a few words."""

from desktop.project.gate import gate_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.questions import MAIN_QUESTIONS
from desktop.project.run_list import has_runs, run_in_use
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


def _problem(project: Project) -> StageStatus:
    answered, total = answered_questions(project)
    if not answered:
        return StageStatus(Stage.PROBLEM, State.NOT_STARTED, "Not started")
    if project.answer("decide.verdict"):
        return StageStatus(Stage.PROBLEM, State.DECIDED, f"{answered} of {total} answered")
    if answered < ENOUGH_FOR_A_VERDICT:
        return StageStatus(Stage.PROBLEM, State.DRAFT, f"Draft · {total - answered} unknown")
    return StageStatus(Stage.PROBLEM, State.EVIDENCE, f"{answered} of {total} answered")


ENOUGH_FOR_A_VERDICT = 4


def answered_questions(project: Project) -> tuple[int, int]:
    """How many of the main questions have an answer, and how many there are."""
    facts = project.facts()
    answered = sum(
        bool(project.classes())
        if question.key == "classes"
        else question.key in facts and facts[question.key].known
        for question in MAIN_QUESTIONS
    )
    return answered, len(MAIN_QUESTIONS)


def _decide(project: Project) -> StageStatus:
    words = {
        "no_ai_rules": "No AI: rules",
        "fake_it_first": "Fake it first",
        "buy_api": "Buy an API",
        "automl_finetune": "Train from examples",
        "build_custom": "Build it",
        "do_not_launch": "Do not launch",
    }
    chosen = project.answer("decide.verdict")
    if chosen:
        return StageStatus(Stage.DECIDE, State.DECIDED, words.get(chosen, "Decided"))
    seen = project.record("assessment")
    if seen:
        return StageStatus(
            Stage.DECIDE, State.EVIDENCE, words.get(seen.payload.get("verdict", ""), "Verdict")
        )
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
    gate = gate_of(project, run)
    if not gate.open:
        return StageStatus(Stage.TRAIN, State.PROBLEM, f"Run {run.number}: {gate.words}")
    said = _right(run.result["correct"], run.result["n_test"])
    return StageStatus(Stage.TRAIN, State.EVIDENCE, f"Run {run.number}: {said}")


def _right(correct: int, n: int) -> str:
    if not n:
        return "not tested"
    # Never rounded up to certainty.
    return f"all {n:,} right" if correct == n else f"{min(0.99, correct / n):.0%} right"


def _launch(project: Project) -> StageStatus:
    words = {
        "launch": "Launch",
        "conditions": "Launch with conditions",
        "not_yet": "Not yet",
        "stop": "Stop",
    }
    decision = project.answer("launch.decision")
    if decision:
        return StageStatus(Stage.LAUNCH, State.DECIDED, words.get(decision, "Decided"))
    if project.bar is None:
        return StageStatus(Stage.LAUNCH, State.NOT_STARTED, "Not started")
    if has_runs(project):
        return StageStatus(Stage.LAUNCH, State.EVIDENCE, "Bar set and tested")
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
