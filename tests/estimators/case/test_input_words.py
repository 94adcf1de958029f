"""What the inputs of a case are called: by the kind of product, and nowhere else."""

import re
from string import Formatter

import pytest

from estimators.base.phrase import within_a_sentence
from estimators.base.task_kind import TASK_KINDS
from estimators.case.default_inputs import default_inputs
from estimators.case.input_words import InputWords, _texts, words_for
from estimators.case.questions import OF_CLASSES, questions

OF_CLASSES_ONLY = re.compile(
    r"\bmiss(es)?\b|false alarm|\blabel|recogni[sz]|\bclass(es)?\b|rarest|commonest", re.IGNORECASE
)
FORMS = ("label", "short", "inside", "beyond", "at", "find_out", "source", "hint", "help", "unit")
OTHERS = [kind for kind in TASK_KINDS if kind != "classify"]
PARTS = {"more": "more", "shown": "3", "words": "3"}
COSTS = ({}, {"missed_cost": [8, 22], "false_alarm_cost": [1, 2]})


def every_text(words: InputWords) -> dict[tuple[str, str], str]:
    said = {}
    for name in default_inputs():
        said[name, "label"] = words.label(name)
        said[name, "short"] = words.short(name)
        said[name, "inside"] = words.inside(name)
    for name in (*default_inputs(), *questions()):
        for form in FORMS[3:]:
            said[name, form] = words.said(name, form, **PARTS)
    return {key: text for key, text in said.items() if text}


@pytest.mark.parametrize("costs", COSTS, ids=["one cost", "two costs"])
@pytest.mark.parametrize("kind", OTHERS)
def test_nothing_that_does_not_tell_apart_has_misses_or_labels(kind, costs) -> None:
    words = words_for({"task_kind": kind, "case_word": "thing", **costs})
    gone = ("false_alarm_cost", "missed_share") if words.one_mistake else ()
    wrong = {
        key: text
        for key, text in every_text(words).items()
        if OF_CLASSES_ONLY.search(text) and key[0] not in (*OF_CLASSES, *gone)
    }
    assert wrong == {}
    assert words.one_mistake is not bool(costs)
    assert words.label("volume_per_month") == "Things a month"
    assert words.short("cost_per_label") == f"One {TASK_KINDS[kind].example.one} costs"


def test_what_tells_apart_is_called_as_before() -> None:
    words = words_for({"task_kind": "classify", "case_word": "photo"})
    assert words.label("volume_per_month") == "Photos a month"
    for name, known in default_inputs().items():
        if name == "volume_per_month":
            continue
        assert words.label(name) == known.label
        assert words.inside(name) == (known.noun or within_a_sentence(known.label))
    assert words.said("missed_cost", "beyond", **PARTS) == "A miss costs more than 3"
    assert words.said("labelled_examples", "at", **PARTS) == "You have 3 examples or more"
    assert not words.one_mistake


def test_one_is_no_plural() -> None:
    words = words_for({"task_kind": "rank", "case_word": "basket"})
    said = {n: words.said("volume_per_month", "at", words=n, more="fewer") for n in ("1", "1,730")}
    assert said["1"] == "There is 1 basket a month or fewer"
    assert said["1,730"] == "There are 1,730 baskets a month or fewer"
    assert words.said("labelled_examples", "at", words="1", more="more") == (
        "You have 1 noted choice or more"
    )


@pytest.mark.parametrize(
    ("case", "one"),
    [
        ({}, True),
        ({"missed_cost": [8, 22]}, True),
        ({"error_cost_usd": 5}, True),
        ({"missed_cost": [8, 22], "false_alarm_cost": {"low": 8, "high": 22}}, True),
        ({"missed_cost": [8, 22], "false_alarm_cost": [8, 23]}, False),
        ({"error_cost_usd": 5, "missed_cost": 9}, False),
        ({"false_alarm_cost": 3}, False),
        ({"task_kind": "classify"}, False),
        ({"title": "Spot spam in the mail"}, False),
    ],
)
def test_a_wrong_answer_costs_one_sum_unless_two_are_named(case, one) -> None:
    assert words_for(case).one_mistake is one


def test_every_text_names_an_input_and_only_known_parts() -> None:
    known = {*default_inputs(), *questions()}
    project = {"labels_per_day", "today", "success_metric", "success_action", "error_cost_usd"}
    parts = {"case", "cases", "example", "examples", "are", *PARTS}
    for section, inputs in _texts().items():
        if section == "note":
            continue
        assert inputs.keys() <= known | project, section
        for forms in inputs.values():
            assert forms.keys() <= set(FORMS)
            for text in forms.values():
                named = {name for _, name, _, _ in Formatter().parse(text) if name}
                assert named <= parts, text
