"""What a screen reader is told of a window, through Qt's accessibility interfaces: the same tree that AT-SPI gives out."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

# What is operated, and what shows something that is no text: each has to have a name.
CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.PushButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.PageTab,
    QAccessible.Role.PageTabList,
    QAccessible.Role.MenuItem,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.Link,
    QAccessible.Role.List,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
    QAccessible.Role.Dialog,
    QAccessible.Role.Chart,
}


_OF_A_MODEL = {QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.Tree}


@dataclass(frozen=True)
class Spoken:
    """One thing of the tree."""

    role: QAccessible.Role
    name: str
    description: str
    kind: str  # the class of its widget
    focusable: bool


def spoken(top: QWidget) -> Iterator[Spoken]:
    """Everything that is shown in a window, from the outside in."""
    interface = QAccessible.queryAccessibleInterface(top)
    if interface is not None:
        yield from _below(interface)


def _below(interface: QAccessibleInterface) -> Iterator[Spoken]:
    state = interface.state()
    if state.invisible:
        return
    widget = interface.object()
    yield Spoken(
        interface.role(),
        interface.text(QAccessible.Text.Name),
        interface.text(QAccessible.Text.Description),
        type(widget).__name__ if widget is not None else "",
        bool(state.focusable),
    )
    if interface.role() in _OF_A_MODEL:  # its cells are said by its model
        return
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None and child.isValid():
            yield from _below(child)


def nameless(top: QWidget) -> list[str]:
    """What is operated or takes the focus and has no name, or has no role that says what it is."""
    found = []
    for one in spoken(top):
        if (one.role in CONTROLS or one.focusable) and not one.name.strip():
            found.append(f"no name: {one.kind} ({one.role.name})")
        elif one.focusable and one.role in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            found.append(f"no role: {one.kind} {one.name[:60]!r}")
    return found
