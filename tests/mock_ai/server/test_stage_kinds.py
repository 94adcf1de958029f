"""Every kind of product on the web's Stage, in a real browser: a name, answers by keys, a correction, a remark, and back."""

import struct
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from zlib import crc32

import pytest

from mock_ai.delays import Delay
from mock_ai.kinds.product import GoodExample
from mock_ai.operator.waiting_request import OperatorAnswer
from mock_ai.reaction import BY_HAND, Reaction
from mock_ai.ready_made import ready_made
from mock_ai.stage import OpenShow
from tests.browser import Page
from tests.mock_ai.kind_products import OTHERS, scenario
from tests.patience import until

READY = "document.querySelector('#accept').ariaDisabled === 'false'"
PHONES = {"generate", "rank"}


@pytest.fixture
def come(kind_server, open_page, request):
    """Put a kind on the Stage and come in as Ana; returns her page and the reactions that are kept."""

    def start(kind: str, dials=None, examples=(), **looks) -> tuple[Page, OpenShow]:
        made = replace(scenario(kind, dials, examples), delay=Delay())
        kind_server.service.use(made)
        show = kind_server.stage.show = OpenShow((), made, kinds=("text",))
        page = open_page(kind_server.stage_url, reduced_motion=True, **looks)
        page.wait_for("document.querySelector('#start').checkVisibility()")
        page.type(
            "#person", f"Ana {crc32(request.node.name.encode())}"
        )  # the order depends on who one is
        page.press("Enter")
        at(page, 1)
        return page, show

    return start


def at(page: Page, number: int) -> None:
    """Wait until this answer is there, whole."""
    page.wait_for_text("#progress", f" {number} of")
    page.wait_for(READY)


def kept(show: OpenShow) -> list[Reaction]:
    assert show.demo is not None
    return list(show.demo.reactions)


