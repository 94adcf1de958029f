"""What the acceptance test says in words."""

from estimators.base.errors import UserError

Noun = tuple[str, str]

_SMALL_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def checked_noun(noun: object) -> Noun:
    """Return what an example is called, one and many; raises UserError for anything else."""
    match noun:
        case (str(one), str(many)) if one.strip() and many.strip():
            return one, many
    raise UserError(
        "“noun” must be two words: one and many.",
        f"It is {noun!r:.60}.",
        "Give, for example, photo and photos.",
    )


def verdict_sentence(margin: int | None, bar: float, total: int, noun: Noun) -> str:
    """ "The bar is passed, by one photo." """
    if margin is None:
        return f"{counted(total, noun).capitalize()} cannot show {percent(bar)}, even if all are right."
    if margin == 0:
        return "The bar is passed, with none to spare."
    verb = "passed" if margin > 0 else "missed"
    return f"The bar is {verb}, by {counted(abs(margin), noun)}."


def counts_sentence(correct: int, total: int, needed: int | None, as_: str = "right") -> str:
    """ "163 of 180 right; 162 would pass, 161 would not." """
    if needed is None:
        return f"{correct:,} of {total:,} {as_}; not even all of them would pass."
    below = f", {needed - 1:,} would not" if needed else ""
    return f"{correct:,} of {total:,} {as_}; {needed:,} would pass{below}."


def looks_sentence(
    looks: int, each: float, bound: float, at_first: float, *, only_at_first: bool
) -> str:
    """What the looks cost: "Looked at three times, so each look must be sure at 98.3%: ..." """
    words = (
        f"Looked at {times(looks)}, so each look must be sure at {percent(each)}: "
        f"sure of at least {percent(bound)} (at a first look {percent(at_first)})."
    )
    return f"{words} Only a first look would have passed." if only_at_first else words


def chances(probability: float) -> str:
    """ "8 chances in 10", "95 chances in 100"."""
    tenths = probability * 10
    if abs(tenths - round(tenths)) < 1e-9 and 0 < round(tenths) < 10:
        return f"{round(tenths)} {'chance' if round(tenths) == 1 else 'chances'} in 10"
    return f"{probability * 100:.3g} chances in 100"


def times(number: int) -> str:
    """ "once", "twice", "three times"."""
    return {1: "once", 2: "twice"}.get(number, f"{spelled(number)} times")


def counted(number: int, noun: Noun) -> str:
    """ "one photo", "82 photos"."""
    return f"{spelled(number)} {noun[0] if number == 1 else noun[1]}"


def spelled(number: int) -> str:
    """A small number as a word."""
    return _SMALL_NUMBERS[number] if number < len(_SMALL_NUMBERS) else f"{number:,}"


def percent(value: float) -> str:
    """Write 0.85 as 85% and 0.862 as 86.2%."""
    return f"{round(value * 100, 1):g}%"
