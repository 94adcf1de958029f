"""Write an answer: the message in a bubble, and below it a draft that is written word by word, with the pages it leans on."""

import re
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from desktop.pages.stage.kind_view import BESIDE, BESIDE_NARROW, KindView
from desktop.pages.stage.marked_text import MarkedText
from desktop.pages.stage.text_editor import TextEditor
from desktop.theme.paint import set_ink, smooth
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.layout import RIGHT, FlowLayout, column, holder, row
from desktop.widgets.popover import Popover
from estimators.base.sentence import tr, tr_plural
from mock_ai.stage_answer import StageAnswer, StageSource

_WIDTH, _PADDING = 440, 16
_ABOVE_AND_BELOW = 150  # pixels of the window that a long page leaves free


class SourcePagePopover(Popover):
    """The name of the page and its text, which scrolls where it is long. ``area`` takes the keyboard."""

    def __init__(self, window: QWidget, source: StageSource) -> None:
        super().__init__(window, source.name, width=_WIDTH)
        self.add_head(source.name, 8)
        self.text = Label(source.text)
        self.area = scrolling(self.text)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(source.name)
        self.area.setAccessibleDescription(source.text)
        room = max(120, window.height() - _ABOVE_AND_BELOW)
        high = self.text.heightForWidth(min(_WIDTH, window.width() - 16) - 2 * _PADDING)
        self.area.setFixedHeight(min(high, room))
        self.body.addWidget(self.area)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key but Esc does anything: the answer behind it is not to be accepted by whoever reads."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
        event.accept()


_BUBBLE, _DRAFT = 620, 700  # pixels
_LARGE = 700  # letters up to which a draft stands in large letters
_USUAL_SECONDS = 1 / 28  # for a word, as models write


class Bubble(QWidget):
    """A box with one square corner: what somebody said (filled, at the left), or what is to be said (outlined, at the right)."""

    def __init__(self, content: QLayout, *, mine: bool) -> None:
        super().__init__()
        self._mine = mine
        self.setLayout(content)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        inset = 0.5 if self._mine else 0.0
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        set_ink(painter, "control" if self._mine else "", fill="canvas" if self._mine else "sunken")
        painter.drawPath(_with_one_corner(box, right=self._mine))


def _with_one_corner(box: QRectF, *, right: bool) -> QPainterPath:
    path, corner = QPainterPath(), QPainterPath()
    path.addRoundedRect(box, 12, 12)
    left = box.right() - 12 if right else box.left()
    corner.addRect(QRectF(left, box.top(), 12, 12))
    return path.united(corner)


