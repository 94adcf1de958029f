"""What runs inside a job's process.

A job is a function ``job(request, progress, cancelled) -> result`` in a module of :mod:`desktop.jobs`; its request and
its result are small frozen dataclasses (paths, numbers, words), never arrays.
"""

import gc
import importlib
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.progress import WorkCancelled

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event


ROWS_AT_ONCE = 1_000


class Progress(Protocol):
    """How a job says how far it is: "Looking at photo 541 of 846"."""

    def __call__(self, done: int, total: int, text: str = "") -> None: ...


Cancelled = Callable[[], bool]


class JobCancelled(WorkCancelled):
    """Raised inside a job that was asked to stop."""


@dataclass(frozen=True)
class Progressed:
    done: int
    total: int
    text: str


@dataclass(frozen=True)
class Part:
    """A part of the result, to be shown while the job goes on; nothing of it is kept."""

    part: Any


@dataclass(frozen=True)
class Rows:
    """Some of the many rows of a result, which comes after them: taken in at once they would hold the window up."""

    rows: tuple[Any, ...]


@dataclass(frozen=True)
class Finished:
    result: Any

    def sent(self) -> "Iterator[Rows | Finished]":
        """The rows of the field that the result names as ``long_field``, some at a time, then the result without them."""
        field = getattr(self.result, "long_field", "")
        rows = getattr(self.result, field) if field else ()
        for start in range(0, len(rows), ROWS_AT_ONCE):
            yield Rows(rows[start : start + ROWS_AT_ONCE])
        yield Finished(replace(self.result, **{field: ()})) if rows else self

    def whole(self, rows: Sequence[Any]) -> Any:
        """The result with the rows that came before it."""
        return (
            replace(self.result, **{self.result.long_field: tuple(rows)}) if rows else self.result
        )


@dataclass(frozen=True)
class Failed:
    """A failure in words (``what`` given), or a bug with its traceback in ``details``."""

    what: str
    why: str
    next_step: str
    details: str


@dataclass(frozen=True)
class Stopped:
    """The job noticed that it was cancelled."""


Message = Progressed | Part | Rows | Finished | Failed | Stopped


class _Sender:
    """The progress of a job in a process of its own: words and parts go to the window."""

    def __init__(self, outbox: "Connection", cancel: "Event") -> None:
        self._outbox, self._cancel = outbox, cancel

    def __call__(self, done: int, total: int, text: str = "") -> None:
        self._send(Progressed(done, total, text))

    def part(self, part: Any) -> None:
        self._send(Part(part))

    def _send(self, message: Message) -> None:
        if self._cancel.is_set():
            raise JobCancelled
        self._outbox.send(message)


def show_part(progress: Progress, part: Any) -> None:
    """Show a part of the result (a small frozen dataclass) while the job goes on; only a window can."""
    if isinstance(progress, _Sender):
        progress.part(part)


def serve(
    modules: Sequence[str], orders: "Connection", outbox: "Connection", cancel: "Event"
) -> None:
    """Entry point of the process: import these modules, then do one job after the other, as it is told to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is the window's to handle
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    for module in modules:
        importlib.import_module(module)
    while True:
        try:
            function, request = orders.recv()
        except (EOFError, OSError):  # nobody needs it any more
            return
        if not run(function, request, outbox, cancel):
            return
        gc.collect()  # what the job held in cycles is not for the next to carry


def run(function: str, request: Any, outbox: "Connection", cancel: "Event") -> bool:
    """Call ``module:function`` and send what comes of it; returns whether there is still somebody to send to."""
    progress = _Sender(outbox, cancel)
    module, _, name = function.partition(":")
    message: Message
    try:
        job = getattr(importlib.import_module(module), name)
        message = Finished(job(request, progress, cancel.is_set))
        if cancel.is_set():
            message = Stopped()
    except WorkCancelled:
        message = Stopped()
    except UserError as error:
        message = Failed(error.what, error.why, error.next_step, "")
    except MemoryError:
        message = Failed(
            tr("This computer ran out of memory."),
            tr("The job needed more than was free."),
            tr("Close other programs and try again."),
            "",
        )
    except Exception:  # noqa: BLE001  the process boundary: a bug becomes a message, the window stays
        message = Failed("", "", "", traceback.format_exc())
    try:
        for part in message.sent() if isinstance(message, Finished) else (message,):
            outbox.send(part)
    except (
        OSError,
        ValueError,
        TypeError,
    ) as error:  # the window is gone, or the result cannot travel
        if isinstance(error, OSError):
            return False
        outbox.send(Failed("", "", "", f"{function}: {error!r}"))
    return True
