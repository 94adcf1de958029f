"""What money does not show: anchors, weights and what would give the lead away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.errors import UserError
from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.inputs import read_inputs
from estimators.build_vs_buy.intangibles import intangibles_of
from estimators.build_vs_buy.swing_weights import (
    criteria_entries,
    criteria_names,
    rank_order_centroids,
)
from estimators.case.ways import OPTIONS

FEW = BuildVsBuy(draws=500)
NAMES = criteria_names()


def of(case, **settings_):
    return BuildVsBuy(draws=500, **settings_).evaluate(case).intangibles


def scores(found):
    return {option.option: option.score for option in found.options}


def test_every_criterion_has_fixed_anchors_from_0_to_100_in_words():
    assert NAMES == ("differentiation", "lock_in", "privacy", "speed")
    for entry in criteria_entries():
        numbers = [score for score, _ in entry["anchors"]]
        assert (numbers[0], numbers[-1]) == (0, 100)
        assert numbers == sorted(numbers)
        assert all(text for _, text in entry["anchors"])
        assert {"nothing", *entry["options"]} == set(OPTIONS)


def test_a_ranking_becomes_rank_order_centroids():
    assert rank_order_centroids(4) == pytest.approx((25 / 48, 13 / 48, 7 / 48, 3 / 48))
    found = of({"intangible_ranking": ["privacy", "speed", "lock_in", "differentiation"]})
    weights = {criterion.name: criterion.weight for criterion in found.criteria}
    assert weights["privacy"] == pytest.approx(25 / 48)
    assert weights["differentiation"] == pytest.approx(3 / 48)
    assert found.weights_from == "your ranking"


def test_what_was_not_ranked_shares_what_is_left_alike():
    found = of({"intangible_ranking": ["privacy"]})
    weights = {criterion.name: criterion.weight for criterion in found.criteria}
    assert weights["privacy"] == pytest.approx(25 / 48)
    assert weights["speed"] == weights["lock_in"] == pytest.approx(23 / 48 / 3)


def test_given_weights_are_used_in_proportion():
    found = of({"intangible_weights": {"privacy": 3, "speed": 1}})
    weights = {criterion.name: criterion.weight for criterion in found.criteria}
    assert weights == {"differentiation": 0, "lock_in": 0, "privacy": 0.75, "speed": 0.25}
    assert (found.weights_from, of({}).weights_from) == ("your weights", "all alike")


def test_a_score_is_the_weighted_sum_of_the_parts():
    found = of({"intangible_weights": {"privacy": 3, "speed": 1}, "product_delay": 3})
    bought = next(option for option in found.options if option.option == "buy_product")
    parts = {part.criterion: part.score for part in bought.parts}
    assert parts["speed"] == 75  # a quarter of a year, by the anchors
    assert bought.score == pytest.approx(0.75 * parts["privacy"] + 0.25 * parts["speed"])


@pytest.mark.parametrize(
    ("privacy", "rest", "to", "words"),
    [
        (50, 40, 1, "a weight of 100% puts"),  # alike in privacy, behind in all else
        (40, 50, 0, "a weight of 0% puts"),
        (70, 40, 1 / 3, "a weight of 33% or more puts"),
        (10, 60, 0.2, "a weight of 20% or less puts"),
    ],
)
def test_a_lead_that_is_lost_only_at_the_end_of_a_weight_is_lost_at_that_weight(
    privacy, rest, to, words
):
    ahead, behind = dict.fromkeys(NAMES, 50), {**dict.fromkeys(NAMES, rest), "privacy": privacy}
    case = {
        "explicit_rules_possible": "no",
        "intangible_scores": {"build_from_scratch": ahead, "buy_product": behind},
    }
    changes = of(case, options=["nothing", "build_from_scratch", "buy_product"]).changes
    (change,) = (change for change in changes if change.criterion == "privacy")
    assert change.to == pytest.approx(to)
    assert words in change.sentence


def test_of_two_changes_of_a_weight_the_nearer_one_is_said():
    others = {"buy_product": (60, 40), "prompt_api": (12, 52)}  # ahead from 50% on, and up to 5%
    given = {name: dict.fromkeys(NAMES, rest) | {"privacy": at} for name, (at, rest) in others.items()}  # fmt: skip
    given["build_from_scratch"] = dict.fromkeys(NAMES, 50)
    changes = of({"intangible_scores": given}, options=["nothing", *given]).changes
    (change,) = (change for change in changes if change.criterion == "privacy")
    assert (change.becomes, change.to) == ("prompt_api", pytest.approx(0.05))


def test_options_that_score_alike_keep_their_order():
    same = {name: dict.fromkeys(NAMES, 50) for name in OPTIONS[1:]}
    found = of({"intangible_scores": same, "needs_own_knowledge": True})
    assert [option.option for option in found.options] == list(OPTIONS[1:])


rankings = st.lists(st.sampled_from(NAMES), unique=True)
cases = st.fixed_dictionaries(
    {},
    optional={
        "intangible_ranking": rankings,
        "data_uniqueness": st.integers(0, 5),
        "data_may_leave_premises": st.booleans(),
        "build_delay": st.sampled_from([[1, 5], [6, 18], 30]),
        "explicit_rules_possible": st.sampled_from(["no", "partly", "yes"]),
    },
)


@given(cases, st.permutations(OPTIONS))
def test_the_order_and_the_company_of_an_option_never_move_its_score(case, order):
    full, other = scores(of(case)), scores(of(case, options=order))
    assert other == full
    assert scores(of(case, options=["nothing", "build_from_scratch"]))[
        "build_from_scratch"
    ] == pytest.approx(full["build_from_scratch"])


@given(cases, st.lists(st.floats(0.001, 1), min_size=4, max_size=4))
def test_the_range_of_a_score_holds_for_every_weight_in_the_order_said(case, raw):
    ranking = case.get("intangible_ranking", [])
    weights = dict(zip(NAMES, raw, strict=True))
    highest_first = sorted(raw, reverse=True)
    for at, name in enumerate(ranking):
        weights[name] = highest_first[at]
    rest = highest_first[len(ranking) :]
    weights.update(zip([n for n in NAMES if n not in ranking], rest, strict=True))
    total = sum(weights.values())
    for option in of(case).options:
        said = sum(weights[p.criterion] / total * p.score for p in option.parts)
        assert option.low - 1e-9 <= said <= option.high + 1e-9
        assert 0 <= option.low <= option.score <= option.high <= 100


@given(cases)
def test_a_change_of_one_weight_gives_the_lead_away_as_said(case):
    found = of(case)
    weights = {criterion.name: criterion.weight for criterion in found.criteria}
    for change in found.changes:
        rest = sum(w for name, w in weights.items() if name != change.criterion)
        if rest == 0:
            continue
        beyond = change.to + (1e-6 if change.to > change.weight else -1e-6)
        beyond = min(1.0, max(0.0, beyond))
        moved = {n: w * (1 - beyond) / rest for n, w in weights.items()}
        moved[change.criterion] = beyond
        after = of({**case, "intangible_weights": moved})
        scored = scores(after)
        assert scored[change.becomes] >= scored[found.best] - 1e-4


def test_only_what_can_be_had_is_weighed_and_the_first_of_the_table_leads_the_sentence():
    no_rule = of({"explicit_rules_possible": "no", "intangible_ranking": ["speed"]})
    assert not {"nothing", "rule"} & {option.option for option in no_rule.options}
    for found in (no_rule, of({})):
        assert found.best == found.options[0].option
        assert f"“{found.options[0].label}” leads" in found.sentence
        assert [o.score for o in found.options] == sorted(
            (o.score for o in found.options), reverse=True
        )
    assert of({}, options=["nothing"]).best is None


def test_intangibles_never_touch_the_value_in_money():
    plain = FEW.evaluate({})
    ranked = FEW.evaluate(
        {"intangible_ranking": ["speed"], "intangible_scores": {"buy_product": {"privacy": 100}}}
    )
    assert plain.options == ranked.options
    assert (plain.best, plain.evppi, plain.labels) == (ranked.best, ranked.evppi, ranked.labels)
    assert scores(plain.intangibles) != scores(ranked.intangibles)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("intangible_ranking", ["fame"]),
        ("intangible_ranking", ["speed", "speed"]),
        ("intangible_ranking", "speed"),
        ("intangible_ranking", [["speed"]]),
        ("intangible_ranking", 3),
        ("intangible_weights", {"fame": 1}),
        ("intangible_weights", {"speed": -1}),
        ("intangible_weights", {"speed": True}),
        ("intangible_weights", {"speed": float("nan")}),
        ("intangible_weights", {"speed": 10**400}),
        ("intangible_weights", {"speed": 1.05e9}),
        ("intangible_weights", {"speed": 0}),
        ("intangible_weights", {}),
        ("intangible_weights", ["speed"]),
        ("intangible_scores", {"buy_product": {"privacy": 101}}),
        ("intangible_scores", {"buy_product": {"fame": 10}}),
        ("intangible_scores", {"buy_product": {"privacy": [60, 40]}}),
        ("intangible_scores", {"buy_product": {"privacy": [40, 101]}}),
        ("intangible_scores", {"buy_product": {"privacy": "high"}}),
        ("intangible_scores", {"outsource": {"privacy": 10}}),
        ("intangible_scores", {"buy_product": 10}),
        ("intangible_scores", 10),
    ],
)
def test_a_weight_or_score_that_cannot_be_right_is_named(field, value):
    with pytest.raises(UserError) as caught:
        FEW.evaluate({field: value})
    assert field in caught.value.what
    assert caught.value.next_step


def test_months_off_the_anchors_stay_between_0_and_100():
    inputs = read_inputs({"build_delay": [20, 90], "rule_delay": 0}, {}, "USD")
    found = intangibles_of({}, {}, inputs)
    speeds = {o.option: next(p for p in o.parts if p.criterion == "speed") for o in found.options}
    assert speeds["build_from_scratch"].score == 0
    assert speeds["rule"].score == 100
