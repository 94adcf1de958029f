"""OpenAI's official client against the running server, every answer validated strictly."""

import json
from base64 import b64encode
from dataclasses import replace
from io import BytesIO

import numpy as np
import openai
from PIL import Image
from pydantic import BaseModel

from mock_ai.conversation import Reply
from mock_ai.presets import BUILT_IN
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


# Chat -----------------------------------------------------------------------------------------


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


def test_tools_that_the_message_mentions_are_called_together(client):
    text = "What is the weather in Paris, in F, and where is order 17?"
    answer = ask(client, text, tools=[WEATHER, ORDER])
    choice = answer.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    called = {c.function.name: json.loads(c.function.arguments) for c in choice.message.tool_calls}
    assert called == {"get_weather": {"city": "Paris", "unit": "F"}, "find_order": {"number": 17}}
    chunks = chunks_of(ask(client, text, tools=[WEATHER, ORDER], stream=True))
    parts = [c for chunk in chunks for c in chunk.choices[0].delta.tool_calls or []]
    for place, call in enumerate(choice.message.tool_calls):
        mine = [part for part in parts if part.index == place]
        assert mine[0].function.name == call.function.name
        assert "".join(part.function.arguments for part in mine) == call.function.arguments
        assert [part.id for part in mine[1:]] == [None] * (len(mine) - 1)
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_tool_choice_is_obeyed(client):
    tools = [WEATHER, ORDER]
    assert ask(client, "Tell me a joke", tools=tools).choices[0].message.tool_calls is None
    assert ask(client, "Weather?", tools=tools, tool_choice="none").choices[0].message.content
    forced = ask(client, "Tell me a joke", tools=tools, tool_choice="required")
    assert len(forced.choices[0].message.tool_calls) == 1
    named = {"type": "function", "function": {"name": "find_order"}}
    chosen = ask(client, "Weather in Paris", tools=tools, tool_choice=named).choices[0].message
    assert [call.function.name for call in chosen.tool_calls] == ["find_order"]


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
        assert first.choices[0].message.content == scenario.fake().answer(photo).text
        assert first.usage.prompt_tokens > 255
        running.use(Trained(), name="wings.onnx")
        second = exact(client.chat.completions.create(model="m", messages=messages))
        assert second.choices[0].message.content == "Crack. I’m 96% sure."
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
    assert [one.answered_by for one in exchanges] == ["dials", "model", "model"]
    assert [one.simulated for one in exchanges] == [True, False, False]
    assert exchanges[1].answer == "crack"
    assert exchanges[1].probability == 0.96


# Errors and retries ---------------------------------------------------------------------------


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
