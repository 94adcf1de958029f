"""Processes for jobs, and one on standby: it has imported what a job needs, so that a training starts at once.

Importing scikit-learn, SciPy and onnxruntime takes seconds; a training of some hundred known examples takes less than
one. A process does one job at a time; one that has done it well can stand by for the next, with its networks loaded.
"""

import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.jobs import worker
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from multiprocessing.synchronize import Event

HEAVY = (
    "desktop.jobs.learn",
    "desktop.jobs.measure_curve",
    "estimators.classifier.training",
    "estimators.classifier.onnx_classifier",
    "estimators.classifier.hygiene.inspection",
    "estimators.classifier.export",
    "estimators.data_sufficiency",
    "onnx",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
)


_FROM_OUTSIDE = frozenset(
    -getattr(signal, name)
    for name in ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGXCPU", "SIGPWR")
    if hasattr(signal, name)
)


@dataclass(frozen=True)
class JobProcess:
    """A process that waits for a job: what it is told through, what it answers through, what stops it."""

    process: "SpawnProcess"
    requests: "Connection"
    inbox: "Connection"
    cancel: "Event"

    def give(self, function: str, request: Any) -> None:
        """Tell it what to do; one job at a time."""
        self.cancel.clear()
        self.requests.send((function, request))

    def end(self) -> None:
        """Nothing for it to do after all."""
        self.requests.close()
        self.inbox.close()
        self.process.kill()  # it may be in the middle of an import, and holds nothing that would be lost
        self.process.join()
        self.process.close()

    def ended_without_a_word(self, grace_seconds: float) -> worker.Failed:
        """What is known of a process that is gone and said nothing: somebody ended it, or it crashed."""
        self.process.join(grace_seconds)  # its pipe is closed already; how it ended is known soon
        code = self.process.exitcode
        if code in _FROM_OUTSIDE:
            return worker.Failed(
                tr("The work was ended from outside."),
                tr("The system does that when memory runs out; nothing was kept of it."),
                tr("Close other programs and try again."),
                "",
            )
        said = tr("The job’s process ended without a word (exit code {code}).", code=str(code))
        return worker.Failed("", "", "", said)


def start_process(modules: Sequence[str] = ()) -> JobProcess:
    """Start a process that imports these modules, then waits for a job."""
    from multiprocessing import get_context

    context = get_context("spawn")
    inbox, outbox = context.Pipe(duplex=False)
    orders, requests = context.Pipe(duplex=False)
    cancel = context.Event()
    process = context.Process(
        target=worker.serve, args=(tuple(modules), orders, outbox, cancel), daemon=True
    )
    process.start()
    outbox.close()
    orders.close()
    return JobProcess(process, requests, inbox, cancel)


class WarmProcess:
    """At most one process that has its imports behind it."""

    def __init__(self) -> None:
        self._ready: JobProcess | None = None

    @property
    def is_ready(self) -> bool:
        """Whether a process stands by (it may still be importing)."""
        return self._ready is not None and self._ready.process.is_alive()

    def prepare(self) -> None:
        if not self.is_ready:
            self.end()
            self._ready = start_process(HEAVY)

    def take(self, *, quick: bool = False) -> JobProcess:
        """The process on standby, or a fresh one: for a ``quick`` job, or where nobody stands by."""
        if quick:
            return start_process()
        if not self.is_ready:
            self.end()
            return start_process()
        ready, self._ready = self._ready, None
        assert ready is not None
        return ready

    def give_back(self, done: JobProcess) -> None:
        """Have a process that has done its job stand by, rather than one that may still be importing."""
        self.end()
        self._ready = done

    def end(self) -> None:
        """Let nobody stand by."""
        if self._ready is not None:
            self._ready.end()
        self._ready = None
