"""The projects that were open lately, as Welcome lists them: kept with the settings, never read from the files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from desktop.project.stages import Stage, State
from desktop.settings_store import open_store

_KEY = "recent/projects"
MOST = 50
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class RecentProject:
    """One line of the list."""

    path: Path
    name: str
    sentence: str
    states: tuple[State, ...]
    when: datetime


class RecentProjects(QObject):
    """Newest first. Damaged entries are left out."""

    changed = Signal()

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store or open_store()

    def entries(self) -> tuple[RecentProject, ...]:
        """The projects, newest first; those whose file has gone are left out."""
        return tuple(entry for entry in self._read() if entry.path.exists())

    def note(
        self, path: Path, *, name: str, sentence: str, states: Sequence[State], when: datetime
    ) -> None:
        """Put this project on top."""
        entry = RecentProject(path.absolute(), name, sentence, tuple(states), when)
        known = self._read()
        if known and _says_the_same(known[0], entry):
            return  # written to the disk after each edit, it would be felt
        others = [other for other in known if other.path != entry.path]
        self._write([entry, *others][:MOST])

    def _read(self) -> list[RecentProject]:
        try:
            rows = json.loads(str(self._store.value(_KEY, "[]")))
        except ValueError:
            return []
        entries = (
            (_entry(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
        )
        return [entry for entry in entries if entry is not None]

    def _write(self, entries: Sequence[RecentProject]) -> None:
        rows = [
            {
                "path": str(entry.path),
                "name": entry.name,
                "sentence": entry.sentence,
                "states": [state.name for state in entry.states],
                "when": entry.when.isoformat(timespec="seconds"),
            }
            for entry in entries
        ]
        self._store.setValue(_KEY, json.dumps(rows))
        self.changed.emit()


def _says_the_same(known: RecentProject, entry: RecentProject) -> bool:
    """Whether the list says all of it already, to the minute."""
    return replace(known, when=entry.when) == entry and entry.when - known.when < _MINUTE


def _entry(row: dict[str, object]) -> RecentProject | None:
    try:
        names = row["states"]
        states = tuple(State[str(name)] for name in names) if isinstance(names, list) else ()
        return RecentProject(
            Path(str(row["path"])),
            str(row["name"]),
            str(row["sentence"]),
            (states + (State.NOT_STARTED,) * len(Stage))[: len(Stage)],
            datetime.fromisoformat(str(row["when"])),
        )
    except (KeyError, ValueError):
        return None
