"""What a job found, kept as a record of the project. Each returns the words for the list of jobs."""

from dataclasses import asdict

from desktop.findings.data.data_collection import LABEL_NEXT
from desktop.findings.data.hygiene import INSPECTION
from desktop.findings.data.learning_curve import CURVE
from desktop.jobs.label_next import Suggestions
from desktop.jobs.learn import CheckedData
from desktop.jobs.measure_curve import MeasuredForecast
from desktop.jobs.more_data import CollectionPlan, MadeExamples
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.project.records import Json
from estimators.base.count import count

_ALARMS = ("leakage", "label_suspects", "unreadable", "exact_duplicates", "warnings")


def keep_inspection(project: Project, checked: CheckedData, *, current: bool) -> str:
    """What was found to mend. ``current``: it was found of the data as it was before its own edits."""
    payload = {**checked.inspection.printed(), "seen": sorted(checked.seen)}
    fingerprint = project.fingerprint() if current else checked.fingerprint
    project.append_record(INSPECTION, payload, fingerprint)
    alarm = any(getattr(checked.inspection, kind) for kind in _ALARMS)
    return "look at the findings" if alarm else "nothing to mend"


def keep_curve(project: Project, measured: MeasuredForecast, asked: dict[str, Json]) -> str:
    """The forecast, with what was asked of it and what other targets would take."""
    payload = {
        **measured.forecast,
        "asked": asked,
        "what_if": list(measured.what_if),
        "curves": measured.curves,
    }
    project.append_record(CURVE, payload, measured.fingerprint)
    return str(measured.forecast["headline"])


def keep_suggestions(project: Project, found: Suggestions) -> str:
    """What to label next."""
    facts = {"looked_at": found.looked_at, "of": found.of, "labelled": found.labelled}
    payload = {"rows": list(found.rows), **facts}
    project.append_record(LABEL_NEXT, payload, found.fingerprint)
    return count(len(found.rows), noun(project, 1))


def keep_found(project: Project, kind: str, found: CollectionPlan | MadeExamples) -> str:
    """A plan of what to collect, or what made examples are worth, under that kind."""
    payload = {key: value for key, value in asdict(found).items() if key != "fingerprint"}
    project.append_record(kind, payload, found.fingerprint)
    return found.sentence if isinstance(found, MadeExamples) else "see the Data page"
