"""How many right answers pass, how many examples a test needs, and that in words: what follows from the exact bound.

The power of a test rises in a saw-tooth, because the number of right answers needed is whole. So there are two
sizes: the first that reaches the power, and the one from which every larger test reaches it too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil, log, sqrt
from typing import TYPE_CHECKING

from estimators.acceptance.argument_checks import bar_to_show, checked_noun, share, whole
from estimators.acceptance.bounds import shows
from estimators.base.chance import set_chances
from estimators.base.count import spelled_count
from estimators.base.number import digits
from estimators.base.percent import set_percent
from estimators.base.sentence import tr

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

LARGEST_TEST = 10_000_000
_FIRST_CHUNK, _LARGEST_CHUNK = 256, 65_536


def correct_needed(total: int, bar: float, confidence: float = 0.95) -> int | None:
    """Return the fewest right answers of `total` that pass, or None if even all would not do.

    `bar` is the accuracy to be shown, 0 to 1. Raises UserError for impossible numbers.
    """
    n = whole("total", total, least=1)
    bar = share("bar", bar)
    alpha = 1 - share("confidence", confidence, inclusive=False)
    if not shows(n, n, bar, alpha):
        return None
    low, high = 0, n
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
    import numpy as np

    first = None
    for sizes, chance in _powers(bar, truth, power, alpha):
        enough = np.flatnonzero(chance >= power)
        if len(enough):
            first = int(sizes[enough[0]])
            break
    if first is None or not throughout:
        return first, None
    # The power climbs by a tooth of the saw within about 1 / (truth - bar) examples; ten times that is far beyond.
    beyond = np.arange(first, first + ceil(10 / (truth - bar)) + 200)
    short = np.flatnonzero(_chance_to_pass(beyond, bar, truth, alpha) < power)
    return first, int(beyond[short[-1]]) + 1 if len(short) else first


def _powers(
    bar: float, truth: float, power: float, alpha: float
) -> Iterator[tuple["npt.NDArray[np.int64]", "npt.NDArray[np.float64]"]]:
    """Growing stretches of sizes with the chance to pass each."""
    import numpy as np

    start, chunk = _start_of_search(bar, truth, power, alpha), _FIRST_CHUNK
    while start <= LARGEST_TEST:
        sizes = np.arange(start, start + chunk)
        yield sizes, _chance_to_pass(sizes, bar, truth, alpha)
        start += chunk
        chunk = min(2 * chunk, _LARGEST_CHUNK)


def _chance_to_pass(
    sizes: "npt.NDArray[np.int64]", bar: float, truth: float, alpha: float
) -> "npt.NDArray[np.float64]":
    import numpy as np
    from scipy.special import betainc

    needed = _correct_needed_each(sizes, bar, alpha)
    possible = needed <= sizes
    chance = np.zeros(len(sizes))
    k = needed[possible]
    chance[possible] = betainc(k, sizes[possible] - k + 1, truth)
    return chance


def _correct_needed_each(
    sizes: "npt.NDArray[np.int64]", bar: float, alpha: float
) -> "npt.NDArray[np.int64]":
    """Return `correct_needed` for each size; a number above the size says that none would do."""
    import numpy as np
    from scipy.special import betainc, ndtri

    n = sizes
    near = n * bar - ndtri(alpha) * np.sqrt(n * bar * (1 - bar))
    k = np.clip(np.round(near), 1, n + 1).astype(np.int64)
    while (short := (k <= n) & (betainc(k, n - k + 1.0, bar) > alpha)).any():
        k[short] += 1
    while (more := (k > 1) & (betainc(np.maximum(k - 1, 1), n - k + 2.0, bar) <= alpha)).any():
        k[more] -= 1
    return np.asarray(k)


def _start_of_search(bar: float, truth: float, power: float, alpha: float) -> int:
    """Skip sizes far below the normal approximation; it was never too large by more than 6 sqrt(n) in 1,650 random cases."""
    from scipy.special import ndtri

    spread = -ndtri(alpha) * sqrt(bar * (1 - bar)) + ndtri(power) * sqrt(truth * (1 - truth))
    guess = (max(spread, 0.0) / (truth - bar)) ** 2
    if truth == 1 and bar < 1:
        guess = log(alpha) / log(bar)
    return int(min(max(guess - 10 * sqrt(guess), 1), LARGEST_TEST + 1))


@dataclass(frozen=True)
class PlannedTest:
    """A test that shows a bar with a given power, if the model is as good as assumed.

    Attributes
    ----------
    first : int or None
        The smallest test with the power; None where none has it.
    throughout : int or None
        The size from which every larger test has it too.
    right_needed : int or None
        Right answers needed in the smallest one.
    toy : str
        What training takes against what certifying takes; empty where nothing certifies.
    sentence : str
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
