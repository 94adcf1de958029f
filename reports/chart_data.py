"""What a chart shows, apart from how it is drawn.

The screens draw these with Qt and the PDF draws them with reportlab, so a figure in the report is the figure
on the page. Every chart has a title that is the finding, a note (unit, n, what line and dot mean), a sentence
for screen readers, and a table twin.
"""

from dataclasses import dataclass

from estimators.base.interval import percent_range
from estimators.base.number import digits, number
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.classifier.evaluation_result import ReliabilityBin
from reports.chart_parts import Axis, Chart, Marker, TableTwin
from reports.curve_data import CurveChart, CurvePoint, InnerBand
from reports.provenance import Provenance
from reports.value_data import TornadoChart, TornadoRow, WorthChart, WorthPoint

__all__ = [
    "Axis",
    "BoundChart",
    "Chart",
    "ClassCount",
    "ClassCountChart",
    "ConfidenceBin",
    "ConfidenceChart",
    "ConfusionChart",
    "CurveChart",
    "CurvePoint",
    "InnerBand",
    "IntervalChart",
    "IntervalRow",
    "Marker",
    "OutcomeGrid",
    "ReliabilityChart",
    "TableTwin",
    "TornadoChart",
    "TornadoRow",
    "WorthChart",
    "WorthPoint",
]


@dataclass(frozen=True)
class IntervalRow:
    """One row of an interval chart: a dot with its 90% line."""

    label: str
    mid: float | None
    low: float | None
    high: float | None
    value_text: str
    provenance: Provenance
    note: str = ""
    emphasis: bool = False
    earlier: bool = False  # an earlier run: hollow
    baseline: bool = False  # no AI at all: ink dot
    divider_above: bool = False
    mid_text: str = ""  # in the units of the axis, for the table
    low_text: str = ""
    high_text: str = ""
    source_text: str = ""  # "our judgement"; empty: the provenance's own words
    columns: tuple[
        str, ...
    ] = ()  # further figures, right of the value; the last ones go first where it is narrow
    chosen: bool = False  # the row that the page speaks of

    @property
    def source(self) -> str:
        """Where the number comes from, in words."""
        return self.source_text or self.provenance.words


@dataclass(frozen=True)
class IntervalChart:
    """Rows of dots with 90% lines on one axis: options by value, runs by accuracy, classes by share found."""

    title: str
    note: str
    rows: tuple[IntervalRow, ...]
    axis: Axis
    markers: tuple[Marker, ...] = ()
    value_header: str = ""
    twin: TableTwin | None = None  # a table that says more than the rows do
    column_headers: tuple[str, ...] = ()  # of the rows' further figures

    def sentence(self) -> str:
        parts = [f"{row.label}: {row.value_text} ({row.source})" for row in self.rows]
        parts += [f"{marker.label}" for marker in self.markers]
        return f"{self.title}. " + "; ".join(parts) + "."

    def table(self) -> TableTwin:
        """Every row with its ends, in the units of the axis; the average too where the value is another number."""
        if self.twin is not None:
            return self.twin
        apart = any(row.mid_text for row in self.rows)
        word = _share if self.axis.high <= 1 else number
        headers = (tr("average"), self.value_header or tr("value")) if apart else (tr("value"),)
        return TableTwin(
            ("", *headers, tr("low"), tr("high"), *self.column_headers, tr("source")),
            tuple(
                (
                    row.label,
                    *((row.mid_text or tr("unknown"),) if apart else ()),
                    row.value_text,
                    row.low_text or word(row.low),
                    row.high_text or word(row.high),
                    *row.columns,
                    row.source,
                )
                for row in self.rows
            ),
        )


@dataclass(frozen=True)
class BoundChart:
    """The launch picture: the bar, the measured share with its line, and what we are sure of, at the line's lower end.

    ``at_most``: of a cost, what we are sure of is the upper end.
    """

    title: str
    note: str
    axis: Axis
    bar: Marker
    low: float
    mid: float
    high: float
    low_text: str  # "sure of at least 86.2%"
    mid_text: str  # "163 of 180 right"
    at_most: bool = False

    def sentence(self) -> str:
        bar = ", ".join(filter(None, (self.bar.label, self.bar.note)))
        return f"{self.title}. {self.mid_text}; {self.low_text}; {bar}."

    def table(self) -> TableTwin:
        return TableTwin(
            ("", tr("value")),
            (
                (tr("measured") if self.at_most else tr("right"), self.mid_text),
                (tr("upper bound") if self.at_most else tr("lower bound"), self.low_text),
                (tr("bar"), self.bar.label),
                (tr("needed"), self.bar.note),
            ),
        )


@dataclass(frozen=True)
class ReliabilityChart:
    """Right answers by how sure it said it was, beside the diagonal of perfect honesty."""

    title: str
    note: str
    bins: tuple[ReliabilityBin, ...]
    noun: str = "photos"
    caveat: str = ""

    def sentence(self) -> str:
        parts = [
            tr(
                "said {said}, right {right} of {n}",
                said=percent(b.said),
                right=percent(b.right),
                n=b.n,
            )
            for b in self.bins
        ]
        return f"{self.title}. " + "; ".join(parts) + "."

    def table(self) -> TableTwin:
        return TableTwin(
            (tr("said"), tr("right"), tr("low"), tr("high"), self.noun),
            tuple(
                (*(percent(share, 1) for share in (b.said, b.right, b.low, b.high)), digits(b.n))
                for b in self.bins
            ),
        )


