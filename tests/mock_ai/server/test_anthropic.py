"""Anthropic's wire format, checked by its own client with strict validation."""

import asyncio
import base64
import json

import anthropic
import jsonschema
import pytest

from tests.mock_ai.vendor_clients import anthropic_at

MODEL = "claude-of-a-later-day"
PHOTO = b"\xff\xd8\xff\xe0 a photo"
WEATHER = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}
HELLO = [{"role": "user", "content": "Say hello to the whole team, please"}]


@pytest.fixture
def ask(serve, clients):
    """A strict client at a server of its own."""
    return lambda: clients(anthropic_at, serve()[0])


def say(client, **more):
    asked = {"model": MODEL, "max_tokens": 500, "messages": HELLO, **more}
    return client.messages.create(**asked)


def test_a_message_comes_back_whole_and_the_same_again(ask):
    message = say(ask())
    assert message.type == "message"
    assert message.role == "assistant"
    assert message.model == MODEL
    assert message.stop_reason == "end_turn"
    assert message.content[0].text
    assert message.usage.input_tokens > 5
    assert message._request_id.startswith("req_")
    again = say(ask())
    assert again.to_dict() == message.to_dict()


def test_a_stream_says_the_same_as_the_whole_message(ask):
    whole = say(ask())
    with ask().messages.stream(model=whole.model, max_tokens=500, messages=HELLO) as stream:
        kinds = [event.type for event in stream]
        streamed = stream.get_final_message()
    assert kinds.count("text") > 3
    assert streamed.content[0].text == whole.content[0].text
    assert streamed.stop_reason == whole.stop_reason
    assert streamed.usage.to_dict() == whole.usage.to_dict()


def test_the_events_of_a_stream_come_in_the_documented_order(ask):
    kinds = [event.type for event in say(ask(), stream=True)]
    assert kinds[:2] == ["message_start", "content_block_start"]
    assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert set(kinds[2:-3]) == {"content_block_delta"}


def test_the_async_client_gets_the_same_stream(ask):
    client = ask()
    whole = say(client).content[0].text

    async def collect():
        async with anthropic.AsyncAnthropic(
            api_key=client.api_key, base_url=str(client.base_url), _strict_response_validation=True
        ) as patient:
            stream = await say(patient, stream=True)
            return [
                event.delta.text async for event in stream if event.type == "content_block_delta"
            ]

    pieces = asyncio.run(collect())
    assert len(pieces) > 3
    assert "".join(pieces) == whole


def test_a_tool_that_the_message_mentions_is_called_and_its_result_ends_the_turn(ask):
    client = ask()
    question = {"role": "user", "content": "What is the weather in Oslo?"}
    called = say(client, messages=[question], tools=[WEATHER])
    assert called.stop_reason == "tool_use"
    call = called.content[-1]
    assert call.name == "get_weather"
    jsonschema.validate(call.input, WEATHER["input_schema"])
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "4 degrees"}
    messages = [question, called.to_param(), {"role": "user", "content": [result]}]
    answered = say(client, messages=messages, tools=[WEATHER])
    assert answered.stop_reason == "end_turn"
    assert answered.content[0].type == "text"


def test_the_clients_own_loop_runs_a_tool_and_ends(ask):
    asked_for = []

    @anthropic.beta_tool
    def get_weather(city: str) -> str:
        """The weather of a city."""
        asked_for.append(city)
        return "4 degrees"

    runner = ask().beta.messages.tool_runner(
        model=MODEL,
        max_tokens=500,
        messages=[{"role": "user", "content": "What is the weather in Oslo?"}],
        tools=[get_weather],
    )
    assert [message.stop_reason for message in runner] == ["tool_use", "end_turn"]
    assert len(asked_for) == 1


def test_the_input_of_a_call_is_streamed_in_pieces_of_json(ask):
    asked = {
        "model": MODEL,
        "max_tokens": 500,
        "messages": HELLO,
        "tools": [WEATHER],
        "tool_choice": {"type": "tool", "name": "get_weather"},
    }
    client = ask()
    whole = client.messages.create(**asked)
    events = list(client.messages.create(**asked, stream=True))
    pieces = [
        event.delta.partial_json
        for event in events
        if event.type == "content_block_delta" and event.delta.type == "input_json_delta"
    ]
    assert len(pieces) > 2
    assert json.loads("".join(pieces)) == whole.content[-1].input
    assert events[-2].delta.stop_reason == "tool_use"


def test_tools_are_left_alone_when_the_client_says_so(ask):
    messages = [{"role": "user", "content": "What is the weather in Oslo?"}]
    message = say(ask(), messages=messages, tools=[WEATHER], tool_choice={"type": "none"})
    assert [block.type for block in message.content] == ["text"]


def test_an_answer_follows_the_schema_that_was_asked_for(ask):
    schema = {
        "type": "object",
        "properties": {"stars": {"type": "integer", "minimum": 1, "maximum": 5}},
        "required": ["stars"],
        "additionalProperties": False,
    }
    message = say(ask(), output_config={"format": {"type": "json_schema", "schema": schema}})
    jsonschema.validate(json.loads(message.content[0].text), schema)


def test_a_photo_gets_the_scenarios_sentence(serve, ask):
    _, client = serve()
    source = {
        "type": "base64",
        "media_type": "image/jpeg",
        "data": base64.b64encode(PHOTO).decode(),
    }
    content = [{"type": "text", "text": "What is this?"}, {"type": "image", "source": source}]
    message = say(ask(), messages=[{"role": "user", "content": content}])
    expected = client.post("/v1/predict", content=PHOTO).json()["text"]
    assert message.content[0].text == expected


def test_limits_cut_the_answer_and_say_so(ask):
    client = ask()
    text = say(client).content[0].text
    short = say(client, max_tokens=3)
    assert short.stop_reason == "max_tokens"
    assert short.usage.output_tokens == 3
    assert text.startswith(short.content[0].text)
    word = text.split()[3]
    stopped = say(client, stop_sequences=[word])
    assert (stopped.stop_reason, stopped.stop_sequence) == ("stop_sequence", word)
    assert stopped.content[0].text == text[: text.index(word)]


def test_tokens_are_counted_as_they_are_billed(ask):
    client = ask()
    asked = {"system": "Be brief.", "tools": [WEATHER], "messages": HELLO}
    counted = client.messages.count_tokens(model=MODEL, **asked)
    assert say(client, **asked).usage.input_tokens == counted.input_tokens
    bare = client.messages.count_tokens(model=MODEL, messages=HELLO)
    assert bare.input_tokens < counted.input_tokens


def test_what_is_served_is_listed_as_a_model(ask):
    client = ask()
    (model,) = client.models.list()
    assert model.id == "built-in"
    assert client.models.retrieve("built-in") == model
    with pytest.raises(anthropic.NotFoundError) as failed:
        client.models.retrieve("another")
    assert failed.value.type == "not_found_error"
    assert failed.value.request_id.startswith("req_")
