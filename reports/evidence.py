"""Everything a report may say, as typed values: one optional part per stage.

A part that is ``None`` is missing, and the report then says what is missing and what it would take. Texts are
plain text, never markup: a report escapes them once and bolds the first occurrence of ``strong``. Dates are
given as text, never read from the clock, so that two reports on one evidence have identical bytes.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

from reports.chart_data import (
    BoundChart,
    ClassCount,
    ConfusionChart,
    CurveChart,
    CurvePoint,
    IntervalChart,
    IntervalRow,
    ReliabilityChart,
    TornadoChart,
)
from reports.deciding import Cues, Intangibles, LabelsWorth
from reports.provenance import Provenance
from reports.sufficiency import Sufficiency

SCHEMA_VERSION = 1

# The addresses under which page one cites the evidence pages.
ACCURACY_ID = "E1"  # the acceptance test
FAKE_ID = "E2"  # what people did with the fake
VALUE_ID = "E3"  # options and value
BY_CLASS_ID = "E4"  # what it finds, class by class
RISK_ID = "E5"  # risk tier, conditions, sign-off
PROBLEM_ID = "E6"  # the problem and today's baseline
DATA_ID = "E7"  # the labelled examples


@dataclass(frozen=True)
class Figure:
    """One reported number: how it reads, its value, and where it comes from.

    ``low`` and ``high`` are the ends of a two-sided 90% interval, in the unit of ``value``.
    """

    text: str  # as printed: "91%", "€117,000"
    value: float | None
    provenance: Provenance
    n: int | None = None  # how many examples, answers or draws it rests on
    split: str = ""  # "180 held-out photos"
    low: float | None = None
    high: float | None = None
    evidence_id: str = ""  # E1..E7


@dataclass(frozen=True)
class Statement:
    """A sentence with the words to stress, its address and, where it is not measured, its source mark."""

    text: str
    strong: str = ""  # a substring of text, printed bold
    evidence_id: str = ""
    provenance: Provenance | None = None


@dataclass(frozen=True)
class Project:
    name: str
    organisation: str = ""
    date: str = ""  # "24 November 2026", as the person or the project gives it
    project_id: str = ""  # "7c1e 90ab"
    app_version: str = ""


@dataclass(frozen=True)
class Fact:
    """One answer about the problem."""

    label: str  # "Photos a year"
    value: str  # "40,000"
    provenance: Provenance
    source: str = ""  # "maintenance log 2025"


@dataclass(frozen=True)
class Problem:
    headline: str = ""  # who hurts, in one sentence
    facts: tuple[Fact, ...] = ()
    baseline: str = ""  # what is done today, without AI


@dataclass(frozen=True)
class Reason:
    """Why the assessment says what it says; ``effect`` is "for", "against" or "blocks"."""

    text: str
    source: str
    effect: str


@dataclass(frozen=True)
class FlipPoint:
    """The value of one input at which the verdict would change."""

    input: str
    from_text: str
    to_text: str
    verdict: str  # what the verdict becomes


@dataclass(frozen=True)
class Decision:
    verdict: str  # "Train from examples"
    headline: str
    reasons: tuple[Reason, ...] = ()
    flip_points: tuple[FlipPoint, ...] = ()
    unknowns: tuple[str, ...] = ()
    confidence: Figure | None = None
    own_choice: str = ""  # the person's decision, where it differs from the verdict
    own_reason: str = ""
    cues: Cues | None = None
    advice: str = ""  # whether to help people or to act for them
    advice_source: str = ""
    success: str = ""  # "If the share of right answers falls below 85%, we will ..."


@dataclass(frozen=True)
class Options:
    """What each option is worth. ``value`` is the best option's median with its p5 and p95 as low and high."""

    best: str
    value: Figure
    chart: IntervalChart | None = None
    p_loss: Figure | None = None  # share of futures in which it loses money
    horizon: str = ""  # "over three years"
    find_out_first: str = ""
    find_out_worth: Figure | None = None
    tornado: TornadoChart | None = None
    pays_from: str = ""  # the break-even volume, as a sentence
    knowing: str = ""  # what knowing the numbers would be worth, as a sentence
    labels: LabelsWorth | None = None
    intangibles: Intangibles | None = None


@dataclass(frozen=True)
class Data:
    """The labelled examples. Counts are of learnable examples and of those held out for the test."""

    modality: str  # "photos"
    classes: tuple[ClassCount, ...] = ()
    hygiene: tuple[Statement, ...] = ()  # findings, one sentence each
    curve: CurveChart | None = None
    labels_needed: Figure | None = None
    labels_sentence: str = ""  # "About 370 more labels buy 3 points: roughly 6 hours, €320."
    origin: str = ""  # where the examples come from, and under which terms
    sufficiency: Sufficiency | None = None


@dataclass(frozen=True)
class DemoSession:
    """One meeting in which people used the fake."""

    date: str
    people: str  # "3 inspectors"
    dialled: Figure  # the accuracy that the fake was set to
    shown: int
    accepted: int | None  # None: not recorded
    note: str = ""
    scenario: str = ""  # "An early model"
    corrected: int | None = None
    rejected: int | None = None


