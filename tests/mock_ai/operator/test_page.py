"""The operator's page in a real browser: what waits, what is shown of it, and answers by key."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from mock_ai.delays import Delay
from mock_ai.kinds.product import GoodExample
from mock_ai.presets import BUILT_IN
from mock_ai.scenario_file import parse_scenario
from tests.mock_ai import kind_products
from tests.patience import PATIENCE

CLASSES = ("clean", "erosion", "crack", "lightning mark")
SCENARIO = replace(BUILT_IN, classes=CLASSES, delay=Delay(), unknown_rate=0.0)
HELP_DESK = parse_scenario(
    """
name: Help desk
stubs:
  - operator: {suggest: ['It left yesterday.', 'Let me ask.'], otherwise: Somebody will write to you.}
"""
)


def photo(colour="teal"):
    picture = BytesIO()
    Image.new("RGB", (320, 200), colour).save(picture, "PNG")
    return picture.getvalue()


@pytest.fixture
def behind(serve, open_page):
    """A served scenario, its page, and a way to ask without waiting for the answer."""
    desks = []
    with ThreadPoolExecutor(8) as pool:

        def start(source=SCENARIO, *, everything=True, **looks):
            running, client = serve(source)
            desks.append(running.service.desk)
            running.service.desk.attend(everything, 300)
            page = open_page(running.operator_url, **looks)
            page.wait_for_text("#nobody", "Nobody is waiting.")

            def ask(name="T091-A.png", colour="teal") -> Future:
                files = {"photo": (name, photo(colour), "image/png")}
                return pool.submit(client.post, "/v1/predict", files=files)

            def say(text) -> Future:
                document = {"model": "m", "messages": [{"role": "user", "content": text}]}
                return pool.submit(client.post, "/v1/chat/completions", json=document)

            return running, page, ask, say

        yield start
        for desk in desks:
            desk.close()  # nobody waits for a test that has failed


def answer_of(asked):
    return asked.result(PATIENCE).json()


def said_in(asked):
    return answer_of(asked)["choices"][0]["message"]["content"]


def test_a_photo_is_answered_by_keys_alone(behind):
    _, page, ask, _ = behind()
    asked = ask()
    page.wait_for_text("#title", "Photo T091-A.png")
    page.wait_for("document.querySelector('#photo').naturalWidth === 320")
    page.press("3")
    page.evaluate("document.querySelector('#sure').value = 75")
    page.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert page.text("#send-words") == "Send “Crack? I’m 78% sure.”"
    page.press("Enter")
    answer = answer_of(asked)
    assert (answer["label"], answer["confidence"]) == ("crack", 0.78)
    page.wait_for_text("#message", "Sent: “Crack? I’m 78% sure.”")
    page.wait_for_text("#rows", "you")
    page.wait_for_text("#nobody", "Nobody is waiting.")


def test_space_lets_the_dials_answer_and_zero_says_i_dont_know(behind):
    running, page, ask, _ = behind()
    asked = ask()
    page.wait_for_text("#title", "Photo")
    page.press(" ")
    assert answer_of(asked)["label"] == SCENARIO.fake().answer(photo()).label
    asked = ask("second.png")
    page.wait_for_text("#title", "second.png")
    page.press("0")
    assert answer_of(asked)["abstain"]
    assert [kept.answered_by for kept in running.journal.exchanges()] == ["dials", "you"]


def test_the_sentence_sounds_as_everywhere_and_may_be_edited(behind):
    _, page, ask, _ = behind()
    asked = ask()
    page.wait_for_text("#title", "Photo")
    page.press("2")
    for percent, words in (("95", "Erosion. I’m 95% sure."), ("41", "Maybe an erosion; I’m only 41% sure.")):  # fmt: skip
        page.evaluate(f"[sure.value = {percent}, sure.dispatchEvent(new Event('input'))]")
        assert page.evaluate("document.querySelector('#text').value") == words
    page.press("e")
    page.type("#text", "Oh: 3 marks, 0 doubt ")
    assert page.evaluate("document.querySelector('#text').value").endswith("3 marks, 0 doubt ")
    page.press("Enter")
    answer = answer_of(asked)
    assert answer["label"] == "erosion"
    assert "3 marks, 0 doubt" in answer["text"]


def test_words_are_answered_with_suggestions_or_ones_own(behind):
    _, page, _, say = behind(HELP_DESK, everything=False)
    asked = say("Where is my order?")
    page.wait_for_text("#conversation", "Where is my order?")
    assert page.text("#headline") == "Somebody asks for you."
    page.press("2", "Enter")
    assert said_in(asked) == "It left yesterday."
    asked = say("And now?")
    page.wait_for_text("#conversation", "And now?")
    page.evaluate("document.querySelector('#text').value = ''")
    page.type("#text", "Tomorrow.")
    page.press("Enter")
    assert said_in(asked) == "Tomorrow."


def test_any_of_several_may_be_taken_and_the_next_one_by_key(behind):
    running, page, ask, _ = behind()
    first = ask("first.png")
    page.wait_for_text("#title", "first.png")
    second = ask("second.png", "red")
    page.wait_for_text("#title", "first.png, one of 2 waiting")
    page.press("q")
    page.wait_for_text("#title", "second.png")
    page.press("1", "Enter")
    assert answer_of(second)["label"] == "clean"
    page.wait_for_text("#title", "first.png")
    page.press("4", "Enter")
    assert answer_of(first)["label"] == "lightning mark"
    assert not running.service.desk.waiting()


def test_long_words_are_whole_in_their_field_and_end_in_dots_in_the_queue(behind):
    _, page, _, say = behind()
    asked = [say("Where is the very long and complicated parcel that I sent? " * 2) for _ in "12"]
    page.wait_for_text("#title", "one of 2 waiting")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#queue button')).display")
        == "block"
    )
    field = "document.querySelector('#text')"
    page.evaluate(f"{field}.value = 'So it is. '.repeat(30)")
    page.wait_for(f"{field}.scrollHeight <= {field}.clientHeight")
    for answered in (1, 2):
        page.press(" ")
        page.wait_for(f"document.querySelectorAll('td.simulated').length === {answered}")
    assert all(map(said_in, asked))
    assert page.evaluate("/^\\d\\d:\\d\\d:\\d\\d$/.test(document.querySelector('td').textContent)")


def test_the_switch_and_the_seconds_are_turned_in_the_page(behind):
    running, page, ask, _ = behind(everything=False)
    page.click("#everything")
    page.wait_for_text("#headline", "You are behind the curtain.")
    assert running.service.desk.everything
    page.evaluate("[seconds.value = 0, seconds.dispatchEvent(new Event('change'))]")
    page.wait_for_text("#message", "cannot wait 0 seconds")
    asked = ask()
    page.wait_for_text("#title", "Photo")
    page.evaluate("[rather.value = 'server_error', rather.dispatchEvent(new Event('change'))]")
    assert asked.result(PATIENCE).status_code == 500


def test_without_the_token_the_page_says_what_is_missing(serve, open_page):
    running, _ = serve()
    page = open_page(f"{running.base_url}/operator#token=wrong")
    page.wait_for_text("#headline", "This page has no key.")
    assert "token is wrong" in page.text("#message")
    page.problems.clear()  # the browser logs the 401


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_in_it_has_a_name_and_nothing_scrolls_sideways(behind, dark):
    _, page, ask, _ = behind(dark=dark, width=1024, height=680)
    asked = ask()
    page.wait_for_text("#title", "Photo")
    nameless = [role for role, name in page.accessible() if role in ("button", "slider", "textbox", "combobox", "checkbox", "spinbutton", "image", "progressbar") and not name]  # fmt: skip
    assert nameless == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.press("0")
    asked.result(PATIENCE)


def test_the_token_leaves_the_address_and_a_reload_still_knows_it(behind):
    running, page, ask, _ = behind()
    assert page.evaluate("location.href") == f"{running.base_url}/operator"
    asked = ask()
    page.wait_for_text("#title", "Photo T091-A.png")
    page.call("Page.reload")
    page.wait_for_text("#title", "Photo T091-A.png")
    assert running.token not in page.evaluate("document.documentElement.outerHTML")
    running.service.desk.close()
    asked.result(PATIENCE)


def test_fields_are_typed_in_a_form_and_a_number_that_is_none_is_said(behind):
    page_text = GoodExample("Receipt 9, paint", {"total": 42.5, "shop": "Paint & Co"})
    running, page, _, say = behind(kind_products.scenario("extract", examples=[page_text]))
    asked = say(page_text.input)
    page.wait_for("document.querySelectorAll('#form input').length === 2")
    total = "#form input[name=total]"
    assert page.evaluate(f"document.querySelector('{total}').value") == "42.5"
    page.press("e")
    page.wait_for("document.querySelector('#form input').matches(':focus')")
    page.evaluate(f"document.querySelector('{total}').value = ''")
    page.type(total, "40")
    page.press("Enter")
    assert said_in(asked) == "total: 40\nshop: Paint & Co"
    running.service.use(kind_products.scenario("number"))
    asked = say("How many on Tuesday?")
    page.wait_for_text("#words", "The number")
    page.press("e", "a", "Enter")
    page.wait_for_text("#message", "is not a number")
    page.evaluate("document.querySelector('#text').value = ''")
    page.type("#text", "428")
    page.press("Enter")
    assert said_in(asked).startswith("About 428.")


def test_the_page_says_so_when_nobody_answered_in_time(behind):
    running, page, ask, _ = behind()
    running.service.desk.attend(True, 1)
    asked = ask()
    page.wait_for_text("#message", "Its time was up, and the automatic answer went out.")
    assert answer_of(asked)["label"] in CLASSES
