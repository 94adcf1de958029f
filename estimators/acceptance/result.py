"""The acceptance test: counts in, a decision and its sentence out."""

from dataclasses import asdict, dataclass
from typing import Any

from estimators.acceptance.bounds import (
    correct_needed,
    examples_needed,
    interval,
    lower_bound,
    shows,
)
from estimators.acceptance.counts import correct_of_total, share
from estimators.errors import UserError

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
_STEPS_ABOVE_THE_BAR = (0.02, 0.05, 0.1)


@dataclass(frozen=True)
class AcceptanceResult:
    """What a test of `total` examples shows about a bar.

    Attributes
    ----------
    observed : float
        correct / total.
    lower_bound : float
        One-sided exact bound: at `confidence`, the truth is at least this.
    low, high : float
        The 90 % two-sided interval.
    passes : bool
        Whether the lower bound reaches the bar.
    correct_needed : int or None
        The fewest right answers that pass; None if even all would not do.
    margin : int or None
        correct - correct_needed: to spare if positive, missing if negative.
    examples_for_power : dict
        Assumed true accuracy -> test size that passes with `power`; None where none would.
    smallest_total : int or None
        The fewest examples that can pass at all, all of them right.
    sentence, detail : str
        The headline, and the counts behind it.
    """

    correct: int
    total: int
    bar: float
    confidence: float
    power: float
    observed: float
    lower_bound: float
    low: float
    high: float
    passes: bool
    correct_needed: int | None
    margin: int | None
    smallest_total: int | None
    examples_for_power: dict[float, int | None]
    sentence: str
    detail: str

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; assumed accuracies become text keys such as "0.9"."""
        document = asdict(self)
        document["examples_for_power"] = {f"{a:g}": n for a, n in self.examples_for_power.items()}
        return document


def accept(
    correct: int,
    total: int,
    bar: float,
    confidence: float = 0.95,
    *,
    power: float = 0.8,
    noun: Noun = ("example", "examples"),
) -> AcceptanceResult:
    """Answer “is it good enough to launch?” for a test of independent, held-out examples.

    Parameters
    ----------
    correct, total : int
        Right answers and examples. The examples must have had no part in training, calibration
        or the choice of anything.
    bar : float
        The accuracy to be shown, 0 to 1.
    confidence, power : float
        How sure a pass must be; how likely a good model should be to pass (for the sample sizes).
    noun : (str, str)
        What an example is called: one, many.

    Raises
    ------
    UserError
        If a number is impossible.
    """
    k, n = correct_of_total(correct, total)
    bar = share("bar", bar)
    confidence = share("confidence", confidence, inclusive=False)
    needed = correct_needed(n, bar, confidence)
    margin = None if needed is None else k - needed
    low, high = interval(k, n, 0.9)
    return AcceptanceResult(
        correct=k,
        total=n,
        bar=bar,
        confidence=confidence,
        power=share("power", power, inclusive=False),
        observed=k / n,
        lower_bound=lower_bound(k, n, confidence),
        low=low,
        high=high,
        passes=shows(k, n, bar, 1 - confidence),
        correct_needed=needed,
        margin=margin,
        smallest_total=_smallest_total(bar, confidence),
        examples_for_power={
            accuracy: examples_needed(bar, accuracy, power, confidence)
            for accuracy in _assumed_accuracies(k / n, bar)
        },
        sentence=_sentence(margin, bar, n, _checked_noun(noun)),
        detail=_detail(k, n, needed),
    )


def _smallest_total(bar: float, confidence: float) -> int | None:
    """With all right, the test passes once bar**n <= 1 - confidence."""
    return examples_needed(bar, 1.0, 0.5, confidence)


def _assumed_accuracies(observed: float, bar: float) -> list[float]:
    above = [round(bar + step, 4) for step in _STEPS_ABOVE_THE_BAR if bar + step < 1]
    return sorted({round(observed, 4), *above, round((1 + bar) / 2, 4)})


def _checked_noun(noun: object) -> Noun:
    match noun:
        case (str(one), str(many)) if one.strip() and many.strip():
            return one, many
    raise UserError(
        "“noun” must be two words: one and many.",
        f"It is {noun!r:.60}.",
        "Give, for example, photo and photos.",
    )


def _sentence(margin: int | None, bar: float, total: int, noun: Noun) -> str:
    if margin is None:
        return f"{_counted(total, noun).capitalize()} cannot show {percent(bar)}, even if all are right."
    if margin == 0:
        return "The bar is passed, with none to spare."
    verb = "passed" if margin > 0 else "missed"
    return f"The bar is {verb}, by {_counted(abs(margin), noun)}."


def _detail(correct: int, total: int, needed: int | None) -> str:
    if needed is None:
        return f"{correct:,} of {total:,} right; no number of right answers would pass."
    below = f", {needed - 1:,} would not" if needed else ""
    return f"{correct:,} of {total:,} right; {needed:,} would pass{below}."


def _counted(number: int, noun: Noun) -> str:
    figure = _SMALL_NUMBERS[number] if number < len(_SMALL_NUMBERS) else f"{number:,}"
    return f"{figure} {noun[0] if number == 1 else noun[1]}"


def percent(value: float) -> str:
    """Write 0.85 as 85% and 0.862 as 86.2%."""
    return f"{round(value * 100, 1):g}%"
