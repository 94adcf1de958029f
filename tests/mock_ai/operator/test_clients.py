"""A scripted operator behind the official clients, every answer validated strictly."""

import json
import time
from base64 import b64encode
from dataclasses import replace
from functools import partial

import pytest

from mock_ai.delays import Delay
from mock_ai.presets import BUILT_IN
from mock_ai.scenario_file import parse_scenario
from tests.mock_ai import kind_products, vendor_clients
from tests.patience import until

CLASSES = ("clean", "erosion", "crack")
SCENARIO = replace(BUILT_IN, classes=CLASSES, delay=Delay(), unknown_rate=0.0)
PHOTO = b"\xff\xd8\xff\xe0 a photo"
SHOWN = {"url": f"data:image/jpeg;base64,{b64encode(PHOTO).decode()}"}
CRACK = {"choice": "class", "label": "crack", "probability": 0.78}
SAID = "Crack? I’m 78% sure."
TEXT = {"choice": "text", "text": "Let me look that up for you."}
HELLO = [{"role": "user", "content": "Where is my order?"}]
LOOK = [
    {
        "role": "user",
        "content": [{"type": "text", "text": "What is it?"}, {"type": "image_url", "image_url": SHOWN}],
    }
]  # fmt: skip


@pytest.fixture
def openai_at(clients):
    return partial(clients, vendor_clients.openai_at)


def last(running):
    until(running.journal.exchanges)  # an exchange is noted once its answer is out
    return running.journal.exchanges()[-1]


# --- classifications ---------------------------------------------------------------------------


def test_a_photo_waits_until_a_person_names_its_class(serve, operate):
    running, client = serve(SCENARIO)
    script = operate(running, CRACK)
    reply = client.post("/v1/predict", files={"photo": ("T091-A.jpg", PHOTO, "image/jpeg")}).json()
    assert (reply["label"], reply["confidence"], reply["text"]) == ("crack", 0.78, SAID)
    assert sum(reply["probabilities"].values()) == pytest.approx(1)
    assert max(reply["probabilities"], key=reply["probabilities"].get) == "crack"
    assert reply["simulated"] is True
    shown = script.shown[0]
    assert (shown["name"], shown["kind"], shown["content_type"]) == ("T091-A.jpg", "photo", "image/jpeg")  # fmt: skip
    assert [choice["name"] for choice in shown["choices"]] == list(CLASSES)
    assert shown["automatic"]["label"] == SCENARIO.fake().answer(PHOTO).label
    kept = last(running)
    assert (kept.answered_by, kept.answer, kept.probability) == ("you", "crack", 0.78)
    assert not kept.timed_out


def test_the_other_ways_to_answer_a_photo(serve, operate):
    running, client = serve(SCENARIO)
    dials = SCENARIO.fake().answer(PHOTO)
    operate(
        running,
        {"choice": "unknown"},
        {"choice": "automatic"},
        {**CRACK, "text": "Oh dear, a crack."},
        {"choice": "text", "text": "Come closer, please."},
        {"choice": "refuse"},
        {"choice": "fault", "fault": "server_error"},
        {"choice": "fault", "fault": "rate_limit"},
    )
    ask = lambda: client.post("/v1/predict", content=PHOTO)  # noqa: E731
    unknown, automatic, edited, told, refused, failed, limited = (ask() for _ in range(7))
    assert (unknown.json()["abstain"], unknown.json()["label"]) == (True, None)
    assert unknown.json()["text"] == "I don’t know this one."
    assert automatic.json()["label"] == dials.label
    assert (edited.json()["label"], edited.json()["text"]) == ("crack", "Oh dear, a crack.")
    assert (told.json()["label"], told.json()["text"]) == (None, "Come closer, please.")
    assert refused.json()["text"] == "I’m sorry, but I can’t help with that."
    assert failed.status_code == 500
    assert limited.status_code == 429
    assert limited.headers["retry-after"]
    by = [kept.answered_by for kept in running.journal.exchanges()]
    assert by == ["you", "dials", "you", "you", "you", "you", "you"]


