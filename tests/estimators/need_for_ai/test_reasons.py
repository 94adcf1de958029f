"""A reason says what the case says, and nothing that nobody said."""

import re

import pytest

from estimators.case.gates import measured_bound
from estimators.case.price_book import currencies
from estimators.case.questions import Measured, read_case
from estimators.need_for_ai import assess
from estimators.need_for_ai.sensitivity import plausible

WANTED = {
    "stage": "concept",
    "demand_validated": True,
    "explicit_rules_possible": "no",
    "error_cost_level": "low",
    "purpose_flags": [],
}

NOBODY = {**WANTED, "demand_validated": False, "active_users": 0}
COSTLY = {
    **WANTED,
    "error_cost_level": "high",
    "human_in_loop": True,
    "error_reversible": True,
    "validated_on_target_population": False,
}


def said(case: dict) -> str:
    found = assess(case)
    reasons = (f"[{each.topic}] {each.text}" for each in found.reasons)
    return " ".join([found.headline, found.why, *reasons])


@pytest.mark.parametrize(
    ("case", "holds", "never"),
    [
        (
            {**WANTED, "task_kind": "generate"},
            ["Try something ready-made first.", "Nobody has tried what there is to buy"],
            ["does part of it", "your own examples would not teach"],
        ),
        (
            {
                **WANTED,
                "task_kind": "number",
                "explicit_rules_possible": "yes",
                "measured": {"of": "rule", "metric": "mae", "value": 290, "n": 600},
                "accuracy_gate": 400,
            },
            ["within the 400", "[baseline] The rule that is there is good enough already"],
            ["number to beat"],
        ),
        (  # no bar says what would be good enough
            {
                **WANTED,
                "explicit_rules_possible": "yes",
                "measured": {"of": "rule", "correct": 170, "n": 180},
            },
            ["A written rule gives the answer"],
            ["good enough already", "number to beat"],
        ),
        (  # a rule that gives part of the answers is written, and some examples are there
            {
                **WANTED,
                "task_kind": "act",
                "data_uniqueness": 4,
                "labelled_examples": 300,
                "explicit_rules_possible": "partly",
                "differentiation": 0,
            },
            ["There are 300 tasks done well; a first training takes about 500."],
            ["enough to train on"],
        ),
        (
            {**WANTED, "task_kind": "classify", "error_cost_level": "critical", "human_in_loop": True},
            ["try it where nobody relies on its answers yet"],
            ["trying it costs little"],
        ),
        (
            {**WANTED, "task_kind": "number", "labelled_examples": 9000},
            ["You have the examples to learn from; nobody has tried what there is to buy."],
            ["nothing ready-made fits as well"],
        ),
        (
            {**WANTED, "task_kind": "extract", "data_may_leave_premises": False},
            ["Try an open model on your own machines.", "[own hardware]"],
            ["can do it there"],
        ),
        ({}, ["Nobody has said whether people want it."], ["Nobody has seen it yet"]),
        ({**WANTED, "labelled_examples": 1, "n_classes": 3}, ["There is 1 labelled example; a first training takes about 24."], []),
        ({**NOBODY, "task_kind": "rank"}, ["No users means no behaviour to learn from."], []),
        ({**NOBODY, "task_kind": "classify"}, ["Nobody has shown that people want it."], ["No users means no behaviour"]),
        ({**COSTLY, "stage": "pre_launch"}, ["A mistake costs a lot, and it has not been tried on the people it is for."], []),
        (COSTLY, ["Mistakes are costly, but a person checks each result"], ["it has not been tried on the people"]),
        (
            {**WANTED, "error_reversible": False},
            ["nobody has said who looks before it happens"],
            ["and nobody looks before it happens"],
        ),
        (
            {**WANTED, "error_reversible": False, "human_in_loop": False},
            ["and nobody looks before it happens"],
            [],
        ),
        (
            {**WANTED, "human_in_loop": True, "review_share": 0.05, "commodity_fit": 4},
            ["A person checks 5% of the answers before they count."],
            ["A person checks it, so that"],
        ),
        (
            {**WANTED, "explicit_rules_possible": "yes", "labelled_examples": 22_000, "task_kind": "classify"},
            ["A written rule gives the answer"],
            ["Before anything is built", "enough to train on"],
        ),
        (
            {**WANTED, "explicit_rules_possible": "yes", "task_kind": "generate", "purpose_flags": None},
            ["You don’t need AI for this."],
            ["[Article 50]"],
        ),
        (
            {"demand_validated": False, "task_kind": "extract", "labelled_examples": 0},
            ["Fake it first."],
            ["a first training takes"],
        ),
        (
            {"demand_validated": False, "task_kind": "classify", "n_classes": 2, "labelled_examples": 4},
            ["There are 4 labelled examples; a first training takes about 16."],
            [],
        ),
        (
            {**WANTED, "volume_per_month": 2},
            ["2 a month: even if each saved 10 minutes of paid work"],
            ["worth at most"],
        ),
        (
            {**WANTED, "volume_per_month": 2, "value_of_right_answer": 3},
            ["2 a month, worth at most $3 each"],
            ["minutes of paid work"],
        ),
        (
            {"stage": "pre_launch", "demand_validated": True, "purpose_flags": []},
            ["Don’t launch this yet.", "Nobody has measured yet how right the AI is."],
            [],
        ),
        (
            {
                "stage": "pre_launch",
                "demand_validated": True,
                "purpose_flags": [],
                "measured": {"correct": 98, "n": 100},
            },
            ["It was measured, and nobody has said how right it must be.", "[gate]"],
            ["Nobody has measured"],
        ),
        (
            {**WANTED, "measured": {"of": "rule", "metric": "mae", "value": 5.2, "n": 90}, "accuracy_gate": 4.0, "task_kind": "number", "labelled_examples": 50_000, "commodity_fit": 2},
            ["[baseline] The rule is off by 5.2 on average: that is the number to beat."],
            [],
        ),
        (
            {**WANTED, "task_kind": "generate", "task_type": "speech generation", "commodity_fit": 4, "volume_per_month": 90, "value_of_right_answer": 300},
            ["[fit]"],
            ["[token cost]", "[price]"],
        ),
        (
            {**WANTED, "task_kind": "generate", "task_type": "letters", "commodity_fit": 4, "volume_per_month": 90, "value_of_right_answer": 300},
            ["[token cost]", "[price]"],
            [],
        ),
        (
            {**WANTED, "commodity_fit": 5, "measured": {"of": "service", "correct": 5, "n": 10}, "accuracy_gate": 0.9},
            ["was thought to do it (5 of 5), and was measured below your bar"],
            ["already does it well"],
        ),
        (
            {**WANTED, "data_rights": "none", "labelled_examples": 0, "commodity_fit": 4},
            ["[data rights] You may not use the examples there are."],
            [],
        ),
        (
            {"error_cost_level": "critical", "human_in_loop": False, "purpose_flags": []},
            ["nobody has said that it was tried"],
            ["it has not been tried"],
        ),
        (
            {"title": "Orders for the hospital kitchen", "demand_validated": True},
            [],
            ["Health alone sets no tier"],
        ),
        (
            {"purpose_flags": ["health"], "demand_validated": True},
            ["Health alone sets no tier"],
            [],
        ),
    ],
)  # fmt: skip
def test_the_words_hold_to_what_was_said(case, holds, never) -> None:
    text = said(case)
    assert [each for each in holds if each not in text] == []
    assert [each for each in never if each in text] == []


