"""The jobs popover (picture 10d): every job with its state, what it is doing, and one link."""

from typing import Protocol

from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.jobrow import Job, JobRow
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from desktop.widgets.rows import RowList


class Jobs(Protocol):
    """What the window needs of ``desktop.jobs.queue.JobQueue``, beside its ``changed`` signal."""

    def jobs(self) -> tuple[Job, ...]: ...
    def cancel(self, job_id: int) -> None: ...
    def retry(self, job_id: int) -> None: ...
    def open_result(self, job_id: int) -> None: ...


class JobsPopover(Popover):
    """Shows the jobs as they are; the window calls ``refresh`` when they change."""

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window, "Jobs", width=400)
        self._jobs = jobs
        head = QHBoxLayout()
        head.addWidget(Label("Jobs", role=Role.SECTION, wrap=False))
        head.addStretch(1)
        head.addWidget(
            Label("close this whenever you like", role=Role.NOTE, colour="ink3", wrap=False)
        )
        self.body.addLayout(head)
        self.body.addSpacing(10)
        self._none = Label("Nothing is running.", colour="ink2")
        self.body.addWidget(self._none)
        self._rows = RowList("Jobs", first_line=True)
        self.body.addWidget(self._rows)
        self._shown: tuple[Job, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Show the jobs as they are now."""
        jobs = self._jobs.jobs()
        if jobs == self._shown and jobs:
            return
        self._shown = jobs
        rows = [JobRow(job) for job in jobs]
        for row in rows:
            row.acted.connect(self._act)
        self._rows.set_rows(rows)
        self._rows.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.resettle()

    def _act(self, job_id: int, deed: str) -> None:
        if deed == "cancel":
            self._jobs.cancel(job_id)
        elif deed == "retry":
            self._jobs.retry(job_id)
        elif deed == "copy":
            details = next((job.details for job in self._shown if job.id == job_id), "")
            QApplication.clipboard().setText(details)
        else:
            self.close_popover()
            self._jobs.open_result(job_id)
