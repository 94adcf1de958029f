"""Writing a file so that it is there whole or not at all, also after the power is cut.

The new one is written beside, synced, and put in place; then the folder is synced, which is what makes the new name
last. A killed process leaves its half beside; the next one that writes there takes it away.
"""

import contextlib
import itertools
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from estimators.base.sentence import tr

_NAME_KEPT = 60  # letters of the name that a part carries: a file name has 255 bytes
_PART = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)(-\d+)?\.part", re.DOTALL)
_NUMBERS = itertools.count(1)  # two threads may write the same file
_WINDOWS = os.name == "nt"
_QUIET_SECONDS = 60.0  # on Windows, which does not say whether a process is there


def write_atomically(out: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` write a file beside ``out``, then put it in the place of ``out``; an older one stays until then.

    Raises `OSError` as writing does; ``out`` is then as it was, and nothing is left beside it.
    """
    part = part_of(out)
    sweep_parts(out.parent, out.name)
    try:
        write(part)
        sync_file(part)
        part.replace(out)
        sync_folder(out.parent)
    except BaseException:
        with contextlib.suppress(OSError):  # why writing failed is the one to say
            part.unlink(missing_ok=True)
        raise


def write_bytes_atomically(out: Path, data: bytes) -> None:
    """As ``write_atomically``, for bytes that are there already."""
    write_atomically(out, lambda part: part.write_bytes(data))


def part_of(out: Path) -> Path:
    """Where this process writes what is to become ``out``."""
    if not out.name:
        raise IsADirectoryError(tr("{out} is no file", out=str(out)))
    return out.with_name(f".{out.name[:_NAME_KEPT]}.{os.getpid()}-{next(_NUMBERS)}.part")


def sweep_parts(folder: Path, name: str = "", *, ending: str = "") -> tuple[str, ...]:
    """Take away what killed processes left of the file called ``name``, or of any whose name has that ending.

    Returns the names of the files that they were to become, as far as a part carries them.
    """
    swept = []
    try:
        found = list(os.scandir(folder))
    except OSError:
        return ()
    for entry in found:
        part = _PART.fullmatch(entry.name)
        if part is None:
            continue
        meant = part["name"] == name[:_NAME_KEPT] if name else part["name"].endswith(ending)
        with contextlib.suppress(OSError):
            if meant and entry.is_file(follow_symlinks=False) and _is_left(entry, part["process"]):
                os.unlink(entry.path)
                swept.append(part["name"])
    return tuple(swept)


def _is_left(entry: os.DirEntry[str], process: str) -> bool:
    if _WINDOWS:  # a file that is open cannot be unlinked there
        return time.time() - entry.stat().st_mtime > _QUIET_SECONDS
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def sync_file(path: Path) -> None:
    """Wait until what was written to a file is on the disk."""
    with open(path, "rb+") as file:
        _sync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    if _WINDOWS:  # it journals names itself, and opens no folder
        return
    with contextlib.suppress(OSError):  # a network folder may not be able to
        handle = os.open(folder, os.O_RDONLY)
        try:
            _sync(handle)
        finally:
            os.close(handle)


def _sync(handle: int) -> None:
    """``fsync``; on macOS, where that stops at the disk's own memory, all the way."""
    try:
        import fcntl

        full = getattr(fcntl, "F_FULLFSYNC", None)
    except ImportError:
        full = None
    if full is not None:
        with contextlib.suppress(OSError):  # not every file system there knows it
            fcntl.fcntl(handle, full)
            return
    os.fsync(handle)
