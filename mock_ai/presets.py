"""Six scenarios to start from, and the one that ``serve`` plays when it is given none."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from estimators.base.sentence import tr
from mock_ai.delays import Delay
from mock_ai.kinds.product import KindSetting
from mock_ai.scenario import Drift, Scenario

if TYPE_CHECKING:
    from mock_ai.kinds.registry import FailureMode

_ANY_CLASSES = ("yes", "no")  # stand in until a project brings its own
_USUAL = Scenario(
    "usual",
    tr("Usual"),
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


_WORDS_A_SECOND = 45  # is seen to be written, and ends before one is through reading


def presets_of(kind: str) -> tuple[Scenario, ...]:
    """Six to start from for a kind of product: better and worse ones, its first two ways of being wrong, and a slow one."""
    if kind == "classify":
        return PRESETS
    from mock_ai.kinds.registry import kind_fake_entry  # all seven, which most servers do not need

    entry = kind_fake_entry(kind)
    start: float = entry.main.start
    worse, better = start - 0.2, min(start + 0.12, 0.97)
    if entry.lower_is_better:
        worse, better = start + 0.18, start / 2.4

    def preset(
        name: str, words: str, dials: dict[str, Any], delay: Delay = _USUAL.delay
    ) -> Scenario:
        if kind == "generate":
            dials = {**dials, "speed": _WORDS_A_SECOND, "stranger": "says_so"}
        product = KindSetting.of(kind, dials)
        return Scenario(name, words, _ANY_CLASSES, delay=delay, product=product)

    def mostly(failure: "FailureMode") -> Scenario:
        dials = entry.turned({}, round(worse, 2))
        assert entry.makes is not None
        if entry.makes.has_mix:
            others = {
                each.name: round(0.3 / (len(entry.failures) - 1), 3) for each in entry.failures
            }
            dials["mix"] = {**others, failure.name: 0.7}
        else:
            dials["bias"] = 1.0 if failure.name == "too_high" else -1.0
        words = tr("Mostly: {failure}", failure=failure.label)
        return preset(f"mostly-{failure.name.replace('_', '-')}", words, dials)

    return (
        preset("the-promise", tr("The promise"), entry.turned({}, start)),
        preset("an-early-version", tr("An early version"), entry.turned({}, round(worse, 2))),
        preset("as-good-as-people", tr("As good as people"), entry.turned({}, round(better, 2))),
        *map(mostly, entry.failures[:2]),
        preset("slow", tr("Slow"), entry.turned({}, start), Delay(6.0, 15.0)),
    )


BUILT_IN = Scenario("built-in", tr("Built in"), classes=_ANY_CLASSES)
"""Answers at once and never fails, so that a new client can be tried against it."""
