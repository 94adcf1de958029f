"""What several commands do with rows and words."""

import json
import sqlite3
from collections.abc import Iterable

from desktop.project.file import now
from desktop.project.records import Json
from estimators.base.errors import UserError
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr
from reports.provenance import Provenance

LONGEST_NAME = 200
_BROUGHT = "class.brought."  # the fact, with the id of a class that is there only because examples came with its name


def dump(value: Json) -> str:
    """JSON text for a column, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def clean_name(name: str, what: str) -> str:
    """A name without stray spaces, or a UserError that says what is wrong with it."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise UserError(tr("{what} needs a name.", what=what), "", tr("Type at least one letter."))
    if len(cleaned) > LONGEST_NAME:
        raise UserError(
            tr("That name is too long for {what}.", what=within_a_sentence(what)),
            tr("{cleaned} letters.", cleaned=len(cleaned)),
            tr("Shorten it."),
        )
    return cleaned


def class_id(
    connection: sqlite3.Connection, name: str, description: str = "", *, brought: bool = False
) -> int:
    """The class of that name, made where there is none; ``brought``: for its examples' sake, so it goes with them."""
    cleaned = clean_name(name, "A class")
    row = connection.execute("SELECT id FROM class WHERE name = ?", (cleaned,)).fetchone()
    if row:
        if not brought:
            keep_class(connection, row[0])
        return int(row[0])
    made = connection.execute(
        "INSERT INTO class (name, description, position) "
        "VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM class))",
        (cleaned, description),
    ).lastrowid
    assert made is not None
    if brought:
        connection.execute(
            "INSERT INTO fact (key, value, source, note, at) VALUES (?, 'true', ?, '', ?)",
            (f"{_BROUGHT}{made}", str(Provenance.GUESS), now()),
        )
    return made


def keep_class(connection: sqlite3.Connection, number: int) -> None:
    """A person wants this class: it stays without examples too."""
    connection.execute("DELETE FROM fact WHERE key = ?", (f"{_BROUGHT}{number}",))


def classes_of(connection: sqlite3.Connection, examples: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for example in examples:
        row = connection.execute("SELECT class_id FROM example WHERE id = ?", (example,)).fetchone()
        if row is not None and row[0] is not None:
            found.add(row[0])
    return found


def drop_left_over(connection: sqlite3.Connection, classes: Iterable[int]) -> None:
    """Take those of the classes away that came with examples and have none any more."""
    for number in classes:
        key = f"{_BROUGHT}{number}"
        brought = connection.execute("SELECT 1 FROM fact WHERE key = ?", (key,)).fetchone()
        used = connection.execute(
            "SELECT 1 FROM example WHERE class_id = ? LIMIT 1", (number,)
        ).fetchone()
        if brought and not used:
            connection.execute("DELETE FROM class WHERE id = ?", (number,))
            keep_class(connection, number)  # the next class may get its number


def update_each(
    connection: sqlite3.Connection, statement: str, value: int | None, ids: Iterable[int]
) -> None:
    connection.executemany(statement, ((value, i) for i in ids))
