"""Candidates side by side: what the answers could come from, each with its figure on the same cases, its price and its speed.

A project fills this from its measurement on held-out cases; where nothing was measured, from the ranges that the options are
valued with. The report prints what is given.
"""

from dataclasses import dataclass

from reports.chart_parts import Axis, Marker
from reports.figure import Figure
from reports.pair_data import PairRow


@dataclass(frozen=True)
class CandidateCard:
    """What a model card says of an answer that was bought or prompted: nothing was trained, so this is what was asked of whom."""

    asked: str  # the prompt, or what the service was told
    prompt_sha256: str
    model: str  # its name as it was reported with the answers
    address: str  # where it was asked
    cost: str  # of 1,000 answers


@dataclass(frozen=True)
class Candidate:
    """One candidate. ``figure`` is of the measure of the kind, with its 90% interval and where it comes from."""

    name: str  # "Prompt v3"
    figure: Figure
    note: str = ""  # "your help pages, an API"
    cost: str = ""  # of 1,000 answers: "$6.40"; empty: not known
    seconds: str = ""  # of an answer, usually: "2.8 s"; empty: not known
    slowest: str = ""  # of 1 in 20: "6.1 s"
    is_chosen: bool = False
    is_no_ai: bool = False
    card: CandidateCard | None = None


@dataclass(frozen=True)
class FailureCount:
    """How often answers were wrong in one way."""

    words: str  # "leaves a point out"
    n: int


@dataclass(frozen=True)
class CandidateTable:
    """All candidates on the same cases.

    - `axis`: of the measure, with its ticks; `bar`: where the launch bar stands on it.
    - `pairs`: the chosen one against each of the others on the same cases; `failures`: of the chosen one, the commonest first.
    - `grading`: how far the grades can be trusted, as sentences. `is_measured`: False where all of it is what options are
      valued with.
    """

    title: str
    note: str
    candidates: tuple[Candidate, ...]
    axis: Axis
    measure: str  # over the column of figures: "good"
    bar: Marker | None = None
    pairs: tuple[PairRow, ...] = ()
    failures: tuple[FailureCount, ...] = ()
    grading: tuple[str, ...] = ()
    headline: str = ""  # the finding: "Prompt v3 answers well 90 times in 100."
    lead: str = ""
    level: Figure | None = None  # of the one that is taken to Launch, in the measure of its kind
    is_measured: bool = True
