"""Menus that drop down from what was pressed; each goes away by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

_MANY = 20  # from here on it scrolls


@dataclass(frozen=True)
class MenuEntry:
    """One line; ``off`` says why it cannot be chosen, ``ticked`` whether it is what holds now."""

    words: str
    run: Callable[[], object]
    off: str = ""
    ticked: bool | None = None


def open_menu(
    anchor: QWidget,
    entries: Sequence[MenuEntry | None],
    name: str = "",
    at: QPoint | None = None,
) -> QMenu:
    """Show the entries (None: a line between) below ``anchor``, or at a point of the screen."""
    menu = QMenu(anchor)
    menu.setAccessibleName(name)
    menu.setToolTipsVisible(True)
    if len(entries) > _MANY:
        menu.setStyleSheet("QMenu { menu-scrollable: 1; }")
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        action = menu.addAction(entry.words.replace("&", "&&"))
        action.setData(entry.run)
        action.setEnabled(not entry.off)
        action.setToolTip(entry.off)
        if entry.ticked is not None:
            action.setCheckable(True)
            action.setChecked(entry.ticked)
    menu.triggered.connect(_run)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at or anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
    return menu


def _run(action: QAction) -> None:
    action.data()()
