"""The examples as the report prints them: counts, hygiene, the curve and what it asks for."""

from desktop.findings.data.hygiene import findings
from desktop.findings.data.learning_curve import CURVE, SURE
from desktop.findings.data.sufficiency import remarks, sufficiency_evidence
from desktop.findings.data.view import view
from desktop.project.noun import noun
from desktop.project.project import Project
from estimators.base.number import digits, rounded
from estimators.base.percent import percent
from reports import evidence
from reports.chart_data import ClassCountChart, CurveChart
from reports.figure import Figure, Statement, Unit
from reports.provenance import Provenance


def data_evidence(project: Project) -> evidence.Data | None:
    """The examples as the report prints them; None where there are none."""
    if not project.count_examples():
        return None
    said = view(project)
    record = project.record(CURVE)
    needed = None
    required = (record.payload.get("required") if record else None) or {}
    have = record.payload.get("have", 0) if record else 0
    rises = record is None or record.payload.get("shape") not in ("flat", "falling")
    if rises and (required.get("p50") or 0) > have:
        more = required["p50"] - have
        sure = required["reachable"] >= SURE
        unless = "" if sure else f", if {percent(required['target'])} can be reached at all"
        needed = Figure(
            f"{digits(rounded(more))} more labels{unless}",
            more,
            Provenance.MEASURED,
            n=have,
            split="forecast from the learning curve",
            low=max(0, required["p10"] - have),
            high=max(0, required["p90"] - have),
            unit=Unit.NUMBER,
        )
    story = project.fact("story")
    return evidence.Data(
        modality=noun(project),
        classes=said.chart("classes", ClassCountChart).rows,
        hygiene=tuple(
            Statement(
                f"{finding.text}. {finding.detail}".strip().replace("..", "."),
                evidence_id=evidence.DATA_ID,
            )
            for finding in findings(project)
        ),
        curve=said.chart("curve", CurveChart) if "curve" in said.charts else None,
        labels_needed=needed,
        labels_sentence=" ".join(remarks(project)),
        sufficiency=sufficiency_evidence(project),
        origin=str(story.value) if story else "",
    )
