"""A project in one sentence, for the list of recent projects."""

from desktop.findings.train.test_set_reuse import clears
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use
from estimators.base.percent import percent

_VERDICTS = {
    "no_ai_rules": "No AI: a rule does as well.",
    "fake_it_first": "Fake it first.",
    "buy_api": "Buy an API.",
    "automl_finetune": "Train from examples.",
    "build_custom": "Build it.",
    "do_not_launch": "Do not launch.",
}


def project_sentence(project: Project) -> str:
    """Where this project stands: the furthest thing it knows."""
    run = fair_run_in_use(project)
    if run is not None and run.result["n_test"]:
        result = run.result
        right = percent(result["accuracy"]["value"], 0)
        passed = clears(project, run)
        if passed is not None:
            return f"Run {run.number} is right {right} of the time and {'clears' if passed else 'misses'} the bar."
        return f"Run {run.number} is right {right} of the time."
    verdict = project.answer("decide.verdict") or _assessed(project)
    if verdict in _VERDICTS:
        return _VERDICTS[verdict]
    return str(project.answer("who") or "Nothing answered yet.")


def _assessed(project: Project) -> str:
    record = project.record("assessment")
    return str(record.payload.get("verdict", "")) if record else ""
