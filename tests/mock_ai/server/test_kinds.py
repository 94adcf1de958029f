"""Each kind of product, asked through the official clients at the addresses where such a product would be asked."""

import json

import jsonschema
import numpy as np
import pytest

from mock_ai.conversation import Prompt, Turn
from mock_ai.kinds.product import GoodExample
from mock_ai.ready_made import ready_made
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.app import create_app
from mock_ai.server.openapi import openapi_document
from mock_ai.server.service import Service
from mock_ai.server.serving_state import serving
from tests.mock_ai.kind_products import OTHERS, at, scenario, words_of
from tests.mock_ai.vendor_clients import anthropic_at, gemini_at, openai_at


def asked(kind, path="/v1/predict", body=None, **more):
    given = {"text": words_of(ready_made(kind).items[0])} if body is None else body
    reply = at(create_app(Service(scenario(kind, **more)), "t"), path, given)
    assert reply.status_code == 200, reply.text
    return reply.json()


@pytest.mark.parametrize("kind", OTHERS)
def test_our_own_address_says_what_the_description_promises(kind):
    item = ready_made(kind).items[0]
    answer = asked(kind)
    description = openapi_document((), "http://127.0.0.1", kind)
    schema = {
        **description["components"]["schemas"]["Answer"],
        "components": description["components"],
    }
    jsonschema.Draft202012Validator(schema).validate(answer)
    assert answer["simulated"] is True
    assert "good" not in answer
    assert "failure" not in json.dumps(answer)
    if kind == "rank":
        assert answer["answer"][0] == item.good
    elif kind == "number":
        assert abs(answer["answer"] / item.good - 1) <= 0.1
        assert answer["range"]["low"] < answer["answer"] < answer["range"]["high"]
    else:
        assert answer["answer"] == item.good


def test_a_written_answer_comes_whole_and_streamed_from_every_vendor(serve, clients):
    set_ = ready_made("generate").items
    server, _ = serve(scenario("generate"))
    text, good = set_[0].input, set_[0].good
    chat = clients(openai_at, server)
    said = [{"role": "user", "content": text}]
    assert (
        chat.chat.completions.create(model="gpt-4o", messages=said).choices[0].message.content
        == good
    )
    pieces = chat.chat.completions.create(model="gpt-4o", messages=said, stream=True)
    parts = [chunk.choices[0].delta.content or "" for chunk in pieces if chunk.choices]
    assert "".join(parts) == good
    assert len(parts) > 10
    assert chat.responses.create(model="gpt-4o", input=text).output_text == good
    claude = clients(anthropic_at, server)
    with claude.messages.stream(model="claude", max_tokens=2000, messages=said) as events:
        assert "".join(events.text_stream) == good
    assert (
        clients(gemini_at, server).models.generate_content(model="gemini", contents=text).text
        == good
    )


def test_a_recording_is_written_down_at_the_transcriptions(serve, clients):
    items = ready_made("transcribe").items
    server, _ = serve(scenario("transcribe"))
    client = clients(openai_at, server)
    for item in items:
        with item.input.open("rb") as recording:
            made = client.audio.transcriptions.create(model="whisper-1", file=recording)
        assert made.text == item.good
    made = client.audio.transcriptions.create(
        model="whisper-1", file=("call.wav", b"RIFF not much of a sound"), prompt=items[2].caption
    )
    assert made.text == items[2].good
    named = client.audio.transcriptions.create(
        model="whisper-1", file=("Olek, van on the road.wav", b"RIFF x")
    )
    assert named.text == next(one.good for one in items if "Olek" in one.caption)
    unknown = client.audio.transcriptions.create(model="whisper-1", file=("rec0001.wav", b"RIFF y"))
    assert unknown.text in [one.good for one in items]


def test_a_ranking_is_asked_at_its_own_address_and_lies_nearest_among_embeddings(serve, clients):
    items = ready_made("rank").items
    goods = sorted({one.good for one in items})
    server, _ = serve(scenario("rank"))
    client = clients(openai_at, server)
    for item in items[:5]:
        ranked = client.post("/rank", cast_to=object, body={"input": item.input})
        assert ranked["items"][0]["item"] == item.good
        offered = client.post(
            "/rank",
            cast_to=object,
            body={"input": item.input, "items": ["Nails", item.good], "count": 1},
        )
        assert [one["item"] for one in offered["items"]] == [item.good]
        made = client.embeddings.create(
            model="text-embedding-3-small",
            input=[item.input, *goods],
            dimensions=512,
            encoding_format="float",
        )
        who, *things = (np.array(one.embedding) for one in made.data)
        assert goods[int(np.argmax([who @ thing for thing in things]))] == item.good


def test_without_a_product_that_ranks_items_are_put_in_order_by_their_words(serve, clients):
    client = clients(openai_at, serve()[0])
    ranked = client.post(
        "/rank",
        cast_to=object,
        body={"input": "red paint", "items": ["blue nails", "red paint, 2 litres"]},
    )
    assert ranked["items"][0]["item"] == "red paint, 2 litres"
    with pytest.raises(Exception, match="nothing to rank"):
        client.post("/rank", cast_to=object, body={"input": "red paint"})


