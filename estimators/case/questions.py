"""The questions about a case, and reading the answers: a value, a range, or unknown."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from estimators.base.codec import convert
from estimators.base.errors import UserError
from estimators.base.number import number
from estimators.base.sentence import data_file, tr
from estimators.case.prices import case_names

_UNKNOWN_WORDS = ("", "unknown", "i don't know", "i don’t know")


@dataclass(frozen=True)
class MeasuredAccuracy:
    """Right answers of a test."""

    correct: int
    n: int


Value = bool | int | float | str | MeasuredAccuracy


@dataclass(frozen=True)
class Question:
    """One input of the assessment; `advisory` ones colour the reasons.

    They bear on the verdict only through what `cues` makes of them, where rules do part of it.
    """

    name: str
    label: str
    kind: str
    values: tuple[str, ...] = ()
    ordered: bool = False
    low: int | float = 0
    high: int | float = 0
    assume: Value | None = None
    plausible: tuple[int | float, ...] = ()
    plausibility: tuple[float, ...] = ()
    advisory: bool = False


@dataclass(frozen=True)
class CaseAnswers:
    """A case that was read: known values by name, ranges where given, names that nobody asked for.

    `elsewhere` are the names of known answers that only another engine reads.
    """

    values: dict[str, Value]
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    elsewhere: frozenset[str] = frozenset()


@cache
def questions() -> dict[str, Question]:
    """Return every question by name, in the order in which a person would ask them."""
    # A cue grades a case beside the questions: what it says and where from is read by `cues`.
    cues = ({**entry, "advisory": True} for entry in _document()["cues"])
    asked = convert([*_document()["questions"], *cues], list[Question])
    return {question.name: question for question in asked}


@cache
def cue_entries() -> tuple[dict[str, Any], ...]:
    """Return the cues as written in questions.json."""
    return tuple(_document()["cues"])


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = data_file(Path(__file__).with_name("questions.json"))
    return document


def read_case(case: object) -> CaseAnswers:
    """Read a case; raises UserError naming the input that cannot be right.

    One case serves both engines, so what only the valuation asks is no stray name.
    """
    if not isinstance(case, Mapping):
        raise UserError(
            tr("The case must be an object with named inputs."),
            tr("It is {name}.", name=type(case).__name__),
            tr('Start from {"labelled_examples": 200}.'),
        )
    values: dict[str, Value] = {}
    ranges: dict[str, tuple[float, float]] = {}
    ignored, elsewhere, valued = [], set(), case_names()
    for name, given in case.items():
        question = questions().get(name) if isinstance(name, str) else None
        if question is None:
            if name not in valued:
                ignored.append(str(name))
            elif not _is_unknown(given):
                elsewhere.add(name)
        elif not _is_unknown(given):
            value, given_range = _read(question, given)
            values[name] = value
            if given_range is not None:
                ranges[name] = given_range
    return CaseAnswers(values, ranges, tuple(sorted(ignored)), frozenset(elsewhere))


def _is_unknown(given: object) -> bool:
    if isinstance(given, Mapping) and "value" in given and "low" not in given:
        given = given["value"]
    return says_nothing(given)


def says_nothing(given: object) -> bool:
    """Whether an answer is none, or says that it is not known."""
    return given is None or (isinstance(given, str) and given.strip().lower() in _UNKNOWN_WORDS)


def _read(question: Question, given: object) -> tuple[Value, tuple[float, float] | None]:
    if isinstance(given, Mapping) and "value" in given and "low" not in given:
        given = given["value"]
    match question.kind:
        case "text":
            if not isinstance(given, str):
                hint = tr("Put it in quotation marks, or write null.")
                raise _wrong(question, given, tr("must be text"), hint)
            return given, None
        case "yes_no":
            if not isinstance(given, bool):
                raise _wrong(
                    question, given, tr("must be yes or no"), tr("Write true, false or null.")
                )
            return given, None
        case "choice":
            if not isinstance(given, str) or given not in question.values:
                names = ", ".join(question.values)
                raise _wrong(
                    question,
                    given,
                    tr("must be one of {names}", names=names),
                    tr("Pick one, or null."),
                )
            return given, None
        case "measured":
            return _measured(question, given), None
        case _:
            return _number_or_range(question, given)


def _number_or_range(question: Question, given: object) -> tuple[Value, tuple[float, float] | None]:
    ends: tuple[object, object] | None = None
    match given:
        case [low, high]:
            ends = (low, high)
        case {"low": low, "high": high}:
            ends = (low, high)
    if ends is None:
        return _number(question, given), None
    low_value, high_value = (_number(question, end) for end in ends)
    if low_value > high_value:
        raise _wrong(
            question, given, tr("has its ends the wrong way round"), tr("Put the lower first.")
        )
    middle: float | None = None
    if isinstance(given, Mapping) and given.get("value") is not None:
        middle = _number(question, given["value"])
        if not low_value <= middle <= high_value:
            raise _wrong(
                question, given, tr("has a value outside its range"), tr("Widen the range.")
            )
    if middle is None:
        wide = low_value > 0 and question.kind in ("count", "amount")
        middle = math.sqrt(low_value * high_value) if wide else (low_value + high_value) / 2
    return round(middle) if question.kind == "count" else middle, (low_value, high_value)


def _number(question: Question, given: object) -> int | float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise _wrong(
            question, given, tr("must be a number"), tr("Give a number, a range, or null.")
        )
    if isinstance(given, float) and not math.isfinite(given):
        raise _wrong(
            question, given, tr("must be a finite number"), tr("Give a number, a range, or null.")
        )
    if given < question.low:
        least = (
            "negative" if question.low == 0 else tr("below {number}", number=number(question.low))
        )
        raise _wrong(
            question,
            given,
            tr("cannot be {least}", least=least),
            tr("Check the number, or write null."),
        )
    if given > question.high:
        hint = tr("Write 95% as 0.95.") if question.kind == "share" else tr("Check the number.")
        raise _wrong(
            question, given, tr("cannot be above {number}", number=number(question.high)), hint
        )
    return given


def _measured(question: Question, given: object) -> MeasuredAccuracy:
    if not isinstance(given, Mapping):
        raise _wrong(
            question, given, tr("must have “correct” and “n”"), 'Write {"correct": 45, "n": 50}.'
        )
    counts = []
    for part in ("correct", "n"):
        count = given.get(part)
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= 10**9:
            raise _wrong(
                question,
                count,
                tr("needs a count in “{part}”", part=part),
                tr("Give a whole number."),
            )
        counts.append(count)
    correct, n = counts
    if n == 0 or correct > n:
        raise _wrong(
            question,
            tr("{correct} of {n}", correct=correct, n=n),
            tr("counts more right answers than answers") if n else tr("is empty"),
            tr("Check the two counts."),
        )
    return MeasuredAccuracy(correct, n)


def _wrong(question: Question, given: object, problem: str, hint: str) -> UserError:
    shown = f"{given!r}"
    return UserError(
        f"“{question.name}” ({question.label.lower()}) {problem}.",
        tr("It is {shown}.", shown=shown if len(shown) <= 60 else shown[:57] + "…"),
        hint,
    )
