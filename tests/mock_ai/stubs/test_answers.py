import json
import random
from io import BytesIO

import jsonschema
import pytest
from PIL import Image

from mock_ai.conversation import Prompt, Reply, Tool, ToolCall, Turn
from mock_ai.stubs.conditions import MatchedRequest
from mock_ai.stubs.failure_effects import Case
from mock_ai.stubs.failures import FAILURES, wrong_action

LIST = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "items": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
    "required": ["id", "items"],
    "additionalProperties": False,
}
INVOICE = {
    "type": "object",
    "properties": {
        "number": {"type": "string", "minLength": 1},
        "total": {"type": "number"},
        "lines": {"type": "integer"},
        "paid": {"type": "boolean"},
        "currency": {"enum": ["EUR", "USD"]},
    },
    "required": ["number", "total", "lines", "paid", "currency"],
    "additionalProperties": False,
}
NOTE = {
    "type": "object",
    "properties": {"kind": {"enum": ["note"]}, "text": {"type": "string"}},
    "required": ["kind", "text"],
}


def test_a_recommendation_is_a_list_and_steady_for_the_same_question(play):
    talk = play("stubs:\n- recommend: {from: [tea, coffee, cocoa, water], count: 2}")
    lines = talk.say("A drink?").splitlines()
    assert [line[:3] for line in lines] == ["1. ", "2. "]
    assert talk.say("A drink?").splitlines() == lines
    assert len({talk.say(f"A drink for {number}?") for number in range(20)}) > 3


def test_lists_fill_the_schema_that_the_client_asks_for(play):
    talk = play("stubs:\n- tags: {from: [red, green, blue], count: 2}")
    for colour in ("red", "green", "blue"):
        made = json.loads(talk.say(f"A {colour} door", schema=LIST))
        jsonschema.validate(made, LIST)
        assert made["items"][0] == colour
    assert json.loads(talk.say("A green door", wants_json=True))["tags"][0] == "green"
    assert talk.say("A green door").startswith("green, ")


def test_an_extraction_satisfies_the_schema_and_holds_what_was_said(play):
    talk = play(
        "stubs:\n- extract: {number: 'R-{{ count }}', total: '{{ fields.sum }}', lines: '3', "
        "paid: 'true', currency: 'XYZ', more: 'x'}"
    )
    made = json.loads(talk.say('{"sum": 12.5}', schema=INVOICE))
    jsonschema.validate(made, INVOICE)
    assert (made["number"], made["total"], made["lines"], made["paid"]) == ("R-1", 12.5, 3, True)
    assert json.loads(talk.say('{"sum": 12.5}'))["more"] == "x"


def test_a_text_goes_into_the_schema_and_json_stays_as_written(play):
    talk = play(
        'stubs:\n- {when: {text: raw}, answer: \'{"text": "mine"}\'}\n- answer: Hello {{ prompt }}'
    )
    assert json.loads(talk.say("you", schema=NOTE)) == {"kind": "note", "text": "Hello you"}
    assert json.loads(talk.say("raw", schema=NOTE)) == {"text": "mine"}


def test_a_photo_of_the_folder_is_answered(play, tmp_path):
    (tmp_path / "photos").mkdir()
    for name, colour in (("red_door.jpg", "red"), ("blue-gate.png", "blue")):
        Image.new("RGB", (8, 8), colour).save(tmp_path / "photos" / name)
    (tmp_path / "photos" / "notes.txt").write_text("no photo")
    talk = play("stubs:\n- {kind: image, picture: photos}")
    reply = talk.ask("Paint a Red Door", kind="image")
    with Image.open(BytesIO(reply.images[0])) as image:
        assert (image.format, image.getpixel((4, 4))[0] > 200) == ("PNG", True)
    assert reply.text == "red door"
    other = talk.ask("the blue gate at night", kind="image")
    assert (other.text, other.images != reply.images) == ("blue gate", True)
    assert talk.ask("anything", kind="image").images in (reply.images, other.images)
    assert talk.ask("red door").rule == ""


def test_transcripts_and_translations_are_texts_of_their_kind(play):
    talk = play(
        "stubs:\n- {kind: transcription, when: {file: call}, answer: 'Hello, this is {{ name() }}.'}\n"
        "- translate: {to: French, phrases: {good: Bon, good day: Bonjour}}"
    )
    assert talk.say(kind="transcription", file_name="call-7.wav").startswith("Hello, this is")
    assert talk.say("Good  day!") == "Bonjour"
    assert talk.say("Goodbye") == "Bon"
    assert talk.say("Thanks") == "[French] Thanks"


