"""The questions about a case, and reading the answers: a value, a range, or unknown."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from estimators.base.codec import convert
from estimators.base.errors import UserError
from estimators.base.sentence import data_file, tr
from estimators.base.task_kind import TASK_KINDS
from estimators.case.default_inputs import case_names
from estimators.case.given_number import AskedNumber, read_counts, read_range, says_nothing
from estimators.case.price_book import PRICES, price_book

MEASURED_OF = ("trained", "service", "prompt", "rule", "today")
OWNED = "data_owned"  # yes or no, of before there were four answers to `data_rights`
WORTH = "value_per_correct"  # what the valuation calls `value_of_right_answer`
# Asked only of what tells things apart: a number, an order or a text has no classes.
OF_CLASSES = ("n_classes", "rarest_class_examples", "majority_share", "recognises_a_kind")
_ERRORS = ("wer", "mae")  # lower is better, and no share of right answers


@dataclass(frozen=True)
class Measured:
    """What a test of one way to answer came to.

    Attributes
    ----------
    correct : int or None
        Right answers of `n`; None for an error (`value`).
    of : str
        What was tested: trained, service, prompt, rule or today.
    metric : str
        accuracy, recall, precision, pass_rate, hit, within, fields, done: shares; wer, mae: errors; ndcg.
    value : float or None
        The error, or the mean of a measure that is not counted.
    among : int
        Of how many tested on the same cases it was chosen as the best: a bound pays for that.
    bound : float or None
        What the bar is held against where counts do not say it (cases that belong together, a score): of an error at most this.
    beside : tuple of Measured
        What the other ways came to on the same cases.
    """

    correct: int | None
    n: int
    of: str = "trained"
    metric: str = "accuracy"
    value: float | None = None
    among: int = 1
    bound: float | None = None
    beside: tuple["Measured", ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether lower is better."""
        return self.metric in _ERRORS

    def test_of(self, of: str) -> "Measured | None":
        """The test of one of the ways: this one, or one beside it."""
        return next((each for each in (self, *self.beside) if each.of == of), None)


# A value as it was given. The flags are a tuple: empty where none applies.
Value = bool | int | float | str | Measured | tuple[str, ...]


@dataclass(frozen=True)
class CaseQuestion(AskedNumber):
    """One input of the assessment; `advisory` ones colour the reasons.

    They bear on the verdict only through what `cues` makes of them, where rules do part of it.
    """

    values: tuple[str, ...] = ()
    ordered: bool = False
    assume: Value | None = None
    plausible: tuple[int | float, ...] = ()
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
def questions() -> dict[str, CaseQuestion]:
    """Return every question by name, in the order in which a person would ask them."""
    # A cue grades a case beside the questions: what it says and where from is read by `cues`.
    cues = ({**entry, "advisory": True} for entry in _document()["cues"])
    given = ({**entry, "values": [*TASK_KINDS]} if entry.get("values") == "kinds" else entry for entry in _document()["questions"])  # fmt: skip
    asked = convert([*given, *cues], list[CaseQuestion])
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
    for name, given in _in_present_names(case).items():
        question = questions().get(name) if isinstance(name, str) else None
        if question is None:
            if name not in valued:
                ignored.append(str(name))
            elif not says_nothing(given):
                elsewhere.add(name)
            if name == PRICES and given is not None:
                values[PRICES] = cast(Value, price_book(given))  # read by prices alone
        elif not says_nothing(_without_none(question, given)):
            value, given_range = _read(question, given)
            values[name] = value
            if given_range is not None:
                ranges[name] = given_range
    _check_bar(values)
    return CaseAnswers(values, ranges, tuple(sorted(ignored)), frozenset(elsewhere))


def _in_present_names(case: Mapping[Any, Any]) -> dict[Any, Any]:
    found = with_rights(case)
    if says_nothing(found.get("value_of_right_answer")) and WORTH in found:
        found["value_of_right_answer"] = found[WORTH]
    return found


