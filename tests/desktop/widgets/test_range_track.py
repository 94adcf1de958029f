"""Two handles on a line: what they stop at, what they announce, and that one drag is one edit."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.entries import RangeEntry
from desktop.widgets.range_track import RangeTrack, TrackScale

Shown = Callable[..., QWidget]
AMOUNTS = TrackScale(1, 100_000, by_size=True)
SHARES = TrackScale(0, 100)
LEFT = Qt.MouseButton.LeftButton


def heard(track: RangeTrack | RangeEntry) -> tuple[list[object], list[object]]:
    moved: list[object] = []
    changed: list[object] = []
    track.moved.connect(moved.append)
    track.changed.connect(changed.append)
    return moved, changed


def at(track: RangeTrack, value: float) -> QPoint:
    return QPoint(round(track._x(value)), track.height() // 2)


@pytest.fixture
def track(shown: Callable[..., QWidget]) -> RangeTrack:
    """A track of shares that is answered with 60 to 80."""
    made = shown(RangeTrack("How often that is right", SHARES))
    made.set_ends((60, 80), answered=True)
    return made


def drag(qtbot: QtBot, track: RangeTrack, start: QPoint, *values: float) -> None:
    """Take hold at a place, go by way of the values, and let go at the last."""
    qtbot.mousePress(track, LEFT, pos=start)
    for value in values:
        qtbot.mouseMove(track, at(track, value))
        QTest.qWait(1)
    qtbot.mouseRelease(track, LEFT, pos=at(track, values[-1]))


@pytest.mark.parametrize(
    ("value", "up", "down"), [(10, 11, 9.9), (99, 100, 98), (100, 110, 99), (1, 1.1, 1)]
)
def test_amounts_step_by_two_digits_that_count(value, up, down) -> None:
    assert AMOUNTS.step(value, 1) == pytest.approx(up)
    assert AMOUNTS.step(value, -1) == pytest.approx(down)


def test_large_steps_go_one_two_five_and_stay_on_the_scale() -> None:
    assert [AMOUNTS.leap(7, n) for n in (1, 2, 3, -1, -2)] == [10, 20, 50, 5, 2]
    assert AMOUNTS.leap(100_000, 1) == 100_000
    assert SHARES.leap(88, 1) == 98
    assert SHARES.leap(95, 1) == 100


def test_whole_numbers_have_no_halves() -> None:
    cases = TrackScale(1, 1000, by_size=True, whole=True)
    assert cases.step(3, 1) == 4
    assert all(cases.value(k / 50) == int(cases.value(k / 50)) for k in range(51))


@pytest.mark.parametrize("scale", [AMOUNTS, SHARES, TrackScale(0.001, 10, by_size=True)])
def test_a_place_and_its_value_agree_over_the_whole_scale(scale) -> None:
    for k in range(101):
        assert scale.place(scale.value(k / 100)) == pytest.approx(k / 100, abs=0.01)


def test_a_typed_number_beyond_the_scale_widens_it_by_whole_tenfolds() -> None:
    assert AMOUNTS.holding(2_500_000).high == 10_000_000
    assert AMOUNTS.holding(0.03).low == pytest.approx(0.01)
    assert AMOUNTS.holding(0).low == 1  # zero has no place by size: it lies at the end
    assert AMOUNTS.holding(0).place(0) == 0
    assert SHARES.holding(120).high == 120


@pytest.mark.parametrize("typed", [0.0, 1e-320, 1e300, float("inf"), -5.0])
def test_absurd_numbers_lie_at_an_end_and_keys_still_work(typed) -> None:
    for own in (AMOUNTS, SHARES, TrackScale(1, 100, by_size=True, whole=True)):
        scale = own.holding(typed)
        assert 0 <= scale.place(typed) <= 1
        for go in (scale.step, scale.leap):
            assert go(typed, 1) >= min(typed, scale.high)
            assert go(typed, -1) <= max(typed, scale.low)


def test_a_drag_is_announced_as_it_goes_and_once_when_let_go(shown, qtbot) -> None:
    track = shown(RangeTrack("A miss costs", AMOUNTS))
    track.set_ends((10, 1000), answered=True)
    moved, changed = heard(track)
    qtbot.mousePress(track, LEFT, pos=at(track, 1000))
    for value in (2000, 5000, 10_000):
        qtbot.mouseMove(track, at(track, value))
        QTest.qWait(1)
    assert len(moved) >= 3
    assert changed == []
    qtbot.mouseRelease(track, LEFT, pos=at(track, 10_000))
    assert changed == [(10, track.ends()[1])]
    assert track.ends()[1] == pytest.approx(10_000, rel=0.1)


def test_a_handle_never_passes_the_other(track, qtbot) -> None:
    drag(qtbot, track, at(track, 60), 95)
    assert track.ends() == (80, 80)
    drag(qtbot, track, at(track, 80) + QPoint(4, 0), 90)  # the right one of the two
    low, high = track.ends()
    assert low == 80
    assert high > 85


def test_taking_hold_of_a_handle_does_not_move_it(track, qtbot) -> None:
    moved, changed = heard(track)
    qtbot.mouseClick(track, LEFT, pos=at(track, 80) + QPoint(4, 0))
    assert (moved, changed) == ([], [])


def test_a_press_on_the_line_brings_the_nearest_handle_under_the_pointer(track, qtbot) -> None:
    track.set_ends((40, 60), answered=True)
    qtbot.mousePress(track, LEFT, pos=at(track, 90))
    assert track.ends() == (40, 90)
    qtbot.mouseMove(track, at(track, 95))
    QTest.qWait(1)
    qtbot.mouseRelease(track, LEFT, pos=at(track, 95))
    assert track.ends() == (40, 95)


def test_keys_move_the_handle_in_focus_and_a_key_that_is_held_is_one_edit(track, qtbot) -> None:
    _, changed = heard(track)
    low, high = track.handles
    low.setFocus()
    for _ in range(3):
        qtbot.keyPress(low, Qt.Key.Key_Right)
    assert changed == []
    qtbot.keyRelease(low, Qt.Key.Key_Right)
    qtbot.keyClick(high, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(high, Qt.Key.Key_End)
    qtbot.keyClick(low, Qt.Key.Key_Home)
    assert changed == [(63, 80), (63, 90), (63, 100), (0, 100)]


def test_escape_puts_the_handles_back(track, qtbot) -> None:
    _, changed = heard(track)
    qtbot.mousePress(track, LEFT, pos=at(track, 60))
    qtbot.mouseMove(track, at(track, 20))
    QTest.qWait(1)
    qtbot.keyClick(track.handles[0], Qt.Key.Key_Escape)
    qtbot.mouseRelease(track, LEFT, pos=at(track, 20))
    assert track.ends() == (60, 80)
    assert changed == []


def test_a_screen_reader_hears_which_end_its_value_and_whether_it_is_a_default(shown) -> None:
    track = shown(RangeTrack("A miss costs", AMOUNTS, prefix="€"))
    track.set_ends((10, 1000), answered=False)
    assert track.handles[1].accessibleName() == "A miss costs, high end: €1,000, our default"
    track.set_ends((20, 1000), answered=True)
    assert track.handles[0].accessibleName() == "A miss costs, low end: €20"
    value = QAccessible.queryAccessibleInterface(track.handles[0]).valueInterface()
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (20, track.scale.low, track.scale.high)  # fmt: skip
    value.setCurrentValue(50)  # as a screen reader sets it
    assert track.ends() == (50, 1000)


def test_fields_and_handles_show_the_same_range(shown, qtbot) -> None:
    entry = shown(RangeEntry("A miss costs", prefix="€", low=0, scale=AMOUNTS))
    entry.set_default((1, 100))
    assert entry.track.ends() == (1, 100)
    assert entry.low_field.text() == ""
    moved, changed = heard(entry)
    qtbot.keyPress(entry.track.handles[1], Qt.Key.Key_Right)
    assert (entry.low_field.text(), entry.high_field.text()) == ("€1", "€110")
    qtbot.keyRelease(entry.track.handles[1], Qt.Key.Key_Right)
    assert (moved, changed) == ([(1, 110)], [(1, 110)])
    entry.low_field.setText("7")
    entry.low_field.editingFinished.emit()
    assert entry.track.ends() == (7, 110)
    entry.set_value((3, 4), unknown=True)
    assert not entry.track.isEnabled()


def test_escape_empties_the_fields_of_a_range_that_had_no_answer(shown, qtbot) -> None:
    entry = shown(RangeEntry("A miss costs", prefix="€", low=0, scale=AMOUNTS))
    entry.set_default((1, 100))
    moved, changed = heard(entry)
    qtbot.keyPress(entry.track.handles[1], Qt.Key.Key_Right)
    qtbot.keyClick(entry.track.handles[1], Qt.Key.Key_Escape)
    qtbot.keyRelease(entry.track.handles[1], Qt.Key.Key_Right)
    assert (entry.low_field.text(), entry.track.ends(), entry.track.answered) == (
        "",
        (1, 100),
        False,
    )
    assert moved[-1] is None
    assert changed == []
