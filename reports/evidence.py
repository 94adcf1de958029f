"""Everything a report may say, as typed values: one optional part per stage.

A part that is ``None`` is missing, and the report then says what is missing and what it would take. Texts are
plain text, never markup: a report escapes them once and bolds the first occurrence of ``strong``. Dates are
given as text, never read from the clock, so that two reports on one evidence have identical bytes.
"""

from collections import Counter
from dataclasses import dataclass

from reports.accuracy_evidence import Accuracy, Certificate, ClassResult, TrailEntry
from reports.data_evidence import Data
from reports.fake_evidence import DemoSession, ErrorKinds, FakeTrial, Quote
from reports.figure import Figure, Statement
from reports.launch_evidence import (
    Answer,
    Bar,
    BarMove,
    Check,
    CheckState,
    Launch,
    LaunchChoice,
    Risk,
    SignOff,
)
from reports.problem_evidence import Decision, Fact, FlipPoint, Options, Problem, Reason
from reports.provenance import Provenance

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
    "Answer",
    "Bar",
    "BarMove",
    "Certificate",
    "Check",
    "CheckState",
    "ClassResult",
    "Data",
    "Decision",
    "DemoSession",
    "ErrorKinds",
    "Evidence",
    "Fact",
    "FakeTrial",
    "Figure",
    "FlipPoint",
    "Launch",
    "LaunchChoice",
    "Options",
    "Problem",
    "Project",
    "Quote",
    "Reason",
    "Risk",
    "SignOff",
    "Statement",
    "TrailEntry",
]

SCHEMA_VERSION = 1

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
class Project:
    name: str
    organisation: str = ""
    date: str = ""  # "24 November 2026", as the person or the project gives it
    project_id: str = ""  # "7c1e 90ab"
    app_version: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that a report rests on."""

    project: Project
    problem: Problem | None = None
    decision: Decision | None = None
    options: Options | None = None
    data: Data | None = None
    fake: FakeTrial | None = None
    accuracy: Accuracy | None = None
    launch: Launch | None = None

    def to_json(self) -> str:
        """A JSON document with its schema version; the same evidence gives the same text."""
        from reports.evidence_json import dump

        return dump(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Evidence":
        """The evidence in a document that ``to_json`` wrote.

        Raises estimators.errors.UserError where the text is not such a document, or a newer one.
        """
        from reports.evidence_json import load

        return load(text)

    def numbers_by_provenance(self) -> Counter[Provenance]:
        """How many numbers come from where, of those that a report traces and that are not worked out from others."""
        from reports.trace import trace

        every = (number for group in trace(self) for number in group.numbers)
        return Counter(number.provenance for number in every if not number.derived)
