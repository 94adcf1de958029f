"""The job that has networks look at a few examples, or learns from a few rows, so that the first training is given a time that was measured on this computer."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.findings.measure.training_time import BACKBONE, next_training, worth_timing
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_request import TrainModel
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.project import Project
from desktop.project.table_data import look_of
from desktop.session import Session
from estimators.base.sentence import tr
from estimators.classifier.modality import AUTO

FUNCTION = "desktop.jobs.time_training:time_training"


def time_training(request: TrainModel, _progress: Progress, cancelled: Cancelled) -> None:
    """Keep how fast this computer is; the examples looked at stay in the project's cache. Nothing where that is known by now."""
    from desktop.jobs.learn import classifier_examples
    from desktop.jobs.table_data import time_rows
    from estimators.classifier.training_time import estimate

    with Project.open_beside(request.project) as project:
        if not worth_timing(project):
            return
        if look_of(project) is not None:
            time_rows(project, request, cancelled)
        else:
            examples = classifier_examples(project, project.labelled())
            cache = project.caches.embeddings
            estimate(examples, backbone=request.backbone, cache=cache, cancelled=cancelled)


class TrainingClock(QObject):
    """Times this computer once for each state of the data, while somebody is where the time is said; any other work goes first."""

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(jobs)
        self._session, self._jobs = session, jobs
        self._asked: tuple[Path, str] | None = None  # by the job that runs or ran
        self._job: int | None = None

    def look(self) -> None:
        """Time this computer, unless it was timed or the training takes a moment."""
        if self._session.read_only:  # or nothing is open: a page goes when its project has gone
            return
        project = self._session.project
        asked = (project.path, project.fingerprint())
        if asked == self._asked or not worth_timing(project):
            return
        self.leave()
        self._asked = asked
        request = TrainModel(project.path, backbone=str(project.answer(BACKBONE, AUTO)))

        def say(_: None) -> str:
            self._job = None
            return next_training(project).words

        title = tr("Timing this computer")
        self._job = self._jobs.start(title, FUNCTION, request, on_done=say, patient=True)

    def leave(self) -> None:
        """Nobody reads the time any more."""
        if self._job is not None:
            self._jobs.cancel(self._job)
            self._asked = self._job = None
