"""Edits of the run history: which run is in use, and what is noted on one."""

import sqlite3
from dataclasses import dataclass

from desktop.project.commands.brief import ClearFact, SetFact
from desktop.project.run_list import RUN_IN_USE, note_key
from reports.provenance import Provenance


@dataclass(frozen=True)
class UseRun:
    """Let the model of an earlier run answer again; a training after that takes over, as any newer one does.

    ``key`` and ``newest`` tell the run and the newest one of the history (``run_key``).
    """

    key: str
    number: int
    newest: str

    @property
    def text(self) -> str:
        return f"use run {self.number}"

    def apply(self, connection: sqlite3.Connection) -> None:
        if self.key == self.newest:
            ClearFact(RUN_IN_USE, "the run in use").apply(connection)
            return
        value = {"run": self.key, "newest": self.newest}
        SetFact(RUN_IN_USE, value, "the run in use", Provenance.GUESS, "your choice").apply(
            connection
        )


@dataclass(frozen=True)
class NoteOnRun:
    """Write down what there is to know about a run; an empty note takes it away."""

    key: str
    number: int
    note: str

    @property
    def text(self) -> str:
        return f"note on run {self.number}"

    def apply(self, connection: sqlite3.Connection) -> None:
        note = self.note.strip()
        key = note_key(self.key)
        if note:
            SetFact(key, note, "a note", Provenance.GUESS, "your note").apply(connection)
        else:
            ClearFact(key, "a note").apply(connection)
