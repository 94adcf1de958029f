"""Versions of a project: what it held at a moment, named by a person or kept unasked before an edit that is hard to miss.

A version is a list of parts by content hash, and a part holds some neighbouring rows of one table, so what did not change
since the last version is kept once. The request journal is in none: forgetting it must forget it. Nor are the caches, which
go by content hash and so serve every version.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import ClassVar, Self

from desktop.project import decode
from desktop.project.file import Command, ProjectFile, is_large, now
from desktop.project.large_edit import take
from desktop.project.records import Json
from desktop.project.row_blocks import RowBlocks
from desktop.project.schema import (
    CURRENT_VERSION,
    EDITED_TABLES,
    check_bounds,
    columns,
    migrate,
)
from desktop.project.trouble import DATABASE_ERRORS, DamageError, explaining
from desktop.project.undo import Touched
from estimators.base.errors import UserError
from estimators.base.sentence import tr

KEPT_TABLES = (*EDITED_TABLES, "record", "answer")
MOST_UNASKED = 60  # of the versions that nobody named the oldest go
LONGEST_NAME = 120  # letters
MOST_AT_ONCE = 200_000  # bytes of a version that a window writes itself
LARGEST_PART = 64 * 1024 * 1024  # bytes, unpacked: what a foreign file may make of a few


class VersionKind(StrEnum):
    """Why a version was kept."""

    NAMED = "named"
    OPENED = "opened"  # as the last sitting left it
    EDIT = "edit"  # before the large edit that ``name`` says
    REPORT = "report"  # as a report was made of it


@dataclass(frozen=True)
class Version:
    """What the project held at a moment; ``name`` is a person's, or what came after (``VersionKind``)."""

    id: int
    kind: VersionKind
    name: str
    at: str

    @property
    def is_named(self) -> bool:
        return self.kind is VersionKind.NAMED


