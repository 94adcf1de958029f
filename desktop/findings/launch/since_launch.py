"""What became of it since the launch: the outcomes that were counted for each tripwire, and whether it holds.

How to use, line by line:

    put_outcomes(project, wire, outcomes, "week 1.csv")    the edit that keeps how many were right, of a file of all since launch
    check_of(project, wire)                                whether it holds (`TripwireCheck`); None while nothing was counted
"""

from collections.abc import Sequence

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from estimators.acceptance.readiness.tripwire_check import TripwireCheck, check_tripwire
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.provenance import Provenance

OUTCOMES = "launch.outcomes"  # the fact: {what trips: {"right", "total", "file"}}


def put_outcomes(project: Project, wire: Tripwire, outcomes: Sequence[bool], file: str) -> Command:
    """The edit that keeps them, in place of what was counted for this tripwire before."""
    kept = dict(_kept(project))
    kept[_key(wire)] = {"right": sum(outcomes), "total": len(outcomes), "file": file}
    return edit.SetFact(OUTCOMES, kept, tr("the outcomes since launch"), Provenance.MEASURED, file)


def check_of(project: Project, wire: Tripwire) -> TripwireCheck | None:
    """Whether the tripwire holds; None where nothing was counted, or its threshold is no share."""
    counted = _kept(project).get(_key(wire))
    if not isinstance(counted, dict):
        return None
    try:
        return check_tripwire(wire, counted["right"], counted["total"])
    except (KeyError, UserError):  # a foreign file
        return None


def _kept(project: Project) -> dict[str, object]:
    kept = project.answer(OUTCOMES)
    return kept if isinstance(kept, dict) else {}


def _key(wire: Tripwire) -> str:
    """What the outcomes are counted for: a tripwire on something else, or at another number, begins anew."""
    return f"{wire.metric} {wire.direction} {wire.threshold}"
