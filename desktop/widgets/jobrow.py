"""A job as one row: waiting, running with its count and time left, done, failed, cancelled."""

from typing import Protocol

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme.glyphs import Glyph
from desktop.theme.paint import paint_box, smooth
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import column, fill, row
from desktop.widgets.rows import IconMark
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr


class Job(Protocol):
    """What a row needs to know of a job (``desktop.jobs`` provides it)."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def share(self) -> float | None: ...
    @property
    def seconds_left(self) -> float | None: ...
    @property
    def can_open(self) -> bool: ...
    @property
    def details(self) -> str: ...


def time_left(seconds: float | None) -> str:
    """ "about 40 s left", "about 3 min left"; nothing where it is not known."""
    if seconds is None:
        return ""
    if seconds < 55:
        return tr("about {seconds} s left", seconds=max(5, round(seconds / 5) * 5))
    return tr("about {minutes} min left", minutes=max(1, round(seconds / 60)))


class ProgressLine(QWidget):
    """A thin line filled to a share."""

    _share = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Fill up to ``share`` (0 to 1)."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(percent(self._share))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, radius = smooth(self), self.height() / 2
        filled = QRect(0, 0, round(self.width() * self._share), self.height())
        paint_box(painter, self.rect(), fill="line", radius=radius)
        paint_box(painter, filled, fill="ink", radius=radius)


_WORDS = {
    "cancel": tr("Cancel"),
    "open": tr("Open"),
    "retry": tr("Try again"),
    "copy": tr("Copy details"),
}


def deed_for(job: Job) -> str:
    """What can be done with a job now: "cancel", "open", "retry", "copy" (the details of a bug) or nothing."""
    if job.state in ("waiting", "running"):
        return "cancel"
    if job.state == "done":
        return "open" if job.can_open else ""
    return "copy" if job.details else "retry"


class JobRow(QWidget):
    """One job, or several that ended alike. ``acted`` carries (job id, what ``deed_for`` it says)."""

    acted = Signal(int, str)

    def __init__(self, job: Job, times: int = 1) -> None:
        super().__init__()
        self._id = job.id
        self._deed = deed_for(job)
        first = row((Label(job.title, weight=500), 1))
        words = column(first, spacing=0)
        repeats = tr("{times} times", times=digits(times)) if times > 1 else ""
        detail = " · ".join(filter(None, (job.text, time_left(job.seconds_left), repeats)))
        if detail:
            words.addWidget(Label(detail, role=Role.NOTE, colour="ink3"))
        if job.state == "running":
            line = ProgressLine()
            line.set_share(job.share or 0.0)
            fill(words, 8, line)
        mark = column(self._mark(job), None, margins=(0, 3, 0, 0))
        row(mark, (words, 1), of=self, spacing=12, margins=(0, 10, 0, 10))
        self.link: Button | None = None
        if self._deed:
            self.link = Button(_WORDS[self._deed], "link", run=self._act)
            first.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{job.title}, {job.state}, {detail}")

    @staticmethod
    def _mark(job: Job) -> QWidget:
        if job.state == "done":
            return GlyphMark(Glyph.HOLDS, "done", size=16)
        if job.state == "failed":
            return GlyphMark(Glyph.FAIL, "failed", size=16)
        icon = {"running": "busy", "waiting": "waiting"}.get(job.state, "close")
        return IconMark(icon, job.state, size=16)

    def _act(self) -> None:
        self.acted.emit(self._id, self._deed)
