"""Exchanges that could not be written where they belong: in a file beside it, until they can.

Whoever takes such a file over renames it first, so that of two programs one gets it. An exchange is taken out of the file
only after it was written: stopped in between, it is written twice rather than lost.
"""

import base64
import contextlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop.project.connection import real_path
from desktop.project.request_journal import JournalEntry

LARGEST = 256 * 1024 * 1024  # bytes
_PIECE = 64  # exchanges read at a time
# Neither links nor pipes: what lies beside a project may come from whoever made it.
_OPEN = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


class Unwritten:
    """The file for the exchanges of ``target``: ``NAME.unwritten.jsonl``."""

    def __init__(self, target: Path) -> None:
        self._target = real_path(target)
        self._elsewhere: Path | None = None  # where the folder takes nothing

    @property
    def path(self) -> Path:
        """Where what is added goes."""
        return self._elsewhere or self._target.with_name(f"{self._target.name}.unwritten.jsonl")

    def files(self) -> list[Path]:
        """The files there are, earlier ones of a program that was killed among them; oldest first."""
        found = [self._elsewhere] if self._elsewhere else []
        # The folder is gone, perhaps while it was looked through.
        with contextlib.suppress(OSError):
            found += self._target.parent.glob(f"{_escaped(self._target.name)}.unwritten*.jsonl")
        return sorted((one for one in found if one.is_file() and not one.is_symlink()), key=_age)

    def add(self, entries: Sequence[JournalEntry]) -> None:
        """Keep these.

        Raises `OSError` if neither the folder nor the one for temporary files takes them, or there are 256 MB already.
        """
        lines = b"".join(_line(entry) for entry in entries)
        try:
            _append(self.path, lines)
        except OSError:
            if self._elsewhere is not None:
                raise
            folder = Path(tempfile.mkdtemp(prefix="smart-enough-"))
            try:
                _append(folder / self.path.name, lines)
            except OSError:
                folder.rmdir()
                raise
            self._elsewhere = folder / self.path.name

    def hand_over(self, write: Callable[[Sequence[JournalEntry]], None]) -> int:
        """Write all of them where they belong and remove the file; how many there were.

        What ``write`` raises leaves the rest in the file.
        """
        done = 0
        for path in self.files():
            mine = path.with_name(f"{self._target.name}.unwritten-{secrets.token_hex(4)}.jsonl")
            try:
                path.rename(mine)
            except FileNotFoundError:  # another program has it
                continue
            written = 0
            try:
                for piece in _pieces(mine):
                    write(piece)
                    written += len(piece)
            except BaseException:
                with contextlib.suppress(OSError):  # a full disk: they will be written twice
                    _drop_first(mine, written)
                with contextlib.suppress(OSError):  # there is another by now: the name stays
                    os.link(mine, path)
                    mine.unlink()
                raise
            finally:
                done += written
            mine.unlink(missing_ok=True)
        self._elsewhere = None
        return done


def remove(target: Path) -> None:
    """Forget what waits for this file."""
    for path in Unwritten(target).files():
        path.unlink(missing_ok=True)


def _append(path: Path, lines: bytes) -> None:
    """Add whole lines or nothing, to the file that is there when they are in it."""
    while True:
        with open(os.open(path, _OPEN, 0o600), "r+b", buffering=0) as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise OSError(f"{path} is not a file")
            if facts.st_size + len(lines) > LARGEST:
                raise OSError(f"{path} has 256 MB")
            append_whole(file.fileno(), lines)
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    return
        # Taken over by another program meanwhile, which may have read to the end before these came.


def append_whole(descriptor: int, lines: bytes) -> None:
    """Write lines at the end of a file, or nothing where the disk does not take all of them."""
    before = os.fstat(descriptor).st_size
    rest = memoryview(lines)
    try:
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError:
        os.ftruncate(descriptor, before)
        raise


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another program has just taken it
        return 0.0


def _pieces(path: Path) -> Iterator[list[JournalEntry]]:
    with path.open("rb") as file:
        piece: list[JournalEntry] = []
        for line in file:
            entry = _entry(line)
            if entry is not None:
                piece.append(entry)
            if len(piece) == _PIECE:
                yield piece
                piece = []
        if piece:
            yield piece


def _drop_first(path: Path, entries: int) -> None:
    """Take the first ones out of the file."""
    if not entries:
        return
    rest = path.with_suffix(".rest")
    try:
        with path.open("rb") as old, rest.open("wb") as new:
            for line in old:
                if entries and _entry(line) is not None:
                    entries -= 1
                else:
                    new.write(line)
        shutil.copystat(path, rest)  # the oldest goes first
        rest.replace(path)
    finally:
        rest.unlink(missing_ok=True)


def _line(entry: JournalEntry) -> bytes:
    media = {name: base64.b64encode(content).decode() for name, content in entry.media.items()}
    document = {"row": entry.row, "wire": entry.wire, "media": media}
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _entry(line: bytes) -> JournalEntry | None:
    """What a line holds; None where the program was killed while it wrote it."""
    try:
        document = json.loads(line)
        media = {
            str(name): base64.b64decode(content) for name, content in document["media"].items()
        }
        return JournalEntry(dict(document["row"]), document["wire"], media)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _escaped(name: str) -> str:
    """A name that stands for itself in a pattern of files."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
