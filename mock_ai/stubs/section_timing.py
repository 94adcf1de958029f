"""Reads delays, faults and failures of scenario files."""

from typing import Any

import yaml

from estimators.base.errors import UserError
from mock_ai.delays import LONGEST_SECONDS, Delay
from mock_ai.scenario_reader import Reader
from mock_ai.stubs.delay_distributions import (
    MOST_RECORDED,
    DelayDistribution,
    DialledDelay,
    FixedDelay,
    LogNormalDelay,
    RecordedDelays,
    UniformDelay,
    read_recording,
)
from mock_ai.stubs.failures import FAILURES, PlannedFailure
from mock_ai.stubs.faults import KINDS, PlannedFault
from mock_ai.stubs.section_conditions import conditions

_DELAYS = ("fixed", "uniform", "median", "sigma", "usually", "one_in_20_slower_than", "recording")
_FORMS = "Say 0.9 s, or uniform, median and sigma, usually and one_in_20_slower_than, or recording"


def delay(reader: Reader, node: yaml.Node, key: str) -> DelayDistribution:
    """A delay distribution: a number of seconds, or one of the forms by its parts."""
    if isinstance(node, yaml.ScalarNode):
        return FixedDelay(_seconds(reader, node, key))
    parts = reader.mapping(node, key, dict.fromkeys(_DELAYS))
    match sorted(parts):
        case ["fixed"]:
            return FixedDelay(_seconds(reader, parts["fixed"], "fixed"))
        case ["uniform"]:
            ends = reader.items(parts["uniform"], "uniform")
            if len(ends) != 2:
                raise reader.complaint(parts["uniform"], "has not two ends", "Write [0.5 s, 2 s]")
            low, high = (_seconds(reader, end, "uniform") for end in ends)
            if low > high:
                raise reader.complaint(ends[1], "has its ends swapped", "The lower end comes first")
            return UniformDelay(low, high)
        case ["median", "sigma"]:
            median = _seconds(reader, parts["median"], "median")
            return LogNormalDelay(median, reader.between(parts["sigma"], "sigma", 0, 5))
        case ["usually"] | ["one_in_20_slower_than", "usually"]:
            usual = _seconds(reader, parts["usually"], "usually")
            slow_node = parts.get("one_in_20_slower_than", parts["usually"])
            try:
                return DialledDelay(
                    Delay(usual, _seconds(reader, slow_node, "one_in_20_slower_than"))
                )
            except UserError as error:
                raise reader.complaint(
                    slow_node, "has a delay that does not fit", error.why.rstrip(".")
                ) from error
        case ["recording"]:
            return _recorded(reader, parts["recording"])
        case ["one_in_20_slower_than"]:
            raise reader.complaint(node, "has a delay without “usually”", "Say how long it takes")
    raise reader.complaint(node, f"says “{key}” in no known form", _FORMS)


def _recorded(reader: Reader, node: yaml.Node) -> RecordedDelays:
    """The delays of a file, or those that stand here."""
    if isinstance(node, yaml.SequenceNode):
        items = reader.items(node, "recording")
        if not 0 < len(items) <= MOST_RECORDED:
            raise reader.complaint(
                node, "holds no delay or too many", "1 to 10,000 delays are expected"
            )
        return RecordedDelays(tuple(_seconds(reader, item, "recording") for item in items))
    path = reader.file(node, "recording")
    try:
        return read_recording(path)
    except UserError as error:
        raise reader.complaint(
            node,
            f"names a recording that {error.what.partition('” ')[2].rstrip('.')}",
            error.why.rstrip("."),
        ) from error


def faults(reader: Reader, node: yaml.Node, key: str) -> tuple[PlannedFault, ...]:
    """Faults of the wire; their rates add up to at most 1."""
    found: list[PlannedFault] = []
    for item in reader.one_or_more(node, key):
        if isinstance(item, yaml.ScalarNode):
            found.append(PlannedFault(reader.one_of(item, "fault", KINDS)))
            continue
        parts = reader.mapping(
            item, key, dict.fromkeys(("fault", "rate", "on", "retry_after", "after_tokens"))
        )
        if "fault" not in parts:
            raise reader.complaint(item, "has no “fault”", f"It may be {', '.join(KINDS)}")
        more: dict[str, Any] = {"rate": 0.0 if "on" in parts else 1.0}
        if "rate" in parts:
            more["rate"] = reader.between(parts["rate"], "rate", 0, 1)
        if "on" in parts:
            more["on"] = tuple(
                reader.whole(number, "on") for number in reader.one_or_more(parts["on"], "on")
            )
        if "retry_after" in parts:
            more["retry_after"] = _seconds(reader, parts["retry_after"], "retry_after")
        if "after_tokens" in parts:
            more["after_tokens"] = reader.whole(parts["after_tokens"], "after_tokens")
        found.append(PlannedFault(reader.one_of(parts["fault"], "fault", KINDS), **more))
    if sum(one.rate for one in found) > 1 + 1e-9:
        raise reader.complaint(node, "has faults for more than all requests", "Rates add up to 1")
    return tuple(found)


def failures(reader: Reader, node: yaml.Node, key: str) -> tuple[PlannedFailure, ...]:
    """Failures of the AI: a preset by its name, or with a rate and a condition of its own."""
    known = {name.replace("-", " "): failure for name, failure in FAILURES.items()}
    found: list[PlannedFailure] = []
    for item in reader.one_or_more(node, key):
        if isinstance(item, yaml.ScalarNode):
            found.append(PlannedFailure(reader.one_of(item, "failure", known)))
            continue
        parts = reader.mapping(item, key, dict.fromkeys(("failure", "rate", "when")))
        if "failure" not in parts:
            raise reader.complaint(item, "has no “failure”", f"It may be {', '.join(known)}")
        rate = reader.between(parts["rate"], "rate", 0, 1) if "rate" in parts else 1.0
        when = conditions(reader, parts["when"], "when") if "when" in parts else (None,)
        failure = reader.one_of(parts["failure"], "failure", known)
        found += [PlannedFailure(failure, rate, condition) for condition in when]
    return tuple(found)


def _seconds(reader: Reader, node: yaml.Node, key: str) -> float:
    return reader.between(node, key, 0, LONGEST_SECONDS)
