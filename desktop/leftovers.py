"""What an earlier version left in a person's home, taken away once: what onnxruntime's telemetry kept (decision 0212).

The folder is shared with every other program that uses onnxruntime, so most of this is about what is not ours.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from estimators.base.sentence import tr

QUEUE = "onnxruntime.db"
FILES = (QUEUE, "deviceid", "deviceid.lock")
_BELOW = ("Microsoft", "DeveloperTools", ".onnxruntime")
_LONGEST = 127  # of a path whose length stands before it in one byte


def remove_leftovers() -> None:
    """Take away the events that our processes left unsent; all of it where no other program's are there. Never raises.

    Without such a folder this costs one look at the disk. What was done is remembered: what a later program leaves,
    run by the same interpreter, is not ours.
    """
    with suppress(OSError, RuntimeError):  # there may be no home
        folder = _folder()
        if folder is None or not os.path.lexists(folder):
            return
        from platformdirs import user_state_path

        done = user_state_path("smart-enough", appauthor=False) / "telemetry-removed"
        if done.exists():
            return
        _remove(folder)
        done.parent.mkdir(parents=True, exist_ok=True)
        done.write_text(
            tr("What onnxruntime kept for its maker has been removed.\n"), encoding="utf-8"
        )


def _folder() -> Path | None:
    """Where onnxruntime keeps it, as its sources say; on Windows the device id is in the registry and stays."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base, *_BELOW) if Path(base).is_absolute() else None


def _remove(folder: Path) -> None:
    places = [folder, *folder.parents[: len(_BELOW) - 1]]
    if any(path.is_symlink() for path in (*places, *(folder / name for name in FILES))):
        return  # somebody has arranged this; it leads elsewhere
    if not (folder / QUEUE).is_file():
        return
    ours, others = _take_our_events(folder / QUEUE)
    in_use = any((folder / f"{QUEUE}{ending}").exists() for ending in ("-wal", "-journal"))
    if ours == 0 or others > 0 or in_use:
        return
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    for place in places:
        place.rmdir()  # fails, and so ends this, where anything else is in there


def _take_our_events(queue: Path) -> tuple[int, int]:
    """Remove the events of our interpreter from the queue, bytes and all; how many those were, and how many are left."""
    import sqlite3  # once in the life of an installation

    try:
        with closing(sqlite3.connect(f"{queue.as_uri()}?mode=rw", uri=True, timeout=1)) as events:
            events.execute("PRAGMA secure_delete = ON")
            with events:
                kept = events.execute("SELECT rowid, payload FROM events").fetchall()
                ours = [(number,) for number, payload in kept if _is_ours(bytes(payload))]
                events.executemany("DELETE FROM events WHERE rowid = ?", ours)
    except sqlite3.Error as error:
        raise OSError(f"{queue}: {error}") from error
    return len(ours), len(kept) - len(ours)


def _is_ours(event: bytes) -> bool:
    """Whether the event names an interpreter of this installation as the program it is about."""
    return any(
        start > 0 and event[start - 1] == len(name) <= _LONGEST for start, name in _named(event)
    )


def _named(event: bytes) -> Iterator[tuple[int, bytes]]:
    folder = os.fsencode(Path(sys.executable).parent)
    for found in re.finditer(re.escape(folder) + rb"[/\\]pythonw?[\d.]*(?:\.exe)?", event):
        yield found.start(), found[0]
