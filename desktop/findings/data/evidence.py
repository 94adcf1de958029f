"""The examples as the report prints them: counts, hygiene, the curve and what it asks for."""

from desktop.findings.data.hygiene import findings
from desktop.findings.data.sufficiency import beside_the_test, remarks, sufficiency_evidence
from desktop.findings.data.table_issues import table_issues
from desktop.findings.data.view import view
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE
from desktop.project.table_data import look_of, table_of
from estimators.base.number import digits, rounded
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.data_sufficiency.forecast_values import SURE
from estimators.table.column import ColumnRole
from reports import evidence
from reports.chart_data import ClassCount, ClassCountChart, CurveChart
from reports.figure import Figure, Statement, Unit
from reports.provenance import Provenance


def data_evidence(project: Project) -> evidence.Data | None:
    """The examples as the report prints them; None where there are none."""
    if table_of(project) is not None:
        return _table_evidence(project)
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
        beside_the_test=beside_the_test(project),
        sufficiency=sufficiency_evidence(project),
        origin=str(story.value) if story else "",
    )


def _table_evidence(project: Project) -> evidence.Data | None:
    """The same of a table, by what was found in it; None where it was not looked through, or nothing can be predicted."""
    look, said = look_of(project), view(project)
    if look is None or look.test is None:
        return None
    test, story = look.test, project.fact("story")
    learning, testing = test.split.learning, test.split.testing
    rows = tuple(
        ClassCount(name, max(n - test.classes.get(name, 0), 0), test.classes.get(name, 0))
        for name, n in (look.classes or {}).items()
    )
    target = next((one.name for one in look.columns if one.role == ColumnRole.PREDICT), "")
    found = [issue for issue in table_issues(project, look) if issue.text]
    return evidence.Data(
        modality=noun(project),
        classes=rows or (ClassCount(target, learning, testing),),
        hygiene=tuple(
            Statement(f"{issue.title}. {issue.text}", evidence_id=evidence.DATA_ID)
            for issue in found
        ),
        curve=said.chart("curve", CurveChart) if "curve" in said.charts else None,
        labels_needed=_labels_needed(project),
        labels_sentence=" ".join(remarks(project)),
        beside_the_test=beside_the_test(project),
        sufficiency=sufficiency_evidence(project),
        origin=str(story.value) if story else "",
        of_numbers=look.task == "number",
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
