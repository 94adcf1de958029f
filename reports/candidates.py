"""Candidates side by side: what the answers could come from, each with its figure on the same cases, its price and its speed.

A project fills this from its measurement on held-out cases; where nothing was measured, from the ranges that the options are
valued with. The report prints what is given.
"""

from dataclasses import dataclass

from estimators.base.sentence import tr
from reports.chart_data import IntervalChart
from reports.chart_parts import Axis, Marker
from reports.figure import Figure
from reports.pair_data import PairRow

SURE = 0.95
"""The confidence of how often something may happen at most."""


@dataclass(frozen=True)
class CandidateCard:
    """What a model card says of answers that nothing was trained for here: what was asked of whom, when, at what cost.

    - `asked`: the prompt, what the service was told, or the rules. `sha256`: of that.
    - `model`: as it was asked for; `reported`: as the service named it in its answers, where that is another name.
    - `address`: where it was asked, or the file that its answers came from. `date`: of the last answer.
    """

    asked: str
    sha256: str
    model: str
    reported: str
    address: str
    date: str
    cost: str  # of 1,000 answers

    @property
    def of_model(self) -> str:
        """The model by both names: "gpt-x, answers as gpt-x-2026-08-01"."""
        if not self.reported:
            return self.model
        return tr("{model}, answers as {reported}", model=self.model, reported=self.reported)


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
    """How often answers were wrong in one way, and in which cases: by their names, for what is in them stays where they are.

    - `share`: of all tested: "3 of 60". `at_most`: how often it may happen at most, by the exact bound: "12.5%".
    """

    words: str  # "leaves a point out"
    n: int
    cases: tuple[str, ...]
    share: str
    at_most: str


@dataclass(frozen=True)
class CandidateTable:
    """All candidates on the same cases.

    - `axis`: of the measure, with its ticks; `bar`: where the launch bar stands on it.
    - `pairs`: the chosen one against each of the others on the same cases; `failures`: of the chosen one, the commonest first.
    - `slices`: the chosen one on each kind of case, the weakest last; None where nothing tells them apart.
    - `enough`: what so many cases can show, and what more would, as sentences.
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
    slices: IntervalChart | None = None
    enough: tuple[str, ...] = ()

    def called(self, name: str, most: int) -> str:
        """A candidate with what it is, "Service A (bought, on trial)"; by its name alone where that is longer than ``most``."""
        note = next((each.note for each in self.candidates if each.name == name), "")
        full = tr("{name} ({note})", name=name, note=note)
        return full if note and len(full) <= most else name
