"""Starting a training from the window, and keeping what it brings back."""

import shutil
from collections.abc import Callable
from functools import partial

from desktop.findings.measure.model_file import with_checked_file
from desktop.findings.measure.training_time import BACKBONE
from desktop.findings.measure.view import view
from desktop.jobs.job import Callbacks
from desktop.jobs.model_files import CheckFile
from desktop.jobs.queue import Bind, JobQueue
from desktop.jobs.training_request import TrainedModel, TrainModel
from desktop.jobs.worker import Failed
from desktop.project.gate import gate_of
from desktop.project.project import Project
from desktop.project.record_kinds import CHECKED_FILES, CheckedFile
from desktop.project.records import Run
from desktop.project.run_list import listed_runs
from desktop.session import Session
from estimators.base.sentence import tr

OnFailed = Callable[[Failed], None]
TRAIN = "desktop.jobs.learn:train"
CHECK_FILE = "desktop.jobs.model_files:check_file"
AUTO = "auto"

_CHOICES = {
    "photo": (
        (AUTO, tr("The usual network, with several looks at each photo")),
        ("efficientnet-lite0", tr("A single look at each photo, in less than half the time")),
        ("efficientnet-lite2", tr("A single look by a larger network")),
    ),
    "text": ((AUTO, tr("The best by cross-validation")), ("wordllama", tr("The instant one"))),
}


def backbone_choices(modality: str) -> tuple[tuple[str, str], ...]:
    """What a training can be done with, as (name, words), the usual one first; empty where there is no choice."""
    from estimators.classifier.modality import modality_named

    if modality not in _CHOICES:
        return ()
    known = modality_named(modality).backbones
    choices = tuple(
        (name, words) for name, words in _CHOICES.get(modality, ()) if name in (AUTO, *known)
    )
    return choices if len(choices) > 1 else ()


def backbone_of(project: Project, modality: str) -> str:
    """What the next training is done with."""
    chosen = project.answer(BACKBONE, AUTO)
    names = [name for name, _ in backbone_choices(modality)]
    return str(chosen) if chosen in names else AUTO


def start_training(
    session: Session, jobs: JobQueue, on_failed: OnFailed | None = None, bind: Bind | None = None
) -> int:
    """Queue a training of the open project; its run is appended when it is done."""
    project = session.project
    number = max((run.number for run in listed_runs(project)), default=0) + 1
    first = project.first_example()
    backbone = backbone_of(project, first.modality) if first is not None else AUTO
    request = TrainModel(project.path, backbone=backbone, file_later=True)
    return jobs.start(
        tr("Training run {number}", number=number),
        TRAIN,
        request,
        on_done=partial(keep_run, session, jobs),
        on_failed=on_failed,
        bind=bind,
    )


def keep_run(session: Session, jobs: JobQueue, trained: TrainedModel) -> str:
    """Append what a training brought to the open project; returns the words for the list of jobs."""
    project = session.project
    shutil.rmtree(trained.model.parent, ignore_errors=True)  # the project has it already
    run = project.append_run(trained.settings, trained.result)
    session.appended("run")
    if run.settings.table is None:  # a file of rows answered its whole test already
        start_file_check(session, jobs, run)
    if not gate_of(project, run).open:
        return tr("look at the data")
    return view(project, run).status


def start_file_check(session: Session, jobs: JobQueue, run: Run) -> int:
    """Queue what is asked of a run's file: whether it answers as tested, and how fast. The number did not wait for it."""
    request = CheckFile(session.project.path, run.id)
    done = _file_check_callbacks(session, jobs).done
    return jobs.start(
        tr("File of run {number}", number=run.number),
        CHECK_FILE,
        request,
        on_done=done,
        patient=True,
        bind=_file_check_callbacks,
    )


def _file_check_callbacks(session: Session, _jobs: JobQueue) -> Callbacks:
    return Callbacks(partial(_keep_checked_file, session))


def _keep_checked_file(session: Session, checked: CheckedFile) -> str:
    project = session.project
    project.append_record(CHECKED_FILES, with_checked_file(project, checked), "")
    session.appended("record")
    n, flips = checked.certificate.n, checked.certificate.label_flips
    return (
        tr("{flips} of {n} labels differ", flips=flips or 0, n=n)
        if n
        else tr("nothing to compare with")
    )
