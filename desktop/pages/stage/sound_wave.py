"""A recording as it sounds from left to right, with the button that plays it."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.project.originals import Original
from desktop.theme.current import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.paint import CENTRE, LEFT, RIGHT, Face, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import PaintedButton
from desktop.widgets.example import length_words, play
from desktop.widgets.label import Label
from desktop.widgets.layout import TOP, column, row
from estimators.base.sentence import tr

_BARS = 200
_STEP, _TALL = 6, 104  # pixels from bar to bar, and of the loudest


@dataclass(frozen=True)
class Loudness:
    """How loud a recording is from its beginning to its end (shares of its loudest), and its length in seconds."""

    levels: tuple[float, ...] = ()
    seconds: float = 0.0


def loudness_of(sound: Original) -> Loudness:
    """That of a file, for a worker thread; an empty one where it cannot be read."""
    from estimators.classifier.sound.reader import SAMPLE_RATE, decode_sound
    from estimators.classifier.unreadable import UnreadableItem

    try:
        samples = np.abs(decode_sound(sound.read()))
    except UnreadableItem:
        return Loudness()
    pieces = np.array_split(samples, min(_BARS, len(samples)))
    levels = np.array([np.sqrt(np.mean(piece.astype(np.float64) ** 2)) for piece in pieces])
    loudest = float(levels.max()) or 1.0
    return Loudness(tuple((levels / loudest).tolist()), len(samples) / SAMPLE_RATE)


class _Wave(QWidget):
    """The bars, and the seconds below them."""

    def __init__(self) -> None:
        super().__init__()
        self._loudness = Loudness()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_loudness(self, loudness: Loudness) -> None:
        self._loudness = loudness
        length = length_words(round(1000 * loudness.seconds))
        self.setAccessibleName(tr("A recording of {length}", length=length) if length else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, _TALL + Face(Role.NOTE).height + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        levels = self._loudness.levels
        if not levels:
            return
        painter = smooth(self, turns=False)
        bars = max(1, min(_BARS, self.width() // _STEP))
        painter.setPen(QPen(QColor(tokens().control), 3, c=Qt.PenCapStyle.RoundCap))
        for bar in range(bars):
            level = levels[bar * len(levels) // bars]
            half = max(1.5, level * (_TALL - 4) / 2)
            x = 2 + bar * (self.width() - 4) / bars
            painter.drawLine(QPointF(x, _TALL / 2 - half), QPointF(x, _TALL / 2 + half))
        self._paint_seconds(painter)

    def _paint_seconds(self, painter: QPainter) -> None:
        face = Face(Role.NOTE, tabular=True)
        for share, flags in ((0.0, LEFT), (1 / 3, CENTRE), (2 / 3, CENTRE), (1.0, RIGHT)):
            whole = int(share * self._loudness.seconds + 0.5)
            left = share * self.width() - (0 if flags == LEFT else 60 if flags == RIGHT else 30)
            box = QRectF(left, _TALL + 6, 60, face.height)
            write(painter, f"{whole // 60}:{whole % 60:02}", box, face, flags)


class PlayButton(PaintedButton):
    """A round one in ink."""

    def sizeHint(self) -> QSize:
        return QSize(48, 48)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self, pale=not self.isEnabled())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().ink_hover if self.underMouse() else tokens().ink))
        painter.drawEllipse(QRectF(self.rect()))
        paint_icon(painter, "play", 14, 14, size=20, colour=tokens().canvas)


class SoundWave(QWidget):
    """Shows one recording; Space plays it in the program that plays such files."""

    def __init__(self) -> None:
        super().__init__()
        self._sound: Original | None = None
        self._reading = LatestWinsThread(self, self._read)
        self.play = PlayButton(tr("Play the recording"))
        self.play.clicked.connect(self.play_it)
        self.wave = _Wave()
        self.problem = Label(role=Role.NOTE, colour="ink2")
        self.problem.hide()
        beside = column((_TALL - 48) // 2, self.play, None)
        column(row(beside, 22, (self.wave, 1, TOP)), self.problem, of=self)

    def show_sound(self, sound: Original) -> None:
        self._sound = sound
        self.wave.show_loudness(Loudness())
        here = sound.is_here()
        self.play.setEnabled(here)
        self.problem.say("" if here else tr("The recording’s file is not here."))
        if here:
            self._reading.ask(partial(loudness_of, sound))

    def _read(self, loudness: Loudness) -> None:
        self.wave.show_loudness(loudness)
        if not loudness.levels:
            self.problem.say(tr("The recording cannot be read."))

    def play_it(self) -> None:
        """Hand it to the program that plays such files; say so where there is none."""
        if self._sound is not None and self.play.isEnabled():
            self.problem.say(play(self._sound))

    def stop(self) -> None:
        """Forget what is being read: the Stage is closing."""
        self._reading.stop()
