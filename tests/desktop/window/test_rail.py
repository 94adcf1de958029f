"""The marks of the rail grow with its words, and give way to them where there is little room."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.project.stages import Stage, StageStatus, State
from desktop.theme.apply import apply_theme
from desktop.theme.current import scaled
from desktop.theme.type import Role, line_height
from desktop.window.rail import RailAction, StageButton


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", ["stage", "settings", "present"])
def test_the_marks_of_the_rail_grow_with_its_words(look, qtbot, kind: str, narrow: bool) -> None:
    if kind == "stage":
        made: StageButton | RailAction = StageButton(Stage.DATA)
        made.set_status(StageStatus(Stage.DATA, State.EVIDENCE, ""))
    else:
        made = RailAction(kind, "", "", words_when_narrow=False)
    qtbot.addWidget(made)
    made.narrow = narrow
    tall = []
    for scale in (1.0, 2.0):
        apply_theme(look, "light", scale, reduced_motion=True)
        made.resize(scaled(60), made.sizeHint().height())
        tall.append(_mark_height(made))
    apply_theme(look, "light", reduced_motion=True)
    assert 8 < tall[0] < 20
    assert 2 * tall[0] - 3 <= tall[1] <= 2 * tall[0] + 3


def test_a_low_window_shrinks_the_mark_of_a_stage_and_cuts_no_name(look, qtbot) -> None:
    made = StageButton(Stage.PROBLEM)
    qtbot.addWidget(made)
    made.narrow = True
    apply_theme(look, "light", 2.0, reduced_motion=True)
    made.resize(scaled(80), made.sizeHint().height())
    whole = _ink_rows(made, made.width(), made.height())
    made.resize(scaled(80), line_height(Role.ROW) + 24)
    low = _ink_rows(made, made.width(), made.height())
    apply_theme(look, "light", reduced_motion=True)
    assert low[-1] < made.height() - 3
    assert 8 < len(whole) - len(low) <= 16  # of the mark, none of the name


def _mark_height(made: StageButton | RailAction) -> int:
    """Pixels from the first to the last row of its mark that has ink; names stand beside it or below."""
    below = made.narrow and isinstance(made, StageButton)
    room = (made.width(), scaled(26)) if below else (scaled(28), made.height())
    rows = _ink_rows(made, *room)
    return rows[-1] - rows[0] + 1


def _ink_rows(made: QWidget, width: int, height: int) -> list[int]:
    """The rows that have ink in this upper left part of it."""
    picture = QImage(made.size(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    made.render(picture, QPoint())
    return [
        y
        for y in range(height)
        if any(picture.pixelColor(x, y).lightness() < 150 for x in range(width))
    ]
