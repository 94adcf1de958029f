"""Anthropic's wire format, checked by its own client with strict validation."""

import anthropic
import pytest

from tests.mock_ai.vendor_clients import anthropic_at

MODEL = "claude-of-a-later-day"
WEATHER = {
    "name": "get_weather",
    "description": "The weather of a city.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}
HELLO = [{"role": "user", "content": "Say hello to the whole team, please"}]


@pytest.fixture
def ask(serve, clients):
    """A strict client at a server of its own."""
    return lambda: clients(anthropic_at, serve()[0])


def say(client, **more):
    asked = {"model": MODEL, "max_tokens": 500, "messages": HELLO, **more}
    return client.messages.create(**asked)


def test_the_clients_own_loop_runs_a_tool_and_ends(ask):
    asked_for = []

    @anthropic.beta_tool
    def get_weather(city: str) -> str:
        """The weather of a city."""
        asked_for.append(city)
        return "4 degrees"

    runner = ask().beta.messages.tool_runner(
        model=MODEL,
        max_tokens=500,
        messages=[{"role": "user", "content": "What is the weather in Oslo?"}],
        tools=[get_weather],
    )
    assert [message.stop_reason for message in runner] == ["tool_use", "end_turn"]
    assert len(asked_for) == 1


def test_tools_are_left_alone_when_the_client_says_so(ask):
    messages = [{"role": "user", "content": "What is the weather in Oslo?"}]
    message = say(ask(), messages=messages, tools=[WEATHER], tool_choice={"type": "none"})
    assert [block.type for block in message.content] == ["text"]


def test_tokens_are_counted_as_they_are_billed(ask):
    client = ask()
    asked = {"system": "Be brief.", "tools": [WEATHER], "messages": HELLO}
    counted = client.messages.count_tokens(model=MODEL, **asked)
    assert say(client, **asked).usage.input_tokens == counted.input_tokens
    bare = client.messages.count_tokens(model=MODEL, messages=HELLO)
    assert bare.input_tokens < counted.input_tokens
