"""New project asks what it should do, which kind it is and what goes in; all are facts of one edit, and change later."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.actions import Action
from desktop.app import Application
from desktop.project.product import case_noun_of, inputs_of, kind_of
from desktop.project.stages import Stage
from desktop.sample import SAMPLES
from desktop.widgets.popover import open_popover
from desktop.window.change_product import ChangeProduct
from desktop.window.new_project import NewProject
from estimators.base.task_kind import TASK_KINDS

REPLY = "Draft a reply to each message, so that a colleague only checks and sends it."


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def asked(application: Application) -> NewProject:
    application.ask_new_project()
    return application.window.findChild(NewProject)


def change(application: Application) -> ChangeProduct:
    assert application.registry.run("project.product")
    over = open_popover(application.window)
    assert isinstance(over, ChangeProduct)
    return over


def test_a_sentence_suggests_kind_and_input_and_all_is_kept_as_one_edit(
    application: Application, asked: NewProject, qtbot, documents: Path
) -> None:
    qtbot.keyClicks(asked.sentence, REPLY)
    assert asked.kind() == "generate"
    assert asked.product.inputs() == ("text", "document")
    said = "That sounds like write an answer, from text and documents. Choose another if it is not."
    assert asked.heard.text() == said
    asked.start.click()
    project = application.session.project
    assert project.answer("idea") == REPLY
    assert project.answer("task_kind") == "generate"
    assert project.answer("goes_in") == ["text", "document"]
    assert project.path == documents / "Smart Enough" / "Draft a reply to each message.smart"
    application.session.undo()
    assert not project.facts()
    application.session.redo()
    assert inputs_of(project) == ("text", "document")


def test_what_the_person_chose_stays_whatever_is_typed(asked: NewProject, qtbot) -> None:
    qtbot.keyClick(asked.product.tiles["classify"], Qt.Key.Key_3)
    assert asked.kind() == "rank"
    asked.product.chips["photo"].click()
    chosen = asked.product.inputs()
    qtbot.keyClicks(asked.sentence, "Draft a reply to 7 messages.")
    assert asked.kind() == "rank"
    assert asked.product.inputs() == chosen == ("photo", "table")
    assert asked.sentence.text() == "Draft a reply to 7 messages."
    assert asked.heard.text() == " "


def test_a_digit_chooses_a_kind_and_never_acts_on_the_page_behind(
    application: Application, asked: NewProject, qtbot
) -> None:
    pressed: list[str] = []
    keys = [str(number) for number in range(1, 8)]
    for key in keys:  # as Data's, which label an example
        application.registry.add(Action(f"test.{key}", key, partial(pressed.append, key), key))
    application.window.activateWindow()
    for key, name in zip(keys, TASK_KINDS, strict=True):
        qtbot.keyClick(asked.product.chips["text"], key)
        assert asked.kind() == name
    assert pressed == []
    assert sum(tile.isChecked() for tile in asked.product.tiles.values()) == 1
    asked.close_popover()
    qtbot.keyClick(application.window, "1")
    assert pressed == ["1"]  # and does without it


def test_arrow_keys_go_from_tile_to_tile_and_tab_leaves_them(asked: NewProject, qtbot) -> None:
    first = asked.product.tiles["classify"]
    qtbot.keyClick(first, Qt.Key.Key_Left)
    assert asked.kind() == "act"
    qtbot.keyClick(asked.product.tiles["act"], Qt.Key.Key_Right)
    assert asked.kind() == "classify"
    stops = [
        tile
        for tile in asked.product.tiles.values()
        if tile.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == [first]


def test_enter_starts_it_from_the_sentence(
    application: Application, asked: NewProject, qtbot
) -> None:
    qtbot.keyClicks(asked.sentence, "Count loaves")
    qtbot.keyClick(asked.sentence, Qt.Key.Key_Return)
    assert application.session.project.answer("idea") == "Count loaves"


def test_nothing_is_mandatory_and_no_file_takes_the_place_of_another(
    application: Application, asked: NewProject, documents: Path
) -> None:
    asked.start.click()
    assert not application.session.project.facts()
    application.new_project()
    names = [path.name for path in sorted((documents / "Smart Enough").glob("*.smart"))]
    assert names == ["Untitled 2.smart", "Untitled.smart"]


def test_another_place_can_be_named_instead(
    application: Application, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(application.dialogs, "project_to_make", lambda: tmp_path / "mine")
    assert application.registry.run("project.new_at")
    assert application.session.path == tmp_path / "mine.smart"


def test_cancel_makes_nothing(
    application: Application, asked: NewProject, qtbot, documents: Path
) -> None:
    qtbot.keyClick(asked.sentence, Qt.Key.Key_Escape)
    assert not application.session.is_open
    assert not [*documents.rglob("*.smart")]


def test_typed_words_outlive_another_size_of_the_window(
    application: Application, asked: NewProject, qtbot
) -> None:
    qtbot.keyClicks(asked.sentence, REPLY)
    application.window.resize(1024, 680)
    QApplication.processEvents()
    assert asked.isVisible()
    assert asked.sentence.text() == REPLY
    assert asked.geometry() == application.window.room_between_bars()


def test_kinds_stand_seven_in_a_row_or_four_and_three_and_samples_eight_or_four(
    application: Application, asked: NewProject
) -> None:
    def rows(tiles) -> list[int]:
        tops = [tile.y() for tile in tiles]
        return [tops.count(top) for top in sorted(set(tops))]

    def in_rows_of(n: int) -> list[int]:
        whole, left = divmod(len(SAMPLES), n)
        return [n] * whole + [left] * bool(left)

    application.window.resize(1440, 900)
    QApplication.processEvents()
    assert rows(asked.product.tiles.values()) == [7]
    assert rows(asked.sample_tiles) == in_rows_of(8)
    application.window.resize(1024, 680)
    QApplication.processEvents()
    assert rows(asked.product.tiles.values()) == [4, 3]
    assert rows(asked.sample_tiles) == in_rows_of(4)


def test_f1_says_what_right_means_for_each_kind(
    application: Application, asked: NewProject
) -> None:
    assert application.registry.run("help.explain")
    over = open_popover(application.window)
    assert over is not None
    assert over is not asked
    over.close_popover()
    assert asked.isVisible()


def test_every_sample_has_a_tile_and_a_press_opens_it(
    application: Application, asked: NewProject, tmp_path: Path, monkeypatch
) -> None:
    assert [tile.sample for tile in asked.sample_tiles] == [*SAMPLES]
    monkeypatch.setattr("desktop.sample.sample_folder", lambda: tmp_path)
    next(tile for tile in asked.sample_tiles if tile.sample.id == "meetings").click()
    assert application.session.name == "Meeting notes"


def test_kind_input_and_word_are_changed_together_and_undone_together(
    application: Application, asked: NewProject, qtbot
) -> None:
    qtbot.keyClicks(asked.sentence, REPLY)
    asked.start.click()
    session = application.session
    chosen = change(application)
    assert chosen.product.kind() == "generate"
    assert chosen.product.inputs() == ("text", "document")
    qtbot.keyClick(chosen.product.tiles["generate"], Qt.Key.Key_7)
    chosen.product.chips["text"].click()
    qtbot.keyClicks(chosen.word, "refund")
    chosen.submit()
    project = session.project
    assert kind_of(project) is TASK_KINDS["act"]
    assert inputs_of(project) == ("document",)
    assert case_noun_of(project) == ("refund", "refunds")
    session.undo()
    assert kind_of(project) is TASK_KINDS["generate"]
    assert inputs_of(project) == ("text", "document")
    assert case_noun_of(project).one == "message"


def test_a_change_that_changes_nothing_is_no_edit(
    application: Application, asked: NewProject, qtbot
) -> None:
    qtbot.keyClicks(asked.sentence, REPLY)
    asked.start.click()
    before = application.session.undo_text
    change(application).submit()
    assert application.session.undo_text == before
    assert application.window.stage is Stage.PROBLEM
