"""Undo and redo as rows, kept in the project file.

While a command runs, triggers write down the old row of what it takes away, and the old value of each column that it
changes. Undoing a step puts these back, newest first, and the same triggers then write down what redo needs. They are
kept as JSON and put back through the column names of the schema, so nothing from a file is ever executed as SQL.

Source of the idea: "Automatic Undo/Redo Using SQLite", https://www.sqlite.org/undoredo.html
"""

import sqlite3
from itertools import groupby
from operator import itemgetter

from desktop.project import decode
from desktop.project.records import Json
from desktop.project.schema import EDITED_TABLES, columns

STEPS_KEPT = 200


def install_triggers(connection: sqlite3.Connection) -> None:
    """Create this connection's temporary triggers; they note changes only while a step is open."""
    connection.execute("CREATE TEMP TABLE undo_now (step_id INTEGER, direction TEXT)")
    for table in EDITED_TABLES:
        names = columns(connection, table)
        row = ", ".join(f"'{name}', old.{name}" for name in names)
        _note(connection, f"insert ON main.{table}", "new.id", "NULL")
        _note(connection, f"delete ON main.{table}", "old.id", f"json_object({row})")
        for name in names:
            event = f"update OF {name} ON main.{table} WHEN old.{name} IS NOT new.{name}"
            _note(connection, event, "old.id", f"json_object('{name}', old.{name})")


def _note(connection: sqlite3.Connection, event: str, row_id: str, old: str) -> None:
    """A trigger for what an event takes away, while a step is open."""
    op, *_, table = event.partition(" WHEN ")[0].replace("main.", "").split()
    connection.execute(
        f'CREATE TEMP TRIGGER "undo {event}" AFTER {event} BEGIN '
        "INSERT INTO undo_row (step_id, direction, tab, op, row_id, old) "
        f"SELECT step_id, direction, '{table}', '{op}', {row_id}, {old} FROM undo_now; END"
    )


def open_step(connection: sqlite3.Connection, text: str, at: str) -> int:
    """Begin a step: what can be redone is forgotten, and changes are noted from here on."""
    connection.execute(
        "DELETE FROM undo_row WHERE step_id IN (SELECT id FROM undo_step WHERE undone)"
    )
    connection.execute("DELETE FROM undo_step WHERE undone")
    step = connection.execute(
        "INSERT INTO undo_step (text, at, undone) VALUES (?, ?, 0)", (text, at)
    ).lastrowid
    assert step is not None
    connection.execute("INSERT INTO undo_now VALUES (?, 'undo')", (step,))
    return step


Touched = dict[str, frozenset[int]]
"""The ids of the rows that a step changed, by table."""


def close_step(connection: sqlite3.Connection, step: int) -> Touched:
    """End a step and return what it changed; a step that changed nothing is not kept."""
    connection.execute("DELETE FROM undo_now")
    touched = _touched(connection, step, "undo")
    if not touched:
        connection.execute("DELETE FROM undo_step WHERE id = ?", (step,))
    oldest = connection.execute(
        "SELECT id FROM undo_step ORDER BY id DESC LIMIT 1 OFFSET ?", (STEPS_KEPT,)
    ).fetchone()
    if oldest:
        connection.execute("DELETE FROM undo_row WHERE step_id <= ?", oldest)
        connection.execute("DELETE FROM undo_step WHERE id <= ?", oldest)
    return touched


def next_undo(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """The step that undo would take back: its id and its words."""
    row = connection.execute(
        "SELECT id, text FROM undo_step WHERE NOT undone ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return (row[0], row[1]) if row else None


def next_redo(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """The step that redo would do again: its id and its words."""
    row = connection.execute(
        "SELECT id, text FROM undo_step WHERE undone ORDER BY id LIMIT 1"
    ).fetchone()
    return (row[0], row[1]) if row else None


def turn_back(connection: sqlite3.Connection, step: int, direction: str) -> Touched:
    """Put the old rows of a step back (``direction`` "undo" or "redo"); returns what that changed."""
    other = "redo" if direction == "undo" else "undo"
    rows = connection.execute(
        "SELECT tab, op, row_id, old FROM undo_row WHERE step_id = ? AND direction = ? ORDER BY id DESC",
        (step, direction),
    ).fetchall()
    connection.execute(
        "DELETE FROM undo_row WHERE step_id = ? AND direction = ?", (step, direction)
    )
    connection.execute("INSERT INTO undo_now VALUES (?, ?)", (step, other))
    names = {table: columns(connection, table) for table in EDITED_TABLES}
    put_back = (_put_back(row, names[row[0]]) for row in rows if row[0] in names)
    for statement, alike in groupby(put_back, key=itemgetter(0)):
        connection.executemany(statement, (values for _, values in alike))
    connection.execute("DELETE FROM undo_now")
    connection.execute("UPDATE undo_step SET undone = ? WHERE id = ?", (direction == "undo", step))
    return _touched(connection, step, other)


def _put_back(
    row: tuple[str, str, int, str | None], known: tuple[str, ...]
) -> tuple[str, tuple[Json, ...]]:
    """The statement that puts a row back, and its values."""
    table, op, row_id, old = row
    if op == "insert":
        return f"DELETE FROM {table} WHERE id = ?", (row_id,)
    kept = decode.document(old or "{}", "what undo keeps")
    values = {name: kept[name] for name in known if name in kept}
    if op == "delete":
        marks = ", ".join("?" for _ in values)
        return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", (*values.values(),)
    settings = ", ".join(f"{name} = ?" for name in values)
    return f"UPDATE {table} SET {settings} WHERE id = ?", (*values.values(), row_id)


def _touched(connection: sqlite3.Connection, step: int, direction: str) -> Touched:
    rows = connection.execute(
        "SELECT tab, row_id FROM undo_row WHERE step_id = ? AND direction = ?", (step, direction)
    )
    ids: dict[str, set[int]] = {}
    for table, row_id in rows:
        ids.setdefault(table, set()).add(row_id)
    return {table: frozenset(those) for table, those in ids.items()}
