"""The grid of examples: any number of them, pictures only when seen, badges, selection, keys."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from desktop.widgets.thumbnail_model import Thumbnail, decode
from desktop.widgets.thumbnails import ThumbnailGrid

Shown = Callable[..., QWidget]


def png(colour: str, width: int = 64, height: int = 64) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def asked() -> list[int]:
    return []


@pytest.fixture
def grid(shown: Shown, asked: list[int]) -> Iterator[ThumbnailGrid]:
    picture = png("#1F5FBF")

    def source(example_id: int) -> bytes:
        asked.append(example_id)
        return picture

    made = ThumbnailGrid("Crack", source)
    tester = QAbstractItemModelTester(
        made.thumbnails, QAbstractItemModelTester.FailureReportingMode.Fatal, made
    )
    assert tester.model() is made.thumbnails
    shown(made, 660, 400)
    yield made
    made.thumbnails.wait()


def items(count: int) -> list[Thumbnail]:
    return [Thumbnail(number, f"T{number:03}") for number in range(count)]


def test_only_pictures_that_are_seen_are_asked_for(grid, asked, qtbot) -> None:
    grid.set_items(items(5_000))
    qtbot.waitUntil(lambda: len(asked) > 5)
    qtbot.wait(50)
    assert len(asked) < 100
    assert len(set(asked)) == len(asked)


def test_a_hundred_thousand_examples_ask_for_one_screen_of_pictures(shown) -> None:
    asked: list[int] = []

    def source(example_id: int) -> None:
        asked.append(example_id)

    grid = shown(ThumbnailGrid("All", source), 660, 400)
    grid.set_items(items(100_000))
    grid.grab()
    assert 0 < len(asked) < 100


def test_the_selection_stays_with_its_examples_when_the_list_changes(grid) -> None:
    grid.set_items(items(10))
    for row in (3, 4):
        grid.selectionModel().select(
            grid.thumbnails.index(row), QItemSelectionModel.SelectionFlag.Select
        )
    grid.set_items([Thumbnail(number, str(number)) for number in (4, 7, 3)])
    assert grid.selected_ids() == [4, 3]


def test_the_keyboard_stays_at_its_example_when_the_list_changes(grid, qtbot) -> None:
    opened: list[int] = []
    grid.opened.connect(opened.append)
    grid.set_items(items(10))
    grid.setCurrentIndex(grid.thumbnails.index(3))
    grid.set_items([Thumbnail(number, str(number)) for number in (4, 7, 3)])
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    grid.set_items([Thumbnail(number, str(number)) for number in (4, 7)])
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert opened == [3, 7]  # the last where its own is gone, and its place with it
    assert grid.selected_ids() == []


def test_space_looks_closer_and_arrows_move(grid, qtbot) -> None:
    grid.set_items(items(10))
    grid.setCurrentIndex(grid.thumbnails.index(0))
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    with qtbot.waitSignal(grid.opened) as heard:
        qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert heard.args == [1]


def test_badges_are_drawn_and_spoken(grid, qtbot) -> None:
    grid.set_items([Thumbnail(1, "T014-A")])
    qtbot.waitUntil(lambda: grid.thumbnails.picture(grid.thumbnails.item(0)) is not None)
    plain = grid.grab().toImage()
    pictures = [plain]
    for change in ({"duplicate": True}, {"held_out": True}, {"doubtful": True}, {"missing": True}):
        grid.set_items([Thumbnail(1, "T014-A", **change)])
        pictures.append(grid.grab().toImage())
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[i + 1 :])
    spoken = Thumbnail(1, "T014-A", held_out=True, doubtful=True).spoken
    assert spoken == "T014-A, held out for the test, label looks doubtful"


def test_a_picture_is_scaled_down_while_it_is_read() -> None:
    image = decode(png("#B32D1A", 1600, 800), 256)
    assert (image.width(), image.height()) == (512, 256)
    assert decode(b"not a picture", 256).isNull()


def test_a_page_down_in_a_long_list_of_texts_leads_a_page_down_at_once(grid, qtbot) -> None:
    grid.set_texts(True)
    grid.set_items(items(20_000))
    grid.setCurrentIndex(grid.thumbnails.index(0))
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    first = grid.currentIndex().row()
    assert 5 <= first <= 20
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.currentIndex().row() == 2 * first
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.currentIndex().row() == 19_999
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.currentIndex().row() == 19_998
