"""The learning curve on the Data page: it grows, it is read, asked "what if", and leads to what is missing."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.jobs import training_pipeline as work
from desktop.pages.data.page import DataPage
from desktop.project.record_kinds import CURVE, TASK
from desktop.session import Session
from desktop.widgets.button import Button
from desktop.widgets.charts.curve import CurveChartView
from estimators.base.codec import printed
from estimators.data_sufficiency.forecast_values import ClassGain, SliceGain
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.plan import BuyingConstraints
from estimators.data_sufficiency.sentences import forecast_document
from estimators.data_sufficiency.sufficiency import forecast
from tests.kept_records import keep

HAVE = 400


@pytest.fixture(scope="module")
def payload() -> dict[str, Any]:
    points = [
        MeasuredPoint.from_scores(n, np.array([0.0, 0.02, -0.02]) + 0.94 - 2.2 / n**0.5, HAVE - n)
        for n in (20, 40, 80, 160, 320)
    ]
    dark = SliceGain("dark", 20, 12, 80, 72, 0.4, 0.8, more_helps=True, gain_per_example=0.001)
    wish = BuyingConstraints(target=0.9)
    found = forecast_document(
        forecast(points, wish, have=HAVE, pool=HAVE, by_slice=[dark], unit="photos")
    )
    easy = {
        "target": 0.86,
        "p10": 500,
        "p50": 650,
        "p90": 900,
        "reachable": 0.95,
        "reached_now": 0.2,
    }
    return {**found, "what_if": [easy, {**easy, "target": 0.97, "p50": None, "reachable": 0.02}]}


@pytest.fixture
def page(labelled_session: Session, open_data, qtbot, payload) -> DataPage:
    """The Data page of 18 real photos with a curve that was measured before."""
    project = labelled_session.project
    paths = [example.path for example in project.examples()][:2]
    slices = [{**each, "paths": paths} for each in payload["by_slice"]]
    keep(project, CURVE, {**payload, "by_slice": slices}, project.fingerprint())
    made = open_data(labelled_session)
    qtbot.waitUntil(lambda: made.curve.view is not None and not made._looking.busy)
    return made


def view_of(page: DataPage) -> CurveChartView:
    return page.curve.view


def test_the_arrows_read_the_forecast_at_any_number_and_esc_stops(page, qtbot) -> None:
    view = view_of(page)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert page.curve.foot.text().startswith("at 400: ")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert page.curve.foot.text().startswith("at 436: ")
    assert "9 in 10:" in page.curve.foot.text()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert page.curve.foot.text() == view.chart.key


def test_the_pointer_reads_the_forecast_below_it(page, qtbot) -> None:
    view = view_of(page)
    x, box = view.plot.at(640, 0.8).x(), view.plot.ground()
    qtbot.mouseMove(view, view.plot.mapTo(view, QPoint(round(x), round(box.center().y()))))
    qtbot.waitUntil(lambda: page.curve.foot.text().startswith("at 6"))
    assert 630 <= int(page.curve.foot.text()[3:6]) <= 650


def test_a_log_scale_keeps_the_chart_where_it_is(page, qtbot) -> None:
    view = view_of(page)
    before = view.geometry()
    qtbot.mouseClick(page.curve.turn, Qt.MouseButton.LeftButton)
    assert view.chart.x_axis.log
    assert page.curve.turn.text() == "Even scale"
    assert view.geometry() == before
    assert view.plot.value_at(view.plot.at(640, 0.8).x()) == pytest.approx(640)


def test_what_if_moves_the_goal_of_the_chart_and_nothing_of_the_project(page, qtbot) -> None:
    below, undo = page.curve.below, page.session.undo_text
    field = below.what_if.slider.number
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "86")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert view_of(page).chart.goal.value == pytest.approx(0.86)
    assert below.what_if.words.text().startswith("86% takes about 250 more photos")
    assert page.session.undo_text == undo
    qtbot.mouseClick(below.what_if.back, Qt.MouseButton.LeftButton)
    assert view_of(page).chart.goal.value == pytest.approx(0.9)
    assert not below.what_if.words.isVisible()


def test_what_is_lacking_is_a_row_and_the_plan_opens(page, qtbot) -> None:
    below = page.curve.below
    (row,) = below.more.rows()
    assert "You lack dark photos" in row.accessibleName()
    assert not below.plan_box.isVisible()
    qtbot.mouseClick(below.plan_button, Qt.MouseButton.LeftButton)
    assert below.plan_box.isVisible()
    assert below.plan.rows()[0].accessibleName().startswith("Round 1: ")


def test_show_opens_the_examples_of_a_lacking_slice(page, qtbot) -> None:
    (row,) = page.curve.below.more.rows()
    qtbot.mouseClick(row.findChild(Button), Qt.MouseButton.LeftButton)
    assert page.pane.heading.text().startswith("Dark photos")
    assert len(page.pane.shown_ids()) == 2


def test_the_class_that_teaches_most_is_a_row_that_shows_it(
    labelled_session, open_data, qtbot, payload
) -> None:
    name = next(info.name for info in labelled_session.project.classes() if info.examples)
    said = f"“{name}” teaches it most: 40 of those help as much as 100 photos of any kind."
    gains = [ClassGain(name, 6, 0.01, 0.005, 0.02, 5), ClassGain("other", 12, 0.001, 0.0, 0.01, 5)]
    by_class = [printed(gain) for gain in gains]
    newer = {"teaches_most": name, "by_class": by_class}
    keep(labelled_session.project, CURVE, {**payload, **newer})
    page = open_data(labelled_session)
    qtbot.waitUntil(lambda: page.curve.view is not None)
    row = page.curve.below.more.rows()[-1]
    assert f"“{name}” teaches it most" in row.accessibleName()
    assert said not in page.curve.below.words.text()
    qtbot.mouseClick(row.findChild(Button), Qt.MouseButton.LeftButton)
    assert page.pane.heading.text().startswith(name)


def test_an_unknown_price_leads_to_its_question(page, qtbot) -> None:
    links = page.curve.below.links.findChildren(Button)
    (link,) = (each for each in links if each.text() == "What does a label cost?")
    with qtbot.waitSignal(page.question_wanted) as asked:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert asked.args == ["label_cost"]


def test_the_curve_grows_while_it_is_measured_and_esc_keeps_the_one_from_before(
    labelled_session, open_data, qtbot
) -> None:
    page, project = open_data(labelled_session), labelled_session.project
    seen: list[tuple[int, bool]] = []

    def note() -> None:
        if page.curve.growing and page.curve.view is not None:
            chart = page.curve.view.chart
            first = project.record(CURVE) is None
            seen.append((sum(not p.earlier for p in chart.points), first and bool(chart.line)))

    page.learning.changed.connect(note)
    for _ in range(5):  # on a busy machine so small a curve can be over before its place is drawn
        seen.clear()
        page.learning.measure()
        qtbot.waitUntil(lambda: not page.learning.is_active(work.MEASURE))
        if any(dots for dots, _ in seen):
            break
    dots = [n for n, _ in seen]
    assert dots == sorted(dots)
    assert dots[-1] > 0
    assert not any(line for _, line in seen), "no forecast before all is measured"
    assert page.curve.view.chart.line
    created, chart = project.record(CURVE).created, page.curve.view.chart

    def stop() -> None:
        if page.curve.growing:
            page.learning.changed.disconnect(stop)
            qtbot.keyClick(page, Qt.Key.Key_Escape)

    page.learning.changed.connect(stop)  # while it grows, and not a moment later
    page.learning.measure()
    qtbot.waitUntil(lambda: not page.learning.is_active(work.MEASURE))
    assert project.record(CURVE).created == created
    assert page.curve.view.chart == chart
    assert not page.curve.growing


# Before any data --------------------------------------------------------------------------------


def test_an_empty_page_says_what_tasks_like_this_took(session, open_data, qtbot) -> None:
    page = open_data(session)
    assert page.empty.range.finding.text() == ""
    qtbot.waitUntil(lambda: session.project.record(TASK) is not None)
    assert "reached 90% with" in page.empty.range.finding.text()
    assert page.empty.zone.isVisible()