def test_a_photo_in_a_chat_gets_the_persons_class_in_words_and_as_json(serve, operate, openai_at):
    running, _ = serve(SCENARIO)
    script = operate(running, CRACK, CRACK, {"choice": "unknown"})
    client = openai_at(running)
    spoken = client.chat.completions.create(model="fake", messages=LOOK)
    assert spoken.choices[0].message.content == SAID
    assert script.shown[0]["kind"] == "photo"
    schema = {
        "type": "object",
        "properties": {"label": {"enum": list(CLASSES)}, "confidence": {"type": "number"}},
        "required": ["label", "confidence"],
    }
    form = {"type": "json_schema", "json_schema": {"name": "finding", "schema": schema}}
    written = client.chat.completions.create(model="fake", messages=LOOK, response_format=form)
    assert json.loads(written.choices[0].message.content) == {"label": "crack", "confidence": 0.78}
    lost = client.chat.completions.create(model="fake", messages=LOOK)
    assert lost.choices[0].message.content == "I don’t know this one."
    kept = running.journal.exchanges()
    assert [(one.answered_by, one.answer) for one in kept[:2]] == [("you", "crack")] * 2
    assert kept[2].abstain


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("kind", vendor_clients.SPEAKERS)
def test_every_vendors_client_hears_the_person(serve, operate, clients, kind, stream):
    running, _ = serve()
    running.service.desk.beat_seconds = 0.02

    def slowly(_shown):
        time.sleep(0.15)  # time for signs of life, which these clients keep to themselves
        return TEXT

    script = operate(running, slowly)
    said = kind(clients(kind.opened, running)).say("Where is my order?", stream=stream)
    assert (said.text, said.stop) == (TEXT["text"], "end")
    assert script.shown[0]["turns"][0]["text"] == "Where is my order?"
    assert last(running).answered_by == "you"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("kind", vendor_clients.SPEAKERS)
@pytest.mark.parametrize(("fault", "status"), [("server_error", 500), ("rate_limit", 429)])
def test_a_fault_of_the_operator_is_an_error_of_the_vendor(
    serve, operate, clients, kind, stream, fault, status
):
    running, _ = serve()
    operate(running, {"choice": "fault", "fault": fault})
    with pytest.raises((*kind.errors, ValueError)):
        kind(clients(kind.opened, running)).say("Where is my order?", stream=stream)
    assert last(running).status == status


def test_several_alternatives_and_limits_hold_for_the_persons_words(serve, operate, openai_at):
    running, _ = serve()
    operate(running, TEXT, {"choice": "refuse"})
    client = openai_at(running)
    several = client.chat.completions.create(model="fake", messages=HELLO, n=2, stop=["up"])
    assert [c.message.content for c in several.choices] == ["Let me look that "] * 2
    refused = client.chat.completions.create(model="fake", messages=HELLO)
    assert refused.choices[0].message.refusal


def test_a_recording_is_transcribed_by_the_person(serve, operate, openai_at):
    running, _ = serve()
    script = operate(running, {"choice": "text", "text": "Good morning."})
    sound = b"RIFF\x24\x00\x00\x00WAVEfmt "
    heard = openai_at(running).audio.transcriptions.create(
        model="whisper-1", file=("a.wav", sound), response_format="text"
    )
    assert heard.strip() == "Good morning."
    assert (script.shown[0]["kind"], script.shown[0]["content_type"]) == ("sound", "audio/wav")


# --- while it waits ----------------------------------------------------------------------------


def streamed_slowly(running, send):
    """The bytes of a stream that waits for the operator through several signs of life."""
    running.service.desk.beat_seconds = 0.05
    running.service.desk.attend(True, 300)
    pieces = []
    with send() as reply:
        arriving = reply.iter_raw()
        while sum(map(len, pieces)) == 0 or len(pieces) < 4:
            pieces.append(next(arriving))
        (waiting, _), *_ = running.service.desk.waiting()
        from mock_ai.operator.waiting_request import OperatorAnswer

        running.service.desk.answer(waiting.number, OperatorAnswer("text", text="Found it."))
        pieces += arriving
    return b"".join(pieces)


@pytest.mark.parametrize(
    ("path", "document", "sign"),
    [
        ("/v1/chat/completions", {"model": "m", "messages": HELLO, "stream": True}, b": waiting\n\n"),
        ("/v1/responses", {"model": "m", "input": "Hi", "stream": True}, b": waiting\n\n"),
        (
            "/v1/messages",
            {"model": "m", "max_tokens": 99, "messages": HELLO, "stream": True},
            b'event: ping\ndata: {"type":"ping"}\n\n',
        ),
        (
            "/v1beta/models/m:streamGenerateContent?alt=sse",
            {"contents": [{"parts": [{"text": "Hi"}]}]},
            b'"parts":[{"text":""}]',
        ),
        (
            "/v1beta/models/m:streamGenerateContent",
            {"contents": [{"parts": [{"text": "Hi"}]}]},
            b"[\r\n\r\n",
        ),
    ],
    ids=["chat", "responses", "anthropic", "gemini", "gemini list"],
)  # fmt: skip
def test_a_stream_begins_at_once_and_shows_signs_of_life(serve, path, document, sign):
    running, client = serve()
    version = {"anthropic-version": "2023-06-01"} if "messages" in path[:13] else {}
    body = streamed_slowly(
        running, lambda: client.stream("POST", path, json=document, headers=version)
    )
    first_sign, said = body.index(sign), body.index(b"Found")
    assert first_sign < said
    assert body.count(sign) >= 1
    if path.endswith("Content"):
        chunks = json.loads(body)
        assert "".join(c["candidates"][0]["content"]["parts"][0]["text"] for c in chunks) == "Found it."  # fmt: skip


