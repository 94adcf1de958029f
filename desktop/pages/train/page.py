"""The Train page: the newest run (or an older one) by how good, how sure and where it is wrong."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.actions import Action
from desktop.errors import USER_ERRORS
from desktop.findings.accuracy import headline, lead, percent
from desktop.findings.confidence import CUTOFF, cutoff_of, sure_answer, sure_headline, sure_lead
from desktop.findings.mistakes import wrong_answer, wrong_headline, wrong_lead
from desktop.findings.wording import count
from desktop.jobs import learning as work
from desktop.jobs.learning import learning_of
from desktop.jobs.queue import JobQueue
from desktop.pages.page import HeaderAction, Page, message_from
from desktop.pages.train.compare import comparison
from desktop.pages.train.export import ModelExport
from desktop.pages.train.good import HOW_SURE, GoodView
from desktop.pages.train.messages import trouble_message, written_message
from desktop.pages.train.mistake_photos import MistakePhotos
from desktop.pages.train.nothing import NothingYet
from desktop.pages.train.runs import RunBlock, run_menu
from desktop.pages.train.sure import WHAT_CALIBRATION_MEANS, SureView
from desktop.pages.train.try_it import TryIt
from desktop.pages.train.wrong import HOW_TO_READ, WrongView
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.progress import noun
from desktop.project.records import Run
from desktop.project.run_list import ListedRun, listed_runs, run_with
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.tokens import ONE_COLUMN_BELOW
from desktop.widgets.columns import Column, Columns
from desktop.widgets.explain import Explanation, TablePopover
from desktop.widgets.message import Message
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from reports.provenance import Provenance

GOOD, SURE, WRONG, TRY = "good", "sure", "wrong", "try"


class TrainPage(Page):
    """How good is it, how sure, and where is it wrong?"""

    stage = Stage.TRAIN

    def __init__(self, session: Session, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.learning = learning_of(session, jobs)
        self.learning.changed.connect(self._work_changed)
        self._runs: list[ListedRun] = []
        self._run: Run | None = None
        self._newest: int | None = None
        self._tab = GOOD
        self._trial_cutoff: float | None = None  # dragged to, not chosen yet
        self._done: Message | None = None
        session.closed.connect(self.stop)

    # --- making --------------------------------------------------------------------------------------------------

    def build(self) -> None:
        self.tabs = AnswerTabs("What the run shows")
        self.tabs.chosen.connect(self.show_tab)
        self._tab_box = QWidget()
        box = QVBoxLayout(self._tab_box)
        box.setContentsMargins(0, 22, 0, 0)
        box.addWidget(self.tabs)
        self.fixed.addWidget(self._tab_box)
        self.nothing = NothingYet()
        self.history = RunBlock()
        self.run_list = self.history.list
        self.run_list.chosen.connect(self.choose_run)
        self.history.compare.clicked.connect(self.compare)
        self.good, self.sure, self.wrong = GoodView(), SureView(), WrongView()
        self.try_it = TryIt(models_folder())
        self.try_it.failed.connect(self._try_failed)
        self.good.side_box.addWidget(self.try_it)
        self._try_view = QWidget()
        self._try_box = QVBoxLayout(self._try_view)
        self._try_box.setContentsMargins(0, 0, 0, 0)
        self.views = {GOOD: self.good, SURE: self.sure, WRONG: self.wrong, TRY: self._try_view}
        holder = QWidget()
        stack = QVBoxLayout(holder)
        stack.setContentsMargins(0, 0, 0, 0)
        for view in self.views.values():
            view.hide()
            stack.addWidget(view)
        self.columns = Columns((Column("runs", 188), Column("views")), gap=72, ruled=True)
        self.columns.add("runs", self.history, wide_only=True)
        self.columns.add("views", holder)
        for widget in (self.nothing, self.columns):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.sure.cutoff_changed.connect(self._cutoff_tried)
        self.mistakes = MistakePhotos(self.session, self.wrong, self._do)
        self.export = ModelExport(self)
        self.export.finished.connect(self._exported)
        self.export.failed.connect(self._try_failed)

    # --- showing -------------------------------------------------------------------------------------------------

    def refresh(self, change: Change) -> None:
        project = self.session.project
        if change.touches("run") or self._run is None:
            self._runs = listed_runs(project)
            newest = self._runs[0].id if self._runs else None
            current = self._run.id if self._run else None
            if newest != self._newest or current not in {run.id for run in self._runs}:
                current = newest
            self._newest = newest
            self._run = run_with(project, current) if current is not None else None
            self._trial_cutoff = None
        shown = self._run is not None
        self.nothing.setVisible(not shown)
        self._tab_box.setVisible(shown)
        self.columns.setVisible(shown)
        if self._run is not None:
            bar = project.bar.value if project.bar else None
            self.run_list.set_runs(self._runs, self._run.id, bar, noun(project, 1))
            self.try_it.set_run(project.path, self._run)
            self.history.compare.setVisible(len(self._runs) > 1)
            self._place_try_it()
            self._show_tabs(self._run)
        self._show_view()
        self._show_work()

    def _show_tabs(self, run: Run) -> None:
        value = run.result["accuracy"]["value"]
        good = f"{percent(value)} right" if value is not None else "not tested"
        tabs = [
            AnswerTab(GOOD, "How good", good),
            AnswerTab(SURE, "How sure", sure_answer(run)),
            AnswerTab(WRONG, "Where it’s wrong", wrong_answer(run)),
        ]
        if self._is_narrow():
            tabs.append(AnswerTab(TRY, "Try it", "drop a photo"))
        elif self._tab == TRY:
            self._tab = GOOD
        self.tabs.set_tabs(tabs)
        self.tabs.set_value(self._tab)

    def show_tab(self, key: str) -> None:
        """Show one of the views: "good", "sure", "wrong" or (narrow) "try"."""
        self._tab = key
        self.tabs.set_value(key)
        self._show_view()
        self.scroller.verticalScrollBar().setValue(0)

    def _show_view(self) -> None:
        project, run = self.session.project, self._run
        for key, view in self.views.items():
            view.setVisible(key == self._tab)
        if run is not None:
            if self._tab == GOOD:
                self.good.show_run(project, run)
            elif self._tab == SURE:
                self.sure.show_run(project, run, self._cutoff())
            elif self._tab == WRONG:
                self.wrong.show_run(
                    project, run, cutoff_of(project), self.mistakes.thumbnail, self.mistakes.labels
                )
        self._show_header()

    def _show_header(self) -> None:
        project, run = self.session.project, self._run
        if run is None:
            self._show_question()
            return
        again = HeaderAction("Train again", self._train, self._why_not_train())
        which = HeaderAction(f"Run {run.number}", self._choose_from_menu, drops_down=True)
        menu = (which,) if self._is_narrow() and len(self._runs) > 0 else ()
        launch = partial(self.go_to.emit, Stage.LAUNCH)
        tested = bool(run.result["n_test"])
        if self._tab == SURE and tested:
            self.set_headline(sure_headline(run), sure_lead(project, run))
            self.set_secondary(*menu)
            cutoff = self._cutoff()
            if project.answer(CUTOFF) is None or abs(cutoff - cutoff_of(project)) > 0.004:
                words = f"Use {percent(cutoff)} as the cut-off"
                self.set_primary(words, self.use_cutoff, off=self._frozen())
                return
        elif self._tab == WRONG and tested:
            self.set_headline(wrong_headline(run), wrong_lead(project, run))
            self.set_secondary(*menu)
            wrong = run.result["n_test"] - run.result["correct"]
            if wrong:
                self.set_primary(f"Review the {wrong:,}", self.wrong.review)
                return
        else:
            self.set_headline(headline(project, run), lead(project, run))
            self.set_secondary(*((*menu,) if self._is_narrow() else (again,)))
        why = "" if tested else "Nothing was held out, so there is nothing to take to the launch."
        self.set_primary("Take to launch", launch, off=why)

    def _show_question(self) -> None:
        project = self.session.project
        missing = work.why_not_train(project)
        self.set_secondary()
        if missing:
            self.set_headline("How good can it get?", f"Nothing is trained yet. {missing}")
            words = "Bring examples" if not project.count_examples() else "Go to the data"
            self.set_primary(words, partial(self.go_to.emit, Stage.DATA))
            return
        ready = sum(info.learn for info in project.classes())
        self.set_headline(
            "How good can it get?",
            f"Nothing is trained yet. {count(ready, noun(project, 1))} are ready to learn from; it takes seconds, on "
            "this computer.",
        )
        self.set_primary(f"Train with {ready:,}", self._train, off=self._why_not_train())

    def _show_work(self) -> None:
        """How far the training under way is, and why the last one failed."""
        job = self.learning.work(work.TRAIN, work.CHECK)
        if job is not None and self.learning.training_wanted:
            words = f"{job.title} · {job.text}" if job.text else job.title
        else:
            job, words = None, ""
        self.nothing.show_progress(f"{words}." if words else "", job.share if job else None)
        self.history.under_way.setText(f"{words}." if words else "")
        self.history.under_way.setVisible(bool(words))
        trouble = self.learning.trouble(work.TRAIN)
        if trouble is None:
            self.set_message(self._done)
            return
        dismiss = partial(self.learning.dismiss, work.TRAIN)
        self.set_message(trouble_message(trouble, partial(self.go_to.emit, Stage.DATA), dismiss))

    def _work_changed(self) -> None:
        if self._built and self.session.is_open and self.isVisible():
            self._show_work()
            self._show_header()

    # --- runs ----------------------------------------------------------------------------------------------------

    def choose_run(self, run_id: int) -> None:
        """Show another run."""
        if self._run is None or run_id != self._run.id:
            self._run = run_with(self.session.project, run_id)
            self._trial_cutoff = None
            self.refresh(Change(frozenset()))

    def step(self, by: int) -> None:
        """To an older (-1) or newer (1) run."""
        ids = [run.id for run in self._runs]
        if self._run is not None and self._run.id in ids:
            place = ids.index(self._run.id) - by
            if 0 <= place < len(ids):
                self.choose_run(ids[place])

    def _choose_from_menu(self) -> None:
        current = self._run.id if self._run is not None else None
        again = None if self._why_not_train() else self._train
        menu = run_menu(self, self._runs, current, self.choose_run, again)
        anchor = self.header.secondary()[0]
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def compare(self) -> None:
        """This run beside the one before it (or after it, for the first)."""
        ids = [run.id for run in self._runs]
        if self._run is None or len(ids) < 2:
            return
        place = ids.index(self._run.id)
        other = run_with(
            self.session.project, ids[place + 1 if place + 1 < len(ids) else place - 1]
        )
        if other is not None:
            title = f"Run {self._run.number} beside run {other.number}"
            popover = TablePopover(self.window(), title, comparison(self._run, other))
            popover.closed.connect(popover.deleteLater)
            popover.open_below(self.history.compare, focus=popover.view)

    def delete_run(self) -> None:
        """Take this run out of the history; undo brings it back."""
        if self._run is not None:
            self._do(edit.DeleteRun(self._run.id, self._run.number))

    # --- cut-off, labels, export ---------------------------------------------------------------------------------

    def _cutoff(self) -> float:
        return (
            self._trial_cutoff
            if self._trial_cutoff is not None
            else cutoff_of(self.session.project)
        )

    def _cutoff_tried(self, cutoff: float) -> None:
        self._trial_cutoff = round(cutoff, 2)
        self._show_view()

    def use_cutoff(self) -> None:
        """Choose the cut-off shown."""
        cutoff, self._trial_cutoff = self._cutoff(), None
        self._do(edit.SetFact(CUTOFF, cutoff, f"the cut-off to {percent(cutoff)}", Provenance.GUESS, "your choice"))  # fmt: skip

    def export_model(self) -> None:
        """Ask where, and write the model file there."""
        if self._run is None:
            return
        first = str(Path.home() / f"{self.session.name} run {self._run.number}.onnx")
        name, _ = QFileDialog.getSaveFileName(self.window(), "Export the model file", first, "Models (*.onnx)")  # fmt: skip
        if name:
            self.export_to(Path(name))

    def export_to(self, target: Path) -> None:
        """Write the model file of this run there, whole or not at all."""
        if self._run is not None:
            target = target if target.suffix else target.with_suffix(".onnx")
            self.export.write(self.session.project.path, self._run.model_sha256, target)

    def _exported(self, target: Path) -> None:
        self._say_done(written_message(target, self._close_done))

    def _try_failed(self, error: Exception) -> None:
        message = message_from(error, button="Close", run=self._close_done)
        self._say_done(message)

    def _say_done(self, message: Message | None) -> None:
        self._done = message
        self._show_work()

    def _close_done(self) -> None:
        self._say_done(None)

    def _do(self, command: Command) -> None:
        try:
            self.session.do(command)
        except USER_ERRORS as error:
            self._say_done(message_from(error, button="Close", run=self._close_done))

    def _train(self) -> None:
        self._done = None
        self.learning.train()

    def _frozen(self) -> str:
        return self.session.notice if self.session.read_only else ""

    def _why_not_train(self) -> str:
        if self.learning.training_wanted:
            return "A training is under way."
        return self._frozen() or work.why_not_train(self.session.project)

    # --- size, keys ----------------------------------------------------------------------------------------------

    def _is_narrow(self) -> bool:
        return self.window().width() < ONE_COLUMN_BELOW

    def _place_try_it(self) -> None:
        box = self._try_box if self._is_narrow() else self.good.side_box
        if box.indexOf(self.try_it) < 0:
            box.addWidget(self.try_it)

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self._narrow_tabs()
        super().resizeEvent(event)
        if self._built and self._run is not None and before != self._is_narrow():
            self._place_try_it()
            self._show_tabs(self._run)
            self._show_view()

    def _narrow_tabs(self) -> bool:
        return self._built and self._try_box.indexOf(self.try_it) >= 0

    def stop(self) -> None:
        """End what runs in threads: the project is closing."""
        if self._built:
            self.try_it.stop()
            self.mistakes.stop()
            self.export.stop()

    def keys(self) -> tuple[tuple[str, str], ...]:
        if self._run is None:
            return (("Ctrl ↵", "do the next thing"),)
        if self._tab == SURE:
            return (
                ("← →", "move the cut-off"),
                ("T", "numbers as a table"),
                ("F1", "what calibration means"),
            )
        if self._tab == WRONG:
            return (("arrows", "move in the table"), ("↵", "open photos"))
        return (
            ("[ ]", "previous, next run"),
            ("T", "numbers as a table"),
            ("Ctrl E", "export the model file"),
        )

    def explanation(self) -> Explanation | None:
        if self._run is None:
            return None
        return {SURE: WHAT_CALIBRATION_MEANS, WRONG: HOW_TO_READ}.get(self._tab, HOW_SURE)

    def actions_of_page(self) -> tuple[Action, ...]:
        def action(
            name: str, text: str, run: Callable[[], None], key: str, off: Callable[[], str]
        ) -> Action:
            return Action(f"train.{name}", text, run, key, stage=Stage.TRAIN, off=off)

        return (
            action("again", "Train again", self._train, "", self._why_not_train),
            action("previous", "The run before", partial(self.step, -1), "[", self._no_run),
            action("next", "The run after", partial(self.step, 1), "]", self._no_run),
            action("compare", "Compare two runs", self.compare, "", self._no_two_runs),
            action("export", "Export the model file…", self.export_model, "Ctrl+E", self._no_run),
            action("delete", "Delete this run", self.delete_run, "", self._no_delete),
        )

    def _no_run(self) -> str:
        return "" if self._run is not None else "Nothing is trained yet."

    def _no_two_runs(self) -> str:
        return "" if len(self._runs) > 1 else "There is only one run."

    def _no_delete(self) -> str:
        return self._no_run() or self._frozen()


def models_folder() -> Path:
    """Where model files are written to be used: the user's cache."""
    from platformdirs import user_cache_path

    return user_cache_path("smart-enough", appauthor=False) / "models"
