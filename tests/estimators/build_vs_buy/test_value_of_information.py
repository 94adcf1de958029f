"""What the next labels are worth: against brute force, and what must hold for every case."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.codec import printed
from estimators.base.errors import UserError
from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.draws import beta_draws, beta_median, beta_of_range
from estimators.build_vs_buy.value_of_information import GRID, ValueLine, evsi, value_of_labels

NEAR = [
    ValueLine("nothing", 0.0, 0.0),
    ValueLine("buy_product", 3000.0, 3000.0),
    ValueLine("train_own", -400e3, 50e3),
]
THREE = [
    ValueLine("rule", 9000.0, 9000.0),
    ValueLine("train_own", -80e3, 20e3),
    ValueLine("build_from_scratch", -300e3, 50e3),
]


def ends_of(lines):
    """Where each line begins, and how steep it is."""
    return (np.array(row)[:, None] for row in zip(*((x.at_0, x.slope) for x in lines), strict=True))


def simulated(lines, a, b, n, repeats=400_000):
    """Brute force: draw an accuracy, test n answers, choose by the posterior, earn the truth."""
    stream = np.random.default_rng(0)
    p = stream.beta(a, b, repeats)
    believed = (a + stream.binomial(n, p)) / (a + b + n)
    c0, c1 = ends_of(lines)
    chosen = (c0 + c1 * believed).argmax(axis=0)
    earned = (c0 + c1 * p)[chosen, np.arange(repeats)].mean()
    return earned - (c0 + c1 * p.mean()).mean(axis=1).max()


def test_the_numbers_tried_are_those_that_one_says_aloud():
    assert GRID[:9] == (10, 15, 20, 30, 40, 50, 60, 80, 100)
    assert GRID[8:17] == tuple(10 * n for n in GRID[:9])
    assert GRID[16:] == tuple(100 * n for n in GRID[:9])


@pytest.mark.parametrize("n", [1, 10, 150, 2000])
@pytest.mark.parametrize(
    ("lines", "a", "b"), [(NEAR, 18, 2), (NEAR, 160, 20), (THREE, 9, 1.5), (THREE, 43, 6)]
)
def test_the_value_of_labels_matches_a_simulation(lines, a, b, n):
    reference = simulated(lines, a, b, n)
    assert evsi(lines, a, b, n) == pytest.approx(reference, rel=0.05, abs=30)


def test_past_cases_that_are_there_cost_nothing_as_a_test():
    asked = {"n": 800, "currency": "€", "things": "past cases"}
    dear = value_of_labels(NEAR, (18, 2), 0.5, **asked)
    part = value_of_labels(NEAR, (18, 2), 0.5, have=300, **asked)
    free = value_of_labels(NEAR, (18, 2), 0.5, have=5_000_000, **asked)
    assert (dear.cost, part.cost, free.cost) == (400, 250, 0)
    assert free.worth == dear.worth
    assert free.sentence.startswith(
        "A test on 800 of the past cases that are there is worth about €"
    )
    assert "cost" not in free.sentence


def test_the_value_of_labels_matches_valuing_the_case_again_after_every_possible_test():
    # By hand: for each outcome of a test of 30 answers, value the whole case anew.
    model = BuildVsBuy(draws=2000)
    case = {
        "volume_per_month": [8_000, 12_000],
        "accuracy_product": 0.88,
        "baseline_accuracy": 0.88,
        "error_cost_usd": [1, 3],
        "mistakes_caught": 0.3,
        "review_share": 0.02,
        "measured": {"correct": 45, "n": 50},
    }
    means = []
    for k in range(31):
        after = model.evaluate({**case, "measured": {"correct": 45 + k, "n": 80}})
        means.append({option.name: option.mean for option in after.options})
    stream = np.random.default_rng(0)
    outcomes = stream.binomial(30, stream.beta(46, 6, 400_000))
    chance = np.bincount(outcomes, minlength=31) / len(outcomes)
    names = list(means[0])
    table = np.array([[after[name] for name in names] for after in means])
    reference = chance @ table.max(axis=1) - (chance @ table).max()
    labels = model.evaluate(case).labels
    assert reference > 100
    assert evsi(labels.lines, *labels.prior, n=30) == pytest.approx(reference, rel=0.05)


ends = st.floats(-1e6, 1e6)
lines_of = st.lists(st.builds(ValueLine, st.just("x"), ends, ends), min_size=1, max_size=5)
beta = st.tuples(st.floats(0.6, 500), st.floats(0.6, 500))


@given(lines_of, beta, st.floats(0, 10))
def test_more_labels_are_never_worth_less_and_never_more_than_knowing(lines, prior, price):
    labels = value_of_labels(lines, prior, price)
    worths = [worth for _, worth, _ in labels.curve]
    assert worths == sorted(worths)
    assert 0 <= worths[0] <= worths[-1] <= labels.perfect
    assert labels.net == labels.worth - labels.cost
    assert labels.net == max(worth - cost for _, worth, cost in labels.curve)


@given(lines_of, beta, st.permutations(range(5)))
def test_the_order_of_the_options_does_not_change_the_worth(lines, prior, order):
    other = [lines[at] for at in order if at < len(lines)]
    one, two = value_of_labels(lines, prior, 0.1), value_of_labels(other, prior, 0.1)
    worths = [[worth for _, worth, _ in labels.curve] for labels in (one, two)]
    assert worths[0] == pytest.approx(worths[1], abs=1e-6)


@given(beta, st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_labels_are_worth_nothing_where_they_cannot_change_the_choice(prior, c0, better):
    lines = [
        ValueLine("buy_product", c0 + 5e5 + better, c0 + 5e5 + better),
        ValueLine("train_own", c0, c0 + 5e5),
    ]
    labels = value_of_labels(lines, prior, 1.0)
    assert labels.worth == labels.perfect == 0
    assert "would change the choice" in labels.sentence


def test_the_sentence_says_what_they_are_worth_and_what_they_cost():
    assert value_of_labels(NEAR, (18, 2), 0.5, n=800).sentence == (
        "Labelling 800 more as a test is worth about $11,000 and costs $400."
    )
    dear = value_of_labels(NEAR, (18, 2), 5000.0, n=800, currency="€")
    assert dear.sentence == (
        "Labelling 800 more as a test is worth about €11,000 and costs €4m: not worth it for this choice."
    )
    worth = value_of_labels(NEAR, (18, 2), 0.5, n=800).worth
    even = value_of_labels(NEAR, (18, 2), worth / 800, n=800)
    assert even.net == 0
    assert even.sentence.endswith("not worth it for this choice.")
    half_a_dollar = value_of_labels(NEAR, (18, 2), (worth - 0.5) / 800, n=800)
    assert 0 < half_a_dollar.net < 1
    assert "not worth it" not in half_a_dollar.sentence
    assert value_of_labels(NEAR, (18, 2), 0.5).n in GRID


def test_dearer_labels_are_never_bought_in_greater_number():
    bought = [value_of_labels(NEAR, (18, 2), price).n for price in (0.01, 0.1, 1, 10, 100)]
    assert bought == sorted(bought, reverse=True)
    assert bought[0] > bought[-1]


@pytest.mark.parametrize("n", [0, -5, 2.5, True, 10**7])
def test_a_number_of_labels_that_cannot_be_right_is_named(n):
    with pytest.raises(UserError, match="more labels"):
        value_of_labels(NEAR, (18, 2), 0.5, n=n)


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.8, 0.96), (0.5, 0.99), (0.001, 0.4), (0.7, 0.701), (0.8, 0.8), (1e-6, 1 - 1e-6)],
)
def test_a_guessed_accuracy_is_the_beta_with_these_ends(low, high):
    from scipy.stats import beta

    a, b = beta_of_range(low, high)
    assert beta.ppf((0.05, 0.95), a, b) == pytest.approx((low, high), rel=2e-3)
    order = np.random.default_rng(0).permutation(10_000)
    draws = beta_draws((a, b), order)
    assert (np.diff(draws[order]) >= 0).all()
    assert (draws.mean(), draws.std()) == pytest.approx((beta.mean(a, b), beta.std(a, b)), rel=0.01)
    assert beta_median((a, b)) == pytest.approx(beta.median(a, b), rel=2e-3)


def test_a_guess_is_worth_as_many_labels_as_a_simulation_of_its_draws_says():
    case = {"volume_per_month": 9000, "error_cost_usd": 2, "accuracy_trained": [0.7, 0.97]}
    case |= {"accuracy_product": 0.86, "baseline_accuracy": 0.86, "mistakes_caught": 0.3}
    labels = BuildVsBuy().evaluate(case).labels
    accuracy = BuildVsBuy().evaluate(case).inputs["accuracy_trained"].draw(10_000, 0)
    accuracy = np.repeat(accuracy, 40)
    right = np.random.default_rng(0).binomial(100, accuracy)
    c0, c1 = ends_of(labels.lines)
    # Choose for each outcome by the mean accuracy of all futures with that outcome.
    counts = np.bincount(right, minlength=101)
    sums = np.bincount(right, weights=accuracy, minlength=101)
    believed = sums[counts > 0] / counts[counts > 0]
    best = (c0 + c1 * believed).max(axis=0)
    reference = best @ counts[counts > 0] / counts.sum() - (c0 + c1 * accuracy.mean()).max()
    assert evsi(labels.lines, *labels.prior, n=100) == pytest.approx(reference, rel=0.05)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "volume_per_month": st.sampled_from([500, 8000, [1000, 90_000]]),
            "commodity_fit": st.integers(0, 5),
            "error_cost_usd": st.sampled_from([0, 1, 40]),
            "labelled_examples": st.sampled_from([0, 400, 10**6]),
            "measured": st.sampled_from([{"correct": 45, "n": 50}, {"correct": 3, "n": 4}]),
        },
    )
)
def test_labels_never_beat_the_value_of_the_accuracy_or_of_everything(case):
    valuation = BuildVsBuy(draws=1000).evaluate(case)
    labels = valuation.labels
    assert labels.worth <= valuation.evppi["accuracy_trained"] <= valuation.evpi + 1e-9
    assert labels.low <= labels.worth <= labels.high
    document = json.loads(json.dumps(printed(valuation), allow_nan=False))["labels"]
    assert {"n", "worth", "cost", "net", "curve", "sentence"} <= set(document)


def test_without_a_model_to_train_there_are_no_labels_to_price():
    valuation = BuildVsBuy(draws=500, options=["nothing", "rule", "buy_product"]).evaluate({})
    assert valuation.labels is None
    assert printed(valuation)["labels"] is None


def test_the_worth_of_one_label_comes_out_as_worked_by_hand():
    # The example of docs/method-decide.md.
    lines = [ValueLine("nothing", 0.0, 0.0), ValueLine("train_own", -50.0, 50.0)]
    labels = value_of_labels(lines, (1, 1), 0.0, n=1)
    assert labels.worth == pytest.approx(50 / 3 / 2)
    assert labels.perfect == pytest.approx(12.5, rel=1e-3)
