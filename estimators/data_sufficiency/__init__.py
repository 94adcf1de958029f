"""How much data is enough? Learning curves, their forecast, and what the next label is worth."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from estimators.data_sufficiency.class_gain import ClassGain, class_gains
    from estimators.data_sufficiency.curve_csv import read_curve_csv
    from estimators.data_sufficiency.forecast_result import Forecast
    from estimators.data_sufficiency.learning_curve import LearningCurveForecaster
    from estimators.data_sufficiency.measured import MeasuredPoint
    from estimators.data_sufficiency.measurement import measure
    from estimators.data_sufficiency.plan import Plan, Round
    from estimators.data_sufficiency.purchase import Purchase
    from estimators.data_sufficiency.similar_tasks import SimilarTask, similar_tasks
    from estimators.data_sufficiency.slice_gain import SliceGain, slice_gains
    from estimators.data_sufficiency.sufficiency import forecast

__all__ = [
    "ClassGain",
    "Forecast",
    "LearningCurveForecaster",
    "MeasuredPoint",
    "Plan",
    "Purchase",
    "Round",
    "SimilarTask",
    "SliceGain",
    "class_gains",
    "forecast",
    "measure",
    "read_curve_csv",
    "similar_tasks",
    "slice_gains",
]

_HOME = {
    "ClassGain": "class_gain",
    "Forecast": "forecast_result",
    "LearningCurveForecaster": "learning_curve",
    "MeasuredPoint": "measured",
    "Plan": "plan",
    "Purchase": "purchase",
    "Round": "plan",
    "SimilarTask": "similar_tasks",
    "SliceGain": "slice_gain",
    "class_gains": "class_gain",
    "measure": "measurement",
    "forecast": "sufficiency",
    "read_curve_csv": "curve_csv",
    "similar_tasks": "similar_tasks",
    "slice_gains": "slice_gain",
}


def __getattr__(name: str) -> object:
    """Import on first use: scikit-learn costs a second, and the window paints before that."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
