"""Another kind or currency makes the form anew: the keyboard stays on its row, and goes from row to row as before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.findings.problem.five_questions import REVERSIBLE
from desktop.pages.problem.page import ProblemPage
from desktop.pages.problem.side import CurrencyPopover
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.product import set_product
from desktop.project.project import Project

Renew = Callable[[Project], Command]
RENEWALS = {
    "kind": lambda project: edit.Several(set_product(project, "classify", ("photo",)), "kind"),
    "currency": lambda _project: edit.SetFact("currency", "EUR", "currency"),
}


def has_keyboard(widget: QWidget) -> bool:
    return QApplication.focusWidget() is widget


@pytest.fixture
def problem(application: Application, tmp_path: Path, qtbot: QtBot) -> ProblemPage:
    """The page over an empty project, in the window of the application."""
    Project.create(tmp_path / "idea.smart", name="Idea").close()
    application.open_project(tmp_path / "idea.smart")
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)
    page = application.window.page()
    assert isinstance(page, ProblemPage)
    return page


@pytest.mark.parametrize("renew", RENEWALS.values(), ids=RENEWALS)
def test_tab_goes_from_row_to_row_of_a_form_that_was_made_anew(
    renew: Renew, problem: ProblemPage, qtbot: QtBot
) -> None:
    before = problem.form
    before.five[2].focus_field(REVERSIBLE)
    problem.session.do(renew(problem.session.project))
    assert problem.form is not before
    rows = problem.form.five
    undo = [*rows[2].bars.values()][1]
    assert has_keyboard(undo)  # the same question
    rows[0].first.setFocus()
    qtbot.keyClick(rows[0].first, Qt.Key.Key_2)
    assert not rows[0].is_open
    for widget in (rows[1].first, rows[2].first, undo, rows[3].first, rows[4].first):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert has_keyboard(widget), QApplication.focusWidget()


def test_who_chose_a_currency_is_at_the_currency_again(problem: ProblemPage, qtbot: QtBot) -> None:
    problem.form.worth.set_open(True)
    before = problem.form.worth.currency
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Return)
    popover = problem.window().findChild(CurrencyPopover)
    assert popover is not None
    qtbot.keyClick(popover.chips.chips()[1], Qt.Key.Key_Return)
    after = problem.form.worth.currency
    assert after is not before
    assert has_keyboard(after)
