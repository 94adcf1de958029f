"""What an answer costs: orders of magnitude worked by hand, and what must hold for every kind of task."""

import pytest

from estimators.case.price_book import PRICES, built_in, price_book
from estimators.case.prices import price_per_answer, running_cost, upfront_of

HOSTED = ("buy_product", "prompt_api", "prompt_with_retrieval", "fine_tune_hosted")
WAYS = (*HOSTED, "self_host_open_weights", "train_own", "build_from_scratch")
KINDS = (None, "classify", "number", "rank", "extract", "transcribe", "generate", "act")


def point(**prices: float) -> dict[str, object]:
    """A case whose price book has points for these lines."""
    return {PRICES: price_book([{"name": n, "range": x} for n, x in prices.items()])}


def test_a_prompted_answer_costs_its_tokens() -> None:
    values = point(
        tokens_of_instructions=1000,
        tokens_in_generate=3000,
        tokens_out_generate=500,
        tokens_in_small=2,
        tokens_in_large=2,
        tokens_out_small=10,
        tokens_out_large=10,
    )
    # 4,000 tokens at 2 dollars a million and 500 at 10
    price = price_per_answer({**values, "task_kind": "generate"}, "prompt_api")
    assert price == pytest.approx((0.013, 0.013))


def test_an_agent_of_25_steps_costs_cents_to_dollars() -> None:
    low, high = price_per_answer({**point(agent_steps=25), "task_kind": "act"}, "prompt_api")
    assert 0.02 < low < 0.2
    assert 1 < high < 10


def test_dictation_costs_its_minutes() -> None:
    values = {**point(minutes_to_transcribe=3, speech_minute=0.006), "task_kind": "transcribe"}
    assert price_per_answer(values, "prompt_api") == pytest.approx((0.018, 0.018))


def test_what_is_paid_every_month_is_shared_by_the_answers() -> None:
    cost = running_cost({}, "self_host_open_weights")
    few = price_per_answer({"volume_per_month": 5}, "self_host_open_weights")
    many = price_per_answer({"volume_per_month": 5_000_000}, "self_host_open_weights")
    assert few[0] == pytest.approx(cost.per_answer[0] + cost.per_month[0] / 5)
    assert few[0] > 100
    assert many[1] < 0.01


def test_where_data_stay_in_the_house_the_gpu_is_ones_own() -> None:
    rented = running_cost({}, "self_host_open_weights")
    owned = running_cost({"data_may_leave_premises": False}, "self_host_open_weights")
    assert "gpu_hour_rented" in {line.name for line in rented.lines}
    assert "gpu_hour_owned" in {line.name for line in owned.lines}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", WAYS)
def test_every_way_has_a_price_for_every_kind_with_its_lines(kind: str | None, how: str) -> None:
    cost = running_cost({"task_kind": kind}, how)
    assert 0 < cost.per_answer[0] < cost.per_answer[1] < 10
    assert cost.lines
    low, high = upfront_of({"task_kind": kind}, how)
    assert 1000 < low < high < 1_000_000


def test_a_rule_costs_nothing_to_run_and_staying_as_today_nothing_at_all() -> None:
    assert price_per_answer({}, "rule") == (0, 0)
    assert upfront_of({}, "rule")[0] > 0
    assert price_per_answer({}, "nothing") == upfront_of({}, "nothing") == (0, 0)


def test_a_dearer_line_never_makes_anything_cheaper_and_each_line_counts_somewhere() -> None:
    idle = set()
    for name, line in built_in().lines.items():
        dear = {PRICES: price_book([{"name": name, "range": [2 * end for end in line.range]}])}
        moved = False
        for kind in KINDS:
            for how in WAYS:
                for house in (True, False):
                    case = {"task_kind": kind, "data_may_leave_premises": house}
                    for price in (price_per_answer, upfront_of):
                        before, after = price(case, how), price({**case, **dear}, how)
                        moved = moved or before != after
                        if name != "own_tokens_per_second":
                            assert after[0] >= before[0] * (1 - 1e-12), (name, kind, how)
                            assert after[1] >= before[1] * (1 - 1e-12), (name, kind, how)
        if not moved:
            idle.add(name)
    assert idle == {"wage_minute", "minutes_to_review"}  # a review: no way to answer, and valued


def test_examples_that_are_there_make_training_no_dearer() -> None:
    none, many = (
        upfront_of({}, "build_from_scratch"),
        upfront_of({"labelled_examples": 500_000}, "build_from_scratch"),
    )
    assert many[1] < none[1]
