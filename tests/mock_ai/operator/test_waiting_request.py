"""What the operator says, as the probabilities and words that clients get."""

from datetime import UTC, datetime

import pytest

from mock_ai.conversation import Prompt, Reply, ToolCall, Turn
from mock_ai.operator.waiting_request import (
    OperatorAnswer,
    SuggestedAnswer,
    WaitingRequest,
    as_answer,
    as_reply,
    content_type,
    kind_of,
)

AUTOMATIC = SuggestedAnswer("Clean.", "dials", "clean", 0.5)
SHARES = {"clean": 0.5, "crack": 0.2, "erosion": 0.3}


def waiting(classes=tuple(SHARES), shares=SHARES, **more):
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return WaitingRequest(1, at, "/v1/predict", "photo", "a.jpg", AUTOMATIC, 8.0, classes=classes, shares=shares, **more)  # fmt: skip


def test_the_other_classes_share_the_rest_as_the_dials_would():
    answer = as_answer(OperatorAnswer("class", "crack", 0.6), waiting())
    assert answer.probabilities == pytest.approx({"clean": 0.25, "crack": 0.6, "erosion": 0.15})
    assert list(answer.probabilities) == list(SHARES)
    assert answer.text == "Crack? I’m 60% sure."


@pytest.mark.parametrize("sure", [0.0, 0.2, 1 / 3, 0.4, 0.99, 1.0])
def test_no_other_class_has_more_than_the_one_that_was_named(sure):
    answer = as_answer(OperatorAnswer("class", "crack", sure), waiting())
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert max(answer.probabilities.values()) == pytest.approx(answer.probabilities["crack"])
    assert answer.probability == pytest.approx(max(sure, 1 / 3))


def test_a_class_without_a_number_is_said_without_one():
    answer = as_answer(OperatorAnswer("class", "crack"), waiting())
    assert (answer.text, answer.probability) == ("Crack.", None)


def test_of_many_classes_the_likeliest_come_first():
    names = tuple(f"class {n}" for n in range(30))
    shares = {name: float(n) for n, name in enumerate(names)}
    assert waiting(names, shares).choices[:2] == ("class 29", "class 28")
    assert waiting(names[:9], shares).choices == names[:9]


def test_a_class_goes_into_the_json_that_was_asked_for():
    schema = {
        "type": "object",
        "properties": {"class": {"enum": list(SHARES)}, "probability": {"type": "number"}},
        "required": ["class", "probability"],
    }
    prompt = Prompt("chat", turns=(Turn("user", "look"),), schema=schema)
    said = OperatorAnswer("class", "erosion", 0.875)
    assert as_reply(said, waiting(), prompt, Reply()).text == '{"class": "erosion", "probability": 0.875}'  # fmt: skip


def test_an_edited_document_goes_out_as_it_is():
    prompt = Prompt("chat", turns=(Turn("user", "look"),), wants_json=True)
    said = OperatorAnswer("text", text='{"a": 2}')
    assert as_reply(said, waiting(), prompt, Reply('{"a": 1}')).text == '{"a": 2}'
    plain = OperatorAnswer("text", text="two")
    assert as_reply(plain, waiting(), prompt, Reply('{"a": 1}')).text == '{"answer": "two"}'


def test_words_take_the_place_of_a_call():
    automatic = Reply(calls=(ToolCall("refund", {"order": 1}),), stop="tool", delay_seconds=3)
    prompt = Prompt("chat", turns=(Turn("user", "refund"),))
    reply = as_reply(OperatorAnswer("text", text="No."), waiting(), prompt, automatic)
    assert (reply.text, reply.calls, reply.stop, reply.delay_seconds) == ("No.", (), "end", 0)


def test_a_file_is_what_its_first_bytes_say():
    assert content_type(b"\x89PNG\r\n\x1a\n...") == "image/png"
    assert content_type(b"RIFF\0\0\0\0WAVE") == "audio/wav"
    assert content_type(b"RIFF\0\0\0\0AVI ") == "application/octet-stream"
    assert content_type(b"\0\0\0\x18ftypheic") == "image/heic"
    assert content_type(b"\0\0\0\x18ftypisom") == "video/mp4"
    assert content_type(b"<svg onload=alert(1)>") == "application/octet-stream"
    assert content_type(b"") == "application/octet-stream"
    assert (kind_of(b"OggS"), kind_of(b"what")) == ("sound", "file")
