"""OpenAI's official client against the running server, every answer validated strictly."""

import json
import time
from base64 import b64encode
from dataclasses import replace
from io import BytesIO

import httpx
import jsonschema
import numpy as np
import openai
import pytest
from PIL import Image
from pydantic import BaseModel

from mock_ai.conversation import Reply, WireFault, count_tokens
from mock_ai.presets import BUILT_IN
from mock_ai.server.service import ServerLimits
from tests.mock_ai.vendor_clients import Scripted, exact, openai_at
from tests.patience import until

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Get the weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "unit": {"enum": ["C", "F"]}},
            "required": ["city", "unit"],
            "additionalProperties": False,
        },
        "strict": True,
    },
}
ORDER = {
    "type": "function",
    "function": {
        "name": "find_order",
        "description": "Finds an order",
        "parameters": {"type": "object", "properties": {"number": {"type": "integer"}}},
    },
}


class Order(BaseModel):
    """Finds an order."""

    number: int


def user(text, *photos):
    if not photos:
        return [{"role": "user", "content": text}]
    parts = [{"type": "text", "text": text}]
    for photo in photos:
        url = f"data:image/png;base64,{b64encode(photo).decode()}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return [{"role": "user", "content": parts}]


def ask(client, text="Is this wing all right?", **settings):
    return exact(
        client.chat.completions.create(model="gpt-4o-mini", messages=user(text), **settings)
    )


def chunks_of(stream):
    return [exact(chunk) for chunk in stream]


# Models ---------------------------------------------------------------------------------------


def test_models_are_listed_and_looked_up(served):
    running, client = served
    names = [exact(model).id for model in client.models.list()]
    assert names[0] == running.service.model_name
    assert "gpt-4o-mini" in names
    assert exact(client.models.retrieve("gpt-4.1")).id == "gpt-4.1"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("no-such-model")
    assert caught.value.code == "model_not_found"


# Chat -----------------------------------------------------------------------------------------


def test_a_chat_answers_the_same_each_time_and_its_usage_adds_up(client):
    one, other = ask(client, seed=5), ask(client, seed=5)
    assert one.choices == other.choices
    assert one._request_id.startswith("req_")
    assert one._request_id != other._request_id
    assert one.choices[0].finish_reason == "stop"
    assert "Is this wing all right?" in one.choices[0].message.content
    assert one.usage.total_tokens == one.usage.prompt_tokens + one.usage.completion_tokens
    assert one.usage.completion_tokens == count_tokens(one.choices[0].message.content)
    assert one.usage.prompt_tokens > ask(client, "Hi").usage.prompt_tokens


def test_a_stream_says_what_the_whole_answer_says(client):
    whole = ask(client, n=2)
    chunks = chunks_of(
        ask(client, n=2, stream=True, stream_options={"include_usage": True}),
    )
    for index in (0, 1):
        parts = [c for chunk in chunks for c in chunk.choices if c.index == index]
        assert parts[0].delta.role == "assistant"
        assert parts[-1].finish_reason == "stop"
        assert [p.finish_reason for p in parts[:-1]] == [None] * (len(parts) - 1)
        said = "".join(part.delta.content or "" for part in parts)
        assert said == whole.choices[index].message.content
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage
    assert all(chunk.usage is None for chunk in chunks[:-1])
    assert whole.choices[0].message.content != whole.choices[1].message.content


def test_without_include_usage_a_stream_has_no_usage(client):
    chunks = chunks_of(ask(client, stream=True))
    assert all(chunk.usage is None and len(chunk.choices) == 1 for chunk in chunks)


