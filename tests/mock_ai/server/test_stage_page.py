"""The Stage's page in a real browser: what people see, press and tap, and what is kept of it."""

import json
from dataclasses import replace

import pytest

from estimators.base import language
from estimators.base.language import Language
from mock_ai.scenario import Scenario
from mock_ai.scenario_file import parse_scenario
from mock_ai.stage import OpenShow, items_in
from tests.browser import Page

CLASSES = ("0", "1", "2")
SCENARIO = Scenario("early", "Early", CLASSES, accuracy=0.8)
ANSWERED = "document.querySelector('#accept').ariaDisabled === 'false'"


@pytest.fixture
def stage(serve, digits_folder):
    """Serve some digits to the Stage; return its address and a look at what was kept."""
    photos = items_in(digits_folder(n=2, classes=3), CLASSES)

    def start(scenario=SCENARIO, show=None):
        known = {one.item.id: one.item.truth for one in photos}
        running, client = serve(
            scenario.fake(known=known), show=show or OpenShow(photos, scenario, kinds=("photo",))
        )
        return running.stage_url, lambda: [
            json.loads(line) for line in client.get("/stage/reactions").text.splitlines()
        ]

    return start


def enter(page: Page, name: str = "") -> None:
    """Say who one is and begin."""
    page.wait_for("document.querySelector('#start').checkVisibility()")
    page.type("#person", name)
    page.press("Enter")
    page.wait_for("document.querySelector('#stage').checkVisibility()")


def at_number(page: Page, number: int) -> None:
    """Wait until this item is shown and answered."""
    page.wait_for_text("#progress", f"photo {number} of")
    page.wait_for(ANSWERED)


@pytest.fixture
def begin(stage, open_page):
    """Come to the Stage, say who one is, and wait for the first answer; returns the page and what was kept."""

    def start(name: str = "", **settings):
        address, kept = stage(**settings)
        page = open_page(address)
        enter(page, name)
        at_number(page, 1)
        return page, kept

    return start


def test_a_photo_a_sentence_and_three_keys(begin):
    page, kept = begin("Ana")
    page.wait_for("document.querySelector('#photo').naturalWidth > 0")
    assert "sure." in page.text("#sentence")
    assert page.text("#source") == "simulated"
    page.press("a")
    at_number(page, 2)
    page.press("r")
    at_number(page, 3)
    page.press("c")
    assert page.text("#classes h2") == "What is it?"
    page.press("2")
    at_number(page, 4)
    assert [(one["outcome"], one["correction"]) for one in kept()] == [
        ("accepted", ""),
        ("rejected", ""),
        ("corrected", "1"),
    ]
    assert {one["person"] for one in kept()} == {"Ana"}


def test_the_arrows_show_another_one_in_its_place(begin):
    page, kept = begin()
    page.wait_for("document.querySelector('#photo').checkVisibility()")
    first = page.evaluate("document.querySelector('#photo').src")
    page.press("ArrowRight")
    page.wait_for(f"![{first!r}, ''].includes(document.querySelector('#photo').src)")
    at_number(page, 1)
    page.press("ArrowLeft")
    at_number(page, 1)
    page.press("a")
    at_number(page, 2)
    assert len(kept()) == 1


def test_backspace_takes_the_last_reaction_back(begin):
    page, kept = begin()
    page.press("a")
    at_number(page, 2)
    page.press("Backspace")
    at_number(page, 1)
    assert kept() == []
    page.press("r")
    at_number(page, 2)
    assert [one["outcome"] for one in kept()] == ["rejected"]


def test_a_phone_taps_through_to_the_end(stage, open_page):
    address, kept = stage()
    page = open_page(address, width=360, height=640, phone=True)
    page.wait_for("document.querySelector('#start').checkVisibility()")
    page.tap("#join button")
    for number, button in enumerate(["#accept", "#reject", "#accept", "#accept", "#accept"], 1):
        at_number(page, number)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.tap(button)
    at_number(page, 6)
    page.tap("#correct")
    page.tap("#chips button:nth-child(3)")
    page.wait_for_text("#sentence", "That was the last one. Thank you.")
    assert page.text("#next-guess") == "6 of 6 answered."
    assert len(kept()) == 6
    assert page.is_visible("#take")
    page.tap("#anew")
    page.wait_for("document.querySelector('#start').checkVisibility()")


def test_the_token_leaves_the_address_at_once_and_is_in_no_request(stage, open_page):
    address, _ = stage()
    token = address.partition("token=")[2]
    page = open_page(address)
    enter(page)
    at_number(page, 1)
    assert page.evaluate("location.href") == address.partition("#")[0]
    assert page.requests
    assert not [one for one in page.requests if token in one and "#" not in one]
    page.call("Page.reload")
    enter(page)
    at_number(page, 1)


