"""What goes in is suggested by words and kind, and with the kind it names a case."""

import pytest

from estimators.base.input_kind import (
    INPUT_KINDS,
    case_noun,
    in_order,
    inputs_in_words,
    suggested_inputs,
)
from estimators.base.task_kind import TASK_KINDS, suggested_kind


@pytest.mark.parametrize(
    ("idea", "kind", "inputs", "case"),
    [
        ("Draft a reply to each message.", "generate", ("text", "document"), "message"),
        ("Spot cracks in blade photos", "classify", ("photo",), "photo"),
        ("Sort emails by topic", "classify", ("text",), "text"),
        ("Predict how many loaves we sell", "number", ("table",), "row"),
        ("Recommend what goes into the basket next", "rank", ("table",), "request"),
        ("Read the total off receipts", "extract", ("document",), "page"),
        ("Pull who does what from meeting notes", "extract", ("text",), "text"),
        ("Write down voice orders", "transcribe", ("sound",), "recording"),
        ("Transcribe doctors’ handwriting", "transcribe", ("photo",), "page"),
        ("Check invoices and pay them", "act", ("text", "document"), "task"),
    ],
)
def test_an_idea_suggests_its_kind_its_inputs_and_the_word_for_a_case(
    idea, kind, inputs, case
) -> None:
    assert suggested_kind(idea) == kind
    assert suggested_inputs(idea, kind) == inputs
    assert case_noun(kind, inputs).one == case


def test_every_kind_takes_something_and_names_its_case_and_its_mistakes() -> None:
    for kind in TASK_KINDS.values():
        assert kind.inputs
        assert set(kind.inputs) <= set(INPUT_KINDS)
        assert {name for name, _ in kind.cases} <= {*INPUT_KINDS, ""}
        assert kind.mistakes
        assert kind.inside.casefold() == kind.label.casefold()
        for name in INPUT_KINDS:
            assert case_noun(kind.name, (name,)).one not in ("case", "example")


def test_a_word_of_ones_own_names_the_case() -> None:
    assert case_noun("rank", ("table",), "basket") == ("basket", "baskets")
    assert case_noun(None, ()) == ("photo", "photos")


def test_inputs_are_said_in_the_order_of_the_list() -> None:
    assert in_order({"document", "photo", "smell"}) == ("photo", "document")
    assert inputs_in_words(["document", "text"]) == "text and documents"
    assert inputs_in_words([]) == ""
