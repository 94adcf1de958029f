"""Starting a training from the window, and keeping what it brings back."""

import shutil
from collections.abc import Callable

from desktop.findings.wording import percent
from desktop.jobs.learn import OnProject, TrainedModel
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.session import Session

OnFailed = Callable[[Failed], None]
TRAIN = "desktop.jobs.learn:train"


def start_training(session: Session, jobs: JobQueue, on_failed: OnFailed | None = None) -> int:
    """Queue a training of the open project; its run is appended when it is done."""
    project = session.project
    number = max((run.number for run in project.runs()), default=0) + 1

    def keep(trained: TrainedModel) -> str:
        shutil.rmtree(trained.model.parent, ignore_errors=True)  # the project has it already
        run = project.append_run(trained.settings, trained.result, trained.result["model_sha256"])
        session.appended("run")
        accuracy = run.result["accuracy"]["value"]
        return "not tested" if accuracy is None else f"{percent(accuracy, 0)} right"

    return jobs.start(
        f"Training run {number}", TRAIN, OnProject(project.path), on_done=keep, on_failed=on_failed
    )