def test_tools_that_the_message_mentions_are_called_together(client):
    text = "What is the weather in Paris, in F, and where is order 17?"
    answer = ask(client, text, tools=[WEATHER, ORDER])
    choice = answer.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    called = {c.function.name: json.loads(c.function.arguments) for c in choice.message.tool_calls}
    assert called == {"get_weather": {"city": "Paris", "unit": "F"}, "find_order": {"number": 17}}
    assert len({call.id for call in choice.message.tool_calls}) == 2
    one = ask(client, text, tools=[WEATHER, ORDER], parallel_tool_calls=False)
    assert len(one.choices[0].message.tool_calls) == 1
    cities = ask(client, "Weather in Paris and Rome?", tools=[WEATHER]).choices[0].message
    assert [json.loads(c.function.arguments)["city"] for c in cities.tool_calls] == [
        "Paris",
        "Rome",
    ]
    chunks = chunks_of(ask(client, text, tools=[WEATHER, ORDER], stream=True))
    parts = [c for chunk in chunks for c in chunk.choices[0].delta.tool_calls or []]
    for place, call in enumerate(choice.message.tool_calls):
        mine = [part for part in parts if part.index == place]
        assert mine[0].function.name == call.function.name
        assert "".join(part.function.arguments for part in mine) == call.function.arguments
        assert [part.id for part in mine[1:]] == [None] * (len(mine) - 1)
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_tool_choice_is_obeyed_and_a_result_is_taken_up(client):
    tools = [WEATHER, ORDER]
    assert ask(client, "Tell me a joke", tools=tools).choices[0].message.tool_calls is None
    assert ask(client, "Weather?", tools=tools, tool_choice="none").choices[0].message.content
    forced = ask(client, "Tell me a joke", tools=tools, tool_choice="required")
    assert len(forced.choices[0].message.tool_calls) == 1
    named = {"type": "function", "function": {"name": "find_order"}}
    chosen = ask(client, "Weather in Paris", tools=tools, tool_choice=named).choices[0].message
    assert [call.function.name for call in chosen.tool_calls] == ["find_order"]
    call = ask(client, "Weather in Rome", tools=tools).choices[0].message.tool_calls[0]
    messages = [
        *user("Weather in Rome"),
        {"role": "assistant", "tool_calls": [call.model_dump()]},
        {"role": "tool", "tool_call_id": call.id, "content": "31 degrees"},
    ]
    told = client.chat.completions.create(model="gpt-4o", messages=messages, tools=tools)
    assert "31 degrees" in exact(told).choices[0].message.content


def test_an_answer_satisfies_the_schema_it_was_asked_for(client):
    class Part(BaseModel):
        name: str
        sizes: list[float]
        inner: "Part | None"

    class Finding(BaseModel):
        label: str
        sure: bool
        count: int
        parts: list[Part]

    parsed = client.chat.completions.parse(
        model="gpt-4o", messages=user("Look at 3 cracks"), response_format=Finding
    )
    assert parsed.choices[0].message.parsed.count == 3
    answer = ask(client, response_format={"type": "json_object"})
    assert isinstance(json.loads(answer.choices[0].message.content), dict)
    schema = {
        "$defs": {"code": {"type": "string", "pattern": "^[A-Z]{3}-\\d{2,4}$"}},
        "type": "object",
        "properties": {
            "code": {"$ref": "#/$defs/code"},
            "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            "even": {"type": "integer", "multipleOf": 2, "minimum": 7},
            "tags": {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 3,
                     "uniqueItems": True},
            "on": {"type": "string", "format": "date"},
            "either": {"anyOf": [{"type": "null"}, {"type": "string", "minLength": 30}]},
            "all": {"allOf": [{"type": "object", "properties": {"x": {"type": "boolean"}}},
                              {"required": ["x"]}]},
        },
        "required": ["code", "share", "even", "tags", "on", "either", "all"],
        "additionalProperties": False,
    }  # fmt: skip
    form = {"type": "json_schema", "json_schema": {"name": "f", "schema": schema, "strict": True}}
    for seed in range(5):
        made = ask(client, seed=seed, response_format=form).choices[0].message.content
        jsonschema.validate(
            json.loads(made), schema, format_checker=jsonschema.FormatChecker(["date"])
        )


def test_the_clients_own_helper_puts_a_stream_together(client):
    class Finding(BaseModel):
        label: str
        count: int

    with client.chat.completions.stream(
        model="gpt-4o",
        messages=user("3 cracks, and where is order 17?"),
        response_format=Finding,
        tools=[openai.pydantic_function_tool(Order)],
        stream_options={"include_usage": True},
    ) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()
    assert "tool_calls.function.arguments.done" in kinds
    call = final.choices[0].message.tool_calls[0]
    assert call.function.parsed_arguments == Order(number=3)
    with client.chat.completions.stream(
        model="gpt-4o", messages=user("3 cracks"), response_format=Finding
    ) as stream:
        kinds = {event.type for event in stream}
        assert stream.get_final_completion().choices[0].message.parsed.count == 3
    assert "content.done" in kinds