@dataclass(frozen=True)
class ConfidenceBin:
    """How many answers of one confidence were right and wrong."""

    low: float
    high: float
    right: int
    wrong: int


@dataclass(frozen=True)
class ConfidenceChart:
    """Answers by confidence, with the cut-off above which it answers alone."""

    title: str
    note: str
    bins: tuple[ConfidenceBin, ...]
    cutoff: float
    below_text: str
    above_text: str
    best: Marker | None = None  # the cut-off that costs least

    def sentence(self) -> str:
        best = (
            tr(" {label} at {value}.", label=self.best.label, value=percent(self.best.value))
            if self.best
            else ""
        )
        return f"{self.title}. {self.above_text}; {self.below_text}.{best}"

    def table(self) -> TableTwin:
        return TableTwin(
            (tr("sure"), tr("right"), tr("wrong")),
            tuple(
                (percent_range(b.low, b.high), digits(b.right), digits(b.wrong)) for b in self.bins
            ),
        )


@dataclass(frozen=True)
class ConfusionChart:
    """What it said (across) against what is true (down); every cell prints its count."""

    title: str
    note: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]  # counts[truth][said]
    costly: tuple[tuple[int, int], ...] = ()  # (truth, said)
    costly_text: str = ""

    def sentence(self) -> str:
        right = sum(self.counts[i][i] for i in range(len(self.labels)))
        total = sum(sum(row) for row in self.counts)
        return tr(
            "{title}. {right} of {total} on the diagonal.",
            title=self.title,
            right=right,
            total=total,
        )

    def table(self) -> TableTwin:
        return TableTwin(
            (tr("in truth"), *self.labels),
            tuple(
                (label, *(str(count) for count in row))
                for label, row in zip(self.labels, self.counts, strict=True)
            ),
        )


@dataclass(frozen=True)
class ClassCount:
    """Labelled examples of one class: to learn from, and held out for the test; `detail` says it otherwise at the end of its row."""

    label: str
    learn: int
    held_out: int
    detail: str = ""

    @property
    def end(self) -> str:
        """What stands at the end of its row."""
        return self.detail or tr(
            "{learn} learn · {held_out} held out",
            learn=digits(self.learn),
            held_out=digits(self.held_out),
        )


@dataclass(frozen=True)
class ClassCountChart:
    """How many examples of each class there are; `worked_with`: cases that nothing learns from, to try prompts and rules on."""

    title: str
    note: str
    rows: tuple[ClassCount, ...]
    worked_with: bool = False

    @property
    def learn_words(self) -> str:
        """What the filled part of a bar is for."""
        return tr("to work with") if self.worked_with else tr("to learn from")

    @property
    def held_words(self) -> str:
        """What the outlined part of a bar is for."""
        return tr("held out") if self.worked_with else tr("held out for the test")

    def sentence(self) -> str:
        said = tr("{label}: {learn} to learn from, {held_out} held out")
        if self.worked_with:
            said = tr("{label}: {learn} to work with, {held_out} held out")
        parts = [
            said.format(label=row.label, learn=digits(row.learn), held_out=digits(row.held_out))
            for row in self.rows
        ]
        return f"{self.title}. " + "; ".join(parts) + "."

    def table(self) -> TableTwin:
        return TableTwin(
            (tr("class"), self.learn_words, tr("held out"), tr("all")),
            tuple(
                (row.label, str(row.learn), str(row.held_out), str(row.learn + row.held_out))
                for row in self.rows
            ),
        )


CLASS_OUTCOMES = (
    ("right", tr("right")),
    ("wrong", tr("wrong")),
    ("unknown", tr("“I don’t know”")),
    ("none", tr("no answer")),
)


@dataclass(frozen=True)
class OutcomeGrid:
    """A hundred answers as icons. ``outcomes`` are names out of ``words``, which says in which order they are counted and marked:
    the good one first. ``says_all``: also those that do not occur."""

    title: str
    note: str
    outcomes: tuple[str, ...]
    provenance: Provenance = Provenance.SIMULATED
    words: tuple[tuple[str, str], ...] = CLASS_OUTCOMES
    says_all: bool = True

    @property
    def counted(self) -> tuple[tuple[str, str], ...]:
        """The words whose counts are told."""
        good = self.words[0]
        return tuple(
            each for each in self.words if self.says_all or each == good or self.count(each[0])
        )

    def count(self, outcome: str) -> int:
        return self.outcomes.count(outcome)

    def sentence(self) -> str:
        counts = ", ".join(f"{words} {self.count(outcome)}" for outcome, words in self.counted)
        return tr(
            "{title}. Of {n}: {counts}.", title=self.title, n=len(self.outcomes), counts=counts
        )

    def table(self) -> TableTwin:
        return TableTwin(
            (tr("outcome"), tr("of {n}", n=len(self.outcomes))),
            tuple((words, str(self.count(outcome))) for outcome, words in self.counted),
        )


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value, 1)
