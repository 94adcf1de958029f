"""Edits of whole classes, and of what belongs together: each is one edit, undone as one."""

import sqlite3
from dataclasses import dataclass
from typing import ClassVar

from desktop.project.commands.rows import keep_class
from estimators.base.count import count
from estimators.base.noun import example_noun, noun_of
from estimators.base.phrase import listed
from estimators.base.sentence import tr


@dataclass(frozen=True)
class MergeClasses:
    """Give all examples of some classes to another one, and take those classes away: ids with their names."""

    classes: tuple[tuple[int, str], ...]
    into: tuple[int, str]
    is_large: ClassVar = True

    @property
    def text(self) -> str:
        names = listed([f"“{name}”" for _, name in self.classes])
        return tr("merge {names} into “{into}”", names=names, into=self.into[1])

    def apply(self, connection: sqlite3.Connection) -> None:
        for number, _ in self.classes:
            if number == self.into[0]:
                continue
            connection.execute(
                "UPDATE example SET class_id = ? WHERE class_id = ?", (self.into[0], number)
            )
            connection.execute("DELETE FROM class WHERE id = ?", (number,))
            keep_class(connection, number)  # the next class may get its number


@dataclass(frozen=True)
class BelongTogether:
    """Say that examples belong together (one scene, one speaker, one recording), so that no test tears them apart.

    What belongs to one of them already belongs to all of them then.
    """

    ids: tuple[int, ...]
    noun: str = example_noun("photo").many

    @property
    def text(self) -> str:
        return tr("keep {many} together", many=count(len(self.ids), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        known: dict[str, None] = {}
        for number in self.ids:
            row = connection.execute("SELECT belongs FROM example WHERE id = ?", (number,))
            known.update(dict.fromkeys(name for (name,) in row if name))
        name = next(iter(known), "") or _free_name(connection)
        for other in known:
            connection.execute("UPDATE example SET belongs = ? WHERE belongs = ?", (name, other))
        connection.executemany(
            "UPDATE example SET belongs = ? WHERE id = ?", ((name, number) for number in self.ids)
        )


@dataclass(frozen=True)
class BelongAlone:
    """Take back what was said of what examples belong to."""

    ids: tuple[int, ...]
    noun: str = example_noun("photo").many

    @property
    def text(self) -> str:
        return tr("keep {many} apart", many=count(len(self.ids), noun_of(self.noun)))

    def apply(self, connection: sqlite3.Connection) -> None:
        connection.executemany(
            "UPDATE example SET belongs = '' WHERE id = ?", ((number,) for number in self.ids)
        )


def _free_name(connection: sqlite3.Connection) -> str:
    """A name for a group that no other has."""
    taken = {row[0] for row in connection.execute("SELECT DISTINCT belongs FROM example")}
    return next(
        name for n in range(1, len(taken) + 2) if (name := tr("group {n}", n=n)) not in taken
    )
