"""Everything a report may say, as typed values: one optional part per stage.

A part that is ``None`` is missing, and the report then says what is missing and what it would take. Texts are
plain text, never markup: a report escapes them once and bolds the first occurrence of ``strong``. Dates are
given as text, never read from the clock, so that two reports on one evidence have identical bytes.
"""

from dataclasses import dataclass

from reports.accuracy_evidence import Accuracy
from reports.data_evidence import Data
from reports.fake_evidence import ErrorKinds, FakeTrial, Quote, SessionSummary
from reports.figure import Figure, Statement
from reports.launch_evidence import (
    BarMove,
    CheckState,
    Launch,
    LaunchBar,
    LaunchCheck,
    LaunchChoice,
    Risk,
    RiskAnswer,
    Signature,
)
from reports.problem_evidence import (
    Decision,
    Options,
    Problem,
    ReportedFact,
    VerdictChange,
    VerdictReason,
)

__all__ = [
    "ACCURACY_ID",
    "BY_CLASS_ID",
    "DATA_ID",
    "FAKE_ID",
    "PROBLEM_ID",
    "READINESS_ID",
    "RISK_ID",
    "SCHEMA_VERSION",
    "VALUE_ID",
    "Accuracy",
    "BarMove",
    "CheckState",
    "Data",
    "Decision",
    "ErrorKinds",
    "Evidence",
    "FakeTrial",
    "Figure",
    "Launch",
    "LaunchBar",
    "LaunchCheck",
    "LaunchChoice",
    "Options",
    "Problem",
    "ProjectInfo",
    "Quote",
    "ReportedFact",
    "Risk",
    "RiskAnswer",
    "SessionSummary",
    "Signature",
    "Statement",
    "VerdictChange",
    "VerdictReason",
]

SCHEMA_VERSION = 2

# The addresses under which page one cites the evidence pages.
ACCURACY_ID = "E1"  # the acceptance test
FAKE_ID = "E2"  # what people did with the fake
VALUE_ID = "E3"  # options and value
BY_CLASS_ID = "E4"  # what it finds, class by class
RISK_ID = "E5"  # risk tier, conditions, sign-off
PROBLEM_ID = "E6"  # the problem and today's baseline
DATA_ID = "E7"  # the labelled examples
READINESS_ID = "E8"  # the published checklists as answered


@dataclass(frozen=True)
class ProjectInfo:
    name: str
    organisation: str = ""
    date: str = ""  # "24 November 2026", as the person or the project gives it
    project_id: str = ""  # "7c1e 90ab"
    app_version: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that a report rests on."""

    project: ProjectInfo
    problem: Problem | None = None
    decision: Decision | None = None
    options: Options | None = None
    data: Data | None = None
    fake: FakeTrial | None = None
    accuracy: Accuracy | None = None
    launch: Launch | None = None
