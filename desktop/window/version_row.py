"""One version in the list of History."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.findings.report.version_comparison import version_title, version_when
from desktop.project.versions import Version
from desktop.theme.current import scaled
from desktop.theme.paint import LEFT, RIGHT, Face, paint_box, set_ink, smooth, write
from desktop.theme.type import Role
from desktop.widgets.button import PaintedButton
from estimators.base.phrase import capital
from estimators.base.sentence import tr

WIDTH = 264


class VersionRow(PaintedButton):
    """One version: when, what it is called; dark where it is one of the two compared. None stands for now."""

    stepped = Signal(int, bool)  # up (-1) or down, and whether to compare with that one

    def __init__(self, version: Version | None, now: datetime) -> None:
        super().__init__(across=QSizePolicy.Policy.Expanding)
        self.version = version
        self._when = tr("Now") if version is None else capital(version_when(version, now))
        self._title = tr("As it is") if version is None else version_title(version)
        self._quiet = version is not None and not version.is_named
        self.setToolTip(self._title)
        self.show_role("")

    def show_role(self, role: str) -> None:
        """``role``: "before", "after" or empty."""
        self._role = role
        self._role_words = {"before": tr("before"), "after": tr("after")}.get(role, "")
        said = (self._title, self._when, self._role_words)
        self.setAccessibleName(", ".join(filter(None, said)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH), Face().height + Face(Role.ROW).height + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.stepped.emit(step, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        if self._role or self.underMouse():
            paint_box(painter, self.rect(), fill="sel")
        note = Face()
        title = Face(Role.ROW, 400 if self._quiet else 600, "ink2" if self._quiet else "ink")
        set_ink(painter, "" if self._role else "ink3", fill="ink" if self._role else "")
        painter.drawEllipse(QRectF(11, 8 + note.height / 2 - 4, 8, 8))
        inside = QRectF(30, 8, self.width() - 40, note.height)
        write(painter, self._when, inside, note, LEFT)
        write(painter, self._role_words, inside, Face(Role.NOTE, 600, "ink"), RIGHT)
        below = QRectF(30, 9 + note.height, self.width() - 40, title.height)
        write(painter, self._title, below, title)
