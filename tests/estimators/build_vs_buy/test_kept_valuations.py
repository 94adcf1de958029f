"""Every number and word of a few valuations, as they were; what is said now is kept by ``tests.golden``."""

from datetime import date

from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.result import Valuation
from tests.golden.keeping import check_answers

DAY = date(2026, 11, 27)  # on which it is asked which prices are old
WISHES = {"intangible_ranking": ["privacy", "speed", "lock_in"], "differentiation": 4}
SHORT = {"volume_per_month": [100, 900], "error_cost_usd": [5, 60], "labelled_examples": 300}
LARGE = {
    "volume_per_month": [20_000, 90_000],
    "value_per_correct": [0.1, 0.6],
    "missed_cost": [4, 20],
    "false_alarm_cost": [1, 3],
    "mistakes_caught": 0.4,
    "baseline_accuracy": [0.7, 0.85],
    "commodity_fit": 4,
    "data_uniqueness": 4,
    "ml_engineers": 3,
    "budget_usd": 900_000,
}
CASES: dict[str, dict[str, object]] = {
    "nothing said": {},
    "few cases": SHORT,
    "few and dear": {**SHORT, "error_cost_usd": 400, "cost_per_label": 12, "currency": "EUR"},
    "many": LARGE,
    "many, measured": {**LARGE, "measured": {"correct": 163, "n": 180}},
    "many, measured badly": {**LARGE, "measured": {"correct": 61, "n": 90}, **WISHES},
    "many, and known": {**LARGE, "accuracy_automl": 0.9, "accuracy_api": 0.91, "build_gain": 0.1},
    "many, in the house": {**LARGE, "data_may_leave_premises": False, **WISHES},
    "many, nothing to buy": {**LARGE, "commodity_api_available": False, "human_in_loop": False},
    "weighed": {**LARGE, "intangible_weights": {"privacy": 3, "speed": 1}, "differentiation": 5},
    "scored": {
        **SHORT,
        "intangible_scores": {"buy_api": {"privacy": 5}, "build_custom": {"speed": [40, 90]}},
        "intangible_ranking": ["speed", "privacy"],
    },
    "forbidden": {**LARGE, "regulatory_tier": "prohibited"},
    "worth nothing": {"volume_per_month": 20, "error_cost_usd": 0.01},
}


def test_a_case_is_valued_as_it_was() -> None:
    model = BuildVsBuy(draws=400, today=DAY)
    answers = {name: told(model.evaluate(case)) for name, case in CASES.items()}
    briefly = BuildVsBuy(draws=400, horizon_months=12, random_state=3, today=DAY)
    answers["many, for a year"] = told(briefly.evaluate(LARGE))
    answers["its defaults"] = model.evaluate({}).inputs
    check_answers("valuations", answers)


def told(found: Valuation) -> dict[str, object]:
    """All of it, but of the inputs only those that somebody named."""
    inputs = {name: each for name, each in found.inputs.items() if each.provenance != "unknown"}
    return {**vars(found), "inputs": inputs}
