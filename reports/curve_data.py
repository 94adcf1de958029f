"""A curve with its band, as screen and PDF draw it: the learning curve, or acceptance against accuracy."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from estimators.base.count import count
from estimators.base.interval import percent_range
from estimators.base.number import digits, number
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.chart_parts import Axis, Marker, TableTwin
from reports.provenance import Provenance

Band = tuple[tuple[float, float, float], ...]  # x, low, high
_FITTED_ROWS = (
    12  # of a table: a line drawn through more points looks round, a table of them is not read
)


@dataclass(frozen=True)
class CurvePoint:
    """A measured or simulated point with its spread."""

    x: float
    y: float
    low: float
    high: float
    n: int
    provenance: Provenance
    earlier: bool = False  # from the measurement before the one under way: hollow
    hover: str = ""  # what is said of it where the pointer rests
    label: str = ""  # stands beside it
    to_axis: bool = False  # a dotted line from it to the axis


@dataclass(frozen=True)
class InnerBand:
    """A band inside the 90% one, that holds the truth with probability ``share``."""

    share: float
    points: Band


@dataclass(frozen=True)
class CurveReading:
    """The curve at one x: its value and its 90% band."""

    x: float
    y: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """ "at 640: 88%, 9 in 10: 84% to 91%"."""
        return tr(
            "at {x}: {y}, 9 in 10: {percent_range}",
            x=digits(self.x),
            y=percent(self.y),
            percent_range=percent_range(self.low, self.high),
        )


@dataclass(frozen=True)
class CurveChart:
    """A curve with its band: the learning curve with its forecast, or acceptance against accuracy."""

    title: str
    note: str
    x_axis: Axis
    y_axis: Axis
    points: tuple[CurvePoint, ...]
    line: tuple[tuple[float, float], ...]
    band: Band  # 90 %
    provenance: Provenance
    forecast_from: float | None = None  # beyond this x the line is dashed and the band paler
    goal: Marker | None = None  # horizontal
    reached_at: Marker | None = None  # vertical, dotted, from the goal down to the axis
    reached_range: tuple[float, float] | None = None
    reached_range_text: str = ""
    bar: Marker | None = None  # vertical launch bar on the x axis
    point_label: str = ""  # direct label of the last measured point
    inner: tuple[InnerBand, ...] = ()  # the widest first
    now: Marker | None = None  # "462 now": a tick on the line at that x
    key: str = ""  # what the shades mean, said below the picture
    dashed: bool = False  # worked out, not measured

    def read(self, x: float) -> CurveReading | None:
        """The forecast at ``x``, held to the ends of the line; None for a curve that is no forecast."""
        if self.forecast_from is None or not self.line or not self.band:
            return None
        x = min(max(x, self.line[0][0]), self.line[-1][0])
        low = interpolate([(b[0], b[1]) for b in self.band], x)
        high = interpolate([(b[0], b[2]) for b in self.band], x)
        return CurveReading(x, interpolate(self.line, x), low, high)

    def sentence(self) -> str:
        if self.forecast_from is not None and self.points:
            return self._forecast_sentence(self.forecast_from)
        ends = ""
        if self.points:
            last = self.points[-1]
            ends = tr(
                " The last of {points} points is {y} at {place}.",
                points=len(self.points),
                y=percent(last.y),
                place=self._place(last.x),
            )
        reached = f" {self.reached_at.label}." if self.reached_at else ""
        return f"{self.title}.{ends}{reached}"

    def _forecast_sentence(self, have: float) -> str:
        first, last = self.points[0], self.points[-1]
        sizes = count(len(self.points), "size")
        said = [
            f"{self.title}.",
            tr(
                "Measured at {sizes}: {y} right at {x}",
                sizes=sizes,
                y=percent(first.y),
                x=digits(first.x),
            )
            + (
                tr(", {y} at {x}.", y=percent(last.y), x=digits(last.x))
                if last is not first
                else "."
            ),
        ]
        now, end = self.read(have), self.read(math.inf)
        if now is not None and end is not None:
            said += [
                tr("Now, {words}.", words=now.words),
                tr("Forecast, {words}.", words=end.words),
            ]
        if self.goal is not None:
            reached = self.reached_at
            where = (
                tr("reached at about {value}", value=digits(reached.value))
                if reached
                else tr("not reached here")
            )
            span = f", {self.reached_range_text}" if reached and self.reached_range_text else ""
            said.append(
                tr("{label} is {where}{span}.", label=self.goal.label, where=where, span=span)
            )
        return " ".join(said)

    def table(self) -> TableTwin:
        """Every measured x, and a dozen of the fitted ones from end to end; of a forecast with all its bands."""
        return self._forecast_table() if self.inner else self._plain_table()

    def _forecast_table(self) -> TableTwin:
        bands = [*reversed(self.inner), InnerBand(0.9, self.band)]
        headers = tuple(tr("{chances} in 10", chances=round(10 * band.share)) for band in bands)
        blank = ("",) * (len(bands) - 1)
        measured = tuple(
            (digits(p.x), percent(p.y, 1), *blank, percent_range(p.low, p.high) if p.high > p.low else "", digits(p.n),
             p.provenance.words)
            for p in self.points
        )  # fmt: skip
        ends = [{x: (low, high) for x, low, high in band.points} for band in bands]
        have = self.forecast_from if self.forecast_from is not None else math.inf
        fitted = tuple(
            (digits(x), percent(y, 1), *(percent_range(*each[x]) if x in each else "" for each in ends), "",
             tr("fitted") if x <= have else tr("forecast"))
            for x, y in self._fitted()
        )  # fmt: skip
        return TableTwin(
            (self.x_axis.label or "n", "right", *headers, "repeats", "source"), measured + fitted
        )

    def _plain_table(self) -> TableTwin:
        ends = {x: (percent(low, 1), percent(high, 1)) for x, low, high in self.band}
        measured = tuple(
            (
                self._place(p.x),
                *(percent(share, 1) for share in (p.y, p.low, p.high)),
                digits(p.n),
                p.provenance.words,
            )
            for p in self.points
        )
        fitted = tuple(
            (self._place(x), percent(y, 1), *ends.get(x, ("", "")), "", tr("fitted"))
            for x, y in self._fitted()
        )
        return TableTwin(
            (self.x_axis.label or "x", tr("share"), tr("low"), tr("high"), "n", tr("source")),
            measured + fitted,
        )

    def _fitted(self) -> tuple[tuple[float, float], ...]:
        """Points of the line for the table, as far apart as on the axis."""
        last, most = len(self.line) - 1, _FITTED_ROWS - 1
        if last <= most:
            return self.line
        return tuple(self.line[round(at * last / most)] for at in range(most + 1))

    def _place(self, x: float) -> str:
        """A place on the horizontal axis, which is a share where it ends at 1."""
        return percent(x, 1) if self.x_axis.high <= 1 else number(x)


Row = tuple[float, ...]


def densified(rows: Sequence[Row], between: int = 5) -> tuple[Row, ...]:
    """Rows (x, values...) with more of them between two, straight in the logarithm of x, so that a curve looks round."""
    if not rows or not all(0 < row[0] < math.inf for row in rows):
        return tuple(rows)
    dense: list[Row] = []
    for before, after in pairwise(rows):
        for step in range(between):
            share = step / between
            x = before[0] * (after[0] / before[0]) ** share
            values = (a + share * (b - a) for a, b in zip(before[1:], after[1:], strict=True))
            dense.append((x, *values))
    return (*dense, rows[-1])


def interpolate(line: Sequence[tuple[float, float]], x: float) -> float:
    """The value at ``x``: straight in the logarithm of x between two points, as the forecast is."""
    for (x0, y0), (x1, y1) in pairwise(line):
        if x0 <= x <= x1:
            doublings = math.log(x1 / x0) if 0 < x0 < x1 < math.inf else 0.0
            return y0 + (math.log(x / x0) / doublings if doublings else 0.0) * (y1 - y0)
    return line[0][1] if x < line[0][0] else line[-1][1]
