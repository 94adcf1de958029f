"""After a person's last edit the data is checked again, or measured again where something else is asked of the curve."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from desktop.findings.data.training_data import asked_otherwise, can_check, can_measure
from desktop.project.record_kinds import INSPECTION
from desktop.session import Change, Session

QUIET_MS = 3000  # after the last edit


class DataJobs(NamedTuple):
    """What looks at the data: whether any of it goes on, and how to start it."""

    busy: Callable[[], bool]
    check: Callable[[], None]
    measure: Callable[[], None]


class AutoRecheck(QObject):
    """Waits until it is quiet, and until nothing that looks at the data runs any more."""

    def __init__(self, session: Session, jobs: DataJobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._recheck = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._follow)

    def note(self, change: Change) -> None:
        """A person has edited the project."""
        session = self._session
        if session.read_only or session.project.record(INSPECTION) is None:
            return
        if change.touches("example", "class"):
            self._recheck = True
            self._quiet.start()
        elif change.touches("bar", "fact"):
            self._quiet.start()

    def forget(self) -> None:
        """The project was closed, or another one opened."""
        self._quiet.stop()
        self._recheck = False

    def _follow(self) -> None:
        if not self._session.is_open:
            return
        if self._jobs.busy():
            self._quiet.start()
            return
        project = self._session.project
        if self._recheck and can_check(project):
            self._jobs.check()
        elif can_measure(project) and asked_otherwise(project):
            self._jobs.measure()
        self._recheck = False
