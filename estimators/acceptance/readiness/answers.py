"""An answer and what it rests on: measured by the app, stated by a person, or stated against what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Who says so."""

    MEASURED = "measured"
    STATED = "stated"
    OVERRIDE = "override"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ChecklistAnswer:
    """The answer in force.

    Attributes
    ----------
    value : str or None
        A choice of the question; None: unknown, which is an answer.
    why : str
        The evidence, or the reason that a person gave.
    measured : str or None
        What the app had found, where a person overrode it.
    """

    value: str | None
    basis: Basis
    why: str = ""
    measured: str | None = None
    measured_why: str = ""


UNKNOWN = ChecklistAnswer(None, Basis.UNKNOWN)


def in_force(stated: ChecklistAnswer | None, measured: ChecklistAnswer | None) -> ChecklistAnswer:
    """Return the answer that counts: what was measured, unless a person says otherwise with a reason.

    A person's answer without a reason never replaces a measured one, and one that agrees with it adds nothing.
    """
    if measured is None or measured.value is None:
        return stated or UNKNOWN
    if stated is None or stated.value == measured.value or not stated.why.strip():
        return measured
    return ChecklistAnswer(stated.value, Basis.OVERRIDE, stated.why, measured.value, measured.why)


Answers = Mapping[str, ChecklistAnswer]


def value_of(answers: Answers, key: str) -> str | None:
    """Return the value in force of one question, None where it is unknown."""
    return answers.get(key, UNKNOWN).value
