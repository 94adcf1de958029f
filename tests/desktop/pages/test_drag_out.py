"""What is dragged out of the window, and examples dragged onto a class."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from desktop.widgets.charts.view import SVG
from desktop.widgets.drag_out import EXAMPLES
from desktop.widgets.table import PlainTable, table_data
from reports.chart_data import TableTwin
from tests.desktop.pages.test_data import settle
from tests.desktop.pages.test_data_labels import label_of


@pytest.fixture
def page(labelled_session, open_data, qtbot):
    page = open_data(labelled_session)
    settle(qtbot, page)
    return page


def drop_on(bars, data: QMimeData, label: str) -> None:
    """Move over the row of a class, and let go."""
    row = next(y for y in range(bars.height()) if bars._label_at(y) == label)
    at, none = QPoint(40, row + 4), Qt.KeyboardModifier.NoModifier
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    over = QDragMoveEvent(QPointF(at), copy, data, left, none)
    bars.dragMoveEvent(over)
    assert over.isAccepted()
    bars.dropEvent(QDropEvent(QPointF(at), copy, data, left, none, QEvent.Type.Drop))


def test_examples_dropped_on_a_class_get_its_label_in_one_edit(page) -> None:
    session, grid = page.session, page.pane.grid
    page.pane.choose(0)
    (chosen,) = page.pane.selected()
    before = label_of(session, chosen)
    other = next(name for name in page.labelling.class_names() if name != before)
    drop_on(page.counts.counts, grid.chosen_data(), other)
    assert label_of(session, chosen) == other
    session.undo()
    assert label_of(session, chosen) == before


def test_nothing_is_dropped_on_a_class_where_nothing_may_be_edited(page) -> None:
    page.counts.counts.set_keys(0)  # as in a project that is read only
    assert not page.counts.counts.acceptDrops()


def test_chosen_photos_are_dragged_and_copied_as_their_files(page) -> None:
    grid = page.pane.grid
    page.pane.choose(1)
    QTest.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().mimeData()
    (url,) = copied.urls()
    example = next(e for e in page.session.project.examples() if e.id == page.pane.selected()[0])
    assert url.toLocalFile() == str(page.session.project.original(example))
    assert bytes(copied.data(EXAMPLES).data()).decode() == str(example.id)
    index = grid.currentIndex()
    assert grid.dragEnabled()
    assert grid.thumbnails.flags(index) & Qt.ItemFlag.ItemIsDragEnabled


def test_chosen_texts_are_copied_so_that_no_spreadsheet_runs_them(
    page, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = page.pane.grid
    monkeypatch.setattr(grid, "_texts", True)
    monkeypatch.setattr(grid.thumbnails, "words", lambda _: "=1+1")
    page.pane.choose(1)
    assert grid.chosen_data().text() == "'=1+1"


def test_a_chart_is_dragged_as_a_picture_its_file_and_a_drawing(page) -> None:
    data = page.counts.counts.dragged()
    (url,) = data.urls()
    assert QImage(url.toLocalFile()).size() == QImage(data.imageData()).size()
    assert bytes(data.data(SVG).data()).startswith(b"<?xml")


def test_a_table_is_dragged_as_the_cells_that_are_chosen(qtbot) -> None:
    table = PlainTable("Answers", ["name", "answer"])
    qtbot.addWidget(table)
    table.set_rows([("a", "yes"), ("b", "=no()")])
    table.selectRow(1)
    assert table._chosen() == TableTwin(("name", "answer"), (("b", "=no()"),))
    assert table_data(table._chosen()).text() == "name\tanswer\nb\t'=no()"
    assert table.dragEnabled()
