"""The rail: the project, seven stages with what each has reached, Present and Settings below."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.project.stages import Stage, StageStatus, State
from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.type import Role, font, line_height
from desktop.widgets.label import text_width

WIDE, NARROW = 216, 80
STATE_GLYPHS = {
    State.NOT_STARTED: Glyph.NOT_STARTED,
    State.DRAFT: Glyph.DRAFT,
    State.EVIDENCE: Glyph.EVIDENCE,
    State.DECIDED: Glyph.DECIDED,
    State.PROBLEM: Glyph.PROBLEM,
}
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class _RailButton(QAbstractButton):
    """A row of the rail: hover and selection are filled, focus is the ring."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _fill(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens().sel if self.isChecked() else tokens().sunken))
            painter.drawRoundedRect(self.rect(), 6, 6)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)


class StageButton(_RailButton):
    """One stage: glyph, name and what it has reached."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self._status = StageStatus(stage, State.NOT_STARTED, "Not started")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.set_status(self._status)

    def set_status(self, status: StageStatus) -> None:
        """Show what the stage has reached."""
        self._status = status
        self.setAccessibleName(f"{status.stage.title}: {status.words}")
        self.setToolTip(status.words if self.narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW - 8 if self.narrow else WIDE - 16, scaled(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._fill(painter)
        t, status = tokens(), self._status
        glyph = STATE_GLYPHS[status.state]
        title, words = line_height(Role.BODY), line_height(Role.NOTE)
        if self.narrow:
            paint_glyph(painter, glyph, (self.width() - 16) / 2, 8)
            painter.setFont(font(Role.ROW, weight=600 if self.isChecked() else 400))
            painter.setPen(QColor(t.ink if self.isChecked() else t.ink2))
            name = QRectF(0, 26, self.width(), line_height(Role.ROW))
            painter.drawText(name, _CENTRE, status.stage.title)
            return
        top = (self.height() - title - words) / 2 + 1
        paint_glyph(painter, glyph, 8, top + (title - 16) / 2)
        painter.setFont(font(Role.BODY, weight=500))
        painter.setPen(QColor(t.ink))
        painter.drawText(QRectF(34, top, self.width() - 40, title), _LEFT, status.stage.title)
        painter.setFont(font(Role.NOTE))
        painter.setPen(QColor(t.ink3))
        shown = painter.fontMetrics().elidedText(
            status.words, Qt.TextElideMode.ElideRight, self.width() - 42
        )
        painter.drawText(QRectF(34, top + title - 1, self.width() - 40, words), _LEFT, shown)


class RailAction(_RailButton):
    """Present or Settings: icon, words, key."""

    def __init__(self, icon: str, text: str, key: str, *, words_when_narrow: bool) -> None:
        super().__init__()
        self._icon_name, self._key, self._keep_words = icon, key, words_when_narrow
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        if self.narrow:
            return QSize(NARROW - 8, scaled(51) if self._keep_words else 36)
        return QSize(WIDE - 16, scaled(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._fill(painter)
        t = tokens()
        if not self.isEnabled():
            painter.setOpacity(0.45)
        if self.narrow:
            middle = (self.width() - 18) / 2
            y = 4 if self._keep_words else (self.height() - 18) / 2
            self._paint_mark(painter, middle, y)
            if self._keep_words:
                painter.setFont(font(Role.ROW))
                painter.setPen(QColor(t.ink2))
                name = QRectF(0, 24, self.width(), line_height(Role.ROW))
                painter.drawText(name, _CENTRE, self.text())
            return
        y = (self.height() - 18) / 2
        self._paint_mark(painter, 8, y)
        painter.setFont(font(Role.ROW))
        painter.setPen(QColor(t.ink2))
        painter.drawText(QRectF(36, 0, self.width(), self.height()), _LEFT, self.text())
        painter.setFont(font(Role.NOTE))
        painter.drawText(QRectF(0, 0, self.width() - 8, self.height()), _RIGHT, self._key)

    def _paint_mark(self, painter: QPainter, x: float, y: float) -> None:
        if self._icon_name == "present":
            paint_glyph(painter, Glyph.PRESENT, x, y, 18)
        else:
            paint_icon(painter, self._icon_name, x, y, size=18, colour=tokens().ink2)


class ProjectButton(_RailButton):
    """The project's name with its organisation; opens the list of recent projects."""

    def __init__(self) -> None:
        super().__init__()
        self._organisation = ""
        self.set_names("", "")

    def set_names(self, name: str, organisation: str) -> None:
        """Show another project."""
        self._organisation = organisation
        self.setText(name)
        self.setAccessibleName(f"Project {name}, {organisation}. Switch project")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE - 16, line_height(Role.BODY) + line_height(Role.NOTE) + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        self._fill(painter)
        title = line_height(Role.BODY)
        painter.setFont(font(Role.BODY, weight=600))
        painter.setPen(QColor(t.ink))
        room = self.width() - 40
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(8, 4, room + 4, title), _LEFT, name)
        at = 8 + min(room, text_width(name, Role.BODY, weight=600)) + 4
        paint_icon(painter, "switch", at, 4 + (title - 14) / 2, size=14, colour=t.ink2)
        painter.setFont(font(Role.NOTE))
        painter.setPen(QColor(t.ink3))
        below = QRectF(8, 6 + title, self.width() - 16, line_height(Role.NOTE))
        words = painter.fontMetrics().elidedText(
            self._organisation, Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, _LEFT, words)


class Rail(QWidget):
    """216 pixels wide with words, 80 with glyph over name. ``stage_chosen`` carries the ``Stage``."""

    stage_chosen = Signal(object)
    present_asked = Signal()
    settings_asked = Signal()
    project_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.project = ProjectButton()
        self.stages = {stage: StageButton(stage) for stage in Stage}
        self.present = RailAction("present", "Present", "F5", words_when_narrow=True)
        self.settings = RailAction("settings", "Settings", "Ctrl ,", words_when_narrow=False)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._box.addWidget(self.project)
        self._box.addSpacing(10)
        for stage, button in self.stages.items():
            self._box.addWidget(button)
            if stage is not Stage.REPORT:
                self._box.addSpacing(2)
            button.clicked.connect(self._stage_clicked)
        self._box.addStretch(1)
        self._box.addWidget(self.present)
        self._box.addWidget(self.settings)
        self.present.clicked.connect(self.present_asked)
        self.settings.clicked.connect(self.settings_asked)
        self.project.clicked.connect(self.project_asked)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Take the shape for a narrow or a wide window."""
        self._narrow = narrow
        self.setFixedWidth(scaled(NARROW if narrow else WIDE))
        if narrow:
            self._box.setContentsMargins(3, 2, 5, 14)
        else:
            self._box.setContentsMargins(8, 12, 9, 8)
        self.project.setVisible(not narrow)
        for button in (*self.stages.values(), self.present, self.settings):
            button.narrow = narrow
            button.updateGeometry()
            button.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_narrow"):
            self.set_narrow(self._narrow)

    def set_statuses(self, statuses: Sequence[StageStatus]) -> None:
        """Show what every stage has reached."""
        for status in statuses:
            self.stages[status.stage].set_status(status)

    def set_current(self, stage: Stage | None) -> None:
        """Mark the stage whose page is shown."""
        if stage is not None:
            self.stages[stage].setChecked(True)

    def _stage_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, StageButton)
        self.stage_chosen.emit(button.stage)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.rail))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), QColor(t.line))
