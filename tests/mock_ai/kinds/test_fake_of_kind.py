"""What holds for the fake of every kind: its dial, its mix, steadiness, strangers, and what it refuses."""

import importlib.util
import random
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import parametrize_with_checks

from estimators.base.errors import UserError
from estimators.base.task_kind import TASK_KINDS
from mock_ai import fake_of_kind
from mock_ai.kinds.estimators import FakeNumber
from mock_ai.kinds.registry import KIND_FAKES

_AT = Path(__file__).parents[2] / "benchmarks" / "fake_kinds.py"
_SPEC = importlib.util.spec_from_file_location("fake_kinds", _AT)
BENCHMARK = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(BENCHMARK)


def fitted(kind, n=60, seed=0, **dials):
    items, good = BENCHMARK.material(kind, n, seed)
    return fake_of_kind(kind, **dials, random_state=seed).fit(items, good), items, good


def same(one, other):
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


def test_each_kind_of_product_has_a_fake_with_words_for_its_dials_and_failures():
    assert list(KIND_FAKES) == list(TASK_KINDS)
    for kind, entry in KIND_FAKES.items():
        fake = fake_of_kind(kind)
        assert {dial.name for dial in entry.dials} <= set(fake.get_params())
        assert all(dial.label for dial in entry.dials)
        assert all(mode.label and mode.does for mode in entry.failures)
        if entry.makes is not None:
            assert [mode.name for mode in entry.failures] == list(entry.makes.default_mix)


@pytest.mark.slow
@pytest.mark.parametrize("case", BENCHMARK.CASES, ids=lambda case: f"{case.kind} {case.dials}")
def test_the_measure_is_within_a_point_of_the_dial_and_the_mix_within_two(case):
    found = BENCHMARK.measured(case, 2000, 7)  # the benchmark itself takes 5,000 and twenty seeds
    assert found["off"] <= 1
    assert found["mix off"] <= 2


@pytest.mark.parametrize("kind", KIND_FAKES)
def test_an_item_gets_the_same_answer_alone_in_another_order_and_from_a_clone(kind):
    fake, items, good = fitted(kind)
    whole = fake.predict(items)
    assert all(same(fake.predict([item])[0], one) for item, one in zip(items, whole, strict=True))
    assert same(fake.predict(items[::-1])[::-1], whole)
    again = clone(fake).fit(items[::-1], good[::-1])
    assert same(again.predict(items), whole)
    other = clone(fake).set_params(random_state=5).fit(items, good)
    assert not same(other.predict(items), whole)


@pytest.mark.parametrize("kind", KIND_FAKES)
def test_answers_say_which_are_good_and_how_the_others_failed(kind):
    fake, items, good = fitted(kind)
    answers = fake.answers(items)
    names = {mode.name for mode in KIND_FAKES[kind].failures}
    assert {one["failure"] for one in answers if not one["good"]} <= names
    assert all((one["failure"] is None) == one["good"] for one in answers)
    if kind not in ("number", "rank"):
        assert all(
            (one["answer"] == g) == one["good"] for one, g in zip(answers, good, strict=True)
        )
    assert same([one["answer"] for one in answers], list(fake.predict(items)))
    assert all(0 < one["certainty"] <= 1 for one in answers)


@pytest.mark.parametrize("kind", KIND_FAKES)
def test_an_unseen_item_gets_a_steady_answer_of_the_same_type(kind):
    fake, _, good = fitted(kind)
    (answer,) = fake.predict(["never seen before"])
    (again,) = fake.predict(["never seen before"])
    assert same(answer, again)
    assert isinstance(
        answer, list if kind == "rank" else type(good[0]) if kind != "number" else float
    )
    assert len(fake.answers([])) == 0


@pytest.mark.parametrize(
    "kind", [kind for kind in KIND_FAKES if kind not in ("classify", "number")]
)
@pytest.mark.parametrize("empty", ["", "   ", None, {}, []])
def test_empty_good_answers_are_refused_in_one_sentence(kind, empty):
    with pytest.raises(UserError) as refused:
        fake_of_kind(kind).fit(["a"], [empty])
    assert refused.value.what.count(".") == 1
    with pytest.raises(UserError, match="no good answer yet"):
        fake_of_kind(kind).fit([], [])
    with pytest.raises(UserError, match="1 inputs and 2 good"):
        fake_of_kind(kind).fit(["a"], BENCHMARK.material(kind, 2, 0)[1])


@pytest.mark.parametrize(
    ("kind", "dials"),
    [
        ("paint", {}),
        ("generate", {"accuracy": 0.8}),
        ("generate", {"good": 1.2}),
        ("generate", {"good": float("nan")}),
        ("generate", {"mix": {"sings": 1}}),
        ("generate", {"mix": {"tone": 0}}),
        ("number", {"within": 0.1}),
        ("number", {"calibration": "loud"}),
        ("rank", {"hit": "often"}),
        ("extract", {"fields": 0.99, "pages": 0.1}),
    ],
)
def test_a_dial_that_makes_no_sense_is_refused_in_words(kind, dials):
    with pytest.raises(UserError) as refused:
        fake_of_kind(kind, **dials).fit(*BENCHMARK.material(kind, 20, 0))
    assert refused.value.what
    assert refused.value.next_step


