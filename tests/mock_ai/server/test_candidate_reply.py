"""A candidate in the fake's place, asked over real HTTP by our own address and by vendors' clients."""

import json

import openai
import pytest

from mock_ai.candidate import CandidateSaying, ServedCandidate, in_form
from mock_ai.conversation import Prompt, Turn
from mock_ai.presets import BUILT_IN
from tests.mock_ai.vendor_clients import anthropic_at, openai_at

KNOWN = {
    "Where is my refund?": CandidateSaying("Refund", 0.8),
    "What is it?": CandidateSaying("a parcel"),
}
BY_CONTENT = ServedCandidate(
    "gpt file", "classify", ("refund", "other"), KNOWN.get, "No answer is kept for this."
)
LABEL = {
    "type": "object",
    "properties": {"label": {"type": "string", "enum": ["Refund", "other"]}},
    "required": ["label"],
}


def test_its_answers_come_at_the_same_address_and_the_fake_comes_back(serve):
    running, client = serve(BUILT_IN)
    assert client.post("/v1/predict", json={"text": "Where is my refund?"}).json()["simulated"]
    running.use(BY_CONTENT)
    assert client.post("/v1/predict", json={"text": "Where is my refund?"}).json() == {
        "label": "refund",
        "confidence": 0.8,
        "probabilities": {},
        "abstain": False,
        "text": "Refund",
        "simulated": False,
        "model": "gpt file",
    }
    named_none = client.post("/v1/predict", json={"text": "What is it?"}).json()
    assert (named_none["label"], named_none["confidence"]) == ("a parcel", None)
    unknown = client.post("/v1/predict", json={"text": "Hello?"})
    assert unknown.status_code == 404
    assert unknown.json()["error"]["message"] == "No answer is kept for this."
    kept = running.journal.exchanges()
    said = [(one.answered_by, one.answer, one.model, one.simulated) for one in kept[1:]]
    assert said == [
        ("candidate", "refund", "gpt file", False),
        ("candidate", "a parcel", "gpt file", False),
        ("refused", "No answer is kept for this.", "gpt file", False),
    ]
    running.use(BUILT_IN)
    assert client.post("/v1/predict", json={"text": "Hello?"}).json()["simulated"] is True


@pytest.mark.parametrize("kind", ["classify", "generate"])
def test_vendors_clients_get_its_words_whole_and_streamed(serve, clients, kind):
    running, _ = serve(ServedCandidate("mine", kind, (), KNOWN.get, "Nothing kept."))
    chat, claude = clients(openai_at, running), clients(anthropic_at, running)
    asked = [{"role": "user", "content": "What is it?"}]
    whole = chat.chat.completions.create(model="m", messages=asked)
    assert whole.choices[0].message.content == "a parcel"
    streamed = chat.chat.completions.create(model="m", messages=asked, stream=True)
    assert (
        "".join(one.choices[0].delta.content or "" for one in streamed if one.choices) == "a parcel"
    )
    message = claude.messages.create(model="m", max_tokens=50, messages=asked)
    assert message.content[0].text == "a parcel"
    with pytest.raises(openai.NotFoundError, match="Nothing kept"):
        chat.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hm?"}])
    with pytest.raises(openai.NotFoundError, match="answers chats"):
        chat.embeddings.create(model="m", input="What is it?")


def test_a_number_of_another_kind_is_a_number_at_our_own_address(serve):
    rules = ServedCandidate("r", "number", (), lambda _: CandidateSaying("42"), "")
    _, client = serve(rules)
    answer = client.post("/v1/predict", json={"text": "next week"}).json()
    assert (answer["answer"], answer["confidence"], answer["simulated"]) == (42, None, False)


@pytest.mark.parametrize(
    ("schema", "said", "expected"),
    [
        (LABEL, CandidateSaying("Refund"), {"label": "Refund"}),
        (LABEL, CandidateSaying("no such class"), None),
        ({**LABEL, "required": ["label", "why"]}, CandidateSaying("Refund"), None),
        (
            {"properties": {"label": {"type": "string"}, "confidence": {"type": "number"}}},
            CandidateSaying("Refund", 0.8),
            {"label": "Refund", "confidence": 0.8},
        ),
        ({"properties": {"weeks": {"type": "number"}}}, CandidateSaying("3"), {"weeks": 3}),
        ({"type": "string"}, CandidateSaying("Refund"), "Refund"),
        ({"type": "array"}, CandidateSaying("Refund"), None),
        (LABEL, CandidateSaying('{"label": "x"}'), {"label": "x"}),
        (None, CandidateSaying("Refund"), {"answer": "Refund"}),
    ],
)
def test_json_that_was_asked_for_holds_what_it_said_and_nothing_made_up(schema, said, expected):
    asked = Prompt("chat", turns=(Turn("user", "?"),), schema=schema, wants_json=True)
    text = in_form(asked, said)
    assert (None if text is None else json.loads(text)) == expected
