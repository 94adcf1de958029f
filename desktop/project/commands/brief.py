"""Edits of the brief: the project’s name, the answers, the classes."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from desktop.project.commands.rows import class_id, clean_name, dump, keep_class
from desktop.project.file import Command, is_large, now
from desktop.project.records import Json
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from reports.provenance import Provenance


@dataclass(frozen=True)
class RenameProject:
    """Give the project its name and the organisation it belongs to."""

    name: str
    organisation: str = ""

    @property
    def text(self) -> str:
        return tr("rename project")

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE project SET name = ?, organisation = ?",
            (clean_name(self.name, tr("The project")), " ".join(self.organisation.split())),
        )


@dataclass(frozen=True)
class SetFact:
    """Answer a question, or note a number with its source."""

    key: str
    value: Json
    words: str  # how the question is called in the menu, e.g. "cost of a missed crack"
    source: Provenance = Provenance.GUESS
    note: str = ""

    @property
    def text(self) -> str:
        return tr("change {words}", words=self.words)

    def apply(self, connection: sqlite3.Connection) -> None:
        row = (dump(self.value), str(self.source), self.note, now(), self.key)
        changed = connection.execute(
            "UPDATE fact SET value = ?, source = ?, note = ?, at = ? WHERE key = ?", row
        ).rowcount
        if not changed:
            connection.execute(
                "INSERT INTO fact (value, source, note, at, key) VALUES (?, ?, ?, ?, ?)", row
            )


@dataclass(frozen=True)
class ClearFact:
    """Take an answer away altogether."""

    key: str
    words: str

    @property
    def text(self) -> str:
        return tr("clear {words}", words=self.words)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM fact WHERE key = ?", (self.key,))


@dataclass(frozen=True)
class AddClass:
    """Add an answer that the classifier can give."""

    name: str
    description: str = ""

    @property
    def text(self) -> str:
        return tr("add class “{name}”", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        class_id(connection, self.name, self.description)


@dataclass(frozen=True)
class RenameClass:
    """Give a class another name; merging two classes is a separate command."""

    id: int
    old: str
    new: str

    @property
    def text(self) -> str:
        return tr("rename class “{old}”", old=self.old)

    def apply(self, connection: sqlite3.Connection) -> None:
        name = clean_name(self.new, "A class")
        taken = connection.execute(
            "SELECT 1 FROM class WHERE name = ? AND id != ?", (name, self.id)
        ).fetchone()
        if taken:
            raise UserError(
                tr("There is a class “{name}” already.", name=name),
                "",
                tr("Choose another name, or label its examples as that class."),
            )
        connection.execute("UPDATE class SET name = ? WHERE id = ?", (name, self.id))
        keep_class(connection, self.id)


@dataclass(frozen=True)
class DescribeClass:
    """Say what a class looks like."""

    id: int
    name: str
    description: str

    @property
    def text(self) -> str:
        return tr("describe class “{name}”", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE class SET description = ? WHERE id = ?", (self.description.strip(), self.id)
        )
        keep_class(connection, self.id)


@dataclass(frozen=True)
class DeleteClass:
    """Remove a class; its examples stay, without a label."""

    id: int
    name: str
    is_large: ClassVar = True

    @property
    def text(self) -> str:
        return tr("delete class “{name}”", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE example SET class_id = NULL, held_out = 0 WHERE class_id = ?", (self.id,)
        )
        connection.execute("DELETE FROM class WHERE id = ?", (self.id,))
        keep_class(connection, self.id)


@dataclass(frozen=True)
class Several:
    """Several edits that a person made as one."""

    commands: Sequence[Command]
    words: str

    @property
    def is_large(self) -> bool:
        return any(is_large(command) for command in self.commands)

    @property
    def text(self) -> str:
        return self.words

    def apply(self, connection: sqlite3.Connection) -> None:
        for command in self.commands:
            command.apply(connection)