class VersionStore:
    """The versions of one project file."""

    def __init__(self, file: ProjectFile, last_change: Callable[[], str]) -> None:
        self._file, self._last_change = file, last_change
        self._parts = {
            table: RowBlocks(file, table, partial(self._part_of, table))
            for table in KEPT_TABLES
            if table != "answer"
        }
        self._answers: tuple[tuple[int, ...], list[VersionPart]] | None = None  # until they change
        self._left_as_it_was = True  # nothing was edited since the file was opened

    # --- reading -------------------------------------------------------------------------------------------------

    def all(self) -> tuple[Version, ...]:
        """Every version, newest first."""
        rows = self._file.read(
            "SELECT id, kind, name, at FROM version ORDER BY at DESC, id DESC", ()
        )
        with explaining(self._file.path, DamageError):
            return tuple(_version(*row) for row in rows)

    def version(self, version_id: int) -> Version | None:
        return next((one for one in self.all() if one.id == version_id), None)

    def write(self, version_id: int, path: Path) -> None:
        """Write a version as a project file of its own, without caches, in place of what is at ``path``.

        Raises `UserError`: the version is gone, damaged, or there is no room.
        """
        found = self._file.read("SELECT content FROM version WHERE id = ?", (version_id,))
        if not found:
            raise UserError(
                tr("This version is not in the project any more."), "", tr("Choose another one.")
            )
        with explaining(self._file.path, DamageError, *DATABASE_ERRORS):
            content = decode.document(found[0][0], tr("a version"))
            schema = decode.expect(content.get("schema"), int, tr("a version"))
            if not 1 <= schema <= CURRENT_VERSION:
                raise DamageError(tr("a version"))
            path.unlink(missing_ok=True)
            with closing(sqlite3.connect(path, isolation_level=None)) as made:
                made.execute("PRAGMA synchronous = OFF")  # nobody reads it before it is whole
                migrate(made, schema)
                made.execute("BEGIN")
                tables = decode.expect(content.get("tables"), dict, tr("a version"))
                for table in KEPT_TABLES:
                    for part in decode.expect(tables.get(table, []), list, tr("a version")):
                        self._put_back(made, table, part)
                made.execute("COMMIT")
                migrate(made)
                check_bounds(made, self._file.path.name)

    def _put_back(self, made: sqlite3.Connection, table: str, part: Json) -> None:
        kept = self._file.read("SELECT bytes FROM version_part WHERE sha256 = ?", (part,))
        if not kept:
            raise DamageError(tr("a version"))
        names, rows = _columns_and_rows(kept[0][0])
        if not names or set(names) - set(columns(made, table)):  # they stand in the statement
            raise DamageError(tr("a version"))
        marks = ", ".join("?" for _ in names)
        try:
            made.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
        except (*decode.DATA_ERRORS, sqlite3.Error) as error:
            raise DamageError(tr("a version")) from error

    # --- keeping -------------------------------------------------------------------------------------------------

    def keep(self, kind: VersionKind, name: str = "") -> Version | None:
        """Keep what the project holds now; None where nobody asked for it and it is kept already."""
        name = named(name) if kind is VersionKind.NAMED else name[:LONGEST_NAME]
        at = self._last_change() if kind is VersionKind.OPENED else now()
        take(self.steps(), self._file.window)
        parts, made = self._parts_now(), 0

        def write(connection: sqlite3.Connection) -> Touched:
            nonlocal made
            content = _put_in(connection, parts)
            newest = "SELECT content FROM version ORDER BY id DESC LIMIT 1"
            kept = connection.execute(newest).fetchone() == (content,)
            if kept and kind is not VersionKind.NAMED:
                return {}
            statement = "INSERT INTO version (kind, name, at, content) VALUES (?, ?, ?, ?)"
            made = connection.execute(statement, (kind, name, at, content)).lastrowid or 0
            self._forget_oldest(connection)
            return dict.fromkeys(("version", "version_part"), frozenset())

        self._file.write(write, is_long=sum(len(part.packed) for part in parts) > MOST_AT_ONCE)
        for part in parts:
            part.packed = b""  # the file has it
        return Version(made, kind, name, at) if made else None

    def before(self, command: Command) -> None:
        """Keep what is there before the first edit of a sitting, and before one that is large."""
        first, self._left_as_it_was = self._left_as_it_was, False
        if is_large(command):
            self.keep(VersionKind.EDIT, command.text)
        elif first and self._holds_anything():
            self.keep(VersionKind.OPENED)

    def steps(self) -> Iterator[Callable[[], None]]:
        """What makes the next version quick to keep, one part a step; nothing is written before there is one."""
        for blocks in self._parts.values():
            yield from blocks.steps()

    def begin(self) -> None:
        """A project that was just made holds nothing that its first edit could take away."""
        self._left_as_it_was = False

    def rename(self, version_id: int, name: str) -> None:
        """Give a version a name; it is a person's from then on."""
        name = named(name)
        with self._file.transaction("version") as connection:
            connection.execute(
                "UPDATE version SET kind = ?, name = ? WHERE id = ?",
                (VersionKind.NAMED, name, version_id),
            )

    def forget(self, version_id: int) -> None:
        """Delete a version, and what no other one holds."""
        with self._file.transaction("version", "version_part") as connection:
            connection.execute("DELETE FROM version WHERE id = ?", (version_id,))
            self._forget_parts(connection)

    def _holds_anything(self) -> bool:
        tables = ("fact", "example", "eval_case", "run", "session")
        return any(self._file.read(f"SELECT 1 FROM {table} LIMIT 1", ()) for table in tables)

    def _forget_oldest(self, connection: sqlite3.Connection) -> None:
        gone = connection.execute(
            "DELETE FROM version WHERE id IN (SELECT id FROM version WHERE kind != ? ORDER BY id DESC LIMIT -1 OFFSET ?)",
            (VersionKind.NAMED, MOST_UNASKED),
        ).rowcount
        if gone:
            self._forget_parts(connection)

    def _forget_parts(self, connection: sqlite3.Connection) -> None:
        """Delete the parts that no version holds."""
        held: set[str] = set()
        for (content,) in connection.execute("SELECT content FROM version"):
            tables = decode.document(content, tr("a version")).get("tables")
            for parts in decode.expect(tables, dict, tr("a version")).values():
                held.update(decode.expect(parts, list, tr("a version")))
        there = [row[0] for row in connection.execute("SELECT sha256 FROM version_part")]
        gone = {sha256 for sha256 in there if sha256 not in held}
        connection.executemany(
            "DELETE FROM version_part WHERE sha256 = ?", [(sha256,) for sha256 in gone]
        )
        self._answers = None
        for blocks in self._parts.values():
            blocks.forget(lambda part: part.sha256 in gone)

    # --- what a version holds --------------------------------------------------------------------------------------

    def _parts_now(self) -> "list[VersionPart]":
        moment = self._file.moment_of("answer")
        if self._answers is None or self._answers[0] != moment:
            self._answers = moment, list(_parts_of_answers(self._file.connection))
        blocks = (part for blocks in self._parts.values() for part in blocks.values())
        return [*blocks, *self._answers[1]]

    def _part_of(self, table: str, first: int, last: int) -> "VersionPart":
        names = columns(self._file.connection, table)
        query = f"SELECT {', '.join(names)} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"
        return VersionPart.made(table, names, self._file.read(query, (first, last)))


@dataclass
class VersionPart:
    """Some neighbouring rows of a table, by their hash; ``packed`` until they are in the file."""

    table: str
    sha256: str
    packed: bytes

    @classmethod
    def made(cls, table: str, names: Sequence[str], rows: Sequence[Sequence[Json]]) -> Self:
        text = json.dumps({"columns": names, "rows": rows}, ensure_ascii=False).encode()
        return cls(table, hashlib.sha256(text).hexdigest(), zlib.compress(text, 1))


