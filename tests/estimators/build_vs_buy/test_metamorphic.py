"""What must move, and which way, where one thing of a case changes; nothing leans towards AI."""

import datetime

import pytest

from estimators.base.task_kind import TASK_KINDS
from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.input import Input
from estimators.build_vs_buy.inputs import read_inputs
from estimators.case.default_inputs import default_inputs
from estimators.case.price_book import PRICES
from estimators.case.questions import read_case
from estimators.case.ways import OPTIONS, WAYS

FEW = BuildVsBuy(draws=400)
BASE = {
    "volume_per_month": [4000, 30_000],
    "value_per_correct": [0.3, 2],
    "error_cost_usd": [2, 9],
    "baseline_accuracy": [0.6, 0.85],
    "commodity_fit": 4,
}
HOSTED = {"buy_product", "prompt_api", "prompt_with_retrieval", "fine_tune_hosted"}


def means(case, **settings) -> dict[str, float]:
    found = BuildVsBuy(draws=400, **settings).evaluate(case)
    return {option.name: option.mean for option in found.options}


@pytest.mark.parametrize("name", ["price", "fee", "person_months", "delay"])
@pytest.mark.parametrize("prefix", [way.prefix for way in WAYS])
def test_what_is_dearer_or_later_is_worth_less_and_the_others_stay(prefix, name) -> None:
    given = f"{prefix}_{name}"
    known = FEW.evaluate(BASE).inputs.get(given)
    if known is None:
        return
    plain = means({**BASE, given: [known.low, known.high]})
    dear = means({**BASE, given: [2 * known.low, 2 * known.high]})
    moved = {option for option in OPTIONS if dear[option] != plain[option]}
    assert all(dear[option] < plain[option] for option in moved)
    own = {way.name for way in WAYS if way.prefix == prefix}
    # Which falls back on the product, and serves alike.
    assert own <= moved <= own | {"build_from_scratch"}


@pytest.mark.parametrize("left_out", OPTIONS)
def test_dropping_an_option_moves_no_other(left_out) -> None:
    rest = [name for name in OPTIONS if name != left_out]
    plain = means(BASE)
    assert means(BASE, options=rest) == {name: plain[name] for name in rest}


def test_euros_are_dollars_at_the_rate() -> None:
    case = {"error_cost_usd": [2, 9], "budget_usd": 30_000, "volume_per_month": [4000, 9000]}
    dollars, euros = FEW.evaluate(case), FEW.evaluate({**case, "currency": "EUR"})
    for option in dollars.options:
        turned = euros.option(option.name)
        assert turned.mean == pytest.approx(0.9 * option.mean)
        assert turned.p_over_budget == pytest.approx(option.p_over_budget)
    assert euros.sanity.cost == pytest.approx(0.9 * dollars.sanity.cost)


def test_a_person_who_confirms_each_result_reviews_all_of_them_unless_the_case_says_otherwise() -> (
    None
):
    assert FEW.evaluate({"human_in_loop": True}).inputs["review_share"].median == 1
    said = FEW.evaluate({"human_in_loop": True, "review_share": 0.2}).inputs["review_share"]
    assert said.median == 0.2


def test_more_review_costs_more_and_catching_mistakes_helps_today_as_well() -> None:
    some, all_ = means({**BASE, "review_share": 0.2}), means({**BASE, "review_share": 1})
    assert all(all_[name] < some[name] for name in OPTIONS if name != "nothing")
    caught = means({**BASE, "mistakes_caught": 0.9})
    missed = means({**BASE, "mistakes_caught": 0.1})
    better = FEW.evaluate(BASE).inputs
    for way in WAYS:
        if way.accuracy in better and better[way.accuracy].low > better["baseline_accuracy"].high:
            assert caught[way.name] < missed[way.name]  # less is left to be better at


@pytest.mark.parametrize("fit", [2, 4])
def test_what_is_hard_for_all_is_worth_less_to_know(fit) -> None:
    model = BuildVsBuy(draws=4000)
    worth = [
        model.evaluate({**BASE, "commodity_fit": fit, "accuracy_correlation": rho}).evpi
        for rho in (0, 0.5, 0.9)
    ]
    assert worth[0] > worth[1] > worth[2]


def ends(of: Input) -> tuple[float, float]:
    return of.low, of.high


def test_nobody_is_right_less_often_than_always_giving_the_commonest_answer() -> None:
    apart = {"task_kind": "classify"}
    inputs = read_inputs(apart, {**apart, "majority_share": 0.97}, "USD")
    for name in (*(way.accuracy for way in WAYS if way.accuracy), "baseline_accuracy"):
        assert 0.97 <= inputs[name].low < 1
    # Of the mistakes that always saying the commonest leaves, the usual part is avoided: .3 to .9 of 3 %.
    assert ends(inputs["accuracy_trained"]) == pytest.approx((0.979, 0.997))
    usual = read_inputs(apart, apart, "USD")["missed_share"].low
    assert ends(inputs["missed_share"]) == pytest.approx((0.97 - (0.5 - usual), 0.985))
    assert read_inputs({}, {"majority_share": 0.5}, "USD") == read_inputs({}, {}, "USD")