class DraftView(KindView):
    """A sends it, C opens it to be changed, R lets one write an answer of one's own."""

    remark_always: ClassVar = True
    seconds_each: ClassVar = _USUAL_SECONDS
    keys = (("Space", tr("{key} shows all of it")),)

    def __init__(self, modality: str = "text") -> None:
        super().__init__(modality)
        self.waiting = tr("Writing…")
        self._word_ends: list[int] = []
        self._own = False
        self.caption = Label(role=Role.NOTE, colour="ink2")
        self.message = MarkedText(Role.SECTION, widens=False, name=tr("Message"))
        self.bubble = Bubble(column(self.message, margins=(18, 16, 18, 16)), mine=False)
        self.bubble.setMaximumWidth(_BUBBLE)
        self.about = Label(role=Role.NOTE, colour="ink2", align=RIGHT)
        self.draft = MarkedText(Role.FIGURE, line=34, name=tr("Draft"))
        self.editor = TextEditor(Role.FIGURE)
        self.editor.kept.connect(self.keep_typed)
        inside = column(self.draft, self.editor, margins=(28, 24, 28, 24))
        self.box = Bubble(inside, mine=True)
        self.box.setMaximumWidth(_DRAFT)
        self.sources = FlowLayout(spacing=8, line_spacing=4, middle=True)
        self.source_links: list[Button] = []
        self.sources_row = holder(self.sources)
        answer = column(self.about, 8, self.box, 12, self.sources_row)
        self.answer_part = holder(answer)
        self.answer_part.setMaximumWidth(_DRAFT)
        lines = column(
            None, self.caption, 8, *self.file_shown(), row(self.bubble, None), 32, row(None, (self.answer_part, 8)), None,
            margins=(0, 0, 12, 0),
        )  # fmt: skip
        lines.setStretch(lines.count() - 1, 3)
        self.area = scrolling(holder(lines))
        self.lay_out(row((self.area, 1), self.side(), of=self), wide=BESIDE, narrow=BESIDE_NARROW)

    def _show_question(self) -> None:
        self.caption.say(self.question.caption)
        self.message.set_text(self.question.text)
        self.bubble.setVisible(bool(self.question.text))
        self.area.verticalScrollBar().setValue(0)

    def _show_nothing(self) -> None:
        self.leave_typing()
        self.draft.set_text("")
        self.answer_part.hide()

    def _show_answer(self, answer: StageAnswer) -> None:
        text = "\n\n".join(part.text for part in answer.parts)
        self._word_ends = [found.end() for found in re.finditer(r"\S+\s*", text)]
        large = len(text) <= _LARGE
        self.draft.set_look(Role.FIGURE if large else Role.SECTION, 34 if large else 28)
        self.draft.set_text(text)
        self.about.say(answer.caption)
        self._show_sources(answer.sources)
        self.answer_part.show()

    def _show_sources(self, sources: tuple[StageSource, ...]) -> None:
        for old in (*self.sources_row.findChildren(Label), *self.source_links):
            self.sources.removeWidget(old)
            old.deleteLater()
        self.source_links = []
        if sources:
            words = tr_plural("It leans on {n} page:", "It leans on {n} pages:", len(sources))
            self.sources.addWidget(Label(words, role=Role.NOTE, colour="ink2", wrap=False))
        for source in sources:
            self.sources.addWidget(
                self._source_link(source)
                if source.text
                else Label(source.name, role=Role.NOTE, weight=500, wrap=False)
            )
        self.sources_row.hide()

    def _source_link(self, source: StageSource) -> Button:
        link = Button(source.name, "link")
        link.clicked.connect(partial(self._open_source, source, link))
        self.source_links.append(link)
        return link

    def _open_source(self, source: StageSource, link: Button) -> None:
        popover = SourcePagePopover(self.window(), source)
        popover.open_below(link, focus=popover.area)

    def _pieces(self) -> int:
        return len(self._word_ends)

    def _show_pieces(self, there: int) -> None:
        whole = there >= len(self._word_ends)
        self.draft.show_until(None if whole else self._word_ends[there - 1] if there else 0)
        self.sources_row.setVisible(whole and bool(self.answer and self.answer.sources))

    # -- typed --------------------------------------------------------------------------------

    def start_correction(self) -> None:
        self._type(self.draft.text, tr("The draft, to be changed"), own=False)

    def reject(self) -> None:
        self._type("", tr("My own answer"), own=True)

    def _type(self, text: str, name: str, *, own: bool) -> None:
        self._own = own
        self.draft.hide()
        self.editor.setPlaceholderText(
            tr("Write what you would send, or leave it empty.") if own else ""
        )
        self.editor.open(text, name)
        if own:
            self.buttons.type(tr("Reject"), tr("and keep what I wrote"))
        else:
            self.buttons.type(tr("Correct"), tr("keep what I changed"))

    def keep_typed(self) -> None:
        if not self.editor.isVisibleTo(self) or self.answer is None:
            return
        typed, own = self.editor.typed, self._own
        if own:
            self.reacted.emit("rejected", typed)
        elif not typed:
            self.say(tr("Write what you would send, or go back with Esc."), "bad")
        elif typed == self.draft.text.strip():
            self.say(tr("Nothing is changed yet. Esc goes back."), "bad")
        else:
            self.reacted.emit("corrected", typed)

    def _typed_in(self) -> tuple[QWidget, ...]:
        return (self.editor,)

    def leave_typing(self) -> bool:
        self.draft.show()
        return super().leave_typing()
