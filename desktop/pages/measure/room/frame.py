"""Around the answer: how far one is at the top, the keys at the foot."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_room import GradingRoom
from desktop.findings.measure.grading_words import progress
from desktop.project.measure_records import SETTLED
from desktop.theme.current import scaled, tokens
from desktop.theme.type import Role
from desktop.widgets.label import Label, spans_of, strong
from desktop.widgets.layout import row
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import IconMark
from estimators.base.sentence import tr

_SIDE, _GAP = 40, 22
_FIRST = 5
"""So many keys come before the sentence at the right."""
_KEYS = (
    ("1 2 3", tr("{key} grade")),
    ("Ctrl Z", tr("{key} take back")),
    ("N", tr("{key} note")),
    ("← →", tr("{key} look back")),
    ("X", tr("{key} what was expected")),
    ("F", tr("{key} look up the help page")),
    ("P", tr("{key} pause")),
    ("M", tr("{key} what tells most")),
)


class RoomHead(QWidget):
    """Grading, how far, and that names stay hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(tr("Grading"), weight=600, wrap=False)
        self.line = ProgressLine()
        self.line.setFixedHeight(4)
        self.line.setMaximumWidth(scaled(420))
        self.case = Label(weight=600, wrap=False)
        self.answer = Label(colour="ink2", wrap=False)
        self._eye = IconMark("eye", "", colour="ink2")
        self._hidden = Label(tr("Who wrote it stays hidden until the end"), role=Role.NOTE, colour="ink2", wrap=False)  # fmt: skip
        leave = Label(tr("Esc leaves, kept"), role=Role.NOTE, colour="ink2", wrap=False)
        row(
            self.title, 20, (self.line, 3), 20, self.case, 4, self.answer, None, self._eye, 8, self._hidden, 20, leave,
            of=self, margins=(_SIDE, 0, _SIDE, 0),
        )  # fmt: skip
        self.setFixedHeight(scaled(56))

    def show_room(self, room: GradingRoom) -> None:
        """Show how far a room is."""
        self.title.setText(tr("Settling") if room.rater == SETTLED else tr("Grading"))
        case, answer = progress(room)
        self.case.setText(case)
        self.answer.setText(tr("· {answer}", answer=answer) if answer else "")
        self.line.set_share(room.done / max(1, len(room.queue)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self._eye, self._hidden):
            part.setVisible(self.width() >= scaled(900))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens().rail))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens().line))


class RoomFoot(QWidget):
    """Which keys act; as many as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._keys = [_key(key, does) for key, does in _KEYS]
        self._most = self._keys[-1]
        self._judged = False
        self.order = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self._row = row(*self._keys, None, self.order, of=self, spacing=_GAP, margins=(_SIDE, 12, _SIDE, 16))  # fmt: skip
        self.setMinimumWidth(0)

    def show_room(self, room: GradingRoom) -> None:
        """Say in which order answers come."""
        self.order.setText(tr("Answers come in a new order for every {what}.", what=room.noun.one))
        self._judged = room.has_judge and room.rater != SETTLED
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * _SIDE
        for label in (*self._keys[:_FIRST], self.order, *self._keys[_FIRST:]):
            room -= label.sizeHint().width() + _GAP
            label.setVisible(room >= 0 and (label is not self._most or self._judged))


def _key(key: str, does: str) -> Label:
    return Label(*spans_of(does, key=strong(key)), role=Role.NOTE, colour="ink2", wrap=False)
