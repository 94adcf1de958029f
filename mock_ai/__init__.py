"""The fake: a dialled classifier, scenarios, a local server, and what people made of it."""

from typing import TYPE_CHECKING

from estimators.base.lazy import lazy_names

if TYPE_CHECKING:
    from mock_ai.classifier import FakeClassifier as FakeClassifier

__getattr__ = lazy_names(FakeClassifier="mock_ai.classifier")
