"""What every page does with an edit: carries it out, says what is in its way, and says no longer than that lasts."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint

from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.session import Session
from desktop.widgets.message import Message
from estimators.base.errors import UserError

STANDS = Message("warn", "The photos have moved.")


class Refused:
    """An edit that cannot be done."""

    text = "what cannot be done"

    def apply(self, _connection: sqlite3.Connection) -> None:
        raise UserError("It cannot be.", "Somebody is in the way.", "Ask them.")


class StandingPage(Page):
    """A page on which something is amiss as long as ``stands`` says so."""

    stands: Message | None = None

    def standing_message(self) -> Message | None:
        return self.stands


@pytest.fixture
def page(session: Session, open_page: Callable[[Page], Page]) -> StandingPage:
    return open_page(StandingPage(session))


def said(page: Page) -> str:
    return page.message.message.what if page.message.message is not None else ""


def test_an_edit_that_fails_is_said_until_one_goes_well(page) -> None:
    assert not page.do(Refused())
    assert said(page) == "It cannot be."
    assert page.do(edit.AddClass("crack"))
    assert said(page) == ""
    assert [info.name for info in page.session.project.classes()] == ["crack"]


def test_what_an_edit_came_to_can_be_closed(page) -> None:
    page.do(Refused())
    page.message.button.click()
    assert said(page) == ""


def test_what_stands_comes_back_when_what_a_deed_came_to_is_closed(page) -> None:
    page.stands = STANDS
    page.show_message()
    assert said(page) == STANDS.what
    page.do(Refused())
    assert said(page) == "It cannot be."
    page.close_message()
    assert said(page) == STANDS.what


def test_what_stands_is_asked_for_after_every_edit(page) -> None:
    page.stands = STANDS
    page.do(edit.AddClass("crack"))
    assert said(page) == STANDS.what
    page.stands = None
    page.do(edit.AddClass("clean"))
    assert said(page) == ""


def test_what_was_said_of_one_project_is_not_said_of_the_next(page, session) -> None:
    page.do(Refused())
    session.close()
    assert said(page) == ""


@pytest.mark.parametrize("width", [600, 1400])
def test_buttons_stand_below_the_words_where_beside_them_is_no_room(page, width) -> None:
    page.set_headline("Train it on your own examples.", "Nothing ready-made fits as well.")
    page.set_primary("See whether it may launch, and what is missing", page.close_message)
    page.resize(width, 700)
    header = page.header
    header.layout().activate()
    top = header.primary.mapTo(header, QPoint()).y()
    below = top >= header.lead.geometry().bottom()
    assert below == (width < 1000)
    assert header.lead.width() >= 300


def test_a_message_with_the_next_step_takes_the_place_of_the_buttons_where_the_page_is_low(
    page,
) -> None:
    page.set_primary("See whether it may launch", page.close_message)
    page.stands = replace(STANDS, button="Keep it", takes_primary=True)
    page.show_message()
    for height, shown in ((700, True), (300, False)):
        page.resize(900, height)
        assert page.header.primary.isVisible() == shown
    assert page.primary_text() == "Keep it"


def test_in_a_low_window_the_message_scrolls_and_the_keyboard_stays_in_it(page, qtbot) -> None:
    page.stands = replace(STANDS, button="Mend it")
    page.show_message()
    page.message.button.setFocus()
    for height, scrolls in ((300, True), (700, False)):
        page.resize(900, height)
        assert page.content.isAncestorOf(page.message) == scrolls
        qtbot.waitUntil(page.message.button.hasFocus)
