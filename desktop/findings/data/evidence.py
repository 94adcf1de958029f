"""The examples as the report prints them: counts, hygiene, the curve and what it asks for."""

from desktop.findings.data.hygiene import findings
from desktop.findings.data.sufficiency import remarks, sufficiency_evidence
from desktop.findings.data.view import view
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE
from estimators.base.number import digits, rounded
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.forecast_values import SURE
from reports import evidence
from reports.chart_data import ClassCountChart, CurveChart
from reports.figure import Figure, Statement, Unit
from reports.provenance import Provenance


def data_evidence(project: Project) -> evidence.Data | None:
    """The examples as the report prints them; None where there are none."""
    if not project.count_examples():
        return None
    said = view(project)
    story = project.fact("story")
    return evidence.Data(
        modality=noun(project),
        classes=said.chart("classes", ClassCountChart).rows,
        hygiene=tuple(
            Statement(
                f"{finding.text}. {finding.detail}".strip(),
                evidence_id=evidence.DATA_ID,
            )
            for finding in findings(project)
        ),
        curve=said.chart("curve", CurveChart) if "curve" in said.charts else None,
        labels_needed=_labels_needed(project),
        labels_sentence=" ".join(remarks(project)),
        sufficiency=sufficiency_evidence(project),
        origin=str(story.value) if story else "",
    )


def _labels_needed(project: Project) -> Figure | None:
    """How many more labels the target takes; None where there is no target, it is reached, or the curve does not rise."""
    record = project.record(CURVE)
    found = record.value.forecast if record else None
    required = found.required if found and found.shape not in ("flat", "falling") else None
    if found is None or required is None or (required.p50 or 0) <= found.have:
        return None
    low, middle, high = (
        max(0, (n or 0) - found.have) for n in (required.p10, required.p50, required.p90)
    )
    sure = required.reachable >= SURE
    unless = (
        "" if sure else tr(", if {target} can be reached at all", target=percent(required.target))
    )
    return Figure(
        tr("{rounded} more labels{unless}", rounded=digits(rounded(middle)), unless=unless),
        middle,
        Provenance.MEASURED,
        n=found.have,
        split=tr("forecast from the learning curve"),
        low=low,
        high=high,
        unit=Unit.NUMBER,
    )
