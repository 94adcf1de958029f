"""What a training on a table came to beside its `TrainingResult`, as values that a project keeps: read back without a library that computes them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from estimators.base.codec import plain
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from estimators.table.column import ColumnRole, ColumnType, Direction
from estimators.table.group_fairness import MeanError, SliceCounts
from estimators.table.leak import Leak

KEPT_ROWS, KEPT_WORDS, WORST_ROWS = 40, 30, 12


@dataclass(frozen=True)
class SplitSummary:
    """How the rows were dealt, as counts.

    - `learning`, `testing`: how many learn and test. `left_out`: those on neither side, because others of their group are on one.
    - `group`, `when`: the columns that it follows; empty where there are none.
    - `since`: the first day of the test; empty where it was drawn by chance.
    """

    learning: int
    testing: int
    left_out: int = 0
    group: str = ""
    when: str = ""
    since: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """How the test was chosen, for a person."""
        n = digits(self.testing)
        if self.since:
            said = [tr("The test has the {n} latest rows, from {since} on by “{when}”.", n=n, since=self.since, when=self.when)]  # fmt: skip
        else:
            said = [tr("The test has {n} rows, drawn by chance.", n=n)]
        if self.group:
            said.append(tr("Rows with the same “{group}” are kept together.", group=self.group))
        if self.left_out:
            said.append(
                tr_plural(
                    "{n} row was set aside, so that nobody is on both sides.",
                    "{n} rows were set aside, so that nobody is on both sides.",
                    self.left_out,
                )
            )
        return tuple(said)


class Lost(StrEnum):
    """What is counted: rows of the rarer class that are found with as many warnings, right answers, or how far off a number is."""

    FOUND = "found"
    RIGHT = "right"
    CLOSE = "close"


@dataclass(frozen=True)
class ColumnImportance:
    """What is lost where a column is shuffled, with its 90 % interval: a share of `Importance.n`, or a mean error."""

    column: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Importance:
    """What is lost by column, the largest first.

    - `n`: the held-out rows that are counted: those of the rarer class, or all.
    - `warned_from`: the chance from which a row counts as warned of, where two classes are told apart.
    """

    lost: Lost
    n: int
    columns: tuple[ColumnImportance, ...]
    warned_from: float = 0.0


@dataclass(frozen=True)
class NumberEvaluation:
    """How far off the answers are. What it says “I don’t know” to is in no figure but `unknown`.

    - `n_test`: how many held-out rows it answered. `unknown`: to how many more it said “I don’t know”; None where an earlier
      version counted these as answered.
    - `mae`: mean absolute error with its interval. `baseline_mae`: of always saying `median`, that of what was learned from.
    - `median_error`: half of the answers are off by less.
    - `coverage`: by what each interval promises, in how many of the rows it holds the truth.
    - `inside`, `baseline_inside`: how many answers are off by at most `tolerance`, a share of the truth, and how many `median`s;
      `both_inside`: of how many rows both are.
    """

    n_test: int
    mae: MeanError
    baseline_mae: float
    coverage: dict[float, float]
    median: float = 0.0
    median_error: float = 0.0
    tolerance: float = 0.1
    inside: int = 0
    baseline_inside: int = 0
    both_inside: int = 0
    unknown: int | None = None

    @property
    def paired(self) -> tuple[list[bool], list[bool]]:
        """Row by row, in no order that means anything: whether the answer is inside, and whether the median is."""
        only, usual = self.inside - self.both_inside, self.baseline_inside - self.both_inside
        counts = ((True, True, self.both_inside), (True, False, only), (False, True, usual))
        rows = [(ours, theirs) for ours, theirs, n in counts for _ in range(n)]
        rows += [(False, False)] * (self.n_test - len(rows))
        return [ours for ours, _ in rows], [theirs for _, theirs in rows]

    def printed(self) -> dict[str, Any]:
        """As commands print it; `interval_coverage` is that of the widest."""
        held = [{"promised": level, "measured": share} for level, share in self.coverage.items()]
        return {
            "n_test": self.n_test,
            "unknown": self.unknown,
            "metric": "mae",
            "mae": plain(self.mae),
            "baseline_mae": self.baseline_mae,
            "interval_coverage": held[-1],
            "interval_coverages": held,
            "inside": {"tolerance": self.tolerance, "correct": self.inside, "n": self.n_test},
        }


@dataclass(frozen=True)
class FoundRows:
    """Of the `n` held-out rows of the rarer class, how many are among the `warnings`: the rows whose chance is `warned_from` or more."""

    label: str
    found: int
    n: int
    warnings: int
    warned_from: float


@dataclass(frozen=True)
class RunColumn:
    """A column as a training took it.

    - `words`: of words, up to `KEPT_WORDS`, the commonest first. `points`: of amounts and days, the ends and nine deciles.
    - `asked`: why it is learned from although it knows the answer, as somebody said.
    """

    name: str
    type: ColumnType
    role: ColumnRole
    words: tuple[str, ...] = ()
    points: tuple[float, ...] = ()
    asked: str = ""
    direction: Direction = Direction.ANY


@dataclass(frozen=True)
class Likeness:
    """A row that was learned from and ends in the same leaf in a `share` of the trees; its place in `TableRun.learned`."""

    place: int
    share: float


@dataclass(frozen=True)
class HeldRow:
    """A row: where it stands in the file, its cells in the order of the columns, and the truth.

    - `said`: what was said of it while it was held out, and `sure`, of a class, how sure.
    - `like`: the rows that were learned from and are most like it to the model, the likest first.
    """

    line: int
    cells: tuple[str, ...]
    truth: str
    said: str = ""
    sure: float = 0.0
    like: tuple[Likeness, ...] = ()


@dataclass(frozen=True)
class TableRun:
    """What was learned from and measured of a table.

    - `found`: of two classes. `number`: of numbers. Both None where nothing was held out.
    - `rows`: up to `KEPT_ROWS` held-out rows, drawn by chance, to be played with. `worst`: up to `WORST_ROWS`, the surest mistakes
      or the numbers that are furthest off first. `learned`: those that were learned from and are most like some of these.
    - `to_label`: up to `WORST_ROWS` without an answer, those first whose answer would teach most.
    - `slices`: the held-out rows by each column that has groups.
    - `bounded`: how many of the columns have bounds beyond which a row is not answered; None where an earlier version did not say.
    """

    target: str
    task: str
    columns: tuple[RunColumn, ...]
    split: SplitSummary
    importance: Importance
    leaks: tuple[Leak, ...] = ()
    found: FoundRows | None = None
    number: NumberEvaluation | None = None
    auroc: float | None = None
    average_precision: float | None = None
    members: tuple[tuple[str, float], ...] = ()
    rows: tuple[HeldRow, ...] = field(default=(), repr=False)
    slices: tuple[SliceCounts, ...] = field(default=(), repr=False)
    worst: tuple[HeldRow, ...] = field(default=(), repr=False)
    learned: tuple[HeldRow, ...] = field(default=(), repr=False)
    to_label: tuple[HeldRow, ...] = field(default=(), repr=False)
    bounded: int | None = None

    @property
    def held(self) -> tuple[HeldRow, ...]:
        """The rows that can be opened: the held-out ones that were drawn by chance, the worst, then those to label."""
        return (*self.rows, *self.worst, *self.to_label)

    @property
    def used(self) -> tuple[RunColumn, ...]:
        """The columns that were learned from."""
        return tuple(one for one in self.columns if one.role == ColumnRole.USE)
