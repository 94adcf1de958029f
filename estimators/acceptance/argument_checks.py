"""What may be asked of a test: whole counts and shares, or a sentence that says which is wrong."""

from math import isnan
from operator import index
from typing import SupportsIndex

from estimators.base.errors import UserError
from estimators.base.noun import Noun
from estimators.base.number import digits

MOST_EXAMPLES = 10**9
LARGEST_COST = 1e15
_HINT = "Write 80% as 0.8."


def whole(name: str, value: object, *, least: int = 0, most: int = MOST_EXAMPLES) -> int:
    """Return `value` as a whole number from `least` to `most`; raises UserError naming `name`."""
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise UserError(
            f"“{name}” must be a whole number.",
            f"It is {value!r:.60}.",
            "Give a count, such as 163.",
        )
    number = index(value)
    if not least <= number <= most:
        raise UserError(
            f"“{name}” must lie between {least} and {digits(most)}.",
            f"It is {digits(number)}." if abs(number) < 10**18 else "It is far outside.",
            "Give the number that was counted.",
        )
    return number


def share(name: str, value: object, *, inclusive: bool = True) -> float:
    """Return `value` as a share from 0 to 1 (without the ends unless `inclusive`)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(
            f"“{name}” must be a number from 0 to 1.",
            f"It is {value!r:.60}.",
            _HINT,
        )
    inside = 0 <= value <= 1 if inclusive else 0 < value < 1
    if not inside:  # NaN ends up here too
        raise UserError(
            f"“{name}” must lie {'from' if inclusive else 'between'} 0 {'to' if inclusive else 'and'} 1.",
            "It is not a number."
            if isinstance(value, float) and isnan(value)
            else f"It is {value:g}."
            if abs(value) < 1e18
            else "It is far outside.",
            f"Write {value:g}% as {value / 100:g}." if 1 < value <= 100 else _HINT,
        )
    return float(value)


def correct_of_total(correct: object, total: object) -> tuple[int, int]:
    """Return both counts, checked against each other."""
    n = whole("total", total, least=1)
    k = whole("correct", correct)
    if k > n:
        raise UserError(
            f"“correct” is {digits(k)}, which is more than the {digits(n)} in “total”.",
            "No more answers can be right than were given.",
            "Check the two counts.",
        )
    return k, n


def amount(name: str, value: object, *, above_zero: bool = False) -> float:
    """Return `value` as an amount of money, 0 or more; raises UserError naming `name`."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not 0 <= value <= LARGEST_COST
        or (above_zero and value == 0)
    ):  # NaN is refused too
        least = "above 0" if above_zero else "of 0 or more"
        raise UserError(
            f"“{name}” must be an amount {least}.",
            f"It is {value!r:.60}.",
            "Write, for example, 2.5.",
        )
    return float(value)


def bar_to_show(bar: object) -> float:
    """Return the bar as a share above 0; raises UserError where it is none."""
    value = share("bar", bar)
    if value == 0:
        raise UserError(
            "“bar” must lie above 0.",
            "A bar of 0 is passed by anything.",
            "Write 80% as 0.8.",
        )
    return value


def checked_noun(noun: object) -> Noun:
    """Return what an example is called, one and many; raises UserError for anything else."""
    match noun:
        case (str(one), str(many)) if one.strip() and many.strip():
            return Noun(one, many)
    raise UserError(
        "“noun” must be two words: one and many.",
        f"It is {noun!r:.60}.",
        "Give, for example, photo and photos.",
    )
