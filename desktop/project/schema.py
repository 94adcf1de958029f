"""The tables of a project file, as numbered migrations.

``PRAGMA user_version`` is the number of the last migration that a file has seen; ``PRAGMA application_id`` tells a
project from any other SQLite file. A released migration is never edited: a change is a new one.

Two kinds of tables. *Edited* tables hold what a person changes: every row has an integer ``id`` and only text and
integer columns (JSON inside text), so that the undo log can keep any old row. *Kept* tables hold caches by content
hash (thumbnails, embeddings, parts of models) and derived results; deleting an example leaves them alone, so undo
brings everything back.
"""

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x534D4531  # "SME1"

EDITED_TABLES = (
    "project",
    "fact",
    "class",
    "example",
    "scenario",
    "session",
    "reaction",
    "run",
    "bar",
    "condition",
    "signoff",
)


def _first(connection: sqlite3.Connection) -> None:
    for statement in (
        """CREATE TABLE project (
            id INTEGER PRIMARY KEY CHECK (id = 1), uid TEXT NOT NULL, name TEXT NOT NULL,
            organisation TEXT NOT NULL, created TEXT NOT NULL)""",
        """CREATE TABLE fact (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value TEXT NOT NULL, source TEXT NOT NULL,
            note TEXT NOT NULL, at TEXT NOT NULL)""",
        """CREATE TABLE class (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
            position INTEGER NOT NULL)""",
        """CREATE TABLE example (
            id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL, sha256 TEXT NOT NULL,
            size INTEGER NOT NULL, modality TEXT NOT NULL, class_id INTEGER REFERENCES class (id),
            held_out INTEGER NOT NULL, trouble TEXT NOT NULL, added TEXT NOT NULL)""",
        "CREATE INDEX example_class ON example (class_id)",
        "CREATE INDEX example_sha256 ON example (sha256)",
        """CREATE TABLE scenario (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, payload TEXT NOT NULL, position INTEGER NOT NULL)""",
        """CREATE TABLE session (
            id INTEGER PRIMARY KEY, number INTEGER NOT NULL, started TEXT NOT NULL, scenario TEXT NOT NULL,
            payload TEXT NOT NULL)""",
        """CREATE TABLE reaction (
            id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session (id), at TEXT NOT NULL,
            outcome TEXT NOT NULL, payload TEXT NOT NULL)""",
        "CREATE INDEX reaction_session ON reaction (session_id)",
        """CREATE TABLE run (
            id INTEGER PRIMARY KEY, number INTEGER NOT NULL, created TEXT NOT NULL, settings TEXT NOT NULL,
            result TEXT NOT NULL, model_sha256 TEXT NOT NULL)""",
        """CREATE TABLE bar (
            id INTEGER PRIMARY KEY, value TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
            at TEXT NOT NULL)""",
        "CREATE TABLE condition (id INTEGER PRIMARY KEY, text TEXT NOT NULL, position INTEGER NOT NULL)",
        """CREATE TABLE signoff (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, state TEXT NOT NULL,
            at TEXT NOT NULL)""",
        """CREATE TABLE record (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, created TEXT NOT NULL, fingerprint TEXT NOT NULL,
            payload TEXT NOT NULL)""",
        "CREATE INDEX record_kind ON record (kind)",
        "CREATE TABLE journal (id INTEGER PRIMARY KEY, at TEXT NOT NULL, payload TEXT NOT NULL)",
        "CREATE TABLE thumbnail (sha256 TEXT PRIMARY KEY, jpeg BLOB NOT NULL) WITHOUT ROWID",
        """CREATE TABLE embedding (
            sha256 TEXT NOT NULL, backbone TEXT NOT NULL, vector BLOB NOT NULL,
            PRIMARY KEY (sha256, backbone)) WITHOUT ROWID""",
        "CREATE TABLE model (sha256 TEXT PRIMARY KEY, skeleton BLOB NOT NULL, parts TEXT NOT NULL)",
        "CREATE TABLE model_part (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
        "CREATE TABLE original (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
        """CREATE TABLE undo_step (
            id INTEGER PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL, undone INTEGER NOT NULL)""",
        """CREATE TABLE undo_row (
            id INTEGER PRIMARY KEY, step_id INTEGER NOT NULL REFERENCES undo_step (id),
            direction TEXT NOT NULL, tab TEXT NOT NULL, op TEXT NOT NULL, row_id INTEGER NOT NULL,
            old TEXT)""",
        "CREATE INDEX undo_row_step ON undo_row (step_id, direction)",
    ):
        connection.execute(statement)


def _what_belongs_together_and_lengths(connection: sqlite3.Connection) -> None:
    # What the owner says belongs together (a speaker, a patient; "" for nothing said), and how long a sound or clip is.
    connection.execute("ALTER TABLE example ADD COLUMN belongs TEXT NOT NULL DEFAULT ''")
    connection.execute("ALTER TABLE example ADD COLUMN milliseconds INTEGER")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _first,
    _what_belongs_together_and_lengths,
)
CURRENT_VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, to: int = CURRENT_VERSION) -> None:
    """Bring an open file from its version to ``to``, all or nothing."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version, to):
            MIGRATIONS[number](connection)
        connection.execute(f"PRAGMA user_version = {to:d}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def read_as_current(connection: sqlite3.Connection) -> None:
    """Let an older file that must stay as it is be read like a current one: temporary views stand before its tables."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version < 2:
        connection.execute(
            "CREATE TEMP VIEW example AS SELECT *, '' AS belongs, NULL AS milliseconds FROM main.example"
        )


def columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The column names of one of our tables."""
    return tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
