"""What it is worth: few numbers, whose they are, and the sum that a person says yes or no to."""

import pytest
from PySide6.QtCore import Qt

from desktop.findings.case import case_of
from desktop.project import commands as edit
from reports.provenance import Provenance


def set_facts(session, **facts: object) -> None:
    for key, value in facts.items():
        session.do(edit.SetFact(key, value, key))


def shown(page) -> list[str]:
    return list(page.form.worth.rows())


def test_telling_apart_has_misses_and_false_alarms_other_kinds_one_mistake(
    page, session, type_range
) -> None:
    set_facts(session, task_kind="generate")
    assert "false_alarm_cost" not in shown(page)
    type_range(page, "miss_cost", "8", "22")
    case = case_of(session.project)
    assert case["missed_cost"]["low"] == case["false_alarm_cost"]["low"] == 8
    session.undo()
    assert not {"missed_cost", "false_alarm_cost"} & set(case_of(session.project))
    set_facts(session, task_kind="classify")
    assert {"miss_cost", "false_alarm_cost"} <= set(shown(page))


def test_minutes_and_wage_are_what_a_case_costs_today(page, session, type_range) -> None:
    type_range(page, "minutes_per_case", "5", "7")
    assert "cost_of_today_per_case" not in case_of(session.project)
    type_range(page, "hour_cost", "27", "33")
    cost = case_of(session.project)["cost_of_today_per_case"]
    assert (cost["low"], cost["high"]) == (
        pytest.approx(2.42, abs=0.01),
        pytest.approx(3.58, abs=0.01),
    )
    assert cost["provenance"] == "guess"
    set_facts(session, cost_of_today_per_case={"low": 9, "high": 10})
    assert case_of(session.project)["cost_of_today_per_case"]["low"] == 9
    assert "minutes_per_case" not in shown(page)
    assert "cost_of_today_per_case" in shown(page)


@pytest.mark.parametrize("hostile", [{"low": -5, "high": -1}, {"low": 0, "high": 0}, 7, "x"])
def test_minutes_that_cannot_be_are_no_cost(session, hostile) -> None:
    set_facts(session, minutes_per_case=hostile, hour_cost={"low": 27, "high": 33})
    assert "cost_of_today_per_case" not in case_of(session.project)


def test_wrong_today_is_the_other_side_of_right(page, session, type_range) -> None:
    type_range(page, "today_accuracy", "12", "18%")
    assert session.project.answer("today_accuracy") == {"low": 0.82, "high": 0.88}
    assert page.form.worth.cells["today_accuracy"].field.text() == "12 to 18%"


def test_a_default_stays_ours_until_it_is_typed_over_or_said_to_be_about_right(
    page, session, qtbot, settle
) -> None:
    set_facts(session, task_kind="generate", volume_per_month={"low": 100_000, "high": 100_000})
    settle(page)
    wrong = page.form.worth.cells["today_accuracy"]
    assert wrong.source._source is Provenance.DEFAULT
    assert wrong.field.text() == ""
    line = page.form.worth.sanity
    qtbot.waitUntil(lambda: not line.isHidden())
    before = session.undo_text
    line.right.click()
    fact = session.project.fact("today_accuracy")
    assert (fact.value, fact.source) == ({"low": 0.8, "high": 0.97}, Provenance.GUESS)
    assert wrong.source._source is Provenance.GUESS
    assert session.project.fact("volume_per_month").value["low"] == 100_000
    settle(page)
    qtbot.waitUntil(line.right.isHidden)
    session.undo()
    assert session.project.fact("today_accuracy") is None
    assert session.undo_text == before
    settle(page)
    qtbot.waitUntil(lambda: not line.right.isHidden())


def test_the_sum_is_asked_about_again_once_it_moves(
    page, session, qtbot, settle, type_range
) -> None:
    set_facts(session, volume_per_month={"low": 100_000, "high": 100_000})
    settle(page)
    line = page.form.worth.sanity
    line.right.click()
    settle(page)
    qtbot.waitUntil(line.right.isHidden)
    type_range(page, "volume_per_month", "900", "900,000")
    settle(page)
    qtbot.waitUntil(lambda: not line.right.isHidden())


def test_a_small_sum_is_not_asked_about(page, session, settle) -> None:
    set_facts(session, volume_per_month={"low": 10, "high": 10})
    settle(page)
    assert page.form.worth.sanity.isHidden()


@pytest.mark.parametrize("button", ["less", "more"])
def test_less_and_more_lead_to_the_number_that_moves_it_most(
    page, session, qtbot, settle, button
) -> None:
    set_facts(session, task_kind="classify", volume_per_month={"low": 100_000, "high": 100_000})
    settle(page)
    page.activateWindow()
    page.form.worth.set_open(True)
    assert page._found.worked.valuation.sanity.moves_most == "missed_cost"
    getattr(page.form.worth.sanity, button).click()
    cell = page.form.worth.cells["miss_cost"]
    qtbot.waitUntil(lambda: page.form.focused_row() is cell)
    qtbot.waitUntil(lambda: cell.note.text().startswith("This moves it most: with $0.50 it is "))
    assert not cell.strip.isHidden()


def test_only_the_number_at_hand_shows_its_handles(page, qtbot) -> None:
    page.activateWindow()
    page.form.worth.set_open(True)
    volume, hour = (page.form.worth.cells[key] for key in ("volume_per_month", "hour_cost"))
    volume.field.setFocus()
    qtbot.waitUntil(lambda: not volume.strip.isHidden())
    qtbot.keyClick(volume.field, Qt.Key.Key_Down)
    qtbot.waitUntil(volume.track.handles[0].hasFocus)
    assert page.form.focused_row() is volume
    hour.field.setFocus()
    qtbot.waitUntil(lambda: volume.strip.isHidden() and not hour.strip.isHidden())


def test_the_fold_is_remembered(page, session, open_page) -> None:
    worth = page.form.worth
    assert not worth.open
    worth.head.click()
    assert worth.open
    again = open_page(type(page)(session))
    assert again.form.worth.open
    again.form.worth.head.click()
    assert not open_page(type(page)(session)).form.worth.open


def test_not_knowing_what_a_mistake_costs_is_said_of_both_sides(page, session, type_range) -> None:
    type_range(page, "miss_cost", "8", "22")
    page.form.worth.cells["miss_cost"].toggle_unknown()
    assert not {"missed_cost", "false_alarm_cost"} & set(case_of(session.project))
    assert not page.form.worth.cells["miss_cost"].field.isEnabled()
    page.form.worth.cells["miss_cost"].toggle_unknown()
    assert case_of(session.project)["false_alarm_cost"]["high"] == 22
