"""The acceptance test: counts in, a decision and its sentence out."""

from dataclasses import dataclass

from estimators.acceptance.argument_checks import bar_to_show, checked_noun, correct_of_total, share
from estimators.acceptance.bounds import confidence_of_each, interval, lower_bound, shows
from estimators.acceptance.sample_size import correct_needed, examples_needed
from estimators.base.count import count, spelled_count, times
from estimators.base.interval import of_all
from estimators.base.noun import Noun
from estimators.base.number import digits
from estimators.base.percent import percent, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural

_STEPS_ABOVE_THE_BAR = (0.02, 0.05, 0.1)


@dataclass(frozen=True)
class FirstLook:
    """What the same counts would say if nobody had looked before."""

    lower_bound: float
    passes: bool
    correct_needed: int | None


@dataclass(frozen=True)
class AcceptanceResult:
    """What a test of `total` examples shows about a bar.

    - `looks`: how often these examples were looked at, this time included. Everything below pays for that.
    - `observed`: correct / total.
    - `lower_bound`: one-sided exact bound: at `confidence`, over all looks, the truth is at least this.
    - `low`, `high`: the 90 % two-sided interval.
    - `passes`: whether the lower bound reaches the bar.
    - `correct_needed`: the fewest right answers that pass; None if even all would not do.
    - `margin`: correct - correct_needed: to spare if positive, missing if negative.
    - `examples_for_power`: assumed true accuracy -> test size that passes with `power`; None where none would.
    - `smallest_total`: the fewest examples that can pass at all, all of them right.
    - `first_look`: what the same counts would say if nobody had looked before; None if nobody had.
    - `sentence`, `detail`: the headline, and the counts behind it.
    - `looks_sentence`: what the looks cost; empty if this is the first.
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
    looks: int = 1
    first_look: FirstLook | None = None
    looks_sentence: str = ""


def accept(
    correct: int,
    total: int,
    bar: float,
    confidence: float = 0.95,
    *,
    power: float = 0.8,
    noun: tuple[str, str] = ("example", "examples"),
    looks: int = 1,
    true_accuracy: float | None = None,
    counted_as: str = tr("right"),
) -> AcceptanceResult:
    """Answer “is it good enough to launch?” for a test of independent, held-out examples.

    - `correct`, `total`: right answers and examples. The examples must have had no part in training, calibration or the
      choice of anything.
    - `bar`: the accuracy to be shown, 0 to 1.
    - `confidence`, `power`: how sure a pass must be; how likely a good model should be to pass (for the sample sizes).
    - `noun`: what an example is called: one, many.
    - `looks`: how often these examples were looked at, this time included (see `confidence_of_each`).
    - `true_accuracy`: an accuracy to give the test size for, beside the usual ones.
    - `counted_as`: what those that count are called in the sentences: "right", "found".

    Raises `UserError` if a number is impossible.
    """
    k, n = correct_of_total(correct, total)
    bar = bar_to_show(bar)
    confidence = share("confidence", confidence, inclusive=False)
    each = confidence_of_each(confidence, looks)
    needed = correct_needed(n, bar, each)
    margin = None if needed is None else k - needed
    low, high = interval(k, n, 0.9)
    bound = lower_bound(k, n, each)
    passes = bar_is_shown(k, n, bar, confidence, looks=looks)
    first = None
    if looks > 1:
        first = FirstLook(
            lower_bound(k, n, confidence),
            shows(k, n, bar, 1 - confidence),
            correct_needed(n, bar, confidence),
        )
    assumed = _assumed_accuracies(k / n, bar)
    if true_accuracy is not None:
        assumed = sorted({*assumed, share("true_accuracy", true_accuracy)})
    return AcceptanceResult(
        correct=k,
        total=n,
        bar=bar,
        confidence=confidence,
        power=share("power", power, inclusive=False),
        observed=k / n,
        lower_bound=bound,
        low=low,
        high=high,
        passes=passes,
        correct_needed=needed,
        margin=margin,
        smallest_total=examples_needed(bar, 1.0, 0.5, each),
        examples_for_power={
            accuracy: examples_needed(bar, accuracy, power, confidence) for accuracy in assumed
        },
        sentence=_verdict_sentence(margin, bar, n, checked_noun(noun)),
        detail=_counts_sentence(k, n, needed, counted_as),
        looks=looks,
        first_look=first,
        looks_sentence=""
        if first is None
        else _looks_sentence(
            looks, each, bound, first.lower_bound, only_at_first=first.passes and not passes
        ),
    )


def bar_is_shown(
    correct: int, total: int, bar: float, confidence: float = 0.95, *, looks: int = 1
) -> bool:
    """Answer “does this test pass?” and nothing else; parameters as in `accept`, which says the same in `passes`.

    The test is that of the exact bound, asked at the bar itself: where bound and bar agree to the last digit, comparing the
    two as floats would say something else.
    """
    k, n = correct_of_total(correct, total)
    return shows(k, n, bar_to_show(bar), 1 - confidence_of_each(confidence, looks))


def _assumed_accuracies(observed: float, bar: float) -> list[float]:
    above = [round(bar + step, 4) for step in _STEPS_ABOVE_THE_BAR if bar + step < 1]
    return sorted({round(observed, 4), *above, round((1 + bar) / 2, 4)})


def _verdict_sentence(margin: int | None, bar: float, total: int, noun: Noun) -> str:
    """ "The bar is passed, by 1 photo." """
    if margin is None:
        return tr_plural(
            "{capital} is too few to show {set_percent}, even if it is right.",
            "{capital} are too few to show {set_percent}, even if all are right.",
            total,
            capital=capital(spelled_count(total, noun)),
            set_percent=set_percent(bar),
        )
    if margin == 0:
        return tr("The bar is passed, with none to spare.")
    by = count(abs(margin), noun)
    if margin > 0:
        return tr("The bar is passed, by {count}.", count=by)
    return tr("The bar is missed, by {count}.", count=by)


def _counts_sentence(correct: int, total: int, needed: int | None, as_: str = tr("right")) -> str:
    """ "163 of 180 right; 162 would pass, 161 would not." """
    if needed is None:
        return tr("{of_all} {as_}.", of_all=of_all(correct, total), as_=as_)
    below = tr(", {needed} would not", needed=digits(needed - 1)) if needed else ""
    return tr(
        "{of_all} {as_}; {needed} would pass{below}.",
        of_all=of_all(correct, total),
        as_=as_,
        needed=digits(needed),
        below=below,
    )


def _looks_sentence(
    looks: int, each: float, bound: float, at_first: float, *, only_at_first: bool
) -> str:
    """What the looks cost: "Looked at three times, so each look must be sure at 98.3%: ..." """
    words = tr(
        "Looked at {times}, so each look must be sure at {each}: "
        "sure of at least {bound} (at a first look {at_first}).",
        times=times(looks),
        each=percent(each, 1),
        bound=percent(bound, 1),
        at_first=percent(at_first, 1),
    )
    return (
        tr("{words} Only a first look would have passed.", words=words) if only_at_first else words
    )
