"""Jobs that behave well and badly, importable in the spawned process."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from desktop.jobs.worker import Cancelled, Progress, show_part
from estimators.base.errors import UserError


@dataclass(frozen=True)
class Request:
    path: Path
    number: int = 0


def count(request: Request, progress: Progress, cancelled: Cancelled) -> int:
    for i in range(request.number):
        progress(i, request.number, f"Looking at photo {i} of {request.number}")
        time.sleep(0.01)
    request.path.write_text(str(os.getpid()))
    return request.number


def backwards(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    progress(3, 4, "first half")
    while not request.path.exists():
        time.sleep(0.01)
    progress(1, 4, "second half")
    time.sleep(3_600)


def last_step(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    """All is done but for a last step, which ends once there is a file at `path`."""
    progress(4, 4, "keeping it")
    while not request.path.exists():
        time.sleep(0.01)


def until_let_go(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    """Add a line to the file at `path` for each start, and end once there is one called `go` beside it."""
    with request.path.open("a") as starts:
        starts.write(f"{os.getpid()}\n")
    while not request.path.with_name("go").exists():
        progress(1, 2, "waiting")
        time.sleep(0.01)


@dataclass(frozen=True)
class Many:
    rows: tuple[int, ...]
    words: str
    long_field: ClassVar = "rows"


def many(request: Request, progress: Progress, cancelled: Cancelled) -> Many:
    return Many(tuple(range(request.number)), "counted")


def growing(request: Request, progress: Progress, cancelled: Cancelled) -> int:
    for i in range(request.number):
        show_part(progress, Request(request.path, i))
    return request.number


def growing_for_ever(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    while True:
        show_part(progress, request)
        time.sleep(0.01)


def stubborn(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    progress(1, 10, "busy")
    time.sleep(3_600)


def mendable(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    raise UserError("The folder is empty.", "There is nothing to learn from.", "Choose another.")


def bug(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    raise ZeroDivisionError("a bug")


def sudden_death(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    os._exit(3)


def imported(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    request.path.write_text(f"{os.getpid()} {'sklearn' in sys.modules}")


def growing_until_stopped(request: Request, progress: Progress, cancelled: Cancelled) -> None:
    """Come as far as the half, then wait to be stopped."""
    while True:
        progress(2, 4, "Looking at photo 2 of 4")
        time.sleep(0.01)
