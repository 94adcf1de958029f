"""What several commands do with rows and words."""

import json
import sqlite3
from collections.abc import Iterable

from desktop.project.records import Json
from estimators.errors import UserError

LONGEST_NAME = 200


def dump(value: Json) -> str:
    """JSON text for a column, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def clean_name(name: str, what: str) -> str:
    """A name without stray spaces, or a UserError that says what is wrong with it."""
    cleaned = " ".join(name.split())
    if not cleaned:
        raise UserError(f"{what} needs a name.", "", "Type at least one letter.")
    if len(cleaned) > LONGEST_NAME:
        raise UserError(
            f"That name is too long for {what.lower()}.", f"{len(cleaned)} letters.", "Shorten it."
        )
    return cleaned


def class_id(connection: sqlite3.Connection, name: str, description: str = "") -> int:
    """The class of that name, made where there is none."""
    cleaned = clean_name(name, "A class")
    row = connection.execute("SELECT id FROM class WHERE name = ?", (cleaned,)).fetchone()
    if row:
        return int(row[0])
    made = connection.execute(
        "INSERT INTO class (name, description, position) "
        "VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM class))",
        (cleaned, description),
    ).lastrowid
    assert made is not None
    return made


def update_each(
    connection: sqlite3.Connection, statement: str, value: int | None, ids: Iterable[int]
) -> None:
    connection.executemany(statement, ((value, i) for i in ids))


def count(number: int, noun: str) -> str:
    return f"1 {noun.removesuffix('s')}" if number == 1 else f"{number:,} {noun}"
