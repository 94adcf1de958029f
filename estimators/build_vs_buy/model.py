"""Net present value of each option, for many futures at once.

NPV = -C0 + sum over months t of [V (u p - e (1 - p)) - opex] / (1 + r)^(t/12), against staying as today:
what today's own mistakes cost is added back. docs/method-decide.md works an example by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from estimators.base.sentence import tr
from estimators.build_vs_buy.draws import Draws

OPTIONS = ("nothing", "rules", "buy_api", "automl_finetune", "build_custom")

LABELS = {
    "nothing": tr("Stay as today"),
    "rules": tr("Simple rule"),
    "buy_api": tr("Buy an API"),
    "automl_finetune": tr("Train from examples"),
    "build_custom": tr("Build from scratch"),
}


@dataclass(frozen=True)
class Futures:
    """Per option and draw: the mean over success and failure of a build, one realised value, and the cost before it works."""

    expected: dict[str, Draws]
    realised: dict[str, Draws]
    upfront: dict[str, Draws]


def net_present_values(
    x: Mapping[str, Draws], horizon_months: int, *, may_buy: bool, success_draws: Draws
) -> Futures:
    """Value every option in every future.

    Parameters
    ----------
    x : mapping
        Draws of every input, all of one length.
    may_buy : bool
        Whether the service is there to fall back on after a failed build.
    success_draws : ndarray
        Uniform numbers; building succeeds where they lie below its chance.
    """
    h = float(horizon_months)
    monthly = (1 + x["discount_rate"]) ** (-1 / 12)
    rate, volume = x["person_month_cost"], x["volume_per_month"]
    upkeep = x["maintenance_share"] / 12
    review = volume * x["review_share"] * x["review_cost"]

    def months(delay: Draws) -> Draws:
        """Sum of the discount factors of the months after the delay, up to the horizon."""
        delay = np.minimum(delay, h)
        step = 1 / monthly - 1
        undiscounted = step < 1e-12
        discounted = (monthly**delay - monthly**h) / np.where(undiscounted, 1.0, step)
        return np.where(undiscounted, h - delay, discounted)

    def earned(accuracy: Draws) -> Draws:
        """Value a month of a way to answer that is right this often, against today."""
        mistake = (
            x["missed_share"] * x["missed_cost"] + (1 - x["missed_share"]) * x["false_alarm_cost"]
        )
        uncaught = (1 - accuracy) * (1 - x["mistakes_caught"])
        more_mistakes = uncaught - (1 - x["baseline_accuracy"])
        used = volume * x["adoption"]
        return np.asarray(used * (x["value_per_correct"] * accuracy - mistake * more_mistakes))

    zero = np.zeros_like(volume)

    rules_cost = x["rules_person_months"] * rate
    rules = -rules_cost + months(x["rules_delay"]) * (
        earned(x["accuracy_rules"]) - review - upkeep * rules_cost
    )

    buy_cost = x["buy_person_months"] * rate
    buy_net = (
        earned(x["accuracy_api"]) - volume * x["price_per_call"] - review - x["vendor_minimum"]
    )
    buy = -buy_cost + months(x["buy_delay"]) * buy_net

    per_label = x["cost_per_label"]
    automl_cost = x["automl_labels"] * per_label * (1 + x["relabel_share"])
    automl_cost = automl_cost + x["automl_person_months"] * rate
    serving = x["serving_per_month"] + volume * x["serving_per_case"]
    automl_net = earned(x["accuracy_automl"]) - serving - review - x["retraining_per_year"] / 12
    automl = -automl_cost + months(x["automl_delay"]) * automl_net

    build_cost = x["build_person_months"] * rate * x["overrun"] + x["build_labels"] * per_label
    accuracy_build = x["accuracy_automl"] + (1 - x["accuracy_automl"]) * x["build_gain"]
    build_opex = (
        upkeep * build_cost + x["infrastructure_per_month"] + volume * x["serving_per_case"]
    )
    success = months(x["build_delay"]) * (earned(accuracy_build) - review - build_opex)
    late = x["build_delay"] + x["buy_delay"]
    late_buy = months(late) * buy_net - buy_cost * monthly ** np.minimum(x["build_delay"], h)
    failure = late_buy if may_buy else zero
    chance = x["build_success"]
    build = -build_cost + chance * success + (1 - chance) * failure
    build_comes_to = -build_cost + np.where(success_draws < chance, success, failure)

    expected = {
        "nothing": zero,
        "rules": rules,
        "buy_api": buy,
        "automl_finetune": automl,
        "build_custom": build,
    }
    upfront = {
        "nothing": zero,
        "rules": rules_cost,
        "buy_api": buy_cost,
        "automl_finetune": automl_cost,
        "build_custom": build_cost,
    }
    return Futures(expected, {**expected, "build_custom": build_comes_to}, upfront)
