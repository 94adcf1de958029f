"""How much data is enough? Learning curves, their forecast, and what the next label is worth."""

from typing import TYPE_CHECKING

from estimators.base.lazy import lazy_names

if TYPE_CHECKING:
    from estimators.data_sufficiency.learning_curve import (
        LearningCurveForecaster as LearningCurveForecaster,
    )

__getattr__ = lazy_names(LearningCurveForecaster="estimators.data_sufficiency.learning_curve")