def with_rights(case: Mapping[Any, Any]) -> dict[Any, Any]:
    """A case in which whose the examples are (`data_owned`, of older cases) stands as the right to use them.

    Raises
    ------
    UserError
        If it is neither yes nor no.
    """
    if OWNED not in case:
        return dict(case)
    owned = case[OWNED]
    found = {name: given for name, given in case.items() if name != OWNED}
    if says_nothing(owned):
        found.setdefault("data_rights", None)
        return found
    asked = CaseQuestion(OWNED, tr("The examples are yours to use"), "yes_no")
    rights = "ours" if _read(asked, owned)[0] else "none"
    if says_nothing(found.get("data_rights")):
        found["data_rights"] = rights
    return found


def _read(question: CaseQuestion, given: object) -> tuple[Value, tuple[float, float] | None]:
    if question.kind == "measured":
        return _measured(question, given), None
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
        case "flags":
            return _flags(question, given), None
        case _:
            return _number_or_range(question, given)


def _without_none(question: CaseQuestion, given: object) -> object:
    """A test that names no `value` says something all the same."""
    if question.kind == "measured" and isinstance(given, Mapping):
        return {name: each for name, each in given.items() if each is not None} or None
    return given


def _flags(question: CaseQuestion, given: object) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else given
    unknown = (
        [name for name in names if name not in question.values]
        if isinstance(names, list | tuple)
        else [given]
    )
    if unknown:
        raise question.refused(
            unknown[0],
            tr("must be a list out of {names}", names=", ".join(question.values)),
            tr("Name those that apply, [] where none does, or null."),
        )
    assert isinstance(names, list | tuple)
    return tuple(name for name in question.values if name in names)


def _measured(question: CaseQuestion, given: object) -> Measured:
    found = _one_measured(question, given)
    if not isinstance(given, Mapping):
        return found
    others = given.get("beside") or ()
    if not isinstance(others, list | tuple):
        problem = tr("must list the other tests in “beside”")
        raise question.refused(others, problem, tr('Write "beside": [], or leave it out.'))
    bound = given.get("bound")
    if bound is not None:
        most = 1e15 if found.is_error else 1
        asked = AskedNumber(question.name, question.label, "share", 0, most)
        bound, _, _ = read_range(asked, bound)
        if found.value is None and given.get("correct") is None:  # a share of parts is no count
            value, _, _ = read_range(asked, given.get("value"))
            found = replace(found, value=value)
    _, among = read_counts(question, {"correct": 0, "n": given.get("among", 1)}, "correct")
    return replace(
        found,
        among=among,
        bound=bound,
        beside=tuple(_one_measured(question, other) for other in others),
    )


def _one_measured(question: CaseQuestion, given: object) -> Measured:
    if not isinstance(given, Mapping):
        return Measured(*read_counts(question, given, "correct"))
    metric, of = given.get("metric") or "accuracy", given.get("of") or MEASURED_OF[0]
    if not isinstance(metric, str) or of not in MEASURED_OF:
        problem = tr("must say of what it is: {names}", names=", ".join(MEASURED_OF))
        raise question.refused(given, problem, tr('Write "of": "service", or leave it out.'))
    value = given.get("value")
    if value is None or given.get("correct") is not None:
        return Measured(*read_counts(question, given, "correct"), of, metric)
    high = 1e15 if metric in _ERRORS else 1
    share = AskedNumber(question.name, question.label, "share", 0, high)
    low, _, _ = read_range(share, value)
    # Of how many is asked for as if every one had been right.
    _, n = read_counts(question, {"correct": 0, "n": given.get("n")}, "correct")
    if metric in _ERRORS or metric == "ndcg":
        return Measured(None, n, of, metric, low)
    return Measured(round(low * n), n, of, metric)


def _check_bar(values: Mapping[str, Value]) -> None:
    """A bar is a share, unless what was measured is an error in units."""
    bar, measured = values.get("accuracy_gate"), values.get("measured")
    in_units = isinstance(measured, Measured) and measured.is_error
    if isinstance(bar, int | float) and bar > 1 and not in_units:
        problem = tr("cannot be above {number}", number="1")
        raise questions()["accuracy_gate"].refused(bar, problem, tr("Write 95% as 0.95."))


def _number_or_range(
    question: CaseQuestion, given: object
) -> tuple[Value, tuple[float, float] | None]:
    low, middle, high = read_range(question, given)
    if isinstance(given, int | float):
        return given, None
    if middle is None:
        wide = low > 0 and question.kind in ("count", "amount")
        middle = math.sqrt(low * high) if wide else (low + high) / 2
    return round(middle) if question.kind == "count" else middle, (low, high)
