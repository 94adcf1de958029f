"""The value of every option against a walk through the months, one after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.build_vs_buy.model import net_present_values
from estimators.case.default_inputs import default_inputs
from estimators.case.ways import OPTIONS

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
        wrong_more = (x["baseline_accuracy"] - accuracy) * (1 - x["mistakes_caught"])
        misses, alarms = x["missed_share"] * wrong_more, (1 - x["missed_share"]) * wrong_more
        each = x["value_per_correct"] * accuracy
        each -= misses * x["missed_cost"] + alarms * x["false_alarm_cost"]
        return x["volume_per_month"] * x["adoption"] * each

    def once(name: str) -> float:
        return x[f"{name}_person_months"] * x["person_month_cost"]

    def labelled(labels: float) -> float:
        return labels * x["cost_per_label"] * (1 + x["relabel_share"])

    def net(name: str, accuracy: float, price: str = "", fee: str = "", more: float = 0.0) -> float:
        calls = x["volume_per_month"] * x[price] if price else 0.0
        paid = calls + review + (x[fee] if fee else 0.0) + more
        return from_month(x[f"{name}_delay"], earned(accuracy) - paid)

    upkeep, again = x["maintenance_share"] / 12, x["retraining_per_year"] / 12
    examples = labelled(x["trained_labels"])
    found = {"nothing": 0.0}
    found["rule"] = net("rule", x["accuracy_rule"], more=upkeep * once("rule")) - once("rule")
    found["buy_product"] = net(
        "product", x["accuracy_product"], "product_price", "product_fee"
    ) - once("product")
    found["prompt_api"] = net(
        "prompt", x["accuracy_prompt"], "prompt_price", more=upkeep * once("prompt")
    ) - once("prompt")
    for how, name in (
        ("prompt_with_retrieval", "retrieval"),
        ("self_host_open_weights", "open_weights"),
    ):
        kept = net(name, x[f"accuracy_{name}"], f"{name}_price", f"{name}_fee", upkeep * once(name))
        found[how] = kept - once(name)
    for how, name in (("fine_tune_hosted", "fine_tuned"), ("train_own", "trained")):
        kept = net(name, x[f"accuracy_{name}"], f"{name}_price", f"{name}_fee", again)
        found[how] = kept - once(name) - examples - x[f"{name}_run"]
    build_once = once("build") * x["overrun"] + labelled(x["build_labels"])
    better = x["accuracy_trained"] + x["build_gain"] * (1 - x["accuracy_trained"])
    built = net("build", better, "trained_price", "infrastructure_per_month", upkeep * build_once)
    bought_late = 0.0
    if may_buy:
        calls = x["volume_per_month"] * x["product_price"]
        monthly = earned(x["accuracy_product"]) - calls - review - x["product_fee"]
        bought_late = from_month(x["build_delay"] + x["product_delay"], monthly)
        bought_late -= worth(min(int(x["build_delay"]), h), once("product"))
    chance = x["build_success"] if succeeds is None else float(succeeds)
    found["build_from_scratch"] = chance * built + (1 - chance) * bought_late - build_once
    return found


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
    assert found.upfront.keys() == set(OPTIONS)
    for name, upfront in found.upfront.items():
        assert float(found.expected[name][0]) == pytest.approx(-float(upfront[0]))
