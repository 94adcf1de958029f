"""Fields in a client's own schema, and tasks by its own tools: asked through the official clients."""

import json
import re

import anthropic
import jsonschema
import openai
import pytest
from google.genai import errors as genai_errors

from mock_ai.kinds.product import GoodExample
from mock_ai.server.app import create_app
from mock_ai.server.service import Service
from tests.mock_ai.kind_products import at, scenario
from tests.mock_ai.vendor_clients import anthropic_at, gemini_at, openai_at

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "find_order",
            "description": "Find an order",
            "parameters": {
                "type": "object",
                "properties": {"order": {"type": "string"}},
                "required": ["order"],
            },
        },
    },
    {
        "type": "function",
        "function": {
            "name": "refund",
            "description": "Refund money",
            "parameters": {
                "type": "object",
                "properties": {"order": {"type": "string"}, "amount": {"type": "number"}},
                "required": ["order", "amount"],
            },
        },
    },
]
TASK = GoodExample(
    "Please refund my order A-1042, it never came",
    [
        {"tool": "find_order", "arguments": {"order": "A-1042"}},
        {"tool": "refund", "arguments": {"order": "A-1042", "amount": 38.4}},
    ],
)


def test_fields_come_in_the_clients_own_schema(serve, clients):
    page = GoodExample(
        "Receipt 77",
        {"total": 42.5, "Date": "2026-03-14", "lines": [{"name": "Paint", "price": 12}]},
    )
    schema = {
        "type": "object",
        "properties": {
            "total": {"type": "number"},
            "date": {"type": "string"},
            "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
            "vat_id": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "note": {"type": "string"},
        },
        "required": ["total", "date", "lines", "vat_id", "note"],
        "additionalProperties": False,
        "$defs": {
            "line": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "price": {"type": "integer"}},
                "required": ["name", "price"],
                "additionalProperties": False,
            }
        },
    }
    server, _ = serve(scenario("extract", examples=[page]))
    made = clients(openai_at, server).chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": page.input}],
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "receipt", "schema": schema, "strict": True},
        },
    )
    assert json.loads(made.choices[0].message.content) == {
        "total": 42.5, "date": "2026-03-14", "lines": [{"name": "Paint", "price": 12}], "vat_id": None, "note": "",
    }  # fmt: skip
    loose = clients(openai_at, server).chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": page.input}],
        response_format={"type": "json_object"},
    )
    assert json.loads(loose.choices[0].message.content) == page.good


@pytest.mark.parametrize("seed", range(4))
def test_wrong_fields_still_satisfy_the_schema(seed):
    goods = [
        GoodExample(f"page {n}", {"total": 10.5 + n, "paid": n % 2 == 0, "due": "2026-03-14"})
        for n in range(12)
    ]
    schema = {
        "type": "object",
        "properties": {
            "total": {"type": "number"},
            "paid": {"type": "boolean"},
            "due": {"type": ["string", "null"]},
        },
        "required": ["total", "paid", "due"],
    }
    app = create_app(Service(scenario("extract", {"fields": 0.3}, goods, seed=seed)), "t")
    for one in goods:
        form = {"type": "json_schema", "json_schema": {"name": "page", "schema": schema}}
        reply = at(
            app,
            "/v1/chat/completions",
            {
                "model": "m",
                "messages": [{"role": "user", "content": one.input}],
                "response_format": form,
            },
        )
        jsonschema.validate(json.loads(reply.json()["choices"][0]["message"]["content"]), schema)


