"""Delay distributions: fixed, uniform, log-normal by median and sigma, or as they were recorded.

:class:`mock_ai.delays.Delay` is the dial of the window; these are what a scenario file can say
besides. All give seconds for a number in (0, 1) that the schedule draws, so a replay waits
exactly as long.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Protocol

from estimators.base.errors import UserError
from mock_ai.delays import LONGEST_SECONDS, Delay

LARGEST_RECORDING = 1024 * 1024
MOST_RECORDED = 10_000


class DelayDistribution(Protocol):
    """How long something takes. ``luck`` in (0, 1) picks the quantile, ``place`` counts from 0."""

    def seconds(self, luck: float, place: int) -> float: ...


@dataclass(frozen=True)
class FixedDelay:
    """Always the same."""

    value: float

    def seconds(self, luck: float, place: int) -> float:  # noqa: ARG002 (the protocol's)
        """``value``, whatever the draw."""
        return self.value


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
class DialledDelay:
    """The dial of the window: a median, and what 1 in 20 are slower than."""

    dial: Delay

    def seconds(self, luck: float, place: int) -> float:  # noqa: ARG002 (the protocol's)
        """The quantile at ``luck``."""
        return self.dial.quantile(luck)


@dataclass(frozen=True)
class RecordedDelays:
    """The delays of a recording, in its order, from the start again after the last."""

    recorded: tuple[float, ...]

    def seconds(self, luck: float, place: int) -> float:  # noqa: ARG002 (the protocol's)
        """The delay at ``place`` of the recording."""
        return self.recorded[place % len(self.recorded)]


def read_recording(path: Path) -> RecordedDelays:
    """Read a recording: a number of seconds a line, or a journal's JSON lines (``took_seconds``).

    Raises
    ------
    UserError : it cannot be read, is empty or too large, or a line holds no delay.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_RECORDING + 1)
        lines = raw.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, "cannot be read", "a text file with one delay a line") from error
    if len(raw) > LARGEST_RECORDING or len(lines) > MOST_RECORDED:
        raise _bad(path, "is too large", "at most 10,000 delays in 1 MB")
    seconds: list[float] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or (number == 1 and line.strip().lower() in {"seconds", "delay"}):
            continue
        value = _delay_of(line)
        if value is None:
            raise _bad(path, f"has no delay in line {number}", "seconds between 0 and 600")
        seconds.append(value)
    if not seconds:
        raise _bad(path, "holds no delay", "at least one line")
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


def _bad(path: Path, what: str, expected: str) -> UserError:
    return UserError(
        f"The recording “{path.name}” {what}.", f"Expected: {expected}.", "Change it and try again."
    )
