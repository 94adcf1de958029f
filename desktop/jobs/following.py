"""After a person's last edit the data is checked again, or measured again where something else is asked of the curve."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.findings.data.hygiene import INSPECTION
from desktop.jobs.ready import asked_otherwise, can_check, can_measure
from desktop.session import Change

if TYPE_CHECKING:
    from desktop.jobs.learning import Learning

QUIET_MS = 3000  # after the last edit


class FollowingEdits(QObject):
    """Waits until it is quiet, and until nothing that looks at the data runs any more."""

    def __init__(self, learning: "Learning") -> None:
        super().__init__(learning)
        self._learning = learning
        self._recheck = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._follow)

    def note(self, change: Change) -> None:
        """A person has edited the project."""
        session = self._learning.session
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
        learning = self._learning
        if not learning.session.is_open:
            return
        if learning.looks_at_the_data:
            self._quiet.start()
            return
        project = learning.session.project
        if self._recheck and can_check(project):
            learning.check(hold_out=False)
        elif can_measure(project) and asked_otherwise(project):
            learning.measure()
        self._recheck = False
