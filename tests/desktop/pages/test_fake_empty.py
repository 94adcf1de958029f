"""Fake it while there is nothing to show: borrow, paste or type, for every kind, by the keyboard, and each undone."""

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.app import Application
from desktop.findings.fake.own_examples import unanswered
from desktop.findings.fake.ready_made import (
    needs_something_to_show,
    ready_made_view,
    shown_examples,
)
from desktop.pages.fake.content.ready_made import GoodAnswerPopover
from desktop.pages.stage.start_session import StartSession
from desktop.project.product import READY_MADE_KEY
from desktop.project.stages import Stage
from desktop.widgets.popover import open_popover
from estimators.base.task_kind import TASK_KINDS
from mock_ai.ready_made import ready_made_sets

OTHERS = [name for name in TASK_KINDS if name != "classify"]
ANSWERS = {
    "number": "12.5",
    "rank": "",  # of one thing nothing can be recommended
    "extract": "shop: City Cab\ntotal: 38.40",
    "transcribe": "Two crates of tomatoes.",
    "generate": "Yes, within 30 days.",
    "act": "Find it\nPay it",
}


@pytest.fixture
def new_page(application: Application, tmp_path: Path, monkeypatch):
    """Fake it of a new project of a kind ("" for none)."""
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)

    def open_new(kind: str):
        inputs = TASK_KINDS[kind].inputs if kind else ()
        application.new_project("Something new", kind, inputs)
        window = application.window
        window.show_stage(Stage.FAKE)
        return window.page(Stage.FAKE)

    yield open_new
    application.presenter.close()


def copy(text: str) -> None:
    QApplication.clipboard().setText(text)


def card(page) -> GoodAnswerPopover:
    popover = open_popover(page.window())
    assert isinstance(popover, GoodAnswerPopover)
    return popover


def test_the_set_that_the_idea_speaks_of_comes_first(application, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)
    application.new_project("Pull the fields out of each receipt.", "extract")
    application.window.show_stage(Stage.FAKE)
    sets = application.window.page(Stage.FAKE).empty.sets
    assert [each.isChecked() for each in sets] == [True, False]
    assert application.registry.run("fake.present")
    assert application.session.project.answer(READY_MADE_KEY) == "extract-receipts"
    application.presenter.close()


def test_arrows_choose_a_set_and_f5_shows_it(new_page, qtbot, application) -> None:
    """One kind after the other in one window, as for what is pasted below."""
    for kind in TASK_KINDS:
        choose_and_show(kind, new_page(kind), qtbot, application)


def choose_and_show(kind: str, page, qtbot, application: Application) -> None:
    offered = ready_made_sets(kind)
    assert page.header.headline.text() == "Nothing to show yet? Borrow, paste or type."
    assert application.window.stage_words(Stage.FAKE) == "Needs something to show"
    assert page.empty.isVisible()
    assert not page.tabs.isVisible()
    assert page.primary_text() == f"Show these {len(offered[0].items)}"
    qtbot.keyClick(page, Qt.Key.Key_Down)
    chosen = offered[min(1, len(offered) - 1)]
    assert page.primary_text() == f"Show these {len(chosen.items)}"
    qtbot.keyClick(application.window, Qt.Key.Key_F5)
    project = application.session.project
    assert project.answer(READY_MADE_KEY) == chosen.name
    assert application.presenter.stage is not None
    application.presenter.close()
    assert not page.empty.isVisible()
    assert page.ready_made.isVisible()
    assert len(shown_examples(project)) == len(chosen.items)
    assert project.classes() == ()  # what is lent never becomes the project's own
    application.session.undo()
    assert page.empty.isVisible()
    assert application.window.stage_words(Stage.FAKE) == "Needs something to show"


def test_where_nobody_said_the_kind_a_set_says_it_in_the_same_edit(new_page, application) -> None:
    page = new_page("")
    assert len(page.empty.sets) == 4
    page.empty.more.click()
    assert [each.offered.name for each in page.empty.sets] == list(TASK_KINDS)
    page.empty.choose(2)
    page.present()
    assert application.session.project.answer("task_kind") == "rank"
    application.session.undo()
    assert application.session.project.answer("task_kind") is None
    assert page.empty.isVisible()
    copy("one\ntwo")
    page.examples.paste()
    assert page.message.message.why == "Choose first which kind it is."


