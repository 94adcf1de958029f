"""The problem, the assessment whether it needs AI, and what each option is worth."""

from dataclasses import dataclass

from reports.chart_data import IntervalChart, TornadoChart
from reports.decision_evidence import BesideMoney, CueSummary, LabelsFinding
from reports.figure import Figure
from reports.provenance import Provenance


@dataclass(frozen=True)
class ReportedFact:
    """One answer about the problem."""

    label: str  # "Photos a year"
    value: str  # "40,000"
    provenance: Provenance
    source: str = ""  # "maintenance log 2025"
    is_number: bool = False  # else a word: “Yes”, a name


@dataclass(frozen=True)
class Problem:
    headline: str = ""  # who hurts, in one sentence
    facts: tuple[ReportedFact, ...] = ()
    baseline: str = ""  # what is done today, without AI


@dataclass(frozen=True)
class VerdictReason:
    """Why the assessment says what it says; ``effect`` is "for", "against" or "blocks"."""

    text: str
    source: str
    effect: str


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
    reasons: tuple[VerdictReason, ...] = ()
    flip_points: tuple[VerdictChange, ...] = ()
    unknowns: tuple[str, ...] = ()
    confidence: Figure | None = None
    own_choice: str = ""  # the person's decision, where it differs from the verdict
    own_reason: str = ""
    cues: CueSummary | None = None
    advice: str = ""  # whether to help people or to act for them
    advice_source: str = ""
    success: str = ""  # "If the share of right answers falls below 85%, we will ..."


@dataclass(frozen=True)
class Options:
    """What each option is worth.

    ``best`` is the option that is worth most on average. ``value`` is the average of what it is worth with its p5 and p95
    as low and high, ``p_loss`` the share of futures in which it loses money; where staying as today is the best, both are
    those of the option that comes nearest, ``of``.
    """

    best: str
    value: Figure
    headline: str = ""  # "Train from examples is worth most on average."
    of: str = ""  # empty: of the best
    often: str = ""  # where another option is best in about as many futures, or in more: a sentence
    chart: IntervalChart | None = None
    p_loss: Figure | None = None
    horizon: str = ""  # "over three years"
    find_out_first: str = ""
    find_out_worth: Figure | None = None
    tornado: TornadoChart | None = None
    pays_from: str = ""  # the break-even volume, as a sentence
    knowing: str = ""  # what knowing the numbers would be worth, as a sentence
    labels: LabelsFinding | None = None
    intangibles: BesideMoney | None = None
    sources: str = ""  # how many of the numbers behind it come from where, as a sentence
    rests_on: str = ""  # "worked out from 5 guesses of yours and 30 defaults of ours"
    inputs: tuple[ReportedFact, ...] = ()  # those that are not among the facts of the problem
