import io
import json
import random
import threading

import pytest
from PIL import Image

from mock_ai.conversation import Prompt, Tool, Turn
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import load_scenario
from mock_ai.stub_responder import StubResponder


def photo(seed, size=(320, 240), form="PNG"):
    """A scene of soft blobs, another for each seed, the same at every size."""
    points = random.Random(seed).randbytes(6 * 6 * 3)
    scene = Image.frombytes("RGB", (6, 6), points).resize((640, 480), Image.Resampling.BICUBIC)
    written = io.BytesIO()
    scene.resize(size).save(written, form)
    return written.getvalue()


# When a stub is meant -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "meant", "other"),
    [
        ("text: refund", {"text": "A REFUND please"}, {"text": "A return"}),
        ("text: {contains: [refund, money back]}", {"text": "My money back"}, {"text": "My money"}),
        ("text: {equals: Hello}", {"text": " hello "}, {"text": "hello there"}),
        (r"text: {regex: 'order \d+$'}", {"text": "Where is order 12"}, {"text": "order twelve"}),
        ("file: {regex: '[.]wav$'}", {"file_name": "a.wav"}, {"file_name": "a.mp3"}),
        ("json: {order.total: {above: 100}}", {"text": '{"order": {"total": 120}}'}, {"text": '{"order": {"total": 99}}'}),
        ("json: {items.1: plate}", {"text": '{"items": ["cup", "plate"]}'}, {"text": '{"items": ["plate"]}'}),
        ("json: {metadata.team: blue}", {"document": {"metadata": {"team": "blue"}}}, {"text": "{"}),
        ("header: {X-Team: blue}", {"headers": {"x-team": "blue"}}, {"headers": {"x-team": "red"}}),
        ("model: mini", {"model": "gpt-mini"}, {"model": "gpt"}),
        ("{text: refund, system: shop}", {"text": "refund", "system": "A shop"}, {"text": "refund"}),
        ("[text: refund, text: return]", {"text": "return"}, {"text": "buy"}),
    ],
)  # fmt: skip
def test_a_stub_is_meant_by_what_it_matches(play, when, meant, other):
    talk = play(f"stubs:\n- when:\n    {when}\n  answer: meant")
    assert talk.ask(**meant).rule == "stub 1"
    assert talk.ask(**other).rule == ""


def test_a_photo_is_known_again_in_another_size_and_format(play, tmp_path):
    (tmp_path / "crack.png").write_bytes(photo(1))
    talk = play("stubs:\n- when: {image: crack.png}\n  label: {is: crack, confidence: 72%}")
    again = photo(1, (1024, 768), "JPEG")
    assert talk.say(images=[again]) == "Crack? I’m 72% sure."
    assert talk.ask(images=[photo(2)]).rule == ""
    assert talk.ask(images=[b"no photo"]).rule == ""


def test_priority_comes_before_order_and_order_before_nothing(play):
    talk = play(
        "stubs:\n- {name: first, answer: a}\n- {name: second, answer: b}\n"
        "- {name: urgent, when: {text: fire}, priority: 1, answer: c}"
    )
    assert [talk.ask("fire").rule, talk.ask("x").rule] == ["urgent", "first"]


def test_what_no_stub_is_meant_for_gets_the_built_in_answer(play):
    assert "simulated" in play("stubs:\n- when: {text: refund}\n  answer: x").say("Hello, you")


# Stories ------------------------------------------------------------------------------------

STORY = """
stubs:
- {when: {text: help}, when_state: start, then_state: asked, answer: 'Which order?'}
- {when_state: asked, then_state: found, answer: 'Order {{ prompt }}. Refund it?'}
- {when: {text: 'yes'}, when_state: found, then_state: start, answer: 'Done.'}
"""


def test_a_story_goes_on_from_state_to_state(play):
    talk = play(STORY)
    answers = [talk.say(text) for text in ("help", "42", "yes", "help")]
    assert answers == ["Which order?", "Order 42. Refund it?", "Done.", "Which order?"]


