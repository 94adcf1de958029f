"""Trying other numbers and answers: what the dial offers, and what comes out differently."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.findings.decide.flip_points import Flip, tried, verdict_flips
from desktop.findings.decide.verdict import Worked, work_out
from desktop.findings.decide.what_if import (
    changes,
    dial_of,
    flip_of_input,
    moved,
    moved_to,
    value_text,
)

CASE: dict[str, Any] = {
    "currency": "EUR",
    "volume_per_month": {"low": 2400, "high": 3600},
    "missed_cost": {"low": 20, "high": 140},
    "explicit_rules_possible": "no",
    "demand_validated": False,
    "labelled_examples": 300,
    "accuracy_gate": 0.85,
}


@pytest.fixture(scope="module")
def base() -> Worked:
    return work_out(CASE)


def flip_to(base: Worked, name: str) -> Flip:
    return next(f for f in verdict_flips(base.assessment, base.case, "EUR") if f.input == name)


def test_a_number_of_the_value_is_dialled_past_both_ends_of_its_range(base) -> None:
    flip = flip_of_input("missed_cost", base)
    dial = dial_of(flip, base)
    assert 0 < dial.low < 20
    assert dial.high > 140
    assert [words for _, words in dial.ticks] == ["€20", "€140"]


def test_a_share_is_never_dialled_to_certainty(base) -> None:
    flip = flip_of_input("accuracy_trained", base)
    dial = dial_of(flip, base)
    assert 0 < dial.low < dial.high < 1


def test_a_share_is_dialled_up_to_all_and_a_count_to_twice_what_it_is() -> None:
    tried_out = {"measured": {"correct": 180, "n": 200}, "demand_validated": True}
    worked = work_out({**CASE, **tried_out, "stage": "pre_launch"})
    gate = flip_to(worked, "accuracy_gate")
    assert (gate.to, dial_of(gate, worked).high) == (0.859, 1.0)
    worked = work_out({**CASE, **tried_out})
    many = flip_to(worked, "labelled_examples")
    assert (many.to, dial_of(many, worked).high, dial_of(many, worked).step) == (299, 600, 5)
    for to, now, high in (
        (1.0, 0.5, 1.0),
        (0.5, 1.0, 1.0),
        (1.5, 0.5, 3.0),
        (0.5, 1.5, 3.0),
        (1, 0, 2.0),
        (0, 0, 1.0),
    ):
        flip = replace(gate, to=to, strip=replace(gate.strip, now=now))
        assert dial_of(flip, worked).high == high


def test_an_answer_is_chosen_among_all_its_answers(base) -> None:
    dial = dial_of(flip_to(base, "explicit_rules_possible"), base)
    assert {key for key, _ in dial.choices} == {"yes", "partly", "no"}
    dial = dial_of(flip_to(base, "demand_validated"), base)
    assert dial.choices == (("true", "Yes"), ("false", "No"))


def test_every_verdict_flip_can_be_dialled_or_is_a_measurement(base) -> None:
    for flip in verdict_flips(base.assessment, base.case, "EUR"):
        dial = dial_of(flip, base)
        if dial is None:  # only the change itself can be tried
            assert flip.input in {"measured", "purpose_flags"}
        elif not dial.choices:
            assert dial.low <= float(flip.to) <= dial.high, flip.input


def test_a_dialled_number_is_said_in_its_unit_and_changes_only_the_case_that_is_tried(base) -> None:
    flip = flip_of_input("missed_cost", base)
    now = moved(flip, moved_to(flip, 123.456), base)
    assert now.condition == "“A wrong one costs” is €123"
    assert value_text("missed_cost", 123.0, base) == "€123"
    then = work_out(tried(base.case, now))
    assert then.valuation.inputs["missed_cost"].low == 123.0
    assert base.case == CASE


def test_whole_numbers_stay_whole() -> None:
    base = work_out({**CASE, "demand_validated": True, "user_pain": 4, "labelled_examples": 40})
    flip = flip_to(base, "labelled_examples")
    assert isinstance(moved_to(flip, 211.7), int)


def test_results_say_before_and_after_and_what_stayed(base) -> None:
    flip = flip_to(base, "explicit_rules_possible")
    found = {c.name: c for c in changes(base, work_out(tried(base.case, flip)))}
    assert found["Verdict"].before == "Fake it first"
    assert found["Verdict"].after == "Use a rule"
    assert all(change.same for change in changes(base, base))


def test_a_number_taken_as_known_cannot_be_tried(base) -> None:
    known = work_out({**CASE, "product_price": 0.01})
    assert flip_of_input("product_price", known) is None
    assert flip_of_input("no such number", base) is None
