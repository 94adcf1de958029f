"""A real exchange becomes a good answer in the type of the kind, whatever the vendor; what cannot is left out with why."""

import pytest

from mock_ai.kinds.product import GoodExample
from mock_ai.ready_made import ready_made
from mock_ai.traffic.recorded_example import recorded_examples, recorded_questions
from tests.mock_ai.kind_products import OTHERS, scenario, words_of


def _ask_all(kind, items):
    def ask(client):
        for item in items:
            client.post("/v1/predict", json={"text": words_of(item)})

    return ask


@pytest.mark.parametrize("kind", OTHERS)
def test_what_our_own_address_answered_is_the_good_answer_again(kind, recorded):
    items = ready_made(kind).items[:3]
    made = recorded(_ask_all(kind, items), scenario(kind))
    found = recorded_examples(kind, made.calls, made.find)
    assert found.left_out == ()
    assert [one.input for one in found.examples] == [words_of(item) for item in items]
    if kind == "number":  # inside the tolerance
        assert all(
            abs(one.good / item.good - 1) <= 0.11
            for one, item in zip(found.examples, items, strict=True)
        )
    else:
        assert [one.good for one in found.examples] == [item.good for item in items]


def test_words_of_a_chat_are_kept_whole_streamed_or_not_and_the_last_counts(recorded):
    item = ready_made("generate").items[0]

    def ask(client):
        said = [{"role": "user", "content": item.input}]
        client.post("/v1/chat/completions", json={"model": "m", "messages": said})
        body = {"model": "m", "messages": said, "stream": True}
        client.post("/v1/chat/completions", json=body)
        client.post("/v1/messages", json={"model": "m", "messages": said, "max_tokens": 900})

    made = recorded(ask, scenario("generate"))
    found = recorded_examples("generate", made.calls, made.find)
    assert found.examples == (GoodExample(item.input, item.good),)


def test_a_recording_is_known_by_what_it_is_called(recorded):
    item = ready_made("transcribe").items[0]
    pairs = (GoodExample("order twelve", item.good), GoodExample("order one", "Two lamps, please."))

    def ask(client):
        files = {"file": ("order_twelve.wav", b"RIFF" * 20, "audio/wav")}
        client.post("/v1/audio/transcriptions", files=files, data={"model": "whisper-1"})

    made = recorded(ask, scenario("transcribe", examples=pairs))
    (found,) = recorded_examples("transcribe", made.calls, made.find).examples
    assert found == GoodExample("order twelve", item.good)


def test_the_calls_of_an_agent_are_its_steps(recorded):
    task = GoodExample("Refund A-7", [{"tool": "refund", "arguments": {"order": "A-7"}}])
    other = GoodExample("Pay it", ["Pay it"])
    tool = {
        "type": "function",
        "function": {
            "name": "refund",
            "parameters": {"type": "object", "properties": {"order": {"type": "string"}}},
        },
    }

    def ask(client):
        said = [{"role": "user", "content": task.input}]
        client.post("/v1/chat/completions", json={"model": "m", "messages": said, "tools": [tool]})

    made = recorded(ask, scenario("act", examples=(task, other)))
    (found,) = recorded_examples("act", made.calls, made.find).examples
    assert found == task


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/v1/predict", {"nothing": 1}, "No whole answer came."),
        ("/v1/embeddings", {"model": "m", "input": "a"}, "is no conversation"),
        (
            "/v1/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": "how many?"}]},
            "is not what this kind of product answers",
        ),
    ],
)
def test_what_cannot_be_kept_is_left_out_with_why(path, body, why, recorded):
    from mock_ai.presets import BUILT_IN

    made = recorded(lambda client: client.post(path, json=body), BUILT_IN)
    found = recorded_examples("number", made.calls, made.find)
    assert found.examples == ()
    assert why in found.left_out[0][1]


def test_what_was_asked_is_known_without_its_answer_and_once(recorded):
    items = ready_made("generate").items[:2]
    made = recorded(_ask_all("generate", [*items, items[0]]), scenario("generate"))
    assert recorded_questions(made.calls, made.find) == ([words_of(item) for item in items], 0)
