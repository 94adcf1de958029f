"""Rank and recommend: up to six cards, the first choice at the left; a number takes one, 0 none, C says what else."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.stage.kind_view import KindView, PhotoOf, Room
from desktop.theme.current import scaled
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import PaintedButton
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, TileLayout, clear, column, holder
from estimators.base.sentence import tr
from mock_ai.stage_answer import StageAnswer, StagePart

MOST = 6  # cards
_BASKET = 8  # things of a basket that are shown with a picture
_OUT, _PICTURE, _CARD = (
    8,
    40,
    216,
)  # pixels: the frame round the chosen card, a picture in the basket, a card
_MARGINS: Room = ((64, 76, 64, 0), 0)
_NARROW: Room = ((32, 24, 32, 0), 0)


class Card(PaintedButton):
    """One thing to take: its picture where there is one, name, a note, and its number. ``reached``: it has the focus."""

    reached = Signal()

    def __init__(self, part: StagePart, number: int, *, noted: bool) -> None:
        """``noted``: there is room for a note, because one of its row has one."""
        self._part, self._number, self._noted = part, number, noted
        self._pixmap = QPixmap()
        self.chosen = False
        super().__init__(part.text, QSizePolicy.Policy.Expanding)
        said = ", ".join(filter(None, (part.text, part.note)))
        self.setAccessibleName(tr("{number}: {said}", number=number, said=said))
        self.setToolTip(said)
        self.setProperty("fills", True)  # it draws its own frame

    def set_image(self, image: QImage) -> None:
        self._pixmap = QPixmap.fromImage(image)
        self.update()

    def choose(self, chosen: bool) -> None:
        """Have the frame, or not."""
        self.chosen = chosen
        self.update()

    def _words_height(self) -> int:
        note = Face(Role.ROW).height if self._noted else 0
        return 2 * _OUT + 10 + Face(Role.SECTION).height + note

    def sizeHint(self) -> QSize:
        return QSize(_CARD, _CARD - 2 * _OUT + self._words_height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, turns=False)
        if self.chosen:
            paint_box(painter, self.rect(), edge="ink", width=2, radius=16)
        inside = self.width() - 2 * _OUT
        box = QRectF(_OUT, _OUT, inside, self.height() - self._words_height())
        if self._pixmap.isNull():
            paint_box(painter, box, fill="sel" if self.underMouse() else "sunken", radius=8)
            initial = Face(Role.VERDICT, 500, "ink3")
            write(
                painter,
                self._part.text[:1].upper(),
                box,
                initial,
                int(Qt.AlignmentFlag.AlignCenter),
            )
        else:
            _paint_filled(painter, self._pixmap, box)
        top = box.bottom() + 10
        number = Face(Role.ROW, tabular=True)
        name = Face(Role.SECTION, 600 if self.chosen else 500, "ink")
        wide = inside - number.width("6") - 8
        write(painter, self._part.text, QRectF(_OUT, top, wide, name.height), name)
        place = QRectF(_OUT, top, inside, name.height)
        write(painter, str(self._number), place, number, RIGHT)
        note = QRectF(_OUT, top + name.height, inside, number.height)
        write(painter, self._part.note, note, Face(Role.ROW))


def _paint_filled(painter: QPainter, pixmap: QPixmap, box: QRectF) -> None:
    """A picture that fills its box, cut at the longer side."""
    source = QRectF(pixmap.rect())
    scale = max(box.width() / source.width(), box.height() / source.height()) or 1.0
    wide, high = box.width() / scale, box.height() / scale
    cut = QRectF((source.width() - wide) / 2, (source.height() - high) / 2, wide, high)
    path = QPainterPath()
    path.addRoundedRect(box, 8, 8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    painter.drawPixmap(box, pixmap, cut)
    painter.restore()


class _InBasket(QWidget):
    """One thing that is there already, with its small picture where there is one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self._pixmap = name, QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_image(self, image: QImage) -> None:
        self._pixmap = QPixmap.fromImage(image)
        self.updateGeometry()
        self.update()

    def _left(self) -> int:
        return 0 if self._pixmap.isNull() else _PICTURE + 10

    def sizeHint(self) -> QSize:
        return QSize(self._left() + Face(Role.BODY).width(self.name) + 2, max(_PICTURE, scaled(24)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, turns=False)
        if not self._pixmap.isNull():
            top = (self.height() - _PICTURE) / 2
            _paint_filled(painter, self._pixmap, QRectF(0, top, _PICTURE, _PICTURE))
        box = QRectF(self._left(), 0, self.width() - self._left(), self.height())
        write(painter, self.name, box, Face(Role.BODY, colour="ink"))


class RecommendationsView(KindView):
    """1 to 6 take one, Enter the chosen one, 0 none of them, C something else."""

    across: ClassVar = ("accept", "reject", "correct")

    def __init__(self, modality: str = "text") -> None:
        super().__init__(modality)
        self.waiting = tr("Choosing…")
        self.cards: list[Card] = []
        self._at = 0
        self._loading = LatestWinsThread(self, self._pictures_came)
        self.basket = FlowLayout(spacing=28, line_spacing=8, middle=True)
        self._row = TileLayout((MOST, 3, 2), 100, spacing=4, below=16)
        self.something_else = LineField(tr("What would you take?"), tr("What would you take?"))
        self.something_else.hide()
        # Its keys stand on the buttons: Enter takes, 0 takes none.
        self.buttons.accept.set_shortcut("Return")
        self.buttons.reject.set_shortcut("0")
        self.buttons.keep.set_shortcut("Return")
        cards = holder(self._row)
        box = column(
            *self.file_shown(), self.basket, 36, self.headline, 4, self.lead, 24, cards, 24,
            self.something_else, 12, self.buttons, 12, self.remark, 8, self.problem, None,
            margins=(_OUT, 0, _OUT, 0),
        )  # fmt: skip
        frame = column((scrolling(holder(box)), 1), of=self)
        self.lay_out(frame, wide=_MARGINS, narrow=_NARROW)

    def _show_question(self) -> None:
        clear(self.basket)
        caption = self.question.caption
        self.basket.addWidget(Label(caption, role=Role.ROW, colour="ink2", wrap=False))
        names = [name.strip() for name in self.question.text.split(",") if name.strip()]
        for name in names[:_BASKET]:
            self.basket.addWidget(_InBasket(name))
        if len(names) > _BASKET:
            more = tr("and {n} more", n=len(names) - _BASKET)
            self.basket.addWidget(Label(more, role=Role.BODY, colour="ink2", wrap=False))

    def _show_nothing(self) -> None:
        self.leave_typing()
        clear(self._row)
        self.cards = []

    def _show_answer(self, answer: StageAnswer) -> None:
        parts = answer.parts[:MOST]
        noted = any(part.note for part in parts)
        self.cards = [Card(part, n, noted=noted) for n, part in enumerate(parts, 1)]
        for place, card in enumerate(self.cards):
            card.reached.connect(partial(self.choose, place))
            card.clicked.connect(partial(self._take, place))
            self._row.addWidget(card)
            card.show()  # at once, so that the keyboard reaches it
        self._at = 0
        self._mark_chosen()
        names = {part.text for part in parts if part.photo}
        names.update(name.name for name in self._in_basket())
        self._loading.ask(partial(_pictures, self.photo_of, frozenset(names)))

    def _in_basket(self) -> list[_InBasket]:
        return [one for one in self.findChildren(_InBasket) if not one.isHidden()]

    def _pictures_came(self, images: dict[str, QImage]) -> None:
        shown: list[Card | _InBasket] = [*self.cards, *self._in_basket()]
        for one in shown:
            name = one.text() if isinstance(one, Card) else one.name
            if name in images:
                one.set_image(images[name])

    def _pieces(self) -> int:
        return 0

    def choose(self, place: int) -> None:
        """Have the frame round another card."""
        self._at = place
        self._mark_chosen()
        if self.ready:
            self._all_there()

    def _mark_chosen(self) -> None:
        for place, card in enumerate(self.cards):
            card.choose(place == self._at)

    def _all_there(self) -> None:
        answer = self.answer
        if answer is None:
            return
        super()._all_there()
        if self._at:
            chosen = answer.parts[self._at].text
            self.buttons.accept.setText(tr("Take “{name}”", name=chosen))
        if not answer.parts:
            self.buttons.accept.off_because(tr("It offers nothing."))

    # -- what people do -----------------------------------------------------------------------

    def take_as_shown(self) -> None:
        self._take(self._at)

    def _take(self, place: int, _checked: bool = False) -> None:
        if self.ready and place < len(self.cards):
            self.reacted.emit("accepted", self.cards[place].text())

    def start_correction(self) -> None:
        self.something_else.clear()
        self.something_else.show()
        self.something_else.setFocus()
        self.buttons.type(tr("Take that"))

    def keep_typed(self) -> None:
        if not self.something_else.isVisibleTo(self):
            return
        typed = " ".join(self.something_else.text().split())
        if typed:
            self.reacted.emit("corrected", typed)
        else:
            self.say(tr("Say what you would take, or go back with Esc."), "bad")

    def _typed_in(self) -> tuple[QWidget, ...]:
        return (self.something_else,)

    def press(self, key: Qt.Key) -> bool:
        if self.buttons.try_again.isVisibleTo(self):
            return self.buttons.press(key)
        number = int(key) - int(Qt.Key.Key_1)
        if 0 <= number < len(self.cards):
            self._take(number)
        elif key == Qt.Key.Key_0:
            self.buttons.reject.click()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.buttons.accept.click()
        elif key == Qt.Key.Key_C:
            self.buttons.correct.click()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What is typed ends with Enter; it comes here from the field.
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if entered and self.something_else.isVisibleTo(self):
            self.keep_typed()
        else:
            event.ignore()

    def stop(self) -> None:
        super().stop()
        self._loading.stop()


def _pictures(photo_of: PhotoOf, names: frozenset[str]) -> dict[str, QImage]:
    """The pictures of these things, no larger than they are shown; for a worker thread."""
    found = {}
    for name in names:
        content = photo_of(name)
        image = QImage.fromData(content) if content else QImage()
        if not image.isNull():
            found[name] = image.scaled(
                480, 480, Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
    return found
