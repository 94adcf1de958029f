"""Edits of the data and of the run history."""

import sqlite3
from dataclasses import dataclass
from typing import ClassVar

from desktop.project.commands.brief import ClearFact, SetFact
from desktop.project.commands.rows import class_id, classes_of, drop_left_over, update_each
from desktop.project.file import MANY, now
from desktop.project.looks import keep_look
from desktop.project.records import NewExample
from desktop.project.run_list import RUN_IN_USE, note_key
from estimators.base.count import count
from estimators.base.noun import example_noun, noun_of
from estimators.base.sentence import tr
from reports.provenance import Provenance

_MOST_AT_ONCE = 500  # examples that a window adds itself


@dataclass(frozen=True)
class AddExamples:
    """Add files; a file that is there already is left as it is. New labels become classes."""

    examples: tuple[NewExample, ...]
    noun: str = example_noun("photo").many

    @property
    def is_long(self) -> bool:
        return len(self.examples) > _MOST_AT_ONCE

    @property
    def text(self) -> str:
        return tr("add {count}", count=count(len(self.examples), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        at = now()
        ids: dict[str, int] = {}
        for example in self.examples:
            if example.label is not None and example.label not in ids:
                ids[example.label] = class_id(connection, example.label, brought=True)
        connection.executemany(
            """INSERT INTO example (path, name, sha256, size, modality, class_id, held_out, trouble, added, belongs,
               milliseconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO NOTHING""",
            (
                (
                    e.path,
                    e.name,
                    e.sha256,
                    e.size,
                    e.modality,
                    ids.get(e.label or ""),
                    e.held_out,
                    e.trouble,
                    at,
                    e.belongs,
                    e.milliseconds,
                )
                for e in self.examples
            ),
        )


@dataclass(frozen=True)
class LabelExamples:
    """Say what some examples are; ``label`` None takes their labels away, and a class that came with them."""

    ids: tuple[int, ...]
    label: str | None
    noun: str = example_noun("photo").many

    @property
    def is_large(self) -> bool:
        return len(self.ids) >= MANY

    @property
    def text(self) -> str:
        many = count(len(self.ids), noun_of(self.noun))
        return (
            tr("label {many} as {label}", many=many, label=self.label)
            if self.label
            else tr("unlabel {many}", many=many)
        )

    def apply(self, connection: sqlite3.Connection) -> None:
        target = class_id(connection, self.label, brought=True) if self.label else None
        before = classes_of(connection, self.ids) if target is None else set()
        update_each(connection, "UPDATE example SET class_id = ? WHERE id = ?", target, self.ids)
        if target is None:
            update_each(connection, "UPDATE example SET held_out = ? WHERE id = ?", 0, self.ids)
            drop_left_over(connection, before)


@dataclass(frozen=True)
class HoldOut:
    """Keep exactly these labelled examples for the test; the classifier never learns from them."""

    ids: frozenset[int]
    noun: str = example_noun("photo").many

    @property
    def text(self) -> str:
        return tr("hold out {count}", count=count(len(self.ids), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        held = {row[0] for row in connection.execute("SELECT id FROM example WHERE held_out")}
        update_each(connection, "UPDATE example SET held_out = ? WHERE id = ?", 0, held - self.ids)
        update_each(connection, "UPDATE example SET held_out = ? WHERE id = ?", 1, self.ids - held)


@dataclass(frozen=True)
class MoveExamples:
    """The originals are elsewhere now: give examples their new paths (id, path)."""

    moves: tuple[tuple[int, str], ...]
    noun: str = example_noun("photo").many

    @property
    def text(self) -> str:
        return tr("find {count} again", count=count(len(self.moves), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.executemany(
            "UPDATE example SET path = ? WHERE id = ?", ((path, i) for i, path in self.moves)
        )


@dataclass(frozen=True)
class RemoveExamples:
    """Take examples out of the project, and a class that came with them; the files stay where they are."""

    ids: tuple[int, ...]
    noun: str = example_noun("photo").many

    @property
    def is_large(self) -> bool:
        return len(self.ids) >= MANY

    @property
    def text(self) -> str:
        return tr("remove {count}", count=count(len(self.ids), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        before = classes_of(connection, self.ids)
        connection.executemany("DELETE FROM example WHERE id = ?", ((i,) for i in self.ids))
        drop_left_over(connection, before)


@dataclass(frozen=True)
class DeleteRun:
    """Remove a run from the history. That its test was looked at stays on record."""

    is_large: ClassVar = True
    id: int
    number: int

    @property
    def text(self) -> str:
        return tr("delete run {number}", number=self.number)

    def apply(self, connection: sqlite3.Connection) -> None:
        keep_look(connection, self.id)
        connection.execute("DELETE FROM run WHERE id = ?", (self.id,))


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
        return tr("use run {number}", number=self.number)

    def apply(self, connection: sqlite3.Connection) -> None:
        if self.key == self.newest:
            ClearFact(RUN_IN_USE, tr("the run in use")).apply(connection)
            return
        value = {"run": self.key, "newest": self.newest}
        SetFact(RUN_IN_USE, value, tr("the run in use"), Provenance.GUESS, tr("your choice")).apply(
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
        return tr("note on run {number}", number=self.number)

    def apply(self, connection: sqlite3.Connection) -> None:
        note = self.note.strip()
        key = note_key(self.key)
        if note:
            SetFact(key, note, "a note", Provenance.GUESS, tr("your note")).apply(connection)
        else:
            ClearFact(key, "a note").apply(connection)