def test_a_task_calls_one_tool_after_the_other_until_it_is_done(serve, clients):
    server, _ = serve(scenario("act", examples=[TASK]))
    client = clients(openai_at, server)
    said = [{"role": "user", "content": TASK.input}]
    calls = []
    for _ in range(5):
        choice = client.chat.completions.create(model="gpt-4o", messages=said, tools=TOOLS).choices[
            0
        ]
        if choice.finish_reason != "tool_calls":
            break
        (call,) = choice.message.tool_calls
        calls.append((call.function.name, json.loads(call.function.arguments)))
        said += [
            choice.message.model_dump(exclude_none=True),
            {"role": "tool", "tool_call_id": call.id, "content": "ok"},
        ]
    assert calls == [
        ("find_order", {"order": "A-1042"}),
        ("refund", {"order": "A-1042", "amount": 38.4}),
    ]
    assert choice.message.content.startswith("Done.")

    tools = [
        {
            "name": t["function"]["name"],
            "description": t["function"]["description"],
            "input_schema": t["function"]["parameters"],
        }
        for t in TOOLS
    ]
    messages, seen = [{"role": "user", "content": TASK.input}], []
    while len(seen) < 5:
        made = clients(anthropic_at, server).messages.create(
            model="claude", max_tokens=500, messages=messages, tools=tools
        )
        if made.stop_reason != "tool_use":
            break
        use = next(block for block in made.content if block.type == "tool_use")
        seen.append((use.name, use.input))
        messages += [
            {"role": "assistant", "content": made.model_dump()["content"]},
            {
                "role": "user",
                "content": [{"type": "tool_result", "tool_use_id": use.id, "content": "ok"}],
            },
        ]
    assert seen == calls


def test_a_task_that_asks_too_often_asks_before_each_step(serve, clients):
    server, _ = serve(scenario("act", {"done": 0, "mix": {"asks": 1}}, [TASK]))
    client = clients(openai_at, server)
    said = [{"role": "user", "content": TASK.input}]
    kinds = []
    for _ in range(3):
        choice = client.chat.completions.create(model="gpt-4o", messages=said, tools=TOOLS).choices[
            0
        ]
        kinds.append(choice.finish_reason)
        said.append(choice.message.model_dump(exclude_none=True))
        if choice.message.tool_calls:
            said.append(
                {"role": "tool", "tool_call_id": choice.message.tool_calls[0].id, "content": "ok"}
            )
        else:
            assert choice.message.content.startswith("May I?")
            said.append({"role": "user", "content": "yes"})
    assert kinds == ["stop", "tool_calls", "stop"]


def test_steps_in_words_call_the_tool_that_they_mention(serve, clients):
    task = GoodExample("Refund order A-7 please, thanks", ["Find order A-7", "Refund 12 dollars"])
    server, _ = serve(scenario("act", examples=[task]))
    choice = (
        clients(openai_at, server)
        .chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": task.input}], tools=TOOLS
        )
        .choices[0]
    )
    assert choice.message.tool_calls[0].function.name == "find_order"


def test_a_number_goes_into_the_clients_schema(serve, clients):
    day = GoodExample("Tuesday", 428.0)
    server, _ = serve(scenario("number", examples=[day]))
    for name in ("value", "expected_visitors"):
        schema = {
            "type": "object",
            "properties": {
                name: {"type": "number"},
                "low": {"type": "number"},
                "confidence": {"type": "number"},
            },
            "required": [name, "low", "confidence"],
            "additionalProperties": False,
        }
        made = clients(openai_at, server).chat.completions.create(
            model="gpt-4o",
            messages=[{"role": "user", "content": day.input}],
            response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": schema}},
        )
        said = json.loads(made.choices[0].message.content)
        assert abs(said[name] / 428 - 1) <= 0.1
        assert said["low"] < said[name]
        assert 0 < said["confidence"] < 1
    plain = clients(openai_at, server).chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": day.input}]
    )
    assert plain.choices[0].message.content.startswith("About ")


