"""How good the classifier is, as evidence for the report."""

from desktop.findings.measure.group_fairness import (
    group_charts,
    report_gaps,
    shown_slices,
    sure_gaps,
)
from desktop.findings.measure.model_file import certificate_of, method_of
from desktop.findings.measure.table_model import error_chart, importance_chart, ranges_chart
from desktop.findings.measure.view import SURE, WRONG, view
from desktop.project.gate import gate_of
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.run_list import fair_run_in_use
from estimators.base.date import day
from estimators.base.percent import points
from estimators.base.sentence import tr
from reports import evidence
from reports.chart_data import ConfusionChart, IntervalChart, ReliabilityChart
from reports.figure import Figure
from reports.provenance import Provenance

_NO_CONFUSION = ConfusionChart("", "", (), ())
_NO_RELIABILITY = ReliabilityChart("", "", ())


def _of_rows(project: Project, run: Run) -> tuple[IntervalChart, ...]:
    """What only a training on a table has: of numbers how far off and how honest, what it rests on, and who is answered unlike."""
    kept = run.settings.table
    if kept is None:
        return ()
    importance = (importance_chart(kept),) if kept.importance.columns else ()
    groups = (chart for one in shown_slices(project, run) for chart in group_charts(one))
    rests = (*importance, *groups)
    if kept.number is None:
        return rests
    return (error_chart(kept.number), ranges_chart(kept.number), *rests)


def accuracy_evidence(project: Project) -> evidence.Accuracy | None:
    """The run in use as the report prints it; None where nothing is trained or tested."""
    run = fair_run_in_use(project)
    if run is None or not run.result.n_test:
        return None
    result, said, sure = run.result, view(project, run), view(project, run, SURE)
    of, wrong = said.figures["accuracy"].split, view(project, run, WRONG)

    def off_by(share: float | None) -> Figure:
        if share is None:  # numbers have ranges instead
            return Figure(tr("unknown"), None, Provenance.UNKNOWN)
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
        confusion=wrong.chart("confusion", ConfusionChart)
        if "confusion" in wrong.charts
        else _NO_CONFUSION,
        reliability=sure.chart("reliability", ReliabilityChart)
        if "reliability" in sure.charts
        else _NO_RELIABILITY,
        ece=off_by(result.ece),
        ece_by_chance=off_by(result.ece_by_chance),
        certificate=certificate_of(project, run),
        model_file="model.onnx",
        model_sha256=run.model_sha256,
        method=method_of(run, project),
        more=_of_rows(project, run),
        gaps=report_gaps(project, run),
        sure_gaps=sure_gaps(project, run),
        mistaken=_mistaken(run),
    )


def _mistaken(run: Run) -> tuple[evidence.MistakenExamples, ...]:
    """Which examples of the test it took for what they are not, by class; of numbers none."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in run.result.predictions:
        if row.truth is not None and row.label is not None and row.truth != row.label:
            found.setdefault((row.truth, row.label), []).append(row.path)
    return tuple(
        evidence.MistakenExamples(truth, answer, tuple(names))
        for (truth, answer), names in found.items()
    )
