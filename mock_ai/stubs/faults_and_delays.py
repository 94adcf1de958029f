"""How long an answer takes and what goes wrong on the wire, beyond the dials of the window; and how a file says it.

:class:`mock_ai.delays.Delay` is the dial of the window. All distributions give seconds for a number in (0, 1) that the
schedule draws, so a replay waits exactly as long; which requests a fault strikes is seeded, so a replay repeats every one.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Protocol

import yaml

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from mock_ai.conversation import WireFault
from mock_ai.delays import LONGEST_SECONDS, Delay, scheduled_uniform
from mock_ai.scenario_reader import Read, Reader, share, within
from mock_ai.stubs.conditions import conditions
from mock_ai.stubs.failures import FAILURES, PlannedFailure
from mock_ai.wire_faults import BY_WORDS

LARGEST_RECORDING = 1024 * 1024
MOST_RECORDED = 10_000


class DelayDistribution(Protocol):
    """How long something takes, as :class:`mock_ai.delays.Delay` and those below say it.

    ``luck`` in (0, 1) picks the quantile, ``place`` counts from 0.
    """

    def seconds(self, luck: float, place: int) -> float: ...


@dataclass(frozen=True)
class UniformDelay:
    """Anything from ``low`` to ``high``, each as likely."""

    low: float
    high: float

    def seconds(self, luck: float, place: int) -> float:  # noqa: ARG002 (the protocol's)
        """The quantile at ``luck``."""
        return self.low + luck * (self.high - self.low)


@dataclass(frozen=True)
class LogNormalDelay:
    """``median`` seconds; ``sigma`` is the standard deviation of the delay's logarithm."""

    median: float
    sigma: float

    def seconds(self, luck: float, place: int) -> float:  # noqa: ARG002 (the protocol's)
        """The quantile at ``luck``, at most ten minutes."""
        z = NormalDist().inv_cdf(min(max(luck, 1e-9), 1 - 1e-9))
        return min(self.median * math.exp(self.sigma * z), LONGEST_SECONDS)


@dataclass(frozen=True)
class RecordedDelays:
    """The delays of a recording, in its order, from the start again after the last."""

    recorded: tuple[float, ...]

    def seconds(self, luck: float, place: int) -> float:  # noqa: ARG002 (the protocol's)
        """The delay at ``place`` of the recording."""
        return self.recorded[place % len(self.recorded)]


