"""The leakage gate of a run: what a run measured is shown only once it has passed, or a person has let it through by name."""

from dataclasses import dataclass

from desktop.project.project import Project
from desktop.project.records import Run
from estimators.base.sentence import tr
from estimators.classifier.data_issue import LEAKAGE, Gate, GateCheck

WAIVER = "leakage_waiver"  # a fact: {"name": who, "fingerprint": of the data, "at": when}


@dataclass(frozen=True)
class GateState:
    """Whether the numbers of a run may be shown, and what stands in the way.

    ``known`` is False where nobody has checked this run's data.
    """

    passed: bool
    known: bool = True
    waived_by: str = ""
    hurdles: tuple[GateCheck, ...] = ()

    @property
    def open(self) -> bool:
        return self.passed or bool(self.waived_by)

    @property
    def words(self) -> str:
        """Why the numbers are not shown, where there is little room; empty where they are."""
        if self.open:
            return ""
        return tr("test not fair") if self.known else tr("not checked")


def gate_of(project: Project, run: Run) -> GateState:
    """The gate of one run. Where its training kept none, what the check of the same data found stands in."""
    gate = run.result.gate if run.result.gate.checks else _from_inspection(project, run)
    if gate is None:
        return GateState(passed=False, known=False, waived_by=waived_by(project, run))
    hurdles = tuple(check for check in gate.checks if not check.passed)
    return GateState(gate.passed, True, gate.waived_by or waived_by(project, run), hurdles)


def waived_by(project: Project, run: Run) -> str:
    """Who let the data of this run through; an empty text: nobody, or the data was another."""
    waiver = project.answer(WAIVER)
    if not isinstance(waiver, dict) or not waiver.get("name"):
        return ""
    same = waiver.get("fingerprint") == run.settings.data
    return str(waiver["name"]) if same else ""


def _from_inspection(project: Project, run: Run) -> Gate | None:
    """Of a project from before there was a gate: the inspection, if it looked at the data that the run learned from."""
    from desktop.project.record_kinds import (
        INSPECTION,  # the window paints without the engines' results
    )

    record = project.record(INSPECTION)
    if record is None:
        return None
    report = record.value.report
    if report.gate.checks and record.fingerprint == run.settings.data:
        return report.gate
    return Gate(
        tuple(
            GateCheck(LEAKAGE, False, leak.paths, older_words=leak.why) for leak in report.leakage
        )
    )
