"""Behind the curtain in a real window: a real client asks, and keys answer."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.actions import ActionRegistry
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.journal import detail as journal_detail
from desktop.pages.fake.operator.answer_form import AnswerForm
from desktop.pages.fake.operator.desk_client import PATIENCE
from desktop.pages.fake.page import FakePage
from desktop.project import commands as edit
from desktop.project.stages import Stage
from desktop.recent import RecentProjects
from desktop.session import Session
from desktop.settings import Settings
from desktop.window.main import MainWindow
from estimators.base.errors import UserError
from mock_ai.hand_answer import read_by_hand
from mock_ai.kinds.dialled_kind import AnswerPart, KindAnswer
from mock_ai.operator.waiting_request import SuggestedAnswer, WaitingRequest
from tests import patience
from tests.desktop.pages.fake_hands import at_once, said

Asked = Future[dict[str, Any]]
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


class Behind:
    """A person who has stepped behind the curtain, and prototypes that ask from other threads."""

    def __init__(self, page: FakePage, window: MainWindow, qtbot: QtBot) -> None:
        self.page, self.window, self.qtbot = page, window, qtbot
        self.pool = ThreadPoolExecutor(8)

    def step_in(self) -> None:
        self.press(Qt.Key.Key_B)
        serving = self.page.serving
        self.qtbot.waitUntil(lambda: serving.desk is not None and serving.desk.everything)

    def ask(self, content: bytes | dict[str, Any], path: str = "predict") -> Asked:
        """Ask, and wait for nothing."""
        serving, is_photo = self.page.serving, isinstance(content, bytes)
        request = urllib.request.Request(
            f"{serving.address}/{path}",
            data=content if is_photo else json.dumps(content).encode(),
            headers={
                "Authorization": f"Bearer {serving.token}",
                "Content-Type": "image/png" if is_photo else "application/json",
            },
        )
        return self.pool.submit(_answer, request)

    def shown(self, asked: bytes | dict[str, Any] | None = None, path: str = "predict") -> Asked:
        """Ask (about a photo where nothing else is said), and wait until the person sees it."""
        project = self.page.session.project
        photo = project.original(project.examples()[0]).read_bytes()
        answer = self.ask(photo if asked is None else asked, path)
        self.qtbot.waitUntil(lambda: self.page.operator.shown is not None)
        return answer

    def press(self, *keys: Qt.Key) -> None:
        """Press keys where the focus is."""
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget() or self.window, key)

    def answer(self, asked: Asked) -> dict[str, Any]:
        """What the prototype gets."""
        self.qtbot.waitUntil(asked.done)
        return asked.result()


@pytest.fixture
def curtain(page: FakePage, window: MainWindow, qtbot: QtBot) -> Iterator[Behind]:
    """A scenario without delays and faults, whose requests wait long once the person steps in."""
    at_once(page.session)
    page.session.do(edit.SetFact(PATIENCE, 300, "wait long"))
    made = Behind(page, window, qtbot)
    with made.pool:
        yield made
        page.desk.step_out()


@pytest.fixture
def behind(curtain: Behind) -> Behind:
    curtain.step_in()
    return curtain


def _answer(request: urllib.request.Request) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(request, timeout=patience.PATIENCE) as reply:
            answer: dict[str, Any] = json.loads(reply.read())
            return answer
    except urllib.error.HTTPError as error:
        failed: dict[str, Any] = json.loads(error.read())
        return failed


def test_a_photo_waits_for_the_person_and_keys_answer_it(
    behind: Behind, labelled_session: Session, qtbot: QtBot
) -> None:
    page = behind.page
    assert page.header.headline.text() == "You are behind the curtain."
    assert page.tabs.value() == "live"
    asked = behind.shown()
    view = page.operator
    qtbot.waitUntil(lambda: not view.exhibit.picture.is_empty)
    assert [choice.text() for choice in view.answering.choices] == ["0", "1", "2"]
    behind.press(Qt.Key.Key_3)
    view.answering.sure.set_value(0.75)
    behind.press(*[Qt.Key.Key_Right] * 3)
    assert view.answering.send_button.text() == "Send “2? I’m 78% sure.”"
    behind.press(Qt.Key.Key_Return)
    answer = behind.answer(asked)
    assert (answer["label"], answer["confidence"]) == ("2", 0.78)
    qtbot.waitUntil(lambda: bool(labelled_session.project.requests.rows(1)))
    assert labelled_session.project.requests.rows(1)[0]["answered_by"] == "you"
    qtbot.waitUntil(lambda: view.shown is None)
    assert view.invitation.title.text() == "Nobody is waiting."


def test_space_lets_the_dials_answer_and_zero_says_i_dont_know(
    behind: Behind, qtbot: QtBot
) -> None:
    page = behind.page
    for pressed, abstains in ((Qt.Key.Key_Space, False), (Qt.Key.Key_0, True)):
        asked = behind.shown()
        behind.press(pressed)
        assert behind.answer(asked)["abstain"] is abstains
        qtbot.waitUntil(lambda: page.operator.shown is None)


def test_keys_are_letters_while_the_person_writes_and_enter_sends(
    behind: Behind, qtbot: QtBot
) -> None:
    page = behind.page
    asked = behind.shown()
    answering = page.operator.answering
    behind.press(Qt.Key.Key_2, Qt.Key.Key_E)
    assert answering.text.hasFocus()
    qtbot.keyClicks(answering.text, "3 of 10, b q")
    assert page.desk.is_on
    assert answering.text.toPlainText() == "3 of 10, b q"
    assert answering.choices[1].isChecked()
    behind.press(Qt.Key.Key_Return)
    answer = behind.answer(asked)
    assert (answer["label"], answer["text"]) == ("1", "3 of 10, b q")


def test_a_message_is_answered_in_words(behind: Behind, qtbot: QtBot) -> None:
    page = behind.page
    asked = behind.shown(HELLO, "chat/completions")
    answering = page.operator.answering
    assert not answering.sure.isVisible()
    answering.start_editing()
    qtbot.keyClicks(answering.text, "It left yesterday.")
    behind.press(Qt.Key.Key_Return)
    said = behind.answer(asked)["choices"][0]["message"]["content"]
    assert said == "It left yesterday."


def test_several_wait_in_a_queue_and_any_may_be_taken(behind: Behind, qtbot: QtBot) -> None:
    page = behind.page
    first = behind.ask({"text": "the first"})
    qtbot.waitUntil(lambda: len(page.desk.waiting()) == 1)
    second = behind.ask({"text": "the second"})
    qtbot.waitUntil(lambda: page.operator.title.text().endswith("one of 2 requests waiting"))  # fmt: skip
    assert page.tabs.accessibleName().find("2 waiting") > 0
    behind.press(Qt.Key.Key_Q)
    taken = page.operator.shown
    assert taken is not None
    assert taken.text == "the second"
    behind.press(Qt.Key.Key_1, Qt.Key.Key_Return)
    assert behind.answer(second)["label"] == "0"
    assert not first.done()
    behind.press(Qt.Key.Key_0)
    assert behind.answer(first)["abstain"]


def test_after_the_time_is_up_the_dials_answer(
    curtain: Behind, labelled_session: Session, qtbot: QtBot
) -> None:
    page = curtain.page
    page._show("live")
    page.operator.patience.setText("1")
    page.operator.patience.editingFinished.emit()
    assert labelled_session.project.answer(PATIENCE) == 1
    assert labelled_session.undo_text == "change how long a request waits for you"
    curtain.step_in()
    assert page.header.lead.text().startswith("Each answer waits for you up to 1 second.")
    assert curtain.answer(curtain.shown())["label"]
    qtbot.waitUntil(lambda: page.operator.shown is None)
    qtbot.waitUntil(lambda: bool(labelled_session.project.requests.rows(1)))
    kept = labelled_session.project.requests.rows(1)[0]
    assert (kept["answered_by"], kept["timed_out"]) == ("dials", True)
    known = dict(journal_detail._known(kept))
    assert known["Answered by"] == "the dials (simulated), after it had waited for you in vain"


def test_escape_steps_out_and_lets_go_who_waits(behind: Behind) -> None:
    page = behind.page
    asked = behind.shown()
    assert dict(page.keys())["Esc"] == "step out"
    behind.press(Qt.Key.Key_Escape)
    assert not page.desk.is_on
    assert behind.answer(asked)["label"]
    assert page.header.headline.text() == "What was asked, and what it answered."


def test_to_refuse_and_to_fail_are_in_the_menu(behind: Behind, qtbot: QtBot) -> None:
    page = behind.page
    for words, expected in (("Refuse politely", "can’t help"), ("Fail with an error", "error")):
        asked = behind.shown()
        answering = page.operator.answering
        answering.rather_button.click()
        menu = answering.rather_button.findChildren(QMenu)[-1]
        next(action for action in menu.actions() if action.text() == words).trigger()
        menu.close()
        assert expected in json.dumps(behind.answer(asked), ensure_ascii=False)
        qtbot.waitUntil(lambda: page.operator.shown is None)


def test_what_cannot_be_shown_is_said_and_can_be_answered(behind: Behind, qtbot: QtBot) -> None:
    page = behind.page
    asked = behind.shown(b"no photo at all")
    problem = page.operator.exhibit.problem
    qtbot.waitUntil(lambda: "cannot be shown" in problem.text())
    behind.press(Qt.Key.Key_0)
    assert behind.answer(asked)["abstain"]


def test_an_answer_for_one_that_is_gone_is_said(behind: Behind) -> None:
    page = behind.page
    asked = behind.shown()
    from mock_ai.operator.waiting_request import OperatorAnswer

    desk, request = page.serving.desk, page.operator.shown
    assert desk is not None
    assert request is not None
    desk.answer(request.number, OperatorAnswer("unknown"))  # in the browser, at the same moment
    page.operator.answering.send()
    assert "Somebody has answered it." in page.operator.told.text()
    assert behind.answer(asked)["abstain"]


def test_stopping_to_serve_steps_out(behind: Behind, qtbot: QtBot) -> None:
    page = behind.page
    asked = behind.shown()
    page.bar.switch.click()
    assert behind.answer(asked)["label"]
    qtbot.waitUntil(lambda: not page.desk.is_on)
    assert page.operator.shown is None
    assert page.operator.step.isVisible()


def test_where_nothing_can_be_served_nobody_is_behind_the_curtain(
    page: FakePage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_project: object) -> None:
        raise UserError("The model cannot be read.", "Its file is damaged.", "Train again.")

    monkeypatch.setattr("desktop.pages.fake.server.server_work.answering", broken)
    page.desk.step_in()
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert said(page).what == "The model cannot be read."
    qtbot.waitUntil(lambda: not page.desk.is_on)


def test_everything_behind_the_curtain_has_a_name(behind, window, nameless) -> None:
    page = behind.page
    asked = behind.shown()
    view = page.operator
    assert nameless(view) == []
    bottom = view.answering.unknown_button
    below = bottom.mapTo(window, QPoint(0, bottom.height())).y()
    assert below <= window.height() - 28, "what decides is in view"
    behind.press(Qt.Key.Key_0)
    behind.answer(asked)


def test_fields_are_typed_from_what_the_dials_say(look, qtbot: QtBot) -> None:
    del look
    usual = KindAnswer(
        {"who": "Design", "by": None}, True, None, 1.0,
        (AnswerPart("who", "Design"), AnswerPart("by", None)),
    )  # fmt: skip
    request = WaitingRequest(
        1, datetime.now(UTC), "/v1/predict", "text", "", SuggestedAnswer("", "dials"), 8.0,
        product="extract", usual=usual,
    )  # fmt: skip
    form = AnswerForm()
    qtbot.addWidget(form)
    form.show_request(request)
    assert form.text.toPlainText() == "who: Design\nby: "
    decided = form.decision()
    assert decided is not None
    assert read_by_hand("extract", decided.text, usual).answer == usual.answer
