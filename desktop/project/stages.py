"""The seven stages and what a project has reached in each."""

from dataclasses import dataclass
from enum import Enum

from estimators.base.sentence import tr


class Stage(Enum):
    """The stages in the order of the rail, the code and the report."""

    PROBLEM = "Problem"
    DECIDE = "Decide"
    DATA = "Data"
    FAKE = "Fake it"
    MEASURE = "Measure"
    LAUNCH = "Launch"
    REPORT = "Report"

    @property
    def title(self) -> str:
        return _TITLES[self]

    @property
    def number(self) -> int:
        """The stage's place, from 1: also its key (Ctrl 1 to Ctrl 7)."""
        return list(Stage).index(self) + 1


_TITLES = {
    Stage.PROBLEM: tr("Problem"),
    Stage.DECIDE: tr("Decide"),
    Stage.DATA: tr("Data"),
    Stage.FAKE: tr("Fake it"),
    Stage.MEASURE: tr("Measure"),
    Stage.LAUNCH: tr("Launch"),
    Stage.REPORT: tr("Report"),
}


class State(Enum):
    """How far a stage has come."""

    NOT_STARTED = "not started"  # nothing entered
    DRAFT = "draft"  # something entered, no evidence
    EVIDENCE = "evidence"  # a number with a source
    DECIDED = "decided"  # a person chose
    PROBLEM = "problem"  # something to mend; the page still works


@dataclass(frozen=True)
class StageStatus:
    """One row of the rail."""

    stage: Stage
    state: State
    words: str
