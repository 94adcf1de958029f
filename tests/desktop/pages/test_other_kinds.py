"""The pages of a project that tells nothing apart: no dead end, no word of a classifier, and a fake that answers."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.app import Application
from desktop.findings.fake.ready_made import ready_made_view
from desktop.project.stages import Stage
from desktop.sample import SAMPLES
from estimators.base.task_kind import TASK_KINDS
from mock_ai.ready_made import ready_made
from tests.desktop.findings.problem.test_product_words import OF_CLASSES
from tests.patience import PATIENCE

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


def test_what_is_shown_is_what_a_prototype_gets_and_the_dial_turns_both(opened, qtbot) -> None:
    application = opened("support")
    application.window.show_stage(Stage.FAKE)
    page = application.window.page(Stage.FAKE)
    page.bar.switch.click()
    qtbot.waitUntil(lambda: page.serving.is_on)
    asked = str(ready_made("generate").items[2].input)

    def answer() -> str:
        with ThreadPoolExecutor(1) as pool:
            reply = pool.submit(_chat, page.serving.address, page.serving.token, asked)
            qtbot.waitUntil(reply.done)
            return reply.result()

    def shown() -> str:
        kind = TASK_KINDS["generate"]
        items = ready_made_view(application.session.project, kind).items
        return next(item.answer for item in items if item.shown == asked)

    assert not page.bar.stage.isVisible()
    assert answer() == shown()
    right = shown()
    page.ready_made.turned.emit(0.0)
    assert shown() != right
    qtbot.waitUntil(lambda: answer() == shown())
    page.bar.switch.click()
    qtbot.waitUntil(lambda: not page.serving.is_on)


def _chat(address: str, token: str, text: str) -> str:
    body = {"model": "fake", "messages": [{"role": "user", "content": text}]}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = Request(f"{address}/chat/completions", json.dumps(body).encode(), headers)
    with urlopen(request, timeout=PATIENCE) as reply:
        return json.load(reply)["choices"][0]["message"]["content"]