def test_the_probabilities_of_tokens_belong_to_the_text(client):
    choice = ask(client, logprobs=True, top_logprobs=4).choices[0]
    tokens = choice.logprobs.content
    assert "".join(token.token for token in tokens) == choice.message.content
    assert bytes(b for token in tokens for b in token.bytes).decode() == choice.message.content
    for token in tokens:
        assert len(token.top_logprobs) == 4
        assert token.top_logprobs[0].token == token.token
        assert sum(np.exp(other.logprob) for other in token.top_logprobs) <= 1
    streamed = chunks_of(ask(client, logprobs=True, top_logprobs=4, stream=True))
    pieces = [p for c in streamed if c.choices[0].logprobs for p in c.choices[0].logprobs.content]
    assert pieces == tokens


def test_an_answer_ends_where_the_client_says(client):
    whole = ask(client).choices[0].message.content
    cut = ask(client, max_tokens=3)
    assert cut.choices[0].finish_reason == "length"
    assert cut.usage.completion_tokens == 3
    assert whole.startswith(cut.choices[0].message.content)
    stopped = ask(client, stop=["wing"]).choices[0]
    assert stopped.finish_reason == "stop"
    assert stopped.message.content == whole.partition("wing")[0]
    last = chunks_of(ask(client, max_completion_tokens=3, stream=True))[-1]
    assert last.choices[0].finish_reason == "length"


def picture(colour):
    file = BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "png")
    return file.getvalue()


def test_a_photo_is_answered_by_what_is_being_served(serve):
    photo = picture("red")
    scenario = replace(BUILT_IN, classes=("clean", "crack"))
    running, _ = serve(scenario)

    class Trained:
        classes_ = np.array(["clean", "crack"])

        def predict_proba(self, X):
            assert [photo] == X
            return np.array([[0.04, 0.96]])

    with openai_at(running) as client:
        messages = user("What is it?", photo)
        first = exact(client.chat.completions.create(model="m", messages=messages))
        assert first.choices[0].message.content == scenario.answer(photo).text
        assert first.usage.prompt_tokens > 255
        running.use(Trained(), name="wings.onnx")
        second = exact(client.chat.completions.create(model="m", messages=messages))
        assert second.choices[0].message.content == "Crack. I’m 96% sure."
        schema = {
            "type": "object",
            "properties": {"label": {"enum": ["clean", "crack"]}},
            "required": ["label"],
        }
        form = {"type": "json_schema", "json_schema": {"name": "f", "schema": schema}}
        third = client.chat.completions.create(model="m", messages=messages, response_format=form)
        assert json.loads(third.choices[0].message.content) == {"label": "crack"}
        responded = client.responses.create(
            model="m",
            input=[
                {
                    "role": "user",
                    "content": [
                        {"type": "input_text", "text": "What is it?"},
                        {
                            "type": "input_image",
                            "detail": "auto",
                            "image_url": "data:image/png;base64," + b64encode(photo).decode(),
                        },
                    ],
                }
            ],
        )
        assert responded.output_text == "Crack. I’m 96% sure."
    exchanges = running.journal.exchanges()
    assert [one.answered_by for one in exchanges] == ["dials", "model", "model", "model"]
    assert [one.simulated for one in exchanges] == [True, False, False, False]
    assert exchanges[1].answer == "crack"
    assert exchanges[1].probability == 0.96


# Errors and retries ---------------------------------------------------------------------------


def test_what_goes_wrong_is_said_in_openais_shape(served):
    running, client = served
    with pytest.raises(openai.AuthenticationError) as caught:
        client.with_options(api_key="wrong").models.list()
    assert caught.value.code == "invalid_api_key"
    assert caught.value.request_id.startswith("req_")
    with pytest.raises(openai.NotFoundError):
        client.post("/nowhere", cast_to=object)
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="m", messages=[])
    assert caught.value.param == "messages"
    head = {"authorization": f"Bearer {running.token}", "content-type": "application/json"}
    for content, status in ((b"{", 400), (b"[]", 400), (b" " * 21_000_000, 413)):
        reply = httpx.post(f"{running.base_url}/v1/chat/completions", content=content, headers=head)
        assert reply.status_code == status
        assert set(reply.json()["error"]) == {"message", "type", "param", "code"}


def failing(*faults, says="one two three four five six seven"):
    """Breaks as told, request after request, and then answers."""
    return Scripted(*(Reply(says, fault=fault) for fault in (*faults, None)))


