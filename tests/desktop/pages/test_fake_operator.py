"""Behind the curtain in a real window: a real client asks, and keys answer."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions import ActionRegistry
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.journal import detail as journal_detail
from desktop.pages.fake.operator.desk_client import PATIENCE
from desktop.pages.fake.page import FakePage
from desktop.project import commands as edit
from desktop.project.stages import Stage
from desktop.recent import RecentProjects
from desktop.session import Session
from desktop.settings import Settings
from desktop.window.main import MainWindow
from estimators.base.errors import UserError
from tests import patience
from tests.desktop.pages.test_fake import at_once

Ask = Callable[..., "Future[dict[str, Any]]"]
HELLO = {"model": "m", "messages": [{"role": "user", "content": "Where is my order?"}]}


@pytest.fixture
def window(labelled_session: Session, look: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    del look
    window = MainWindow(
        labelled_session,
        {Stage.FAKE: lambda: FakePage(labelled_session, JobQueue())},
        registry=ActionRegistry(),
        settings=Settings(),
        recent=RecentProjects(),
    )
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_stage(Stage.FAKE)
    yield window
    labelled_session.close()


@pytest.fixture
def page(window: MainWindow) -> FakePage:
    page = window.page(Stage.FAKE)
    assert isinstance(page, FakePage)
    return page


@pytest.fixture
def ask(page: FakePage, labelled_session: Session) -> Iterator[Ask]:
    """Ask as a prototype does, from another thread."""
    at_once_or_by_hand(labelled_session)
    with ThreadPoolExecutor(8) as pool:

        def start(content: bytes | dict[str, Any], kind: str = "image/png", path: str = "predict") -> "Future[dict[str, Any]]":  # fmt: skip
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            key = f"Bearer {page.serving.token}"
            request = urllib.request.Request(
                f"{page.serving.address}/{path}",
                data=body,
                headers={"Authorization": key, "Content-Type": kind},
            )
            return pool.submit(_answer, request)

        yield start
        page.desk.step_out()


def _answer(request: urllib.request.Request) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(request, timeout=patience.PATIENCE) as reply:
            answer: dict[str, Any] = json.loads(reply.read())
            return answer
    except urllib.error.HTTPError as error:
        failed: dict[str, Any] = json.loads(error.read())
        return failed


def at_once_or_by_hand(session: Session) -> None:
    """Play a scenario without delays and faults, and have requests wait long for a person."""
    at_once(session)
    session.do(edit.SetFact(PATIENCE, 300, "wait long"))


def step_in(page: FakePage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: page.serving.desk is not None and page.serving.desk.everything)  # fmt: skip


def key(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget() or window, key)


def done(qtbot: QtBot, asked: "Future[dict[str, Any]]") -> dict[str, Any]:
    qtbot.waitUntil(asked.done)
    return asked.result()


def shown(page: FakePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.operator.shown is not None)


def first_photo(session: Session) -> bytes:
    example = session.project.examples()[0]
    return session.project.original(example).read_bytes()


def test_a_photo_waits_for_the_person_and_keys_answer_it(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    assert page.header.headline.text() == "You are behind the curtain."
    assert page.tabs.value() == "live"
    asked = ask(first_photo(labelled_session))
    shown(page, qtbot)
    behind = page.operator
    qtbot.waitUntil(lambda: not behind.exhibit.picture.is_empty)
    assert [choice.text() for choice in behind.answering.choices] == ["0", "1", "2"]
    key(qtbot, window, Qt.Key.Key_3)
    behind.answering.sure.set_value(0.75)
    for _ in range(3):
        key(qtbot, window, Qt.Key.Key_Right)
    assert behind.answering.send_button.text() == "Send “2? I’m 78% sure.”"
    key(qtbot, window, Qt.Key.Key_Return)
    answer = done(qtbot, asked)
    assert (answer["label"], answer["confidence"]) == ("2", 0.78)
    qtbot.waitUntil(lambda: bool(labelled_session.project.journal(1)))
    assert labelled_session.project.journal(1)[0]["answered_by"] == "you"
    qtbot.waitUntil(lambda: behind.shown is None)
    assert behind.invitation.title.text() == "Nobody is waiting."


def test_space_lets_the_dials_answer_and_zero_says_i_dont_know(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    for pressed, abstains in ((Qt.Key.Key_Space, False), (Qt.Key.Key_0, True)):
        asked = ask(first_photo(labelled_session))
        shown(page, qtbot)
        key(qtbot, window, pressed)
        assert done(qtbot, asked)["abstain"] is abstains
        qtbot.waitUntil(lambda: page.operator.shown is None)


def test_keys_are_letters_while_the_person_writes_and_enter_sends(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    asked = ask(first_photo(labelled_session))
    shown(page, qtbot)
    answering = page.operator.answering
    key(qtbot, window, Qt.Key.Key_2)
    key(qtbot, window, Qt.Key.Key_E)
    assert answering.text.hasFocus()
    qtbot.keyClicks(answering.text, "3 of 10, b q")
    assert page.desk.is_on
    assert answering.text.toPlainText() == "3 of 10, b q"
    assert answering.choices[1].isChecked()
    key(qtbot, window, Qt.Key.Key_Return)
    answer = done(qtbot, asked)
    assert (answer["label"], answer["text"]) == ("1", "3 of 10, b q")


def test_a_message_is_answered_in_words(
    page: FakePage, window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    asked = ask(HELLO, "application/json", "chat/completions")
    shown(page, qtbot)
    answering = page.operator.answering
    assert not answering.sure.isVisible()
    answering.start_editing()
    qtbot.keyClicks(answering.text, "It left yesterday.")
    key(qtbot, window, Qt.Key.Key_Return)
    said = done(qtbot, asked)["choices"][0]["message"]["content"]
    assert said == "It left yesterday."


def test_several_wait_in_a_queue_and_any_may_be_taken(
    page: FakePage, window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    first = ask({"text": "the first"}, "application/json")
    qtbot.waitUntil(lambda: len(page.desk.waiting()) == 1)
    second = ask({"text": "the second"}, "application/json")
    qtbot.waitUntil(lambda: page.operator.title.text().endswith("one of 2 requests waiting"))  # fmt: skip
    assert page.tabs.accessibleName().find("2 waiting") > 0
    key(qtbot, window, Qt.Key.Key_Q)
    taken = page.operator.shown
    assert taken is not None
    assert taken.text == "the second"
    key(qtbot, window, Qt.Key.Key_1)
    key(qtbot, window, Qt.Key.Key_Return)
    assert done(qtbot, second)["label"] == "0"
    assert not first.done()
    key(qtbot, window, Qt.Key.Key_0)
    assert done(qtbot, first)["abstain"]


def test_after_the_time_is_up_the_dials_answer(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    page._show("live")
    page.operator.patience.setText("1")
    page.operator.patience.editingFinished.emit()
    assert labelled_session.project.answer(PATIENCE) == 1
    assert labelled_session.undo_text == "change how long a request waits for you"
    step_in(page, window, qtbot)
    assert page.header.lead.text().startswith("Each answer waits for you up to 1 second.")
    assert done(qtbot, ask(first_photo(labelled_session)))["label"]
    qtbot.waitUntil(lambda: page.operator.shown is None)
    qtbot.waitUntil(lambda: bool(labelled_session.project.journal(1)))
    kept = labelled_session.project.journal(1)[0]
    assert (kept["answered_by"], kept["timed_out"]) == ("dials", True)
    known = dict(journal_detail._known(kept))
    assert known["Answered by"] == "the dials (simulated), after it had waited for you in vain"


def test_escape_steps_out_and_lets_go_who_waits(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    asked = ask(first_photo(labelled_session))
    shown(page, qtbot)
    assert dict(page.keys())["Esc"] == "step out"
    key(qtbot, window, Qt.Key.Key_Escape)
    assert not page.desk.is_on
    assert done(qtbot, asked)["label"]
    assert page.header.headline.text() == "What was asked, and what it answered."


def test_to_refuse_and_to_fail_are_in_the_menu(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    for words, expected in (("Refuse politely", "can’t help"), ("Fail with an error", "error")):
        asked = ask(first_photo(labelled_session))
        shown(page, qtbot)
        answering = page.operator.answering
        answering.rather_button.click()
        menu = answering._menu
        assert menu is not None
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()
        assert expected in json.dumps(done(qtbot, asked), ensure_ascii=False)
        qtbot.waitUntil(lambda: page.operator.shown is None)


def test_what_cannot_be_shown_is_said_and_can_be_answered(
    page: FakePage, window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    asked = ask(b"no photo at all")
    shown(page, qtbot)
    problem = page.operator.exhibit.problem
    qtbot.waitUntil(lambda: "cannot be shown" in problem.text())
    key(qtbot, window, Qt.Key.Key_0)
    assert done(qtbot, asked)["abstain"]


def test_an_answer_for_one_that_is_gone_is_said(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    asked = ask(first_photo(labelled_session))
    shown(page, qtbot)
    from mock_ai.operator.waiting_request import OperatorAnswer

    desk, request = page.serving.desk, page.operator.shown
    assert desk is not None
    assert request is not None
    desk.answer(request.number, OperatorAnswer("unknown"))  # in the browser, at the same moment
    page.operator.answering.send()
    assert "Somebody has answered it." in page.operator.told.text()
    assert done(qtbot, asked)["abstain"]


def test_stopping_to_serve_steps_out(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    step_in(page, window, qtbot)
    asked = ask(first_photo(labelled_session))
    shown(page, qtbot)
    page.bar.switch.click()
    assert done(qtbot, asked)["label"]
    qtbot.waitUntil(lambda: not page.desk.is_on)
    assert page.operator.shown is None
    assert page.operator.step.isVisible()


def test_where_nothing_can_be_served_nobody_is_behind_the_curtain(
    page: FakePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_project: object) -> None:
        raise UserError("The model cannot be read.", "Its file is damaged.", "Train again.")

    monkeypatch.setattr("desktop.pages.fake.server_work.answering", broken)
    page.desk.step_in()
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert page.message.message is not None
    assert page.message.message.what == "The model cannot be read."
    qtbot.waitUntil(lambda: not page.desk.is_on)


def test_everything_behind_the_curtain_has_a_name(
    page: FakePage, window: MainWindow, ask: Ask, labelled_session: Session, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QWidget

    step_in(page, window, qtbot)
    asked = ask(first_photo(labelled_session))
    shown(page, qtbot)
    behind = page.operator
    reached = [
        one
        for one in behind.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(reached) >= 8
    assert [type(one).__name__ for one in reached if not one.accessibleName()] == []
    bottom = behind.answering.unknown_button
    below = bottom.mapTo(window, QPoint(0, bottom.height())).y()
    assert below <= window.height() - 28, "what decides is in view"
    key(qtbot, window, Qt.Key.Key_0)
    done(qtbot, asked)
