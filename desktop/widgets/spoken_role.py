"""What a painted widget is to a screen reader, and what it is told of by itself. Qt knows its own widgets; whatever else takes the focus would be a nameless pane.

A widget says it in its class (or for itself)::

    class ChoiceMenu(QWidget):
        spoken_as = QAccessible.Role.ComboBox
"""

from functools import cache
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


def _interface(_class: str, of: QObject) -> QAccessibleInterface | None:
    role = getattr(of, "spoken_as", None)
    return QAccessibleWidget(of, role) if role is not None and isinstance(of, QWidget) else None


def speak_as(widget: Any, role: QAccessible.Role) -> None:
    """Say it for one widget whose class is Qt's, before its name: with that Qt asks what it is, once."""
    widget.spoken_as = role


def announce(of: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say what came about; ``urgent`` breaks in on what it is saying."""
    if not words or not of.isVisible():
        return
    said = QAccessibleAnnouncementEvent(of, words)
    if urgent:
        said.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(said)


@cache
def speak_roles() -> None:
    """Have Qt ask the widgets; once a process."""
    QAccessible.installFactory(_interface)
