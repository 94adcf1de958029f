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
from desktop.session import Session
from tests.jobs_in_process import add_found


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
    session = Session()
    session.use(Project.create(tmp_path / "digits.smart", name="Digits"))
    add_found(session.project, digits_folder(n=6, classes=3))
    ids = [example.id for example in session.project.examples()]
    session.do(edit.HoldOut(frozenset(ids[::3])))
    yield session
    session.close()


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
