"""What an answer is worth and what the ways to get it cost, in plain arithmetic: fast enough to try every answer.

The simulation of `build_vs_buy` says how likely; this says only what no luck could mend: that even the best case does
not earn its cost back in three years, or that calls cost several times what a model of one's own would.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from math import inf, sqrt

from estimators.case.options import HOWS, impossible_options
from estimators.case.price_book import currencies
from estimators.case.prices import book_of, price_per_answer, upfront_of
from estimators.case.questions import Value
from estimators.need_for_ai.cues import criteria

HORIZON_MONTHS = 36
MINUTES_AT_MOST = 10  # of paid work that a right answer saves, where nobody named its worth
_MISTAKES_TODAY = (
    0.2  # of all answers, at the most: the low end of how often people are right today
)


@dataclass(frozen=True)
class Economics:
    """What a case comes to over three years, in US dollars.

    Attributes
    ----------
    worth : float or None
        Of right answers alone, if every one were right and used; None where nobody named the volume.
    named : bool
        Whether the worth of an answer was named; else it is the most that we would assume.
    paying, likely : frozenset of str or None
        The ways with AI that could earn their cost back in their best case, and those that do at the middle of what
        they cost; None where nobody named the volume.
    rule_pays : bool
        Whether a written rule would.
    """

    worth: float | None
    named: bool
    paying: frozenset[str] | None
    likely: frozenset[str] | None
    rule_pays: bool

    @property
    def pays(self) -> bool:
        """Whether some way with AI could earn its cost back; unknown counts as a yes."""
        return self.paying is None or bool(self.paying)

    def may_pay(self, how: str) -> bool:
        """Whether a way could; unknown counts as a yes."""
        return self.paying is None or how in self.paying

    def likely_pays(self, how: str) -> bool:
        """Whether a way does at the middle of its price; unknown counts as a yes."""
        return self.likely is None or how in self.likely


def economics_of(values: Mapping[str, Value]) -> Economics:
    """Weigh what the answers are worth against each way that the case leaves open, in its best case."""
    answers = _answers(values)
    value, named = worth_per_answer(values)
    # None a month where nobody uses it yet is what there is today, not how many there would be.
    unused = values.get("active_users") == 0 and not (named and answers)
    if answers is None or unused:
        return Economics(None, named, None, None, rule_pays=True)
    # A right that is missing can be settled; it is no reason why nothing pays.
    settled = {name: each for name, each in values.items() if name != "data_rights"}
    closed = impossible_options(settled)
    ways = [how for how in HOWS if how not in closed or how == "rule"]

    def paying(end: Callable[[tuple[float, float]], float]) -> frozenset[str]:
        return frozenset(
            how
            for how in ways
            if answers * (value - end(price_per_answer(values, how))) > end(upfront_of(values, how))
        )

    best, middle = paying(min), paying(_middle)
    ai = frozenset(ways) - {"rule"}
    return Economics(answers * value, named, best & ai, middle & ai, rule_pays="rule" in best)


def worth_per_answer(values: Mapping[str, Value]) -> tuple[float, bool]:
    """What a right answer is worth in US dollars, and whether somebody named it; else the most that we would assume."""
    for name in ("value_of_right_answer", "cost_of_today_per_case"):
        given = values.get(name)
        if isinstance(given, int | float):
            return given / per_dollar(values), True
    most = MINUTES_AT_MOST * book_of(values).range("wage_minute")[1]
    mistake = values.get("error_cost_usd")
    if isinstance(mistake, int | float):
        most = max(most, _MISTAKES_TODAY * mistake)
    return most, False


def loses_each(values: Mapping[str, Value], how: str) -> bool:
    """Whether every answer is known to cost more than a right one is worth, whatever was spent before."""
    worth, named = worth_per_answer(values)
    return named and _answers(values) is not None and price_per_answer(values, how)[0] > worth


def cheapest_answer(values: Mapping[str, Value], ways: Collection[str]) -> float:
    """What one answer costs at the least, in the currency of the case, over those of the ways that it leaves open; else infinite."""
    closed = impossible_options(values)
    prices = [price_per_answer(values, how)[0] for how in ways if how not in closed]
    return min(prices, default=inf) * per_dollar(values)


def dear_to_call(values: Mapping[str, Value], buy: str) -> bool:
    """Whether calls cost so much more than an open model, tuned and run at home, that a team which can do so should."""
    answers = _answers(values)
    if answers is None:
        return False
    own = "self_host_open_weights"
    bought = answers * _middle(price_per_answer(values, buy))
    served = answers * _middle(price_per_answer(values, own)) + _middle(upfront_of(values, own))
    return bought > criteria()["dear_to_call"] * served and bought > criteria()["budget_to_build"]


def _answers(values: Mapping[str, Value]) -> float | None:
    volume = values.get("volume_per_month")
    return volume * HORIZON_MONTHS if isinstance(volume, int | float) else None


def _middle(ends: tuple[float, float]) -> float:
    return sqrt(ends[0] * ends[1])


def per_dollar(values: Mapping[str, Value]) -> float:
    """What one US dollar is in the currency of the case."""
    # The currency is read by the valuation; an unknown one is refused there.
    return currencies().get(str(values.get("currency", "USD")).strip().upper(), 1.0)
