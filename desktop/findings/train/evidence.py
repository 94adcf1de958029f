"""How good the classifier is, as evidence for the report."""

from desktop.findings.moments import day
from desktop.findings.train.accuracy import confusion_chart, percent, runs_chart
from desktop.findings.train.calibration import reliability_chart
from desktop.findings.train.model_file import certificate_of, method_of
from desktop.findings.train.test_set_reuse import bound_over_looks
from desktop.project.gate import gate_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use
from estimators.base.count import count
from reports import evidence
from reports.provenance import Provenance


def accuracy_evidence(project: Project) -> evidence.Accuracy | None:
    """The run in use as the report prints it; None where nothing is trained or tested."""
    run = fair_run_in_use(project)
    if run is None or not run.result["n_test"]:
        return None
    result, thing = run.result, noun(project, 1)
    n, correct = result["n_test"], result["correct"]
    bound, _ = bound_over_looks(project, run, project.bar.confidence if project.bar else 0.95)
    held = f"{count(n, 'held-out ' + thing)}"
    wrong = n - correct

    def figure(
        text: str, value: float | None, low: float | None = None, high: float | None = None
    ) -> evidence.Figure:
        return evidence.Figure(text, value, Provenance.MEASURED, n, held, low, high)

    certificate = certificate_of(project, run)
    gate = gate_of(project, run)
    waived = (
        "" if gate.passed or not gate.waived_by else f"; leakage let through by {gate.waived_by}"
    )
    return evidence.Accuracy(
        run=f"run {run.number}",
        n=n,
        correct=correct,
        bound=figure(
            percent(bound, 1), bound, result["accuracy"]["low"], result["accuracy"]["high"]
        ),
        split=f"held out before run 1; duplicates kept on one side; run {run.number} of {day(run.created)}{waived}",
        noun=noun(project),
        runs=runs_chart(project, run),
        per_class=tuple(
            evidence.ClassResult(
                r["name"], r["found"], r["n"], r["recall"]["low"], r["recall"]["high"]
            )
            for r in result["per_class"]
            if r["n"]
        ),
        confusion=confusion_chart(run, project),
        reliability=reliability_chart(run, project),
        ece=figure(f"{result['ece'] * 100:.1f} points", result["ece"]),
        ece_by_chance=figure(
            f"{result['ece_by_chance'] * 100:.1f} points", result["ece_by_chance"]
        ),
        certificate=evidence.Certificate(
            certificate["n"], certificate["label_flips"], certificate["max_difference"]
        ),
        model_sha256=run.model_sha256,
        method=method_of(run, project),
        wrong_summary=count(wrong, "mistake") if wrong else "no mistake",
    )
