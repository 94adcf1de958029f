"""What the acceptance test says in words."""

from estimators.base.count import spelled_count, times
from estimators.base.errors import UserError
from estimators.base.interval import of_all
from estimators.base.noun import Noun
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import capital


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


def verdict_sentence(margin: int | None, bar: float, total: int, noun: Noun) -> str:
    """ "The bar is passed, by one photo." """
    if margin is None:
        return f"{capital(spelled_count(total, noun))} cannot show {set_percent(bar)}, even if all are right."
    if margin == 0:
        return "The bar is passed, with none to spare."
    verb = "passed" if margin > 0 else "missed"
    return f"The bar is {verb}, by {spelled_count(abs(margin), noun)}."


def counts_sentence(correct: int, total: int, needed: int | None, as_: str = "right") -> str:
    """ "163 of 180 right; 162 would pass, 161 would not." """
    if needed is None:
        return f"{of_all(correct, total)} {as_}; not even all of them would pass."
    below = f", {digits(needed - 1)} would not" if needed else ""
    return f"{of_all(correct, total)} {as_}; {digits(needed)} would pass{below}."


def looks_sentence(
    looks: int, each: float, bound: float, at_first: float, *, only_at_first: bool
) -> str:
    """What the looks cost: "Looked at three times, so each look must be sure at 98.3%: ..." """
    words = (
        f"Looked at {times(looks)}, so each look must be sure at {percent(each, 1)}: "
        f"sure of at least {percent(bound, 1)} (at a first look {percent(at_first, 1)})."
    )
    return f"{words} Only a first look would have passed." if only_at_first else words