def test_a_purpose_that_the_words_suggest_and_nobody_named_is_noted() -> None:
    case = {**WANTED, "title": "Emotion score in job interviews"}
    named = assess({**case, "purpose_flags": ["employment"]})
    assert [note for note in named.notes if "emotion recognition" in note]
    both = assess({**case, "purpose_flags": ["employment", "emotion_recognition"]})
    assert not [note for note in both.notes if "sounds like" in note]
    assert assess({**WANTED, "title": "Sort tiles"}).notes == ()
    unasked = {**case, "purpose_flags": None}
    assert not [note for note in assess(unasked).notes if "sounds like" in note]


@pytest.mark.parametrize("kind", ["classify", "act"])
def test_what_a_product_solves_is_bought_as_one(kind) -> None:
    case = {**WANTED, "task_kind": kind, "commodity_fit": 5}
    assert assess(case).how == "buy_product"
    assert assess({**case, "commodity_fit": 4}).how == "prompt_api"
    assert assess({**case, "commodity_fit": 4, "engineers": 0}).how == "buy_product"


def test_a_measured_rule_counts_as_what_it_was_shown_to_be() -> None:
    case = {**WANTED, "accuracy_gate": 0.9, "commodity_fit": 4, "task_kind": "classify"}
    good, bad = ({"of": "rule", "correct": k, "n": 100} for k in (99, 50))
    assert (assess({**case, "measured": good}).verdict) == "no_ai_rules"
    assert assess({**case, "measured": bad, "explicit_rules_possible": "yes"}).verdict == "buy_api"
    launching = {**case, "stage": "pre_launch", "majority_share": 0.5, "measured": good}
    assert (assess(launching).verdict, assess(launching).how) == ("launch", "rule")