def test_pasted_inputs_are_answered_one_card_at_a_time(new_page, qtbot, application) -> None:
    for kind in OTHERS:
        paste_and_answer(kind, new_page(kind), qtbot, application)


def paste_and_answer(kind: str, page, qtbot, application: Application) -> None:
    copy("the first\nthe second\nthe third")
    qtbot.keyClick(application.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    popover = card(page)
    project = application.session.project
    told = itertools.count()

    def answer() -> None:
        words = ANSWERS[kind].replace("\n", "\r") or f"tea {next(told)}"
        qtbot.keyClicks(popover.field, words)
        popover.take_primary()

    assert popover.asked.text() == "The first"
    assert popover.place.text() == "1 of 3, 0 answered."
    qtbot.keyClick(popover.field, Qt.Key.Key_PageDown)
    assert popover.asked.text() == "The second"
    popover.submit()
    assert popover.wrong.isVisible()  # an empty answer
    for asked in ("The second", "The third"):
        assert popover.asked.text() == asked
        answer()
    assert popover.place.text() == "3 of 3, 2 answered."
    assert popover.asked.text() == "The first"
    application.session.undo()  # the answer to the third
    assert popover.asked.text() == "The third"
    popover.close_popover()
    if kind == "rank":
        assert page.empty.waiting.text() == "2 requests pasted, without a good answer."
        page.empty.write.click()
    else:
        assert [each.input for each in shown_examples(project)] == ["the second"]
        assert page.ready_made.waiting.text() == "2 more wait for their good answers."
        page.ready_made.write.click()
    popover = card(page)
    for _ in range(2):
        answer()
    assert open_popover(page.window()) is None
    assert unanswered(project) == ()
    assert len(shown_examples(project)) == 3
    assert page.scenario_tab.grid.isVisible()


def test_only_what_will_be_shown_is_asked_about(new_page, application) -> None:
    page = new_page("generate")
    copy("\n".join(f"question {n}" for n in range(50)))
    page.examples.paste()
    popover = card(page)
    assert popover.place.text() == (
        "1 of 20, 0 answered. 30 more are not shown, so nobody is asked about them."
    )
    popover.close_popover()
    assert page.empty.waiting.text() == "50 messages pasted, without a good answer."
    assert application.window.stage_words(Stage.FAKE) == "Needs something to show"
    page.empty.give_up.click()
    assert not page.empty.waiting.isVisible()
    application.session.undo()
    assert len(unanswered(application.session.project)) == 50


def test_a_table_is_dropped_and_a_workbook_says_what_to_do(new_page, tmp_path, application) -> None:
    page = new_page("number")
    workbook = tmp_path / "sales.xlsx"
    workbook.write_bytes(b"PK")
    page.empty.well.dropped.emit([workbook])
    assert page.message.message.what == "“sales.xlsx” is a workbook."
    assert "Save the sheet as CSV" in page.message.message.next_step
    table = tmp_path / "sales.csv"
    table.write_text("day,value\nMonday,120\nTuesday,\n", encoding="utf-8")
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(table))])
    QApplication.clipboard().setMimeData(held)
    page.examples.paste()
    assert card(page).asked.text() == "Tuesday"
    card(page).close_popover()
    assert [each.good for each in shown_examples(application.session.project)] == [120]


def test_what_is_told_apart_is_brought_to_data(new_page, digits_folder, application, qtbot) -> None:
    page = new_page("classify")
    copy("a text without a class")
    page.examples.paste()
    assert "no class" in page.message.message.what
    page.empty.well.dropped.emit([digits_folder(n=3, classes=2)])
    project = application.session.project
    qtbot.waitUntil(lambda: project.count_examples() == 6)
    assert not needs_something_to_show(project)
    qtbot.waitUntil(lambda: not page.empty.isVisible())


def test_typing_as_somebody_asks_serves_and_steps_behind_the_curtain(new_page, qtbot) -> None:
    from desktop.pages.fake.server.serving_bar import BrowserStage

    page = new_page("classify")
    page.empty.phone.click()
    qtbot.waitUntil(lambda: page.serving.is_on)
    assert page.desk.is_on
    assert not page.empty.isVisible()
    qtbot.waitUntil(lambda: isinstance(open_popover(page.window()), BrowserStage))
    page.bar.switch.click()
    qtbot.waitUntil(lambda: not page.serving.is_on)
    qtbot.waitUntil(page.empty.isVisible)


