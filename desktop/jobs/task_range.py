"""The job that says what tasks like this one took, before there is any data."""

from PySide6.QtCore import QObject, QTimer

from desktop.findings.data.task_range import asked_of_task, asked_otherwise
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.record_kinds import TASK, TaskCounts, TaskForecast, TaskQuestion
from desktop.session import Session
from estimators.base.noun import example_noun
from estimators.base.sentence import tr

MOMENT_MS = 500  # a page is shown, before this is asked
FUNCTION = "desktop.jobs.task_range:forecast_task"


def forecast_task(request: TaskQuestion, progress: Progress, cancelled: Cancelled) -> TaskForecast:
    """Forecast from the task alone, for each kind of example."""
    from estimators.classifier.progress import stop_if
    from estimators.data_sufficiency.plan import BuyingConstraints
    from estimators.data_sufficiency.sufficiency import forecast

    kinds = []
    for done, modality in enumerate(request.modalities):
        stop_if(cancelled)
        progress(done, len(request.modalities), tr("Looking at known learning curves"))
        many = example_noun(modality).many
        wish = BuyingConstraints(target=request.target)
        found = forecast(
            [], wish, n_classes=request.n_classes, modality=modality, unit=many
        ).required
        assert found is not None  # there is a target
        low, middle, high = map(_rounded, (found.p10, found.p50, found.p90))
        kinds.append(TaskCounts(modality, low, middle, high, found.reachable))
    return TaskForecast(request, tuple(kinds))


class TaskRanges(QObject):
    """Has the range worked out a moment after it is wished for; any other work goes first."""

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(jobs)
        self._session, self._jobs = session, jobs
        self._asked: TaskQuestion | None = None  # by the job that runs or ran
        self._job: int | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(MOMENT_MS)
        self._soon.timeout.connect(self._start)

    def look(self) -> None:
        """Work out what tasks like the open project's took, unless that is known."""
        if not self._session.read_only and asked_otherwise(self._session.project):
            self._soon.start()

    def step_aside(self) -> None:
        """Something starts that a person waits for."""
        self._soon.stop()
        if self._job is not None:
            self._jobs.cancel(self._job)
        self._asked = self._job = None

    def forget(self) -> None:
        """Another project is open, or none."""
        self._soon.stop()
        self._asked = self._job = None

    def _start(self) -> None:
        if not self._session.is_open or self._jobs.busy:
            return
        project = self._session.project
        asked = asked_of_task(project)
        if asked == self._asked or not asked_otherwise(project):
            return
        self._asked = asked

        def keep(found: TaskForecast) -> str:
            if not self._session.is_open or self._session.project is not project:
                return tr("nothing was kept")  # it was closed meanwhile
            project.append_record(TASK, found, "")
            self._session.appended("record")
            return tr("see the Data page")

        self._job = self._jobs.start(
            tr("Looking at known learning curves"), FUNCTION, asked, on_done=keep
        )


def _rounded(n: int | None) -> int | None:
    """Two figures: the range is wide."""
    return None if n is None else int(float(f"{n:.1e}"))
