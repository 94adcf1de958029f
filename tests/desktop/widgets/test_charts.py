"""Charts: each is drawn in both themes and any width, speaks, has a table, and answers keys and the mouse."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.theme.apply import apply_theme
from desktop.theme.current import tokens
from desktop.widgets.charts.confidence import ConfidenceChartView
from desktop.widgets.charts.counts import ClassCountView
from desktop.widgets.charts.factory import chart_view
from desktop.widgets.charts.intervals import IntervalChartView
from desktop.widgets.charts.labels import Placer
from desktop.widgets.charts.matrix import ConfusionChartView
from desktop.widgets.charts.small import DelayDensity, FlipStrip, NumberFlip
from desktop.widgets.explain import TablePopover
from desktop.widgets.marks import MarkStyle, paint_dot, paint_interval
from reports.chart_data import (
    Axis,
    BoundChart,
    ClassCountChart,
    ConfidenceChart,
    ConfusionChart,
    CurveChart,
    IntervalChart,
    OutcomeGrid,
    ReliabilityChart,
    TornadoChart,
    WorthChart,
)
from reports.provenance import Provenance

Shown = Callable[..., QWidget]
KINDS = (
    *(BoundChart, ClassCountChart, ConfidenceChart, ConfusionChart, CurveChart, IntervalChart),
    *(OutcomeGrid, ReliabilityChart, TornadoChart, WorthChart),
)


@pytest.fixture
def confusion(charts) -> ConfusionChart:
    """Of three classes."""
    return charts[ConfusionChart][-1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 900])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_chart_is_drawn(qapp, qtbot, charts, kind, width, mode) -> None:
    apply_theme(qapp, mode, reduced_motion=True)
    assert charts[kind]
    for chart in charts[kind]:
        view = chart_view(chart)
        qtbot.addWidget(view)
        view.resize(width, view.heightForWidth(width) if view.hasHeightForWidth() else 500)
        with qtbot.waitExposed(view):
            view.show()
        colours = colours_of(view.grab().toImage())
        assert len(colours) > 20  # antialiased text and marks, not an empty ground
        assert view.accessibleName() == chart.sentence()
    apply_theme(qapp, "light", reduced_motion=True)


def colours_of(image: QImage) -> set[int]:
    return {
        image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    }


def test_a_chart_shows_new_numbers_in_place(shown, charts) -> None:
    runs = charts[IntervalChart][0]
    view = shown(chart_view(runs))
    before = view.grab().toImage()
    rows = (replace(runs.rows[0], mid=0.7, low=0.6, high=0.8, value_text="70%"),)
    view.set_chart(replace(runs, title="Run 5 is worse", rows=rows))
    assert view.title.text() == "Run 5 is worse"
    assert "70%" in view.accessibleName()
    assert view.grab().toImage() != before


def test_the_table_twin_opens_with_every_number(shown, confusion) -> None:
    window = QWidget()
    view = chart_view(confusion)
    view.setParent(window)
    shown(window, 1000, 700)
    view.show_table()
    popover = window.findChild(TablePopover)
    assert popover.view.as_table() == confusion.table()
    popover.close_popover()


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_is_copied_as_a_picture_a_drawing_and_a_table(
    qapp, qtbot, charts, kind
) -> None:
    apply_theme(qapp, "dark", reduced_motion=True)
    view = chart_view(charts[kind][0])
    qtbot.addWidget(view)
    view.resize(640, view.heightForWidth(640) if view.hasHeightForWidth() else 500)
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    picture = qapp.clipboard().image()
    assert picture.size() == (view.size() + QSize(32, 32)) * 2
    assert picture.pixelColor(1, 1) == QColor(tokens().canvas)
    across, down = range(0, picture.width(), 7), range(0, picture.height(), 7)
    assert len({picture.pixel(x, y) for x in across for y in down}) > 2
    view.copy_drawing()
    copied = qapp.clipboard().mimeData()
    drawing = copied.data("image/svg+xml").data()
    assert copied.text().encode() == drawing
    root = ElementTree.fromstring(drawing)
    assert root.find("{*}desc").text == view.chart.sentence()
    written = "".join("".join(each.itertext()) for each in root.findall(".//{*}text"))
    assert view.chart.title.split()[0] in written  # as words, not as a picture of them
    rendered = QImage(view.size() + QSize(32, 32), QImage.Format.Format_RGB32)
    painter = QPainter(rendered)
    QSvgRenderer(drawing).render(painter)
    painter.end()
    assert rendered.pixelColor(1, 1) == QColor(tokens().canvas)
    view.copy_table()
    table = view.chart.table()
    copied = qapp.clipboard().mimeData()
    assert copied.text().splitlines()[0] == "\t".join(table.headers)
    assert copied.html().count("<tr>") == len(table.rows) + 1


def test_the_right_button_opens_a_menu_and_moves_nothing(shown, charts, qtbot) -> None:
    view = shown(ConfidenceChartView(charts[ConfidenceChart][0]), 600, 400)
    before, place = view.cutoff(), view.canvas.geometry().center()
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=place)
    assert view.cutoff() == before
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, view.mapToGlobal(place))
    QCoreApplication.sendEvent(view, asked)
    menu = view.findChild(QMenu)
    assert view.chart.title in menu.accessibleName()
    assert [each.text() for each in menu.actions() if each.text()] == [
        *("Copy as a picture", "Copy as a drawing (SVG)", "Copy as a table"),
        "Show as a table",
    ]
    menu.actions()[2].trigger()
    assert QApplication.clipboard().mimeData().hasHtml()
    menu.close()


def test_arrows_move_in_the_matrix_and_enter_opens_the_photos(shown, confusion, qtbot) -> None:
    view = shown(ConfusionChartView(confusion), 600, 600)
    view.set_cell(1, 1)
    with qtbot.waitSignal(view.cell_chosen) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Left)
    assert heard.args == [1, 0]
    said, truth = confusion.labels[:2]
    assert view.accessibleDescription().endswith(f" of {truth} were called {said}.")
    with qtbot.waitSignal(view.cell_opened) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == [1, 0]


def test_a_click_chooses_the_cell_under_the_pointer(shown, confusion, qtbot) -> None:
    view = shown(ConfusionChartView(confusion), 600, 600)
    place = view.canvas.pos() + view._grid(view.canvas.width()).box(2, 1).center().toPoint()
    with qtbot.waitSignal(view.cell_chosen) as heard:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [2, 1]


def test_the_cut_off_is_dragged_and_moved_by_keys(shown, charts, qtbot) -> None:
    view = shown(ConfidenceChartView(charts[ConfidenceChart][-1]), 500, 420)
    with qtbot.waitSignal(view.cutoff_changed) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Left)
    assert heard.args == [pytest.approx(0.79)]
    middle = view.canvas.geometry().center()
    start, goal = QPoint(300, middle.y()), QPoint(view.canvas.width() // 2, middle.y())
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    with qtbot.waitSignal(view.cutoff_changed) as heard:
        qtbot.mouseMove(view, goal)
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=goal)
    assert view.cutoff() == heard.args[0] == pytest.approx(0.66, abs=0.03)


def test_a_class_is_picked_by_click_and_by_arrow(shown, charts, qtbot) -> None:
    counts = charts[ClassCountChart][-1]
    view = shown(ClassCountView(counts), 660, 200)
    view.set_chosen(counts.rows[0].label)
    with qtbot.waitSignal(view.picked) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert heard.args == [counts.rows[1].label]


def test_words_that_would_collide_are_moved_or_left_out(look) -> None:
    image = QImage(200, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    placer = Placer(QRectF(0, 0, 200, 60))
    assert placer.put(painter, "as today", [(100, 20)])
    assert not placer.put(painter, "+€74k", [(105, 20)])
    assert placer.put(painter, "+€74k", [(105, 20), (105, 45)])
    assert not placer.put(painter, "outside", [(100, 70)])
    painter.end()
    boxes = placer.taken
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


STYLES = (
    MarkStyle(Provenance.MEASURED),
    MarkStyle(Provenance.MEASURED, earlier=True),
    MarkStyle(Provenance.MEASURED, baseline=True),
    MarkStyle(Provenance.SIMULATED),
    MarkStyle(Provenance.GUESS),
)


def drawn(style: MarkStyle) -> bytes:
    image = QImage(90, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_interval(painter, (5, 45, 85), 10, style)
    painter.end()
    return bytes(image.constBits())


def shape(style: MarkStyle) -> set[tuple[int, int]]:
    """Where a dot has ink, whatever its colour."""
    image = QImage(24, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_dot(painter, QPointF(12, 12), style)
    painter.end()
    inked = {
        (x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).lightness() < 200
    }
    assert inked
    return inked


def test_dots_differ_in_shape_and_not_by_colour_alone(look) -> None:
    shapes = [shape(style) for style in STYLES if not style.baseline]
    assert all(a != b for i, a in enumerate(shapes) for b in shapes[i + 1 :])
    assert (12, 12) in shapes[0]
    assert not any((12, 12) in hollow for hollow in shapes[1:])


def test_a_simulated_number_is_never_drawn_like_a_measured_one(look) -> None:
    assert len({drawn(style) for style in STYLES}) == len(STYLES)


def test_a_bar_of_the_tornado_is_pressed_by_its_row(shown, charts, qtbot) -> None:
    tornado = charts[TornadoChart][0]
    view = shown(chart_view(tornado), 560, 320)
    place = QPoint(60, view.canvas.y() + 6 + 26 + 13)
    with qtbot.waitSignal(view.row_pressed) as heard:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [1]
    assert view.row_at(0) is None
    assert view.row_at(6 + 26 * len(tornado.rows) + 1) is None


def test_a_measured_bar_is_never_drawn_like_a_guessed_one(shown, charts) -> None:
    tornado = charts[TornadoChart][0]
    pictures = set()
    for source in (Provenance.MEASURED, Provenance.PUBLISHED, Provenance.GUESS, Provenance.UNKNOWN):
        rows = (replace(tornado.rows[0], provenance=source),)
        view = shown(chart_view(replace(tornado, rows=rows)), 560, 200)
        pictures.add(bytes(view.canvas.grab().toImage().constBits()))
        assert view.chart.table().rows[0][-1] == source.words
    assert len(pictures) == 4


def test_charts_without_numbers_are_drawn_empty(shown, charts) -> None:
    axis = Axis(0, 1, ())
    runs, *_ = charts[IntervalChart]
    empty = [
        replace(runs, rows=(), markers=()),
        CurveChart("Nothing yet", "", axis, axis, (), (), (), Provenance.MEASURED),
        ReliabilityChart("Nothing yet", "", ()),
        replace(charts[ConfidenceChart][0], bins=()),
        replace(charts[ConfusionChart][0], labels=(), counts=(), costly=frozenset()),
        replace(charts[ClassCountChart][0], rows=()),
        replace(charts[WorthChart][0], points=()),
        replace(charts[TornadoChart][0], rows=()),
        replace(charts[OutcomeGrid][0], outcomes=()),
    ]
    for chart in empty:
        view = shown(chart_view(chart), 400, 400)
        assert not view.grab().isNull()


def test_an_unknown_value_draws_no_dot(shown, charts) -> None:
    runs = charts[IntervalChart][0]
    row = replace(runs.rows[0], mid=None, low=None, high=None, value_text="unknown")
    view = shown(IntervalChartView(replace(runs, rows=(row,))), 600, 200)
    assert "unknown" in view.accessibleName()


def test_the_delay_dial_keeps_the_slow_end_above_the_median(shown, qtbot) -> None:
    dial = shown(DelayDensity("How long it takes"), 400, 60)
    dial.set_value(2.0, 1.0)
    median, slow = dial.value()
    assert slow > median == 2.0
    with qtbot.waitSignal(dial.changed) as heard:
        qtbot.keyClick(dial, Qt.Key.Key_Left)
    assert heard.args[0] == pytest.approx(1.9)


def test_a_flip_point_outside_the_range_is_still_shown(shown) -> None:
    strip = shown(FlipStrip(NumberFlip(4, 6, 9, 1, "1 month")), 200, 60)
    assert strip.accessibleName() == "changes at 1 month"
    assert len(colours_of(strip.grab().toImage())) > 5
