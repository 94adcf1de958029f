"""All seven kinds on one server, one after the other, through the official clients: a person answers, then the dials do."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from mock_ai.kinds.product import GoodExample
from mock_ai.operator.waiting_request import OperatorAnswer
from mock_ai.scenario import Scenario
from mock_ai.server.openapi import openapi_document
from tests.mock_ai.kind_products import scenario
from tests.mock_ai.vendor_clients import anthropic_at, gemini_at, openai_at
from tests.patience import PATIENCE, until

ASKED = "Please have a look at order A-1042"


@dataclass
class Clients:
    openai: Any
    anthropic: Any
    gemini: Any


@pytest.fixture(scope="module")
def vendors(kind_server) -> Iterator[Clients]:
    with ExitStack() as stack:
        yield Clients(
            stack.enter_context(openai_at(kind_server)),
            stack.enter_context(anthropic_at(kind_server)),
            stack.enter_context(gemini_at(kind_server)),
        )


def _schema(**properties: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in properties.items()},
        "required": list(properties),
    }


def _form(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}


def _said(client: Any, **more: Any) -> Any:
    made = client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": ASKED}], **more
    )
    return made.choices[0].message


def _streamed(clients: Clients) -> str:
    said = [{"role": "user", "content": ASKED}]
    with clients.anthropic.messages.stream(model="claude", max_tokens=900, messages=said) as events:
        return "".join(events.text_stream)


def _number(clients: Clients) -> Any:
    schema = _schema(value="number")
    return json.loads(
        clients.gemini.models.generate_content(
            model="gemini",
            contents=ASKED,
            config={"response_mime_type": "application/json", "response_json_schema": schema},
        ).text
    )["value"]


def _tool(clients: Clients) -> Any:
    tool = {
        "name": "refund",
        "description": "Refund an order",
        "parameters": _schema(order="string"),
    }
    message = _said(clients.openai, tools=[{"type": "function", "function": tool}])
    return message.content or message.tool_calls[0].function.name


# Of each kind: a good answer, how it is asked, what a person types, and what comes of that.
KINDS: dict[str, tuple[Any, Callable[[Clients], Any], str, Any, Any]] = {
    "classify": (None, lambda all_: all_.openai.post("/predict", cast_to=object, body={"text": ASKED})["label"], "", "yes", "no"),
    "number": (428, _number, "30", 30, 428),
    "rank": ("Limes", lambda all_: all_.openai.post("/rank", cast_to=object, body={"input": ASKED})["items"][0]["item"], "Kiwis\nLimes", "Kiwis", "Limes"),
    "extract": ({"order": "A-1042"}, lambda all_: json.loads(_said(all_.openai, response_format=_form(_schema(order="string"))).content), "order: B-7", {"order": "B-7"}, {"order": "A-1042"}),
    "transcribe": ("Two crates.", lambda all_: all_.openai.audio.transcriptions.create(model="whisper-1", file=("a.wav", b"RIFF x"), prompt=ASKED).text, "Three crates.", "Three crates.", "Two crates."),
    "generate": ("It left on Monday.", _streamed, "It is here.", "It is here.", "It left on Monday."),
    "act": ([{"tool": "refund", "arguments": {"order": "A-1042"}}], _tool, "Let me ask first", "Let me ask first", "refund"),
}  # fmt: skip


def _made(kind: str, good: Any) -> Scenario:
    if kind == "classify":
        return Scenario("two", "Two", ("yes", "no"), accuracy=1.0, unknown_rate=0.0, seed=3)
    others = [GoodExample("Somebody else", "Kiwis")] if kind == "rank" else []
    return scenario(kind, examples=[GoodExample(ASKED, good), *others])


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_answers_and_then_the_dials_do_on_the_same_server(kind, kind_server, vendors):
    good, ask, typed, by_hand, by_dials = KINDS[kind]
    kind_server.service.use(_made(kind, good))
    desk = kind_server.service.desk
    before = kind_server.journal.total
    try:
        desk.attend(True, 300)
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(ask, vendors)
            until(lambda: desk.waiting() or asked.done())
            ((waiting, _),) = desk.waiting()
            told = OperatorAnswer("text", text=typed) if typed else OperatorAnswer("class", "yes")
            desk.answer(waiting.number, told)
            assert asked.result(PATIENCE) == by_hand
    finally:
        desk.attend(False)
    given = ask(vendors)
    if kind == "number":
        assert abs(given / by_dials - 1) <= 0.1
    elif kind == "classify":
        assert given in ("yes", "no")
    else:
        assert given == by_dials
    exchanges = kind_server.journal.exchanges(before)
    assert [(one.answered_by, one.status) for one in exchanges] == [("you", 200), ("dials", 200)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_hand_off_names_the_addresses_where_the_kind_is_asked(kind, kind_server):
    kind_server.service.use(_made(kind, KINDS[kind][0]))
    document = httpx.get(f"{kind_server.base_url}/openapi.json").json()
    assert document == openapi_document(kind_server.service.classes, kind_server.base_url, kind)
    places = {
        "classify": ["/v1/predict"],
        "number": ["/v1/predict", "/v1/chat/completions"],
        "rank": ["/v1/rank", "/v1/embeddings"],
        "extract": ["/v1/chat/completions", "/v1/predict"],
        "transcribe": ["/v1/audio/transcriptions", "/v1/predict"],
        "generate": ["/v1/chat/completions", "/v1/responses", "/v1/messages"],
        "act": ["/v1/chat/completions"],
    }[kind]
    assert set(places) <= set(document["paths"])
    assert [one for one in places if one not in document["info"]["description"]] == []


def test_a_client_that_hangs_up_mid_stream_leaves_nothing_but_its_entry(kind_server):
    kind_server.service.use(_made("generate", "It left on Monday. " * 2000))
    before = kind_server.journal.total
    document = {"model": "m", "stream": True, "messages": [{"role": "user", "content": ASKED}]}
    headers = {"authorization": f"Bearer {kind_server.token}"}
    with httpx.stream(
        "POST", f"{kind_server.base_url}/v1/chat/completions", json=document, headers=headers
    ) as reply:
        next(reply.iter_raw(10))
    until(lambda: kind_server.journal.total > before)
    (entry,) = kind_server.journal.exchanges(before)
    assert entry.stream
    assert kind_server.journal.waiting() == []
    again = httpx.post(
        f"{kind_server.base_url}/v1/predict",
        json={"text": ASKED},
        headers=headers,
        timeout=PATIENCE,
    )
    assert again.status_code == 200
