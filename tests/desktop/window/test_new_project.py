"""New project asks what it should do and which kind it is; both are facts that can be undone."""

import pytest
from PySide6.QtCore import Qt

from desktop.app import Application
from desktop.window.new_project import NewProject


@pytest.fixture
def asked(application: Application, tmp_path, monkeypatch) -> NewProject:
    monkeypatch.setattr(application.dialogs, "project_to_make", lambda: tmp_path / "new.smart")
    application.ask_new_project()
    return application.window.findChild(NewProject)


def test_a_sentence_suggests_its_kind_and_both_are_kept_as_one_edit(
    application: Application, asked: NewProject, qtbot
) -> None:
    qtbot.keyClicks(asked.sentence, "Draft a reply to each message.")
    assert asked.kind() == "generate"
    assert asked.heard.text() == "That sounds like “Write an answer”. Choose another if it is not."
    asked.start.click()
    project = application.session.project
    assert project.answer("idea") == "Draft a reply to each message."
    assert project.answer("task_kind") == "generate"
    assert application.window.page().header.headline.text() == "Draft a reply to each message."
    application.session.undo()
    assert not project.facts()


def test_what_the_person_chose_stays_whatever_is_typed(asked: NewProject, qtbot) -> None:
    qtbot.keyClick(asked.tiles["classify"], Qt.Key.Key_3)
    assert asked.kind() == "rank"
    qtbot.keyClicks(asked.sentence, "Draft a reply to 7 messages.")
    assert asked.kind() == "rank"
    assert asked.sentence.text() == "Draft a reply to 7 messages."


def test_nothing_is_mandatory(application: Application, asked: NewProject) -> None:
    asked.start.click()
    assert application.session.is_open
    assert not application.session.project.facts()


def test_cancel_makes_nothing(application: Application, asked: NewProject, tmp_path) -> None:
    asked.close_popover()
    assert not application.session.is_open
    assert not [*tmp_path.glob("*.smart")]
