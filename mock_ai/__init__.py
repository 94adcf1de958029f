"""The fake: a dialled classifier, scenarios, a local server, and what people made of it.

The public names load on first use, so that ``import mock_ai`` costs nothing and
the server runs without scikit-learn.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_ai.answer_wording import answer_sentence as answer_sentence
    from mock_ai.classifier import FakeClassifier as FakeClassifier
    from mock_ai.journal import Exchange as Exchange
    from mock_ai.journal import Journal as Journal
    from mock_ai.presets import PRESETS as PRESETS
    from mock_ai.presets import preset as preset
    from mock_ai.scenario import ClassAnswer as ClassAnswer
    from mock_ai.scenario import Scenario as Scenario
    from mock_ai.scenario_file import load_scenario as load_scenario
    from mock_ai.sessions import AcceptanceCurve as AcceptanceCurve
    from mock_ai.sessions import Reaction as Reaction
    from mock_ai.sessions import acceptance_curve as acceptance_curve
    from mock_ai.stubs.failures import FAILURES as FAILURES
    from mock_ai.stubs.responder import StubResponder as StubResponder

_HOME = {
    "FakeClassifier": "mock_ai.classifier",
    "Exchange": "mock_ai.journal",
    "Journal": "mock_ai.journal",
    "PRESETS": "mock_ai.presets",
    "preset": "mock_ai.presets",
    "ClassAnswer": "mock_ai.scenario",
    "Scenario": "mock_ai.scenario",
    "load_scenario": "mock_ai.scenario_file",
    "AcceptanceCurve": "mock_ai.sessions",
    "Reaction": "mock_ai.sessions",
    "acceptance_curve": "mock_ai.sessions",
    "FAILURES": "mock_ai.stubs.failures",
    "StubResponder": "mock_ai.stubs.responder",
    "answer_sentence": "mock_ai.answer_wording",
}
__all__ = sorted(_HOME)  # noqa: PLE0605 (the names are those of the table above)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'mock_ai' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