def _put_in(connection: sqlite3.Connection, parts: Iterable[VersionPart]) -> str:
    """Put in what is not there yet; gives the hashes of all parts as text, the content of a version."""
    tables: dict[str, list[str]] = {table: [] for table in KEPT_TABLES}
    for part in parts:
        tables[part.table].append(part.sha256)
        there = "SELECT 1 FROM version_part WHERE sha256 = ?"
        if not connection.execute(there, (part.sha256,)).fetchone():
            connection.execute(
                "INSERT INTO version_part (sha256, bytes) VALUES (?, ?)", (part.sha256, part.packed)
            )
    return json.dumps({"schema": CURRENT_VERSION, "tables": tables}, sort_keys=True)


def named(text: str) -> str:
    """A name as it is kept; `UserError` where none was typed."""
    name = " ".join(text.split())[:LONGEST_NAME]
    if not name:
        raise UserError(tr("A version needs a name."), "", tr("Type one, or leave it as it is."))
    return name


def _parts_of_answers(connection: sqlite3.Connection) -> Iterator[VersionPart]:
    """What each candidate answered: no edit changes it, and its rows have no numbers."""
    names = columns(connection, "answer")
    rows = connection.execute(
        f"SELECT {', '.join(names)} FROM answer ORDER BY candidate, eval_case, trial"
    )
    at = names.index("candidate")
    for _, of_one in groupby(rows, key=lambda row: row[at]):
        yield VersionPart.made("answer", names, list(of_one))


def _columns_and_rows(packed: Json) -> tuple[list[Json], list[Json]]:
    document = decode.document(_unpacked(packed), tr("a version"))
    names = decode.expect(document.get("columns"), list, tr("a version"))
    rows = decode.expect(document.get("rows"), list, tr("a version"))
    decode.texts(tr("a version"), *names)
    for row in rows:
        decode.expect(row, list, tr("a version"))
    return names, rows


def _unpacked(packed: Json) -> str:
    if not isinstance(packed, bytes):
        raise DamageError(tr("a version"))
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(packed, LARGEST_PART)
        if unpack.unconsumed_tail or not unpack.eof:
            raise DamageError(tr("a version"))
        return text.decode()
    except (zlib.error, UnicodeError) as error:
        raise DamageError(tr("a version")) from error


def reword_parts(copy: sqlite3.Connection, reword: Callable[[str], str]) -> None:
    """Reword every text that a version holds; parts go by their new hashes."""
    hashes: dict[str, str] = {}
    for sha256, packed in copy.execute("SELECT sha256, bytes FROM version_part").fetchall():
        names, rows = _columns_and_rows(packed)
        new = [[reword(one) if isinstance(one, str) else one for one in row] for row in rows]
        if new != rows:
            part = VersionPart.made("", names, new)
            hashes[sha256] = part.sha256
            copy.execute(
                "INSERT OR IGNORE INTO version_part (sha256, bytes) VALUES (?, ?)",
                (part.sha256, part.packed),
            )
            copy.execute("DELETE FROM version_part WHERE sha256 = ?", (sha256,))
    for version_id, content in copy.execute("SELECT id, content FROM version").fetchall():
        text = content
        for old, renamed in hashes.items():
            text = text.replace(old, renamed)
        copy.execute("UPDATE version SET content = ? WHERE id = ?", (text, version_id))


def _version(version_id: Json, kind: Json, name: Json, at: Json) -> Version:
    decode.texts(tr("a version"), name, at)
    try:
        return Version(int(version_id), VersionKind(kind), name, at)
    except decode.DATA_ERRORS as error:
        raise DamageError(tr("a version")) from error


@dataclass(frozen=True)
class GoBack:
    """Make the project hold again what a version held: written out before as a file at ``path``.

    One edit, and so one undo. What candidates answered and what was worked out stays; the latter is worked out anew.
    """

    path: Path
    name: str
    is_large: ClassVar = True

    @property
    def text(self) -> str:
        return tr("go back to “{name}”", name=self.name)

    def apply(self, connection: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as then:
            for table in EDITED_TABLES:
                _replace_rows(connection, then, table)


def _replace_rows(connection: sqlite3.Connection, then: sqlite3.Connection, table: str) -> None:
    """Let a table hold what it held then; rows that are the same are not touched."""
    names = columns(connection, table)
    query = f"SELECT {', '.join(names)} FROM main.{table}"
    at = names.index("id")
    now_held = {row[at]: row for row in connection.execute(query)}
    held_then = {row[at]: row for row in then.execute(query)}
    other = {key: row for key, row in held_then.items() if now_held.get(key) != row}
    if table == "project":  # there is always exactly one, with an identity of its own
        for key, row in other.items():
            kept = dict(zip(names, row, strict=True))
            values = (kept["name"], kept["organisation"], key)
            connection.execute("UPDATE project SET name = ?, organisation = ? WHERE id = ?", values)
        return
    # All that goes, goes first: what comes may have the name of what went.
    gone = [(key,) for key in now_held if key not in held_then or key in other]
    connection.executemany(f"DELETE FROM {table} WHERE id = ?", gone)
    marks = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    connection.executemany(statement, other.values())
