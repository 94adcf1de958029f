"""The questions about a case, and reading the answers: a value, a range, or unknown."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

from estimators.base.codec import convert
from estimators.base.errors import UserError
from estimators.base.sentence import data_file, tr
from estimators.case.default_inputs import case_names
from estimators.case.given_number import AskedNumber, read_counts, read_range, says_nothing
from estimators.case.price_book import PRICES, price_book


@dataclass(frozen=True)
class MeasuredAccuracy:
    """Right answers of a test."""

    correct: int
    n: int


Value = bool | int | float | str | MeasuredAccuracy


@dataclass(frozen=True)
class Question(AskedNumber):
    """One input of the assessment; `advisory` ones colour the reasons.

    They bear on the verdict only through what `cues` makes of them, where rules do part of it.
    """

    values: tuple[str, ...] = ()
    ordered: bool = False
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
            elif not says_nothing(given):
                elsewhere.add(name)
            if name == PRICES and given is not None:
                values[PRICES] = cast(Value, price_book(given))  # read by prices alone
        elif not says_nothing(given):
            value, given_range = _read(question, given)
            values[name] = value
            if given_range is not None:
                ranges[name] = given_range
    return CaseAnswers(values, ranges, tuple(sorted(ignored)), frozenset(elsewhere))


def _read(question: Question, given: object) -> tuple[Value, tuple[float, float] | None]:
    if isinstance(given, Mapping) and "value" in given and "low" not in given:
        given = given["value"]
    match question.kind:
        case "text":
            if not isinstance(given, str):
                hint = tr("Put it in quotation marks, or write null.")
                raise question.refused(given, tr("must be text"), hint)
            return given, None
        case "yes_no":
            if not isinstance(given, bool):
                raise question.refused(
                    given, tr("must be yes or no"), tr("Write true, false or null.")
                )
            return given, None
        case "choice":
            if not isinstance(given, str) or given not in question.values:
                names = ", ".join(question.values)
                raise question.refused(
                    given,
                    tr("must be one of {names}", names=names),
                    tr("Pick one, or null."),
                )
            return given, None
        case "measured":
            return MeasuredAccuracy(*read_counts(question, given, "correct")), None
        case _:
            return _number_or_range(question, given)


def _number_or_range(question: Question, given: object) -> tuple[Value, tuple[float, float] | None]:
    low, middle, high = read_range(question, given)
    if isinstance(given, int | float):
        return given, None
    if middle is None:
        wide = low > 0 and question.kind in ("count", "amount")
        middle = math.sqrt(low * high) if wide else (low + high) / 2
    return round(middle) if question.kind == "count" else middle, (low, high)
