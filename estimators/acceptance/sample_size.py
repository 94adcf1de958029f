"""How many right answers pass, how many examples a test needs, and that in words: what follows from the exact bound.

The power of a test rises in a saw-tooth, because the number of right answers needed is whole. So there are two
sizes: the first that reaches the power, and the one from which every larger test reaches it too.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from math import ceil, log, sqrt

from estimators.acceptance.argument_checks import bar_to_show, checked_noun, share, whole
from estimators.acceptance.bounds import shows
from estimators.base.binomial import GrowingTail
from estimators.base.chance import set_chances
from estimators.base.count import spelled_count
from estimators.base.number import digits
from estimators.base.percent import set_percent
from estimators.base.sentence import tr

LARGEST_TEST = 10_000_000


def correct_needed(total: int, bar: float, confidence: float = 0.95) -> int | None:
    """Return the fewest right answers of `total` that pass, or None if even all would not do.

    `bar` is the accuracy to be shown, 0 to 1. Raises UserError for impossible numbers.
    """
    n = whole("total", total, least=1)
    bar = share("bar", bar)
    alpha = 1 - share("confidence", confidence, inclusive=False)
    needed = _fewest(n, bar, alpha)
    return None if needed > n else needed


def _fewest(n: int, bar: float, alpha: float) -> int:
    """The fewest right answers that pass; one more than there are where even all would not do."""
    low, high = 0, n + 1
    while low < high:  # more right answers never make a test fail
        middle = (low + high) // 2
        if shows(middle, n, bar, alpha):
            high = middle
        else:
            low = middle + 1
    return low


def examples_needed(
    bar: float,
    true_accuracy: float,
    power: float = 0.8,
    confidence: float = 0.95,
    *,
    throughout: bool = False,
) -> int | None:
    """Answer “how many examples must the test have, so that a good model passes it?”.

    Parameters
    ----------
    bar, true_accuracy : float
        What is to be shown, and how often the model is truly right, 0 to 1.
    power, confidence : float
        With which probability it is to pass; how sure a pass must be.
    throughout : bool
        The size from which *every* larger test has the power too, instead of the first that has it. Take this where
        the number of examples is not exactly in your hands.

    Returns
    -------
    int or None
        None if the model is not better than the bar, or would need more than 10,000,000 examples.
    """
    first, always = both_sizes(bar, true_accuracy, power, confidence, throughout=throughout)
    return always if throughout else first


def both_sizes(
    bar: float,
    true_accuracy: float,
    power: float = 0.8,
    confidence: float = 0.95,
    *,
    throughout: bool = True,
) -> tuple[int | None, int | None]:
    """Return the first size with the power, and (where asked for) the size from which every larger one has it."""
    bar = share("bar", bar)
    truth = share("true_accuracy", true_accuracy)
    power = share("power", power, inclusive=False)
    alpha = 1 - share("confidence", confidence, inclusive=False)
    if truth <= bar:
        return None, None
    if bar == 0:
        return 1, 1  # any test at all shows “at least 0”
    return _both(bar, truth, power, alpha, throughout=throughout)


@cache  # pages ask again with every change
def _both(
    bar: float, truth: float, power: float, alpha: float, *, throughout: bool
) -> tuple[int | None, int | None]:
    # Nothing it says is wrong, so that the smallest test with a chance has every one.
    if truth == 1:
        first = ceil(log(alpha) / log(bar))
        first += 0 if shows(first, first, bar, alpha) else 1
        return (None, None) if first > LARGEST_TEST else (first, first if throughout else None)
    chances = _chances_to_pass(_start_of_search(bar, truth, power, alpha), bar, truth, alpha)
    first = next(size for size, chance in chances if chance >= power or size > LARGEST_TEST)
    if first > LARGEST_TEST:
        return None, None
    if not throughout:
        return first, None
    # The power climbs by a tooth of the saw within about 1 / (truth - bar) examples; ten times that is far beyond.
    beyond = islice(chances, ceil(10 / (truth - bar)) + 199)
    short = deque((size for size, chance in beyond if chance < power), maxlen=1)
    return first, short[0] + 1 if short else first


def _chances_to_pass(
    start: int, bar: float, truth: float, alpha: float
) -> Iterator[tuple[int, float]]:
    """The sizes from ``start`` on, each with the chance to pass it; an example more asks for one more right answer or for none."""
    needed = _fewest(start, bar, alpha)
    by_luck, by_merit = GrowingTail(needed, start, bar), GrowingTail(needed, start, truth)
    for size in count(start):
        yield size, by_merit.chance
        by_luck.add_example()
        by_merit.add_example()
        if by_luck.chance > alpha:
            by_luck.ask_one_more()
            by_merit.ask_one_more()


def _start_of_search(bar: float, truth: float, power: float, alpha: float) -> int:
    """Skip sizes far below the normal approximation; it was never too large by more than 6 sqrt(n) in 1,650 random cases."""
    from statistics import NormalDist

    at = NormalDist().inv_cdf
    spread = -at(alpha) * sqrt(bar * (1 - bar)) + at(power) * sqrt(truth * (1 - truth))
    guess = (max(spread, 0.0) / (truth - bar)) ** 2
    return int(min(max(guess - 10 * sqrt(guess), 1), LARGEST_TEST + 1))


@dataclass(frozen=True)
class PlannedTest:
    """A test that shows a bar with a given power, if the model is as good as assumed.

    - `first`: the smallest test with the power; None where none has it.
    - `throughout`: the size from which every larger test has it too.
    - `right_needed`: right answers needed in the smallest one.
    - `toy`: what training takes against what certifying takes; empty where nothing certifies.
    """

    bar: float
    true_accuracy: float
    power: float
    confidence: float
    first: int | None
    throughout: int | None
    right_needed: int | None
    sentence: str
    toy: str

    @property
    def size_words(self) -> str:
        """The number of examples from where on every test has the power: "82", "out of reach"."""
        size = self.throughout if self.throughout is not None else self.first
        return tr("out of reach") if size is None else digits(size)


def plan_test(
    bar: float,
    true_accuracy: float,
    power: float = 0.8,
    confidence: float = 0.95,
    *,
    noun: tuple[str, str] = ("example", "examples"),
) -> PlannedTest:
    """Answer “how many do we have to label for the test?”; parameters as in `examples_needed`."""
    bar, truth = bar_to_show(bar), share("true_accuracy", true_accuracy)
    things = checked_noun(noun)
    first, throughout = both_sizes(bar, truth, power, confidence)
    needed = None if first is None else correct_needed(first, bar, confidence)
    goal, truly = (
        set_percent(bar),
        tr("truly right {set_percent} of the time", set_percent=set_percent(truth)),
    )
    if first is None:
        sentence = (
            tr("No test can show 100%: however many are right, the next may be wrong.")
            if bar == 1
            else tr(
                "A model {truly} cannot show {goal}: it has to be better than what it shows.",
                truly=truly,
                goal=goal,
            )
            if truth <= bar
            else tr(
                "If it is {truly}, no test that can be labelled shows {goal}.",
                truly=truly,
                goal=goal,
            )
        )
        return PlannedTest(bar, truth, power, confidence, None, None, None, sentence, "")
    more = ""
    if throughout is not None and throughout > first:
        more = tr("; from {throughout} on, any number will do", throughout=digits(throughout))
    sentence = tr(
        "If it is {truly}, {spelled_count} show {goal} with {set_chances}{more}.",
        truly=truly,
        spelled_count=spelled_count(first, things),
        goal=goal,
        set_chances=set_chances(power),
        more=more,
    )
    toy = tr(
        "15 to 20 {many} can train a toy; certifying {goal} takes about {first} at a true {set_percent}.",
        many=things.many,
        goal=goal,
        first=digits(first),
        set_percent=set_percent(truth),
    )
    return PlannedTest(
        bar,
        truth,
        power,
        confidence,
        first,
        throughout,
        needed,
        sentence,
        toy if first > 20 else "",
    )