def test_the_same_request_at_the_same_place_does_not_move_the_story(play):
    talk = play(STORY)
    prompt = Prompt("chat", turns=(Turn("user", "help"),))
    assert {talk.responder.reply(prompt, 0).text for _ in range(3)} == {"Which order?"}
    assert talk.responder.state() == "asked"


def test_a_request_that_a_fault_strikes_leaves_the_story_where_it_was(play):
    talk = play("faults: [{fault: server error, on: 1}]" + STORY)
    assert talk.ask("help").fault.kind == "server_error"
    assert talk.say("help") == "Which order?"


def test_two_stories_go_on_apart(play):
    talk = play(
        "stubs:\n"
        "- {story: a, when: {text: a}, when_state: start, then_state: end, answer: a1}\n"
        "- {story: b, when: {text: b}, when_state: start, then_state: end, answer: b1}\n"
        "- {story: a, when: {text: a}, when_state: end, answer: a2}"
    )
    assert [talk.say(text) for text in "aba"] == ["a1", "b1", "a2"]


# Seeded -------------------------------------------------------------------------------------

CHANCE = """
failures: [{failure: hallucination, rate: 30%}]
between_tokens: {median: 20 ms, sigma: 0.4}
stubs:
- answers: [{answer: '{{ name() }} {{ count }}', weight: 3}, {answer: '{{ city() }}'}]
  delay: {uniform: [1 s, 2 s]}
  faults: [{fault: rate limit, rate: 10%, retry_after: 2 s}, {fault: timeout, rate: 5%}]
""".replace("20 ms", "0.02")


def test_the_same_seed_and_requests_give_the_same_replies(play):
    asked = [f"question {number % 7}" for number in range(40)]
    first, again, other = play(CHANCE, seed=3), play(CHANCE, seed=3), play(CHANCE, seed=4)
    replies = [first.ask(text) for text in asked]
    assert [again.ask(text) for text in asked] == replies
    assert [other.ask(text) for text in asked] != replies


def test_of_a_hundred_requests_every_share_is_met(play):
    talk = play(CHANCE)
    replies = [talk.ask("hello") for _ in range(100)]
    kinds = [reply.fault.kind if reply.fault else "" for reply in replies]
    assert (kinds.count("rate_limit"), kinds.count("timeout")) == (10, 5)
    assert {reply.fault.retry_after for reply in replies if reply.fault} == {2.0, None}
    assert sum("study by" in reply.text for reply in replies) == 30
    counted = [reply.text.partition(" A ")[0][-1:].isdigit() for reply in replies]
    assert sum(counted) == 75  # three of four alternatives end in the counter
    assert all(1 <= reply.delay_seconds <= 2 for reply in replies)


def test_who_is_confused_with_whom_are_two(play):
    asked_back = play("failures: [ambiguity]\nstubs:\n- {answer: x}").ask("hello").text
    one, other = asked_back.removeprefix("Do you mean ").removesuffix("?").split(" or ")
    assert one != other


def test_further_choices_of_one_request_differ_and_count_once(play):
    talk = play("stubs:\n- answer: '{{ name() }} {{ count }}'")
    prompts = [Prompt("chat", turns=(Turn("user", "hi"),), n=3, choice=c) for c in range(3)]
    texts = [talk.responder.reply(prompt, 0).text for prompt in prompts]
    assert len(set(texts)) == 3
    assert {text[-1] for text in texts} == {"1"}


