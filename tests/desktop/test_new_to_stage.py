"""From "New project" to a Stage with something on it, for every kind, by the keyboard and without a file of one's own.

How long somebody who reads nothing takes is counted (``hands``) and bounded.
"""

import pytest
from PySide6.QtCore import Qt

from desktop.app import Application
from desktop.findings.fake.demo_sessions import cannot_present
from desktop.project.stages import Stage
from desktop.window.new_project import NewProject
from estimators.base.task_kind import TASK_KINDS
from tests.desktop.hands import CONTROL, Hands

IDEAS = {
    "classify": "Tell cracked parts from good ones.",
    "number": "Predict how many loaves we sell tomorrow.",
    "rank": "Recommend what goes with a basket.",
    "extract": "Pull the fields out of each receipt.",
    "transcribe": "Write down spoken orders.",
    "generate": "Draft a reply to each message.",
    "act": "File and pay expenses.",
}


def start(hands: Hands, application: Application, kind: str) -> None:
    hands.press(Qt.Key.Key_N, CONTROL)
    hands.qtbot.waitUntil(lambda: application.window.findChild(NewProject) is not None)
    hands.type(IDEAS[kind])
    asked = application.window.findChild(NewProject)
    if asked.kind() != kind:
        hands.press(Qt.Key.Key_Tab)
        hands.press(getattr(Qt.Key, f"Key_{list(TASK_KINDS).index(kind) + 1}"))
    assert asked.kind() == kind
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.qtbot.waitUntil(lambda: application.session.is_open)


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_a_new_project_of_any_kind_reaches_the_stage(kind, hands, application, qtbot) -> None:
    start(hands, application, kind)
    hands.press(getattr(Qt.Key, f"Key_{Stage.FAKE.number}"), CONTROL)
    assert application.window.stage is Stage.FAKE
    hands.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: application.presenter.stage is not None)
    stage = application.presenter.stage
    qtbot.waitUntil(lambda: stage.isVisible() and stage.answer is not None)
    assert hands.lap(f"first demo of {kind}") < 60
    stage.close()
    qtbot.waitUntil(lambda: application.presenter.stage is None)
    assert application.session.project.answer("ready_made_set")
    assert cannot_present(application.session.project) == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_F5, Qt.Key.Key_F6])
def test_the_key_of_the_stage_leads_to_what_is_missing(key, hands, application) -> None:
    """The circle is gone: nothing asks for photos on Data, which sends one back."""
    start(hands, application, "classify")
    application.window.show_stage(Stage.DATA)
    assert (
        application.window.page(Stage.DATA).empty.fake.text() == "No examples at all? Fake it first"
    )
    hands.press(key)
    assert application.window.stage is Stage.FAKE
    page = application.window.page(Stage.FAKE)
    assert page.empty.isVisible()
    assert page.primary_off() == ""


def test_a_wardrobe_stylist_with_a_folder_of_photos_has_no_classes_and_goes_on_the_stage(
    application, tmp_path, monkeypatch, qtbot, digits_folder
) -> None:
    """What the folders are called never becomes an answer behind the person's back, and no page sends one in a circle."""
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)
    application.new_project("A wardrobe stylist for a pitch.", "rank", ("photo",))
    window, project = application.window, application.session.project
    window.show_stage(Stage.DATA)
    page = window.page(Stage.DATA)
    page.cases.empty.zone.dropped.emit([digits_folder(n=3, classes=2)])
    qtbot.waitUntil(lambda: project.count_examples() == 6)
    assert project.classes() == ()
    assert {example.class_name for example in project.examples()} == {None}
    assert project.answer("task_kind") == "rank"
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert "is left alone: this product has no classes." in page.message.message.why
    window.show_stage(Stage.FAKE)
    assert application.registry.run("fake.present")
    qtbot.waitUntil(lambda: application.presenter.stage is not None)
    application.presenter.close()


def test_classes_that_come_with_a_folder_are_seen_and_undone(
    application, tmp_path, monkeypatch, qtbot, digits_folder
) -> None:
    monkeypatch.setattr("desktop.project_places.documents", lambda: tmp_path)
    application.new_project("Tell digits apart.", "classify", ("photo",))
    project = application.session.project
    application.window.show_stage(Stage.DATA)
    page = application.window.page(Stage.DATA)
    page.empty.zone.dropped.emit([digits_folder(n=3, classes=2)])
    qtbot.waitUntil(lambda: project.count_examples() == 6)
    assert len(project.classes()) == 2
    assert application.session.undo_text == "add 6 photos"
    application.session.undo()
    assert project.classes() == ()
