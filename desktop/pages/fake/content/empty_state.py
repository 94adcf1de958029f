"""Fake it while there is nothing to show: borrow a ready-made set, bring one's own, or answer unseen as somebody asks."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.findings.fake.empty_state import BorrowChoice, EmptyFake, OwnWords, TypedWords
from desktop.theme.glyphs import Glyph
from desktop.theme.paint import Face, paint_box, set_ink, smooth, write
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.drop import DropZone
from desktop.widgets.label import GlyphMark, Label, spans_of, strong
from desktop.widgets.layout import LEFT, clear, column, fill, holder, row
from desktop.widgets.rows import Box, IconMark
from estimators.base.sentence import tr

FEW = 4  # sets, until one asks for all
_INDENT, _GAP, _WELL = 40, 52, 168
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SetButton(PaintedButton):
    """One ready-made set: a radio, its title, how much there is in it, and a taste of it."""

    stepped = Signal(int)

    def __init__(self, offered: BorrowChoice) -> None:
        super().__init__(offered.title, QSizePolicy.Policy.Expanding)
        self.offered = offered
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(
            tr(
                "Ready-made set {title}: {amount}, {taste}",
                title=offered.title,
                amount=offered.amount,
                taste=offered.taste,
            )
        )

    def sizeHint(self) -> QSize:
        return QSize(240, line_height(Role.ROW) + 2 * line_height(Role.NOTE) + 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, pale=not self.isEnabled())
        if self.isChecked() or self.underMouse():
            paint_box(painter, self.rect(), fill="sel" if self.isChecked() else "sunken")
        middle = QPointF(20, 8 + line_height(Role.ROW) / 2)
        set_ink(painter, "ink", 1.5)
        painter.drawEllipse(middle, 7.0, 7.0)
        if self.isChecked():
            set_ink(painter, fill="ink")
            painter.drawEllipse(middle, 4.0, 4.0)
        top, room = 8.0, self.width() - _INDENT - 8
        faces = (Face(Role.ROW, 600, "ink"), Face(), Face(Role.NOTE, colour="ink"))
        for words, face in zip(self._lines(), faces, strict=True):
            write(painter, words, QRectF(_INDENT, top, room, face.height), face)
            top += face.height

    def _lines(self) -> tuple[str, str, str]:
        return self.offered.title, self.offered.amount, self.offered.taste

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class FakeEmptyState(QWidget):
    """``chosen`` carries the set that would be borrowed; ``pasted`` is asked by the well, ``dropped`` carries files, ``browsed``
    asks for some; ``answering`` opens what waits for a good answer, ``dropping`` gives it up; ``kind_asked`` asks for the kind,
    ``phone_asked`` for a phone."""

    chosen = Signal(object)  # BorrowChoice
    dropped = Signal(list)
    browsed = Signal()
    answering = Signal()
    dropping = Signal()
    kind_asked = Signal()
    phone_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: EmptyFake | None = None
        self._all = False
        self.sets: list[SetButton] = []
        columns = ResponsiveColumns(
            (LayoutColumn("borrow", stretch=13), LayoutColumn("own", stretch=12), LayoutColumn("type", stretch=12)),
            gap=_GAP,
        )  # fmt: skip
        columns.add("borrow", self._borrow_column())
        columns.add("own", self._own_column())
        columns.add("type", self._type_column())
        mark = GlyphMark(Glyph.SIMULATED, tr("simulated"), size=14)
        template = tr(
            "{marked} on Stage, in the record and in the report. Later your own take its place."
        )
        marked = strong(tr("Whatever you choose is marked “simulated”"))
        notice = Box()
        words = Label(*spans_of(template, marked=marked), measure=900)
        fill(notice.row, mark, (words, 1))
        column(columns, 28, notice, None, of=self, margins=(0, 4, 0, 0))

    # -- three columns ------------------------------------------------------------------------

    def _borrow_column(self) -> QWidget:
        self._borrow_note = Label(role=Role.NOTE, colour="ink2")
        self._rows = column(spacing=2)
        self.more = Button("", "link", run=self._show_all)
        rows = row((holder(self._rows), 1), margins=(-12, 0, 0, 0))
        return holder(
            column(_head("folder", tr("Borrow a ready-made set")), 6, self._borrow_note, 14, rows, 10, (self.more, LEFT))
        )  # fmt: skip

    def _own_column(self) -> QWidget:
        self._own_note = Label(role=Role.NOTE, colour="ink2")
        self._sample = QGridLayout()
        self._sample.setHorizontalSpacing(20)
        self._sample.setVerticalSpacing(4)
        self._sample.setContentsMargins(0, 0, 0, 0)
        self.well = DropZone("", noun="files", stacked=True, shows=holder(self._sample))
        self.well.setMinimumHeight(_WELL)
        self.well.dropped.connect(self.dropped)
        self.well.browse_asked.connect(self.browsed)
        self._gaps = Label(role=Role.NOTE, colour="ink2")
        stays = row(
            GlyphMark(Glyph.HOLDS, tr("safe")),
            (Label(tr("Nothing leaves this computer."), role=Role.NOTE, colour="ink2"), 1),
            spacing=8,
        )
        self.waiting = Label(weight=500)
        self.write = Button(tr("Write good answers…"), size="small", run=self.answering.emit)
        self.give_up = Button(tr("Leave them out"), "text", size="small", run=self.dropping.emit)
        buttons = row(self.write, self.give_up, None, spacing=8)
        self._waits = holder(column(self.waiting, 6, buttons, margins=(0, 0, 0, 12)))
        self.kind = Button(tr("Choose the kind…"), size="small", run=self.kind_asked.emit)
        return holder(
            column(
                _head("copy", tr("Paste your own")), 6, self._own_note, 14, self._waits, (self.kind, LEFT),
                self.well, 12, self._gaps, 8, stays,
            )
        )  # fmt: skip

    def _type_column(self) -> QWidget:
        self._asked, self._typed = _Bubble(), _Bubble(writing=True)
        self._patience = _note("")
        inside = column(
            _note(tr("they see")), 4, self._asked, 14,
            self._patience, 4, self._typed, 12,
        )  # fmt: skip
        well = Box(filled=True)
        well.row.addLayout(inside, 1)
        self.phone = Button(tr("Open it on a phone"), "link", run=self.phone_asked.emit)
        note = Label(
            tr("Somebody asks; you answer unseen, as the AI."), role=Role.NOTE, colour="ink2"
        )
        scan = Label(
            tr("They scan a code; you sit behind the curtain here."), role=Role.NOTE, colour="ink2"
        )
        return holder(column(_head("person", tr("Type as you go")), 6, note, 14, well, 14, (self.phone, LEFT), 6, scan))  # fmt: skip

    # -- what it shows ------------------------------------------------------------------------

    def show_view(self, found: EmptyFake, patience: float, *, off: str) -> None:
        """Show these ways, and how many seconds a question waits; ``off``: why nothing can be changed."""
        waits = f"{patience:g}"
        self._patience.setText(tr("you have {n} seconds, then the dials answer", n=waits))
        if found != self._shown:
            before = self.choice()
            self._shown = found
            self._borrow_note.setText(found.borrow_note)
            self._show_sets(before.name if before else "")
            self._show_own(found.own)
            self._show_typed(found.typed)
            self.waiting.setText(found.waiting)
            self._waits.setVisible(bool(found.waiting))
        self.well.off_because(off)
        for button in (*self.sets, self.write, self.give_up, self.kind):
            button.setEnabled(not off)

    def choice(self) -> BorrowChoice | None:
        return next((each.offered for each in self.sets if each.isChecked()), None)

    def choose(self, place: int) -> None:
        """Choose a set by its place, and put the keyboard there."""
        if 0 <= place < len(self.sets):
            self.sets[place].setChecked(True)
            self.sets[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self._say_chosen()

    def step(self, step: int) -> None:
        """Choose the next set, or the one before."""
        at = next((n for n, each in enumerate(self.sets) if each.isChecked()), 0)
        self.choose(at + step)

    def _show_all(self) -> None:
        self._all = True
        before = self.choice()
        self._show_sets(before.name if before else "")

    def _show_sets(self, chosen: str) -> None:
        assert self._shown is not None
        clear(self._rows)
        there = self._shown.sets
        some = there if self._all else there[:FEW]
        self.sets = []
        for offered in some:
            button = SetButton(offered)
            button.clicked.connect(self._say_chosen)
            button.stepped.connect(self.step)
            self.sets.append(button)
            self._rows.addWidget(button)
        named = [each for each in self.sets if each.offered.name == chosen]
        (named or self.sets)[0].setChecked(True)
        self.more.setVisible(len(some) < len(there))
        self.more.setText(tr("All {n} sets", n=len(there)))
        self._say_chosen()

    def _say_chosen(self) -> None:
        for each in self.sets:
            policy = Qt.FocusPolicy.StrongFocus if each.isChecked() else Qt.FocusPolicy.ClickFocus
            each.setFocusPolicy(policy)
        self.chosen.emit(self.choice())

    def _show_own(self, own: OwnWords) -> None:
        self._own_note.setText(own.note)
        self._gaps.say(own.gaps)
        self.kind.setVisible(not own.files and not own.sample)
        self.well.setVisible(own.files or bool(own.sample))
        paste = tr("Drop a folder or a table here") if own.files else tr("Paste here: Ctrl V")
        below = tr("or choose one…") if own.files else tr("or drop a table, or choose one…")
        self.well.set_words(paste, below)
        clear(self._sample)
        for line, cells in enumerate(own.sample):
            for place, text in enumerate(cells):
                label = Label(
                    text, role=Role.MONO, colour="ink2" if line == 0 else "ink", wrap=False
                )
                self._sample.addWidget(label, line, place)
        self._sample.setColumnStretch(2, 1)

    def _show_typed(self, typed: TypedWords) -> None:
        self._asked.say(typed.asked)
        self._typed.say(typed.typed)


class _Bubble(QWidget):
    """What somebody sees, or writes at this moment."""

    def __init__(self, *, writing: bool = False) -> None:
        super().__init__()
        self._writing, self._words = writing, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, line_height(Role.ROW) + 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, face = smooth(self), Face(Role.ROW, colour="ink")
        edge, width = ("measured", 2.0) if self._writing else ("line", 1.0)
        paint_box(painter, self.rect(), fill="canvas", edge=edge, width=width)
        inside = QRectF(12, 0, self.width() - 24, self.height())
        write(painter, f"{self._words}|" if self._writing else self._words, inside, face)


def _head(icon: str, title: str) -> QWidget:
    return holder(row(IconMark(icon, ""), (Label(title, role=Role.SECTION), 1), spacing=10))


def _note(words: str) -> Label:
    return Label(words, role=Role.NOTE, colour="ink2")
