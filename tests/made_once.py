"""What is made once for all workers of a run, in the home that they share."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def session_home() -> Path:
    """The folder that all workers of this run share; gone after it."""
    return Path(os.environ["SMART_ENOUGH_TEST_HOME"])


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder of the shared home that ``make`` fills for whoever asks first, while the others wait.

    Copy what you want to change. What a killed worker has left unfinished is made anew.
    """
    from filelock import FileLock

    folder = session_home() / "made" / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    complete = Path(f"{folder}.complete")
    with FileLock(f"{folder}.lock"):
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            complete.touch()
    return folder
