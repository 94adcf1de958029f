"""A training under way: nothing is said of it for a moment, then how far it is."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.jobs import learning as work
from desktop.jobs.learning import Learning

QUIET_MS = 300  # a retraining that is over by then is never spoken of


class UnderWay(QObject):
    """``spoken_of``: the training has gone on for long enough to be shown."""

    spoken_of = Signal()

    def __init__(self, learning: Learning, parent: QObject) -> None:
        super().__init__(parent)
        self._learning = learning
        self._began = False
        self._hush = QTimer(self)
        self._hush.setSingleShot(True)
        self._hush.setInterval(QUIET_MS)
        self._hush.timeout.connect(self.spoken_of)

    def words(self) -> tuple[str, float | None]:
        """What to say and the share done; an empty text where there is nothing to say (yet)."""
        job = self._learning.work(work.TRAIN, work.CHECK)
        if job is None or not self._learning.training_wanted:
            self._hush.stop()
            self._began = False
            return "", None
        if not self._began:
            self._began = True
            self._hush.start()
        if self._hush.isActive():
            return "", None
        return (f"{job.title} · {job.text}." if job.text else f"{job.title}."), job.share

    def stop(self) -> None:
        """The page is closing."""
        self._hush.stop()