@pytest.mark.parametrize("kind", OTHERS)
def test_faults_and_delays_of_the_scenario_strike_every_kind(kind):
    app = create_app(Service(scenario(kind, error_rate=1.0)), "t")
    reply = at(app, "/v1/predict", {"text": "anything"})
    assert reply.status_code == 500
    assert (
        at(
            app,
            "/v1/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": "hi there"}]},
        ).status_code
        == 500
    )


def test_a_declined_answer_is_a_refusal_and_one_cut_off_has_no_end():
    pair = GoodExample("Where is it?", "It left on Monday. It comes on Friday by noon.")
    for failure, reason in (("cut_off", "length"), ("refused", "stop")):
        app = create_app(
            Service(scenario("generate", {"good": 0, "mix": {failure: 1}}, [pair])), "t"
        )
        choice = at(
            app,
            "/v1/chat/completions",
            {"model": "m", "messages": [{"role": "user", "content": pair.input}]},
        ).json()["choices"][0]
        assert choice["finish_reason"] == reason
        assert bool(choice["message"]["refusal"]) == (failure == "refused")


def test_the_journal_says_what_was_answered_and_how_it_failed():
    service = Service(scenario("generate", {"good": 0, "mix": {"tone": 1}}))
    app = create_app(service, "t")
    answer = at(app, "/v1/predict", {"text": ready_made("generate").items[0].input}).json()
    (kept,) = service.journal.exchanges()
    assert kept.answer == answer["text"][:200]
    assert kept.failures == ("tone",)
    assert kept.answered_by == "dials"


def test_what_a_client_asks_may_not_be_made_worse_by_a_swap():
    service = Service(scenario("generate"))
    app = create_app(service, "t")
    item = ready_made("generate").items[0]
    ask = {"text": item.input}
    assert at(app, "/v1/predict", ask).json()["answer"] == item.good
    service.use(scenario("number"))
    assert isinstance(at(app, "/v1/predict", ask).json()["answer"], int)
    service.use(Scenario("plain", "Plain", ("yes", "no")))
    assert at(app, "/v1/predict", ask).json()["label"] in ("yes", "no")
    from mock_ai import fake_of_kind

    service.use(fake_of_kind("generate", good=1.0).fit([item.input], ["Swapped in."]))
    assert at(app, "/v1/predict", ask).json()["answer"] == "Swapped in."


def test_a_scenario_file_of_a_kind_plays_its_own_examples_beside_stubs():
    text = """
name: Support
kind: generate
dials: {good: 100%}
examples:
  - {input: 'Where is it?', good: It comes on Friday.}
stubs:
  - {name: hello, when: {text: {equals: hello}}, answer: Good day.}
"""
    app = create_app(Service(parse_scenario(text)), "t")

    def say(words):
        said = {"model": "m", "messages": [{"role": "user", "content": words}]}
        return at(app, "/v1/chat/completions", said).json()["choices"][0]["message"]["content"]

    assert say("hello") == "Good day."
    assert say("Where is it?") == "It comes on Friday."


@pytest.mark.parametrize("kind", OTHERS)
def test_every_kind_answers_at_every_chat_without_an_error(kind, serve, clients):
    server, _ = serve(scenario(kind, {}))
    text = words_of(ready_made(kind).items[0])
    said = [{"role": "user", "content": text}]
    choice = (
        clients(openai_at, server).chat.completions.create(model="gpt-4o", messages=said).choices[0]
    )
    assert choice.message.content or choice.message.refusal
    assert clients(openai_at, server).responses.create(model="gpt-4o", input=text).output
    assert (
        clients(anthropic_at, server)
        .messages.create(model="claude", max_tokens=900, messages=said)
        .content
    )
    assert (
        clients(gemini_at, server).models.generate_content(model="gemini", contents=text).candidates
    )


@pytest.mark.parametrize("stubs", [False, True])
def test_a_chat_is_written_as_fast_as_dialled_and_streams_between_its_words(stubs):
    item = ready_made("generate").items[0]
    written = "stubs:\n- {name: greets, when: {text: hello}, answer: Hello.}\n" if stubs else ""
    text = f"name: Made\nkind: generate\ndials: {{good: 1, speed: 40}}\n{written}"
    responder = serving(parse_scenario(text), None).responder
    assert responder is not None
    reply = responder.reply(Prompt("chat", turns=(Turn("user", str(item.input)),)), 0)
    assert reply.text == item.good
    words = len(str(item.good).split())
    assert reply.token_seconds * (reply.token_count - 1) == pytest.approx(words / 40)
    at_once = responder.reply(Prompt("classification", turns=(Turn("user", str(item.input)),)), 0)
    assert at_once.token_seconds == 0
