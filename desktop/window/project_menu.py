"""The menu below the project's name: the projects that were open lately, and new, open, close."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.actions import ActionRegistry
from desktop.recent import RecentProjects
from desktop.widgets.menu import MenuEntry, open_menu

_ACTIONS = ("project.new", "project.open", "project.close")


class ProjectMenu(QObject):
    """``open_asked`` carries the path of the project chosen."""

    open_asked = Signal(object)

    def __init__(
        self,
        window: QWidget,
        registry: ActionRegistry,
        recent: RecentProjects,
        under_way: Callable[[Path], str] = lambda _path: "",
    ) -> None:
        super().__init__(window)
        self._under_way = under_way
        self._registry, self._recent = registry, recent

    def popup(self, below: QWidget, current: Path | None) -> QMenu:
        """Show the menu below ``below``, without the project that is open."""
        recent = [
            MenuEntry(
                " · ".join(filter(None, (entry.name, self._under_way(entry.path)))),
                partial(self.open_asked.emit, entry.path),
            )
            for entry in self._recent.entries()
            if entry.path != current
        ]
        found = [self._registry.find(name) for name in _ACTIONS]
        actions = [
            MenuEntry(action.words, partial(self._registry.run, action.id))
            for action in found
            if action is not None
        ]
        return open_menu(below, [*recent, None, *actions])