def test_todays_way_is_left_where_it_is_good_enough_and_costs_no_more() -> None:
    today = {"of": "today", "metric": "hit", "correct": 124, "n": 200}
    case = {**WANTED, "task_kind": "rank", "accuracy_gate": 0.6, "measured": today}
    case |= {"commodity_fit": 4, "volume_per_month": 90_000, "value_of_right_answer": 2}
    free = assess({**case, "cost_of_today_per_case": 0})
    assert (free.verdict, free.how) == ("leave_as_it_is", None)
    assert "good enough by your own bar" in free.why
    assert assess({**case, "cost_of_today_per_case": 1.5}).verdict == "buy_api"
    assert assess({**case, "cost_of_today_per_case": 0, "accuracy_gate": 0.7}).verdict == "buy_api"
    by_rule = {**case, "cost_of_today_per_case": 0, "explicit_rules_possible": "partly"}
    assert assess(by_rule).how == "rule"


def test_a_test_and_its_bar_change_the_verdict_only_together() -> None:
    ready = {
        **WANTED,
        "stage": "pre_launch",
        "task_kind": "generate",
        "user_pain": 4,
        "commodity_fit": 5,
        "commodity_api_available": True,
        "data_may_leave_premises": True,
        "data_rights": "ours",
        "needs_own_knowledge": False,
        "labelled_examples": 0,
        "human_in_loop": True,
        "error_reversible": True,
        "validated_on_target_population": True,
        "differentiation": 0,
        "data_uniqueness": 0,
        "ml_engineers": 0,
        "budget_usd": 10_000,
        "volume_per_month": 24_000,
        "value_of_right_answer": 2,
        "error_cost_usd": 1,
        "active_users": 8,
        "pain_evidence": "metrics",
    }
    open_both = assess(ready)
    assert open_both.open_answers == ()
    assert not open_both.settled
    assert open_both.open_sentence == "No single answer that you left open could change it."
    measured = {"of": "service", "correct": 98, "n": 100}
    assert assess({**ready, "measured": measured, "accuracy_gate": 0.9}).settled


def test_what_everybody_knows_is_asked_of_something_ready_made_before_own_examples() -> None:
    case = {"demand_validated": True, "purpose_flags": [], "labelled_examples": 300}
    for known in ({"task_kind": "extract", "value_of_right_answer": 2}, {"task_kind": "classify"}):
        common = {**case, **known, "data_uniqueness": 0, "commodity_fit": 3}
        assert (assess(common).verdict, assess(common).how) == ("buy_api", "prompt_api")
        own = assess({**common, "data_uniqueness": 4})
        assert (own.verdict, own.how) == ("automl_finetune", "train_own")


_SURE_OF = measured_bound(Measured(correct=98, n=100))
BESIDE_98_OF_100 = (_SURE_OF / 2, (1 + _SURE_OF) / 2)


@pytest.mark.parametrize(
    ("name", "case", "least", "most"),
    [
        ("ml_engineers", {}, 0, 3),
        ("accuracy_gate", {}, 0.8, 0.95),
        ("accuracy_gate", {"measured": {"correct": 98, "n": 100}}, *BESIDE_98_OF_100),
        ("budget_usd", {}, 0, 300_000),
        (
            "accuracy_gate",
            {"task_kind": "number", "measured": {"of": "rule", "metric": "mae", "value": 290, "n": 600}},
            0.8,
            580,
        ),
    ],
)  # fmt: skip
def test_an_unknown_is_tried_on_each_side_of_its_borders(name, case, least, most) -> None:
    tried = plausible(name, read_case(case))
    assert (tried[0], tried[-1]) == (least, most)


