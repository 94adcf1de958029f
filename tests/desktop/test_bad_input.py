"""What a person brings that cannot work: the window stays and says one thing about each."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.jobs.training_pipeline import pipeline_of
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import RunSettings
from desktop.project.stages import Stage
from desktop.widgets.message import MessageBar
from estimators.base.errors import UserError
from tests.small_disk import small_disk
from tests.training_results import measured


class Person:
    """Someone at a window, and what the window says to them."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        self.application, self.window, self.qtbot = application, application.window, qtbot

    @property
    def said(self) -> list[str]:
        """The messages on show."""
        return [
            bar.message.what
            for bar in self.window.findChildren(MessageBar)
            if bar.isVisible() and bar.message is not None
        ]

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.application.jobs.busy)

    def project(self, path: Path) -> None:
        """Start an empty project, and look at its Data page."""
        self.application.session.use(Project.create(path, name="Bad input"))
        self.window.show_stage(Stage.DATA)

    def bring(self, source: Path) -> None:
        pipeline_of(self.application.session, self.application.jobs).add([source])
        self.settle()


@pytest.fixture
def person(application: Application, qtbot: QtBot) -> Person:
    return Person(application, qtbot)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "1m") as mounted:
        yield mounted


def a_project(path: Path) -> Path:
    with Project.create(path, name="A") as project:
        project.do(edit.AddClass("Crack"))
    return path


def not_a_project(path: Path) -> Path:
    path.write_text("hello")
    return path


def a_damaged_project(path: Path) -> Path:
    content = a_project(path).read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    return path


def a_project_without_a_table(path: Path) -> Path:
    connection = sqlite3.connect(a_project(path))
    connection.execute("DROP TABLE example")
    connection.close()
    return path


@pytest.mark.parametrize(
    "make", [not_a_project, a_damaged_project, a_project_without_a_table, Path]
)
def test_what_is_no_project_is_refused_in_one_message(
    person: Person, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    person.application.open_project(make(tmp_path / "b.smart"))
    assert len(person.said) == 1
    assert "b.smart" in person.said[0]
    assert not person.application.session.is_open
    assert person.window.isVisible()
    assert not list(tmp_path.glob(".*"))


def test_data_that_cannot_be_learned_from_leaves_the_window_and_one_message(
    person: Person, tmp_path: Path, digits_folder: Callable[..., Path]
) -> None:
    (tmp_path / "empty").mkdir()
    broken = digits_folder(n=3, classes=2)
    for photo in broken.rglob("*.png"):
        photo.write_bytes(b"not a photo")
    person.project(tmp_path / "p.smart")
    project = person.application.session.project

    person.bring(tmp_path / "empty")
    assert len(person.said) == 1
    assert project.count_examples() == 0
    person.bring(not_a_project(tmp_path / "text.docx"))
    assert len(person.said) == 1
    assert project.count_examples() == 0
    person.bring(broken)
    assert len(person.said) == 1
    assert person.window.isVisible()


def test_one_photo_in_a_class_is_named_and_no_run_is_kept(
    person: Person, tmp_path: Path, digits_folder: Callable[..., Path]
) -> None:
    data = digits_folder(n=6, classes=2)
    for photo in sorted((data / "1").iterdir())[1:]:
        photo.unlink()
    person.project(tmp_path / "p.smart")
    person.bring(data)
    person.window.show_stage(Stage.MEASURE)
    pipeline_of(person.application.session, person.application.jobs).train()
    person.settle()
    assert [said for said in person.said if "“1” has only 1 photo" in said] == person.said != []
    assert not person.application.session.project.runs()


def test_a_newer_project_can_be_looked_at_on_every_page_and_stays_as_it_was(
    person: Person, tmp_path: Path
) -> None:
    path = a_project(tmp_path / "newer.smart")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    assert person.application.open_project(path)
    assert person.application.session.read_only
    for stage in Stage:
        person.window.show_stage(stage)
        QApplication.processEvents()
        assert person.window.isVisible()
    person.settle()
    person.application.close_project()
    assert path.read_bytes() == before


def test_a_full_disk_refuses_the_photos_and_keeps_the_project(
    person: Person, disk: Path, digits_folder: Callable[..., Path]
) -> None:
    data = digits_folder(n=6, classes=2)
    person.project(disk / "p.smart")
    project = person.application.session.project
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize))
    person.bring(data)
    assert person.said == ["The disk is full."]
    assert project.count_examples() == 0
    ballast.unlink()
    project.do(edit.AddClass("Crack"))


def test_a_model_that_does_not_fit_on_the_disk_is_no_run_and_leaves_no_file(
    person: Person,
    disk: Path,
    digits_folder: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    monkeypatch.setenv("TMPDIR", str(drafts))
    person.project(disk / "p.smart")
    person.bring(digits_folder(n=5, classes=2))
    person.window.show_stage(Stage.MEASURE)
    pipeline_of(person.application.session, person.application.jobs).train()
    person.settle()
    assert "The disk is full." in person.said
    assert not person.application.session.project.runs()
    assert not [path for path in drafts.glob("smart-enough-*") if list(path.iterdir())]


def test_a_damaged_answer_is_said_once_a_page_and_the_rest_stays_usable(
    person: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = a_project(tmp_path / "b.smart")
    with Project.open(path) as project:
        project.do(edit.SetFact("volume_per_month", {"low": 1, "high": 2}, "volume"))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE fact SET source = 'a friend'")
    connection.close()
    application, window = person.application, person.window
    with person.qtbot.capture_exceptions() as raised:
        assert application.open_project(path)
        for stage in (*Stage, *Stage):
            window.show_stage(stage)
            QApplication.processEvents()
            assert window.stage is stage
    for _ in range(3):
        for kind, error, trace in raised:
            application.show_bug(kind, error, trace)
    said = capsys.readouterr().err
    assert "our mistake" not in said
    assert said.count("“b.smart” is damaged.") <= len(Stage)
    window.show_stage(Stage.PROBLEM)
    assert person.said == ["“b.smart” is damaged."]
    assert application.open_project(a_project(tmp_path / "copy.smart"))  # the last copy opens
    assert application.session.path == tmp_path / "copy.smart"


def test_a_page_that_a_damaged_project_keeps_from_being_built_leaves_nothing_behind(
    person: Person, tmp_path: Path
) -> None:
    path = a_project(tmp_path / "b.smart")
    with Project.open(path) as project:
        project.append_run(RunSettings(), measured())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE run SET result = '{'")
    connection.close()
    application, window = person.application, person.window
    with person.qtbot.capture_exceptions() as raised:
        assert application.open_project(path)
        for _ in range(2):
            with pytest.raises(UserError, match="damaged"):
                window.show_stage(Stage.FAKE)  # its dials start from the last run
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert window.page(Stage.FAKE) is None
        application.close_project()
        QApplication.processEvents()
    assert all("damaged" in str(error) for _, error, _ in raised)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_the_open_project_is_the_same_by_a_link(person: Person, tmp_path: Path) -> None:
    path = a_project(tmp_path / "a.smart")
    link = tmp_path / "link.smart"
    link.symlink_to(path)
    assert person.application.open_project(path)
    assert person.application.open_project(link)
    assert person.application.session.path == path
    assert person.said == []
