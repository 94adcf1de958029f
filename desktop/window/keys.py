"""Keys and menus from the registry, one ``QAction`` an action in step with what is registered and shown; and their page."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QMenu,
    QMenuBar,
    QWidget,
)

from desktop.actions import Action, ActionRegistry, Menu
from desktop.project.stages import Stage
from desktop.theme.type import Role
from desktop.widgets.button import shortcut_words
from desktop.widgets.columns import scrolling
from desktop.widgets.label import Label
from desktop.widgets.layout import column, fill, holder, row
from desktop.widgets.popover import Popover
from estimators.base.sentence import tr


class KeyBinder(QObject):
    """Owns the ``QAction`` of each action; a page's act only while its stage is current."""

    def __init__(self, window: QWidget, registry: ActionRegistry, bar: QMenuBar) -> None:
        super().__init__(window)
        self._window, self._registry = window, registry
        self._actions: dict[str, QAction] = {}
        self._stage: Stage | None = None
        self._single_letters = True
        self._menus = {menu: bar.addMenu(menu.value) for menu in Menu}
        for menu in self._menus.values():
            menu.aboutToShow.connect(self._refresh_texts)
            menu.aboutToHide.connect(self._enable)
        registry.changed.connect(self.rebuild)
        self.rebuild()

    def set_stage(self, stage: Stage | None) -> None:
        """Let the actions of this page act, and no other page's."""
        self._stage = stage
        self._enable()

    def set_single_letters(self, on: bool) -> None:
        self._single_letters = on
        for action in self._registry.all():
            if action.single_letter and action.id in self._actions:
                self._actions[action.id].setShortcut(QKeySequence(action.shortcut if on else ""))

    def rebuild(self) -> None:
        """Follow the registry."""
        wanted = {action.id: action for action in self._registry.all()}
        for name in set(self._actions) - set(wanted):
            gone = self._actions.pop(name)
            self._window.removeAction(gone)
            gone.deleteLater()
        for name, action in wanted.items():
            if name not in self._actions:
                self._actions[name] = self._make(action)
        for kind, menu in self._menus.items():
            self._fill(menu, [action for action in wanted.values() if action.menu is kind])
        self._enable()

    def _make(self, action: Action) -> QAction:
        made = QAction(action.words, self)
        if action.shortcut and (self._single_letters or not action.single_letter):
            made.setShortcut(QKeySequence(action.shortcut))
        made.triggered.connect(partial(self._registry.run, action.id))
        self._window.addAction(made)
        return made

    def _fill(self, menu: QMenu, actions: list[Action]) -> None:
        menu.clear()
        ordered = sorted(actions, key=lambda a: a.section)
        for action, before in zip(ordered, [None, *ordered], strict=False):
            if before is not None and action.section != before.section:
                menu.addSeparator()
            menu.addAction(self._actions[action.id])

    def _enable(self) -> None:
        # Only the place decides here: whether it can be done is asked when it is pressed, so that no key is dead
        # because its state changed unnoticed.
        # A page may take over a key that acts everywhere (Ctrl O on an empty Data page chooses a folder).
        actions = self._registry.all()
        taken = {a.shortcut for a in actions if a.stage is not None and a.stage is self._stage}
        for action in actions:
            everywhere = action.stage is None and action.shortcut not in taken - {""}
            here = action.stage is not None and action.stage is self._stage
            self._actions[action.id].setEnabled(everywhere or here)

    def _refresh_texts(self) -> None:
        for action in self._registry.all():
            made = self._actions[action.id]
            made.setText(action.words.replace("&", "&&"))
            off = action.off()
            here = action.stage is None or action.stage is self._stage
            made.setEnabled(here and not off)
            made.setToolTip(off)


def by_place(actions: tuple[Action, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The keys as (place, [(key, what it does)]): "Everywhere", then the stages in order."""
    places: list[tuple[str, list[tuple[str, str]]]] = []
    for stage in (None, *Stage):
        here = [action for action in actions if action.shortcut and action.stage is stage]
        numbers = {action.numbered: action.shortcut for action in here}  # the last of each kind
        rows, said = [], set()
        for action in here:
            if not action.numbered:
                rows.append((shortcut_words(action.shortcut), action.words))
            elif action.numbered not in said:
                said.add(action.numbered)
                rows.append((f"{action.shortcut}–{numbers[action.numbered]}", action.numbered))
        if rows:
            places.append((tr("Everywhere") if stage is None else stage.title, rows))
    return places


class ShortcutsPopover(Popover):
    def __init__(self, window: QWidget, registry: ActionRegistry) -> None:
        super().__init__(window, tr("Keys"), width=720, dim=True)
        self.set_padding(24)
        self.add_head(tr("Keys"), 12, role=Role.FIGURE, wraps=False)
        sides, heights = (column(spacing=4), column(spacing=4)), [0, 0]
        for place, rows in by_place(registry.all()):
            at = 0 if heights[0] <= heights[1] else 1
            heights[at] += len(rows) + 2
            fill(sides[at], _block(place, rows), 12)
        for side in sides:
            side.addStretch(1)
        page = holder(row(*((side, 1) for side in sides), spacing=40))
        scroller = scrolling(page)
        self.scroll_by_keys(scroller)
        scroller.setMinimumHeight(min(page.sizeHint().height() + 4, window.height() - 200))
        self.body.addWidget(scroller)


def _block(place: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    grid.setColumnMinimumWidth(0, 96)
    grid.setColumnStretch(1, 1)
    grid.addWidget(Label(place, weight=600), 0, 0, 1, 2)
    for number, (key, words) in enumerate(rows, 1):
        grid.addWidget(Label(key, role=Role.NOTE, weight=500, wrap=False), number, 0)
        grid.addWidget(Label(words, role=Role.NOTE, colour="ink2"), number, 1)
    return grid
