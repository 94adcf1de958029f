"""The held-out examples behind a cell, a few at a time: pictures three to a row, texts one below the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.findings.measure.mistakes import Answered
from desktop.project.originals import Original
from desktop.theme.current import tokens
from desktop.theme.type import Role
from desktop.widgets.button import Button, PaintedButton
from desktop.widgets.label import Label
from desktop.widgets.layout import column, row
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.phrase import as_written, quoted, shorten
from estimators.base.sentence import tr

PER_ROW, AT_ONCE = 3, 6
LONGEST = 320  # letters of a text in a list
_TALL = 100
NO_FILE = tr("Its file is not here.")


@dataclass(frozen=True)
class CardContent:
    """What there is to see of an example: a picture, or words; ``original`` is the file of a sound or clip to play."""

    image: QImage = field(default_factory=QImage)
    text: str = ""
    original: Original | None = None
    now: str = ""  # its label now; empty where it is gone
    off: str = ""  # why its label cannot be changed


ContentSource = Callable[[Answered], CardContent]


class MistakeCard(PaintedButton):
    """One example with what it said. Pressed: look closer; ``fix_asked``: its label is wrong."""

    fix_asked = Signal()

    def __init__(self, answered: Answered, shown: CardContent) -> None:
        super().__init__(across=QSizePolicy.Policy.Expanding)
        self.row, self.shown = answered, shown
        self._image = shown.image
        self.fix = Button(tr("Fix label…"), "link", run=self.fix_asked.emit)
        self.fix.off_because(shown.off)
        self.play = Button(tr("Open it"), "link", run=self.clicked.emit)
        if shown.original is not None and not shown.original.is_here():
            self.play.off_because(NO_FILE)
        now = shown.now or tr("not labelled")
        written = as_written(answered.truth)
        name = quoted(written) if written[-1:].isdigit() else written
        truth = (
            tr("“{now}” since then", now=as_written(now))
            if now != answered.truth
            else f"{name} {percent(answered.of_truth)}"
        )
        if now == answered.truth == answered.said:
            truth = name
        links = row(self.fix, self.play, None, spacing=14)
        box = column(of=self, margins=(0, self._tall() + 6 if self._tall() else 0, 0, 0), spacing=1)
        if shown.text:
            box.addWidget(Label(shorten(shown.text, LONGEST)))
        box.addWidget(Label(answered.sentence, weight=500))
        self.truth = Label(truth, role=Role.NOTE, colour="ink2")
        box.addWidget(self.truth)
        box.addLayout(links)
        self.fix.setVisible(bool(shown.now))
        self.play.setVisible(shown.original is not None)
        self.setAccessibleName(
            tr(
                "{text} {answer} In truth {now}.",
                text=shorten(shown.text),
                answer=answered.sentence,
                now=now,
            ).strip()
        )

    def set_image(self, image: QImage) -> None:
        """Show another picture: where it looked, or the photo itself again (a null image)."""
        self._image = self.shown.image if image.isNull() else image
        self.update()

    def _tall(self) -> int:
        return 0 if self.shown.text else _TALL

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._tall():
            return
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        box = QRectF(0, 0, self.width(), self._tall())
        clip = QPainterPath()
        clip.addRoundedRect(box, 4, 4)
        painter.fillPath(clip, QColor(tokens().sunken))
        if self._image.isNull():
            return
        painter.setClipPath(clip)
        size = self._image.size().scaled(
            QSize(self.width(), self._tall()), Qt.AspectRatioMode.KeepAspectRatioByExpanding
        )
        left, top = (self.width() - size.width()) / 2, (self._tall() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self._image)

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place) and place.y() <= (self._tall() or self.height())


class MistakeCards(QWidget):
    """The examples of a cell. ``opened`` carries the ``Answered``, ``fix_asked`` it and the card; ``turned``: others are shown."""

    opened = Signal(object)
    fix_asked = Signal(object, object)
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[MistakeCard, ...] = ()
        self._rows: tuple[Answered, ...] = ()
        self._first = 0
        self._source: ContentSource = lambda _row: CardContent()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(16)
        for place in range(PER_ROW):
            self._grid.setColumnStretch(place, 1)
        self.back = Button(tr("‹ Earlier"), "link", run=self._back)
        self.forward = Button(tr("More ›"), "link", run=self._forward)
        self.place = Label(role=Role.NOTE, colour="ink2", wrap=False)
        line = row(self.place, self.back, self.forward, None, spacing=16)
        column(self._grid, line, of=self, spacing=12)

    @property
    def rows(self) -> tuple[Answered, ...]:
        """All of the cell, in order."""
        return self._rows

    def show_rows(self, rows: tuple[Answered, ...], source: ContentSource) -> None:
        """Show these; ``source`` is asked what there is to see of the few that are shown."""
        if [each.path for each in rows] != [each.path for each in self._rows]:
            self._first = 0
        self._rows, self._source = rows, source
        self._fill()

    def _fill(self) -> None:
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        shown = self._rows[self._first : self._first + AT_ONCE]
        cards = []
        for number, line in enumerate(shown):
            card = MistakeCard(line, self._source(line))
            card.clicked.connect(partial(self.opened.emit, line))
            card.fix_asked.connect(partial(self.fix_asked.emit, line, card))
            top = Qt.AlignmentFlag.AlignTop
            if card.shown.text:
                self._grid.addWidget(card, number, 0, 1, PER_ROW, top)
            else:
                self._grid.addWidget(card, number // PER_ROW, number % PER_ROW, top)
            cards.append(card)
        self.cards = tuple(cards)
        last = self._first + len(shown)
        many = len(self._rows) > AT_ONCE
        self.place.setText(
            tr(
                "{first}–{last} of {rows}",
                first=digits(self._first + 1),
                last=digits(last),
                rows=digits(len(self._rows)),
            )
        )
        self.place.setVisible(many)
        self.back.setVisible(many and self._first > 0)
        self.forward.setVisible(last < len(self._rows))
        self.turned.emit()

    def _back(self) -> None:
        self._first = max(0, self._first - AT_ONCE)
        self._fill()

    def _forward(self) -> None:
        self._first += AT_ONCE
        self._fill()
