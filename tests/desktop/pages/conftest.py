"""Projects with photos under the pages: one with labels only, one that was trained on them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.jobs.queue import JobQueue
from desktop.pages.data.page import DataPage
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import INSPECTION, Inspection
from desktop.session import Session
from tests.made_once import made_once


def _quiet(done: int, total: int, text: str = "") -> None:
    pass


def _never() -> bool:
    return False


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    """An open project in which nothing is entered yet."""
    session = Session()
    session.use(Project.create(tmp_path / "new.smart", name="New"))
    yield session
    session.close()


@pytest.fixture
def labelled_session(
    tmp_path: Path, qtbot: QtBot, digits_folder: Callable[..., Path]
) -> Iterator[Session]:
    """An open project with 18 real photos of three digits, a third of them held out."""
    from desktop.jobs.add_data import AddData, find_data

    session = Session()
    session.use(Project.create(tmp_path / "digits.smart", name="Digits"))
    found = find_data(
        AddData(tmp_path / "digits.smart", (digits_folder(n=6, classes=3),)), _quiet, _never
    )
    session.do(edit.AddExamples(found.examples))
    ids = [example.id for example in session.project.examples()]
    session.do(edit.HoldOut(frozenset(ids[::3])))
    yield session
    session.close()


@pytest.fixture(scope="session")
def trained_folder() -> Path:
    """A folder with a project that was checked and trained on 160 real photos; copy it, do not change it."""
    return made_once("trained", _train_in)


def _train_in(folder: Path) -> None:
    from desktop.jobs.add_data import AddData, find_data
    from desktop.jobs.learn import CheckData, check_data, train
    from desktop.jobs.training_request import OnProject
    from tests.digits import write_digits

    path = folder / "digits.smart"
    with Project.create(path, name="Digits") as project:
        photos = write_digits(folder / "digits", per_class=16)
        found = find_data(AddData(path, (photos,)), _quiet, _never)
        project.do(edit.AddExamples(found.examples))
        checked = check_data(CheckData(path), _quiet, _never)
        project.do(edit.HoldOut(checked.held_out))
        project.append_record(INSPECTION, Inspection(checked.inspection), project.fingerprint())
        trained = train(OnProject(path), _quiet, _never)
        project.append_run(trained.settings, trained.result)
        shutil.rmtree(trained.model.parent)


@pytest.fixture
def trained_session(trained_folder: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    """An open copy of the trained project."""
    copy = tmp_path / "trained"
    shutil.copytree(trained_folder, copy)
    session = Session()
    session.use(Project.open(copy / "digits.smart"))
    yield session
    session.close()


@pytest.fixture
def open_page(look: QApplication, qtbot: QtBot) -> Iterator[Callable[[Page], Page]]:
    """Return a function that shows a page and holds it until the test is over.

    A page that only the test function knew could be collected while Qt paints it; one that pytest knew as a fixture's
    value would outlive the search for windows left behind.
    """
    held: list[Page] = []

    def show(page: Page) -> Page:
        held.append(page)
        qtbot.addWidget(page)
        page.resize(1224, 900)
        page.ensure_built()
        page.show()
        return page

    yield show
    for page in held:
        page.close()
        page.deleteLater()
    held.clear()


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobQueue]:
    """A queue of jobs that nothing outlives."""
    made = JobQueue()
    yield made
    made.forget()


@pytest.fixture
def open_data(shown: Callable[..., QWidget], jobs: JobQueue) -> Callable[[Session], DataPage]:
    """Show the Data page of a project."""

    def make(session: Session) -> DataPage:
        page = DataPage(session, jobs)
        page.ensure_built()
        shown(page, 1400, 860)
        return page

    return make
