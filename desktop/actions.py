"""The registry of everything a person can do: menus, palette and shortcut page all come from it.

An action is registered once: what it is called, its key, when it can be done and why not, and what it does.
Pages register theirs with their stage; those act only while that page is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from desktop.project.stages import Stage
from estimators.base.errors import UserError
from estimators.base.sentence import tr


class Group(StrEnum):
    """The groups of the palette, in order."""

    DO = tr("Do")
    GO_TO = tr("Go to")
    CONTENT = tr("Found")
    EXPLAIN = tr("Explain")


class Menu(StrEnum):
    """The menus of the top bar."""

    FILE = tr("File")
    EDIT = tr("Edit")
    VIEW = tr("View")
    HELP = tr("Help")


KEYS_OF_SEVERAL: dict[str, str] = {
    **{str(n): tr("The one with this number") for n in range(1, 10)},
    "0": tr("None of them"),
    "Ctrl+V": tr("Paste what was copied"),
    "Ctrl+E": tr("Export"),
    "Ctrl+Shift+C": tr("Copy what this is about"),
    "Ctrl++": tr("Larger"),
    "Ctrl+-": tr("Smaller"),
    "F2": tr("Rename"),
    "F5": tr("Present on Stage"),
    "F6": tr("Start a session"),
}
"""The keys that more than one action has, each with the one thing that it means wherever it acts."""


def _always() -> str:
    return ""


@dataclass(frozen=True)
class Action:
    """One thing to do. ``text`` and ``detail`` may be functions where they change ("Undo rename class")."""

    id: str
    text: str | Callable[[], str]
    run: Callable[[], None]
    shortcut: str = ""  # as Qt writes it: "Ctrl+Return", "T"
    group: Group = Group.DO
    stage: Stage | None = None  # acts only while this page is shown
    off: Callable[[], str] = _always  # why it cannot be done now; an empty text: it can
    detail: str | Callable[[], str] = ""  # the quiet words behind the text in the palette
    also: str = ""  # other words that people look for it by
    icon: str = ""
    menu: Menu | None = None
    section: int = 0  # a change of section draws a line in the menu
    in_palette: bool = True
    numbered: str = ""  # what all number keys of its kind do: the list of keys says that once

    @property
    def words(self) -> str:
        """The text now."""
        return self.text() if callable(self.text) else self.text

    @property
    def detail_words(self) -> str:
        """The quiet words now: those given, or the name of the page."""
        words = self.detail() if callable(self.detail) else self.detail
        return words or (self.stage.title if self.stage and self.group is Group.DO else "")

    @property
    def single_letter(self) -> bool:
        """Whether its key is one plain character: off inside text fields, and off where Settings say so."""
        return len(self.shortcut) == 1 or self.shortcut == "Space"


class ActionRegistry(QObject):
    """Holds every action once, by id, in the order of registration."""

    changed = Signal()
    failed = Signal(object)  # what a person can mend, raised by an action

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, Action] = {}

    def add(self, *actions: Action) -> None:
        """Register actions; an id that is there already is an error of the programmer."""
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"The action {action.id!r} is registered twice.")
            self._actions[action.id] = action
        if actions:
            self.changed.emit()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget these actions; unknown ids are ignored."""
        gone = [self._actions.pop(name, None) for name in ids]
        if any(gone):
            self.changed.emit()

    def all(self) -> tuple[Action, ...]:
        """Every action in order of registration."""
        return tuple(self._actions.values())

    def find(self, action_id: str) -> Action | None:
        return self._actions.get(action_id)

    def run(self, action_id: str) -> bool:
        """Do it, unless it is off; says whether it was done."""
        action = self._actions.get(action_id)
        return action is not None and self.do(action)

    def do(self, action: Action) -> bool:
        """Do what may be no action of the registry, unless it is off; says whether it was done."""
        if action.off():
            return False
        try:
            action.run()
        except UserError as error:
            self.failed.emit(error)
        return True
