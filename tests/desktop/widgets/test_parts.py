"""Buttons, labels, tabs, messages, columns, tables, drop zones, popovers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.apply import apply_theme
from desktop.widgets.ask import ConfirmPopover
from desktop.widgets.button import Button, shortcut_words
from desktop.widgets.columns import main_and_side
from desktop.widgets.drop import DropZone, count_files
from desktop.widgets.focus import FocusRing, moved_by_keyboard
from desktop.widgets.label import Label, strong
from desktop.widgets.layout import column, fill
from desktop.widgets.message import Message, MessageBar
from desktop.widgets.popover import SHADOW, Popover
from desktop.widgets.rows import Check, CheckMark, CheckRow, Section
from desktop.widgets.table import PlainTable, TableColumn
from desktop.widgets.tabs import AnswerTab, AnswerTabs

Shown = Callable[..., QWidget]


def test_a_busy_button_keeps_its_width_and_cannot_be_pressed(shown, qtbot) -> None:
    holder, button = QWidget(), Button("Train with 462 photos", "primary")
    QVBoxLayout(holder).addWidget(button)
    shown(holder)
    width = button.width()
    button.set_busy("Training…")
    QApplication.processEvents()
    assert button.width() == width
    assert not button.isEnabled()
    button.set_busy("")
    assert button.isEnabled()


def test_a_button_that_is_off_says_why(look, qtbot) -> None:
    button = Button("Train", "primary")
    qtbot.addWidget(button)
    button.off_because("Label 15 of each first.")
    assert not button.isEnabled()
    assert button.toolTip() == button.accessibleDescription() == "Label 15 of each first."
    button.set_busy("Training…")
    button.set_busy("")
    assert not button.isEnabled()


def test_enter_presses_a_button(shown, qtbot) -> None:
    button = shown(Button("Compare"))
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("shortcut", "words"),
    [("Ctrl+Return", "Ctrl ↵"), ("Ctrl++", "Ctrl +"), ("Ctrl+,", "Ctrl ,"), ("T", "T"), ("", "")],
)
def test_shortcuts_are_printed_as_on_the_key(shortcut, words) -> None:
    assert shortcut_words(shortcut) == words


def test_a_long_label_wraps_at_the_text_measure(look, qtbot) -> None:
    label = Label("word " * 80)
    qtbot.addWidget(label)
    assert label.heightForWidth(3000) == label.heightForWidth(720)
    assert label.heightForWidth(360) > label.heightForWidth(720)


def test_what_people_type_is_never_markup(look, qtbot) -> None:
    label = Label("<b>crack</b> & **co**")
    qtbot.addWidget(label)
    assert label.text() == "<b>crack</b> & **co**"
    plain = Label("Nothing is lost")
    qtbot.addWidget(plain)
    emphasised = Label(strong("Nothing is lost"))
    qtbot.addWidget(emphasised)
    assert emphasised.sizeHint().width() > plain.sizeHint().width()


def test_answer_tabs_keep_the_chosen_tab_when_answers_change(shown, qtbot) -> None:
    tabs = AnswerTabs(
        "Train", [AnswerTab("good", "How good", "…"), AnswerTab("sure", "How sure", "…")]
    )
    shown(tabs)
    with qtbot.waitSignal(tabs.chosen) as heard:
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert heard.args == ["sure"]
    tabs.set_tabs(
        [AnswerTab("good", "How good", "91% right"), AnswerTab("sure", "How sure", "honest")]
    )
    assert tabs.value() == "sure"
    assert "honest" in tabs.accessibleName()


def test_a_message_says_what_why_and_next_and_its_button_acts(shown, qtbot) -> None:
    pressed: list[str] = []
    bar, holder = MessageBar(), QWidget()
    QVBoxLayout(holder).addWidget(bar)
    shown(holder)
    assert not bar.isVisible()
    why = ("They moved.", "Nothing is lost.", "Look.")
    bar.set_message(Message("error", *why, "Find…", lambda: pressed.append("find")))
    assert bar.isVisible()
    assert bar.accessibleName() == "Error: They moved. Nothing is lost. Look."
    bar.button.click()
    assert pressed == ["find"]
    bar.set_message(None)
    assert not bar.isVisible()


def test_columns_become_one_with_the_chart_first(shown, qtbot) -> None:
    columns = main_and_side(300)
    why, chart, runs = Label("Why"), Label("chart"), Label("runs")
    columns.add("main", why)
    columns.add("side", runs, wide_only=True)
    columns.add("side", chart, chart_first=True)
    shown(columns, 1400)
    assert chart.mapTo(columns, QPoint()).x() > why.mapTo(columns, QPoint()).x()
    assert runs.isVisible()
    columns.resize(1000, 500)
    QApplication.processEvents()
    assert columns.narrow
    assert chart.mapTo(columns, QPoint()).y() < why.mapTo(columns, QPoint()).y()
    assert chart.mapTo(columns, QPoint()).x() == why.mapTo(columns, QPoint()).x()
    assert not runs.isVisible()
    columns.resize(1400, 500)
    QApplication.processEvents()
    assert runs.isVisible()
    assert chart.isVisible()


def test_columns_leave_no_room_above_or_between_for_what_is_hidden(shown, qtbot) -> None:
    columns = main_and_side(300)
    parts = [Label(name) for name in ("boxes", "rates", "pairs")]
    for part in parts:
        columns.add("main", part, gap=24)
    parts[0].hide()
    shown(columns, 1400)
    assert parts[1].y() == 0
    parts[0].show()
    parts[1].hide()
    QApplication.processEvents()
    assert parts[2].y() == parts[0].geometry().bottom() + 1 + 24


def test_a_table_sheds_columns_from_the_right_and_copies_them_all(shown, qtbot) -> None:
    table = PlainTable(
        "requests",
        [TableColumn("time"), TableColumn("photo", stretch=True), TableColumn("answered by")],
    )
    table.set_rows([["14:32:07", "T091-A", "you"], ["14:31:52", "T088-C", "dials"]])
    shown(table, 600, 200)
    assert table.shown_columns() == ("time", "photo", "answered by")
    table.resize(180, 200)
    assert table.shown_columns() == ("time", "photo")
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "time\tphoto\tanswered by\n14:31:52\tT088-C\tdials"


def test_no_copied_cell_is_run_as_a_formula(shown, qtbot) -> None:
    table = PlainTable("cells", ["=name", "change"])
    table.set_rows([["=HYPERLINK(1)", "-3.5"]])
    shown(table)
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().mimeData()
    assert copied.text() == "'=name\tchange\n'=HYPERLINK(1)\t-3.5"
    assert "<td>=" not in copied.html()


def test_enter_on_a_table_row_opens_it(shown, qtbot) -> None:
    table = PlainTable("options", ["option"])
    table.set_rows([["Train"], ["Buy"]])
    shown(table)
    table.selectRow(1)
    with qtbot.waitSignal(table.opened) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [1]


def drag(zone: DropZone, kind: type[QDropEvent], paths: list[Path]) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = kind(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(zone, event)
    return event


def test_a_drop_zone_counts_what_hovers_and_hands_it_over(shown, qtbot, tmp_path) -> None:
    folder = tmp_path / "crack"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(b"x")
    zone = shown(DropZone("Drop photos here", noun="photos"))
    assert drag(zone, QDragEnterEvent, [folder]).isAccepted()
    assert zone.words.text() == "Let go to add 3 photos"
    with qtbot.waitSignal(zone.dropped) as heard:
        drag(zone, QDropEvent, [folder])
    assert heard.args == [[folder]]
    assert zone.words.text() == "Drop photos here"


def test_a_drop_zone_refuses_with_the_reason(shown, qtbot, tmp_path) -> None:
    zone = DropZone(
        "Drop a photo", refuse=lambda paths: "Only one at a time." if len(paths) > 1 else ""
    )
    shown(zone)
    paths = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    drag(zone, QDragEnterEvent, paths)
    assert zone.words.text() == "Only one at a time."
    with qtbot.assertNotEmitted(zone.dropped):
        drag(zone, QDropEvent, paths)


def test_counting_stops_at_the_most_and_passes_over_hidden_files(tmp_path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.jpg").write_bytes(b"")
    (tmp_path / ".DS_Store").write_bytes(b"")
    assert count_files([tmp_path]) == 10
    assert count_files([tmp_path], most=4) == 4


def test_a_popover_that_is_taller_than_the_window_scrolls_to_its_last_line(shown, qtbot) -> None:
    window = shown(QWidget(), 800, 400)
    popover = Popover(window, "Jobs", width=700)
    left, right = (column(*(Label(f"{side} {n}") for n in range(20))) for side in "ab")
    both = popover.two_columns(left, right, spacing=16)
    last = Button("Done")
    fill(popover.body, both, last)
    popover.open_at(40, 40)
    assert popover.height() <= window.height() + 2 * SHADOW
    assert all(one.height() >= one.sizeHint().height() for one in popover.findChildren(Label))
    last.setFocus()
    seen = QRect(last.mapTo(window, QPoint()), last.size())
    assert window.rect().contains(seen)


def test_a_popover_closes_at_escape_and_gives_the_focus_back(shown, qtbot) -> None:
    window = QWidget()
    field = QLineEdit(window)
    shown(window)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    popover = Popover(window, "Jobs", width=300)
    inside = Button("Cancel")
    popover.body.addWidget(inside)
    popover.open_at(700, 10, focus=inside)
    assert inside.hasFocus()
    assert popover.geometry().right() - 24 <= window.width() - 8
    with qtbot.waitSignal(popover.closed):
        qtbot.keyClick(inside, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert field.hasFocus()


def ring_around(shown: Shown, qtbot: QtBot, *names: str) -> tuple[QWidget, FocusRing, list[Button]]:
    """A window of buttons below each other, the first of them in focus."""
    window, buttons = QWidget(), [Button(name) for name in names]
    column(*buttons, of=window)
    shown(window)
    ring = FocusRing(window)
    buttons[0].setFocus()
    qtbot.waitUntil(buttons[0].hasFocus)
    return window, ring, buttons


def test_the_focus_ring_follows_the_tab_key_and_not_the_mouse(shown, qtbot) -> None:
    window, ring, (_, second) = ring_around(shown, qtbot, "First", "Second")
    assert not ring.isVisible()
    assert moved_by_keyboard(lambda: window.focusNextPrevChild(True))
    assert second.hasFocus()
    assert ring.isVisible()
    assert ring.geometry().contains(second.geometry())
    second.setEnabled(False)
    assert not ring.isVisible() or ring.geometry() != second.geometry()


def test_the_focus_ring_is_around_what_the_window_puts_the_keyboard_on_after_a_key(
    shown, qtbot
) -> None:
    window, ring, (first, second) = ring_around(shown, qtbot, "First", "Second")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F24)
    second.setFocus()
    assert ring.geometry().contains(second.geometry())
    assert ring.isVisible()
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    first.setFocus()
    assert not ring.isVisible()


def test_the_focus_ring_outlives_the_widget_that_it_is_around(shown, qtbot) -> None:
    window, ring, (first, second, third) = ring_around(shown, qtbot, "First", "Second", "Third")
    assert moved_by_keyboard(lambda: window.focusNextPrevChild(True))
    assert ring.isVisible()
    second.deleteLater()  # as a page makes its rows anew under the person's hands
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not ring.isVisible()
    first.setFocus()
    assert moved_by_keyboard(lambda: window.focusNextPrevChild(True))
    assert third.hasFocus()
    assert ring.geometry().contains(third.geometry())


def test_a_check_row_speaks_its_state_and_opens_at_enter(shown, qtbot) -> None:
    row = shown(CheckRow(Check("It finds 90%", "Sure of 87%.", "84 of 90", CheckMark.NOT_SHOWN)))
    assert row.accessibleName().startswith("Not shown yet, It finds 90%, 84 of 90")
    with qtbot.waitSignal(row.clicked):
        qtbot.keyClick(row, Qt.Key.Key_Return)


def test_balanced_lines_leave_no_word_alone(look) -> None:
    text = "People accept 7 answers in 10 once it is right about 78% of the time."
    plain, even = Label(text, measure=400), Label(text, measure=400, balanced=True)
    assert even.heightForWidth(400) == plain.heightForWidth(400)
    layout = even._layout(400)[0]
    widths = [layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount())]
    assert len(widths) > 1
    assert min(widths) > 0.6 * max(widths)


def test_a_minus_sign_stays_with_its_amount(qtbot) -> None:
    label = Label("They bring about $1,900 (between −$1,600 and $4,100).")
    qtbot.addWidget(label)
    for width in range(60, 400, 7):
        layout = label._lay_out(width)[0]
        text = layout.text()
        lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        ends = [text[: line.textStart() + line.textLength()] for line in lines]
        assert not any(end.rstrip("\u2060").endswith("−") for end in ends), width


@pytest.fixture
def largest(look: QApplication) -> Iterator[Callable[[], None]]:
    """Return a function that makes the text of the application half as large again until the end."""
    yield lambda: apply_theme(look, "light", 1.5, reduced_motion=True)
    apply_theme(look, "light", reduced_motion=True)


def test_what_asks_for_a_yes_shows_every_word_at_the_largest_text(shown, largest) -> None:
    largest()
    window = shown(QWidget(), 1024, 680)
    words = "With place, date, author and camera of the photos"
    ticks = {"with": (words, "As their files have them; left out otherwise.")}
    long = "It does not hold when and where a photo was made, by whom or with which camera. " * 3
    popover = ConfirmPopover(window, "Pack it", (long,), "Choose…", lambda **_: None, ticks=ticks)
    popover.ask()
    QApplication.processEvents()
    assert popover.ticks["with"].width() >= popover.ticks["with"].minimumSizeHint().width()
    (sentence,) = popover.sentences
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
    popover.close_popover()


def test_what_is_shown_follows_the_text_size(shown, largest) -> None:
    whole = QWidget()
    tabs = AnswerTabs("Views", [AnswerTab("a", "How good", "96% right"), AnswerTab("b", "B", "b")])
    table = PlainTable("Classes", ["class", "found"])
    drop = DropZone("Drop photos here.", "word " * 30)
    table.set_rows([("clean", "12"), ("defect", "11"), ("other", "3")])
    table.fit_rows()
    column(tabs, table, drop, None, of=whole)
    shown(whole)
    whole.resize(600, 500)
    largest()
    QApplication.processEvents()
    assert tabs.underline.bottom() == tabs.sizeHint().height()
    assert table.height() == table.height_for_rows(3)
    assert table.rowViewportPosition(2) + table.rowHeight(2) <= table.viewport().height()
    assert drop.words.height() >= drop.words.heightForWidth(drop.words.width())


def test_a_section_that_is_held_narrow_shows_all_its_lines(shown) -> None:
    words = Label("It is not told apart from people today: it is right 79% to 99.9% of the time.")
    section = Section("Against others", words)
    section.setMaximumWidth(300)
    whole = QWidget()
    column(section, None, of=whole)
    shown(whole)
    whole.resize(560, whole.heightForWidth(560))
    QApplication.processEvents()
    assert words.width() == 300
    assert words.height() == words.heightForWidth(300) > words.heightForWidth(560)
