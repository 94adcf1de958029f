"""The menu below the project's name: the projects that were open lately, and new, open, close."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.actions import ActionRegistry
from desktop.recent import RecentProjects

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
        self._window, self._registry, self._recent = window, registry, recent

    def popup(self, below: QWidget, current: Path | None) -> QMenu:
        """Show the menu below ``below``, without the project that is open."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self._recent.entries():
            if entry.path != current:
                words = " · ".join(filter(None, (entry.name, self._under_way(entry.path))))
                action = menu.addAction(words.replace("&", "&&"))
                action.setData(entry.path)
        menu.addSeparator()
        for name in _ACTIONS:
            found = self._registry.find(name)
            if found is not None:
                action = menu.addAction(found.words)
                action.setData(name)
        for action in menu.actions():
            action.triggered.connect(self._chosen)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))
        return menu

    def _chosen(self) -> None:
        data = self.sender().data()  # type: ignore[attr-defined]  # the sender is the menu's action
        if isinstance(data, Path):
            self.open_asked.emit(data)
        else:
            self._registry.run(str(data))
