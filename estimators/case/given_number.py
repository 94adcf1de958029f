"""A number as a case gives it: alone, as a range with or without its middle, or as counts; and what it cannot be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from estimators.base.errors import UserError
from estimators.base.number import number
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr

_UNKNOWN_WORDS = ("", "unknown", "i don't know", "i don’t know")
_MOST_COUNTED = 10**9


class AnswerError(UserError):
    """An answer that cannot be right: what the case calls it, and what is wrong with it ("must be text")."""

    def __init__(
        self, what: str, why: str = "", next_step: str = "", *, name: str = "", problem: str = ""
    ) -> None:
        super().__init__(what, why, next_step)
        self.name = name
        self.problem = problem


@dataclass(frozen=True)
class AskedNumber:
    """What a number is asked as, and between which ends it lies. `name` is what the case calls it."""

    name: str
    label: str
    kind: str = "amount"
    low: int | float = 0
    high: int | float = 0

    def refused(self, given: object, problem: str, hint: str) -> AnswerError:
        """What is said of an answer that cannot be right."""
        shown = f"{given!r}"
        return AnswerError(
            tr(
                "“{name}” ({label}) {problem}.",
                name=self.name,
                label=within_a_sentence(self.label),
                problem=problem,
            ),
            tr("It is {shown}.", shown=shown if len(shown) <= 60 else shown[:57] + "…"),
            hint,
            name=self.name,
            problem=problem,
        )


def says_nothing(given: object) -> bool:
    """Whether an answer is none, or says that it is not known; a range does where neither its value nor its end is."""
    if isinstance(given, Mapping) and given.keys() & {"value", "low"}:
        return says_nothing(given.get("value")) and says_nothing(given.get("low"))
    return given is None or (isinstance(given, str) and given.strip().lower() in _UNKNOWN_WORDS)


def read_range(asked: AskedNumber, given: object) -> tuple[float, float | None, float]:
    """The ends of an answer, alike for one number, and its middle where it names one.

    Raises
    ------
    UserError
        With the name of what was asked, if it is no number, none that it can be, or the ends do not fit.
    """
    match given:
        case [low, high]:
            value = None
        case Mapping():
            value = given.get("value")
            ends = (given.get("low"), given.get("high"))
            low, high = (value if end is None else end for end in ends)
        case _:
            value = low = high = given
    first, last = _number(asked, low), _number(asked, high)
    if first > last:
        raise asked.refused(
            given, tr("has its ends the wrong way round"), tr("Put the lower first.")
        )
    middle = None if value is None else _number(asked, value)
    if middle is not None and not first <= middle <= last:
        raise asked.refused(given, tr("has a value outside its range"), tr("Widen the range."))
    return first, middle, last


def _number(asked: AskedNumber, given: object) -> int | float:
    hint = tr("Give a number, a range, or null.")
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise asked.refused(given, tr("must be a number"), hint)
    if isinstance(given, float) and not math.isfinite(given):
        raise asked.refused(given, tr("must be a finite number"), hint)
    if given < asked.low:
        least = tr("negative") if asked.low == 0 else tr("below {number}", number=number(asked.low))
        hint = tr("Check the number, or write null.")
        raise asked.refused(given, tr("cannot be {least}", least=least), hint)
    if given > asked.high:
        hint = tr("Write 95% as 0.95.") if asked.kind == "share" else tr("Check the number.")
        problem = tr("cannot be above {number}", number=number(asked.high))
        raise asked.refused(given, problem, hint)
    return given


def read_counts(asked: AskedNumber, given: object, part: str) -> tuple[int, int]:
    """How many of a test were right, or accepted (`part`), and of how many.

    Raises
    ------
    UserError
        With the name of what was asked, if it has no such counts or more of the first than of the second.
    """
    if not isinstance(given, Mapping):
        raise asked.refused(
            given,
            tr("must have “{part}” and “n”", part=part),
            tr('Write {{"{part}": 45, "n": 50}}, or null.', part=part),
        )
    hits, n = (_count(asked, given.get(each), each) for each in (part, "n"))
    if n == 0 or hits > n:
        raise asked.refused(
            given,
            tr("has more in “{part}” than in “n”", part=part) if n else tr("is empty"),
            tr("Check the two counts."),
        )
    return hits, n


def _count(asked: AskedNumber, count: object, part: str) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= _MOST_COUNTED:
        raise asked.refused(
            count, tr("needs a count in “{part}”", part=part), tr("Give a whole number.")
        )
    return count
