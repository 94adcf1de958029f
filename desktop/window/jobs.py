"""The jobs popover (picture 10d): every job with its state, what it is doing, and one link."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from desktop.jobs.background import BackgroundProjects
from desktop.jobs.job import JobView
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import scrolling
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import TOP, column, fill, row
from desktop.widgets.popover import Popover, height_of
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import IconMark, RowList
from estimators.base.number import digits
from estimators.base.sentence import tr

_WORDS = {
    "cancel": tr("Cancel"),
    "open": tr("Open"),
    "retry": tr("Try again"),
    "copy": tr("Copy details"),
}


def deed_for(job: JobView) -> str:
    """What can be done with a job now: "cancel", "open", "retry", "copy" (the details of a bug) or nothing."""
    if job.state in ("waiting", "running"):
        return "cancel"
    if job.state == "done":
        return "open" if job.can_open else ""
    return "copy" if job.details else "retry"


class JobRow(QWidget):
    """One job, or several that ended alike; ``act`` is told its id and what ``deed_for`` it says."""

    def __init__(self, job: JobView, times: int, act: Callable[[int, str], None]) -> None:
        super().__init__()
        deed = deed_for(job)
        first = row((Label(job.title, weight=500), 1))
        words = column(first, spacing=0)
        repeats = tr("{times} times", times=digits(times)) if times > 1 else ""
        detail = " · ".join(filter(None, (job.text, job.time_left, repeats)))
        if detail:
            words.addWidget(Label(detail, role=Role.NOTE, colour="ink3"))
        if job.state == "running":
            line = ProgressLine()
            line.set_share(job.share or 0.0)
            fill(words, 8, line)
        mark = column(self._mark(job), None, margins=(0, 3, 0, 0))
        row(mark, (words, 1), of=self, spacing=12, margins=(0, 10, 0, 10))
        self.link: Button | None = None
        if deed:
            self.link = Button(_WORDS[deed], "link", run=partial(act, job.id, deed))
            fill(first, (self.link, TOP))
        self.setAccessibleName(", ".join(filter(None, (job.spoken, detail))))

    @staticmethod
    def _mark(job: JobView) -> QWidget:
        if job.state == "done":
            return GlyphMark(Glyph.HOLDS, job.state_words, size=16)
        if job.state == "failed":
            return GlyphMark(Glyph.FAIL, job.state_words, size=16)
        icon = {"running": "busy", "waiting": "waiting"}.get(job.state, "close")
        return IconMark(icon, job.state_words, size=16)


ABOVE_AND_BELOW = 150  # pixels of the window that the list leaves free


class JobsPopover(Popover):
    """Shows the jobs as they are; the window calls ``refresh`` when they change. A long list scrolls."""

    def __init__(self, window: QWidget, jobs: BackgroundProjects) -> None:
        super().__init__(window, tr("Jobs"), width=400)
        self._jobs = jobs
        self.add_head(tr("Jobs"), 10, wraps=False, beside=tr("close this whenever you like"))
        self._none = Label(tr("Nothing is running."), colour="ink2")
        self.body.addWidget(self._none)
        self._rows = RowList(tr("Jobs"), first_line=True)
        self.scroller = scrolling(self._rows)
        self.body.addWidget(self.scroller)
        self._shown: tuple[JobView, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        jobs = self._jobs.jobs()
        if jobs == self._shown and jobs:
            return
        self._shown = jobs
        rows = [JobRow(job, times, self._act) for job, times in without_repeats(jobs)]
        self._rows.set_rows(rows)
        self.scroller.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._fit()
        self.resettle()

    def _fit(self) -> None:
        """As high as its rows, as far as the window has room; a row is never squashed."""
        layout, width = self._rows.layout(), self.box_width() - 32
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


def without_repeats(jobs: Sequence[JobView]) -> list[tuple[JobView, int]]:
    """The jobs, of those that ended alike only the newest, with how many there were."""
    times: dict[tuple[str, str, str], int] = {}
    shown: list[tuple[JobView, tuple[str, str, str]]] = []
    for job in jobs:
        alike = (job.title, job.state, job.text)
        times[alike] = times.get(alike, 0) + 1
        if job.state != "done" or job.can_open or times[alike] == 1:
            shown.append((job, alike))
    return [
        (job, times[alike] if job.state == "done" and not job.can_open else 1)
        for job, alike in shown
    ]
