"""The test of one run: what it got right, class by class, and how all of it was measured."""

from dataclasses import dataclass

from estimators.classifier.evaluation_result import ClassResult
from estimators.classifier.training_result import Certificate
from reports.chart_data import ConfusionChart, IntervalChart, ReliabilityChart
from reports.figure import Figure


@dataclass(frozen=True)
class Accuracy:
    """The test of one run, as Train says it. ``bound`` is the exact one-sided lower bound over all looks at the test."""

    run: str  # "run 4"
    headline: str  # "Run 4 is right 91% of the time and passes the bar."
    lead: str  # "163 of 180 held-out photos: sure of at least 86.2%, and the bar is 85%."
    right: Figure
    bound: Figure
    split: str  # "held out before run 1, by turbine"
    noun: str = "photos"
    runs: IntervalChart | None = None
    per_class: tuple[ClassResult, ...] = ()
    confusion: ConfusionChart | None = None
    reliability: ReliabilityChart | None = None
    ece: Figure | None = None
    ece_by_chance: Figure | None = None
    certificate: Certificate | None = None
    model_file: str = "model.onnx"
    model_sha256: str = ""
    method: str = ""  # backbone and head, in one sentence
