"""New project: one sentence and one of seven kinds, before anything else is asked. Neither is mandatory."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.current import scaled
from desktop.theme.paint import CENTRE, RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import MIDDLE, FlowLayout, fill, holder, row
from desktop.widgets.popover import Popover
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS, TaskKind, suggested_kind

_WIDTH, _TILE, _WELL, _EDGE = 1162, 154, 56, 8
_EXAMPLES = {
    "classify": tr("Crack?"),
    "number": "412",
    "rank": "1  2  3",
    "extract": tr("Total $84.20"),
    "transcribe": tr("“two crates”"),
    "generate": tr("“It is on its way.”"),
    "act": tr("Pay: ask first"),
}


class KindTile(PaintedButton):
    """An example of what a kind answers, its name, its question and its key. Chosen: 2 pixels of ink around it."""

    pressed_by: ClassVar = (Qt.Key.Key_Space,)  # Enter starts the project

    def __init__(self, kind: TaskKind, key: str) -> None:
        self.kind, self._key = kind, key
        super().__init__(kind.label)
        self.setCheckable(True)
        self.setAccessibleDescription(tr("{question} Key {key}.", question=kind.question, key=key))

    def sizeHint(self) -> QSize:
        words = Face(Role.ROW).height + Face(Role.NOTE).height
        return QSize(scaled(_TILE), scaled(_WELL) + words + 3 * _EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self.isChecked():
            paint_box(painter, self.rect(), edge="ink", width=2.0)
        elif self.underMouse():
            paint_box(painter, self.rect(), fill="sel")
        inside = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        well = QRectF(inside.left(), inside.top(), inside.width(), scaled(_WELL))
        paint_box(painter, well, fill="sunken")
        write(painter, _EXAMPLES[self.kind.name], well, Face(Role.NOTE, 600, "ink"), CENTRE)
        name = Face(Role.ROW, 600 if self.isChecked() else 500, "ink")
        line = QRectF(inside.left(), well.bottom() + _EDGE, inside.width(), name.height)
        write(painter, self.kind.label, line.adjusted(0, 0, -14, 0), name)
        write(painter, self._key, line, Face(Role.NOTE, colour="ink3"), RIGHT)
        note = Face(Role.NOTE)
        below = QRectF(inside.left(), line.bottom(), inside.width(), note.height)
        write(painter, self.kind.question, below, note)


class NewProject(Popover):
    """``start(sentence, kind)`` is called with what was said; both may be empty."""

    def __init__(self, window: QWidget, start: Callable[[str, str], object]) -> None:
        super().__init__(window, tr("New project"), width=_WIDTH, dim=True)
        self._start = start
        self._chosen_by_hand = False
        self.add_head(tr("What should it do?"), 4)
        lead = tr(
            "What kind it is decides what is asked, what counts as right and how it is measured."
        )
        self.sentence = LineField(
            tr("What should it do? Say it in one sentence."), tr("Say it in one sentence.")
        )
        self.sentence.textEdited.connect(self._suggest)
        self.heard = Label(" ", role=Role.NOTE, colour="ink2")
        self.tiles = {
            kind.name: KindTile(kind, str(key))
            for key, kind in enumerate(TASK_KINDS.values(), start=1)
        }
        flow = FlowLayout(spacing=8, line_spacing=4)
        for name, tile in self.tiles.items():
            flow.addWidget(tile)
            tile.clicked.connect(partial(self._choose, name))
        self.start = Button(tr("Start"), "primary", shortcut="Ctrl+Return", run=self.submit)
        cancel = Button(tr("Cancel"), "text", run=self.close_popover)
        later = Label(
            tr("You can change both later; nothing is lost."), role=Role.NOTE, colour="ink3"
        )
        fill(
            self.body,
            Label(lead, role=Role.NOTE, colour="ink2"),
            12,
            self.sentence,
            6,
            self.heard,
            8,
        )
        fill(self.body, holder(flow), 12, row(self.start, cancel, (later, MIDDLE), None, spacing=8))

    def kind(self) -> str:
        """The kind that is chosen; empty: none."""
        return next((name for name, tile in self.tiles.items() if tile.isChecked()), "")

    def submit(self) -> None:
        """Start with what was said."""
        sentence, kind = " ".join(self.sentence.text().split()), self.kind()
        self.close_popover()
        self._start(sentence, kind)

    def take_primary(self) -> bool:
        self.submit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            return
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(self.tiles):
            self._choose([*self.tiles][at])
            self.tiles[self.kind()].setFocus()
            return
        super().keyPressEvent(event)

    def _choose(self, name: str) -> None:
        self._chosen_by_hand = True
        self._show_kind(name)
        self.heard.setText(" ")

    def _show_kind(self, name: str | None) -> None:
        for each, tile in self.tiles.items():
            tile.setChecked(each == name)

    def _suggest(self, text: str) -> None:
        if self._chosen_by_hand:
            return
        name = suggested_kind(text)
        self._show_kind(name)
        said = " "
        if name is not None:
            said = tr(
                "That sounds like “{kind}”. Choose another if it is not.",
                kind=TASK_KINDS[name].label,
            )
        self.heard.setText(said)
