"""An open project with the Problem page over it, and hands that type as a person does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.pages.problem.page import ProblemPage
from desktop.project.project import Project
from desktop.session import Session
from desktop.widgets.fields import LineField, NumberField


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    """An open, empty project."""
    session = Session()
    session.use(Project.create(tmp_path / "blades.smart", name="Blade inspection"))
    yield session
    session.close()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> ProblemPage:
    """The page over that project."""
    page = ProblemPage(session)
    qtbot.addWidget(page)
    page.resize(1224, 900)
    page.ensure_built()
    page.show()
    return page


@pytest.fixture
def type_into() -> Callable[[LineField | NumberField, str], None]:
    """Type into a field as a person does, and leave it."""

    def typed(field: LineField | NumberField, text: str) -> None:
        field.setText(text)
        field.setModified(True)
        field.editingFinished.emit()

    return typed


@pytest.fixture
def type_range(
    type_into: Callable[[LineField | NumberField, str], None],
) -> Callable[[ProblemPage, str, str, str], None]:
    """Type both ends of a range."""

    def typed(page: ProblemPage, key: str, low: str, high: str) -> None:
        entry = page.form.rows[key].entry  # type: ignore[attr-defined]
        type_into(entry.low_field, low)
        type_into(entry.high_field, high)

    return typed


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[ProblemPage], None]:
    """Wait until what was asked for is worked out."""

    def settled(page: ProblemPage) -> None:
        qtbot.waitUntil(lambda: page._found is not None and not page._soon.busy)

    return settled
