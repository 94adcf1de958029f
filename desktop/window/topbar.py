"""The top bar: the app's mark, menus, the project's name in a narrow window, the command field and the jobs."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenuBar, QSizePolicy, QWidget

from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.tokens import Height
from desktop.theme.type import Role, font
from desktop.widgets.jobrow import Job
from desktop.widgets.label import Label, text_width
from estimators.base.percent import percent

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_WIDE_FIELD, _NARROW_FIELD = 288, 176


class CommandField(QAbstractButton):
    """Looks like a field, opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self._narrow = False
        self.setAccessibleName("Find or do anything, Ctrl K")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Shrink to the width of a narrow window."""
        self._narrow = narrow
        self.setFixedSize(scaled(_NARROW_FIELD if narrow else _WIDE_FIELD), scaled(28))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.line), 1))
        painter.setBrush(QColor(t.canvas))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        height = self.height()
        paint_icon(painter, "search", 11, (height - 16) / 2, size=16, colour=t.ink2)
        painter.setFont(font(Role.ROW))
        painter.setPen(QColor(t.ink3))
        words = "Find or do" if self._narrow else "Find or do anything"
        painter.drawText(QRectF(35, 0, self.width(), height), _LEFT, words)
        painter.setFont(font(Role.NOTE))
        place = QRectF(0, 0, self.width() - 10, height)
        painter.drawText(
            place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), "Ctrl K"
        )


class BarButton(QAbstractButton):
    """An icon with words in the bar; without words in a narrow window."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self._icon_name = icon
        self._compact = False
        self._strong = False
        self._glyph_colour = "ink2"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(icon, text)

    def show_state(
        self, icon: str, text: str, *, strong: bool = False, colour: str = "ink2"
    ) -> None:
        """Show another icon and text."""
        self._icon_name, self._strong, self._glyph_colour = icon, strong, colour
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text if self._compact else "")
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Leave the words out."""
        self._compact = compact
        self.setToolTip(self.text() if compact else "")
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return "" if self._compact and not self._strong else self.text()

    def sizeHint(self) -> QSize:
        words = self._words()
        room = text_width(words, Role.ROW, weight=600 if self._strong else 400, tabular=True)
        return QSize(16 + (24 + room if words else 16), scaled(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.sel))
            painter.drawRoundedRect(self.rect(), 6, 6)
        colour = getattr(t, self._glyph_colour)
        paint_icon(painter, self._icon_name, 8, (self.height() - 16) / 2, size=16, colour=colour)
        painter.setFont(font(Role.ROW, weight=600 if self._strong else 400, tabular=True))
        painter.setPen(QColor(t.ink if self._strong else t.ink2))
        painter.drawText(QRectF(30, 0, self.width(), self.height()), _LEFT, self._words())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(18, 18)
        self.setAccessibleName("Smart Enough")

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_glyph(QPainter(self), Glyph.APP, 0, 0, 18)


class TopBar(QWidget):
    """40 pixels high. ``palette_asked`` and ``jobs_asked`` are clicks; the menus are filled by the window."""

    palette_asked = Signal()
    jobs_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.project = Label(weight=600, wrap=False)
        self.project.hide()
        self.field = CommandField()
        self.jobs = BarButton("jobs", "Jobs")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(0)
        row.addWidget(_Mark())
        row.addSpacing(9)
        row.addWidget(self.menus)
        row.addSpacing(22)
        row.addWidget(self.project)
        row.addStretch(1)
        row.addWidget(self.field)
        row.addSpacing(14)
        row.addWidget(self.jobs)
        self.field.clicked.connect(self.palette_asked)
        self.jobs.clicked.connect(self.jobs_asked)
        self._narrow = False
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(scaled(Height.TOP_BAR))
        self.menus.setFixedHeight(scaled(28))
        self.menus.setMinimumWidth(self.menus.sizeHint().width())
        self.field.set_narrow(self._narrow)

    def fit_menus(self) -> None:
        """Make room for every menu; after the menus or the text size have changed."""
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_narrow"):
            self._fit()

    def set_project(self, name: str) -> None:
        """The project's name, shown where the rail has no room for it."""
        self.project.setText(name)

    def set_narrow(self, narrow: bool) -> None:
        """Shrink the command field and show the project's name here."""
        self._narrow = narrow
        self._fit()
        self.jobs.set_compact(narrow)
        self.project.setVisible(narrow and bool(self.project.text()))

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """The running job with its share, or the plain button."""
        running = [job for job in jobs if job.state == "running"]
        if not running:
            self.jobs.show_state("jobs", "Jobs")
            return
        job = running[0]
        share = f" · {percent(job.share)}" if job.share is not None else ""
        self.jobs.show_state("busy", f"{job.title}{share}", strong=True, colour="ink")

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.rail))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(t.line))
