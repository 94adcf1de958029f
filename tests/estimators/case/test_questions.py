"""Reading a case: what is wrong with it is said by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.base.errors import UserError
from estimators.case.questions import questions, read_case
from estimators.need_for_ai import assess


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("labelled_examples", -1),
        ("labelled_examples", "many"),
        ("labelled_examples", True),
        ("labelled_examples", float("nan")),
        ("labelled_examples", float("inf")),
        ("labelled_examples", [500, 100]),
        ("labelled_examples", [1, 2, 3]),
        ("labelled_examples", {"value": 9, "low": 10, "high": 20}),
        ("active_users", 10**11),
        ("active_users", 10**400),
        ("budget_usd", -(10**400)),
        ("n_classes", 0),
        ("user_pain", 6),
        ("user_pain", -0.5),
        ("accuracy_gate", 95),
        ("accuracy_gate", {"low": 0.9}),
        ("budget_usd", -5),
        ("demand_validated", "yes"),
        ("demand_validated", 1),
        ("human_in_loop", []),
        ("stage", "launched"),
        ("regulatory_tier", 3),
        ("explicit_rules_possible", True),
        ("measured", 0.9),
        ("measured", {"correct": 51, "n": 50}),
        ("measured", {"correct": 5}),
        ("measured", {"correct": 0, "n": 0}),
        ("measured", {"correct": -1, "n": 5}),
        ("title", 7),
    ],
)
def test_an_answer_that_cannot_be_right_is_named(field, value):
    with pytest.raises(UserError) as caught:
        assess({field: value})
    assert field in caught.value.what
    assert caught.value.why
    assert caught.value.next_step


@pytest.mark.parametrize("case", [None, [], "case", 3])
def test_a_case_is_an_object(case):
    with pytest.raises(UserError, match="case"):
        assess(case)


@pytest.mark.parametrize("unknown", [None, "", "unknown", {"value": None}])
def test_unknown_is_an_answer(unknown):
    for name in questions():
        assert read_case({name: unknown}).values == {}


def test_a_range_is_read_by_its_middle_and_kept():
    answers = read_case({"labelled_examples": [100, 400], "user_pain": {"low": 2, "high": 4}})
    assert answers.values == {"labelled_examples": 200, "user_pain": 3}
    assert answers.ranges["labelled_examples"] == (100, 400)


def test_a_range_across_a_border_leaves_the_answer_open():
    case = {
        "demand_validated": True,
        "explicit_rules_possible": "no",
        "commodity_fit": 0,
        "n_classes": 10,
    }
    narrow = assess({**case, "labelled_examples": [400, 450]})
    wide = assess({**case, "labelled_examples": [70, 900]})
    assert narrow.verdict == wide.verdict == "automl_finetune"
    assert "labelled_examples" not in narrow.open_answers
    assert "labelled_examples" in wide.open_answers


def test_names_that_nobody_asked_for_are_reported_but_those_of_the_valuation_are_not():
    assessment = assess({"colour": "red", 7: 1, "price_per_call": [0.01, 0.02], "currency": "EUR"})
    assert assessment.ignored == ("7", "colour")


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*questions(), "other"]), json_like, max_size=4))
def test_hostile_input_gets_a_sentence_or_an_assessment(case):
    try:
        said = assess(case).why
    except UserError as error:
        said = error.what
    assert said.endswith(".")
