"""A menu below a button: what it offers, and why some of it is off."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

Entry = tuple[str, Callable[[], object] | None, str]  # words, what it does, why it is off
SEPARATOR: Entry = ("", None, "")


def open_menu(anchor: QWidget, name: str, entries: Sequence[Entry]) -> QMenu:
    """Show the entries below ``anchor``; what is off says why in its tooltip."""
    menu = QMenu(anchor)
    menu.setAccessibleName(name)
    menu.setToolTipsVisible(True)
    for words, run, off in entries:
        if run is None:
            menu.addSeparator()
            continue
        action = menu.addAction(words.replace("&", "&&"))
        action.triggered.connect(run)
        action.setEnabled(not off)
        action.setToolTip(off)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))
    return menu