def test_many_threads_count_every_request(play):
    talk = play("stubs:\n- answer: '{{ count }}'")
    texts = []

    def ask(start):
        for number in range(start, start + 50):
            prompt = Prompt("chat", turns=(Turn("user", "x"),))
            texts.append(talk.responder.reply(prompt, number).text)

    threads = [threading.Thread(target=ask, args=(50 * k,)) for k in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(map(int, texts)) == list(range(1, 201))


# Delays -------------------------------------------------------------------------------------


def test_a_recording_is_replayed_in_its_order(play, tmp_path):
    (tmp_path / "waits.txt").write_text('seconds\n0.5\n{"took_seconds": 1.25}\n')
    talk = play("stubs:\n- {answer: x, delay: {recording: waits.txt}, first_token: 0.3 s}")
    replies = [talk.ask("a") for _ in range(3)]
    assert [reply.delay_seconds for reply in replies] == [0.5, 1.25, 0.5]
    assert {reply.first_token_seconds for reply in replies} == {0.3}


def test_a_log_normal_delay_has_its_median_and_sigma(play):
    talk = play("stubs:\n- {answer: x, delay: {median: 0.4 s, sigma: 0.5}}")
    waits = sorted(talk.ask("a").delay_seconds for _ in range(1000))
    assert waits[499] == pytest.approx(0.4, rel=0.01)
    assert waits[949] == pytest.approx(0.4 * 2.718281828 ** (1.6449 * 0.5), rel=0.02)


# Bad templates and files --------------------------------------------------------------------


def test_a_template_that_runs_away_is_an_error_and_the_next_answer_comes(play):
    talk = play(
        "stubs:\n- {when: {text: loop}, answer: '{% for a in upto(9999) %}{% for b in upto(9999) %}{% endfor %}{% endfor %}'}\n"
        "- {answer: fine}"
    )
    assert talk.ask("loop").fault.kind == "server_error"
    assert "went round" in talk.responder.problems[0]
    assert talk.say("x") == "fine"


def test_a_scenario_with_stubs_survives_being_kept_in_a_project(play, tmp_path):
    (tmp_path / "crack.png").write_bytes(photo(1))
    play(
        "stubs:\n- {name: ‘a’, when: {image: crack.png}, answer: 'É {{ count }} \U0001f600'}\ntoday: 2026-01-31"
    )
    scenario = load_scenario(tmp_path / "demo.yaml")
    back = Scenario.from_json(json.loads(json.dumps(scenario.to_json())))
    assert back == scenario
    prompt = Prompt("chat", turns=(Turn("user", "", (photo(1),)),))
    assert StubResponder(back).reply(prompt, 0) == StubResponder(scenario).reply(prompt, 0)
    assert StubResponder(back).reply(prompt, 0).text == "É 1 \U0001f600"


def test_a_tool_that_is_offered_is_called_and_then_it_says_so(play):
    talk = play(
        "stubs:\n- do: {tool: refund, arguments: {order: '{{ fields.order }}', full: 'true'}, say: 'Refunded.'}"
    )
    schema = {
        "type": "object",
        "properties": {
            "order": {"type": "string"},
            "full": {"type": "boolean"},
            "note": {"type": "string"},
        },
        "required": ["order", "note"],
    }
    tools = (Tool("refund", "", schema),)
    reply = talk.ask('{"order": 42}', tools=tools)
    assert (reply.stop, reply.text) == ("tool", "")
    assert reply.calls[0].arguments["order"] == "42"
    assert reply.calls[0].arguments["full"] is True
    assert isinstance(reply.calls[0].arguments["note"], str)
    turns = (Turn("user", "x"), Turn("assistant"), Turn("tool", "ok"))
    done = talk.responder.reply(Prompt("chat", turns=turns, tools=tools), 9)
    assert (done.text, done.calls) == ("Refunded.", ())
    assert talk.say("x") == "Refunded."


def test_the_stub_that_called_goes_on_when_the_result_comes(play):
    talk = play(
        "stubs:\n- {when_state: start, then_state: end, do: {tool: refund, say: 'Refunded.'}}\n- {answer: Hello}"
    )
    tools = (Tool("refund"),)
    assert talk.ask("do it", tools=tools).calls[0].name == "refund"
    turns = (Turn("user", "do it"), Turn("assistant"), Turn("tool", "ok"))
    done = talk.responder.reply(Prompt("chat", turns=turns, tools=tools), 1)
    assert (done.text, done.rule) == ("Refunded.", "stub 1")
    assert talk.say("do it") == "Hello"


def test_a_message_of_megabytes_is_answered(play):
    talk = play(
        "stubs:\n- {when: {text: {contains: end, regex: 'x+y'}}, answer: never}\n"
        "- {when: {json: {a: {contains: x}}}, answer: never}\n- {answer: 'You said {{ prompt }}'}"
    )
    assert talk.say("x" * 5_000_000 + "y end").startswith("You said xxx")
    assert talk.say('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}").startswith("You said")
