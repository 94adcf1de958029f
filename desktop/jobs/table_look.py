"""Keeps what is known of a project's table up to date: it is looked through again after each change of what was said of it."""

from functools import partial

from PySide6.QtCore import QObject

from desktop.jobs.job import Callbacks
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import Failed
from desktop.project.record_kinds import TABLE_LOOK
from desktop.project.records import Derived
from desktop.project.table_data import look_fingerprint, needs_look
from desktop.session import Change, Session
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.table.table_look import TableLook

FUNCTION = "desktop.jobs.table_data:look_at_table"


class TableLooks(QObject):
    """Looks through the table of the open project; ``trouble`` is why it could not, None where it could."""

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(jobs)
        self._session, self._jobs = session, jobs
        self._job: int | None = None
        self._looked_for = ""  # what it was begun for
        self.trouble: Failed | None = None
        session.changed.connect(self._changed)
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)

    @property
    def words(self) -> str:
        """How far the look under way is; empty where none is."""
        under_way = (v for v in self._jobs.jobs() if v.state in ("running", "waiting"))
        view = next((v for v in under_way if v.id == self._job), None)
        return f"{view.text or view.title}." if view is not None else ""

    def look(self) -> None:
        """Look through it, unless that was done since it changed, is being done, or could not be done."""
        if self._session.read_only or not needs_look(self._session.project):
            return
        wanted = look_fingerprint(self._session.project)
        if wanted == self._looked_for and (self.words or self.trouble):
            return
        if self.words and self._job is not None:
            self._jobs.cancel(self._job)
        self._looked_for, self.trouble = wanted, None
        own = _callbacks(self._session, self._jobs)
        self._job = self._jobs.start(
            tr("Looking through the table"),
            FUNCTION,
            OnProject(self._session.project.path),
            on_done=own.done,
            on_failed=self._failed,
            quick=True,
            bind=_callbacks,
        )

    def _failed(self, failed: Failed) -> None:
        self.trouble = failed
        self._jobs.changed.emit()

    def _changed(self, change: Change) -> None:
        if change.touches("fact"):
            self.look()

    def _forget(self) -> None:
        self._job, self._looked_for, self.trouble = None, "", None


def _callbacks(session: Session, _jobs: JobQueue) -> Callbacks:
    """For whoever has the project now."""
    return Callbacks(partial(_keep, session))


def _keep(session: Session, found: Derived[TableLook]) -> str:
    if not session.is_open or found.fingerprint != look_fingerprint(session.project):
        return tr("nothing was kept")  # it has changed meanwhile
    try:
        session.project.append_record(TABLE_LOOK, found.value, found.fingerprint)
    except UserError as error:  # the disk is full
        return error.what
    session.appended("record")
    return count(found.value.rows, "row")
