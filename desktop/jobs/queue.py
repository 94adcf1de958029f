"""The queue of jobs: one heavy job at a time, each in its own spawned process.

Cancel sets a flag, waits two seconds, then terminates the process and discards what it had; the project is as before.
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import worker
from desktop.jobs.job import (
    GRACE_SECONDS,
    NO_PROCESS,
    Callbacks,
    HandedOver,
    Job,
    JobView,
)
from desktop.jobs.warm_process import WarmProcess
from desktop.session import Session
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

POLL_MS = 30
MOMENT = 0.02  # seconds that the window spends on what came, before it answers again
REST_MS = 60_000  # without an edit or a job, before the process on standby is let go: it holds up to 340 MB
FINISHED_KEPT = 20
Bind = Callable[[Session, "JobQueue"], Callbacks]

_numbers = itertools.count(1)  # of jobs: no two have the same, whichever queue they are in


class JobQueue(QObject):
    """Runs jobs one after another; lives in the GUI thread and polls, so no worker thread touches the window."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._standby = WarmProcess()
        self._warm = False
        self._jobs: list[Job] = []
        self._ending: list[tuple[SpawnProcess, float]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: None if self.busy else self._cool())

    def keep_warm(self) -> None:
        """From now on have a process stand by that has its imports behind it, until ``forget`` or a rest."""
        self._warm = True
        self._prepare()

    # --- asking --------------------------------------------------------------------------------------------------

    def start(
        self,
        title: str,
        function: str,
        request: Any,
        *,
        on_done: Callable[[Any], str | None],
        on_failed: Callable[[worker.Failed], None] | None = None,
        on_open: Callable[[], None] | None = None,
        on_part: Callable[[Any], None] | None = None,
        quick: bool = False,
        patient: bool = False,
        bind: Bind | None = None,
    ) -> int:
        """Queue ``module:function`` with a request; returns the job's id.

        ``on_done`` gets the result in the GUI thread and may return the words for its row ("6 pages"); ``on_open`` is
        what the row's Open does; ``on_part`` gets what the job shows of its result while it goes on. A ``quick`` job has
        little to import and leaves the process on standby to the next. ``bind`` gives what takes the place of these
        where the project is left, or come back to, while the job goes on (``desktop.jobs.background``); a job without
        it stops when its project is left.
        """
        on = Callbacks(on_done, on_failed, on_open, on_part)
        return self._add(Job(next(_numbers), title, function, request, on, quick, patient, bind))

    def _add(self, job: Job) -> int:
        self._jobs.insert(0, job)
        if not job.patient:
            self._make_way()
        self._start_next()
        self._timer.start()
        if self._warm:
            self._rest.start()
        self.changed.emit()
        return job.id

    def jobs(self) -> tuple[JobView, ...]:
        """Every job of this window: running first, then waiting in their order, then the newest finished."""
        rank = {"running": 0, "waiting": 1}
        ordered = sorted(
            self._jobs,
            key=lambda j: (rank.get(j.state, 2), j.id if j.state == "waiting" else -j.id),
        )
        return self._views(ordered)

    @property
    def busy(self) -> bool:
        return any(job.goes_on for job in self._jobs)

    def is_active(self, function: str) -> bool:
        """Whether a job of that function runs or waits."""
        return any(job.goes_on and job.function == function for job in self._jobs)

    def cancel(self, job_id: int) -> None:
        """Stop a job; what it had is discarded."""
        job = self._find(job_id)
        if job is None:
            return
        if job.state == "waiting":
            job.state, job.text = "cancelled", tr("not started")
        elif job.state == "running":
            job.again = False
            self._stop(job)
        self.changed.emit()

    def retry(self, job_id: int) -> None:
        """Run a failed or cancelled job again, with the same request."""
        job = self._find(job_id)
        if job is not None and job.state in ("failed", "cancelled"):
            self._jobs.remove(job)
            same = (job.title, job.function, job.request, job.on, job.quick, job.patient, job.bind)
            self._add(Job(next(_numbers), *same))

    def open_result(self, job_id: int) -> None:
        job = self._find(job_id)
        if job is not None and job.on.open is not None and job.state == "done":
            job.on.open()

    def would_be_lost(self) -> tuple[JobView, ...]:
        """The work under way that a person would miss; what is patient is done again by itself."""
        return self._views(job for job in self._going_on() if not job.patient)

    def _going_on(self) -> list[Job]:
        """What runs or waits, is not being stopped, and can be bound to another session."""
        return [
            job
            for job in self._jobs
            if job.goes_on and job.bind is not None and (job.cancelled_at is None or job.again)
        ]

    def hand_over(self) -> HandedOver:
        """Part with the jobs that go on where their project is left; the others stay."""
        moved = self._going_on()
        self._jobs = [job for job in self._jobs if job not in moved]
        self.changed.emit()
        return HandedOver(moved)

    def take_over(self, session: Session, moved: HandedOver) -> None:
        """Go on with another queue's jobs, for the session that has their project now."""
        for job in moved.jobs:
            assert job.bind is not None
            job.on = job.bind(session, self)
        self._jobs += moved.jobs
        self._start_next()
        if self._jobs:
            self._timer.start()
        self.changed.emit()

    def forget(self) -> None:
        """Stop everything and drop the list: the project or the window is closing."""
        self._cool()
        for job in self._jobs:
            if job.state == "running":
                self._let_go(job, grace=False)
        self._reap(wait=True)
        self._jobs.clear()
        self._timer.stop()
        self.changed.emit()

    def _cool(self) -> None:
        """Give the memory of the process on standby back."""
        self._warm = False
        self._rest.stop()
        self._standby.end()

    # --- running -------------------------------------------------------------------------------------------------

    def _start_next(self) -> None:
        if any(job.state == "running" for job in self._jobs):
            return
        waiting = [job for job in self._jobs if job.state == "waiting"]
        if not waiting:
            return
        job = min(waiting, key=lambda j: (j.patient, j.id))
        job.state = "running"
        try:
            job.given = self._standby.take(quick=job.quick)
            job.given.give(job.function, job.request)
        except OSError:  # no process to be had: too many already, or no permission to start one
            self._let_go(job, grace=False)
            self._fail(job, NO_PROCESS)

    def _poll(self) -> None:
        before = self.jobs()
        for job in list(self._jobs):
            if job.state == "running":
                self._poll_one(job)
        self._reap()
        self._start_next()
        self._trim()
        if not self.busy and not self._ending:
            self._timer.stop()
        if self.jobs() != before:
            self.changed.emit()

    def _poll_one(self, job: Job) -> None:
        assert job.given is not None
        latest: worker.Progressed | None = None
        until = time.monotonic() + MOMENT
        try:
            while job.given.inbox.poll():
                message = job.given.inbox.recv()
                if isinstance(message, worker.Progressed):
                    latest = message
                elif isinstance(message, worker.Part):
                    if job.on.part is not None and job.cancelled_at is None:
                        job.on.part(message.part)
                elif isinstance(message, worker.Rows):
                    job.rows.extend(message.rows)
                    if time.monotonic() > until:
                        break
                else:
                    self._finish(job, message)
                    return
        except (EOFError, OSError):
            self._finish(job, job.given.ended_without_a_word(GRACE_SECONDS))
            return
        if latest is not None and job.cancelled_at is None:
            job.text = latest.text
            if latest.total:
                job.come_on(latest.done / latest.total)
        if job.cancelled_at is not None and time.monotonic() - job.cancelled_at > GRACE_SECONDS:
            self._let_go(job, grace=False)
            self._finish(job, worker.Stopped())

    def _finish(self, job: Job, message: worker.Message) -> None:
        if isinstance(message, worker.Finished | worker.Stopped):
            self._give_back(job)
        self._let_go(job, grace=True)
        if self._warm:
            self._prepare()  # where the process was lost, another one gets ready
        rows = job.begin_anew()
        if job.again:
            job.again, job.cancelled_at, job.state, job.text = False, None, "waiting", ""
        elif isinstance(message, worker.Stopped) or job.cancelled_at is not None:
            job.state, job.text = "cancelled", tr("nothing was kept")
        elif isinstance(message, worker.Failed):
            self._fail(job, message)
        elif isinstance(message, worker.Finished):
            job.state, job.text = "done", ""
            try:
                job.text = job.on.done(message.whole(rows)) or tr("done")
            except UserError as error:  # the result cannot be kept: the disk is full
                self._fail(job, worker.Failed(error.what, error.why, error.next_step, ""))

    def _fail(self, job: Job, failure: worker.Failed) -> None:
        job.state = "failed"
        job.text = " ".join(filter(None, (failure.what, failure.why, failure.next_step)))
        job.text = job.text or tr("That is our mistake, not yours.")
        job.details = failure.details
        if job.on.failed is not None:
            job.on.failed(failure)

    def _prepare(self) -> None:
        self._rest.start()
        with contextlib.suppress(OSError):  # said when a job needs one
            self._standby.prepare()

    def _make_way(self) -> None:
        """Stop a patient job that runs; it waits again."""
        for job in self._jobs:
            if job.state == "running" and job.patient and job.cancelled_at is None:
                job.again = True
                self._stop(job)

    def _stop(self, job: Job) -> None:
        if job.given is not None and job.cancelled_at is None:
            job.given.cancel.set()
            job.cancelled_at = time.monotonic()
            job.text = tr("stopping")
            if self._warm:
                self._prepare()  # it may not hear, and is ended then

    def _give_back(self, job: Job) -> None:
        """A process that has done its job well stands by for the next: its imports and networks are loaded."""
        if self._warm and not job.quick and job.given is not None:
            self._standby.give_back(job.given)
            job.given = None

    def _let_go(self, job: Job, *, grace: bool) -> None:
        """Part from a job's process without waiting for it: it has the grace to end by itself, or none."""
        given, job.given = job.given, None
        if given is None:
            return
        given.requests.close()  # it waits for no other job
        given.inbox.close()
        if not grace:
            given.process.terminate()
        self._ending.append((given.process, time.monotonic() + GRACE_SECONDS))

    def _reap(self, *, wait: bool = False) -> None:
        for process, deadline in list(self._ending):
            if wait:
                process.join(GRACE_SECONDS)
            if process.is_alive() and (wait or time.monotonic() > deadline):
                process.kill()
                process.join()
            if not process.is_alive():
                process.close()
                self._ending.remove((process, deadline))

    def _trim(self) -> None:
        finished = [job for job in self._jobs if not job.goes_on]
        for job in sorted(finished, key=lambda j: -j.id)[FINISHED_KEPT:]:
            self._jobs.remove(job)

    def _find(self, job_id: int) -> Job | None:
        return next((job for job in self._jobs if job.id == job_id), None)

    def _views(self, jobs: Iterable[Job]) -> tuple[JobView, ...]:
        running = next((job for job in self._jobs if job.state == "running"), None)
        return tuple(job.view(running) for job in jobs)