@dataclass(frozen=True)
class Quote:
    text: str
    who: str


@dataclass(frozen=True)
class FakeTrial:
    """What people did with the fake. Everything in here is simulated, whatever marks it carries."""

    scenario: str
    sessions: tuple[DemoSession, ...] = ()
    curve: CurveChart | None = None  # acceptance by dialled accuracy
    proposed_bar: Figure | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class ClassResult:
    """How many examples of one class were found, with the 90% interval of that share."""

    label: str
    found: int
    n: int
    low: float
    high: float


@dataclass(frozen=True)
class Certificate:
    """The exported file against the model that was tested."""

    n: int
    label_flips: int
    max_difference: float


@dataclass(frozen=True)
class TrailEntry:
    """One line of "How this was measured"."""

    text: str
    note: str = ""  # when, by whom
    provenance: Provenance = Provenance.MEASURED
    evidence_id: str = ""


@dataclass(frozen=True)
class Accuracy:
    """The acceptance test of one run. ``bound`` is the exact one-sided 95% lower bound as a share."""

    run: str  # "run 4"
    n: int
    correct: int
    bound: Figure
    split: str  # "held out before run 1, by turbine"
    noun: str = "photos"
    runs: IntervalChart | None = None
    per_class: tuple[ClassResult, ...] = ()
    confusion: ConfusionChart | None = None
    reliability: ReliabilityChart | None = None
    ece: Figure | None = None
    ece_by_chance: Figure | None = None
    certificate: Certificate | None = None
    model_file: str = "model.onnx"
    model_sha256: str = ""
    method: str = ""  # backbone and head, in one sentence
    trail: tuple[TrailEntry, ...] = ()  # added to what the report derives itself
    wrong_summary: str = ""  # "6 costly mistakes"


class CheckState(StrEnum):
    PASS = "pass"  # noqa: S105  a check's state, not a password
    NOT_SHOWN = "not_shown"
    FAIL = "fail"
    NEEDS_YOU = "needs_you"

    @property
    def words(self) -> str:
        return {"pass": "pass", "not_shown": "not shown yet", "fail": "fails"}.get(
            self.value, "needs you"
        )


@dataclass(frozen=True)
class Check:
    text: str  # "Better than no AI"
    value: str  # "+41 points"
    state: CheckState
    detail: str = ""  # one sentence for the evidence page
    evidence_id: str = ""


class LaunchChoice(StrEnum):
    LAUNCH = "launch"
    CONDITIONS = "conditions"
    NOT_YET = "not_yet"
    STOP = "stop"

    @property
    def words(self) -> str:
        return {
            "launch": "Launch.",
            "conditions": "Launch, with conditions.",
            "not_yet": "Not yet.",
            "stop": "Stop.",
        }[self.value]


@dataclass(frozen=True)
class Bar:
    """The launch bar: what share must be shown, with which confidence, and who says so."""

    threshold: Figure
    source: str  # "acceptance of the fake, 3 sessions"
    metric: str = "right answers"
    confidence: float = 0.95  # one-sided


@dataclass(frozen=True)
class BarMove:
    date: str
    from_text: str
    to_text: str
    reason: str
    who: str = ""


@dataclass(frozen=True)
class Answer:
    question: str
    answer: str
    source: str = ""


@dataclass(frozen=True)
class Risk:
    tier: str  # "Limited"
    sentence: str  # "Limited, while a person confirms."
    answers: tuple[Answer, ...] = ()
    source: str = ""  # the rule book, with its date


@dataclass(frozen=True)
class SignOff:
    name: str
    role: str
    date: str = ""  # when signed; empty: not signed
    note: str = ""  # "asked 23 Nov"

    @property
    def signed(self) -> bool:
        return bool(self.date)


@dataclass(frozen=True)
class Launch:
    bar: Bar | None = None
    decision: LaunchChoice | None = None  # None: nobody has decided
    headline: str = ""  # "Launch at Site North, with an inspector confirming every “clean”."
    summary: str = ""
    chart: BoundChart | None = None
    why: tuple[Statement, ...] = ()
    would_change: tuple[Statement, ...] = ()
    checks: tuple[Check, ...] = ()
    conditions: tuple[str, ...] = ()
    risk: Risk | None = None
    sign_offs: tuple[SignOff, ...] = ()
    test_looks: int | None = None  # how often the held-out examples were looked at before the test
    bar_moves: tuple[BarMove, ...] = ()
    tripwires: tuple[str, ...] = ()  # "If precision falls below 0.9 for a week, we ..."
    way_back: str = ""  # how to switch it off, and who does


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
        """How many numbers come from where: figures, facts, chart rows and curve points."""
        return Counter(_provenances(self))


def _provenances(value: object) -> Iterator[Provenance]:
    if isinstance(value, Figure | Fact | IntervalRow | CurvePoint):
        yield value.provenance
    elif isinstance(value, tuple):
        for item in value:
            yield from _provenances(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _provenances(getattr(value, each.name))
