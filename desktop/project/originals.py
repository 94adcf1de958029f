"""Where an example is read from: its own file, the project itself, or a file made of what the project holds.

A project packed for sharing holds the originals. Where an example's own file is not there, what reads files gets one in
the cache of this computer. It is named by the hash of its content, ends as files of its kind do and in no other way
(what comes with a project must not be started by opening it), and is checked against that hash before it is used.

A project may come from a stranger, and its paths may lead to any file of whoever opens it. So what is shown, served or
played is an :class:`Original`: it gives its bytes only where they are what was added, and a file to play only where that
ends as its kind does.
"""

import contextlib
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

from desktop.project.connection import real_folder
from desktop.project.file import ProjectFile
from desktop.project.trouble import DATABASE_ERRORS, explaining
from estimators.atomic_file import write_atomically
from estimators.base.errors import UserError
from estimators.base.sentence import tr

_PIECE = 1024 * 1024  # bytes
_HASH = re.compile(r"[0-9a-f]{64}")
_LINE_OF_A_TABLE = re.compile(r":\d+")


_Place = TypeVar("_Place", bound=PurePath)


@dataclass(frozen=True)
class Original:
    """One example's file as it may be shown to people; may be used from any thread.

    ``file`` is where it should be, ``sha256`` what it held when it was added ("" where it could not be read then); None for
    a file that the person has just chosen themselves.
    """

    file: Path
    sha256: str | None
    modality: str

    def is_here(self) -> bool:
        """Whether there is a file; not yet whether it is the right one."""
        return self.file.is_file()

    def read(self) -> bytes:
        """The content.

        Raises `UnreadableItem`: the file is gone, cannot be read, or holds something else than what was added.
        """
        from estimators.classifier.item import read_bytes
        from estimators.classifier.unreadable import UnreadableItem, unreadable

        content = read_bytes(self.file)
        if self.sha256 is not None and hashlib.sha256(content).hexdigest() != self.sha256:
            raise UnreadableItem(unreadable("changed"))
        return content

    def to_play(self) -> Path | None:
        """The file for the program that plays such files; None where it is another one, or of another kind by its name."""
        from estimators.classifier.unreadable import UnreadableItem

        if _ending(self.file, self.modality) != self.file.suffix.lower():
            return None  # the system opens a file by its name, and would start "evil.sh"
        try:
            self.read()
        except UnreadableItem:
            return None
        return self.file


class Originals:
    """The originals of one project's examples, by their path, hash and kind."""

    def __init__(self, file: ProjectFile) -> None:
        self._file = file
        self._unpacked: dict[str, Path] = {}  # checked since the project was opened

    def place(self, path: str) -> Path:
        """Where an example's own file should be."""
        return own_place(self._file.path.parent, path)

    def kept(self, sha256: str) -> bytes | None:
        """The original that the project itself holds, or None."""
        rows = self._file.read("SELECT bytes FROM original WHERE sha256 = ?", (sha256,))
        return bytes(rows[0][0]) if rows else None

    def holds(self, sha256: str) -> bool:
        return bool(self._file.read("SELECT 1 FROM original WHERE sha256 = ?", (sha256,)))

    def text(self, path: str, sha256: str) -> str | None:
        """The text of a line of a table; None for what is a file of its own."""
        kept = self.kept(sha256) if is_line_of_table(path) else None
        return None if kept is None else kept.decode("utf-8", "replace")

    def is_here(self, path: str, sha256: str) -> bool:
        """Whether it can be read, here or from the project."""
        return _is_file(self.place(path)) or self.holds(sha256)

    def file(self, path: str, sha256: str, modality: str) -> Path:
        """A file to read: its own, or one made of what the project holds; its own place where there is neither."""
        place = self.place(path)
        if not _HASH.fullmatch(sha256) or is_line_of_table(path):
            return place
        known = self._unpacked.get(sha256)
        if known is not None and known.is_file():
            return known
        if _is_file(place) and not self._is_another(place, sha256):
            return place
        if not self.holds(sha256):
            return place
        self._unpacked[sha256] = self._unpack(sha256, _ending(place, modality))
        return self._unpacked[sha256]

    def shown(self, path: str, sha256: str, modality: str) -> Original:
        """What may be shown of it; its own place, which is then missing, where a file cannot be made."""
        try:
            file = self.file(path, sha256, modality)
        except UserError:
            file = self.place(path)
        return Original(file, sha256, modality)

    def _is_another(self, place: Path, sha256: str) -> bool:
        """Whether a file of another size lies where the one that the project holds should be."""
        rows = self._file.read("SELECT length(bytes) FROM original WHERE sha256 = ?", (sha256,))
        return bool(rows) and int(rows[0][0]) != place.stat().st_size

    def _unpack(self, sha256: str, ending: str) -> Path:
        target = unpacked_folder() / sha256[:2] / f"{sha256}{ending}"
        with explaining(target):
            if target.is_file() and _hash_of_file(target) == sha256:
                return target
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, lambda part: self._write(part, sha256))
        return target

    def _write(self, part: Path, sha256: str) -> None:
        """Write the original that the project holds, a piece at a time: it may be as large as SQLite allows."""
        found = self._file.read("SELECT rowid FROM original WHERE sha256 = ?", (sha256,))
        digest = hashlib.sha256()
        with (
            explaining(self._file.path, *DATABASE_ERRORS),
            part.open("wb") as file,
            self._file.connection.blobopen("original", "bytes", found[0][0], readonly=True) as kept,
        ):
            while piece := kept.read(_PIECE):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != sha256:
            raise UserError(
                tr("An original in “{name}” is damaged.", name=self._file.path.name),
                tr("Its contents do not match its hash."),
                tr("Ask for the packed project again."),
            )


def own_place(folder: _Place, path: str) -> _Place:
    """Where a path of a project in ``folder`` leads; never to another computer than the one that the project is on.

    Asking for \\\\server\\share on Windows already sends that server the name and a hash of the password of whoever asks.
    """
    place = folder / path
    away = place.drive.startswith("\\\\") and place.drive.lower() != folder.drive.lower()
    return folder / place.name if away else place


def path_from(folder: Path, path: Path) -> str:
    """A file's path as a project in ``folder`` keeps it: relative where it lies below or beside it."""
    absolute = path.absolute()
    for place in (absolute, real_folder(absolute.parent) / absolute.name):
        with contextlib.suppress(ValueError):
            return place.relative_to(folder).as_posix()
    return absolute.as_posix()


def is_line_of_table(path: str) -> bool:
    """Whether an example is a line of a table ("reviews.csv:12") and not a file of its own."""
    return _LINE_OF_A_TABLE.search(Path(path).suffix) is not None


def unpacked_folder() -> Path:
    """Where originals that came with a project are put to be read; may be emptied at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("smart-enough", appauthor=False) / "originals"


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except OSError:  # a name that no file can have
        return False


def _ending(place: Path, modality: str) -> str:
    from estimators.classifier.modality import modality_named

    ending = place.suffix.lower()
    return ending if ending in modality_named(modality).suffixes else ".bin"


def _hash_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
