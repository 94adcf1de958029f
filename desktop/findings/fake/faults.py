"""What goes wrong in a scenario besides its dials, in a few words.

Most scenarios have nothing of the kind, and for them nothing is loaded.
"""

from typing import TYPE_CHECKING

from estimators.base.number import digits, seconds
from estimators.base.percent import percent
from mock_ai.scenario import Scenario

if TYPE_CHECKING:
    from mock_ai.fault_catalogue import PossibleFault

_NAMED = 3


def troubles_sentence(scenario: Scenario) -> str:
    """Which ones, the most frequent first."""
    found = sorted(_besides(scenario), key=lambda one: -one.rate)
    if not found:
        return "Nothing else goes wrong."
    named = ", ".join(f"{one.name} {percent(one.rate)}" for one in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return f"{named}{more}."


def troubles_count(scenario: Scenario) -> int:
    """How many there are."""
    return len(_besides(scenario))


def waits_words(scenario: Scenario) -> str:
    """How long it takes, also where the dial does not say it."""
    drawn = scenario.stubs.delay
    if drawn is not None:
        from mock_ai.stubs.faults_and_delays import RecordedDelays, UniformDelay

        if isinstance(drawn, UniformDelay):
            return f"{drawn.low:g} to {drawn.high:g} s"
        if isinstance(drawn, RecordedDelays):
            return f"{digits(len(drawn.recorded))} recorded"
    return seconds(scenario.delay.median_seconds)


def _besides(scenario: Scenario) -> "list[PossibleFault]":
    if not scenario.stubs.faults and not scenario.stubs.failures:
        return []
    from mock_ai.fault_catalogue import DIALS, possible_faults

    return [one for one in possible_faults(scenario) if one.rate and one.id not in DIALS]
