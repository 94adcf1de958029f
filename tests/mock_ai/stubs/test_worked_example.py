"""The example of the documentation, as a client meets it."""

import json
import re
from pathlib import Path

from mock_ai.conversation import Tool
from mock_ai.scenario_file import load_scenario
from mock_ai.stub_responder import StubResponder
from mock_ai.stubs.failures import FAILURES
from mock_ai.stubs.template_check import FUNCTIONS, VALUES

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_example_plays_its_story(converse):
    talk = converse(StubResponder(load_scenario(DOCS / "examples/help-desk.yaml")))
    assert talk.say("I want my money back").endswith("Which order is it?")
    found = talk.say("It’s b-2041")
    assert re.search(r"sent on 2026-02-24\nto \w+", found)
    call = talk.ask("Yes", tools=(Tool("refund_order"),))
    assert call.calls[0].arguments == {"reason": "customer asked on 2026-03-02"}
    assert talk.responder.state() == "start"
    assert json.loads(talk.say('{"type": "invoice", "total": 12}'))["total"] == 12


def test_the_manual_names_every_preset_function_and_value():
    manual = (DOCS / "method-fake.md").read_text("utf-8")
    assert [name for name in (*FAILURES, *FUNCTIONS, *VALUES) if f"`{name}" not in manual] == []