PAGE = GoodExample("Receipt 9", {"total": 42.5, "id": "A-17", "lines": [{"name": "Paint"}]})
HOSTILE = (
    {"type": "object", "properties": {"total": {"$ref": "#/properties/total"}}},
    {"anyOf": [{"$ref": "#"}]},
    {"type": "object", "properties": {"total": False, "lines": 3, "id": {"anyOf": 7}}},
    {
        "type": "object",
        "properties": {"total": {"enum": []}, "id": {"type": [{}], "pattern": "(a+)+$"}},
    },
    {"type": "object", "properties": {"lines": {"type": "array", "minItems": 5, "items": False}}},
    {"type": "array"},
    {"type": "object", "required": ["nowhere"], "properties": {"total": {"const": 1}}},
)


@pytest.mark.parametrize("schema", HOSTILE)
def test_a_schema_that_makes_no_sense_gets_an_answer_and_the_next_one_too(schema):
    app = create_app(Service(scenario("extract", examples=[PAGE])), "t")
    form = {"type": "json_schema", "json_schema": {"name": "page", "schema": schema}}
    said = {"model": "m", "messages": [{"role": "user", "content": PAGE.input}]}
    json.loads(
        at(app, "/v1/chat/completions", {**said, "response_format": form}).json()["choices"][0][
            "message"
        ]["content"]
    )
    assert at(app, "/v1/chat/completions", said).status_code == 200


NEVER_MET = (
    ({"total": {"enum": []}}, "“enum” lists nothing at total."),
    ({"total": {"type": "number", "minimum": 5, "maximum": 4}}, "“minimum” is above “maximum” at total."),
    ({"total": {"anyOf": [{"type": "strng"}, {"enum": []}]}}, "“strng” is no type, at total."),
    ({"total": {"type": "array", "minItems": 1, "items": {"enum": []}}}, "“enum” lists nothing at total[]."),
)  # fmt: skip


@pytest.mark.parametrize(("properties", "why"), NEVER_MET)
def test_a_schema_that_nothing_meets_is_refused_in_every_vendors_words(
    properties, why, serve, clients
):
    server, _ = serve(scenario("extract", examples=[PAGE]))
    schema = {"type": "object", "properties": properties, "required": ["total"]}
    said = [{"role": "user", "content": PAGE.input}]
    form = {"type": "json_schema", "json_schema": {"name": "page", "schema": schema}}
    chat = clients(openai_at, server)
    with pytest.raises(openai.BadRequestError, match=re.escape(why)):
        chat.chat.completions.create(model="gpt-4o", messages=said, response_format=form)
    with pytest.raises(anthropic.BadRequestError, match=re.escape(why)):
        clients(anthropic_at, server).messages.create(
            model="claude", max_tokens=99, messages=said,
            extra_body={"output_config": {"format": {"type": "json_schema", "schema": schema}}},
        )  # fmt: skip
    with pytest.raises(genai_errors.ClientError, match=re.escape(why)):
        clients(gemini_at, server).models.generate_content(
            model="gemini", contents=PAGE.input,
            config={"response_mime_type": "application/json", "response_json_schema": schema},
        )  # fmt: skip
    assert [(one.status, one.answered_by) for one in server.journal.exchanges()] == [
        (400, "refused")
    ] * 3
    assert chat.chat.completions.create(model="gpt-4o", messages=said).choices


def test_what_a_schema_demands_of_a_value_goes_before_the_answer():
    properties = {
        "total": {"type": "number", "maximum": 10},
        "id": {"type": "string", "pattern": "^A-[0-9]{2}$"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}, "minItems": 2},
    }
    line = {"type": "object", "properties": {"name": {"type": "string", "maxLength": 20}}}
    schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "$defs": {"line": line},
    }
    app = create_app(Service(scenario("extract", examples=[PAGE])), "t")
    form = {"type": "json_schema", "json_schema": {"name": "page", "schema": schema}}
    said = {
        "model": "m",
        "messages": [{"role": "user", "content": PAGE.input}],
        "response_format": form,
    }
    made = json.loads(
        at(app, "/v1/chat/completions", said).json()["choices"][0]["message"]["content"]
    )
    jsonschema.validate(made, schema)
    assert made["id"] == "A-17"
    assert made["total"] <= 10