def test_one_cost_of_a_wrong_answer_is_one_number() -> None:
    text = {**BASE, "task_kind": "generate", "error_cost_usd": None}
    both = {"missed_cost": [8, 22], "false_alarm_cost": [8, 22]}
    one = FEW.evaluate({**text, "missed_cost": [8, 22]})
    assert not {"false_alarm_cost", "missed_share"} & one.inputs.keys()
    assert one.inputs["missed_cost"].label == "A wrong one costs"
    assert FEW.evaluate({**text, **both}).options == one.options
    assert {factor.input for factor in one.sanity.factors} == {
        "volume_per_month",
        "baseline_accuracy",
        "missed_cost",
    }
    two = FEW.evaluate({**text, "missed_cost": [8, 22], "false_alarm_cost": [1, 2]})
    assert two.inputs["false_alarm_cost"].label == "What is wrong costs"
    apart = FEW.evaluate({**text, **both, "task_kind": "classify"})
    assert apart.inputs["missed_cost"].label == "A miss costs"
    assert {"false_alarm_cost", "missed_share"} <= apart.inputs.keys()


KINDS = [*TASK_KINDS, None]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("stays", [True, False], ids=["stays in", "may leave"])
def test_what_no_shown_option_is_valued_with_is_no_input(kind, stays) -> None:
    case = {
        **BASE,
        "task_kind": kind,
        "data_may_leave_premises": not stays,
        "explicit_rules_possible": "no",
        "ml_engineers": 0 if stays else 4,
        "needs_own_knowledge": True,
    }
    found = FEW.evaluate(case)
    every = read_inputs(case, read_case(case).values, "USD")
    assert found.inputs.keys() <= every.keys()
    assert found.evppi.keys() == found.inputs.keys()
    worth = {option.name: option.mean for option in found.options if option.possible}
    for name, known in every.items():
        if known.low == known.high:
            continue
        moved = FEW.evaluate({**case, default_inputs()[name].key or name: known.high})
        same = all(moved.option(way).mean == value for way, value in worth.items())
        assert same == (name not in found.inputs), name


def test_few_of_the_rarest_answer_are_few_examples() -> None:
    rows = {"labelled_examples": 468_000, "n_classes": 2}
    rare = read_inputs({}, {**rows, "rarest_class_examples": 14}, "USD")
    few = read_inputs({}, {"labelled_examples": 28, "n_classes": 2}, "USD")
    for name in ("accuracy_trained", "accuracy_fine_tuned", "build_labels"):
        assert rare[name] == few[name]


def test_the_value_of_a_right_answer_is_read_and_what_today_costs_stands_for_it() -> None:
    said = {"value_of_right_answer": [3, 6], "cost_of_today_per_case": 9, "currency": "EUR"}
    worth = FEW.evaluate(said).inputs["value_per_correct"]
    assert (worth.low, worth.high) == pytest.approx((3, 6))
    assert FEW.evaluate({"cost_of_today_per_case": 9}).inputs["value_per_correct"].median == 9


def test_only_what_can_be_had_is_compared_and_the_rest_says_why() -> None:
    at_home = FEW.evaluate({**BASE, "data_may_leave_premises": False})
    impossible = {option.name for option in at_home.options if not option.possible}
    assert impossible == HOSTED
    assert all(option.why_not for option in at_home.options if not option.possible)
    assert at_home.option("self_host_open_weights").possible
    assert at_home.best not in HOSTED


def test_the_options_come_by_their_average() -> None:
    found = FEW.evaluate({**BASE, "data_may_leave_premises": False})
    possible = [option.mean for option in found.options if option.possible]
    assert possible == sorted(possible, reverse=True)
    assert not any(option.possible for option in found.options[len(possible) :])


def test_names_of_before_are_understood() -> None:
    older = {**BASE, "accuracy_api": 0.9, "accuracy_automl": 0.8, "price_per_call": 0.01}
    now = {**BASE, "accuracy_product": 0.9, "accuracy_trained": 0.8, "product_price": 0.01}
    assert FEW.evaluate(older).options == FEW.evaluate(now).options
    scored = {"intangible_scores": {"buy_api": {"privacy": 5}}}
    same = {"intangible_scores": {"buy_product": {"privacy": 5}}}
    assert FEW.evaluate(scored).intangibles == FEW.evaluate(same).intangibles


def test_own_prices_move_the_options_that_use_them() -> None:
    own = [{"name": "tokens_in_small", "range": 50}, {"name": "tokens_in_middle", "range": 50}]
    plain, dear = (
        FEW.evaluate({**BASE, "task_kind": "classify"}),
        FEW.evaluate({**BASE, "task_kind": "classify", PRICES: own}),
    )
    assert dear.option("prompt_api").mean < plain.option("prompt_api").mean
    assert dear.option("train_own").mean == plain.option("train_own").mean
    assert dear.inputs["prompt_price"].provenance == "guess"
    lines = {line.name: line for line in dear.prices}
    assert lines["tokens_in_small"].status == "yours"
    assert set(dear.inputs["prompt_price"].lines) <= lines.keys()


def test_an_old_price_is_said_to_be_old() -> None:
    case = {PRICES: [{"name": "label", "range": 1, "date": "2026-01-31"}]}
    late = BuildVsBuy(draws=200, today=datetime.date(2026, 9, 1)).evaluate(case)
    assert any("31 Jan 2026" in remark for remark in late.remarks)
    now = BuildVsBuy(draws=200, today=datetime.date(2026, 6, 1)).evaluate(case)
    assert not any("31 Jan 2026" in remark for remark in now.remarks)
