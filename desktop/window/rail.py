"""The rail: the project with its menu, seven stages with what each has reached, Present and Settings below."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desktop.actions import ActionRegistry
from desktop.project.stages import Stage, StageStatus, State
from desktop.recent import RecentProject
from desktop.theme.current import scaled, tokens
from desktop.theme.glyphs import Glyph, paint_glyph
from desktop.theme.icons import paint_icon
from desktop.theme.paint import CENTRE, RIGHT, Face, paint_box, smooth, write
from desktop.theme.type import Role, line_height
from desktop.widgets.button import PaintedButton, shortcut_words
from desktop.widgets.columns import with_small_rail
from desktop.widgets.layout import column, fill
from desktop.widgets.menu import MenuEntry, menu_of
from estimators.base.sentence import tr

WIDE, NARROW = 216, 80
_SIDES = 17  # pixels beside what stands in it
_GLYPH, _ICON, _ARROW = 16, 18, 14  # pixels at letters of 100%
_GAP = 2  # between a mark and the name below it
_CHOSEN = Face(Role.ROW, 600, "ink")


def _beside(mark: int) -> int:
    """Pixels at the left of words with such a mark before them."""
    return 8 + scaled(mark) + 10


def _above(mark: int, face: Face, height: int) -> tuple[int, float]:
    """How large such a mark is above a name, and where it begins: smaller where a low window leaves less room for both."""
    room = height - face.height - _GAP
    size = max(mark, min(scaled(mark), round(room - 4)))
    return size, max(0.0, (room - size) / 2)


class _RailButton(PaintedButton):
    """A row of the rail: hover and selection are filled, focus is the ring."""

    narrow = False

    def __init__(self, text: str = "") -> None:
        super().__init__(text, QSizePolicy.Policy.Expanding)

    def _filled(self) -> QPainter:
        painter = smooth(self, pale=not self.isEnabled())
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            paint_box(painter, self.rect(), fill="sel" if self.isChecked() else "sunken")
        return painter


class StageButton(_RailButton):
    """One stage: glyph, name and what it has reached."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self._status = StageStatus(stage, State.NOT_STARTED, tr("Not started"))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.set_status(self._status)

    def set_status(self, status: StageStatus) -> None:
        self._status = status
        self.setAccessibleName(f"{status.stage.title}: {status.words}")
        self.setToolTip(status.words if self.narrow else "")
        self.refit()

    def sizeHint(self) -> QSize:
        if self.narrow:
            return QSize(NARROW - 8, scaled(52))
        words = self._words(scaled(WIDE) - _SIDES)
        return QSize(WIDE - 16, scaled(52) - line_height(Role.NOTE) + words)

    def _words(self, width: float) -> int:
        """Pixels that what the stage has reached takes below its name."""
        return Face().height_of(self._status.words, width - _beside(_GLYPH) - 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, status = self._filled(), self._status
        glyph, size = Glyph[status.state.name], scaled(_GLYPH)
        title, words = line_height(Role.BODY), self._words(self.width())
        if self.narrow:
            face = _CHOSEN if self.isChecked() else Face(Role.ROW)
            size, top = _above(_GLYPH, face, self.height())
            paint_glyph(painter, glyph, (self.width() - size) / 2, top, size)
            name = QRectF(0, top + size + _GAP, self.width(), face.height)
            write(painter, status.stage.title, name, face, CENTRE)
            return
        top = (self.height() - title - words) / 2 + 1
        paint_glyph(painter, glyph, 8, top + (title - size) / 2, size)
        left = _beside(_GLYPH)
        room = self.width() - left - 8
        name = QRectF(left, top, room, title)
        write(painter, status.stage.title, name, Face(Role.BODY, 500, "ink"))
        below = QRectF(left, top + title - 1, room, words)
        write(painter, status.words, below, Face(colour="ink3"))


class RailAction(_RailButton):
    """Present or Settings: icon, words, key."""

    def __init__(self, icon: str, text: str, key: str, *, words_when_narrow: bool) -> None:
        super().__init__(text)
        self._icon_name, self._key, self._keep_words = icon, key, words_when_narrow

    def sizeHint(self) -> QSize:
        if self.narrow:
            return QSize(NARROW - 8, scaled(51) if self._keep_words else scaled(_ICON) + 18)
        return QSize(WIDE - 16, scaled(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, face, size = self._filled(), Face(Role.ROW), scaled(_ICON)
        middle = (self.height() - size) / 2
        if self.narrow:
            if self._keep_words:
                size, middle = _above(_ICON, face, self.height())
            self._paint_mark(painter, (self.width() - size) / 2, middle, size)
            if self._keep_words:
                name = QRectF(0, middle + size + _GAP, self.width(), face.height)
                write(painter, self.text(), name, face, CENTRE)
            return
        self._paint_mark(painter, 8, middle, size)
        left = _beside(_ICON)
        inside = QRectF(left, 0, self.width() - left - 8, self.height())
        write(painter, self.text(), inside, face)
        write(painter, self._key, inside, Face(), RIGHT)

    def _paint_mark(self, painter: QPainter, x: float, y: float, size: int) -> None:
        if self._icon_name == "present":
            paint_glyph(painter, Glyph.PRESENT, x, y, size)
        else:
            paint_icon(painter, self._icon_name, x, y, size=size, colour=tokens().ink2)


_PROJECT = Face(Role.BODY, 600, "ink")


class ProjectButton(_RailButton):
    """The project's name with its organisation; opens the list of recent projects."""

    def __init__(self) -> None:
        super().__init__()
        self._organisation = ""
        self.set_names("", "")

    def set_names(self, name: str, organisation: str) -> None:
        self._organisation = organisation
        self.setText(name)
        self.setToolTip(name)
        self.setAccessibleName(
            tr(
                "Project {name}, {organisation}. Switch project",
                name=name,
                organisation=organisation,
            )
        )

    def sizeHint(self) -> QSize:
        name = self._name(scaled(WIDE) - _SIDES)
        return QSize(WIDE - 16, name + line_height(Role.NOTE) + 10)

    def _name(self, width: float) -> int:
        """Pixels that the name takes: of one that is no longer than two lines, all of it."""
        tall = _PROJECT.height_of(self.text(), width - 26 - scaled(_ARROW))
        return tall if tall <= 2 * _PROJECT.height else _PROJECT.height

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, face = self._filled(), _PROJECT
        size = scaled(_ARROW)
        title, room = self._name(self.width()), self.width() - 26 - size
        write(painter, self.text(), QRectF(8, 4, room, title), face)
        at = 8 + min(room, face.width(self.text())) + 4
        ink = tokens().ink2
        paint_icon(painter, "switch", at, 4 + (title - size) / 2, size=size, colour=ink)
        below = QRectF(8, 6 + title, self.width() - 16, line_height(Role.NOTE))
        write(painter, self._organisation, below, Face(colour="ink3"))


class Rail(QWidget):
    """216 pixels wide with words, 80 with glyph over name. ``stage_chosen`` carries the ``Stage``."""

    stage_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.project = ProjectButton()
        self.stages = {stage: StageButton(stage) for stage in Stage}
        self.present = RailAction("present", tr("Present"), "F5", words_when_narrow=True)
        self.settings = RailAction(
            "settings", tr("Settings"), shortcut_words("Ctrl+,"), words_when_narrow=False
        )
        self._box = column(self.project, 10, of=self, spacing=0)
        for stage, button in self.stages.items():
            self._box.addWidget(button)
            if stage is not Stage.REPORT:
                self._box.addSpacing(2)
            button.clicked.connect(partial(self.stage_chosen.emit, stage))
        fill(self._box, None, self.present, self.settings)
        self.fit()

    def fit(self) -> None:
        """Take the shape for a narrow or a wide window; after the window or its text has another size."""
        narrow = with_small_rail(self)
        longest = max(_CHOSEN.width(stage.title) for stage in Stage) + 8 + 4
        self.setFixedWidth(max(scaled(NARROW), longest) if narrow else scaled(WIDE))
        if narrow:
            self._box.setContentsMargins(3, 2, 5, 14)
        else:
            self._box.setContentsMargins(8, 12, _SIDES - 8, 8)
        self.project.setVisible(not narrow)
        for button in (*self.stages.values(), self.present, self.settings):
            button.narrow = narrow
            button.refit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_box"):
            self.fit()

    def set_statuses(self, statuses: Sequence[StageStatus]) -> None:
        for status in statuses:
            self.stages[status.stage].set_status(status)

    def set_current(self, stage: Stage | None) -> None:
        if stage is not None:
            self.stages[stage].setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = tokens()
        painter = smooth(self)
        painter.fillRect(self.rect(), QColor(t.rail))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), QColor(t.line))


MOST_IN_MENU = 9  # projects; the palette and Welcome have all
FILE_ACTIONS = ("project.new", "project.open", "project.product", "history.show", "project.close")


def project_menu(
    window: QWidget,
    registry: ActionRegistry,
    others: Sequence[RecentProject],
    under_way: Callable[[Path], str],
    open_project: Callable[[Path], object],
) -> QMenu:
    """What the name of the project opens: the other projects, with the work that goes on in them, and what is done with files."""
    entries = [
        MenuEntry(
            " · ".join(filter(None, (one.name, under_way(one.path)))),
            partial(open_project, one.path),
        )
        for one in others[:MOST_IN_MENU]
    ]
    files = (registry.find(name) for name in FILE_ACTIONS)
    return menu_of(
        window,
        entries,
        [MenuEntry(one.words, partial(registry.run, one.id)) for one in files if one],
    )
