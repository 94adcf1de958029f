"""Any case: answers to some of the questions, each out of those that bear on a verdict."""

from hypothesis import strategies as st

from estimators.base.task_kind import TASK_KINDS
from estimators.case.questions import questions, read_case
from estimators.need_for_ai.verdict_rules import GroundedVerdict, decide

PLAUSIBLE = {
    "stage": ["concept", "pre_launch"],
    "regulatory_tier": ["minimal", "limited", "high", "prohibited"],
    "error_cost_level": ["negligible", "low", "medium", "high", "critical"],
    "explicit_rules_possible": ["no", "partly", "yes"],
    "pain_evidence": ["none", "anecdotal", "interviews", "metrics"],
    "measured": [
        {"correct": 45, "n": 50},
        {"correct": 97, "n": 120},
        {"correct": 300, "n": 300},
        {"correct": 2, "n": 9},
    ],
    "accuracy_gate": [0.3, 0.7, 0.8, 0.95, 0.999],
    "labelled_examples": [0, 12, 39, 40, 200, 399, 5000, 100_000, 10_000_000],
    "n_classes": [2, 7, 400, 100_000],
    "active_users": [0, 1, 5_000],
    "ml_engineers": [0, 2, 3, 40],
    "budget_usd": [0, 299_999, 300_000, 5e6],
    "user_pain": [0, 0.5, 1, 3, 5],
    "commodity_fit": [0, 2, 2.5, 3, 4, 5],
    "differentiation": [0, 2, 3, 4, 5],
    "data_uniqueness": [0, 1, 2, 3, 5],
    "task_kind": [*TASK_KINDS],
    "purpose_flags": [[], ["employment"], ["social_scoring"], ["health", "talks_to_people"]],
    "review_share": [0, 0.1, 1],
    "rarest_class_examples": [0, 11, 160, 5000],
    "majority_share": [0.5, 0.95, 0.999],
    "data_rights": ["ours", "licensed", "unclear", "none"],
    "volume_per_month": [1, 12, 4000, 5_000_000],
    "error_cost_usd": [0.5, 20, 1000],
    "value_of_right_answer": [0.01, 3, 400],
    "cost_of_today_per_case": [0.01, 3, 400],
}
BEARING = [name for name, question in questions().items() if not question.advisory]
ANSWER = {name: st.sampled_from(PLAUSIBLE.get(name, [True, False])) for name in BEARING}


@st.composite
def any_case(draw, *, known=None):
    names = known or draw(st.lists(st.sampled_from(BEARING), unique=True))
    return {name: draw(ANSWER[name]) for name in names}


def decided(case: dict) -> GroundedVerdict:
    """The verdict with its way and its ground, without reasons and all that would change it."""
    return decide(read_case(case).values)


def verdict(case: dict) -> str:
    """The verdict alone."""
    return decided(case).verdict
