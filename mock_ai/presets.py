"""Six scenarios to start from, and the one that ``serve`` plays when it is given none."""

from dataclasses import replace

from estimators.base.sentence import tr
from mock_ai.delays import Delay
from mock_ai.scenario import Drift, Scenario

_ANY_CLASSES = ("yes", "no")  # stand in until a project brings its own
_USUAL = Scenario(
    "usual",
    "Usual",
    classes=_ANY_CLASSES,
    delay=Delay(0.9, 2.4),
    no_answer_rate=0.02,
    error_rate=0.01,
    unknown_rate=0.04,
)

PRESETS: tuple[Scenario, ...] = (
    replace(_USUAL, id="the-promise", name=tr("The promise"), accuracy=0.85),
    replace(_USUAL, id="an-early-model", name=tr("An early model"), accuracy=0.70),
    replace(_USUAL, id="as-good-as-people", name=tr("As good as people"), accuracy=0.92),
    replace(
        _USUAL,
        id="confidently-wrong",
        name=tr("Confidently wrong"),
        accuracy=0.70,
        calibration="overconfident",
        unknown_rate=0.0,
    ),
    replace(
        _USUAL, id="gets-worse", name=tr("Gets worse"), accuracy=0.90, drift=(Drift(20, 0.60),)
    ),
    replace(
        _USUAL,
        id="bad-network",
        name=tr("Bad network"),
        delay=Delay(2.0, 9.0),
        no_answer_rate=0.10,
        error_rate=0.05,
    ),
)

BUILT_IN = Scenario("built-in", tr("Built in"), classes=_ANY_CLASSES)
"""Answers at once and never fails, so that a new client can be tried against it."""