@pytest.mark.parametrize("kind", [kind for kind in KIND_FAKES if kind != "classify"])
def test_turning_the_dial_up_mends_answers_and_breaks_none(kind):
    dial = KIND_FAKES[kind].main
    if dial.name in ("fields", "word_error"):
        return  # theirs count fields and words
    at = [(0.4, (0.1, 0.4), (3, 0.4)), (0.8, (0.1, 0.8), (3, 0.8))]
    place = {"number": 1, "rank": 2}.get(kind, 0)
    few, many = (fitted(kind, **{dial.name: values[place]})[0] for values in at)
    items, _ = BENCHMARK.material(kind, 60, 0)
    before, after = few.answers(items), many.answers(items)
    assert all(b["good"] <= a["good"] for b, a in zip(before, after, strict=True))
    kept = [(b, a) for b, a in zip(before, after, strict=True) if not a["good"]]
    assert all(b["failure"] == a["failure"] for b, a in kept)


def test_a_hundred_answers_are_exactly_what_the_dials_say():
    mix = {"made_up": 0.3, "left_out": 0.4, "tone": 0.2, "refused": 0.1}
    for seed in range(5):
        fake, items, _ = fitted("generate", 100, seed, good=0.8, mix=mix)
        failures = [one["failure"] for one in fake.answers(items)]
        counts = {name: failures.count(name) for name in (None, *mix)}
        assert counts == {None: 80, "made_up": 6, "left_out": 8, "tone": 4, "refused": 2}


def test_duplicates_count_as_often_as_they_occur_and_as_most_of_their_good_answers_say():
    fake = fake_of_kind("generate", good=1.0).fit(["a", "a", "a", "b"], ["x.", "y.", "y.", "z."])
    assert fake.predict(["a", "b"]) == ["y.", "z."]


@parametrize_with_checks([FakeNumber(within=(0.1, 1.0))])
def test_the_fake_of_numbers_is_a_scikit_learn_regressor(estimator, check):
    check(estimator)


@pytest.mark.parametrize("ndcg", [0.42, 0.5, 0.6])
def test_hits_stand_as_high_as_ndcg_says_and_are_as_many_as_before(ndcg):
    items, taken = [f"q{n}" for n in range(600)], [f"item {n % 40}" for n in range(600)]
    fake = fake_of_kind("rank", hit=(3, 0.6), ndcg=ndcg).fit(items, taken)
    said = fake.predict(items)
    assert fake.answers_.measure(taken, said) == pytest.approx(0.6)
    assert fake.answers_.ndcg(taken, said) == pytest.approx(ndcg, abs=0.01)


@pytest.mark.parametrize("ndcg", [0.1, 0.95])
def test_an_ndcg_that_the_hits_do_not_allow_says_what_they_do(ndcg):
    with pytest.raises(UserError, match="lies between") as refused:
        fake_of_kind("rank", hit=(3, 0.6), ndcg=ndcg).fit(["a", "b"], ["x", "y"])
    assert "60%" in refused.value.why


def test_the_mean_error_is_the_dial_with_the_blunders_among_them():
    chance = random.Random(5)
    good = [round(chance.lognormvariate(5, 1), 2) for _ in range(900)]
    items = [f"day {n}" for n in range(900)]
    for blunders in (0.0, 0.02):
        said = fake_of_kind("number", mae=40, blunders=blunders).fit(items, good).predict(items)
        off = sum(abs(a - g) for a, g in zip(said, good, strict=True)) / 900
        assert off == pytest.approx(40, rel=0.01)
    with pytest.raises(UserError, match="cannot be 1"):
        fake_of_kind("number", mae=1, blunders=0.1).fit(items, good)


@pytest.mark.parametrize(
    ("stranger", "says"), [("says_so", "I don’t know"), ("asks_back", "say a little more")]
)
def test_a_question_like_none_that_is_known_is_met_as_dialled(stranger, says):
    asked = ["Where is my parcel?", "How do I reset the password?"]
    good = ["It comes on Friday.", "Press “forgotten”."]
    fake = fake_of_kind("generate", good=1.0, stranger=stranger).fit(asked, good)
    assert says in fake.predict(["Xylophone quartz?"])[0]
    assert fake.predict(["Where did my parcel go?"]) == ["It comes on Friday."]
    assert fake.predict(asked) == good
    anyway = fake_of_kind("generate", good=1.0).fit(asked, good)
    assert anyway.predict(["Xylophone quartz?"])[0] in good
    with pytest.raises(UserError, match="no way to meet"):
        fake_of_kind("generate", stranger="runs away").fit(asked, good)
