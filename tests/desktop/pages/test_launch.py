"""The Launch page on a project that was really trained."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.jobs.queue import JobQueue
from desktop.pages.launch import LaunchPage
from desktop.pages.launch.risk import RiskPopover
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.widgets.ask import AskPopover
from desktop.widgets.rows import CheckState
from reports.provenance import Provenance


@pytest.fixture
def page(trained_session: Session, open_page: Callable[[Page], Page]) -> LaunchPage:
    trained_session.do(edit.SetBar(0.5, "your choice", Provenance.GUESS))
    page = open_page(LaunchPage(trained_session, JobQueue()))
    assert isinstance(page, LaunchPage)
    return page


def asked(page: Page) -> AskPopover:
    found = [p for p in page.findChildren(AskPopover) if p.isVisible()]
    assert found, "no popover is open"
    return found[-1]


def test_without_a_bar_the_page_asks_for_one(
    tmp_path: Path, open_page: Callable[[Page], Page]
) -> None:
    session = Session()
    session.create(tmp_path / "new.smart", name="New")
    page = LaunchPage(session, JobQueue())
    open_page(page)
    assert page.header.headline.text() == "How good is good enough?"
    assert page.primary_text() == "Set the bar…"
    page.primary()
    asked(page).fields["value"].setText("85%")
    asked(page).submit()
    bar = session.project.bar
    assert bar is not None
    assert bar.value == pytest.approx(0.85)
    assert page.header.headline.text() == "The bar is 85%. Nothing has been tested yet."
    assert page.primary_text() == "Train a classifier"
    session.close()


def test_the_headline_is_the_tests_answer_and_moves_with_the_bar(
    page: LaunchPage, trained_session: Session
) -> None:
    assert page.header.headline.text().startswith("The bar is passed")
    trained_session.do(edit.SetBar(0.99, "your choice", Provenance.GUESS, "a contract"))
    assert "passed, by" not in page.header.headline.text()
    assert page.bound is not None
    assert page.bound.chart.bar.label == "≥ bar 99%"


def test_moving_the_bar_needs_a_reason_and_keeps_the_history(
    page: LaunchPage, trained_session: Session
) -> None:
    page.move_bar()
    popover = asked(page)
    popover.fields["value"].setText("60%")
    popover.submit()
    assert "Say why the bar moves." in popover.problem.text()
    assert trained_session.project.bar is not None
    assert trained_session.project.bar.value == 0.5
    popover.fields["reason"].setText("The clerks asked for it")
    popover.submit()
    assert [bar.value for bar in trained_session.project.bars()] == [0.6, 0.5]
    assert "The clerks asked for it" in page.history.text()
    trained_session.undo()
    assert [bar.value for bar in trained_session.project.bars()] == [0.5]


def test_a_bar_that_is_no_number_is_refused_where_it_was_typed(
    page: LaunchPage, trained_session: Session
) -> None:
    page.move_bar()
    popover = asked(page)
    popover.fields["value"].setText("soon")
    popover.submit()
    assert popover.isVisible()
    assert popover.problem.text() == "this is not a number"
    popover.close_popover()


def test_the_open_question_comes_first_and_is_answered_inline(
    page: LaunchPage, trained_session: Session
) -> None:
    assert page.primary_text() == "Answer the open question"
    assert page.checks.rows()[0].check.state is CheckState.NEEDS_YOU
    page.primary()
    asked(page).fields["way_back"].setText("The shift lead, 5 minutes")
    asked(page).submit()
    assert trained_session.project.answer("launch.way_back") == "The shift lead, 5 minutes"
    assert all(row.check.state is not CheckState.NEEDS_YOU for row in page.checks.rows())
    assert page.primary_text().startswith("Decide: ")
    trained_session.undo()
    assert page.primary_text() == "Answer the open question"


def test_the_way_from_decision_to_signature(page: LaunchPage, trained_session: Session) -> None:
    trained_session.do(edit.SetFact("launch.way_back", "The shift lead", "the way back"))
    page.primary()
    assert trained_session.project.answer("launch.decision") in {"launch", "conditions", "not_yet"}
    assert page.primary_text() == "Name who signs…"
    page.primary()
    asked(page).fields["name"].setText("Mara Lindqvist")
    asked(page).fields["role"].setText("product")
    asked(page).submit()
    assert page.primary_text() == "Sign as Mara Lindqvist"
    page.primary()
    assert trained_session.project.signoffs()[0].state == "signed"
    assert page.primary_text() == "See the report"
    trained_session.undo()
    assert trained_session.project.signoffs()[0].state == "to sign"


def test_conditions_are_added_reworded_and_dropped(
    page: LaunchPage, trained_session: Session, qtbot: QtBot
) -> None:
    page.decision.group.button("conditions").click()
    page.decision.add_button.click()
    asked(page).fields["text"].setText("Site North only.")
    asked(page).submit()
    (row,) = page.decision.rows()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    asked(page).fields["text"].setText("Site North, until June.")
    asked(page).submit()
    assert [c.text for c in trained_session.project.conditions()] == ["Site North, until June."]
    page.decision.rows()[0].drop.click()
    assert not trained_session.project.conditions()
    trained_session.undo()
    assert [c.text for c in trained_session.project.conditions()] == ["Site North, until June."]


def test_risk_answers_are_edits_and_change_the_title(
    page: LaunchPage, trained_session: Session
) -> None:
    page.ask_risk()
    popover = page.findChild(RiskPopover)
    assert popover is not None
    popover.bars["regulatory_tier"]._choose(1)
    popover.bars["human_in_loop"]._choose(0)
    assert page.risk.title.text() == "Risk: limited, while a person confirms"
    trained_session.undo()
    assert page.risk.title.text() == "Risk: limited"
    popover.close_popover()


def test_arrows_move_through_the_checks_and_enter_opens_the_evidence(
    page: LaunchPage, qtbot: QtBot
) -> None:
    rows = page.checks.rows()
    qtbot.waitExposed(page)
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is rows[1] or rows[1].hasFocus()
    stages: list[Stage] = []
    page.go_to.connect(stages.append)
    leaks = next(row for row in rows if row.check.text == "The test was fair")
    qtbot.keyClick(leaks, Qt.Key.Key_Return)
    assert stages == [Stage.DATA]


def test_the_bound_is_explained_with_the_numbers_behind_it(page: LaunchPage) -> None:
    explanation = page.explanation()
    assert explanation is not None
    assert explanation.title.startswith("Sure of at least ")
    rows = dict(explanation.rows)
    assert rows["Photos held out"] == "50"
    assert "Needed for a bar of 50%" in rows
