"""The leakage gate of the data and of a run: passed, closed and why, or let through by a person; and the edits for that."""

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.gate import WAIVER, GateState
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION
from desktop.project.records import Run
from estimators.base.count import count
from estimators.base.date import day
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.classifier.data_issue import UNCHECKED
from reports.provenance import Provenance


@dataclass(frozen=True)
class GateLine:
    """What the Data page says of the gate. ``state``: "pass", "fail" or "look" (let through by a person)."""

    state: str
    text: str
    detail: str
    paths: tuple[str, ...] = ()
    can_waive: bool = False
    can_take_back: bool = False


def gate_line(project: Project, *, compared: bool = True) -> GateLine | None:
    """The gate of the last check; None where there was none. ``compared``: whether the data may be compared with what it was."""
    record = project.record(INSPECTION)
    gate = record.value.report.gate if record is not None else UNCHECKED
    if not gate.checks:
        return None
    failed = [check for check in gate.checks if not check.passed]
    if not failed:
        looked = count(len(gate.checks), "check")
        return GateLine("pass", tr("The leakage gate has passed"), f"{capital(looked)}.")
    why = " ".join(check.why for check in failed)
    paths = tuple(dict.fromkeys(path for check in failed for path in check.paths))
    waiver = project.answer(WAIVER)
    if not isinstance(waiver, dict) or not waiver.get("name"):
        shut = tr("The accuracy is shown once this is mended, or someone lets it through by name.")
        return GateLine("fail", tr("The leakage gate is closed"), f"{why} {shut}", paths, True)
    who, when = str(waiver["name"]), day(str(waiver.get("at", "")))
    if compared and not project.has_data(str(waiver.get("fingerprint", ""))):
        detail = tr(
            "{who} let it through on {when}, but the data has changed since. {why}",
            who=who,
            when=when,
            why=why,
        )
        return GateLine("fail", tr("The leakage gate is closed again"), detail, paths, True, True)
    return GateLine(
        "look",
        tr("{who} let the leakage through on {when}", who=who, when=when),
        why,
        paths,
        False,
        True,
    )


def what_stands_in_the_way(project: Project, run: Run, gate: GateState) -> str:
    """A headline: ``9 photos are in both the learning set and the test.``"""
    if not gate.known:
        return tr("Nobody has checked whether run {number} was tested fairly.", number=run.number)
    paths = {path for hurdle in gate.hurdles for path in hurdle.paths}
    if len(gate.hurdles) == 1 and len(gate.hurdles[0].why) <= 62:
        return gate.hurdles[0].why
    if paths:
        return tr(
            "{count} make the test of run {number} unfair.",
            count=count(len(paths), example_noun_of(project)),
            number=run.number,
        )
    return tr("The test of run {number} was not fair.", number=run.number)


def why_it_matters(gate: GateState) -> str:
    """The sentence below it: why its numbers are not shown, and the ways out."""
    if not gate.known:
        return tr("Train again: the check comes first. Until then its numbers would say little.")
    if len(gate.hurdles) > 1:
        more = " ".join(hurdle.why for hurdle in gate.hurdles[:2])
        return tr(
            "{more} Its numbers are shown once this is mended, or someone lets it through by name.",
            more=more,
        )
    return tr(
        "They would make the result look better than it is. Its numbers are shown once this is mended, or someone "
        "lets it through by name."
    )


def waive(project: Project, name: str) -> Command:
    """The edit that lets the data as it is now through; it holds until the data changes."""
    value = {
        "name": name.strip(),
        "fingerprint": project.fingerprint(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    words = tr("who lets the leakage through to {name}", name=name.strip())
    return edit.SetFact(WAIVER, value, words, Provenance.GUESS, "a person’s decision")


def take_waiver_back() -> Command:
    return edit.ClearFact(WAIVER, tr("the leakage waiver"))
