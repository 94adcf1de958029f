"""The top bar: the app's mark, menus, the project's name in a narrow window, the command field and the jobs."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenuBar, QSizePolicy, QWidget

from desktop.jobs.job import JobView
from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import RIGHT, Face, paint_box, smooth, write
from desktop.theme.tokens import Height
from desktop.theme.type import Role
from desktop.widgets.button import PaintedButton
from desktop.widgets.columns import with_small_rail
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import row
from estimators.base.percent import percent
from estimators.base.sentence import tr

_WIDE_FIELD, _NARROW_FIELD = 288, 176
_ROOMY = 10_000
_BETWEEN = 14 + 18 + 9 + 22 + 14 + 12  # pixels: the mark, and what is left free
_WORDS, _KEY = Face(Role.ROW, colour="ink3"), Face(colour="ink3")
_NAME = 150  # pixels of the project's name that are worth more than the words in the field


class CommandField(PaintedButton):
    """Looks like a field, opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Find or do anything, Ctrl K"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool, *, room: int = _ROOMY) -> None:
        """Shrink to the width of a narrow window, and to the picture alone where there are not even ``room`` pixels for that."""
        self._shown = tr("Find or do") if narrow else tr("Find or do anything")
        said = _WORDS.width(self._shown) + _KEY.width(tr("Ctrl K"))
        wide = max(scaled(_NARROW_FIELD if narrow else _WIDE_FIELD), 35 + said + 12 + 10)
        self._wordless = wide > room
        self.setToolTip(self.accessibleName() if self._wordless else "")
        self.setFixedSize(scaled(28) if self._wordless else wide, scaled(28))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, height = smooth(self), self.height()
        paint_box(painter, self.rect(), fill="canvas", edge="line")
        ink = tokens().ink2
        left = (self.width() - 16) / 2 if self._wordless else 11
        paint_icon(painter, "search", left, (height - 16) / 2, size=16, colour=ink)
        if self._wordless:
            return
        inside = QRectF(35, 0, self.width() - 45, height)
        write(painter, self._shown, inside, _WORDS)
        write(painter, tr("Ctrl K"), inside, _KEY, RIGHT)


class BarButton(PaintedButton):
    """An icon with words in the bar; without words in a narrow window."""

    _compact = _strong = False

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_state(icon, text)

    def show_state(self, icon: str, text: str, *, strong: bool = False) -> None:
        self._icon_name, self._strong = icon, strong
        self.setText(text)
        self.set_compact(self._compact)

    def set_compact(self, compact: bool) -> None:
        """Leave the words out."""
        self._compact = compact
        self.setToolTip(self.text() if compact else "")
        self.refit()

    def _face(self) -> Face:
        weight, colour = (600, "ink") if self._strong else (400, "ink2")
        return Face(Role.ROW, weight, colour, tabular=True)

    def _words(self) -> str:
        return "" if self._compact and not self._strong else self.text()

    def sizeHint(self) -> QSize:
        words = self._words()
        return QSize(16 + (24 + self._face().width(words) if words else 16), scaled(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, face = smooth(self), self._face()
        if self.underMouse():
            paint_box(painter, self.rect(), fill="sel")
        colour = getattr(tokens(), face.colour)
        paint_icon(painter, self._icon_name, 8, (self.height() - 16) / 2, size=16, colour=colour)
        write(painter, self._words(), QRectF(30, 0, self.width(), self.height()), face)


class TopBar(QWidget):
    """40 pixels high; the window fills the menus and hears the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.project = Label(weight=600, wrap=False)
        self.project.hide()
        self.field = CommandField()
        self.jobs = BarButton("jobs", tr("Jobs"))
        mark = GlyphMark(Glyph.APP, "Smart Enough", size=18)
        left = (mark, 9, self.menus, 22, self.project)
        row(*left, None, self.field, 14, self.jobs, of=self, spacing=0, margins=(14, 0, 12, 0))
        self.fit()

    def fit(self) -> None:
        """Make room for every menu, and in a narrow window for the project's name; after anything has another size."""
        narrow = with_small_rail(self)
        self.setFixedHeight(scaled(Height.TOP_BAR))
        # WORKAROUND Qt 6: where lines begin at the right, a menu bar asks for the width of its window.
        self.menus.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.menus.setFixedSize(self.menus.sizeHint())
        self.menus.unsetLayoutDirection()
        self.jobs.set_compact(narrow)
        beside = self.menus.width() + self.jobs.sizeHint().width() + _BETWEEN
        named = self.project.sizeHint().width() if narrow else 0
        self.field.set_narrow(
            narrow, room=self.window().width() - beside - min(named, scaled(_NAME))
        )
        self.project.setVisible(narrow and bool(self.project.text()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "jobs"):
            self.fit()

    def set_project(self, name: str) -> None:
        """The project's name, shown where the rail has no room for it."""
        self.project.setText(name)
        self.project.setToolTip(name)
        self.fit()

    def show_jobs(self, jobs: Sequence[JobView]) -> None:
        """The running job with its share, or the plain button."""
        running = [job for job in jobs if job.state == "running"]
        if not running:
            self.jobs.show_state("jobs", tr("Jobs"))
            return
        job = running[0]
        share = f" · {percent(job.share)}" if job.share is not None else ""
        self.jobs.show_state("busy", f"{job.title}{share}", strong=True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.rail))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(t.line))