@pytest.mark.parametrize("text", ["", "   \n \n", "a\tb\n\tc"])
def test_what_cannot_be_pasted_is_said_and_nothing_changes(text, new_page, application) -> None:
    page = new_page("generate")
    copy(text)
    page.examples.paste()
    assert page.message.message.what
    assert page.empty.isVisible()
    assert needs_something_to_show(application.session.project)


SCRIPTS = {
    "arabic": ("متى يصل الطلب؟", "يصل يوم الجمعة. شكراً لك."),
    "chinese": ("退款需要多久？", "您的退款将在三个工作日内到账。谢谢。"),
    "hindi": ("ऑर्डर कब आएगा?", "यह शुक्रवार को आएगा।"),
}


def test_another_script_is_shown_spoilt_and_presented(new_page, application, qtbot) -> None:
    page = new_page("generate")
    for asked, good in SCRIPTS.values():
        show_and_spoil(asked, good, page, qtbot, application)
        application.presenter.close()


def show_and_spoil(asked: str, good: str, page, qtbot, application: Application) -> None:
    copy(f"{asked}\t{good}\nEnglish?\tYes, it is.")
    page.examples.paste()
    assert page.ready_made.head.text() == "2 of 2 come out right"
    page.scenario_tab.dials.kind.main.changed.emit(0.0)
    assert page.ready_made.head.text() == "0 of 2 come out right"
    page.present()
    stage = application.presenter.stage
    qtbot.waitUntil(lambda: stage.answer is not None)
    page.scenario_tab.dials.kind.main.changed.emit(1.0)


def test_a_good_answer_of_fifty_thousand_words_is_said_and_the_demo_goes_on(
    new_page, application, qtbot
) -> None:
    page = new_page("generate")
    long = " ".join(f"Wort {n}." for n in range(25_000))
    copy(f"long\t{long}\nshort\tYes.")
    page.examples.paste()
    assert page.message.message.what == "The longest good answer has 50,000 words."
    assert page.ready_made.head.text() == "2 of 2 come out right"
    page.present()
    stage = application.presenter.stage
    qtbot.waitUntil(lambda: stage.answer is not None)


def test_of_many_the_first_are_listed(new_page) -> None:
    page = new_page("generate")
    copy("\n".join(f"question {n}\tIt is {n}, and it comes on Friday." for n in range(500)))
    page.examples.paste()
    assert page.ready_made.head.text().endswith(" of the first 200 come out right")


def test_borrowed_photos_are_listed_and_counted_as_the_dial_counts(new_page, application) -> None:
    page = new_page("classify")
    page.examples.borrow("classify")
    found = ready_made_view(application.session.project)
    answered = [item for item in found.items if item.answered]
    assert 0 < len(answered) < len(found.items) == 160
    assert found.right / len(answered) == pytest.approx(0.85, abs=0.03)
    assert found.headline.endswith(f"and {160 - len(answered)} get no answer")
    assert page.ready_made.head.text() == found.headline
    assert found.items[0].photo is not None
    assert "“Recycling photos”" in page.header.lead.text()
    page.ready_made.sets.chosen.emit("classify-bank")
    texts = ready_made_view(application.session.project)
    assert len(texts.items) == 60
    assert texts.items[0].photo is None
    wrong = next(item for item in texts.items if item.failure)
    assert wrong.failure.startswith("It is ")


def test_a_table_is_dropped_anywhere_on_the_page(new_page, tmp_path, application) -> None:
    page = new_page("generate")
    page.examples.borrow("generate")
    table = tmp_path / "replies.tsv"
    table.write_text("message\treply\nWhere?\tHere.\nWhen?\tNow.\n", encoding="utf-8")
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(table))])
    at, copies = QPointF(page.rect().center()), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(at, copies, held, left, none)
    QApplication.sendEvent(page, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(page, QDropEvent(at, copies, held, left, none))
    assert [each.good for each in shown_examples(application.session.project)] == ["Here.", "Now."]


def test_f6_borrows_what_is_chosen_and_asks_how_the_session_should_go(
    new_page, application, qtbot
) -> None:
    page = new_page("classify")
    qtbot.keyClick(application.window, Qt.Key.Key_F6)
    asked = open_popover(application.window)
    assert isinstance(asked, StartSession)
    assert application.session.project.answer(READY_MADE_KEY) == "classify"
    asked.close_popover()
    assert not page.empty.isVisible()
