"""Charts of what the options are worth: which numbers move that, and what more labels would tell."""

from dataclasses import dataclass

from estimators.base.number import digits, number
from estimators.base.sentence import tr
from reports.chart_parts import Axis, Marker, TableTwin
from reports.provenance import Provenance


@dataclass(frozen=True)
class SumLine:
    """A line of how a value comes about: what it is, an average month of it ("" where it is none), and over the whole time."""

    label: str
    month: str
    total: str
    is_sum: bool = False


@dataclass(frozen=True)
class SourceCount:
    """How many of the numbers behind a value come from one source."""

    source: Provenance
    numbers: int


@dataclass(frozen=True)
class TornadoRow:
    """How far one input moves the value between the ends of its 90% range."""

    label: str
    low: float
    high: float
    low_text: str  # the input's own low end, e.g. "€1.60"
    high_text: str
    provenance: Provenance = Provenance.GUESS  # of the input
    source_text: str = ""  # "our default"; empty: the provenance's own words
    low_value: str = ""  # the value then, with its currency: "−€6k"
    high_value: str = ""

    @property
    def source(self) -> str:
        """Where the input comes from, in words."""
        return self.source_text or self.provenance.words


@dataclass(frozen=True)
class TornadoChart:
    """Which inputs move the value most."""

    title: str
    note: str
    rows: tuple[TornadoRow, ...]
    base: Marker
    zero: Marker

    def ends(self) -> tuple[tuple[float, str], ...]:
        """The lowest and the highest value that a bar reaches, with its words: the ends of the axis."""
        reached = [
            end
            for row in self.rows
            for end in ((row.low, row.low_value), (row.high, row.high_value))
        ]
        return (min(reached), max(reached)) if reached else ()

    def sentence(self) -> str:
        parts = [
            tr(
                "{label} from {low_text} to {high_text} ({source})",
                label=row.label,
                low_text=row.low_text,
                high_text=row.high_text,
                source=row.source,
            )
            for row in self.rows
        ]
        return f"{self.title}. " + "; ".join(parts) + "."

    def table(self) -> TableTwin:
        return TableTwin(
            (
                tr("input"),
                tr("at its low end"),
                tr("value then"),
                tr("at its high end"),
                tr("value then"),
                tr("source"),
            ),
            tuple(
                (
                    row.label,
                    row.low_text,
                    row.low_value or number(row.low),
                    row.high_text,
                    row.high_value or number(row.high),
                    row.source,
                )
                for row in self.rows
            ),
        )


@dataclass(frozen=True)
class WorthPoint:
    """So many more labels: what they would be worth to the choice, and what they cost."""

    n: int
    worth: float
    cost: float
    worth_text: str
    cost_text: str
    net_text: str
    more: str  # "10 more labels"


@dataclass(frozen=True)
class WorthChart:
    """What the next labels are worth against what they cost, by how many they are."""

    title: str
    note: str
    points: tuple[WorthPoint, ...]
    x_axis: Axis
    y_axis: Axis
    best: int | None = None  # the number of labels that is worth most after its cost
    best_text: str = ""  # "800 more"

    def sentence(self) -> str:
        return f"{self.title}. {self.note}"

    def table(self) -> TableTwin:
        return TableTwin(
            (self.x_axis.label, tr("worth"), tr("cost"), tr("worth less cost")),
            tuple((digits(p.n), p.worth_text, p.cost_text, p.net_text) for p in self.points),
        )
