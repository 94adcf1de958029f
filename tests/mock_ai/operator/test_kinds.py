"""Answers of every kind typed by a person: what they begin with, and what clients and the operator's page make of it."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from estimators.base.errors import UserError
from mock_ai.hand_answer import form_of, read_by_hand
from mock_ai.kinds.product import GoodExample
from mock_ai.operator.waiting_request import OperatorAnswer
from mock_ai.ready_made import ready_made
from tests.mock_ai.kind_products import OTHERS, scenario, words_of
from tests.patience import PATIENCE, until

PAGE = GoodExample("Receipt 9, paint, 42.50", {"total": 42.5, "shop": "Paint & Co", "tax": None})
TYPED = {
    "number": ("428", 428),
    "rank": ("Limes\nBananas", ["Limes", "Bananas"]),
    "extract": ("total: 40\nshop:", {"total": 40, "shop": None, "tax": None}),
    "transcribe": ("Two crates, please.", "Two crates, please."),
    "generate": ("It comes\n\non Friday.", "It comes\n\non Friday."),
    "act": ("Find it\nPay 12 dollars", ["Find it", "Pay 12 dollars"]),
}


def usual_of(kind):
    fake = scenario(kind, examples=[PAGE] if kind == "extract" else ()).product.fitted(0)
    asked = PAGE.input if kind == "extract" else ready_made(kind).items[0].input
    return fake.answer(asked)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_a_person_begins_with_says_what_the_dials_say(kind):
    usual = usual_of(kind)
    form = form_of(kind, usual)
    assert read_by_hand(kind, form.text, usual).answer == usual.answer
    typed, answer = TYPED[kind]
    assert read_by_hand(kind, typed, usual).answer == answer


def test_a_number_in_words_is_refused_and_a_typed_one_has_the_usual_range():
    usual = usual_of("number")
    with pytest.raises(UserError, match="is not a number"):
        read_by_hand("number", "a lot", usual)
    low, high = (part.value for part in read_by_hand("number", "428", usual).parts)
    assert low < 428 < high


@pytest.fixture
def attended(serve):
    """A served scenario with the operator on duty, and a way to ask and be answered."""

    def start(kind, **more):
        running, client = serve(scenario(kind, **more))
        desk = running.service.desk
        desk.attend(True, 300)

        def answered(path, document, text):
            with ThreadPoolExecutor(1) as pool:
                asked = pool.submit(client.post, path, json=document)
                until(desk.waiting)
                ((waiting, _),) = desk.waiting()
                try:
                    desk.answer(waiting.number, OperatorAnswer("text", text=text))
                finally:
                    if desk.waiting():
                        desk.answer(waiting.number, OperatorAnswer("automatic"))
                return asked.result(PATIENCE).json()

        return running, answered

    return start


@pytest.mark.parametrize("kind", OTHERS)
def test_our_own_address_says_what_a_person_typed_in_the_form_of_the_kind(kind, attended):
    examples = [PAGE] if kind == "extract" else ()
    running, answered = attended(kind, examples=examples)
    typed, answer = TYPED[kind]
    asked = PAGE.input if kind == "extract" else words_of(ready_made(kind).items[0])
    said = answered("/v1/predict", {"text": asked}, typed)
    assert said["answer"] == answer
    assert said["confidence"] is None
    assert [one.answered_by for one in running.journal.exchanges()] == ["you"]


def test_typed_fields_go_into_the_clients_own_schema(attended):
    _, answered = attended("extract", examples=[PAGE])
    schema = {
        "type": "object",
        "properties": {"Total": {"type": "number"}, "shop": {"type": "string"}},
        "required": ["Total", "shop"],
    }
    document = {
        "model": "m",
        "messages": [{"role": "user", "content": PAGE.input}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "p", "schema": schema}},
    }
    said = answered("/v1/chat/completions", document, "total: 40\nshop: Colours")
    assert json.loads(said["choices"][0]["message"]["content"]) == {"Total": 40, "shop": "Colours"}
    with pytest.raises(UserError, match="is not a number"):
        attended("number")[1]("/v1/predict", {"text": "Tuesday"}, "many")