CORRECTED = {
    "number": ("#edited", "428", "428"),
    "rank": ("#edited", "Limes", "Limes"),
    "extract": ("#edited", "who: Ana", "who: Ana"),
    "transcribe": ("#edited", "Two crates.", "Two crates."),
    "generate": ("#edited", "It comes on Friday.", "It comes on Friday."),
    "act": ("#edited", "Book it", "Book it"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_three_answers_by_keys_a_correction_a_remark_and_one_taken_back(kind, come):
    look = {"width": 390, "height": 844, "phone": True} if kind in PHONES else {}
    page, show = come(kind, **look)
    assert page.evaluate("document.querySelector('#stage').dataset.kind") == kind
    assert page.text("#sentence")
    assert page.text("#source") == "simulated"
    page.press("n")
    page.wait_for("document.querySelector('#note').matches(':focus')")
    page.type("#note", "Because I like it")
    page.press("Enter")
    page.press("2" if kind == "rank" else "a")
    at(page, 2)
    page.press("0" if kind == "rank" else "r")
    at(page, 3)
    page.press("c")
    field, words, correction = CORRECTED[kind]
    page.wait_for(f"document.querySelector('{field}').matches(':focus')")
    page.evaluate(f"document.querySelector('{field}').value = ''")
    page.type(field, words)
    page.press("Control+Enter")
    at(page, 4)
    page.press("a" if kind != "rank" else "1")
    at(page, 5)
    page.press("Backspace")
    at(page, 4)
    did = kept(show)
    assert [one.outcome for one in did] == ["accepted", "rejected", "corrected"]
    assert did[2].correction == correction
    assert [one.note for one in did] == ["Because I like it", "", ""]
    assert {(one.person[:3], one.kind, one.good) for one in did} == {("Ana", kind, True)}
    assert bool(did[0].correction) == (kind == "rank")  # what was taken
    assert (
        page.evaluate("document.documentElement.scrollWidth") <= (look or {"width": 1280})["width"]
    )
    assert page.problems == []
    assert all(name for role, name in page.accessible() if role in ("button", "textbox", "image"))


def test_a_doubtful_word_is_put_right_by_a_number_and_counts_as_a_correction(come):
    page, show = come("transcribe", {"word_error": 0.3, "mix": {"sound_alike": 1}})
    page.wait_for("document.activeElement.matches('.piece.doubtful')")
    before = page.text(".piece.looked-at")
    page.press("Tab")
    page.press("2")
    page.wait_for_text("#accept", "Correct")
    page.press("a")
    at(page, 2)
    (did,) = kept(show)
    assert did.outcome == "corrected"
    assert before in did.correction


def test_an_undone_step_is_a_correction(come):
    page, show = come("act")
    first = page.text(".steps li:first-child b")
    page.press("u")
    assert page.text("#accept span") == "Correct"
    page.click(".steps li:first-child .link")
    page.press("a")
    at(page, 2)
    (did,) = kept(show)
    assert did.outcome == "corrected"
    assert first in did.correction


def test_a_field_is_put_right_in_its_place_and_the_page_shows_where_it_was_read(come):
    page, show = come("extract")
    assert page.text(".page mark")
    page.click(".fields li:nth-child(2) .piece")
    page.click(".typed .chip")
    page.evaluate("document.querySelector('.typed input').value = ''")
    page.type(".typed input", "Wei")
    page.press("Enter")
    assert page.text(".fields li:nth-child(2) .piece") == "Wei"
    page.press("a")
    at(page, 2)
    assert kept(show)[0].correction.endswith(": Wei")


def test_a_draft_is_written_before_ones_eyes_and_space_ends_it(kind_server, open_page, come):
    come("generate")
    page = open_page(kind_server.stage_url)
    page.wait_for("document.querySelector('#start').checkVisibility()")
    page.press("Enter")
    page.wait_for("document.querySelector('.draft')?.ariaBusy === 'true'")
    assert not page.evaluate(READY)
    page.press(" ")
    page.wait_for(READY)
    assert page.evaluate("document.querySelector('.draft').ariaBusy") is None


def test_a_page_that_a_draft_leans_on_opens_by_key_and_esc_leaves_it(come):
    page, show = come("generate")
    for _ in range(20):  # some messages are about no page
        if page.evaluate("document.querySelector('.sources button') !== null"):
            break
        page.press("ArrowRight")
        page.wait_for(READY)
    name = page.text(".sources button")
    page.evaluate("document.querySelector('.sources button').focus()")
    page.press("Enter")
    assert page.text("#page-title") == name
    (said,) = [one.text for one in ready_made("generate").pages if one.name == name]
    assert page.text("#page-text") == said
    assert ("dialog", name) in page.accessible()
    page.press("a")  # nothing is accepted by who reads
    page.press("Escape")
    page.wait_for("!document.querySelector('#page-dialog').open")
    assert page.evaluate("document.activeElement.matches('.sources button')")
    assert kept(show) == []
    page.click(".sources button")
    page.wait_for("document.querySelector('#page-dialog').open")
    assert page.problems == []


def test_cards_have_their_pictures(come):
    page, _ = come("rank")
    page.wait_for(
        "[...document.querySelectorAll('.picture img')].every(one => one.naturalWidth > 0)"
    )
    assert page.evaluate("document.querySelectorAll('.cards button').length") == 6


def test_ones_own_words_are_answered_in_the_form_of_the_kind(come):
    page, show = come("extract")
    page.click("#bring")
    page.type("#own-text", "Ana sends the <b>list</b> by Monday.")
    page.click("#ask-text")
    page.wait_for_text(".page", "<b>list</b>")
    page.wait_for(READY)
    assert page.evaluate("document.querySelectorAll('.fields li').length") > 2
    page.press("a")
    page.wait_for_text("#progress", " 1 of")
    assert kept(show) == []


def test_a_ready_made_order_can_be_played_and_says_who_speaks(come):
    page, _ = come("transcribe")
    page.wait_for("document.querySelectorAll('#player rect').length > 100")
    assert page.text("#asked .caption").split(" · ")[0] in {
        item.caption for item in ready_made("transcribe").items
    }
    assert not page.evaluate("document.querySelector('#asked .given')")
    page.press(" ")
    page.wait_for("document.querySelector('#player button').ariaLabel === 'Stop the recording'")
    assert page.problems == []


def test_a_recording_is_drawn_and_played_with_space(come, tmp_path):
    order = tmp_path / "order.wav"
    with wave.open(str(order), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        sound.writeframes(b"".join(struct.pack("<h", n % 9_000) for n in range(32_000)))
    page, show = come("transcribe", examples=[GoodExample(order, "Two crates of tomatoes.")])
    page.wait_for("document.querySelectorAll('#player rect').length > 100")
    assert not page.is_visible("#sound")
    twice = "const sound = document.querySelector('#sound'); sound.load(); for (const _ of [1, 2]) document.querySelector('#player button').click();"
    page.evaluate(f"(() => {{ {twice} }})()")  # stopped before it began
    page.press(" ")
    page.wait_for("document.querySelector('#player button').ariaLabel === 'Stop the recording'")
    page.press(" ")
    page.wait_for("document.querySelector('#player button').ariaLabel === 'Play the recording'")
    assert kept(show) == []


ODD = "<img src=x onerror=alert(1)>"
OTHER = {
    "rank": [GoodExample(f"{ODD} أين", "<b>Limes</b>")],
    "extract": [],
    "generate": [],
    "act": [],
}


@pytest.mark.parametrize("kind", ["rank", "extract", "generate", "act"])
def test_markup_stays_text_and_other_scripts_run_their_own_way(kind, come):
    arabic = "أين طلبي؟"
    good = {"extract": {"what": ODD}, "act": [ODD]}.get(kind, ODD)
    asked = f"{arabic} {ODD} 😀 {ODD}"
    page, _ = come(kind, examples=[GoodExample(asked, good), *OTHER[kind]])
    page.wait_for(f"document.querySelector('#answer').textContent.includes({ODD[:9]!r})")
    if kind == "extract":
        assert page.text(".page mark") == ODD
    assert ODD in page.text("#asked")
    assert "أين" in page.text("#asked")
    assert page.evaluate("document.querySelectorAll('#stage img:not([id])').length") == 0
    assert page.problems == []


def test_what_is_recommended_to_strangers_has_pictures_too(come):
    page, _ = come("rank")
    page.click("#bring")
    page.type("#own-text", "Flour, eggs and a lemon")
    page.click("#ask-text")
    page.wait_for_text("#asked", "Flour, eggs")
    page.wait_for(READY)
    page.wait_for("document.querySelector('.picture img')?.naturalWidth > 0")


TYPED = {
    "number": ("428", "About 428."),
    "rank": ("Limes\nBananas", "Take “Limes”"),
    "extract": ("who: Wei", "Wei"),
    "transcribe": ("Two crates, please.", "Two crates, please."),
    "generate": ("It comes on Friday.", "It comes on Friday."),
    "act": ("Find it\nPay 12 dollars", "Pay 12 dollars"),
}


def test_with_the_operator_on_duty_every_kind_waits_and_shows_what_they_typed(kind_server, come):
    desk = kind_server.service.desk
    try:
        for kind in OTHERS:
            text, words = TYPED[kind]
            desk.attend(True, 300)

            def typed(text=text) -> tuple[str, str]:
                until(desk.waiting)
                ((waiting, _),) = desk.waiting()
                desk.answer(waiting.number, OperatorAnswer("text", text=text))
                return waiting.kind, waiting.text

            with ThreadPoolExecutor(1) as pool:
                seen = pool.submit(typed)
                page, show = come(kind)
                seen_kind, seen_words = seen.result()
                assert seen_kind == "sound" if kind == "transcribe" else seen_words
            page.wait_for(f"document.querySelector('#stage').innerText.includes({words!r})")
            desk.attend(False)
            page.press("1" if kind == "rank" else "a")
            at(page, 2)
            (did,) = kept(show)
            assert (did.variant, did.good, did.answer) == (BY_HAND, None, text)
    finally:
        desk.attend(False)
