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


@pytest.mark.parametrize("renew", RENEWALS.values(), ids=RENEWALS)
def test_tab_goes_from_row_to_row_of_a_form_that_was_made_anew(
    renew: Renew, application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    Project.create(tmp_path / "idea.smart", name="Idea").close()
    application.open_project(tmp_path / "idea.smart")
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)
    page = application.window.findChild(ProblemPage)
    assert page is not None
    before = page.form
    before.five[2].focus_field(REVERSIBLE)
    application.session.do(renew(application.session.project))
    assert page.form is not before
    rows = page.form.five
    undo = [*rows[2].bars.values()][1]
    assert has_keyboard(undo)  # the same question
    rows[0].first.setFocus()
    qtbot.keyClick(rows[0].first, Qt.Key.Key_2)
    assert not rows[0].is_open
    for widget in (rows[1].first, rows[2].first, undo, rows[3].first, rows[4].first):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert has_keyboard(widget), QApplication.focusWidget()
