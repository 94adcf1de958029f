"""Edits of the fake: scenarios and demo sessions."""

import sqlite3
from dataclasses import dataclass
from typing import ClassVar

from desktop.project.commands.rows import clean_name, dump
from desktop.project.records import SESSION_NOTES, Json, SessionNotes
from estimators.base.sentence import tr


@dataclass(frozen=True)
class PutScenario:
    """Add a scenario of the fake (``id`` None) or change one."""

    id: int | None
    name: str
    document: dict[str, Json]
    words: str = ""

    @property
    def text(self) -> str:
        return self.words or tr("change scenario “{name}”", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        name = clean_name(self.name, "A scenario")
        if self.id is None:
            position = connection.execute(
                "SELECT coalesce(max(position), 0) + 1 FROM scenario"
            ).fetchone()[0]
            connection.execute(
                "INSERT INTO scenario (name, payload, position) VALUES (?, ?, ?)",
                (name, dump(self.document), position),
            )
        else:
            connection.execute(
                "UPDATE scenario SET name = ?, payload = ? WHERE id = ?",
                (name, dump(self.document), self.id),
            )


@dataclass(frozen=True)
class DeleteScenario:
    """Remove a scenario; sessions that used it keep their copy."""

    id: int
    name: str

    @property
    def text(self) -> str:
        return tr("delete scenario “{name}”", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM scenario WHERE id = ?", (self.id,))


@dataclass(frozen=True)
class DeleteSession:
    """Remove a demo session with its reactions."""

    id: int
    number: int
    is_large: ClassVar = True

    @property
    def text(self) -> str:
        return tr("delete session {number}", number=self.number)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM reaction WHERE session_id = ?", (self.id,))
        connection.execute("DELETE FROM session WHERE id = ?", (self.id,))


@dataclass(frozen=True)
class AnnotateSession:
    """Change what is noted about a session: who was there, what they said."""

    id: int
    number: int
    notes: SessionNotes

    @property
    def text(self) -> str:
        return tr("note on session {number}", number=self.number)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE session SET payload = ? WHERE id = ?", (SESSION_NOTES.dump(self.notes), self.id)
        )
