"""From new photos to a checked data set, a learning curve and a run: which job follows which.

One ``TrainingPipeline`` a window, shared by the pages that start or show this work (``pipeline_of``). Jobs bring results
back into the GUI thread; here they become edits and records of the project.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.findings.data.training_data import asked_of, can_check, can_measure
from desktop.jobs import training
from desktop.jobs.add_data import AddData, FindMoved, FoundAgain, FoundData, without_classes
from desktop.jobs.auto_recheck import AutoRecheck, DataJobs
from desktop.jobs.job import Callbacks, JobView
from desktop.jobs.label_next import SuggestNext
from desktop.jobs.learn import CheckData, CheckedData, keep_inspection
from desktop.jobs.measure_curve import MeasureCurve, MeasuredSize
from desktop.jobs.more_data import PlanCollection
from desktop.jobs.partial_curve import PartialCurve
from desktop.jobs.queue import JobQueue
from desktop.jobs.table_columns import TableColumns
from desktop.jobs.table_look import TableLooks
from desktop.jobs.task_range import TaskRanges
from desktop.jobs.time_training import TrainingClock
from desktop.jobs.training import keep_run, start_training
from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import Failed
from desktop.project import commands as edit
from desktop.project.example_list import labelled_ids, last_id
from desktop.project.noun import noun
from desktop.project.product import example_noun_of, is_classifier
from desktop.project.record_kinds import (
    COLLECTION_PLAN,
    CURVE,
    INSPECTION,
    LABEL_NEXT,
    MADE_EXAMPLES,
    Suggestions,
)
from desktop.project.records import Derived, RecordKind
from desktop.project.table_data import put_table, table_of
from desktop.session import Change, Session
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.noun import example_noun
from estimators.base.sentence import tr, tr_plural
from estimators.data_sufficiency.sentences import headline

T = TypeVar("T")
ADD, MOVED, CHECK, MEASURE, TRAIN, NEXT = "add", "moved", "check", "curve", "train", "next"
PLAN, MADE = "plan", "made"
FUNCTIONS = {
    ADD: "desktop.jobs.add_data:find_data",
    MOVED: "desktop.jobs.add_data:find_moved",
    CHECK: "desktop.jobs.learn:check_data",
    MEASURE: "desktop.jobs.measure_curve:measure_curve",
    NEXT: "desktop.jobs.label_next:suggest_next",
    PLAN: "desktop.jobs.more_data:plan_collection",
    MADE: "desktop.jobs.more_data:measure_made",
    TRAIN: training.TRAIN,
}


def pipeline_of(session: Session, jobs: JobQueue) -> "TrainingPipeline":
    """The one ``TrainingPipeline`` of this session and queue."""
    for found in jobs.findChildren(TrainingPipeline):
        if found.session is session:
            return found
    return TrainingPipeline(session, jobs)


@dataclass(frozen=True)
class PipelineState:
    """What is known of the jobs of a project beside the jobs themselves: it goes with them to another session."""

    troubles: dict[str, Failed]
    train_after_check: bool


class TrainingPipeline(QObject):
    """Starts jobs on the open project and keeps what they bring. ``changed``: progress, a failure, a result."""

    changed = Signal()
    added = Signal(object, object)  # FoundData, the last id that there was before

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(jobs)
        self.session, self._jobs = session, jobs
        self._troubles: dict[str, Failed] = {}
        self._train_after_check = False
        self._editing = False  # the change under way is our own
        self.table = TableLooks(session, jobs)
        self.tasks = TaskRanges(session, jobs)
        self.clock = TrainingClock(session, jobs)
        self._growing = PartialCurve(self)
        self._growing.grown.connect(self.changed)
        looking = DataJobs(
            lambda: self.looks_at_the_data, partial(self.check, hold_out=False), self.measure
        )
        self._recheck = AutoRecheck(session, looking, self)
        jobs.changed.connect(self.changed)
        session.changed.connect(self._session_changed)
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)

    # --- asking --------------------------------------------------------------------------------------------------

    def add(
        self,
        sources: Sequence[Path],
        columns: Sequence[tuple[Path, TableColumns]] = (),
        *,
        kept: bool = False,
        label: str | None = None,
    ) -> None:
        """Look at these folders, files or tables, add what they hold, then check everything (see ``AddData``)."""
        several = tr("{sources} places", sources=len(sources))
        name = sources[0].name if len(sources) == 1 else several
        request = AddData(self._path, tuple(sources), tuple(columns), True, kept, label)
        self._start(ADD, tr("Reading {name}", name=name), request)

    def find_moved(self, folder: Path) -> None:
        self._start(MOVED, tr("Searching {name}", name=folder.name), FindMoved(self._path, folder))

    def check(self, *, hold_out: bool = True, then_train: bool = False) -> None:
        """Look for what would make the result a lie, then measure the learning curve."""
        self._train_after_check = then_train
        new = self._unseen() if hold_out else frozenset()
        request = CheckData(self._path, new=new, hold_out=hold_out)
        self._start(CHECK, tr("Checking the data"), request)

    def measure(self) -> None:
        request = MeasureCurve(self._path, asked=asked_of(self.session.project))
        self._start(MEASURE, tr("Learning curve"), request)

    def stop(self, *kinds: str) -> None:
        """Stop the job of these kinds; nothing of it is kept, and a learning curve from before stays."""
        if work := self.work(*kinds):
            self._jobs.cancel(work.id)

    def cancel_training(self) -> None:
        """Stop the training under way, or have none follow the check that runs."""
        self._train_after_check = False
        if training := self.work(TRAIN):
            self._jobs.cancel(training.id)
        self.changed.emit()

    def suggest(self, n: int) -> None:
        """Work out which ``n`` unlabelled examples to label next."""
        if not self.is_active(NEXT):
            self._start(NEXT, tr("Choosing what to label next"), SuggestNext(self._path, n=n))

    def plan(self) -> None:
        """Work out what to collect next from the mistakes of the run in use."""
        if not self.is_active(PLAN):
            self._start(PLAN, tr("Planning what to collect"), PlanCollection(self._path))

    def measure_made(self) -> None:
        if not self.is_active(MADE):
            self._start(MADE, tr("Measuring made examples"), OnProject(self._path))

    def _record(self, words: str) -> str:
        """Tell that a record was kept, and pass on the words for the list of jobs."""
        self.session.appended("record")
        return words

    def train(self) -> None:
        """Train; new examples are dealt out to learning set and test before, in one check."""
        if self.is_active(TRAIN) or self.is_active(CHECK):
            self._train_after_check = self.is_active(CHECK)
            return
        project = self.session.project
        if table_of(project) is not None:  # it is dealt out as it is trained on
            self._start_training()
            return
        nothing_held = not any(info.held_out for info in project.classes())
        if self._unseen() or nothing_held:
            self.check(then_train=True)
        else:
            self._start_training()

    def _start_training(self) -> None:
        """Queue the training itself. Where the check found nothing to spare for a test, it is trained without one."""
        self._troubles.pop(TRAIN, None)
        curve = self.work(MEASURE)
        if curve is not None:  # nobody waits for that one: it comes after what a person pressed
            self._jobs.cancel(curve.id)
        start_training(self.session, self._jobs, self.training_failed, _training_callbacks)
        if curve is not None:
            self.measure()
        self.changed.emit()

    # --- answering -----------------------------------------------------------------------------------------------

    def work(self, *kinds: str) -> JobView | None:
        """The job of these kinds that runs, or waits; the running one first."""
        functions = {FUNCTIONS[kind] for kind in kinds}
        active = (v for v in self._jobs.jobs() if v.state in ("running", "waiting"))
        return next((view for view in active if view.function in functions), None)

    def is_active(self, *kinds: str) -> bool:
        """Whether a job of these kinds runs or waits."""
        return self.work(*kinds) is not None

    @property
    def sizes(self) -> tuple[MeasuredSize, ...]:
        """What is measured so far of the learning curve under way, smallest first; empty where none is."""
        if not self.is_active(MEASURE):
            return ()
        return self._growing.sizes

    @property
    def looks_at_the_data(self) -> bool:
        """Whether something runs or waits after which the data is not what it was, or is known better."""
        return self.is_active(ADD, CHECK, MEASURE)

    @property
    def training_wanted(self) -> bool:
        """Whether a training runs, waits, or follows the check that runs."""
        return self.is_active(TRAIN) or (self._train_after_check and self.is_active(CHECK))

    def trouble(self, kind: str) -> Failed | None:
        """Why the last job of that kind failed; None where it did not, or was started again."""
        return self._troubles.get(kind)

    def dismiss(self, kind: str) -> None:
        """The person has read it."""
        if self._troubles.pop(kind, None) is not None:
            self.changed.emit()

    # --- what comes back -----------------------------------------------------------------------------------------

    def _added(self, found: FoundData) -> str:
        project = self.session.project
        if found.table is not None:
            self._do(put_table(project, found.table.file, found.table.task, found.table.answer))
            self.added.emit(found, None)
            return count(found.table.rows, "row")
        before = last_id(project)
        found = found if is_classifier(project) else without_classes(found)
        if found.examples:
            things = example_noun(found.modality).many
            self._do(edit.AddExamples(found.examples, things))
        self.added.emit(found, before)
        added = last_id(project) > before
        if added and can_check(project):
            self.check()
        return count(len(found.examples), example_noun_of(project)) if added else tr("nothing new")

    def _moved(self, found: FoundAgain) -> str:
        if found.moves:
            self._do(edit.MoveExamples(found.moves, noun(self.session.project)))
        if found.missing:
            thing = noun(self.session.project, 1)
            self._troubles[MOVED] = Failed(
                tr_plural(
                    "{count} is not in there.",
                    "{count} are not in there.",
                    found.missing,
                    count=count(found.missing, thing),
                ),
                tr("{count} were found by name and content.", count=count(len(found.moves), thing)),
                tr("Show another folder, or work without them."),
                "",
            )
        self.changed.emit()
        return tr("{moves} found", moves=len(found.moves))

    def _checked(self, checked: CheckedData) -> str:
        project = self.session.project
        labelled = labelled_ids(project)
        current = checked.fingerprint == project.fingerprint()
        held = checked.held_out & labelled
        if held != checked.held_before:
            self._do(edit.HoldOut(held, noun(project)))
        words = self._record(keep_inspection(project, checked, current=current))
        if self._train_after_check:
            self._train_after_check = False
            self._start_training()
        if can_measure(project):
            self.measure()
        return words

    def _derived(self, kind: RecordKind[T], words: Callable[[T], str], found: Derived[T]) -> str:
        self.session.project.append_record(kind, found.value, found.fingerprint)
        return self._record(words(found.value))

    def _count_suggested(self, found: Suggestions) -> str:
        return count(len(found.rows), example_noun_of(self.session.project))

    # --- plumbing ------------------------------------------------------------------------------------------------

    @property
    def _path(self) -> Path:
        return self.session.project.path

    def _unseen(self) -> frozenset[int]:
        record = self.session.project.record(INSPECTION)
        labelled = labelled_ids(self.session.project)
        if record is None:
            return labelled
        seen = record.value.seen
        return frozenset() if seen is None else labelled - frozenset(seen)

    def _start(self, kind: str, title: str, request: Any) -> None:
        self._troubles.pop(kind, None)
        self.tasks.step_aside()
        now = self.callbacks(kind)
        self._jobs.start(
            title,
            FUNCTIONS[kind],
            request,
            on_done=now.done,
            on_failed=now.failed,
            on_part=now.part,
            quick=kind in (ADD, MOVED),
            bind=partial(_callbacks, kind),
        )

    def callbacks(self, kind: str) -> Callbacks:
        """What becomes of the result of a job of that kind on the open project."""
        keepers: dict[str, Callable[[Any], str]] = {
            ADD: self._added,
            MOVED: self._moved,
            CHECK: self._checked,
            MEASURE: partial(self._derived, CURVE, lambda found: headline(found.forecast)),
            NEXT: partial(self._derived, LABEL_NEXT, self._count_suggested),
            PLAN: partial(self._derived, COLLECTION_PLAN, lambda _: tr("see the Data page")),
            MADE: partial(self._derived, MADE_EXAMPLES, lambda found: found.effect.sentence),
        }
        keep, path = keepers[kind], self._path

        def done(result: Any) -> str:
            if not self.session.is_open or self._path != path:
                return tr("nothing was kept")  # the project was closed meanwhile
            try:
                return keep(result)
            except UserError as error:  # the project is read-only, or the disk is full
                self._failed(kind, Failed(error.what, error.why, error.next_step, ""))
                return error.what

        part = self._growing.begin() if kind == MEASURE else None
        return Callbacks(done, partial(self._failed, kind), part=part)

    def state(self) -> PipelineState:
        """What goes with the jobs where their project is left."""
        return PipelineState(dict(self._troubles), self._train_after_check)

    def take_over(self, state: PipelineState) -> None:
        """Know of the jobs of a project that another session had until now."""
        self._train_after_check = state.train_after_check
        self.remember(state.troubles)

    def remember(self, troubles: dict[str, Failed]) -> None:
        """Say that work on the open project failed while it was not shown."""
        self._troubles |= troubles
        self.changed.emit()

    def training_failed(self, failed: Failed) -> None:
        self._troubles[TRAIN] = failed
        self.changed.emit()

    def _failed(self, kind: str, failure: Failed) -> None:
        if kind == CHECK and self._train_after_check:  # said where the person asked for a training
            self._train_after_check = False
            kind = TRAIN
        self._troubles[kind] = failure
        self.changed.emit()

    def _session_changed(self, change: Change) -> None:
        if not self._editing:
            self._recheck.note(change)

    def _do(self, command: Any) -> None:
        self._editing = True
        try:
            self.session.do(command)
        finally:
            self._editing = False

    def _forget(self) -> None:
        self._recheck.forget()
        self.tasks.forget()
        self._growing.begin()
        self._troubles.clear()
        self._train_after_check = False


def _callbacks(kind: str, session: Session, jobs: JobQueue) -> Callbacks:
    """For whoever has the project now."""
    return pipeline_of(session, jobs).callbacks(kind)


def _training_callbacks(session: Session, jobs: JobQueue) -> Callbacks:
    return Callbacks(partial(keep_run, session, jobs), pipeline_of(session, jobs).training_failed)
