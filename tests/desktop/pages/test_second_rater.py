"""The code for a second rater, in the room."""

import httpx2
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.pages.measure.room.entry import DoorPopover, SecondRater
from desktop.session import Session
from tests.desktop.graded_project import graded_project
from tests.mock_ai.server.test_uvicorn_server import OTHER, can_use


@pytest.fixture
def session(tmp_path):
    made = Session()
    made.use(graded_project(tmp_path))
    yield made
    made.close()


def test_it_serves_this_computer_until_the_room_is_left(session, shown):
    home = shown(QWidget(), 1200, 800)
    door = SecondRater(session, home)
    door.show_door()
    popover = home.findChild(DoorPopover)
    assert popover.open.isEnabled()
    assert not popover.let_in.isVisible()
    url = door.server.url
    assert url.startswith("http://127.0.0.1:")
    page, _, token = url.partition("#token=")
    asked = httpx2.post(
        f"{page}/rater", json={"name": "Bo"}, headers={"authorization": f"Bearer {token}"}
    )
    assert asked.status_code == 200
    heard = []
    session.changed.connect(heard.append)
    name = {"authorization": f"Bearer {token}", "x-rater": asked.json()["rater"]}
    answers = httpx2.post(f"{page}/answers", json={}, headers=name).json()["answers"]
    httpx2.post(
        f"{page}/grades",
        json={"grades": [{"answer": answers[0]["answer"], "said": "good"}]},
        headers=name,
    )
    shown_grades = session.project.measured.grades()
    assert [one.grade.rater for one in shown_grades] == ["Bo"]
    popover.close_popover()
    QApplication.processEvents()
    door.stop()
    assert [change.touches("grade") for change in heard] == [True]
    with pytest.raises(httpx2.HTTPError):
        httpx2.get(page)


@pytest.mark.skipif(not can_use(OTHER), reason="this computer has one loopback address")
def test_phones_are_let_in_and_kept_out_with_a_code(session, shown, qtbot, monkeypatch):
    monkeypatch.setattr("mock_ai.server.server_thread.network_addresses", lambda: (OTHER,))
    home = shown(QWidget(), 1200, 800)
    door = SecondRater(session, home)
    door.show_door()
    popover = home.findChild(DoorPopover)
    popover.switch.click()
    qtbot.waitUntil(lambda: bool(door.urls))
    assert popover.let_in.isVisible()
    assert OTHER in popover.address.text()
    popover.switch.click()
    qtbot.waitUntil(lambda: not door.urls)
    popover.close_popover()
    door.stop()
