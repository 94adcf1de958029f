"""How good the classifier is, as evidence for the report."""

from desktop.findings.measure.model_file import certificate_of, method_of
from desktop.findings.measure.view import SURE, WRONG, view
from desktop.project.gate import gate_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.run_list import fair_run_in_use
from estimators.base.date import day
from estimators.base.percent import points
from estimators.base.sentence import tr
from reports import evidence
from reports.chart_data import ConfusionChart, IntervalChart, ReliabilityChart
from reports.figure import Figure
from reports.provenance import Provenance


def accuracy_evidence(project: Project) -> evidence.Accuracy | None:
    """The run in use as the report prints it; None where nothing is trained or tested."""
    run = fair_run_in_use(project)
    if run is None or not run.result.n_test:
        return None
    result, said, sure = run.result, view(project, run), view(project, run, SURE)
    of = said.figures["accuracy"].split

    def off_by(share: float | None) -> Figure:
        assert share is not None  # something was tested
        return Figure(points(share, 1), share, Provenance.MEASURED, result.n_test, of)

    gate = gate_of(project, run)
    waived = (
        ""
        if gate.passed or not gate.waived_by
        else tr("; leakage let through by {waived_by}", waived_by=gate.waived_by)
    )
    return evidence.Accuracy(
        run=tr("run {number}", number=run.number),
        headline=said.headline,
        lead=said.lead,
        right=said.figures["accuracy"],
        bound=said.figures["bound"],
        split=tr(
            "held out before run 1; duplicates kept on one side; run {number} of {created}{waived}",
            number=run.number,
            created=day(run.created),
            waived=waived,
        ),
        noun=noun(project),
        runs=said.chart("runs", IntervalChart),
        per_class=tuple(one for one in result.per_class if one.n),
        confusion=view(project, run, WRONG).chart("confusion", ConfusionChart),
        reliability=sure.chart("reliability", ReliabilityChart),
        ece=off_by(result.ece),
        ece_by_chance=off_by(result.ece_by_chance),
        certificate=certificate_of(project, run),
        model_file="model.onnx",
        model_sha256=run.model_sha256,
        method=method_of(run, project),
    )
