"""The request journal of a project: a row for each exchange, and what went over the wire.

A row is small, so that ten thousand are listed at once. Requests and answers lie beside them, and photos by their
content, each stored once. What is kept is bounded: the newest 10,000 rows; of a photo at most 4 MB, and not where it is
an example of the project; and 64 MB of all that went over the wire, of which the oldest goes first.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.project.caches import BATCH
from desktop.project.file import ProjectFile, now
from desktop.project.records import Json
from estimators.base.errors import UserError

ROWS_KEPT = 10_000
WIRE_KEPT = 64 * 1024 * 1024
LARGEST_MEDIA = 4 * 1024 * 1024
_NUMBERS = ("took_seconds", "queued_seconds", "first_token_seconds", "probability", "status")
_SHORT = 2048  # bytes that are not worth compressing
_LARGEST_WIRE = 16 * 1024 * 1024  # unpacked
_SWEEP_AFTER = 4 * 1024 * 1024
# Keys of the table of originals; the hashes of examples are plain hexadecimal, so the two never meet.
_WIRE, _MEDIA = "journal:", "media:"


@dataclass(frozen=True)
class JournalEntry:
    """One exchange to keep: its row, what went over the wire, and the photos in that by their sha256."""

    row: Mapping[str, Json]
    wire: Mapping[str, Json] | None = None
    media: Mapping[str, bytes] = field(default_factory=dict)


class RequestJournal:
    """The exchanges that a project keeps. The ``id`` of a row is its number for good."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._since_sweep = _SWEEP_AFTER  # the first one looks

    # --- writing -------------------------------------------------------------------------------------------------

    def append(self, entries: Iterable[JournalEntry]) -> None:
        """Keep exchanges; does nothing in a read-only project."""
        if self._file.read_only:
            return
        pending = list(entries)
        for start in range(0, len(pending), BATCH):
            self._append_some(pending[start : start + BATCH])
        if self._since_sweep >= _SWEEP_AFTER:
            with suppress(UserError):  # the rows are in; a file that is held is swept the next time
                self.sweep()
                self._since_sweep = 0

    def append_rows(self, rows: Iterable[Mapping[str, Json]]) -> None:
        """Keep exchanges that never went over a wire."""
        self.append(map(JournalEntry, rows))

    def _append_some(self, entries: Sequence[JournalEntry]) -> None:
        known = self._examples_among([sha256 for entry in entries for sha256 in entry.media])
        last = 0
        with self._file.transaction() as connection:
            for entry in entries:
                last = int(
                    connection.execute(
                        "INSERT INTO journal (at, payload) VALUES (?, ?)",
                        (now(), json.dumps(entry.row, ensure_ascii=False)),
                    ).lastrowid
                    or 0
                )
                if entry.wire is not None:
                    packed = _packed(entry.wire)
                    self._since_sweep += len(packed)
                    connection.execute(
                        "INSERT OR REPLACE INTO original (sha256, bytes) VALUES (?, ?)",
                        (_wire_key(last), packed),
                    )
                for sha256, content in entry.media.items():
                    if sha256 not in known and len(content) <= LARGEST_MEDIA:
                        self._since_sweep += len(content)
                        connection.execute(
                            "INSERT OR IGNORE INTO original (sha256, bytes) VALUES (?, ?)",
                            (_MEDIA + sha256, content),
                        )
            self._drop_rows(last - ROWS_KEPT)

    def _drop_rows(self, up_to: int) -> None:
        if up_to > 0:
            self._file.connection.execute("DELETE FROM journal WHERE id <= ?", (up_to,))
            self._drop_wires(up_to)

    def _drop_wires(self, up_to: int) -> None:
        self._file.connection.execute(
            "DELETE FROM original WHERE sha256 >= ? AND sha256 <= ?", (_WIRE, _wire_key(up_to))
        )

    def sweep(self, most: int = WIRE_KEPT) -> None:
        """Let go of the oldest requests and answers beyond ``most`` bytes, and of photos that no row shows any more."""
        wires = self._sizes(_WIRE)
        media = self._sizes(_MEDIA)
        shown: set[str] = set()
        total, gone = 0, 0
        for row_id, payload in self._file.read(
            "SELECT id, payload FROM journal ORDER BY id DESC", ()
        ):
            fresh = {sha256 for sha256 in _media_of(payload) if sha256 not in shown}
            total += wires.get(_wire_key(row_id), 0)
            total += sum(media.get(_MEDIA + sha256, 0) for sha256 in fresh)
            if total > most:
                gone = int(row_id)
                break
            shown |= fresh
        unseen = [(key,) for key in media if key.removeprefix(_MEDIA) not in shown]
        if not gone and not unseen:
            return
        with self._file.transaction() as connection:
            self._drop_wires(gone)
            connection.executemany("DELETE FROM original WHERE sha256 = ?", unseen)

    def _sizes(self, prefix: str) -> dict[str, int]:
        # The length of a blob is read without the blob.
        rows = self._file.read(
            "SELECT sha256, length(bytes) FROM original WHERE sha256 >= ? AND sha256 < ?",
            (prefix, prefix[:-1] + ";"),
        )
        return {str(key): int(size) for key, size in rows}

    def _examples_among(self, hashes: Sequence[str]) -> frozenset[str]:
        found: set[str] = set()
        for start in range(0, len(hashes), 500):
            some = hashes[start : start + 500]
            marks = ", ".join("?" for _ in some)
            rows = self._file.read(
                f"SELECT sha256 FROM example WHERE sha256 IN ({marks}) AND trouble = ''",
                tuple(some),
            )
            found.update(row[0] for row in rows)
        return frozenset(found)

    def size(self) -> tuple[int, int]:
        """How many exchanges are kept, and the bytes of them and of what went over the wire."""
        rows, payloads = self._file.read(
            "SELECT count(*), coalesce(sum(length(CAST(payload AS BLOB))), 0) FROM journal", ()
        )[0]
        bodies = sum(self._sizes(_WIRE).values()) + sum(self._sizes(_MEDIA).values())
        return int(rows), int(payloads) + bodies

    def forget(self) -> None:
        """Take every exchange out, and what went over the wire; their bytes are overwritten in the file."""
        with _overwriting(self._file.connection), self._file.transaction() as connection:
            forget_in(connection)
        self._file.tidy()

    # --- reading -------------------------------------------------------------------------------------------------

    def rows(self, newest: int = ROWS_KEPT, *, after: int = 0) -> list[dict[str, Json]]:
        """The rows with an ``id`` above ``after``, newest first, each with its ``id``."""
        found = self._file.read(
            "SELECT id, payload FROM journal WHERE id > ? ORDER BY id DESC LIMIT ?", (after, newest)
        )
        rows = (_row(row_id, payload) for row_id, payload in found)
        return [row for row in rows if row is not None]

    def row(self, row_id: int) -> dict[str, Json] | None:
        found = self._file.read("SELECT payload FROM journal WHERE id = ?", (row_id,))
        return _row(row_id, found[0][0]) if found else None

    def wire(self, row_id: int) -> dict[str, Json] | None:
        """What went over the wire; None where that is no longer kept."""
        found = self._file.read("SELECT bytes FROM original WHERE sha256 = ?", (_wire_key(row_id),))
        if not found:
            return None
        try:
            wire: dict[str, Json] = json.loads(_unpacked(bytes(found[0][0])))
        except (ValueError, zlib.error, RecursionError):  # a damaged file: as good as not kept
            return None
        return wire

    def media(self, sha256: str) -> bytes | None:
        """A photo or sound by its content: as kept here, or the example's own file where that is where it was."""
        found = self._file.read("SELECT bytes FROM original WHERE sha256 = ?", (_MEDIA + sha256,))
        if found:
            return bytes(found[0][0])
        return self._example(sha256)

    def _example(self, sha256: str) -> bytes | None:
        for (path,) in self._file.read(
            "SELECT path FROM example WHERE sha256 = ? AND trouble = ''", (sha256,)
        ):
            try:
                content = Path(self._file.path.parent, path).read_bytes()
            except OSError:
                continue
            if hashlib.sha256(content).hexdigest() == sha256:
                return content
        packed = self._file.read("SELECT bytes FROM original WHERE sha256 = ?", (sha256,))
        return bytes(packed[0][0]) if packed else None