def test_the_mark_is_on_until_the_presenter_turns_it_off_and_the_record_keeps_it(begin):
    page, kept = begin()
    seen = "getComputedStyle(document.querySelector('#source')).visibility"
    assert page.evaluate(seen) == "visible"
    page.press("s")
    assert page.evaluate(seen) == "hidden"
    page.press("a")
    at_number(page, 2)
    assert page.evaluate(seen) == "hidden"
    assert [one["simulated"] for one in kept()] == [True]
    page.click("#mark")
    assert page.evaluate(seen) == "visible"


def test_letters_typed_into_a_field_do_nothing_else(stage, open_page):
    address, kept = stage(show=OpenShow(kinds=("text",)))
    page = open_page(address)
    enter(page)
    page.wait_for_text("#sentence", "Ask it something.")
    page.click("#bring")
    page.wait_for("document.querySelector('#own-text').matches(':focus')")
    page.press("a", "r", "s")
    assert page.evaluate("document.querySelector('#own-text').value") == "ars"
    page.click("#ask-text")
    page.wait_for(ANSWERED)
    assert page.text("#words") == "ars"
    assert page.text("#name") == "Your own words"
    page.press("a")
    page.wait_for_text("#sentence", "Thank you. Ask again.")
    assert [(one["own"], one["outcome"]) for one in kept()] == [(True, "accepted")]


def test_a_visitors_own_photo_is_shown_and_answered(stage, open_page, digits_folder):
    address, kept = stage()
    mine = next(digits_folder(n=1, classes=1, first=50).rglob("*.png"))
    page = open_page(address)
    enter(page)
    at_number(page, 1)
    page.choose_file("#file", mine)
    page.wait_for_text("#name", "Your own photo")
    page.wait_for(ANSWERED)
    page.wait_for("document.querySelector('#photo').checkVisibility()")
    page.press("a")
    at_number(page, 1)
    assert [(one["own"], one["name"]) for one in kept()] == [(True, mine.name)]


# Answers reach the page, which has to wait for them until `letGo()`.
HOLD_ANSWERS = """
(() => {
  const held = new Promise(go => { window.letGo = go; }), real = window.fetch;
  window.fetch = async (address, ...more) => {
    const reply = await real(address, ...more);
    if (String(address).endsWith("/answer")) await held;
    return reply;
  };
})()
"""


def test_a_fault_says_that_no_answer_came_and_trying_again_asks_once_more(stage, open_page):
    address, kept = stage(replace(SCENARIO, error_rate=1.0))
    page = open_page(address)
    enter(page)
    page.wait_for_text("#sentence", "No answer came. Try again.")
    assert page.is_visible("#again")
    assert not page.is_visible("#accept")
    page.evaluate(HOLD_ANSWERS)  # what it says meanwhile would be over too soon to be seen
    page.press("a")
    page.wait_for_text("#sentence", "Looking…")
    page.evaluate("letGo()")
    page.wait_for_text("#sentence", "No answer came. Try again.")
    page.press("r")
    page.wait_for_text("#progress", "photo 2 of")
    assert [(one["outcome"], one["answer"]) for one in kept()] == [("rejected", None)]


def test_a_slow_answer_is_announced_and_nothing_can_be_accepted_before_it(stage, open_page):
    address, kept = stage()
    page = open_page(address)
    page.evaluate(HOLD_ANSWERS)
    enter(page)
    page.wait_for_text("#sentence", "Looking…")
    assert page.evaluate("document.querySelector('#accept').ariaDisabled") == "true"
    page.press("a", "r", "c")
    assert not page.is_visible("#classes")
    page.evaluate("letGo()")
    at_number(page, 1)
    assert kept() == []


def test_a_server_that_is_gone_is_said_and_nothing_is_lost(serve, digits_folder, open_page):
    photos = items_in(digits_folder(n=1, classes=3), CLASSES)
    running, _ = serve(SCENARIO, show=OpenShow(photos, SCENARIO))
    page = open_page(running.stage_url)
    enter(page)
    at_number(page, 1)
    running.stop()
    page.press("a")
    page.wait_for_text("#problem", "The server does not answer. Try once more.")
    assert page.evaluate(ANSWERED)


def test_a_screen_reader_meets_names_and_states(begin):
    page, _ = begin()
    page.wait_for("document.querySelector('#photo').checkVisibility()")
    met = page.accessible()
    roles = {role for role, _ in met}
    assert {"main", "heading", "meter", "status", "button"} <= roles
    assert [name for role, name in met if role == "image" and name.startswith("Photo")]
    assert all(name for role, name in met if role == "button")
    live = page.evaluate("document.querySelector('#sentence').ariaLive")
    assert live == "polite"


