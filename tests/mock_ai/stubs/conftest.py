"""Scenarios from real files, and short ways to ask."""

from datetime import datetime
from pathlib import Path

import pytest

from mock_ai.conversation import Prompt, Turn
from mock_ai.scenario_file import load_scenario
from mock_ai.stub_responder import StubResponder


class Conversation:
    """Asks a responder one request after the other."""

    def __init__(self, responder):
        self.responder = responder
        self.position = 0

    def ask(self, text="", *, images=(), kind="chat", **more):
        prompt = Prompt(kind, turns=(Turn("user", text, tuple(images)),), **more)
        reply = self.responder.reply(prompt, self.position)
        self.position += 1
        return reply

    def say(self, text="", **more):
        return self.ask(text, **more).text


@pytest.fixture
def converse():
    """Talk to a responder."""
    return Conversation


@pytest.fixture
def play(tmp_path: Path):
    """Write a scenario file beside whatever the test put into ``tmp_path``, and play it."""

    def start(stubs: str, *, seed: int = 0) -> Conversation:
        path = tmp_path / "demo.yaml"
        path.write_text(f"name: Demo\nseed: {seed}\n{stubs}", "utf-8")
        clock = lambda: datetime(2026, 3, 1, 9, 30)  # noqa: E731
        return Conversation(StubResponder(load_scenario(path), clock=clock))

    return start
