"""OpenAI's responses, embeddings and the asynchronous client, validated strictly."""

import asyncio
import json

import numpy as np
import openai
import pytest
from pydantic import BaseModel

from mock_ai.conversation import Reply
from tests.mock_ai.vendor_clients import Scripted, exact, openai_at

FIND_ORDER = {
    "type": "function",
    "name": "find_order",
    "description": "Finds an order",
    "parameters": {
        "type": "object",
        "properties": {"number": {"type": "integer"}},
        "required": ["number"],
        "additionalProperties": False,
    },
    "strict": True,
}


def test_a_response_can_be_fetched_again_until_it_is_deleted(client):
    made = exact(client.responses.create(model="gpt-4o", input="Is it all right?", user="u1"))
    assert exact(client.responses.retrieve(made.id)).output_text == made.output_text
    client.responses.delete(made.id)
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(made.id)


def events_of(client, **settings):
    return [exact(event) for event in client.responses.create(model="m", stream=True, **settings)]


def test_a_streamed_response_says_what_the_whole_one_says(client):
    events = events_of(client, input="Hello")
    assert [event.sequence_number for event in events] == list(range(len(events)))
    whole = client.responses.create(model="m", input="Hello")
    said = "".join(e.delta for e in events if e.type == "response.output_text.delta")
    assert said == whole.output_text == events[-1].response.output_text
    assert events[-1].response.usage == whole.usage
    with client.responses.stream(model="m", input="Hello") as stream:
        assert stream.get_final_response().output_text == whole.output_text


def test_a_response_calls_tools_whole_and_streamed(client):
    text = "Where is order 17?"
    made = exact(client.responses.create(model="m", input=text, tools=[FIND_ORDER]))
    (call,) = made.output
    assert (call.type, call.name, json.loads(call.arguments)) == (
        "function_call",
        "find_order",
        {"number": 17},
    )
    events = events_of(client, input=text, tools=[FIND_ORDER])
    written = "".join(e.delta for e in events if e.type.endswith("arguments.delta"))
    assert written == call.arguments


def test_a_response_satisfies_the_schema_it_was_asked_for(client):
    class Finding(BaseModel):
        label: str
        count: int

    parsed = client.responses.parse(model="m", input="3 cracks", text_format=Finding)
    assert parsed.output_parsed.count == 3


def test_the_probabilities_of_a_response_belong_to_its_text(client):
    settings = {"include": ["message.output_text.logprobs"], "top_logprobs": 2}
    made = exact(client.responses.create(model="m", input="Hello", **settings))
    tokens = made.output[0].content[0].logprobs
    assert "".join(token.token for token in tokens) == made.output_text
    assert len(tokens[0].top_logprobs) == 2
    events_of(client, input="Hello", **settings)


def test_a_conversation_goes_on_from_a_response(served):
    running, client = served
    asked = running.service.responder = Scripted(Reply("Answer 1"), Reply("Answer 2"))
    first = client.responses.create(model="m", input="One")
    client.responses.create(model="m", input="Two", previous_response_id=first.id)
    heard = [[turn.text for turn in prompt.turns] for prompt in asked.prompts]
    assert heard == [["One"], ["One", "Answer 1", "Two"]]
    with pytest.raises(openai.NotFoundError):
        client.responses.create(model="m", input="x", previous_response_id="resp_unknown")


# Embeddings -----------------------------------------------------------------------------------


def test_embeddings_are_the_same_in_both_encodings_and_near_where_words_are_shared(served):
    running, client = served
    texts = ["a crack in the blade", "the blade has a crack", "pasta with tomatoes"]
    # WORKAROUND openai 3.57: strict validation comes before base64, its default, is decoded.
    with openai_at(running, _strict_response_validation=False) as lenient:
        usual = exact(lenient.embeddings.create(model="text-embedding-3-small", input=texts))
    plain = exact(
        client.embeddings.create(
            model="text-embedding-3-small", input=texts, encoding_format="float"
        )
    )
    one, other = (np.array([item.embedding for item in made.data]) for made in (usual, plain))
    assert one.shape == (3, 1536)
    np.testing.assert_allclose(one, other, atol=1e-7)
    np.testing.assert_allclose(np.linalg.norm(one, axis=1), 1, atol=1e-5)
    likeness = one @ one.T
    assert likeness[0, 1] > 0.7 > 0.3 > likeness[0, 2]
    assert usual.usage.prompt_tokens == usual.usage.total_tokens > 0
    assert [item.index for item in usual.data] == [0, 1, 2]
    short = exact(
        client.embeddings.create(model="m", input="x", dimensions=256, encoding_format="float")
    )
    assert len(short.data[0].embedding) == 256
    large = client.embeddings.create(
        model="text-embedding-3-large", input=[[1, 2, 3]], encoding_format="float"
    )
    assert len(large.data[0].embedding) == 3072
    for wrong in ("", [], ["a", ""], [3.5], [["a"]]):
        with pytest.raises(openai.BadRequestError):
            client.embeddings.create(model="m", input=wrong)
    with pytest.raises(openai.BadRequestError):
        client.embeddings.create(model="m", input="x", dimensions=4097)


# The asynchronous client ----------------------------------------------------------------------


def test_the_asynchronous_client_is_served_many_at_a_time(served):
    running, _ = served

    async def ask_all():
        async with openai_at(running, openai.AsyncOpenAI) as client:

            async def ask(number):
                messages = [{"role": "user", "content": f"Question {number}"}]
                whole = await client.chat.completions.create(model="m", messages=messages)
                said = ""
                async for chunk in await client.chat.completions.create(
                    model="m", messages=messages, stream=True
                ):
                    said += exact(chunk).choices[0].delta.content or ""
                assert said == exact(whole).choices[0].message.content
                assert f"Question {number}" in said
                made = exact(await client.responses.create(model="m", input="x"))
                return made.id

            return await asyncio.gather(*(ask(number) for number in range(10)))

    assert len(set(asyncio.run(ask_all()))) == 10
    assert running.journal.total == 30


def test_a_classifier_of_texts_takes_over_the_conversation(served):
    running, client = served

    class Trained:
        classes_ = np.array(["complaint", "praise"])
        modality_ = "text"

        def predict_proba(self, X):
            assert X == ["It broke."]
            return np.array([[0.93, 0.07]])

    running.use(Trained(), name="letters.onnx")
    made = exact(client.responses.create(model="m", input="It broke."))
    assert made.output_text == "Complaint. I’m 93% sure."
    assert running.journal.exchanges()[0].answered_by == "model"