def forget_in(connection: sqlite3.Connection) -> None:
    """Delete every exchange, what went over the wire, and what the last replay found in them."""
    connection.execute("DELETE FROM journal")
    for prefix in (_WIRE, _MEDIA):
        connection.execute(
            "DELETE FROM original WHERE sha256 >= ? AND sha256 < ?", (prefix, prefix[:-1] + ";")
        )
    connection.execute("DELETE FROM record WHERE kind = ?", ("replay",))


@contextmanager
def _overwriting(connection: sqlite3.Connection) -> Iterator[None]:
    """What is deleted meanwhile is overwritten with zeros, even where tidying the file fails afterwards."""
    before = connection.execute("PRAGMA secure_delete").fetchone()[0]
    connection.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA secure_delete = {before:d}")


def _row(row_id: int, payload: str) -> dict[str, Json] | None:
    """A row as it was kept; None where somebody else wrote what is none."""
    try:
        row = json.loads(payload)
        datetime.fromisoformat(row["at"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    for name in _NUMBERS:
        if not isinstance(row.get(name, 0), int | float):
            row[name] = None
    if not isinstance(row.get("failures", []), list):
        row["failures"] = []
    return {**row, "id": row_id}


def _media_of(payload: str) -> list[str]:
    if '"media"' not in payload:  # most rows have none, and need not be read
        return []
    row = _row(0, payload) or {}
    media = row.get("media")
    return [str(one) for one in media] if isinstance(media, list) else []


def _packed(wire: Mapping[str, Json]) -> bytes:
    plain = json.dumps(wire, ensure_ascii=False).encode("utf-8", "replace")
    # Setting up to compress costs more than a short exchange is worth: 68 µs of some 100.
    return plain if len(plain) < _SHORT else zlib.compress(plain, 1)


def _unpacked(packed: bytes) -> bytes:
    if packed.startswith(b"{"):
        return packed[:_LARGEST_WIRE]
    return zlib.decompressobj().decompress(packed, _LARGEST_WIRE)


def _wire_key(row_id: int) -> str:
    return f"{_WIRE}{row_id:015d}"
