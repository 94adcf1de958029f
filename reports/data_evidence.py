"""The labelled examples, as a report shows them."""

from dataclasses import dataclass

from reports.chart_data import ClassCount, CurveChart
from reports.figure import Figure, Statement
from reports.sufficiency import Sufficiency


@dataclass(frozen=True)
class Data:
    """The labelled examples. Counts are of learnable examples and of those held out for the test."""

    modality: str  # "photos"
    classes: tuple[ClassCount, ...] = ()
    hygiene: tuple[Statement, ...] = ()  # findings, one sentence each
    curve: CurveChart | None = None
    labels_needed: Figure | None = None
    labels_sentence: str = ""  # "About 370 more labels buy 3 points: roughly 6 hours, €320."
    origin: str = ""  # where the examples come from, and under which terms
    sufficiency: Sufficiency | None = None
