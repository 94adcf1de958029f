"""Menus from data: entries in groups, below what was pressed; a menu goes away by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True)
class MenuEntry:
    """One line of a menu; ``run`` None: it cannot be done now. ``off`` says why not, and stands in its tooltip."""

    text: str
    run: Callable[[], object] | None
    ticked: bool | None = None
    off: str = ""


def menu_of(parent: QWidget, *groups: Sequence[MenuEntry]) -> QMenu:
    """A menu of groups of entries with a line between them."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for number, group in enumerate(groups):
        if number and group:
            menu.addSeparator()
        for entry in group:
            action = menu.addAction(entry.text.replace("&", "&&"))
            if entry.ticked is not None:
                action.setCheckable(True)
                action.setChecked(entry.ticked)
            action.setEnabled(entry.run is not None and not entry.off)
            action.setToolTip(entry.off)
            if entry.run is not None:
                action.triggered.connect(lambda _checked=False, run=entry.run: run())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def open_menu(anchor: QWidget, *groups: Sequence[MenuEntry], name: str = "") -> None:
    """Show a menu below ``anchor``; ``name`` is for those who hear it."""
    menu = menu_of(anchor, *groups)
    menu.setAccessibleName(name)
    open_below(anchor, menu)


def open_below(anchor: QWidget, menu: QMenu) -> None:
    """Show it at the lower left corner of ``anchor``."""
    menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
