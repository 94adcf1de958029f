"""The acceptance test and the way to the bar, as the report prints them.

How to use: `Launch.acceptance` is an `AcceptanceTest` (None: nothing was tested against a bar), `Launch.progress` a
`ProgressToBar` (None: no run was tested). Every sentence is finished text; an empty one has nothing to say and takes no room.
The numbers stand beside the sentences for tables and for JSON. Charts are of `reports.chart_data`.
"""

from dataclasses import dataclass

from reports.chart_data import CurveChart, IntervalChart
from reports.provenance import Provenance


@dataclass(frozen=True)
class LookRow:
    """One look at the test: which run, when, and what it came to."""

    run: str  # "run 3"
    date: str
    correct: int
    n: int
    shared: int  # of the examples of the test that is judged now, how many it was tested on
    note: str = ""  # "deleted since"


@dataclass(frozen=True)
class Looks:
    """How often the test was looked at, and what that costs.

    ``fresh_n`` are examples of the test that no earlier run was tested on, ``fresh_correct`` of them right.
    """

    count: int
    confidence_each: float  # how sure each look must be, for all to hold
    sentence: str
    rows: tuple[LookRow, ...] = ()
    first_look_bound: float | None = None  # were this the first look; None: it is, or a cost
    fresh_n: int = 0
    fresh_correct: int = 0
    fresh_sentence: str = ""


@dataclass(frozen=True)
class NeededSize:
    """How large a fresh test must be, if the model is right ``true_accuracy`` of the time."""

    true_accuracy: float
    first: int | None  # None: out of reach
    throughout: int | None  # from here on every larger one does too
    sentence: str


@dataclass(frozen=True)
class PartResult:
    """One class or slice against the bar, all of them looked at together."""

    name: str
    correct: int
    n: int
    low: float
    high: float
    needed: int | None
    verdict: str  # "holds" | "below the bar" | "not shown yet" | "cannot be shown"


@dataclass(frozen=True)
class PartResults:
    """All classes, or all slices of one kind, the weakest first."""

    kind: str  # "class"
    bar: float
    all_shown: bool
    sentence: str
    rows: tuple[PartResult, ...] = ()


@dataclass(frozen=True)
class PairedComparison:
    """The model against something else on the same examples (McNemar, exact)."""

    other: str  # "always “clean”"
    only_model: int
    only_other: int
    n: int
    p_value: float
    better: bool
    sentence: str


@dataclass(frozen=True)
class KnownShare:
    """The model against a share that is known without its examples: people today, the fake as it was dialled."""

    other: str  # "people today"
    share: float
    provenance: Provenance
    verdict: str  # "better" | "worse" | "open"
    sentence: str


@dataclass(frozen=True)
class Sequential:
    """The test that is labelled as one goes."""

    verdict: str  # "passes" | "fails" | "go_on"
    correct: int
    n: int
    lower_bound: float  # holds however often one looks
    about_more: int | None
    sentence: str


@dataclass(frozen=True)
class AcceptanceTest:
    """One run against the bar.

    ``observed``, ``bound``, ``low``, ``high`` and ``bar`` are shares, of a cost amounts a case (then ``bound`` is an upper one).
    """

    run: str  # "run 4"
    metric: str  # "accuracy" | "precision" | "recall" | "coverage" | "cost"
    bar_words: str  # "at least 85% right"
    bar: float
    confidence: float
    passes: bool
    sentence: str  # "The bar is passed, by one photo."
    detail: str  # "163 of 180 right; 162 would pass, 161 would not."
    n: int
    correct: int | None = None  # None of a cost
    needed: int | None = None
    observed: float | None = None
    observed_words: str = ""  # of a cost: "€2.50 a case"
    bound: float | None = None
    low: float | None = None
    high: float | None = None
    bound_words: str = ""  # "sure of at least 86.2%"
    cutoff: float | None = None
    cutoff_words: str = (
        ""  # "Answers alone from 74% on; chosen on 420 training photos that were left out."
    )
    looks: Looks | None = None
    sizes: tuple[NeededSize, ...] = ()
    size_words: str = (
        ""  # "15 to 20 photos can train a toy; certifying 80% takes about 82 at a true 90%."
    )
    parts: tuple[PartResults, ...] = ()
    comparisons: tuple[PairedComparison, ...] = ()
    beside: tuple[KnownShare, ...] = ()
    sequential: Sequential | None = None
    method: str = ""  # with its source


@dataclass(frozen=True)
class RunStep:
    """One run on the way: what it measured, what it changed, and whether that mattered beyond noise."""

    run: str  # "run 3"
    date: str
    n_train: int
    n: int
    correct: int
    low: float
    high: float
    changed: str = ""  # "40 added, 3 relabelled; another network"
    against_previous: str = ""  # "better by 4 points, beyond luck" | "no change beyond luck"
    difference: float | None = None  # to the run before, on the examples that both answered
    difference_low: float | None = None
    difference_high: float | None = None
    look: int = 0  # the how many-th look at this test it was


@dataclass(frozen=True)
class ForecastToBar:
    """The chance of reaching the bar with more labels, as far as such forecasts can be trusted."""

    bar: float
    have: int
    more: int  # labels
    chance: float  # that it is then truly as good as the bar
    chance_to_pass: float | None  # that a test of the present size then shows it
    low: float  # 90 % band of the accuracy then
    middle: float
    high: float
    by: str = ""  # "14 Jan 2027"; empty: the speed is unknown
    labels_per_day: float | None = None
    sentence: str = ""
    trust: str = ""  # how often such forecasts came true


@dataclass(frozen=True)
class ProgressToBar:
    """The run history against the bar, and what can honestly be expected."""

    headline: str
    steps: tuple[RunStep, ...] = ()
    plateau: str = ""  # "Three runs without a change beyond noise."
    forecasts: tuple[ForecastToBar, ...] = ()
    sentences: tuple[str, ...] = ()
    chart: IntervalChart | None = None  # runs over time with the bar
    forecast_chart: CurveChart | None = None