def test_the_client_tries_again_after_a_rate_limit_and_an_error(served):
    running, client = served
    running.service.responder = failing(
        WireFault("rate_limit", retry_after=0.01), WireFault("server_error", retry_after=0.01)
    )
    answer = ask(client.with_options(max_retries=2))
    assert answer.choices[0].message.content.startswith("one two")
    assert [one.status for one in running.journal.exchanges()] == [429, 500, 200]
    running.service.responder = failing(WireFault("rate_limit", retry_after=7))
    with pytest.raises(openai.RateLimitError) as caught:
        ask(client)
    assert caught.value.response.headers["retry-after"] == "7"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "kind",
    ["timeout", "server_error", "reset", "malformed", "truncated", "stalled", "wrong_type",
     "empty"],
)  # fmt: skip
def test_every_fault_reaches_the_client_and_the_server_goes_on(serve, kind, stream):
    running, _ = serve(limits=ServerLimits(hold_seconds=0.1))
    with openai_at(running) as client:
        running.service.responder = failing(WireFault(kind, after_tokens=2))
        said = ""
        try:
            answer = ask(client, stream=stream)
            if stream:
                for chunk in answer:
                    said += chunk.choices[0].delta.content or ""
            else:
                said = answer.choices[0].message.content
        except (openai.APIError, httpx.HTTPError, ValueError, AttributeError):
            said += "!"
        assert said in ("!", "one two!", "")
        assert ask(client).choices[0].finish_reason == "stop"
    assert [one.answered_by for one in running.journal.exchanges()] == ["fault", "dials"]


def test_tokens_come_one_after_another(served):
    running, client = served
    running.service.responder = Scripted(
        Reply("a b c", first_token_seconds=0.05, token_seconds=0.05)
    )
    raw = client.chat.completions.with_raw_response.create(
        model="m", messages=user("x"), stream=True
    )
    assert len(list(raw.http_response.iter_raw())) >= 4
    assert running.journal.exchanges()[0].took_seconds >= 0.15


# Bad clients ----------------------------------------------------------------------------------


def test_a_client_that_hangs_up_in_a_stream_is_written_down_and_harms_nobody(served):
    running, client = served
    running.service.responder = Scripted(Reply("word " * 100_000, token_seconds=0.01))
    with ask(client, stream=True) as stream:
        for _ in zip(range(5), stream, strict=False):
            pass
    until(lambda: running.journal.total)
    assert running.journal.exchanges()[0].status == 499
    running.service.responder = None
    assert ask(client).choices


def test_a_form_that_is_too_large_or_none_is_refused_in_openais_shape(serve):
    running, _ = serve(limits=ServerLimits(body_bytes=100_000))
    head = {"authorization": f"Bearer {running.token}"}
    url = f"{running.base_url}/v1/audio/transcriptions"
    big = {"file": ("a.wav", b"x" * 200_000), "model": (None, "whisper-1")}
    for settings, status in (
        ({"files": big}, 413),
        ({"json": {}}, 400),
        ({"content": b"x", "headers": {**head, "content-type": "multipart/form-data"}}, 400),
        ({"files": {"file": ("a.wav", b"x")}}, 400),
        ({"files": {"model": (None, "m")}}, 400),
    ):
        reply = httpx.post(url, **{"headers": head, **settings})
        assert reply.status_code == status
        assert set(reply.json()["error"]) == {"message", "type", "param", "code"}

    running, _ = serve(limits=ServerLimits(pause_seconds=0.2))
    head = {"authorization": f"Bearer {running.token}"}

    def slow():
        yield b'{"model": '
        time.sleep(0.6)
        yield b'"m"}'

    late = httpx.post(f"{running.base_url}/v1/responses", content=slow(), headers=head)
    assert late.status_code == 408
    assert late.json()["error"]["message"]


def test_text_that_is_no_text_does_not_break_an_answer(served):
    running, _ = served
    head = {"authorization": f"Bearer {running.token}", "content-type": "application/json"}
    for said in ("\\ud800", "\\u0000", "\\u202e<script>", "x" * 300_000):
        for path, body in (
            ("chat/completions", '{"model":"m","messages":[{"role":"user","content":"%s"}]}'),
            ("chat/completions",
             '{"model":"m","stream":true,"messages":[{"role":"user","content":"%s"}]}'),
            ("responses", '{"model":"m","input":"%s"}'),
            ("embeddings", '{"model":"m","input":"%s"}'),
            ("moderations", '{"input":"%s"}'),
        ):  # fmt: skip
            content = (body % said).encode()
            reply = httpx.post(f"{running.base_url}/v1/{path}", content=content, headers=head)
            too_long = path == "embeddings" and len(said) > 100_000
            assert reply.status_code == (400 if "ud800" in said or too_long else 200)