def test_after_the_time_is_up_the_automatic_answer_goes_out_and_the_journal_says_so(
    serve, openai_at
):
    running, client = serve(SCENARIO)
    running.service.desk.attend(True, 1)
    photo = client.post("/v1/predict", content=PHOTO).json()
    assert photo["label"] == SCENARIO.fake().answer(PHOTO).label
    assert (last(running).answered_by, last(running).timed_out) == ("dials", True)
    pieces = openai_at(running).chat.completions.create(model="fake", messages=LOOK, stream=True)
    said = "".join(chunk.choices[0].delta.content or "" for chunk in pieces)
    assert said == SCENARIO.fake().answer(PHOTO).text
    assert last(running).timed_out
    assert not running.service.desk.waiting()


# --- stubs -------------------------------------------------------------------------------------

HELP_DESK = """
name: Help desk
classes: [clean, crack]
stubs:
  - name: asks a person
    when: {text: refund}
    operator:
      wait: 20 s
      suggest: ['I can refund {{ prompt }}.', 'Let me ask.']
      otherwise: Somebody will write to you about “{{ prompt }}”.
  - name: photos
    when: {file: hard}
    operator: 20 s
"""


def test_a_stub_sends_to_the_operator_what_it_is_meant_for(serve, operate, openai_at):
    running, client = serve(parse_scenario(HELP_DESK))
    script = operate(
        running,
        lambda shown: {"choice": "text", "text": shown["suggestions"][1]["text"]},
        {"choice": "automatic"},
        {"choice": "class", "label": "crack", "probability": 0.9},
        everything=False,
    )
    client_of = openai_at(running)
    messages = [{"role": "user", "content": "A refund of 5"}]
    assert "person" not in str(client_of.chat.completions.create(model="m", messages=HELLO))
    said = client_of.chat.completions.create(model="m", messages=messages)
    assert said.choices[0].message.content == "I can refund A refund of 5."
    otherwise = client_of.chat.completions.create(model="m", messages=messages)
    assert otherwise.choices[0].message.content == "Somebody will write to you about “A refund of 5”."  # fmt: skip
    easy = client.post("/v1/predict", files={"photo": ("easy.jpg", PHOTO, "image/jpeg")})
    hard = client.post("/v1/predict", files={"photo": ("hard.jpg", PHOTO, "image/jpeg")})
    assert easy.json()["label"]
    assert hard.json()["text"] == "Crack. I’m 90% sure."
    assert [shown["rule"] for shown in script.shown] == ["asks a person"] * 2 + ["photos"]
    assert script.shown[2]["automatic"]["label"] == easy.json()["label"], "else the dials"
    by = [kept.answered_by for kept in running.journal.exchanges()]
    assert by == ["dials", "you", "dials", "dials", "you"]


def test_what_the_operator_wrote_is_suggested_again(serve, operate, openai_at):
    running, _ = serve()
    script = operate(running, TEXT, {"choice": "unknown"})
    for _ in range(2):
        openai_at(running).chat.completions.create(model="fake", messages=HELLO)
    again = script.shown[1]["suggestions"]
    assert (again[-1]["text"], again[-1]["source"]) == (TEXT["text"], "you")


def test_the_trained_model_answers_by_itself_and_with_a_person(serve, operate):
    import numpy as np

    class Trained:
        classes_ = np.array(["cat", "dog"])

        def predict_proba(self, X):
            return np.array([[0.2, 0.8]] * len(X))

    running, client = serve(Trained(), name="run-3")
    script = operate(running, {"choice": "automatic"}, {"choice": "class", "label": "cat", "probability": 0.3})  # fmt: skip
    alone = client.post("/v1/predict", content=PHOTO).json()
    assert (alone["label"], alone["simulated"]) == ("dog", False)
    helped = client.post("/v1/predict", content=PHOTO).json()
    assert (helped["label"], helped["confidence"], helped["simulated"]) == ("cat", 0.5, True)
    assert script.shown[0]["automatic"]["source"] == "model"
    assert [kept.answered_by for kept in running.journal.exchanges()] == ["model", "you"]


# --- other kinds of product ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "said", "answer"),
    [
        ("generate", "I’ll look it up.", "I’ll look it up."),
        ("number", "412", 412),
        ("extract", '{"total": 12.5}', {"total": 12.5}),
    ],
)
def test_a_person_answers_for_a_product_of_another_kind(serve, operate, kind, said, answer):
    running, client = serve(kind_products.scenario(kind))
    script = operate(running, {"choice": "text", "text": said})
    reply = client.post("/v1/predict", json={"text": "anything at all"}).json()
    assert (reply["answer"], reply["text"], reply["simulated"]) == (answer, said, True)
    assert script.shown[0]["automatic"]["text"]
    assert last(running).answered_by == "you"


def test_a_person_ranks_an_item_a_line(serve, operate):
    running, client = serve(kind_products.scenario("rank"))
    operate(running, {"choice": "text", "text": "Limes\nLemons\n"})
    items = client.post("/v1/rank", json={"input": "gin and tonic"}).json()["items"]
    assert [one["item"] for one in items] == ["Limes", "Lemons"]
