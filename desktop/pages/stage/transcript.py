"""Write down what was said: the recording as a wave, the words, and for a doubtful one what else it may have been."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.pages.stage.demo import StageReply
from desktop.pages.stage.draft import Bubble
from desktop.pages.stage.kind_view import KindView, Room
from desktop.pages.stage.marked_text import Mark, MarkedText
from desktop.pages.stage.sound_wave import SoundWave
from desktop.pages.stage.text_editor import TextEditor
from desktop.project.originals import Original
from desktop.theme.current import scaled
from desktop.theme.paint import Face, paint_box, smooth, write
from desktop.theme.tokens import Height
from desktop.theme.type import Role
from desktop.widgets.button import PaintedButton
from desktop.widgets.columns import scrolling
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, FlowLayout, clear, column, holder, row
from estimators.base.percent import sure_percent
from estimators.base.sentence import tr
from mock_ai.kinds.words import is_dense
from mock_ai.stage_answer import StageAnswer, StagePart, StageQuestion

_LOOKS = ((160, Role.VERDICT, 58), (600, Role.HEADLINE, 46), (3_000, Role.FIGURE, 34))
_SMALLEST = (Role.SECTION, 28)
_WIDE: Room = ((72, 88, 68, 0), 0)
_NARROW: Room = ((40, 24, 32, 0), 0)
MOST_READINGS = 8  # of a word; the ninth chip is for typing


class ReadingChip(PaintedButton):
    """One thing that was perhaps said, how sure it is of that where it says so, and the key that chooses it."""

    def __init__(self, words: str, note: str, key: str, *, chosen: bool = False) -> None:
        self._note, self._key, self._chosen = note, key, chosen
        super().__init__(words)
        said = f"{words}, {note}" if note else words
        self.setAccessibleName(tr("{key}: {said}", key=key, said=said))

    def _pieces(self) -> list[tuple[str, Face]]:
        face = Face(Role.ROW, 600 if self._chosen else 500, "ink")
        pieces = [(self.text(), face), (self._note, Face(Role.NOTE)), (self._key, Face(Role.NOTE))]
        return [piece for piece in pieces if piece[0]]

    def sizeHint(self) -> QSize:
        wide = sum(face.width(words) + 8 for words, face in self._pieces())
        return QSize(wide + 22, scaled(Height.CONTROL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        fill = "sunken" if self.underMouse() else "canvas"
        paint_box(painter, self.rect(), fill=fill, edge="ink" if self._chosen else "control")
        left = 14.0
        for words, face in self._pieces():
            width = face.width(words)
            write(painter, words, QRectF(left, 0, width + 2, self.height()), face)
            left += width + 8


class Readings(QWidget):
    """What a doubtful word may have been: 1 is what is written, then the others, then typing. ``read`` carries the word."""

    read = Signal(str)
    typed_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, spacing=10, middle=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.chips: list[ReadingChip] = []

    def offer(self, words: tuple[str, ...], now: str, certainty: float) -> None:
        """Offer these; ``now`` is what is written, ``certainty`` that of the first."""
        clear(self._flow)
        self._flow.addWidget(Label(tr("I heard"), colour="ink2", wrap=False))
        self.chips = []
        sure = tr("{percent}% sure", percent=sure_percent(certainty))
        for n, word in enumerate(words, 1):
            chip = ReadingChip(word, sure if n == 1 else "", str(n), chosen=word == now)
            chip.clicked.connect(partial(self._choose, word))
            self.chips.append(chip)
        other = ReadingChip(tr("Type it…"), "", str(len(words) + 1))
        other.clicked.connect(self.typed_asked)
        self.chips.append(other)
        for chip in self.chips:
            self._flow.addWidget(chip)

    def _choose(self, word: str, _checked: bool = False) -> None:
        self.read.emit(word)

    def press(self, number: int) -> bool:
        """Choose by its number, from 1; whether there is one."""
        if not 1 <= number <= len(self.chips):
            return False
        self.chips[number - 1].click()
        return True


class TranscriptView(KindView):
    """Space plays, Tab goes to the next doubtful word, a number chooses what it was; A it is right, C changes it all."""

    shows_files: ClassVar = False

    def __init__(self, modality: str = "text") -> None:
        super().__init__(modality)
        self.waiting = tr("Listening…")
        plays = (("Space", tr("{key} plays")),) if modality == "sound" else ()
        self.keys = (*plays, ("Tab", tr("{key} next doubtful word")))
        self._words: list[str] = []
        self._places: list[tuple[int, int]] = []  # in the text, of each word
        self._doubts: list[int] = []  # which words they are
        self.caption = Label(role=Role.ROW, colour="ink2")
        self.wave = SoundWave()
        self.silent = Label(
            tr("There is no recording to play. This is what was said:"),
            role=Role.NOTE,
            colour="ink2",
        )
        self.said = MarkedText(Role.SECTION, widens=False, name=tr("What was said"))
        self.said_box = Bubble(column(self.said, margins=(18, 12, 18, 12)), mine=False)
        self.text = MarkedText(
            Role.VERDICT, weight=500, line=58, name=tr("What it wrote down"), steps=True
        )
        self.text.stepped.connect(self._offer_readings)
        self.readings = Readings()
        self.readings.read.connect(self._write)
        self.readings.typed_asked.connect(self._ask_for_word)
        self.word = LineField(tr("The word that was said"), tr("The word that was said"), width=260)
        self.word.hide()
        self.editor = TextEditor(Role.FIGURE)
        self.editor.kept.connect(self.keep_typed)
        words = column(
            self.text,
            self.editor,
            16,
            self.readings,
            8,
            (self.word, LEFT),
            None,
            margins=(0, 0, 12, 0),
        )
        self.area = scrolling(holder(words))
        above = column(self.caption, 8, self.wave, self.silent, 4, row(self.said_box, None), 32)
        self._beside = row((self.area, 1), self.side(high=True))
        self._beside.setSpacing(64)
        self.lay_out(column(above, (holder(self._beside), 1), of=self), wide=_WIDE, narrow=_NARROW)

    def _fit(self, *, roomy: bool) -> None:
        was = self._roomy
        super()._fit(roomy=roomy)
        if roomy != was:
            self._lay_words(self.text.at)

    def show_question(self, question: StageQuestion, item: str | Original = "") -> None:
        super().show_question(question, item)
        heard = isinstance(item, Original)
        self.wave.setVisible(heard)
        if isinstance(item, Original):
            self.wave.show_sound(item)
        self.silent.setVisible(not heard and bool(question.text))
        self.said_box.setVisible(not heard and bool(question.text))

    def _show_question(self) -> None:
        self.caption.say(self.question.caption)
        self.said.set_text(self.question.text)

    def _show_nothing(self) -> None:
        self.leave_typing()
        self._words, self._places, self._doubts = [], [], []
        self.text.set_text("")
        self.readings.hide()
        self.area.verticalScrollBar().setValue(0)

    def _show_answer(self, answer: StageAnswer) -> None:
        self._words = [part.text for part in answer.parts]
        self._doubts = [n for n, part in enumerate(answer.parts) if part.doubtful]
        self._lay_words(0 if self._doubts else None)
        if self._doubts:
            self._offer_readings(0)

    def _pieces(self) -> int:
        return 0

    def _lay_words(self, at: int | None) -> None:
        """The words as they stand now, as a text with its doubts."""
        text, self._places = _text_of(self._words)
        looks = _LOOKS if self._roomy else _LOOKS[1:]
        fitting = (look[1:] for look in looks if len(text) <= look[0])
        role, line = next(fitting, _SMALLEST)
        self.text.set_look(role, line)
        self.text.set_text(text, [Mark(*self._places[n]) for n in self._doubts], at)

    # -- doubtful words -----------------------------------------------------------------------

    def _offer_readings(self, number: int) -> None:
        if self.answer is None:
            return
        self.word.hide()
        part = self.answer.parts[self._doubts[number]]
        self.readings.offer(
            _readings(part), _bare(self._words[self._doubts[number]]), part.certainty
        )
        self.readings.show()
        place = self.text.place_of(number)
        self.area.ensureVisible(0, round(self.text.y() + place.center().y()), 0, 120)

    def _write(self, word: str) -> None:
        """Put a word where the doubtful one stands, with the marks that stand behind it."""
        at = self.text.at
        if at is None or self.answer is None:
            return
        place = self._doubts[at]
        original = self.answer.parts[place].text
        behind = original[len(_bare(original)) :]
        self._words[place] = word + behind
        self._lay_words(at)
        self._offer_readings(at)
        self._all_there()

    def _ask_for_word(self) -> None:
        self.word.clear()
        self.word.show()
        self.word.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        typed = " ".join(self.word.text().split())
        if not entered or not self.word.isVisibleTo(self):
            event.ignore()
        elif typed:
            self._write(typed)
            self.waits_for_key.emit()

    def change(self) -> str:
        if self.answer is None or self._words == [part.text for part in self.answer.parts]:
            return ""
        return _text_of(self._words)[0]

    # -- typed --------------------------------------------------------------------------------

    def start_correction(self) -> None:
        at = self.text.at
        chosen = self._places[self._doubts[at]] if at is not None else None
        self.readings.hide()
        self.word.hide()
        self.text.hide()
        self.editor.open(self.text.text, tr("What was said"), chosen)
        self.buttons.type(tr("Correct"), tr("with what I changed"))

    def keep_typed(self) -> None:
        if not self.editor.isVisibleTo(self) or self.answer is None:
            return
        typed = self.editor.typed
        if not typed or typed == _text_of([part.text for part in self.answer.parts])[0]:
            self.say(tr("Nothing is changed yet. Esc goes back."), "bad")
        else:
            self.reacted.emit("corrected", typed)

    def _typed_in(self) -> tuple[QWidget, ...]:
        return (self.editor, self.word)

    def leave_typing(self) -> bool:
        self.text.show()
        typing = super().leave_typing()
        if typing and self.answer is not None:
            self.readings.setVisible(bool(self._doubts))
        return typing

    def press(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Space and self.wave.isVisibleTo(self):
            self.wave.play_it()
            return True
        if self.ready and self.readings.isVisibleTo(self):
            if self.readings.press(int(key) - int(Qt.Key.Key_0)):
                return True
            if key == Qt.Key.Key_Tab:
                return self.text.step(1)
        return super().press(key)

    def show_reply(self, reply: StageReply) -> None:
        super().show_reply(reply)
        if self._doubts:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        super().stop()
        self.wave.stop()


def _text_of(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Words as a text, and where each stands in it without the marks behind it; some scripts put no space between."""
    pieces: list[str] = []
    places, length = [], 0
    for word in words:
        if pieces and not is_dense(word):
            pieces.append(" ")
            length += 1
        places.append((length, length + len(_bare(word))))
        pieces.append(word)
        length += len(word)
    return "".join(pieces), places


def _bare(word: str) -> str:
    """A word without the marks behind it."""
    return word.rstrip(".,;:!?。，、；：！？") or word


def _readings(part: StagePart) -> tuple[str, ...]:
    """What is written, then what else it may be."""
    return tuple(dict.fromkeys((_bare(part.text), *part.others)))[:MOST_READINGS]
