"""One job: what was asked for, what becomes of its result, how far it is, and how it ended."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from desktop.jobs import worker
from desktop.jobs.warm_process import JobProcess
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr

GRACE_SECONDS = 2.0  # for a process to end by itself
NO_PROCESS = worker.Failed(
    tr("The work could not be started."),
    tr("The system refused another process, or it ended at once."),
    tr("Close other programs and try again."),
    "",
)


_STATES = {
    "waiting": tr("waiting"),
    "running": tr("running"),
    "done": tr("finished"),
    "failed": tr("failed"),
    "cancelled": tr("cancelled"),
}
_ALMOST = 0.99  # of a job that still runs: its last step is not done before it ends


def time_left(seconds: float | None) -> str:
    """ "about 40 s left", "about 3 min left"; nothing where it is not known."""
    if seconds is None:
        return ""
    if seconds < 55:
        return tr("about {seconds} s left", seconds=max(5, round(seconds / 5) * 5))
    return tr("about {minutes} min left", minutes=max(1, round(seconds / 60)))


class Callbacks(NamedTuple):
    """What becomes of a job's result, failure and parts, and what its Open does; see ``JobQueue.start``."""

    done: Callable[[Any], str | None]
    failed: Callable[[worker.Failed], None] | None = None
    open: Callable[[], None] | None = None
    part: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class JobView:
    """One row of the Jobs popover."""

    id: int
    title: str
    function: str  # ``module:function``: what kind of job it is, whatever its title
    state: str  # waiting | running | done | failed | cancelled
    text: str
    share: float | None
    seconds_left: float | None
    details: str = ""  # the traceback of a bug
    can_open: bool = False
    stopping: bool = False

    @property
    def state_words(self) -> str:
        return str(_STATES[self.state])

    @property
    def spoken(self) -> str:
        """What it is and how it stands, for who does not see its mark."""
        return f"{self.title}: {self.state_words}"

    @property
    def time_left(self) -> str:
        """How long it goes on, by how fast this computer has been with it so far; nothing where that is not known."""
        return time_left(self.seconds_left)


@dataclass
class Job:
    """One job as its queue knows it: what was asked, how far it is, and the process that does it."""

    id: int
    title: str
    function: str
    request: Any
    on: Callbacks
    quick: bool = False
    patient: bool = False
    bind: "Callable[..., Callbacks] | None" = None
    state: str = "waiting"
    text: str = ""
    share: float | None = None
    details: str = ""
    first: tuple[float, float] | None = (
        None  # when, and how far it was: what came before is no measure of its pace
    )
    ends: float | None = None  # when, by its pace since then
    cancelled_at: float | None = None
    given: JobProcess | None = field(default=None, repr=False)
    again: bool = False  # it made way for another, and starts anew after that
    rows: list[Any] = field(default_factory=list, repr=False)  # of its result, as far as they came

    @property
    def goes_on(self) -> bool:
        return self.state in ("running", "waiting")

    def come_on(self, share: float) -> None:
        """It is this far; never less than was shown before."""
        if share > (self.share or 0.0):
            self.share, now = min(share, _ALMOST), time.monotonic()
            began, had = self.first = self.first or (now, self.share)
            if self.share > had:
                self.ends = now + (1 - self.share) * (now - began) / (self.share - had)

    def begin_anew(self) -> list[Any]:
        """Nothing of how far it was counts any more; gives the rows that came of its result."""
        self.share = self.first = self.ends = None
        rows, self.rows = self.rows, []
        return rows

    def view(self, running: "Job | None") -> JobView:
        """Its row; ``running`` is the one that it waits for, if it does."""
        left, share = None, self.share
        if self.state == "running" and self.ends is not None:
            # Between two steps it counts down; a step that takes longer than was thought has no time left to say.
            left = max(0, round(self.ends - time.monotonic())) or None
        text = self.text
        if self.state == "waiting":
            title = within_a_sentence(running.title) if running else ""
            text = tr("waits for {title}", title=title) if running else tr("waits")
        return JobView(
            self.id,
            self.title,
            self.function,
            self.state,
            text,
            share,
            left,
            self.details,
            self.on.open is not None,
            self.cancelled_at is not None,
        )


@dataclass(frozen=True)
class HandedOver:
    """Jobs on their way from one queue to another, their processes running."""

    jobs: list[Job]

    def __bool__(self) -> bool:
        return bool(self.jobs)
