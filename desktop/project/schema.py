"""The tables of a project file, as numbered migrations.

``PRAGMA user_version`` is the number of the last migration that a file has seen; ``PRAGMA application_id`` tells a
project from any other SQLite file. A released migration is never edited: a change is a new one.

Two kinds of tables. *Edited* tables hold what a person changes: every row has an integer ``id`` and only text and
integer columns (JSON inside text), so that the undo log can keep any old row. *Kept* tables hold caches by content
hash (thumbnails, embeddings, parts of models) and derived results; deleting an example leaves them alone, so undo
brings everything back.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cache

from estimators.base.errors import UserError
from estimators.base.sentence import tr

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
    "eval_case",
    "candidate",
    "grade",
    "preference",
)

MOST_ROWS = {
    "class": 20_000,
    "example": 250_000,
    "fact": 100_000,
    "scenario": 10_000,
    "session": 100_000,
    "reaction": 250_000,
    "run": 10_000,
    "record": 10_000,
    "journal": 100_000,
    "eval_case": 100_000,
    "candidate": 1_000,
    "answer": 1_000_000,
    "grade": 250_000,
    "preference": 250_000,
    "version": 10_000,
    "version_part": 250_000,
}
"""What a project may hold. Far beyond what anybody measured needs, and still read in seconds."""
MOST_TEXT = {
    "project": 1_000_000,
    "class": 4_000_000,
    "condition": 4_000_000,
    "signoff": 4_000_000,
    "bar": 4_000_000,
    "scenario": 32_000_000,
    "fact": 32_000_000,
    "session": 100_000_000,
    "reaction": 100_000_000,
    "eval_case": 200_000_000,
    "candidate": 32_000_000,
    "answer": 1_000_000_000,
    "grade": 100_000_000,
    "preference": 100_000_000,
}
"""Bytes of all texts of a table that is read as a whole."""


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


def _nothing(_connection: sqlite3.Connection) -> None:
    """No table changes: only what stands in them, which an older version of this program would take for damaged."""


def _cases_candidates_and_grades(connection: sqlite3.Connection) -> None:
    # Answers are kept by names, not edited: what a candidate once answered stays, whatever is undone.
    for statement in MEASURE_TABLES.values():
        connection.execute(statement)
    connection.execute("CREATE INDEX grade_candidate ON grade (candidate)")


MEASURE_TABLES = {
    "eval_case": """CREATE TABLE eval_case (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, input TEXT NOT NULL, expected TEXT,
        points TEXT NOT NULL, belongs TEXT NOT NULL, slice TEXT NOT NULL, held_out INTEGER NOT NULL,
        aside TEXT NOT NULL, seen INTEGER NOT NULL, added TEXT NOT NULL)""",
    "candidate": """CREATE TABLE candidate (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL, settings TEXT NOT NULL, created TEXT NOT NULL)""",
    "answer": """CREATE TABLE answer (
        candidate TEXT NOT NULL, eval_case TEXT NOT NULL, trial INTEGER NOT NULL, payload TEXT NOT NULL,
        PRIMARY KEY (candidate, eval_case, trial)) WITHOUT ROWID""",
    "grade": """CREATE TABLE grade (
        id INTEGER PRIMARY KEY, candidate TEXT NOT NULL, eval_case TEXT NOT NULL,
        trial INTEGER NOT NULL, rater TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
        harm INTEGER NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL,
        UNIQUE (candidate, eval_case, trial, rater))""",
}

PREFERENCE_TABLE = """CREATE TABLE preference (
    id INTEGER PRIMARY KEY, eval_case TEXT NOT NULL, left_uid TEXT NOT NULL, right_uid TEXT NOT NULL,
    rater TEXT NOT NULL, liked TEXT NOT NULL, at TEXT NOT NULL)"""


def _preferences(connection: sqlite3.Connection) -> None:
    # Which of two answers somebody likes better, and on which side each stood.
    connection.execute(PREFERENCE_TABLE)


VERSION_TABLES = {
    "version": """CREATE TABLE version (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL,
        content TEXT NOT NULL)""",
    "version_part": "CREATE TABLE version_part (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
}


def _versions(connection: sqlite3.Connection) -> None:
    # What the project held at some moments (decision 0420).
    for statement in VERSION_TABLES.values():
        connection.execute(statement)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _first,
    _what_belongs_together_and_lengths,
    _nothing,  # from here on kept results say the number of their layout (decision 0229)
    _nothing,  # and so does what else is derived (decision 0244)
    _cases_candidates_and_grades,
    _preferences,
    _versions,
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
    lacking = [
        *(MEASURE_TABLES.values() if version < 5 else ()),
        *((PREFERENCE_TABLE,) if version < 6 else ()),
        *(VERSION_TABLES.values() if version < 7 else ()),
    ]
    for statement in lacking:
        connection.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))


def read_as_it_is(connection: sqlite3.Connection) -> None:
    """Take those views away again: the file is about to become a current one."""
    connection.execute("DROP VIEW IF EXISTS temp.example")
    for table in (*MEASURE_TABLES, "preference", *VERSION_TABLES):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def schema_of(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str, str]]:
    """Kind, name, table and text of everything that a file declares."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM main.sqlite_master"
    )
    return frozenset(
        (str(kind), str(name), str(table), " ".join(str(sql).split()))
        for kind, name, table, sql in rows
    )


@cache
def schema_of_version(version: int) -> frozenset[tuple[str, str, str, str]]:
    """What the migrations up to ``version`` declare."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, version)
        return schema_of(connection)


def check_bounds(
    connection: sqlite3.Connection, name: str, tables: Iterable[str] | None = None
) -> None:
    """Raise ``UserError`` where a file called ``name`` holds more than a project may, in these tables or in any."""
    looked_at = MOST_ROWS.keys() | MOST_TEXT.keys() if tables is None else frozenset(tables)
    looked_at = looked_at & {
        table for _, _, table, _ in schema_of(connection)
    }  # older files have fewer
    for table in sorted(looked_at & MOST_ROWS.keys()):
        most = MOST_ROWS[table]
        if connection.execute(f"SELECT 1 FROM {table} LIMIT 1 OFFSET {most:d}").fetchone():
            raise _too_much(
                name,
                tr("It has room for {most} {things}.", most=most, things=_MANY.get(table, table)),
            )
    for table in sorted(looked_at & MOST_TEXT.keys()):
        texts = " + ".join(f"coalesce(length({one}), 0)" for one in columns(connection, table))
        size = connection.execute(f"SELECT total({texts}) FROM {table}").fetchone()[0]
        if size > MOST_TEXT[table]:
            raise _too_much(
                name,
                tr(
                    "Its {things} have more than {most_text} letters.",
                    things=_MANY.get(table, table),
                    most_text=MOST_TEXT[table],
                ),
            )


_MANY = {
    "class": "classes",
    "example": "examples",
    "fact": "answers",
    "scenario": "scenarios",
    "session": "sessions",
    "reaction": "reactions",
    "run": "trainings",
    "record": "results",
    "journal": "exchanges",
    "project": tr("name and organisation"),
    "condition": "conditions",
    "signoff": "signatures",
    "bar": "bars",
    "eval_case": "cases",
    "candidate": "candidates",
    "answer": "answers",
    "grade": "grades",
    "preference": "comparisons",
    "version": "versions",
    "version_part": "parts of versions",
}


def _too_much(name: str, why: str) -> UserError:
    return UserError(
        tr("“{name}” holds more than a project may.", name=name),
        why,
        tr("Split it into several projects."),
    )


def columns(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The column names of one of our tables."""
    return tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
