"""Tripwires on the Launch page: agreed before the launch, checked after it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from desktop.findings.launch.conditions import put_tripwire
from desktop.jobs.queue import JobQueue
from desktop.pages.launch.page import LaunchPage
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.session import Session
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from estimators.acceptance.readiness.tripwires import Tripwire
from reports.provenance import Provenance
from tests.desktop.pages.test_launch import asked, send


@pytest.fixture
def page(trained_session: Session, open_page: Callable[[Page], Page]) -> LaunchPage:
    trained_session.do(edit.SetBar(0.5, "your choice", Provenance.GUESS))
    return open_page(LaunchPage(trained_session, JobQueue()))


def test_outcomes_since_launch_say_whether_a_tripwire_holds(
    page, trained_session, tmp_path
) -> None:
    trained_session.do(
        put_tripwire(
            trained_session.project,
            Tripwire("the share of right answers", "below", "85%", "a week", "switch it off"),
        )
    )
    (row,) = page.ready_view.tripwires.rows()
    file = tmp_path / "week 1.csv"
    file.write_text("right\n" + "1\n" * 412 + "0\n" * 43)
    page.edits.ask_file = lambda: str(file)
    check = next(b for b in row.findChildren(Button) if "outcomes" in b.text())
    check.click()
    (row,) = page.ready_view.tripwires.rows()
    assert "Since launch 412 of 455 right; the tripwire holds." in row.accessibleName()
    file.write_text("nine of ten\n")
    next(b for b in row.findChildren(Button) if "outcomes" in b.text()).click()
    assert any("no answers" in label.text() for label in page.findChildren(Label))
    (row,) = page.ready_view.tripwires.rows()
    assert "412 of 455" in row.accessibleName()  # nothing is lost


def test_tripwires_are_added_reworded_and_dropped(page, trained_session, qtbot) -> None:
    page.ready_view.tripwires.add_button.click()
    popover = asked(page)
    assert popover.fields["threshold"].text() == "50%"  # the bar
    popover.submit()
    assert "Say for how long." in popover.problem.text()
    send(popover, window="a week", action="read by hand again")
    (row,) = page.ready_view.tripwires.rows()
    assert "If the share of right answers falls below 50% for a week" in row.accessibleName()
    assert "1 tripwire" in [row.check.figure for row in page.ready_view.questions.rows()]
    qtbot.keyClick(row, Qt.Key.Key_Return)
    asked(page).bars["direction"]._choose(1)
    asked(page).submit()
    (row,) = page.ready_view.tripwires.rows()
    assert "rises above" in row.accessibleName()
    row.drop.click()
    assert not page.ready_view.tripwires.rows()
    trained_session.undo()
    assert len(page.ready_view.tripwires.rows()) == 1
