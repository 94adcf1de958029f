"""Candidates side by side: what the answers could come from, each with its figure on the same cases, its price and its speed.

A project fills this from what it has: runs of a classifier beside people today and no AI, or the candidates of a measurement;
where nothing was measured, the ranges that the options are valued with. The report prints what is given.
"""

from dataclasses import dataclass

from reports.chart_parts import Axis, Marker
from reports.figure import Figure


@dataclass(frozen=True)
class CandidateCard:
    """What a model card says of an answer that was bought or prompted: nothing was trained, so this is what was asked of whom."""

    asked: str  # the prompt, or what the service was told
    prompt_sha256: str
    model: str  # its name as it was reported with the answers
    date: str
    cost: str  # what measuring it has cost


@dataclass(frozen=True)
class Candidate:
    """One candidate. ``figure`` is of the measure of the kind, with its 90% interval and where it comes from."""

    name: str  # "Prompt v3"
    figure: Figure
    note: str = ""  # "your help pages, an API"
    cost: str = ""  # of 1,000 answers: "$6.40"; empty: not known
    seconds: str = ""  # "2.8 s, slowest in 20: 6.1 s"; empty: not known
    is_chosen: bool = False
    is_no_ai: bool = False
    card: CandidateCard | None = None


@dataclass(frozen=True)
class FailureKind:
    """How often answers were wrong in one way."""

    words: str  # "leaves a point out"
    n: int


@dataclass(frozen=True)
class CandidateTable:
    """All candidates on the same cases.

    - `axis`: of the measure, with its ticks; `bar`: where the launch bar stands on it.
    - `pairs`: who is better than whom on the same cases, a sentence each; `failures`: of the chosen one, the commonest first.
    - `grading`: how far the grades can be trusted, as sentences. `is_measured`: False where all of it is what options are
      valued with.
    """

    title: str
    note: str
    candidates: tuple[Candidate, ...]
    axis: Axis
    measure: str  # over the column of figures: "good"
    bar: Marker | None = None
    pairs: tuple[str, ...] = ()
    failures: tuple[FailureKind, ...] = ()
    grading: tuple[str, ...] = ()
    is_measured: bool = True
