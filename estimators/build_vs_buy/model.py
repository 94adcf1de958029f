"""Net present value of each option, for many futures at once.

NPV = -C0 + sum over months t of [V a (u p + e (1 - c) (p - b)) - opex] / (1 + r)^(t/12), against staying as today: what
today's own mistakes cost is added back. docs/method-decide.md works an example by hand.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from estimators.build_vs_buy.draws import Draws
from estimators.case.ways import BUILD, NOTHING, PRODUCT, TRAINED, WAYS, Way


@dataclass(frozen=True)
class Futures:
    """Per option and draw.

    Attributes
    ----------
    fixed, per_case : dict
        The mean over success and failure of a build is `fixed` + cases a month × `per_case`.
    expected, realised : dict
        That mean, and one realised value.
    upfront : dict
        The cost before it works.
    slope : dict
        What an accuracy of 1 of what is trained is worth more than one of 0, for the options that it is part of.
    """

    fixed: dict[str, Draws]
    per_case: dict[str, Draws]
    expected: dict[str, Draws]
    realised: dict[str, Draws]
    upfront: dict[str, Draws]
    slope: dict[str, Draws]


def net_present_values(
    x: Mapping[str, Draws], horizon_months: int, *, may_buy: bool, success_draws: Draws
) -> Futures:
    """Value every option in every future.

    Parameters
    ----------
    x : mapping
        Draws of every input, all of one length.
    may_buy : bool
        Whether a product is there to fall back on after a failed build.
    success_draws : ndarray
        Uniform numbers; building succeeds where they lie below its chance.
    """
    months = _DiscountedMonths(x["discount_rate"], float(horizon_months))
    volume = x["volume_per_month"]
    saved, no_better = worth_of_an_answer(x)
    always = no_better - x["review_share"] * x["review_cost"]

    zero = np.zeros_like(volume)
    fixed, per_case, upfront = {NOTHING: zero}, {NOTHING: zero}, {NOTHING: zero}
    slope = {}
    gain = x["build_gain"]
    for way in WAYS:
        cost, lasting = upfront_cost(way, x), months.after(x[f"{way.prefix}_delay"])
        accuracy = accuracy_of(way, x)
        price = x[way.price] if way.price else 0.0
        upfront[way.name] = cost
        fixed[way.name] = -cost - lasting * every_month(way, x, cost)
        per_case[way.name] = lasting * (saved * accuracy + always - price)
        if way.accuracy == TRAINED:
            slope[way.name] = volume * lasting * saved
        elif not way.accuracy:
            slope[way.name] = x["build_success"] * (1 - gain) * volume * lasting * saved

    late_fixed, late_case = -upfront[BUILD], zero  # where building fails
    if may_buy:
        lasting = months.after(x["build_delay"] + x["product_delay"])
        paid = months.discount(x["build_delay"]) * upfront[PRODUCT]
        late_fixed = late_fixed - paid - lasting * x["product_fee"]
        late_case = lasting * (saved * x["accuracy_product"] + always - x["product_price"])
    chance = x["build_success"]
    success = fixed[BUILD] + volume * per_case[BUILD]
    realised = np.where(success_draws < chance, success, late_fixed + volume * late_case)
    fixed[BUILD] = chance * fixed[BUILD] + (1 - chance) * late_fixed
    per_case[BUILD] = chance * per_case[BUILD] + (1 - chance) * late_case
    expected = {name: fixed[name] + volume * per_case[name] for name in fixed}
    return Futures(fixed, per_case, expected, {**expected, BUILD: realised}, upfront, slope)


def worth_of_an_answer(x: Mapping[str, Draws]) -> tuple[Draws, Draws]:
    """What an accuracy of 1 is worth more than one of 0 in each case, and what an accuracy of 0 is worth against today.

    A person who looks at the answers catches today's mistakes as well as new ones.
    """
    mistake = cost_of_a_mistake(x) * (1 - x["mistakes_caught"])
    adoption = x["adoption"]
    saved = adoption * (x["value_per_correct"] + mistake)
    return saved, -adoption * mistake * x["baseline_accuracy"]


def cost_of_a_mistake(x: Mapping[str, Draws]) -> Draws:
    """What a mistake costs that nobody catches: one number, or what misses and false alarms cost, by how many are misses."""
    if "missed_share" not in x:
        return x["missed_cost"]
    return x["missed_share"] * x["missed_cost"] + (1 - x["missed_share"]) * x["false_alarm_cost"]


def accuracy_of(way: Way, x: Mapping[str, Draws]) -> Draws:
    """How often a way is right; what is built improves on what is trained."""
    if way.accuracy:
        return x[way.accuracy]
    return x[TRAINED] + (1 - x[TRAINED]) * x["build_gain"]


_OF_ANY = (
    "volume_per_month",
    "adoption",
    "value_per_correct",
    "missed_cost",
    "false_alarm_cost",
    "missed_share",
    "mistakes_caught",
    "baseline_accuracy",
    "accuracy_correlation",
    "review_share",
    "review_cost",
    "person_month_cost",
    "discount_rate",
)


def inputs_of(options: Collection[str]) -> frozenset[str]:
    """The inputs that these options are valued with; a build also with those of the product that is bought where it fails."""
    found = {*_OF_ANY}
    for way in WAYS:
        if way.name not in options:
            continue
        found |= {f"{way.prefix}_person_months", f"{way.prefix}_delay"}
        found |= {way.accuracy or TRAINED, way.price, way.fee, way.labels, way.run} - {""}
        if way.upkeep:
            found.add("maintenance_share")
        elif way.labels:
            found.add("retraining_per_year")
        if way.labels:
            found |= {"cost_per_label", "relabel_share"}
        if way.name == BUILD:
            found |= {"overrun", "build_gain", "build_success"}
    return frozenset(found)


class _DiscountedMonths:
    """Months as their discount factors, up to the horizon."""

    def __init__(self, rate: Draws, horizon: float) -> None:
        self._monthly = (1 + rate) ** (-1 / 12)
        self._step = 1 / self._monthly - 1
        self._horizon, self._end = horizon, self._monthly**horizon

    def discount(self, month: Draws) -> Draws:
        return np.asarray(self._monthly ** np.minimum(month, self._horizon))

    def after(self, delay: Draws) -> Draws:
        """Sum of the factors of the months after the delay."""
        undiscounted = self._step < 1e-12
        discounted = (self.discount(delay) - self._end) / np.where(undiscounted, 1.0, self._step)
        return np.where(undiscounted, self._horizon - np.minimum(delay, self._horizon), discounted)


def upfront_cost(way: Way, x: Mapping[str, Draws]) -> Draws:
    """What a way costs before its first answer."""
    cost = x[f"{way.prefix}_person_months"] * x["person_month_cost"]
    if way.name == BUILD:
        cost = cost * x["overrun"]
    if way.labels:
        cost = cost + x[way.labels] * x["cost_per_label"] * (1 + x["relabel_share"])
    return cost + x[way.run] if way.run else cost


def every_month(way: Way, x: Mapping[str, Draws], cost: Draws) -> Draws | float:
    """What is paid every month, however many cases there are."""
    fee = x[way.fee] if way.fee else 0.0
    if way.upkeep:
        return fee + x["maintenance_share"] / 12 * cost
    # What has learned from examples learns from new ones.
    return fee + x["retraining_per_year"] / 12 if way.labels else fee
