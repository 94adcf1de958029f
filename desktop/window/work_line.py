"""What runs, how far it is, how long it goes on, and its end: in the status bar, so at the foot of every page."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.jobs.background import BackgroundProjects
from desktop.jobs.job import JobView
from desktop.theme.current import scaled
from desktop.theme.paint import Face
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import row
from desktop.widgets.progress import ProgressLine
from desktop.widgets.spoken_role import announce
from estimators.base.sentence import tr

QUIET_MS = 300  # what is over by then is never spoken of
_LINE, _GAP = 64, 10


class WorkLine(QWidget):
    """The job that runs. It keeps out of sight while nothing does, and for the first moments of what does."""

    def __init__(self) -> None:
        super().__init__()
        self._jobs: BackgroundProjects | None = None
        self._job: JobView | None = None
        self._room = 0
        self.words = Label(colour="ink", wrap=False)
        self.line = ProgressLine()
        self.line.setFixedWidth(scaled(_LINE))
        self.cancel = Button(tr("Cancel"), "link", run=self._stop)
        row(self.line, self.words, self.cancel, of=self, spacing=_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._show)
        self.hide()

    def show_work(self, jobs: BackgroundProjects) -> None:
        """Show the one of these that runs."""
        self._jobs, before = jobs, self._job
        now = jobs.jobs()
        self._job = next((job for job in now if job.state == "running"), None)
        if before is not None and (self._job is None or self._job.id != before.id):
            announce(self, next((job.spoken for job in now if job.id == before.id), ""))
            self._spoken = 0
        if self._job is None:
            self._quiet.stop()
            self._show()
        elif before is None:
            self._quiet.start()
        elif not self._quiet.isActive():
            self._show()

    def set_room(self, room: int) -> None:
        """Take no more than that; the details go first."""
        self._room = room
        self._say()

    _spoken = 0  # the job whose beginning was told

    def _show(self) -> None:
        self.setVisible(self._job is not None)
        self._say()
        if self._job is not None and self._spoken != self._job.id:
            self._spoken = self._job.id
            announce(self, self._job.spoken)

    def _stop(self) -> None:
        if self._jobs is not None and self._job is not None:
            self._jobs.cancel(self._job.id)

    def _say(self) -> None:
        if bar := self.parentWidget():
            bar.update()  # what else stands there has more or less room now
        job = self._job
        if job is None:
            return
        self.line.set_share(job.share or 0.0)
        parts = ((job.title, job.text, job.time_left), (job.title, job.time_left), (job.title,))
        said = [" · ".join(filter(None, part)) for part in parts]
        room = self._room - scaled(_LINE) - self.cancel.sizeHint().width() - 2 * _GAP
        self.words.setText(next((one for one in said if Face().width(one) <= room), said[-1]))
        self.cancel.setAccessibleName(tr("Cancel: {what}", what=job.title))
        self.cancel.setEnabled(not job.stopping)
