"""The pages that a draft leans on: which of them open, how the keyboard comes there, and that long ones scroll."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.pages.stage.draft import DraftView, SourcePagePopover
from desktop.theme.apply import apply_theme
from desktop.widgets.label import Label
from desktop.widgets.popover import open_popover
from mock_ai.stage_answer import StageAnswer, StageChoice, StagePart, StageSource

Leaning = Callable[..., DraftView]
CHOICES = (StageChoice("Accept"), StageChoice("Correct…"), StageChoice("Reject"))
ANSWER = StageAnswer("generate", "", "Is it?", "", (StagePart("Good day."),), *CHOICES)
DAMAGED = StageSource("Damaged on arrival", "Send a photo. Nothing goes back.")


@pytest.fixture
def leaning(look: QApplication, qtbot: QtBot) -> Leaning:
    """Return a function that shows a draft which leans on these pages."""

    def shown(*sources: StageSource) -> DraftView:
        apply_theme(look, "light", reduced_motion=True)
        view = DraftView()
        qtbot.addWidget(view)
        view.resize(1440, 840)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        view.show_answer(replace(ANSWER, sources=sources))
        return view

    return shown


def test_what_has_a_text_opens_and_what_has_none_stays_plain_words(
    leaning: Leaning, qtbot: QtBot
) -> None:
    view = leaning(DAMAGED, StageSource("Price list"))
    (link,) = view.source_links
    words = [one.text() for one in view.sources_row.findChildren(Label)]
    assert (link.accessibleName(), words[1:]) == (DAMAGED.name, ["Price list"])
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    popover = open_popover(view)
    assert isinstance(popover, SourcePagePopover)
    assert popover.text.text() == DAMAGED.text
    said = popover.area.accessibleName(), popover.area.accessibleDescription()
    assert said == (DAMAGED.name, DAMAGED.text)
    view.show_answer(ANSWER)
    assert view.source_links == []


def test_the_keyboard_reaches_a_page_before_the_buttons(leaning: Leaning) -> None:
    view = leaning(DAMAGED)
    (link,) = view.source_links
    link.setFocus()
    view.focusNextChild()
    assert QApplication.focusWidget() is view.buttons.in_order[0]


def test_a_long_page_scrolls_inside_the_window(leaning: Leaning, qtbot: QtBot) -> None:
    view = leaning(replace(DAMAGED, text="Nothing goes back. " * 2_000))
    view.source_links[0].click()
    popover = open_popover(view)
    assert isinstance(popover, SourcePagePopover)
    bar = popover.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert popover.height() <= view.height()
    qtbot.keyClick(popover.area, Qt.Key.Key_PageDown)
    assert bar.value() > 0