def test_written_text_has_the_sentences_asked_for(play):
    talk = play("stubs:\n- write: {sentences: 4, about: 'On {{ prompt }}.'}")
    text = talk.say("tea")
    assert text.startswith("On tea. ")
    assert text.count(".") == 4


# Failures of the AI -------------------------------------------------------------------------

SENTENCE = "Your order of 2 cups left on 2 May 2026. Maybe it arrives tomorrow, I think, with 80% certainty?"


EVERYTHING = f"""
stubs:
- {{when: {{text: do}}, do: {{tool: send, arguments: {{to: 'Ann', when: '12:30'}}}}}}
- {{when: {{text: list}}, recommend: {{from: [tea, coffee, cocoa]}}}}
- answer: '{SENTENCE}'
"""
TOOLS = (
    Tool("send", "", {"type": "object", "properties": {"to": {"type": "string"}, "when": {"type": "string"}}}),
    Tool("delete"),
)  # fmt: skip


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_changes_something_and_says_what_to_watch(play, failure):
    def replies(talk):
        turns = (
            Turn("user", "Señor?"),
            Turn("assistant", "x"),
            Turn("user", "Señor, where is it?"),
        )
        asked = [talk.ask(f"Señor, {text}", tools=TOOLS) for text in ("do", "list", "why", "why")]
        return [*asked, talk.responder.reply(Prompt("chat", turns=turns), 9)]

    assert replies(play(f"failures: [{failure}]{EVERYTHING}")) != replies(play(EVERYTHING))
    assert FAILURES[failure].watch.endswith("?")
    assert FAILURES[failure].does.endswith(".")


def test_an_action_goes_wrong_in_each_of_its_ways(play):
    def calls(failure):
        talk = play(f"failures: [{failure}]{EVERYTHING}")
        return [(call.name, call.arguments) for call in talk.ask("do", tools=TOOLS).calls]

    assert calls("wrong-action") == [("delete", {})]
    assert calls("false-done") == []
    assert len(calls("too-often")) == 3
    assert calls("ignores-details") == [("send", {"to": "Ann"})]
    assert calls("adds-a-detail")[0][1]["to"].startswith("Ann, with ")
    assert calls("wrong-numbers")[0][1]["when"] not in {"12:30", ""}


def test_a_wrong_action_of_a_tool_that_is_not_offered_still_answers():
    """What was recorded may call a tool that the client no longer brings."""
    reply = Reply(calls=(ToolCall("send", {"to": "Ann"}),), stop="tool")
    case = Case(MatchedRequest(Prompt("chat", turns=(Turn("user", "do"),))), random.Random(1), 0)
    assert wrong_action(reply, case).calls == (ToolCall("send", {}),)


@pytest.mark.parametrize("wants_json", [False, True])
def test_a_list_goes_wrong_in_each_of_its_ways(play, wants_json):
    def items(failure):
        talk = play(f"failures: [{failure}]{EVERYTHING}" if failure else EVERYTHING)
        text = talk.say("list", wants_json=wants_json)
        if wants_json:
            return json.loads(text)["recommendations"]
        return [line[3:] for line in text.splitlines()]

    right = items("")
    assert items("poor-ranking") == right[::-1]
    assert len(items("missing-item")) == 2
    assert items("repeated-items") == [right[0], f"the {right[0]}", f"{right[0]}s"]
    assert items("empty-item").count("null") == 1


UNREADABLE = {"broken-form", "missed-trigger", "refusal", "no-understanding", "ambiguity", "agrees-with-all", "too-early", "gives-up"}  # fmt: skip


@pytest.mark.parametrize("failure", sorted(set(FAILURES) - UNREADABLE))
def test_a_failure_of_words_leaves_json_readable(play, failure):
    talk = play(
        f'failures: [{failure}]\nstubs:\n- answer: \'{{"a": "{SENTENCE}", "n": [1, 2.5, true]}}\''
    )
    assert set(json.loads(talk.say("Señor?"))) == {"a", "n"}


def test_a_failure_strikes_its_slice_and_nobody_else(play):
    talk = play("failures: [biased on a slice]\nstubs:\n- answer: Welcome")
    assert talk.say("I am Ann, it’s “fine”") == "Welcome"
    assert talk.say("I am Zoë") != "Welcome"


def test_a_failure_of_a_stub_keeps_its_rate_and_condition(play):
    talk = play(
        "stubs:\n- answer: Yes\n  failures: [{failure: refusal, rate: 20%, when: {text: loan}}]"
    )
    replies = [talk.ask("A loan?") for _ in range(100)]
    assert sum(reply.stop == "refusal" for reply in replies) == 20
    assert all(talk.ask("A card?").stop == "end" for _ in range(50))
