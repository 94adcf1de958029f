"""What may be asked of a test: whole counts and shares, or a sentence that says which is wrong."""

from math import isnan
from operator import index
from typing import SupportsIndex

from estimators.base.errors import UserError
from estimators.base.noun import Noun
from estimators.base.number import digits
from estimators.base.sentence import tr

MOST_EXAMPLES = 10**9
LARGEST_COST = 1e15
_HINT = tr("Write 80% as 0.8.")


def whole(name: str, value: object, *, least: int = 0, most: int = MOST_EXAMPLES) -> int:
    """Return `value` as a whole number from `least` to `most`; raises UserError naming `name`."""
    # What is an int is most often asked about, and asking a protocol takes thirty times as long.
    if type(value) is not int and (isinstance(value, bool) or not isinstance(value, SupportsIndex)):
        raise UserError(
            tr("“{name}” must be a whole number.", name=name),
            tr("It is {value}.", value=f"{value!r:.60}"),
            tr("Give a count, such as 163."),
        )
    number = index(value)
    if not least <= number <= most:
        raise UserError(
            tr(
                "“{name}” must lie between {least} and {most}.",
                name=name,
                least=least,
                most=digits(most),
            ),
            tr("It is {number}.", number=digits(number))
            if abs(number) < 10**18
            else tr("It is far outside."),
            tr("Give the number that was counted."),
        )
    return number


def share(name: str, value: object, *, inclusive: bool = True) -> float:
    """Return `value` as a share from 0 to 1 (without the ends unless `inclusive`)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(
            tr("“{name}” must be a number from 0 to 1.", name=name),
            tr("It is {value}.", value=f"{value!r:.60}"),
            _HINT,
        )
    inside = 0 <= value <= 1 if inclusive else 0 < value < 1
    if not inside:  # NaN ends up here too
        raise UserError(
            tr(
                "“{name}” must lie {from_} 0 {to} 1.",
                name=name,
                from_=tr("from") if inclusive else tr("between"),
                to=tr("to") if inclusive else tr("and"),
            ),
            tr("It is not a number.")
            if isinstance(value, float) and isnan(value)
            else tr("It is {value}.", value=f"{value:g}")
            if abs(value) < 1e18
            else tr("It is far outside."),
            tr("Write {value}% as {value_2}.", value=f"{value:g}", value_2=f"{value / 100:g}")
            if 1 < value <= 100
            else _HINT,
        )
    return float(value)


def correct_of_total(correct: object, total: object) -> tuple[int, int]:
    """Return both counts, checked against each other."""
    n = whole("total", total, least=1)
    k = whole("correct", correct)
    if k > n:
        raise UserError(
            tr(
                "“correct” is {k}, which is more than the {n} in “total”.", k=digits(k), n=digits(n)
            ),
            tr("No more answers can be right than were given."),
            tr("Check the two counts."),
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
        least = tr("above 0") if above_zero else tr("of 0 or more")
        raise UserError(
            tr("“{name}” must be an amount {least}.", name=name, least=least),
            tr("It is {value}.", value=f"{value!r:.60}"),
            tr("Write, for example, 2.5."),
        )
    return float(value)


def bar_to_show(bar: object) -> float:
    """Return the bar as a share above 0; raises UserError where it is none."""
    value = share("bar", bar)
    if value == 0:
        raise UserError(
            tr("“bar” must lie above 0."),
            tr("A bar of 0 is passed by anything."),
            tr("Write 80% as 0.8."),
        )
    return value


def checked_noun(noun: object) -> Noun:
    """Return what an example is called, one and many; raises UserError for anything else."""
    match noun:
        case (str(one), str(many)) if one.strip() and many.strip():
            return Noun(one, many)
    raise UserError(
        tr("“noun” must be two words: one and many."),
        tr("It is {noun}.", noun=f"{noun!r:.60}"),
        tr("Give, for example, photo and photos."),
    )
