"""Project files as a stranger could make them: one function each, from a whole project to a hostile one.

A function gets a copy of a whole project, alone in a folder, and returns the path to open (mostly the copy itself). The
fast tests use a small base; ``tests/attacks/projects.py`` one that was trained.
"""

import json
import os
import random
import socket
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, CurveForecast
from desktop.project.records import NewExample
from desktop.project.request_journal import JournalEntry
from reports.provenance import Provenance
from tests.kept_records import begin_session, forecast_with, keep_reaction

Craft = Callable[[Path], Path]
CRAFTED: dict[str, Craft] = {}
HEAVY: set[str] = set()  # files of hundreds of megabytes: for the harness alone
HARMLESS: set[str] = set()  # what a command may do its work on


def crafted(
    name: str, *, heavy: bool = False, harmless: bool = False
) -> Callable[[Callable[[Path], Path | None]], Craft]:
    def note(function: Callable[[Path], Path | None]) -> Craft:
        def craft(path: Path) -> Path:
            return function(path) or path

        CRAFTED[name] = craft
        HEAVY.update([name] if heavy else [])
        HARMLESS.update([name] if harmless else [])
        return craft

    return note


def fill(path: Path) -> None:
    """Put something in every table that a person fills, beside what a training left."""
    from mock_ai.presets import PRESETS

    with Project.open(path) as project:
        if not project.classes():
            project.do(edit.AddClass("Crack"))
            project.do(edit.AddClass("Clean"))
        if not project.count_examples():
            names = [c.name for c in project.classes()]
            rows = (
                NewExample(f"photos/{i}.png", f"{i}.png", f"{i:064x}", 10, "photo", names[i % 2])
                for i in range(20)
            )
            project.do(edit.AddExamples(tuple(rows)))
        project.do(edit.SetFact("volume_per_month", {"low": 10, "high": 90}, "volume"))
        project.do(edit.SetFact("today", "A person looks", "today"))
        project.do(edit.PutCondition(None, "Someone looks once a month"))
        project.do(edit.PutSignOff(None, "Ada", "owner", "to sign"))
        if project.bar is None:
            project.do(edit.SetBar(0.85, "your choice", Provenance.GUESS))
        project.do(edit.PutScenario(None, PRESETS[0].name, PRESETS[0].to_json()))
        session = begin_session(project, people="Ada")
        for outcome in ("accepted", "corrected"):
            keep_reaction(project, session, outcome, 0.9)
        row = {"at": "2026-11-01T10:00:00+00:00", "name": "a.png", "answered_by": "fake"}
        project.requests.append([JournalEntry(row, {"request": "x"})])
        if project.record(CURVE) is None:
            project.append_record(CURVE, CurveForecast(forecast_with()), "")


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """Change a file as a stranger may, its schema too."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        yield connection


def execute(name: str, *statements: str, heavy: bool = False, harmless: bool = False) -> None:
    """A file changed by these statements."""

    @crafted(name, heavy=heavy, harmless=harmless)
    def run(path: Path) -> None:
        with changing(path) as connection:
            for statement in statements:
                connection.execute(statement)


def header(name: str, at: int, content: bytes) -> None:
    """A file with these bytes in its first page."""

    @crafted(name)
    def write(path: Path) -> None:
        with path.open("rb+") as file:
            file.seek(at)
            file.write(content)


# --- what lies beside it -----------------------------------------------------------------------------------------

MAGIC = bytes.fromhex("d9d505f920a163d7")


def super_journal(path: Path, victim: Path) -> None:
    """A hot rollback journal that names ``victim`` as its super-journal: SQLite deletes that."""
    size = path.stat().st_size
    with path.open("rb") as file:
        page_size = int.from_bytes(file.read(100)[16:18], "big")
    pages = size // page_size
    head = MAGIC + struct.pack(">IIIII", 0, 0, pages, 512, page_size)
    name = os.fsencode(victim)
    check = sum(name) & 0xFFFFFFFF
    lock_page = 0x40000000 // page_size + 1
    tail = struct.pack(">I", lock_page) + name + struct.pack(">II", len(name), check) + MAGIC
    path.with_name(path.name + "-journal").write_bytes(head.ljust(512, b"\0") + tail)


def victim_beside(path: Path) -> Path:
    victim = path.with_name("victim.txt")
    victim.write_text("mine")
    return victim


@crafted("journal names another file")
def _(path: Path) -> None:
    super_journal(path, victim_beside(path))


MADE: dict[str, Callable[[Path], object]] = {
    "link": lambda place: place.symlink_to(victim_beside(place)),
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "heap of bytes": lambda place: place.write_bytes(random.Random(1).randbytes(5000)),
}


def beside(kind: str, name: str, place: str) -> None:
    @crafted(f"{name} is a {kind}")
    def make(path: Path) -> None:
        MADE[kind](path.with_name(place.format(path.name)))


for _kind in MADE:
    for _name in ("journal", "wal", "shm"):
        beside(_kind, _name, "{}-" + _name)
    if _kind != "heap of bytes":
        beside(_kind, "the lock", ".{}.lock")


# --- what it is --------------------------------------------------------------------------------------------------


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # an address is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def instead(name: str, make: Callable[[Path], object]) -> None:
    """Something else of the same name."""

    @crafted(name)
    def put(path: Path) -> None:
        path.unlink()
        make(path)


instead("a pipe", os.mkfifo)
instead("a socket", _socket)
instead("a folder", os.mkdir)
instead("a link to a device", lambda path: path.symlink_to("/dev/zero"))
instead("a link in a circle", lambda path: path.symlink_to(path.name))
instead("a link to nothing", lambda path: path.symlink_to("gone.smart"))
instead("empty", Path.touch)
instead("text", lambda path: path.write_text("hello"))


@crafted("a link to a project", harmless=True)
def _(path: Path) -> Path:
    link = path.with_name("link.smart")
    link.symlink_to(path.name)
    return link


@crafted("a hard link", harmless=True)
def _(path: Path) -> Path:
    link = path.with_name("hard.smart")
    os.link(path, link)
    return link


@crafted("cut after the header")
def _(path: Path) -> None:
    os.truncate(path, 100)


@crafted("cut in the middle")
def _(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


header("wrong application id", 68, b"SME0")
header("version 0", 60, struct.pack(">i", 0))
header("version -1", 60, struct.pack(">i", -1))
header("smallest version", 60, struct.pack(">i", -(2**31)))
header("a newer version", 60, struct.pack(">i", 99))
header("largest version", 60, struct.pack(">i", 2**31 - 1))
header("WAL in the header", 18, b"\2\2")
header("an unknown file format", 18, b"\7\7")
header("a page of 65536 bytes", 16, b"\0\1")
header("a page of 3 bytes", 16, b"\0\3")
header("another encoding", 56, struct.pack(">I", 3))
header("a freelist of its own pages", 32, struct.pack(">II", 1, 2**31 - 1))
header("a schema of format 9", 44, struct.pack(">I", 9))


execute("a project in WAL mode", "PRAGMA journal_mode = WAL", harmless=True)


# --- its schema --------------------------------------------------------------------------------------------------


def column(name: str, table: str, old: str, new: str) -> None:
    """A file whose table is declared in other words."""
    execute(
        name,
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE name = '{table}'",
    )


column(
    "a computed column of 900 MB",
    "class",
    "description TEXT NOT NULL",
    "description TEXT AS (printf(''%.*c'', 900000000, ''x''))",
)
column(
    "a stored computed column",
    "project",
    "organisation TEXT NOT NULL",
    "organisation TEXT AS (hex(zeroblob(100000000))) STORED",
)
column(
    "a default that computes",
    "fact",
    "note TEXT NOT NULL",
    "note TEXT DEFAULT (hex(zeroblob(1e8)))",
)
column(
    "a check that computes",
    "fact",
    "note TEXT NOT NULL",
    "note TEXT CHECK (length(hex(zeroblob(1e8))))",
)
column("a column renamed", "class", "description", "words")
column("another collation", "class", "name TEXT NOT NULL", "name TEXT COLLATE nocase")
column("a schema that is no SQL", "class", "CREATE TABLE", "CREATE TABEL")
execute("a view", "CREATE VIEW v AS SELECT * FROM fact")
execute(
    "a view in place of a table",
    "DROP TABLE condition",
    "CREATE VIEW condition AS WITH RECURSIVE c(id, text, position) AS "
    "(SELECT 1, 'x', 1 UNION ALL SELECT id + 1, text, position FROM c) SELECT * FROM c",
)
execute("a trigger", "CREATE TRIGGER t AFTER INSERT ON fact BEGIN DELETE FROM class; END")
execute("a virtual table", "CREATE VIRTUAL TABLE f USING fts5(words)")
execute("another table", "CREATE TABLE t (a)")
execute("a table of SQLite’s own numbers", "ANALYZE")
execute("an index that computes", "CREATE INDEX i ON fact (length(hex(zeroblob(1000))))")
execute("a partial index", "CREATE INDEX i ON fact (key) WHERE key > 'm'")
execute("a table is missing", "DROP TABLE example")
execute("an index is missing", "DROP INDEX example_class")
execute("no table at all", "DELETE FROM sqlite_master")
execute(
    "two tables on the same pages",
    "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'fact') "
    "WHERE name = 'class'",
)
execute("a table on the first page", "UPDATE sqlite_master SET rootpage = 1 WHERE name = 'fact'")
execute(
    "a table beyond the end", "UPDATE sqlite_master SET rootpage = 2000000000 WHERE name = 'fact'"
)
execute(
    "a schema that is no UTF-8",
    "UPDATE sqlite_master SET sql = CAST(x'435245415445205441424c4520fffe20286129' AS TEXT) WHERE name = 'fact'",
)
execute(
    "a schema of 5 MB",
    "UPDATE sqlite_master SET sql = sql || printf('%.*c', 5000000, ' ') WHERE name = 'fact'",
)


execute(
    "a newer version that computes",
    "UPDATE sqlite_master SET sql = replace(sql, 'description TEXT NOT NULL', "
    "'description TEXT AS (printf(''%.*c'', 900000000, ''x''))') WHERE name = 'class'",
    "PRAGMA user_version = 99",
)


@crafted("2,000 tables")
def _(path: Path) -> None:
    with changing(path) as connection:
        connection.execute("BEGIN")
        for number in range(2000):
            connection.execute(f"CREATE TABLE t{number} (a)")
        connection.execute("COMMIT")


# --- how much it holds -------------------------------------------------------------------------------------------

_MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0}) "
execute(
    "900 MB in the journal",
    "INSERT INTO journal (at, payload) VALUES ('2026-11-01T10:00:00', zeroblob(900000000))",
    heavy=True,
)
execute(
    "900 MB of an answer", "UPDATE fact SET value = zeroblob(900000000) WHERE id = 1", heavy=True
)
execute(
    "5 answers of 200 MB",
    "UPDATE fact SET value = hex(zeroblob(100000000)) WHERE id IN (SELECT id FROM fact LIMIT 5)",
    heavy=True,
)
execute(
    "20 answers of 3 MB",
    "UPDATE fact SET value = '\"' || hex(zeroblob(1500000)) || '\"'",
    heavy=True,
)
execute(
    "900 MB of a part of a model",
    "UPDATE model_part SET bytes = zeroblob(900000000) WHERE sha256 = (SELECT min(sha256) FROM model_part)",
    heavy=True,
)
execute(
    "900 MB of a thumbnail",
    "UPDATE thumbnail SET jpeg = zeroblob(900000000) WHERE sha256 = (SELECT min(sha256) FROM thumbnail)",
    heavy=True,
)
execute(
    "a class name of 40 MB", "UPDATE class SET name = printf('%.*c', 40000000, 'x') WHERE id = 1"
)
execute("a class name of 3 MB", "UPDATE class SET name = printf('%.*c', 3000000, 'x') WHERE id = 1")
execute("a project name of 40 MB", "UPDATE project SET name = printf('%.*c', 40000000, 'x')")
execute("a path of 40 MB", "UPDATE example SET path = printf('%.*c', 40000000, 'x') WHERE id = 1")
execute(
    "1,000,000 examples",
    _MANY.format(1_000_000)
    + "INSERT INTO example (path, name, sha256, size, modality, class_id, held_out, trouble, added) "
    "SELECT 'x' || i, 'x', printf('%064x', i), 1, 'photo', 1, 0, '', '2026-11-01' FROM n",
    heavy=True,
)
execute(
    "100,000 classes",
    _MANY.format(100_000)
    + "INSERT INTO class (name, description, position) SELECT 'c' || i, '', i FROM n",
)
execute(
    "300,000 answers",
    _MANY.format(300_000)
    + "INSERT INTO fact (key, value, source, note, at) SELECT 'k' || i, '1', 'guess', '', '2026' FROM n",
)
execute(
    "300,000 exchanges",
    _MANY.format(300_000) + "INSERT INTO journal (at, payload) SELECT '2026', '{}' FROM n",
)
execute(
    "300,000 reactions",
    _MANY.format(300_000)
    + "INSERT INTO reaction (session_id, at, outcome, payload) SELECT 1, '2026', 'accepted', '{}' FROM n",
)


# --- what its rows hold ------------------------------------------------------------------------------------------

_JSON_COLUMNS = (
    ("fact", "value"),
    ("scenario", "payload"),
    ("session", "scenario"),
    ("session", "payload"),
    ("reaction", "payload"),
    ("run", "settings"),
    ("run", "result"),
    ("bar", "value"),
    ("record", "payload"),
    ("journal", "payload"),
    ("model", "parts"),
)
_ODD_JSON = {
    "no JSON": "'{\"a\": '",
    "nothing": "''",
    "a list": "'[1, 2]'",
    "null": "'null'",
    "a number": "'7'",
    "an empty object": "'{}'",
    "bytes that are no UTF-8": "CAST(x'7b22ff223a317d' AS TEXT)",
    "a blob": "x'ff00ff00'",
    "nested 100,000 deep": "replace(printf('%.*c', 100000, 'x'), 'x', '[')",
    "a number of 5,000 digits": "replace(printf('%.*c', 5000, 'x'), 'x', '9')",
    "a word for a number": '\'{"value": "x", "low": "x", "high": [], "n_test": "x", "accuracy": []}\'',
    "infinity": '\'{"value": 1e999, "confidence": 1e999, "provenance": "guess", "low": NaN, "high": NaN}\'',
}
for _table, _column in _JSON_COLUMNS:
    for _words, _sql in _ODD_JSON.items():
        execute(f"{_table}.{_column}: {_words}", f"UPDATE {_table} SET {_column} = {_sql}")


def inside(
    name: str, table: str, column: str, change: Callable[[dict[str, object]], object]
) -> None:
    """A file in which something is changed within the JSON of a column."""

    @crafted(name)
    def write(path: Path) -> None:
        with changing(path) as connection:
            rows = connection.execute(f"SELECT id, {column} FROM {table}").fetchall()
            for row_id, text in rows:
                document = json.loads(text)
                if isinstance(document, dict):
                    change(document)
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE id = ?", (json.dumps(document), row_id)
                )


def _without(key: str) -> Callable[[dict[str, object]], object]:
    return lambda document: document.pop(key, None)


def _with(key: str, value: object) -> Callable[[dict[str, object]], object]:
    return lambda document: document.update({key: value} if key in document else {})


_RESULT = (
    "n_test",
    "n_train",
    "correct",
    "accuracy",
    "baseline",
    "per_class",
    "confusion",
    "predictions",
    "ece",
)
for _key in (
    *_RESULT,
    "reliability",
    "notes",
    "certificate",
    "seconds",
    "settings",
    "coverage_risk",
    "gate",
):
    inside(f"a training without {_key}", "run", "result", _without(_key))
for _key in _RESULT:
    inside(f"a training with a word as {_key}", "run", "result", _with(_key, "x"))
    inside(f"a training with a list as {_key}", "run", "result", _with(_key, [None]))
for _key in (
    "measured",
    "headline",
    "curves",
    "required",
    "by_class",
    "what_if",
    "asked",
    "forecast",
    "now",
):
    inside(f"a result without {_key}", "record", "payload", _without(_key))
    inside(f"a result with a list as {_key}", "record", "payload", _with(_key, [None]))
for _key in ("verdict", "reasons", "leakage", "label_suspects", "classes", "unknowns"):
    inside(f"a result with a number as {_key}", "record", "payload", _with(_key, 7))
    inside(f"a result without {_key}", "record", "payload", _without(_key))
inside("a bar without its value", "bar", "value", _without("value"))
inside("a bar of another metric", "bar", "value", _with("provenance", "a friend"))
inside("a reaction to a word", "reaction", "payload", _with("shown_accuracy", "high"))
execute("an answer of unknown provenance", "UPDATE fact SET source = 'a friend'")
execute("a range that is a word", "UPDATE fact SET value = '\"x\"' WHERE value LIKE '{%'")
execute("a word that is a list", "UPDATE fact SET value = '[[], {}]' WHERE value LIKE '\"%'")
execute(
    "a number that is a word",
    "UPDATE fact SET value = '\"many\"' WHERE typeof(json(value)) = 'integer'",
)
execute(
    "tripwires that are none", "UPDATE fact SET value = '[1, null]' WHERE key = 'launch.tripwires'"
)
execute("an answer that is no UTF-8", "UPDATE fact SET note = CAST(x'ff' AS TEXT)")
execute("a name that is no UTF-8", "UPDATE project SET name = CAST(x'ff' AS TEXT)")
execute("a class that is no UTF-8", "UPDATE class SET name = CAST(x'ff' || id AS TEXT)")
execute("a class that is a blob", "UPDATE class SET name = CAST(name AS BLOB)")
execute(
    "a class with ESC, NUL and bidi",
    "UPDATE class SET name = char(27) || '[31m' || char(0, 8238) || id",
)
execute("an example of an unknown kind", "UPDATE example SET modality = 'smell'")
execute("an example that is a blob", "UPDATE example SET name = x'00ff'")
execute("an example of no class", "UPDATE example SET class_id = 999999")
execute("an example of its own size", "UPDATE example SET size = 'big'")
execute("examples elsewhere", "UPDATE example SET path = '/etc/passwd' || id")
execute("examples above", "UPDATE example SET path = '../../../../etc/passwd' || id")
execute("an example named NUL", "UPDATE example SET path = 'a' || char(0) || id")
execute("an example with half a letter", "UPDATE example SET path = CAST(x'eda080' || id AS TEXT)")
execute("an example without a hash", "UPDATE example SET sha256 = '../' || id")
execute("a training numbered by a word", "UPDATE run SET number = 'x'")
execute("a training without a date", "UPDATE run SET created = 'soon'")
execute("a training of another model", "UPDATE run SET model_sha256 = '../../model'")
execute("a training without its model", "DELETE FROM model")
execute("a model without its parts", "DELETE FROM model_part")
execute("a model of numbers", "UPDATE model SET parts = '[1, 2, 3]'")
execute("a model of other bytes", "UPDATE model SET skeleton = randomblob(1000)")
execute("embeddings of odd bytes", "UPDATE embedding SET vector = x'0102030405'")
execute("thumbnails of odd bytes", "UPDATE thumbnail SET jpeg = randomblob(100)")
execute("undo of a foreign table", "UPDATE undo_row SET tab = 'sqlite_master', old = '{\"x\": 1}'")
execute("undo of no JSON", "UPDATE undo_row SET old = '[1', op = 'update'")
execute("undo of a blob", "UPDATE undo_step SET text = x'ff'")
execute("a session of a lost plan", 'UPDATE session SET payload = \'{"plan": {"a": []}}\'')
execute("a signature of numbers", "UPDATE signoff SET name = 7, state = x'00'")
execute("no project row", "DELETE FROM project")
execute("dates that are none", "UPDATE fact SET at = 'x'", "UPDATE journal SET at = 'x'")


@crafted("an exchange that unpacks to 400 MB")
def _(path: Path) -> None:
    packed = zlib.compress(b"{" + b" " * 400_000_000, 9)
    with changing(path) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO original (sha256, bytes) VALUES ('journal:000000000000001', ?)",
            (packed,),
        )


def nullable(name: str, table: str, column: str) -> None:
    @crafted(name)
    def write(path: Path) -> None:
        with changing(path) as connection:
            (sql,) = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
            ).fetchone()
            loose = sql.replace(f"{column} TEXT NOT NULL", f"{column} TEXT")
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (loose, table))
        with changing(path) as connection:
            connection.execute(f"UPDATE {table} SET {column} = NULL")
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, table))


for _table, _column in (
    ("fact", "source"),
    ("fact", "value"),
    ("class", "description"),
    ("example", "modality"),
    ("example", "sha256"),
    ("run", "result"),
    ("record", "payload"),
    ("project", "name"),
    ("scenario", "payload"),
):
    nullable(f"{_table}.{_column} is null", _table, _column)


def damage_at_random(path: Path, seed: int) -> None:
    """Flip, overwrite, repeat or cut some of the bytes of a file."""
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    kind = seed % 4
    if kind == 0:
        for _ in range(chance.choice((1, 10, 200))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    elif kind == 1:
        for _ in range(chance.choice((1, 5, 40))):
            at = chance.randrange(len(content))
            content[at : at + 64] = chance.randbytes(len(content[at : at + 64]))
    elif kind == 2:
        page, count = 4096, len(content) // 4096
        for _ in range(chance.choice((1, 5))):
            source, target = chance.randrange(count) * page, chance.randrange(1, count) * page
            content[target : target + page] = content[source : source + page]
    else:  # in the pages of texts, where a changed byte is a changed word
        words = [at for at in range(0, len(content), 4096) if b'": ' in content[at : at + 4096]]
        for _ in range(chance.choice((1, 3, 10))):
            at = chance.choice(words) + chance.randrange(4096) if words else 200
            content[min(at, len(content) - 1)] = chance.randrange(32, 127)
    if chance.random() < 0.1:
        del content[chance.randrange(100, len(content)) :]
    path.write_bytes(content)
