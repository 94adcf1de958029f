"""“Pack the project for sharing…”, from the question to the message, with the job itself."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.jobs.add_data import AddData, find_data
from desktop.jobs.queue import JobQueue
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.session import Session
from desktop.widgets.message import Message
from desktop.window.pack import PackAction


@pytest.fixture
def jobs(qtbot: QtBot):
    queue = JobQueue()
    yield queue
    queue.forget()
    queue.deleteLater()


def test_packing_says_the_size_asks_where_and_names_what_is_missing(
    look, jobs, tmp_path, digits_folder, qtbot
) -> None:
    path, photos = tmp_path / "digits.smart", digits_folder(n=3, classes=2)
    with Project.create(path, name="Digits") as project:
        found = find_data(AddData(path, (photos,)), lambda *_: None, lambda: False)
        project.do(edit.AddExamples(found.examples))
        project.requests.append_rows(({"at": "2026-11-25T00:00:00+00:00", "name": "asked"},))
    gone = next(photos.rglob("*.png"))
    gone.unlink()
    session, said = Session(), list[Message]()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    packing = PackAction(session, jobs, window, said.append)
    assert packing.off() == "No project is open."
    session.use(Project.open(path))
    asked: list[str] = []

    def answer(_title: str, suggestion: str, _kinds: str) -> str:
        asked.append(Path(suggestion).name)
        return str(tmp_path / "away")

    packing.ask_file = answer
    packing.offer()
    qtbot.waitUntil(lambda: packing.question is not None)
    question = packing.question
    assert "its 6 photos and your answers and notes: about" in question.sentences[0].text()
    assert "does not hold when and where a photo was made" in question.sentences[1].text()
    assert [box.text() for box in question.ticks.values()] == [
        "With place, date, author and camera of the photos",
        "With the request journal (1 exchange)",
    ]
    assert not any(box.isChecked() for box in question.ticks.values())
    question.send.click()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert asked == ["digits, packed.smart"]
    assert said[-1].tone == "warn"
    assert said[-1].what.startswith("“away.smart” is packed, with 5 photos:")
    assert gone.name in said[-1].why
    with Project.open_beside(tmp_path / "away.smart") as packed:
        assert packed.requests.rows() == []
        assert sum(packed.originals.holds(e.sha256) for e in packed.examples()) == 5
    session.close()
