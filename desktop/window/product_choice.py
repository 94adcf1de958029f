"""Which of seven kinds a product is, by picture and example, and what goes into it: asked when a project is made and later."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.icons import paint_icon
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, upright, write
from desktop.theme.tokens import Height
from desktop.theme.type import Role
from desktop.widgets.button import PaintedButton
from desktop.widgets.focus import ARROW_KEYS, claims
from desktop.widgets.label import Label
from desktop.widgets.layout import MIDDLE, FlowLayout, TileLayout, column, holder, row, stack_if
from desktop.window.product_pictures import paint_kind
from estimators.base.input_kind import INPUT_KINDS, InputKind, in_order, suggested_inputs
from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS, TaskKind

FRAME = 7  # around a tile: the ink of a chosen one stands 5 pixels off, and is 2 wide
_WELL, _BELOW, _GAP = 92, 9, 20
DIGITS = tuple(Qt.Key(Qt.Key.Key_1 + number) for number in range(len(TASK_KINDS)))
_ICONS = {
    "photo": "photo",
    "text": "chat",
    "sound": "sound",
    "video": "play",
    "table": "table",
    "document": "article",
}


class KindTile(PaintedButton):
    """A picture of a kind, its name, its question and its key. Chosen: 2 pixels of ink around it."""

    pressed_by: ClassVar = (Qt.Key.Key_Space,)  # Enter is left to whoever sends what is chosen
    stepped = Signal(int)

    def __init__(self, kind: TaskKind, key: str) -> None:
        self.kind, self._key = kind, key
        super().__init__(kind.label, QSizePolicy.Policy.Expanding)
        self.setCheckable(True)
        self.setAccessibleDescription(tr("{question} Key {key}.", question=kind.question, key=key))

    def sizeHint(self) -> QSize:
        words = Face(Role.BODY).height + Face(Role.NOTE).height
        return QSize(scaled(_WELL), scaled(_WELL) + _BELOW + words + 2 * FRAME)

    def event(self, event: QEvent) -> bool:
        return claims(event, *ARROW_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROW_KEYS:
            self.stepped.emit(1 if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self.isChecked():
            paint_box(painter, self.rect(), edge="ink", width=2.0, radius=10)
        elif self.underMouse():
            paint_box(painter, self.rect(), fill="sel", radius=10)
        inside = QRectF(self.rect()).adjusted(FRAME, FRAME, -FRAME, -FRAME)
        well = QRectF(inside.topLeft(), QSize(round(inside.width()), scaled(_WELL)))
        with upright(painter, well):
            paint_kind(self.kind.name, painter, well)
        name = Face(Role.BODY, 600 if self.isChecked() else 500, "ink")
        line = QRectF(
            inside.left(), inside.top() + scaled(_WELL) + _BELOW, inside.width(), name.height
        )
        write(painter, self.kind.label, line.adjusted(0, 0, -14, 0), name)
        write(painter, self._key, line, Face(colour="ink3"), RIGHT)
        note = Face()
        below = QRectF(inside.left(), line.bottom(), inside.width(), note.height)
        write(painter, self.kind.question, below, note)


class InputChip(PaintedButton):
    """One sort of input; several may be chosen. Chosen: 2 pixels of ink."""

    pressed_by: ClassVar = (Qt.Key.Key_Space,)

    def __init__(self, kind: InputKind) -> None:
        self.kind = kind
        super().__init__(kind.label)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        words = Face(Role.ROW, 600).width(self.text())
        return QSize(11 + 14 + 7 + words + 12, scaled(Height.SMALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, chosen = smooth(self), self.isChecked()
        fill = "sel" if self.underMouse() else "sunken"
        edge, width = ("ink", 2.0) if chosen else ("line", 1.0)
        paint_box(painter, self.rect(), fill=fill, edge=edge, width=width)
        ink = tokens().ink if chosen else tokens().ink2
        name = _ICONS[self.kind.name]
        paint_icon(painter, name, 11, (self.height() - 14) / 2, size=14, colour=ink)
        face = Face(Role.ROW, 600 if chosen else 500, "ink" if chosen else "ink2")
        write(painter, self.text(), QRectF(32, 0, self.width(), self.height()), face)


_CHIPS_BESIDE = 640  # pixels for the question, the chips and the note beside each other


class ProductChoice(QWidget):
    """Seven tiles and six chips. Keys 1 to 7 choose a kind wherever no text is typed; the arrow keys go from tile to tile."""

    changed = Signal()

    def __init__(self, note: str = "") -> None:
        """``note`` stands at the end of the row of chips."""
        super().__init__()
        self._kind_by_hand = self._inputs_by_hand = False
        self._text = ""
        self.tiles = {
            kind.name: KindTile(kind, str(key))
            for key, kind in enumerate(TASK_KINDS.values(), start=1)
        }
        tiles = TileLayout((7, 4, 3, 2), 140 + 2 * FRAME, spacing=_GAP - 2 * FRAME, below=4)
        for name, tile in self.tiles.items():
            tiles.addWidget(tile)
            tile.clicked.connect(partial(self.choose_kind, name))
            tile.stepped.connect(partial(self._step, name))
        self.chips = {kind.name: InputChip(kind) for kind in INPUT_KINDS.values()}
        flow = FlowLayout(spacing=7)
        for chip in self.chips.values():
            flow.addWidget(chip)
            chip.clicked.connect(self._chip_pressed)
        asked = Label(tr("What goes in"), weight=500, wrap=False)
        beside = Label(note, role=Role.NOTE, colour="ink2", wrap=False)
        self._line = row(
            (asked, MIDDLE),
            22,
            (holder(flow), 1),
            16,
            (beside, MIDDLE),
            margins=(FRAME, 0, FRAME, 0),
        )
        column(holder(tiles), 13, self._line, of=self)
        self._show_kind("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stack_if(self._line, self.width() < scaled(_CHIPS_BESIDE))

    def kind(self) -> str:
        """The kind that is chosen; empty: none."""
        return next((name for name, tile in self.tiles.items() if tile.isChecked()), "")

    def inputs(self) -> tuple[str, ...]:
        """What goes in, in the order of the list."""
        return in_order([name for name, chip in self.chips.items() if chip.isChecked()])

    def chosen_by_hand(self) -> bool:
        """Whether a person chose the kind, so that no words change it."""
        return self._kind_by_hand

    def show_product(self, kind: str, inputs: Sequence[str]) -> None:
        """Show what was chosen before, as chosen by hand."""
        self._kind_by_hand = bool(kind)
        self._show_kind(kind)
        self._show_inputs(inputs or self._usual())
        self._inputs_by_hand = bool(inputs)

    def suggest(self, text: str, kind: str | None) -> None:
        """Show what a sentence suggests; what a person chose stays."""
        self._text = text
        if not self._kind_by_hand:
            self._show_kind(kind or "")
        self._show_inputs(self._usual())

    def choose_kind(self, name: str) -> None:
        """A person chose this kind."""
        self._kind_by_hand = True
        self._show_kind(name)
        self._show_inputs(self._usual())
        self.changed.emit()

    def take_digit(self, key: int) -> bool:
        """Choose the kind of a key; False where it is none."""
        if key not in DIGITS:
            return False
        name = [*self.tiles][DIGITS.index(Qt.Key(key))]
        self.choose_kind(name)
        self.tiles[name].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _usual(self) -> tuple[str, ...]:
        return suggested_inputs(self._text, self.kind()) if self.kind() else ()

    def _show_kind(self, name: str) -> None:
        for each, tile in self.tiles.items():
            tile.setChecked(each == name)
            stop = each == (name or next(iter(self.tiles)))  # one stop for Tab, as of radio buttons
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def _show_inputs(self, names: Sequence[str]) -> None:
        if not self._inputs_by_hand:
            for name, chip in self.chips.items():
                chip.setChecked(name in names)

    def _chip_pressed(self) -> None:
        self._inputs_by_hand = True
        self.changed.emit()

    def _step(self, name: str, by: int) -> None:
        names = [*self.tiles]
        beside = names[(names.index(name) + by) % len(names)]
        self.choose_kind(beside)
        self.tiles[beside].setFocus(Qt.FocusReason.TabFocusReason)