def test_dark_follows_the_system_and_d_turns_it(stage, open_page):
    address, _ = stage()
    page = open_page(address, dark=True)
    page.evaluate(
        "void new MutationObserver(() => window.hasKeys ??= document.activeElement.tagName)"
        ".observe(document.querySelector('#stage'), {attributes: true})"
    )
    enter(page)
    assert page.evaluate("window.hasKeys") == "BODY"  # in the field that is hidden now D was lost
    canvas = "getComputedStyle(document.body).backgroundColor"
    page.wait_for(f"{canvas} === 'rgb(26, 27, 30)'")
    page.press("d")
    page.wait_for(f"{canvas} === 'rgb(255, 255, 255)'")
    page.press("d")
    page.wait_for(f"{canvas} === 'rgb(26, 27, 30)'")


def test_of_many_classes_the_likeliest_are_offered_and_any_can_be_typed(
    serve, digits_folder, open_page
):
    names = tuple(f"kind {number}" for number in range(30))
    many = Scenario("many", "Many", names)
    photos = items_in(digits_folder(n=1, classes=2))
    running, client = serve(many, show=OpenShow(photos, many, kinds=("photo",)))
    page = open_page(running.stage_url)
    enter(page)
    at_number(page, 1)
    page.press("c")
    assert page.evaluate("document.querySelectorAll('#chips button').length") == 8
    page.type("#correction", "kind 29")
    page.press("Enter")
    page.wait_for_text("#progress", "photo 2 of")
    assert json.loads(client.get("/stage/reactions").text)["correction"] == "kind 29"


def test_an_answer_in_words_is_corrected_in_words(serve, open_page):
    talking = parse_scenario("name: Desk\nstubs: [{answer: It left on Monday.}]")
    running, client = serve(talking, show=OpenShow(kinds=("text",)))
    page = open_page(running.stage_url)
    enter(page)
    page.wait_for_text("#sentence", "Ask it something.")
    page.click("#bring-first")
    page.type("#own-text", "Where is it?")
    page.click("#ask-text")
    page.wait_for_text("#sentence", "It left on Monday.")
    page.press("c")
    assert page.text("#ask-class") == "What should it have said?"
    assert not page.is_visible("#chips button")
    page.press("a", "r", "s")  # letters of a word, not keys of the Stage
    assert page.evaluate("document.querySelector('#correction').value") == "ars"
    page.press("Backspace", "Backspace", "Backspace")
    page.type("#correction", "It is lost.")
    page.press("Enter")
    page.wait_for_text("#sentence", "Ask again.")
    kept = json.loads(client.get("/stage/reactions").text)
    assert (kept["outcome"], kept["correction"]) == ("corrected", "It is lost.")


def test_a_sound_is_played_with_space_and_not_accepted_by_it(serve, open_page, tmp_path):
    import wave

    for name in ("a", "b"):
        with wave.open(str(tmp_path / f"{name}.wav"), "wb") as sound:
            sound.setparams((1, 2, 16_000, 0, "NONE", ""))
            sound.writeframes(bytes(name * 32_000 * 3, "ascii"))
    scenario = Scenario("s", "S", ("hum", "hiss"))
    running, client = serve(scenario, show=OpenShow(items_in(tmp_path), scenario, kinds=("sound",)))
    page = open_page(running.stage_url)
    enter(page)
    page.wait_for(ANSWERED)
    page.wait_for("document.querySelector('#sound').duration > 0")
    page.press(" ")
    page.wait_for("!document.querySelector('#sound').paused")
    page.press(" ")
    page.wait_for("document.querySelector('#sound').paused")
    assert client.get("/stage/reactions").text == ""
    page.press("a")
    page.wait_for_text("#progress", "sound 2 of 2")


def test_words_with_markup_are_shown_as_they_are(serve, open_page):
    talking = parse_scenario("name: Desk\nstubs: [{answer: '<b onclick=x>bold</b>'}]")
    running, _ = serve(talking, show=OpenShow(kinds=("text",)))
    page = open_page(running.stage_url)
    enter(page, "<i>Ana</i>")
    page.click("#bring")
    page.type("#own-text", "<img src=x onerror=alert(1)>")
    page.click("#ask-text")
    page.wait_for_text("#sentence", "<b onclick=x>bold</b>")
    assert page.text("#words") == "<img src=x onerror=alert(1)>"
    assert "<i>Ana</i>" in page.text("#progress")


def test_the_page_speaks_the_language_of_the_server(stage, open_page, monkeypatch):
    sentences = {
        "Would you take its word?": ("Würden Sie ihm glauben?",),
        "{kind} {number} of {about}": ("{number}. von {about}",),
        "Reject": ("Ablehnen",),
        "What it says": ("Was es </script> sagt",),
    }
    monkeypatch.setattr(language, "_current", Language("de", sentences=sentences))
    address, _ = stage()
    page = open_page(address)
    page.wait_for("document.querySelector('#start').checkVisibility()")
    assert page.text("#start h1") == "Würden Sie ihm glauben?"
    assert page.evaluate("document.documentElement.lang") == "de"
    enter(page)
    page.wait_for_text("#progress", "1. von 6")
    assert page.text("#reject span") == "Ablehnen"
    assert page.text("#accept span") == "Accept"
    assert ("region", "Was es </script> sagt") in page.accessible()
