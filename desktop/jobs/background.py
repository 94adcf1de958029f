"""Projects that were left while work went on in them: they stay open, out of sight, until the work has ended.

Leaving moves what runs, with the project itself, to a session and a queue of its own; coming back moves it to the
window's again. Either way each job is bound anew to whoever holds its project (``JobQueue.start``, ``bind``).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs.job import JobView
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.session import Session
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.jobs.training_pipeline import TrainingPipeline


@dataclass(frozen=True)
class LeftProject:
    """A project out of sight, with what works on it."""

    session: Session
    jobs: JobQueue
    learning: "TrainingPipeline"

    @property
    def under_way(self) -> JobView | None:
        """The job that runs, or waits."""
        return next((job for job in self.jobs.jobs() if job.state in ("running", "waiting")), None)


class BackgroundProjects(QObject):
    """The projects that were left with work going on. It answers for every job there is, as the window's list asks.

    Projects are known by where they really lie (``Project.path``), whichever link led there.

    ``closing`` carries the session of one whose work has ended, before it is closed; ``failed`` where it is,
    its name and why.
    """

    changed = Signal()  # any job, here or in the window
    closing = Signal(object)  # Session
    failed = Signal(object, str, object)  # path, name, Failed

    def __init__(self, shown: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._left: dict[Path, LeftProject] = {}
        self._troubles: dict[Path, dict[str, Failed]] = {}
        shown.changed.connect(self.changed)

    # --- leaving and coming back ---------------------------------------------------------------------------------

    def leave(self, session: Session) -> str:
        """Take the open project out of the window. What goes on in it, in words; empty: nothing, and it is closed."""
        from desktop.jobs.training_pipeline import pipeline_of

        learning = pipeline_of(session, self._shown)
        moved, state = self._shown.hand_over(), learning.state()
        if not moved:
            self._shown.forget()
            session.close()
            return ""
        project = session.release()
        self._shown.forget()
        jobs = JobQueue(self)
        own = Session(jobs)
        left = LeftProject(own, jobs, pipeline_of(own, jobs))
        self._left[project.path] = left
        own.use(project)
        left.learning.take_over(state)
        jobs.take_over(own, moved)
        jobs.changed.connect(self._work_changed)
        self.changed.emit()
        found = left.under_way
        return found.title if found is not None else ""

    def come_back(self, path: Path, session: Session) -> bool:
        """Show a project that was left, with what goes on in it, in the window again; False: it was not, or has ended."""
        from desktop.jobs.training_pipeline import pipeline_of

        left = self._left.pop(path, None)
        if left is None:
            return False
        left.jobs.changed.disconnect(self._work_changed)
        moved, state = left.jobs.hand_over(), left.learning.state()
        project = left.session.release()
        session.use(project)
        pipeline_of(session, self._shown).take_over(state)
        self._shown.take_over(session, moved)
        self._end(left)
        return True

    def has(self, path: Path) -> bool:
        """Whether that project was left and is still open."""
        return path in self._left

    def troubles_of(self, path: Path) -> dict[str, Failed]:
        """Why work failed in a project that was left and has been closed meanwhile; told once."""
        return self._troubles.pop(path, {})

    def words(self, path: Path) -> str:
        """What goes on in that project, or nothing."""
        left = self._left.get(path)
        found = left.under_way if left is not None else None
        return tr("{title} goes on.", title=found.title) if found is not None else ""

    def stop(self) -> None:
        """The program ends: stop what runs, and close every project."""
        for left in list(self._left.values()):
            left.jobs.changed.disconnect(self._work_changed)
            self._close(left)
        self._left.clear()

    def _work_changed(self) -> None:
        self.changed.emit()
        if any(not left.jobs.busy for left in self._left.values()):
            QTimer.singleShot(0, self, self._close_idle)  # not within the job that has just ended

    def _close_idle(self) -> None:
        for path, left in list(self._left.items()):
            if left.jobs.busy:
                continue
            del self._left[path]
            troubles = left.learning.state().troubles
            name = left.session.name
            self._close(left)
            if troubles:
                self._troubles[path] = dict(troubles)
                self.failed.emit(path, name, next(iter(troubles.values())))
            self.changed.emit()

    def _close(self, left: LeftProject) -> None:
        self.closing.emit(left.session)
        left.session.close()
        self._end(left)

    @staticmethod
    def _end(left: LeftProject) -> None:
        left.jobs.forget()
        left.jobs.deleteLater()

    # --- every job there is --------------------------------------------------------------------------------------

    def jobs(self) -> tuple[JobView, ...]:
        """The jobs of the project shown, then those of the others, which say where."""
        elsewhere = [
            replace(
                job,
                text=" · ".join(
                    filter(None, (tr("in “{name}”", name=left.session.name), job.text))
                ),
            )
            for left in self._left.values()
            for job in left.jobs.jobs()
        ]
        return (*self._shown.jobs(), *elsewhere)

    def would_be_lost(self) -> tuple[JobView, ...]:
        """The work that would be lost if the program ended now."""
        queues = (self._shown, *(left.jobs for left in self._left.values()))
        return tuple(job for queue in queues for job in queue.would_be_lost())

    def cancel(self, job_id: int) -> None:
        self._each(lambda queue: queue.cancel(job_id))

    def retry(self, job_id: int) -> None:
        self._each(lambda queue: queue.retry(job_id))

    def open_result(self, job_id: int) -> None:
        self._each(lambda queue: queue.open_result(job_id))

    def _each(self, ask: Callable[[JobQueue], None]) -> None:
        """Ask every queue; a job's number is that of no other."""
        for queue in (self._shown, *(left.jobs for left in list(self._left.values()))):
            ask(queue)
