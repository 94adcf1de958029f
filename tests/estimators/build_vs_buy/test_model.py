"""The value of every option against a walk through the months, one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.build_vs_buy.model import net_present_values
from estimators.case.default_inputs import default_inputs

INPUTS = default_inputs()
DELAYS = [name for name in INPUTS if name.endswith("_delay")]
SHARES = [name for name, default in INPUTS.items() if default.kind == "share"]
AMOUNTS = [name for name in INPUTS if name not in {*DELAYS, *SHARES}]
CASES = st.fixed_dictionaries(
    {name: st.floats(0.01, 0.99) for name in SHARES}
    | {name: st.floats(0.5, 50) for name in AMOUNTS}
    | {name: st.integers(0, 14) for name in DELAYS}
)


def walked(x: dict[str, float], h: int, may_buy: bool, succeeds: bool | None) -> dict[str, float]:
    """The value of each option, month by month; ``succeeds`` None: building on average."""
    review = x["volume_per_month"] * x["review_share"] * x["review_cost"]

    def worth(month: int, amount: float) -> float:
        return amount / (1 + x["discount_rate"]) ** (month / 12)

    def from_month(delay: float, amount: float) -> float:
        return sum(worth(month, amount) for month in range(int(delay) + 1, h + 1))

    def earned(accuracy: float) -> float:
        wrong_more = (1 - accuracy) * (1 - x["mistakes_caught"]) - (1 - x["baseline_accuracy"])
        misses, alarms = x["missed_share"] * wrong_more, (1 - x["missed_share"]) * wrong_more
        each = x["value_per_correct"] * accuracy
        each -= misses * x["missed_cost"] + alarms * x["false_alarm_cost"]
        return x["volume_per_month"] * x["adoption"] * each

    work = x["person_month_cost"]
    rules_once, buy_once = x["rules_person_months"] * work, x["buy_person_months"] * work
    upkeep = rules_once * x["maintenance_share"] / 12
    rules = from_month(x["rules_delay"], earned(x["accuracy_rules"]) - review - upkeep)
    calls = x["volume_per_month"] * x["price_per_call"]
    buy_monthly = earned(x["accuracy_api"]) - calls - review - x["vendor_minimum"]
    labels = x["automl_labels"] * x["cost_per_label"]
    train_once = labels + labels * x["relabel_share"] + x["automl_person_months"] * work
    serving = x["volume_per_month"] * x["serving_per_case"]
    train_monthly = earned(x["accuracy_automl"]) - x["serving_per_month"] - serving - review
    train_monthly -= x["retraining_per_year"] / 12
    build_once = x["build_person_months"] * work * x["overrun"]
    build_once += x["build_labels"] * x["cost_per_label"]
    better = x["accuracy_automl"] + x["build_gain"] * (1 - x["accuracy_automl"])
    build_monthly = earned(better) - review - build_once * x["maintenance_share"] / 12
    build_monthly -= x["infrastructure_per_month"] + serving
    built = from_month(x["build_delay"], build_monthly)
    bought_late = 0.0
    if may_buy:
        bought_late = from_month(x["build_delay"] + x["buy_delay"], buy_monthly)
        bought_late -= worth(min(int(x["build_delay"]), h), buy_once)
    chance = x["build_success"] if succeeds is None else float(succeeds)
    return {
        "nothing": 0.0,
        "rules": rules - rules_once,
        "buy_api": from_month(x["buy_delay"], buy_monthly) - buy_once,
        "automl_finetune": from_month(x["automl_delay"], train_monthly) - train_once,
        "build_custom": chance * built + (1 - chance) * bought_late - build_once,
    }


@given(CASES, st.integers(1, 24), st.booleans())
def test_every_option_is_worth_what_its_months_add_up_to(case, h, may_buy) -> None:
    x = {name: np.full(2, float(value)) for name, value in case.items()}
    draws = np.array([case["build_success"] - 1e-6, case["build_success"]])  # works, does not
    found = net_present_values(x, h, may_buy=may_buy, success_draws=draws)
    for place, succeeds in enumerate((True, False)):
        wanted = walked(case, h, may_buy, succeeds)
        got = {name: float(values[place]) for name, values in found.realised.items()}
        assert got == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    wanted = walked(case, h, may_buy, None)
    assert {n: float(v[0]) for n, v in found.expected.items()} == pytest.approx(wanted, abs=1e-6)


@given(CASES)
def test_without_a_discount_rate_months_count_alike(case) -> None:
    case = {**case, "discount_rate": 0.0}
    x = {name: np.full(1, float(value)) for name, value in case.items()}
    found = net_present_values(x, 12, may_buy=True, success_draws=np.zeros(1))
    got = {name: float(values[0]) for name, values in found.expected.items()}
    assert got == pytest.approx(walked(case, 12, True, None), abs=1e-6)


@given(CASES)
def test_what_comes_before_it_works_is_what_is_paid_at_once(case) -> None:
    """Beyond the horizon nothing is earned, so an option costs its upfront cost and no more."""
    case = {**case, **dict.fromkeys(DELAYS, 99)}
    x = {name: np.full(1, float(value)) for name, value in case.items()}
    found = net_present_values(x, 12, may_buy=False, success_draws=np.zeros(1))
    for name, upfront in found.upfront.items():
        assert float(found.expected[name][0]) == pytest.approx(-float(upfront[0]))