def read_recording(path: Path) -> RecordedDelays:
    """Read a recording: a number of seconds a line, or a journal's JSON lines (``took_seconds``).

    Raises `UserError` if it cannot be read, is empty or too large, or a line holds no delay.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_RECORDING + 1)
        lines = raw.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordingError(
            path, tr("cannot be read"), tr("a text file with one delay a line")
        ) from error
    if len(raw) > LARGEST_RECORDING or len(lines) > MOST_RECORDED:
        raise RecordingError(path, tr("is too large"), tr("at most 10,000 delays in 1 MB"))
    seconds: list[float] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or (number == 1 and line.strip().lower() in {"seconds", "delay"}):
            continue
        value = _delay_of(line)
        if value is None:
            raise RecordingError(
                path,
                tr("has no delay in line {number}", number=number),
                tr("seconds between 0 and 600"),
            )
        seconds.append(value)
    if not seconds:
        raise RecordingError(path, tr("holds no delay"), tr("at least one line"))
    return RecordedDelays(tuple(seconds))


def _delay_of(line: str) -> float | None:
    try:
        value = json.loads(line)
        if isinstance(value, dict):
            value = value.get("took_seconds", value.get("seconds"))
    except (ValueError, RecursionError):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= LONGEST_SECONDS else None


class RecordingError(UserError):
    """A recording of delays is none; ``problem`` completes a sentence that begins with it."""

    def __init__(self, path: Path, problem: str, expected: str) -> None:
        super().__init__(
            tr("The recording “{name}” {what}.", name=path.name, what=problem),
            tr("Expected: {expected}.", expected=expected),
            tr("Change it and try again."),
        )
        self.problem = problem


KINDS: dict[str, str] = {words: one.kind for words, one in BY_WORDS.items()}
"""The words of a scenario file, and the kind that the server plays."""


@dataclass(frozen=True)
class PlannedFault:
    """A share ``rate`` of requests, and those numbered in ``on`` (the first is 1)."""

    kind: str
    rate: float = 1.0
    on: tuple[int, ...] = ()
    retry_after: float | None = None
    after_tokens: int = 5

    @property
    def wire_fault(self) -> WireFault:
        """What the server plays."""
        return WireFault(self.kind, self.retry_after, self.after_tokens)


def fault_at(
    planned: Sequence[PlannedFault], seed: int, purpose: str, place: int
) -> WireFault | None:
    """The fault that strikes request ``place`` (from 0), if any.

    Rates share one draw, so they add up and never strike together; of each 100 requests a
    rate of 10% strikes 10.
    """
    for fault in planned:
        if place + 1 in fault.on:
            return fault.wire_fault
    luck = scheduled_uniform(seed, purpose, place)
    for fault in planned:
        if luck < fault.rate:
            return fault.wire_fault
        luck -= fault.rate
    return None


_DELAYS = ("fixed", "uniform", "median", "sigma", "usually", "one_in_20_slower_than", "recording")
_FORMS = tr(
    "Say 0.9 s, or uniform, median and sigma, usually and one_in_20_slower_than, or recording"
)


def delay(reader: Reader, node: yaml.Node, key: str) -> DelayDistribution:
    """A delay distribution: a number of seconds, or one of the forms by its parts."""
    if isinstance(node, yaml.ScalarNode):
        return _fixed(_seconds(reader, node, key))
    parts = reader.mapping(node, key, dict.fromkeys(_DELAYS))
    match sorted(parts):
        case ["fixed"]:
            return _fixed(_seconds(reader, parts["fixed"], "fixed"))
        case ["uniform"]:
            ends = reader.items(parts["uniform"], "uniform")
            if len(ends) != 2:
                raise reader.complaint(
                    parts["uniform"], tr("has not two ends"), "Write [0.5 s, 2 s]"
                )
            low, high = (_seconds(reader, end, "uniform") for end in ends)
            if low > high:
                raise reader.complaint(
                    ends[1], tr("has its ends swapped"), tr("The lower end comes first")
                )
            return UniformDelay(low, high)
        case ["median", "sigma"]:
            median = _seconds(reader, parts["median"], "median")
            return LogNormalDelay(median, reader.between(parts["sigma"], "sigma", 0, 5))
        case ["usually"] | ["one_in_20_slower_than", "usually"]:
            usual = _seconds(reader, parts["usually"], "usually")
            slow_node = parts.get("one_in_20_slower_than", parts["usually"])
            try:
                return Delay(usual, _seconds(reader, slow_node, "one_in_20_slower_than"))
            except UserError as error:
                raise reader.complaint(
                    slow_node, tr("has a delay that does not fit"), error.why.rstrip(".")
                ) from error
        case ["recording"]:
            return _recorded(reader, parts["recording"])
        case ["one_in_20_slower_than"]:
            raise reader.complaint(
                node, tr("has a delay without “usually”"), tr("Say how long it takes")
            )
    raise reader.complaint(node, tr("says “{key}” in no known form", key=key), _FORMS)


_seconds = within(0, LONGEST_SECONDS)


def _fixed(seconds: float) -> Delay:
    return Delay(seconds, seconds)


def _recorded(reader: Reader, node: yaml.Node) -> RecordedDelays:
    """The delays of a file, or those that stand here."""
    if isinstance(node, yaml.SequenceNode):
        items = reader.items(node, "recording")
        if not 0 < len(items) <= MOST_RECORDED:
            raise reader.complaint(
                node, tr("holds no delay or too many"), tr("1 to 10,000 delays are expected")
            )
        return RecordedDelays(tuple(_seconds(reader, item, "recording") for item in items))
    path = reader.file(node, "recording")
    try:
        return read_recording(path)
    except RecordingError as error:
        raise reader.complaint(
            node,
            tr("names a recording that {problem}", problem=error.problem),
            error.why.rstrip("."),
        ) from error


def faults(reader: Reader, node: yaml.Node, key: str) -> tuple[PlannedFault, ...]:
    """Faults of the wire; their rates add up to at most 1."""
    needs = tr("has no “fault”"), tr("It may be {kinds}", kinds=", ".join(KINDS))
    found: list[PlannedFault] = []
    for item in reader.one_or_more(node, key):
        said = reader.parts(item, key, _FAULT, needs, alone=yaml.ScalarNode)
        usual = 0.0 if "on" in said else 1.0
        found.append(PlannedFault(said.pop("fault"), **{"rate": usual, **said}))
    if sum(one.rate for one in found) > 1 + 1e-9:
        what = tr("has faults for more than all requests")
        raise reader.complaint(node, what, tr("Rates add up to 1"))
    return tuple(found)


def failures(reader: Reader, node: yaml.Node, key: str) -> tuple[PlannedFailure, ...]:
    """Failures of the AI: a preset by its name, or with a rate and a condition of its own."""
    needs = tr("has no “failure”"), tr("It may be {known}", known=", ".join(_FAILURES))
    found: list[PlannedFailure] = []
    for item in reader.one_or_more(node, key):
        said = reader.parts(item, key, _FAILURE, needs, alone=yaml.ScalarNode)
        when = said.pop("when", (None,))
        found += [PlannedFailure(condition=condition, **said) for condition in when]
    return tuple(found)


def _numbers(reader: Reader, node: yaml.Node, key: str) -> tuple[int, ...]:
    return tuple(reader.whole(number, key) for number in reader.one_or_more(node, key))


_FAILURES = {name.replace("-", " "): failure for name, failure in FAILURES.items()}
_FAULT: dict[str, Read] = {
    "fault": lambda reader, node, key: reader.one_of(node, key, KINDS),
    "rate": share,
    "on": _numbers,
    "retry_after": _seconds,
    "after_tokens": Reader.whole,
}
_FAILURE: dict[str, Read] = {
    "failure": lambda reader, node, key: reader.one_of(node, key, _FAILURES),
    "rate": share,
    "when": conditions,
}
