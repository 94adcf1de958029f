"""What it costs to take one candidate rather than another: their prices, and what it is worth to be right more often.

How to use, line by line:

    found = difference_cost(pair, prices, AnswerWorth((3.0, 8.0), "USD"), things)
    found.saved                     what taking the better one saves on a thousand cases, from and to; None where nobody can say
    found.sentence                  the same in one sentence, with what nobody put a number on

How many more it has right lies where the pair's interval has it (9 chances in 10); what a right answer is worth, between the two ends
that somebody gave. The ends of the sum are the worst and the best of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from estimators.base.money import money, money_range
from estimators.base.number import digits
from estimators.base.phrase import in_quotes, listed
from estimators.base.sentence import tr, tr_plural
from estimators.measure.comparison import CandidatePair
from estimators.measure.estimate import ScoreUnit

CASES = 1_000


@dataclass(frozen=True)
class AnswerWorth:
    """What a right answer in place of a wrong one is worth, from and to; None where nobody put a number on it."""

    ends: tuple[float, float] | None = None
    currency: str = "USD"


@dataclass(frozen=True)
class DifferenceCost:
    """A thousand cases answered by one candidate rather than the other.

    - `first`: the one that came out ahead (of two that are level the first); `second`: the other.
    - `price`: what the first costs more, less than 0 where it costs less; None where somebody's price is not known (`unpriced`).
    - `more`: how many more it has right, from and to; None where what is counted are not whole answers, or nothing is sure.
    - `unchecked`: one of the two is people: what it takes to check the other's answers is in no price.
    """

    first: str
    second: str
    things: str
    price: float | None
    unpriced: tuple[str, ...]
    more: tuple[float, float] | None
    worth: AnswerWorth
    unchecked: bool = False

    @property
    def saved(self) -> tuple[float, float] | None:
        """What taking the first saves, from and to, less than 0 where it costs; None where a number is missing."""
        gained = self.gained
        return None if gained is None or self.price is None else (gained[0] - self.price, gained[1] - self.price)  # fmt: skip

    @property
    def gained(self) -> tuple[float, float] | None:
        """What the further right answers are worth, from and to."""
        if self.more is None or self.worth.ends is None:
            return None
        corners = [n * each for n in self.more for each in self.worth.ends]
        return min(corners), max(corners)

    @property
    def pays_from(self) -> float | None:
        """What a right answer has to be worth at least, so that the dearer one pays; None where that cannot be said."""
        if self.price is None or self.price <= 0 or self.more is None or self.more[0] <= 0:
            return None
        return self.price / self.more[0]

    @property
    def sentence(self) -> str:
        """One sentence: what differs, and what that comes to."""
        if self.unchecked and self.saved is not None:
            return tr("{difference}; {sum}, before anybody is paid to check the answers.", difference=self._difference(), sum=self._sum())  # fmt: skip
        return tr("{difference}; {sum}.", difference=self._difference(), sum=self._sum())

    def _difference(self) -> str:
        first, second = in_quotes(self.first), in_quotes(self.second)
        n, more = digits(CASES), self._more_words()
        if self.price is None and self.more is None:
            return tr("What “{first}” costs more or less than “{second}” is not known", first=first, second=second)  # fmt: skip
        if self.price is None:
            return tr(
                "Of {n} {things} “{first}” has {more} right than “{second}”",
                n=n,
                things=self.things,
                first=first,
                second=second,
                more=more,
            )
        costs = self._costs(self.price)
        said = tr(
            "For {n} {things} “{first}” {costs} “{second}”",
            n=n,
            things=self.things,
            first=first,
            costs=costs,
            second=second,
        )
        return (
            said if self.more is None else tr("{said} and has {more} right", said=said, more=more)
        )

    def _costs(self, price: float) -> str:
        if not price:
            return tr("costs as much as")
        cost = money(abs(price), self.worth.currency)
        return tr("costs {cost} more than", cost=cost) if price > 0 else tr("costs {cost} less than", cost=cost)  # fmt: skip

    def _more_words(self) -> str:
        """How many more it has right: "40 to 120 more", or between how many fewer and more."""
        if self.more is None:
            return ""
        low, high = (round(end) for end in self.more)
        if low < 0 < high:
            return tr(
                "between {fewer} fewer and {more} more", fewer=digits(-low), more=digits(high)
            )
        if low == high:
            return tr("{n} more", n=digits(low))
        return tr("{low} to {high} more", low=digits(max(low, 0)), high=digits(high))

    def _sum(self) -> str:
        if self.unpriced:
            return self._unpriced()
        saved = self.saved
        if saved is not None:
            return self._saved(*saved)
        if self.more is None:
            return tr("what the answers are worth beside each other nobody can say")
        if self.pays_from is not None:
            return tr(
                "nobody put a number on what a right answer is worth: it pays from {least} for each on",
                least=money(self.pays_from, self.worth.currency),
            )
        return tr("nobody put a number on what a right answer is worth")

    def _unpriced(self) -> str:
        """What nobody put a number on, beside what the further right answers are worth."""
        who = listed([tr("“{name}”", name=in_quotes(name)) for name in self.unpriced])
        unknown = tr_plural(
            "nobody put a number on what {who} costs",
            "nobody put a number on what {who} cost",
            len(self.unpriced),
            who=who,
        )
        gained = self.gained
        if gained is None or gained[0] < 0:
            return unknown
        worth = money_range(*gained, self.worth.currency)
        return tr("that is worth {gained}, and {unknown}", gained=worth, unknown=unknown)

    def _saved(self, low: float, high: float) -> str:
        assert self.worth.ends is not None
        currency = self.worth.currency
        each = money_range(*self.worth.ends, currency)
        if low >= 0:
            return tr("at {each} for a right answer in place of a wrong one, that saves {sum}", each=each, sum=money_range(low, high, currency))  # fmt: skip
        if high <= 0:
            return tr("at {each} for a right answer in place of a wrong one, that costs {sum}", each=each, sum=money_range(-high, -low, currency))  # fmt: skip
        return tr(
            "at {each} for a right answer in place of a wrong one, that comes to between {loss} lost and {gain} saved",
            each=each,
            loss=money(-low, currency),
            gain=money(high, currency),
        )


def difference_cost(
    pair: CandidatePair, prices: Mapping[str, float | None], worth: AnswerWorth, things: str
) -> DifferenceCost:
    """What taking the one that came out ahead of a pair rather than the other costs on a thousand cases.

    - `prices`: of a thousand answers, by the names of the candidates; None where nobody put a number on it.
    - `things`: what cases are called: "messages".
    """
    value = (pair.difference.value or 0.0) * (-1 if pair.lower_is_better else 1)
    first, second = (pair.second, pair.first) if value < 0 else (pair.first, pair.second)
    unpriced = tuple(name for name in (first, second) if prices.get(name) is None)
    known = [prices.get(name) for name in (first, second)]
    price = None if unpriced else (known[0] or 0.0) - (known[1] or 0.0)
    return DifferenceCost(first, second, things, price, unpriced, _more(pair, value < 0), worth)


def _more(pair: CandidatePair, turned: bool) -> tuple[float, float] | None:
    low, high = pair.difference.low, pair.difference.high
    if pair.unit is not ScoreUnit.COUNT or low is None or high is None:
        return None
    ends = (-high, -low) if turned else (low, high)
    return CASES * ends[0], CASES * ends[1]
