"""An open project with the Problem page over it, and hands that type as a person does."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.pages.page import Page
from desktop.pages.problem.page import ProblemPage
from desktop.session import Session
from desktop.widgets.fields import LineField, NumberField


@pytest.fixture
def page(session: Session, open_page: Callable[[Page], Page]) -> ProblemPage:
    """The page over an empty project."""
    return open_page(ProblemPage(session))


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
    """Type both ends of a range: into one field among the few numbers, into two further down."""

    def typed(page: ProblemPage, key: str, low: str, high: str) -> None:
        cell = page.form.worth.shown(key)
        if cell is not None:
            type_into(cell.field, f"{low} to {high}" if low or high else "")
            return
        entry = page.form.row(key).entry
        type_into(entry.low_field, low)
        type_into(entry.high_field, high)

    return typed


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[ProblemPage], None]:
    """Wait until what was asked for is worked out."""

    def settled(page: ProblemPage) -> None:
        qtbot.waitUntil(lambda: page._found is not None and not page._soon.busy)

    return settled
