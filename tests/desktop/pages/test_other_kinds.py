"""The pages of a project that tells nothing apart: no dead end, no word of a classifier, and a fake that answers."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.app import Application
from desktop.project.stages import Stage
from desktop.sample import SAMPLES
from estimators.base.task_kind import TASK_KINDS
from mock_ai.ready_made import ready_made
from tests.desktop.findings.problem.test_product_words import OF_CLASSES

OTHERS = [sample for sample in SAMPLES if sample.kind != "classify"]


@pytest.fixture
def opened(application: Application, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("desktop.sample.sample_folder", lambda: tmp_path)

    def open_sample(sample_id: str) -> Application:
        assert application.open_sample(sample_id)
        return application

    return open_sample


def words_of(page: QWidget) -> list[str]:
    """What stands on the page now: labels and buttons."""
    labels = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    buttons = [each.text() for each in page.findChildren(QAbstractButton) if each.isVisible()]
    return [text for text in (*labels, *buttons) if text]


@pytest.mark.parametrize("sample", OTHERS, ids=[sample.kind for sample in OTHERS])
def test_data_fake_and_train_speak_of_its_kind_and_lead_on(sample, opened) -> None:
    application = opened(sample.id)
    window = application.window
    content = {text for item in ready_made(sample.kind).items for text in (str(item.input),)}
    for stage in (Stage.DATA, Stage.FAKE, Stage.TRAIN):
        window.show_stage(stage)
        page = window.page(stage)
        said = words_of(page)
        own = [text for text in said if text not in content]
        if stage is not Stage.FAKE:  # where good answers stand, whatever they say
            assert [text for text in own if OF_CLASSES.search(text)] == [], stage
        assert page.primary_off() == ""
    assert TASK_KINDS[sample.kind].right.split()[0] in " ".join(words_of(window.page(Stage.TRAIN)))


def test_the_fake_of_a_kind_answers_a_ready_made_set_and_its_dial_is_undone(opened) -> None:
    application = opened("support")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    assert page.header.headline.text() == "Borrowed to show: Support inbox."
    assert "16 come out right" in page.header.lead.text()
    assert not page.tabs.isVisible()
    page.ready_made.turned.emit(0.5)
    assert "10 come out right" in page.header.lead.text()
    page.ready_made.sets.chosen.emit("generate-meetings")
    assert page.header.headline.text() == "Borrowed to show: Meeting summaries."
    application.session.undo()
    application.session.undo()
    assert "16 come out right" in page.header.lead.text()


def test_another_kind_turns_the_pages_and_back(opened) -> None:
    from desktop.project.product import change_product

    application = opened("support")
    window, session = application.window, application.session
    window.show_stage(Stage.FAKE)
    page = window.page(Stage.FAKE)
    session.do(change_product(session.project, "classify", ("text",), ""))
    assert page.tabs.isVisible()
    assert not page.ready_made.isVisible()
    session.undo()
    assert page.ready_made.isVisible()
    assert not page.tabs.isVisible()
    assert page.keys() == ()


def test_all_items_are_shown_when_asked(opened) -> None:
    application = opened("sales")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    assert page.ready_made.more.text() == "All 84"
    page.ready_made.more.click()
    assert not page.ready_made.more.isVisible()


def test_a_page_asks_for_another_kind(opened) -> None:
    from desktop.widgets.popover import open_popover
    from desktop.window.change_product import ChangeProduct

    application = opened("orders")
    application.window.show_stage(Stage.FAKE)
    application.window.page(Stage.FAKE).product_asked.emit()
    assert isinstance(open_popover(application.window), ChangeProduct)
