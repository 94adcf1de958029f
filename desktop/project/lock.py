"""One window a file: locks that the operating system holds, so that a killed window leaves none behind.

The lock lies beside the file, where a window on another computer meets it. A hard link gives one file two names, in two
folders: so a second lock, in the cache of this computer, is named after the file itself (device and inode).
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.project.connection import real_path
from desktop.project.trouble import explain
from estimators.atomic_file import sweep_parts
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from filelock import FileLock


class ProjectLock:
    """Holds the name of a file (a ``real_path``), whether it is there yet or not, and with ``hold_file`` the file whatever its
    name; ``drop`` lets both go. ``UserError`` where a window has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: list[FileLock] = []
        self._take(lock_path(path))

    def hold_file(self) -> None:
        """Hold the file itself too, where there is one."""
        try:
            known = self._path.stat()
            folder = lock_folder()
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            # No file yet, or no cache: its name is held, which meets all but hard links.
            return
        self._take(folder / f"{known.st_dev:x}-{known.st_ino:x}.lock")

    def drop(self) -> None:
        """Let other windows have it."""
        for lock in reversed(self._held):
            if lock.is_locked:
                # Windows cannot unlink an open file; filelock removes it there.
                if os.name != "nt":
                    Path(lock.lock_file).unlink(missing_ok=True)
                lock.release()
        self._held.clear()

    def _take(self, place: Path) -> None:
        from filelock import FileLock, Timeout

        lock = FileLock(place)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            self.drop()
            raise UserError(
                tr("“{name}” is open in another window.", name=self._path.name),
                tr("Two windows would overwrite each other’s edits."),
                tr("Go to that window, or close it first."),
            ) from error
        except OSError as error:
            self.drop()
            raise explain(error, self._path) from error
        self._held.append(lock)


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Let no window have the file meanwhile; refused where one has it open."""
    lock = ProjectLock(real_path(path))
    try:
        lock.hold_file()
        yield
    finally:
        lock.drop()


def sweep(folder: Path) -> None:
    """Take away what packing left in a folder when its process was killed: the half copy, and its lock."""
    for name in sweep_parts(folder, ending=".smart"):
        with contextlib.suppress(UserError), held(folder / name):
            pass  # nobody packs it now: the lock goes as it is let go


def lock_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def lock_folder() -> Path:
    """Where the locks lie that are named after the file itself."""
    from platformdirs import user_cache_path

    return user_cache_path("smart-enough", appauthor=False) / "locks"
