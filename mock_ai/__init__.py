"""The fake: a dialled classifier, scenarios, a local server, and what people made of it."""

from typing import TYPE_CHECKING

from estimators.base.lazy import lazy_names

if TYPE_CHECKING:
    from mock_ai.classifier import FakeClassifier as FakeClassifier
    from mock_ai.kinds.estimators import fake_of_kind as fake_of_kind

__getattr__ = lazy_names(
    FakeClassifier="mock_ai.classifier", fake_of_kind="mock_ai.kinds.estimators"
)