EUROS = {
    **WANTED,
    "task_kind": "extract",
    "currency": "EUR",
    "commodity_fit": 5,
    "volume_per_month": 3000,
    "value_of_right_answer": 2.5,
}


def test_only_what_answers_in_classes_is_lopsided() -> None:
    for kind, lopsided in (("classify", True), ("number", False)):
        words = said({**WANTED, "task_kind": kind, "majority_share": 0.98})
        assert ("[recall]" in words) is lopsided


def test_wrong_words_are_a_share() -> None:
    measured = {"of": "service", "metric": "wer", "value": 0.12, "n": 500}
    case = {**WANTED, "stage": "pre_launch", "task_kind": "transcribe", "accuracy_gate": 0.1}
    assert "12% of the words are wrong; at most 10% may be." in said({**case, "measured": measured})


@pytest.mark.parametrize(
    ("kind", "own_documents", "how"),
    [("generate", True, "prompt_with_retrieval"), ("generate", False, None), ("classify", True, None)],
)  # fmt: skip
def test_only_what_is_written_is_helped_by_own_documents(kind, own_documents, how) -> None:
    case = {**WANTED, "commodity_fit": 1, "labelled_examples": 0}
    found = assess({**case, "task_kind": kind, "needs_own_knowledge": own_documents})
    assert found.how == how


def test_money_is_said_in_the_currency_of_the_case() -> None:
    words = said(EUROS)
    assert "a right one is worth €2.50." in words
    dollars, euros = (  # what 3,000 answers cost at least: list prices are in dollars
        re.search(r"That is about .([\d.]+) to .\d+ a month", said({**EUROS, "currency": each}))
        for each in ("USD", "EUR")
    )
    assert float(euros[1]) == pytest.approx(float(dollars[1]) * currencies()["EUR"], abs=0.005)
    assert f"One answer costs about €{float(euros[1]) / 3000:.5f} to" in words
    assert "$" not in words
    rare = said({**EUROS, "volume_per_month": 3})
    assert "3 a month, worth at most €2.50 each, come to €270 in three years" in rare


def test_what_would_change_it_leaves_the_product_as_it_is_and_counts_whole_cases() -> None:
    flips = {flip.input: flip for flip in assess(EUROS).flip_points}
    assert {"task_kind", "purpose_flags"}.isdisjoint(
        flips
    )  # answered otherwise, it is another product
    assert isinstance(flips["volume_per_month"].to, int)


@pytest.mark.parametrize(
    ("case", "counted"),
    [
        ({"task_kind": "classify"}, "the share of right answers"),
        ({"task_kind": "number"}, "the share of answers that are close enough"),
        ({"majority_share": 0.98}, "the share of the rare cases that are found"),
        ({"majority_share": 0.98, "accuracy_gate": 0.9}, "the share of right answers"),
    ],
)
def test_it_stops_by_what_counts_for_its_kind(case, counted) -> None:
    assert assess({**WANTED, "labelled_examples": 9000, **case}).success_sentence.startswith(
        f"If {counted} falls below"
    )


def test_a_few_examples_train_and_cannot_show_that_it_is_good_enough() -> None:
    few = {**WANTED, "task_kind": "classify", "n_classes": 2, "commodity_fit": 1}
    shown = (
        "A test keeps about 10 of them; even if all come out right, that shows no more than 74%."
    )
    assert shown in said({**few, "labelled_examples": 40})
    assert "A test keeps" not in said({**few, "labelled_examples": 280})


def test_who_has_a_person_confirm_is_not_told_to() -> None:
    stakes = {**WANTED, "error_cost_level": "medium"}
    assert assess(stakes).advice.text.endswith("let a person confirm each result.")
    confirmed = assess({**stakes, "human_in_loop": True}).advice.text
    assert confirmed.endswith("keep the person who confirms each result.")
