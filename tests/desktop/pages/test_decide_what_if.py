"""Changes that are tried together on Decide: each can be taken back, all can be kept as one edit."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.findings.case import case_of
from desktop.findings.decide.flip_points import Flip, Strip, tried
from desktop.findings.decide.verdict import work_out
from desktop.pages.decide.page import DecidePage
from desktop.project import commands as edit
from desktop.session import Session
from reports.provenance import Provenance
from tests.desktop.pages.decide_page import answered_page, settle

ANSWERS = {
    "volume_per_month": {"low": 2400, "high": 3600},
    "right_value": {"low": 1, "high": 3},
    "miss_cost": {"low": 20, "high": 140},
    "explicit_rules_possible": "no",
    "demand_validated": "no",
    "user_pain": 4,
    "error_cost_level": "medium",
    "error_reversible": "yes",
    "human_in_loop": "yes",
    "regulatory_tier": "limited",
    "commodity_fit": 3,
}


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> DecidePage:
    return answered_page(session, qtbot, ANSWERS)


@pytest.fixture
def two(page: DecidePage, qtbot: QtBot) -> DecidePage:
    """Demand is said to be shown, and the cases a month are turned."""
    demand = next(r for r in page.shown.flips.rows() if r.about.input == "demand_validated")
    qtbot.keyClick(demand, Qt.Key.Key_Return)
    page.what_if.begin_input("volume_per_month")
    qtbot.keyClick(page.what_if.row_of("volume_per_month").field, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page.what_if.row_of("volume_per_month").flip.to > 3600)
    settle(page, qtbot)
    return page


def test_changes_add_up_to_the_case_with_all_of_them_and_are_taken_back_one_by_one(
    two: DecidePage, session: Session, qtbot: QtBot
) -> None:
    facts = session.project.facts()
    case = case_of(session.project)
    for flip in two.what_if.flips:
        case = tried(case, flip)
    expected, shown = work_out(case), two.shown.worked
    assert shown.assessment.verdict == expected.assessment.verdict
    assert shown.valuation.options == expected.valuation.options
    assert two.message.message.what == "2 changes are tried together."
    assert session.project.facts() == facts

    two.what_if.row_of("volume_per_month").back.click()
    settle(two, qtbot)
    assert [flip.input for flip in two.what_if.flips] == ["demand_validated"]
    assert two.shown.worked.assessment.verdict != "fake_it_first"
    assert two.message.message.what.startswith("What if ")
    two.what_if.row_of("demand_validated").back.click()
    settle(two, qtbot)
    assert not two.what_if.on
    assert two.what_if.isHidden()
    assert two.shown.worked.assessment.verdict == "fake_it_first"


def test_all_are_kept_as_one_edit(two, session, qtbot) -> None:
    before = session.project.facts()
    assert two.message.message.button == "Keep these as my answers"
    two.primary()
    settle(two, qtbot)
    assert session.project.answer("demand_validated") == "yes"
    kept = session.project.answer("volume_per_month")
    assert kept["low"] == kept["high"] > 3600
    session.undo()
    assert session.project.facts() == before
    settle(two, qtbot)


def test_two_dials_turned_before_an_answer_came_both_count_and_all_are_taken_back_at_once(
    two: DecidePage, qtbot: QtBot
) -> None:
    two.what_if.begin_input("value_per_correct")
    settle(two, qtbot)
    volume, worth = (two.what_if.row_of(name) for name in ("volume_per_month", "value_per_correct"))
    volume.field._to(volume.field._low, done=False)
    worth.field._to(worth.field._high, done=False)
    two.what_if._ask()
    settle(two, qtbot)
    now = two.shown.worked.valuation.inputs
    assert now["volume_per_month"].low == volume.flip.to < 2400
    assert now["value_per_correct"].low == worth.flip.to > 3

    assert two.message.message.second_button == "Take all back"
    two.message.message.second_run()
    settle(two, qtbot)
    assert not two.what_if.on
    assert two.message.message is None


def test_what_the_project_sets_itself_is_tried_but_stays(page, session, qtbot) -> None:
    session.do(edit.SetBar(0.85, "ours", Provenance.GUESS))
    settle(page, qtbot)
    page.what_if.begin_input("volume_per_month")
    bar = Flip("accuracy_gate", 0.9, "“Bar” is 90%", "", "", Strip(0.85, 0.9, "90%"))
    page.what_if.begin(bar)
    settle(page, qtbot)
    assert page.evaluation.worked.case["accuracy_gate"] == 0.9
    message = page.what_if.message()
    assert message.button == "Keep this as my answer"
    assert message.next_step == "One of them is measured here, so it stays."
    page.what_if.keep()
    settle(page, qtbot)
    assert session.project.accuracy_bar.value == 0.85


def test_in_a_low_window_the_dials_scroll_with_the_charts(two, qtbot) -> None:
    dial = two.what_if.field
    two.setMinimumSize(1, 1)  # a page by itself is no lower than what it holds
    two.resize(900, 400)
    assert two.content.isAncestorOf(dial)
    assert two.what_if.results.isVisibleTo(two.what_if)
    qtbot.waitUntil(dial.isVisible)
    two.resize(1224, 900)
    assert not two.content.isAncestorOf(dial)
    qtbot.waitUntil(dial.isVisible)
