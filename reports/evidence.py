"""Everything a report may say, as typed values: one optional part per stage.

A part that is ``None`` is missing, and the report then says what is missing and what it would take: only what a project
can lack is ever None. Texts are plain text, never markup; a report stresses the first occurrence of ``strong``. Dates are
given as text, never read from the clock, so that two reports on one evidence have identical bytes.
What an engine measured stands here as the engine's own value.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from estimators.base.codec import plain
from estimators.base.sentence import tr
from estimators.build_vs_buy.intangibles import Intangibles
from estimators.classifier.evaluation_result import ClassResult
from estimators.classifier.training_result import Certificate
from estimators.data_sufficiency.forecast_values import Reliability, SliceGain
from estimators.need_for_ai.considered import Reason
from estimators.need_for_ai.cues import Cues
from reports.candidates import CandidateTable
from reports.chart_data import (
    ClassCount,
    ConfusionChart,
    CurveChart,
    IntervalChart,
    ReliabilityChart,
    TornadoChart,
    WorthChart,
)
from reports.figure import Figure, Statement
from reports.launch_evidence import Launch
from reports.provenance import Provenance
from reports.text_runs import clean
from reports.value_data import SourceCount, SumLine, TornadoRow

SCHEMA_VERSION = 3

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

    @property
    def title(self) -> str:
        """The name as a report prints it."""
        return clean(self.name).strip() or tr("Untitled project")


@dataclass(frozen=True)
class ReportedFact:
    """One answer about the problem."""

    label: str  # "Photos a year"
    value: str  # "40,000"
    provenance: Provenance
    source: str = ""  # "maintenance log 2025"
    is_number: bool = False  # else a word: “Yes”, a name
    key: str = ""  # which question it answers: "who"


@dataclass(frozen=True)
class Problem:
    headline: str = ""  # who hurts, in one sentence
    facts: tuple[ReportedFact, ...] = ()
    baseline: str = ""  # what is done today, without AI
    idea: str = ""  # what it should do, in the person's own sentence; empty: nobody has said


@dataclass(frozen=True)
class Product:
    """What kind of product it is, in the words of the kind."""

    kind: str = ""  # "generate"; empty: nobody has said
    label: str = ""  # "Write an answer"
    cases: str = ""  # "messages"
    right: str = ""  # what right means: "all that it must say, nothing that it must not"
    baseline: str = ""  # what is to be beaten: "templates, and what people write"
    mistakes: str = ""  # what goes wrong: "made up, left out, the wrong tone, a refusal"


@dataclass(frozen=True)
class VerdictChange:
    """The value of one input at which the verdict would change."""

    input: str
    from_text: str
    to_text: str
    verdict: str  # what the verdict becomes


@dataclass(frozen=True)
class Decision:
    verdict: str  # "Train from examples"
    headline: str
    reasons: tuple[Reason, ...]
    blocks: bool  # the first reason forbids it, whatever the others say
    flip_points: tuple[VerdictChange, ...]
    unknowns: tuple[str, ...]
    open_sentence: str  # "Two open answers could change it."
    own_choice: str  # the person's decision, where it differs from the verdict
    own_reason: str
    cues: Cues
    data_level: str  # how ready the data are, as a sentence; empty: unknown
    advice: str  # whether to help people or to act for them
    advice_source: str
    asked: str  # what the idea is, in the words of who had it
    instead: bool  # no AI: what follows stands in its place
    do: str  # what follows, as a sentence
    effort: str  # what that costs once and a month, as a sentence; empty: it costs nothing that is known
    five: tuple[ReportedFact, ...]  # the answers that decide


@dataclass(frozen=True)
class PricedLine:
    """A line of the price book that the values rest on: its amount, whose it is and from when, and its address."""

    label: str
    amount: str  # "0.1 to 1 USD per million tokens"
    source: str  # "published · 10 Oct 2026 · Claude Haiku 5.5 to Haiku 4.5"
    address: str


@dataclass(frozen=True)
class TestedWorth:
    """What the option is worth that was tested against the bar, whatever the others are worth."""

    name: str  # "Prompt with your documents"
    test: str  # what was tested of it: "Prompt v3", "run 4"
    value: Figure
    span: str
    p_loss: Figure


@dataclass(frozen=True)
class Options:
    """What each option is worth.

    ``best`` is the option that is worth most on average. ``value`` is the average of what it is worth with its p5 and p95
    as low and high, ``p_loss`` the share of futures in which it loses money; where staying as today is the best, both are
    those of the option that comes nearest, ``of``.
    """

    best: str
    value: Figure
    span: str  # of 9 futures in 10: "−$60,000 to $740,000"
    headline: str  # what money says beside the verdict, as a sentence
    apart: bool  # money is for another option than the verdict: the headline says so
    of: str  # empty: of the best
    often: str  # where another option is best in about as many futures, or in more: a sentence
    chart: IntervalChart
    p_loss: Figure
    horizon: str  # "over three years"
    find_out_worth: Figure | None
    lines: tuple[SumLine, ...]  # how `value` comes about; none of staying as today
    tornado: TornadoChart
    lighter: tuple[TornadoRow, ...]  # the other numbers that move `value`, the heaviest first
    short_chart: IntervalChart  # the best ones only, and staying as today
    impossible: tuple[str, ...]  # which ways cannot be had, a sentence for each reason
    price: str  # what 1,000 answers cost, and a month
    price_basis: str  # of what that is made, and of when the prices are
    price_lines: tuple[PricedLine, ...]  # behind that
    remarks: tuple[str, ...]  # what has to be said of the numbers, such as an old price
    sanity: str  # what today's mistakes cost a month, as a question; empty: little
    pays_from: str  # the break-even volume, as a sentence
    knowing: str  # what knowing the numbers would be worth, as a sentence
    # What the next labels are worth to the choice; without points: nothing.
    labels: WorthChart | None
    intangibles: Intangibles  # beside the values, never in them
    intangibles_chart: IntervalChart
    sources: str  # how many of the numbers behind it come from where, as a sentence
    rests_on: str  # "worked out from 5 guesses of yours and 30 defaults of ours"
    inputs: tuple[ReportedFact, ...]  # those that are not among the facts of the problem
    in_brief: str = ""  # "from 6 with a source, 5 guesses of yours and 30 defaults of ours"
    best_measured: bool = False  # whether how often `best` is right was measured
    today: str = ""  # what going on as today costs a month, as a sentence
    checks: str = ""  # what the people who check add to a price, as a sentence
    tested: TestedWorth | None = None
    untested: str = ""  # what was tested, and is none of the options that are valued: "Prompt v3"
    behind: tuple[SourceCount, ...] = ()  # the numbers behind `value`


@dataclass(frozen=True)
class PlanRound:
    """One round of labelling: what it buys, and what is expected after it (90% band and median)."""

    number: int
    buy: int
    total: int  # labels after it
    low: float
    middle: float
    high: float
    cost: str = ""  # "€96"; empty: the price is unknown
    reached: float | None = None  # probability that the target holds by then
    when: str = ""  # "2 to 6 Dec 2026"; empty: the speed is unknown


@dataclass(frozen=True)
class Sufficiency:
    """What stands beside the learning curve; without one, ``takes`` says what it would take."""

    reliability: Reliability | None = None
    rounds: tuple[PlanRound, ...] = ()
    plan_note: str = ""
    slices: tuple[SliceGain, ...] = ()
    takes: str = ""
    modality: str | None = None  # "photo": what the forecast is of


@dataclass(frozen=True)
class Data:
    """The labelled examples. Counts are of learnable examples and of those held out for the test."""

    modality: str  # "photos"
    classes: tuple[ClassCount, ...]
    hygiene: tuple[Statement, ...]  # findings, one sentence each
    curve: CurveChart | None
    labels_needed: Figure | None
    labels_sentence: str  # "About 370 more labels buy 3 points: roughly 6 hours, €320."
    origin: str  # where the examples come from, and under which terms
    sufficiency: Sufficiency
    beside_the_test: tuple[str, ...] = ()  # why the forecast starts elsewhere than the test ended
    of_numbers: bool = False  # then ``classes`` has one row, that of the column to predict


@dataclass(frozen=True)
class SessionSummary:
    """One meeting in which people used the fake."""

    date: str
    people: str  # "3 inspectors"
    dialled: Figure  # the accuracy that the fake was set to
    shown: int
    accepted: int
    note: str
    scenario: str  # "An early model"
    corrected: int
    rejected: int


@dataclass(frozen=True)
class ShownLevel:
    """What people did with the answers at one dial of the fake, over all sessions."""

    level: str  # "85%"
    shown: int
    accepted: int
    corrected: int
    rejected: int


@dataclass(frozen=True)
class Quote:
    text: str
    who: str


@dataclass(frozen=True)
class ErrorKinds:
    """Misses against false alarms at the same accuracy: which of the two people put up with.

    ``difference`` is the share accepted with false alarms minus that with misses.
    """

    sentence: str
    difference: Figure
    chart: IntervalChart


@dataclass(frozen=True)
class FakeTrial:
    """What people did with the fake. Everything in here is simulated, whatever marks it carries.

    ``headline`` and ``lead`` are what Fake it says of it; ``accepted`` is the share of answers taken as they came.
    """

    scenario: str
    headline: str
    lead: str
    accepted: Figure | None = None
    right: float | None = (
        None  # of the answers in `accepted`: how often the fake was set to be right
    )
    sessions: tuple[SessionSummary, ...] = ()
    curve: CurveChart | None = None  # acceptance by dialled accuracy
    proposed_bar: Figure | None = None
    quotes: tuple[Quote, ...] = ()
    kinds: ErrorKinds | None = None
    levels: tuple[ShownLevel, ...] = ()  # the worst first; none where the dial was never moved


@dataclass(frozen=True)
class MistakenExamples:
    """Which examples of one class were taken for another, by their names: what is in them stays where they are."""

    truth: str
    answer: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Accuracy:
    """The test of one run, as Train says it. ``bound`` is the exact one-sided lower bound over all looks at the test."""

    run: str  # "run 4"
    headline: str  # "Run 4 is right 91% of the time and passes the bar."
    lead: str  # "163 of 180 held-out photos: sure of at least 86.2%, and the bar is 85%."
    right: Figure
    bound: Figure
    split: str  # "held out before run 1, by turbine"
    noun: str
    runs: IntervalChart
    per_class: tuple[ClassResult, ...]
    confusion: ConfusionChart
    reliability: ReliabilityChart
    ece: Figure
    ece_by_chance: Figure
    certificate: Certificate
    model_file: str
    model_sha256: str
    method: str  # backbone and head, in a sentence; of texts another says how much is read
    more: tuple[
        IntervalChart, ...
    ] = ()  # of a table: how far off, how honest, what it rests on, who is answered unlike
    gaps: tuple[str, ...] = ()  # of a table: who is answered unlike, and what that cannot say
    mistaken: tuple[MistakenExamples, ...] = ()
    sure_gaps: tuple[str, ...] = ()  # those of them that are no luck


@dataclass(frozen=True)
class AbsentPart:
    """What a section says where its evidence is missing, in place of its own words."""

    section: str
    headline: str
    sentence: str


@dataclass(frozen=True)
class Evidence:
    """All that a report rests on."""

    project: ProjectInfo
    problem: Problem
    decision: Decision | None  # None, like the options: the answers contradict each other
    options: Options | None
    data: Data | None
    fake: FakeTrial | None
    accuracy: Accuracy | None
    launch: Launch
    absent: tuple[AbsentPart, ...] = ()
    product: Product = Product()
    candidates: CandidateTable | None = None  # what answers could come from, side by side

    def says_absent(self, section: str, usual: tuple[str, str]) -> tuple[str, str]:
        """Headline and sentence of a section without evidence: those of the product's kind, else the ``usual`` ones."""
        found = next((each for each in self.absent if each.section == section), None)
        return usual if found is None else (found.headline, found.sentence)


def dump(evidence: Evidence, without: Collection[str] = ()) -> str:
    """The evidence as a JSON document with its schema number; the same evidence gives the same text.

    What is not finite is null: unknown, never a zero. So are the parts named in ``without``.
    """
    said = plain(evidence) | dict.fromkeys(without)
    document = json.dumps({"schema": SCHEMA_VERSION, "evidence": said})
    finite = json.loads(document, parse_constant=lambda _: None)
    return json.dumps(finite, ensure_ascii=False, indent=1) + "\n"


def evidence_schema() -> dict[str, Any]:
    """The JSON Schema of ``evidence.json``, which every PDF report carries: made of the classes above."""
    import msgspec

    (whole,), parts = msgspec.json.schema_components([Evidence], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": tr("Evidence"),
        "description": tr("What a report rests on; it is attached to each PDF as evidence.json."),
        "type": "object",
        "required": ["schema", "evidence"],
        "properties": {"schema": {"const": SCHEMA_VERSION}, "evidence": whole},
        "$defs": parts,
    }
