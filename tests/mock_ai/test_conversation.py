import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_ai.builtin import BuiltinResponder, mention
from mock_ai.conversation import (
    ClassAnswer,
    Prompt,
    Reply,
    Tool,
    Turn,
    count_tokens,
    split_tokens,
    within_limits,
)


@given(st.text(max_size=200))
def test_the_tokens_of_a_text_are_the_text(text):
    assert "".join(split_tokens(text)) == text
    assert count_tokens(text) == len(split_tokens(text))


def test_a_token_has_about_four_characters():
    text = "The inspector looked at every blade of the turbine and wrote down what was broken. " * 5
    assert 3.5 < len(text) / count_tokens(text) < 5.5
    assert count_tokens("word " * 10**6) == pytest.approx(10**6, rel=0.01)


def test_a_reply_is_cut_at_the_first_stop_or_at_its_length():
    prompt = Prompt("chat", stop=("three", "two"), max_tokens=9)
    cut = within_limits(Reply("one two three"), prompt)
    assert (cut.text, cut.stop, cut.stop_sequence) == ("one ", "end", "two")
    short = within_limits(Reply("one two three"), Prompt("chat", max_tokens=2))
    assert (short.text, short.stop) == ("one two", "length")
    whole = within_limits(Reply("one two three"), Prompt("chat", max_tokens=3))
    assert (whole.text, whole.stop) == ("one two three", "end")


def said(text, **settings):
    return Prompt("chat", turns=(Turn("user", text),), **settings)


def test_the_same_prompt_and_seed_give_the_same_reply_and_choices_differ():
    responder = BuiltinResponder(3)
    assert responder.reply(said("Hi"), 0) == responder.reply(said("Hi"), 7)
    texts = {responder.reply(said("Hi", choice=choice), 0).text for choice in range(4)}
    assert len(texts) == 4
    over_seeds = {BuiltinResponder(seed).reply(said("Hi"), 0).text for seed in range(20)}
    assert len(over_seeds) > 1


@pytest.mark.parametrize(
    ("message", "called"),
    [
        ("Please use get_weather", {"get_weather"}),
        ("How will the weather be?", {"get_weather"}),
        ("Where are my parcels?", {"track"}),
        ("Weather in Rome, and where is my parcel?", {"get_weather", "track"}),
        ("Thanks, that is all for now.", set()),
        ("What is the current time?", set()),
        ("", set()),
    ],
)
def test_a_tool_is_called_when_its_name_or_description_is_mentioned(message, called):
    tools = (
        Tool("get_weather", "Returns the current forecast for a place"),
        Tool("track", "Finds a parcel by its number"),
    )
    reply = BuiltinResponder().reply(said(message, tools=tools), 0)
    assert {call.name for call in reply.calls} == called
    assert (reply.stop == "tool") == bool(called)


def test_a_name_counts_for_more_than_a_description():
    weather = Tool("getWeather", "For a parcel of land")
    assert mention("weather", weather) > mention("parcel", weather) > mention("joke", weather) == 0


@pytest.mark.parametrize("piece", ["A", "A ", "a.", "Aa, ", "Aa and ", "@a", "(", "1", "-", "in A"])
def test_a_message_made_to_hang_is_answered_soon(piece):
    schema = {"type": "object", "properties": {"email": {"type": "string"}}}
    tools = (Tool("a", "a", schema),)
    message = piece * 300_000
    reply = BuiltinResponder().reply(said(message, tools=tools, tool_choice="required"), 0)
    assert reply.calls
    assert len(BuiltinResponder().reply(said(message), 0).text) < 1000


def test_a_list_of_names_is_a_call_for_each():
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    tools = (Tool("weather", "", schema),)
    message = "What is the weather in Paris, New York and Rome?"
    calls = BuiltinResponder().reply(said(message, tools=tools), 0).calls
    assert [call.arguments["city"] for call in calls] == ["Paris", "New York", "Rome"]


def test_json_says_how_sure_the_classifier_is_and_that_it_does_not_know():
    schema = {
        "type": "object",
        "properties": {
            "label": {"enum": ["cat", "dog", "unknown"]},
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "score": {"type": "integer", "minimum": 0, "maximum": 100},
        },
        "required": ["label", "confidence", "score"],
    }
    prompt = Prompt("chat", turns=(Turn("user", "What is it?", (b"photo",)),), schema=schema)

    def said(answer):
        return json.loads(BuiltinResponder(look=lambda *_: answer).reply(prompt, 0).text)

    dog = ClassAnswer("dog", 0.724, {"cat": 0.276, "dog": 0.724}, False, None, 0.0, "Dog?")
    assert said(dog) == {"label": "dog", "confidence": 0.724, "score": 72}
    unknown = replace(dog, label=None, abstain=True)
    assert said(unknown)["label"] == "unknown"
