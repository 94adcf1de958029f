"""Gemini's wire format, checked by Google's own client, whose types forbid unknown fields."""

import math

import pytest
from google.genai import types

from mock_ai.conversation import Reply
from mock_ai.server.gemini.prompts import CamelFields, json_schema
from tests.mock_ai.vendor_clients import Scripted, gemini_at

MODEL = "gemini-2.5-flash"
HELLO = "Say hello to the whole team, please"
WEATHER = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="get_weather",
            description="The weather of a city.",
            parameters=types.Schema(
                type="OBJECT", properties={"city": types.Schema(type="STRING")}, required=["city"]
            ),
        )
    ]
)
NO_AUTOMATION = types.AutomaticFunctionCallingConfig(disable=True)


@pytest.fixture
def connect(serve, clients):
    """Google's client at a server of its own, speaking one of the two versions."""
    return lambda version="v1beta": clients(gemini_at, serve()[0], version)


def asked(contents=HELLO, **fields):
    """What a call is given: the model, what is said, and a configuration where there are fields of one."""
    config = types.GenerateContentConfig(automatic_function_calling=NO_AUTOMATION, **fields)
    return {"model": MODEL, "contents": contents, **({"config": config} if fields else {})}


def generate(client, contents=HELLO, **fields):
    return client.models.generate_content(**asked(contents, **fields))


def stream(client, contents=HELLO, **fields):
    return list(client.models.generate_content_stream(**asked(contents, **fields)))


def test_the_client_runs_a_python_function_that_the_message_mentions(connect):
    asked_for = []

    def get_weather(city: str) -> str:
        """The weather of a city."""
        asked_for.append(city)
        return "4 degrees"

    response = connect().models.generate_content(
        model=MODEL,
        contents="What is the weather in Oslo?",
        config=types.GenerateContentConfig(tools=[get_weather]),
    )
    assert len(asked_for) == 1
    assert response.text


@pytest.mark.parametrize(("mode", "calls"), [("ANY", True), ("NONE", False)])
def test_the_mode_of_function_calling_is_kept(connect, mode, calls):
    calling = types.FunctionCallingConfig(mode=mode)
    response = generate(
        connect(),
        "What is the weather in Oslo?" if mode == "NONE" else HELLO,
        tools=[WEATHER],
        tool_config=types.ToolConfig(function_calling_config=calling),
    )
    assert bool(response.function_calls) is calls


def test_as_many_candidates_come_as_were_asked_for(connect):
    response = generate(connect(), candidate_count=3)
    assert [candidate.index for candidate in response.candidates] == [0, 1, 2]
    assert all(candidate.content.parts[0].text for candidate in response.candidates)
    chunks = stream(connect(), candidate_count=3)
    said, usage = ["", "", ""], None
    for chunk in chunks:
        usage = chunk.usage_metadata
        for candidate in chunk.candidates:
            said[candidate.index] += candidate.content.parts[0].text
    assert said == [candidate.content.parts[0].text for candidate in response.candidates]
    assert usage == response.usage_metadata


def test_tokens_are_counted_as_they_are_billed(connect):
    client = connect()
    counted = client.models.count_tokens(model=MODEL, contents=HELLO)
    response = generate(client)
    assert counted.total_tokens == response.usage_metadata.prompt_token_count


@pytest.mark.parametrize("ask", [generate, lambda client: stream(client)[-1]])
def test_pictures_and_sounds_are_sent_along(serve, clients, ask):
    running, _ = serve()
    running.service.responder = Scripted(
        Reply("Here it is.", images=(b"a picture",), sound=b"a sound")
    )
    answer = ask(clients(gemini_at, running))
    sent = [part.inline_data for part in answer.candidates[0].content.parts if part.inline_data]
    assert [(blob.mime_type, blob.data) for blob in sent] == [
        ("image/png", b"a picture"),
        ("audio/wav", b"a sound"),
    ]


def test_embeddings_have_the_asked_size_and_length_one(connect):
    client = connect()
    config = types.EmbedContentConfig(output_dimensionality=64)
    first, second = client.models.embed_content(
        model="gemini-embedding-001", contents=["a small dog", "a large cat"], config=config
    ).embeddings
    assert len(first.values) == len(second.values) == 64
    assert math.hypot(*first.values) == pytest.approx(1, abs=1e-6)
    assert first.values != second.values
    (again,) = client.models.embed_content(
        model="gemini-embedding-001", contents="a small dog", config=config
    ).embeddings
    assert again.values == first.values


def test_googles_schema_becomes_the_json_schema_that_says_the_same():
    schema = {
        "type": "OBJECT",
        "property_ordering": ["b", "a"],
        "properties": {
            "a": {"type": "STRING", "nullable": True, "format": "enum", "enum": ["x", "y"]},
            "b": {"type": "ARRAY", "min_items": "2", "items": {"type": "INTEGER", "maximum": 5}},
            "c": {"anyOf": [{"type": "NUMBER"}, {"type": "BOOLEAN"}]},
        },
        "required": ["a"],
    }
    made = json_schema(CamelFields(schema, "schema"))
    assert made == {
        "type": "object",
        "properties": {
            "b": {"type": "array", "minItems": 2, "items": {"type": "integer", "maximum": 5}},
            "a": {"type": ["string", "null"], "enum": ["x", "y"]},
            "c": {"anyOf": [{"type": "number"}, {"type": "boolean"}]},
        },
        "required": ["a"],
    }
    assert list(made["properties"]) == ["b", "a", "c"]
