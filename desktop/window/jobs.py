"""The jobs popover (picture 10d): every job with its state, what it is doing, and one link."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.columns import scrolling
from desktop.widgets.jobrow import Job, JobRow
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover, height_of
from desktop.widgets.rows import RowList
from estimators.base.sentence import tr


class Jobs(Protocol):
    """What the window needs of ``desktop.jobs.queue.JobQueue``, beside its ``changed`` signal."""

    def jobs(self) -> tuple[Job, ...]: ...
    def cancel(self, job_id: int) -> None: ...
    def retry(self, job_id: int) -> None: ...
    def open_result(self, job_id: int) -> None: ...


ABOVE_AND_BELOW = 150  # pixels of the window that the list leaves free


class JobsPopover(Popover):
    """Shows the jobs as they are; the window calls ``refresh`` when they change. A long list scrolls."""

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window, tr("Jobs"), width=400)
        self._jobs = jobs
        self.add_head(tr("Jobs"), 10, wraps=False, beside=tr("close this whenever you like"))
        self._none = Label(tr("Nothing is running."), colour="ink2")
        self.body.addWidget(self._none)
        self._rows = RowList(tr("Jobs"), first_line=True)
        self.scroller = scrolling(self._rows)
        self.body.addWidget(self.scroller)
        self._shown: tuple[Job, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Show the jobs as they are now."""
        jobs = self._jobs.jobs()
        if jobs == self._shown and jobs:
            return
        self._shown = jobs
        rows = [JobRow(job, times) for job, times in without_repeats(jobs)]
        for row in rows:
            row.acted.connect(self._act)
        self._rows.set_rows(rows)
        self.scroller.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._fit()
        self.resettle()

    def _fit(self) -> None:
        """As high as its rows, as far as the window has room; a row is never squashed."""
        layout, width = self._rows.layout(), self._box_width - 32
        assert layout is not None
        high = height_of(layout, width)
        self._rows.setMinimumHeight(high)
        self.scroller.setFixedHeight(min(high, max(120, self.window().height() - ABOVE_AND_BELOW)))

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


def without_repeats(jobs: Sequence[Job]) -> list[tuple[Job, int]]:
    """The jobs, of those that ended alike only the newest, with how many there were."""
    times: dict[tuple[str, str, str], int] = {}
    shown: list[tuple[Job, tuple[str, str, str]]] = []
    for job in jobs:
        alike = (job.title, job.state, job.text)
        times[alike] = times.get(alike, 0) + 1
        if job.state != "done" or job.can_open or times[alike] == 1:
            shown.append((job, alike))
    return [
        (job, times[alike] if job.state == "done" and not job.can_open else 1)
        for job, alike in shown
    ]
