"""Where lines begin at the right, what is painted changes sides; its words, icons and marks stay as they are."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.project.stages import Stage, StageStatus, State
from desktop.widgets.choices import ChoiceBar, Tick
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, holder
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from desktop.window.rail import StageButton
from desktop.window.topbar import TopBar

Shown = Callable[..., QWidget]
FROM_RIGHT = Qt.LayoutDirection.RightToLeft


@pytest.fixture
def from_right(look: QApplication) -> Iterator[None]:
    look.setLayoutDirection(FROM_RIGHT)
    yield
    look.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def picture(widget: QWidget) -> QImage:
    made = QImage(widget.size(), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    widget.render(made, QPoint())
    return made


def ink(image: QImage) -> tuple[int, int]:
    """The first and the last column that is not white."""
    columns = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 200 for y in range(image.height()))
    ]
    return columns[0], columns[-1]


def reads_alike(one: QImage, other: QImage) -> bool:
    """Whether the words in both are the same way round, wherever they stand (to a part of a pixel)."""
    here, there = _darkness(one), _darkness(other)
    return _nearest(here, there) < 0.7 * _nearest(here, there[::-1])


def _darkness(image: QImage) -> list[int]:
    """How much ink each column holds, from the first that holds any to the last."""
    first, last = ink(image)
    return [sum(255 - image.pixelColor(x, y).lightness() for y in range(image.height())) for x in range(first, last + 1)]  # fmt: skip


def _nearest(one: list[int], other: list[int]) -> int:
    shifts = [other[shift:] if shift >= 0 else [0] * -shift + other for shift in range(-2, 3)]
    return min(sum(abs(a - b) for a, b in zip(one, shifted, strict=False)) for shifted in shifts)


def both(made: QWidget) -> tuple[QImage, QImage]:
    """A widget as it is painted from the left and from the right."""
    made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    left = picture(made)
    made.setLayoutDirection(FROM_RIGHT)
    return left, picture(made)


@pytest.mark.parametrize("wrap", [True, False])
def test_words_end_where_the_line_begins(look, qtbot, wrap: bool) -> None:
    label = Label("34 of 40 right.", wrap=wrap)
    qtbot.addWidget(label)
    label.resize(400, label.heightForWidth(400))
    left, right = both(label)
    assert ink(left)[0] < 10
    assert ink(right)[1] > 388
    assert reads_alike(left, right)


def test_a_row_of_the_rail_changes_sides_and_its_words_are_not_turned(look, qtbot) -> None:
    button = StageButton(Stage.DATA)
    qtbot.addWidget(button)
    button.set_status(StageStatus(Stage.DATA, State.DRAFT, ""))
    button.resize(200, 52)
    left, right = both(button)
    assert abs(ink(left)[0] - (200 - 1 - ink(right)[1])) <= 1
    assert reads_alike(left.copy(34, 0, 166, 52), right.copy(0, 0, 166, 52))


def test_the_tab_that_is_pressed_is_the_one_that_is_seen_there(shown: Shown, from_right, qtbot) -> None:  # fmt: skip
    tabs = AnswerTabs("Measure", [AnswerTab("good", "How good", "96%"), AnswerTab("sure", "How sure", "thin")])  # fmt: skip
    shown(tabs, 600, 60)
    second = tabs._place(1).center().toPoint()
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(tabs.width() - second.x(), 10))
    assert tabs.value() == "sure"
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.value() == "good"


def test_the_choice_that_is_pressed_is_the_one_that_is_seen_there(shown: Shown, from_right, qtbot) -> None:  # fmt: skip
    bar = ChoiceBar("Theme", [("light", "light"), ("dark", "dark")])
    bar.set_value("dark")
    shown(bar, 300, 30)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 5, 10))
    assert bar.value() == "light"


def test_what_wraps_like_words_begins_at_the_right(shown: Shown, from_right) -> None:
    flow = FlowLayout()
    words = [Label(text, wrap=False) for text in ("one", "two")]
    for word in words:
        flow.addWidget(word)
    whole = holder(flow)
    shown(whole, 300, 60)
    assert words[0].geometry().right() == 299
    assert words[1].x() < words[0].x()


def test_the_menus_take_no_more_room_than_from_the_left(shown: Shown, look, from_right) -> None:
    bar = TopBar()
    for name in ("File", "Edit", "View"):
        bar.menus.addMenu(name)
    bar.fit()
    shown(bar, 1000, 40)
    assert bar.menus.width() < 300
    assert bar.menus.x() > 600


def test_a_tick_is_no_mirrored_one(from_right, shown: Shown) -> None:
    tick = Tick(accessible_name="On")
    tick.setChecked(True)
    shown(tick, 16, 20)
    seen = picture(tick)
    tick.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert reads_alike(picture(tick), seen)
