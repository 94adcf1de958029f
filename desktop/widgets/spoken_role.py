"""What a painted widget is to a screen reader. Qt knows its own widgets; whatever else takes the focus would be a nameless pane.

A widget says it in its class (or for itself)::

    class ChoiceMenu(QWidget):
        spoken_as = QAccessible.Role.ComboBox
"""

from functools import cache
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


def _interface(_class: str, of: QObject) -> QAccessibleInterface | None:
    role = getattr(of, "spoken_as", None)
    return QAccessibleWidget(of, role) if role is not None and isinstance(of, QWidget) else None


def speak_as(widget: Any, role: QAccessible.Role) -> None:
    """Say it for one widget whose class is Qt's."""
    widget.spoken_as = role


@cache
def speak_roles() -> None:
    """Have Qt ask the widgets; once a process."""
    QAccessible.installFactory(_interface)
