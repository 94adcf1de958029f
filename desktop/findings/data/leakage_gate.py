"""The leakage gate of the data as it is now: passed, closed and why, or let through by a person."""

from dataclasses import dataclass

from desktop.findings.data.gate_waiver import WAIVER
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from estimators.base.count import count
from estimators.base.date import day
from estimators.base.phrase import capital
from estimators.classifier.data_issue import UNCHECKED


@dataclass(frozen=True)
class GateLine:
    """What the Data page says of the gate. ``state``: "pass", "fail" or "look" (let through by a person)."""

    state: str
    text: str
    detail: str
    paths: tuple[str, ...] = ()
    can_waive: bool = False
    can_take_back: bool = False


def gate_line(project: Project, fingerprint: str) -> GateLine | None:
    """The gate of the last check; None where there was none. ``fingerprint`` is that of the data as it is now."""
    record = project.record(INSPECTION)
    gate = record.value.report.gate if record is not None else UNCHECKED
    if not gate.checks:
        return None
    failed = [check for check in gate.checks if not check.passed]
    if not failed:
        looked = count(len(gate.checks), "check")
        return GateLine("pass", "The leakage gate has passed", f"{capital(looked)}.")
    why = " ".join(check.why for check in failed)
    paths = tuple(dict.fromkeys(path for check in failed for path in check.paths))
    waiver = project.answer(WAIVER)
    if not isinstance(waiver, dict) or not waiver.get("name"):
        shut = "The accuracy is shown once this is mended, or someone lets it through by name."
        return GateLine("fail", "The leakage gate is closed", f"{why} {shut}", paths, True)
    who, when = str(waiver["name"]), day(str(waiver.get("at", "")))
    if fingerprint and waiver.get("fingerprint") != fingerprint:
        detail = f"{who} let it through on {when}, but the data has changed since. {why}"
        return GateLine("fail", "The leakage gate is closed again", detail, paths, True, True)
    return GateLine("look", f"{who} let the leakage through on {when}", why, paths, False, True)
