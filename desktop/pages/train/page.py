"""The Train page: the run in use (or another one) by how good, how sure and where it is wrong."""

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions import Action
from desktop.findings.train.calibration import cutoff_of
from desktop.findings.train.view import GOOD, SURE, WRONG, view
from desktop.jobs import training_pipeline as work
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_pipeline import pipeline_of
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page, ask_waiver, message_from
from desktop.pages.train.accuracy import AccuracyView, ModelExport
from desktop.pages.train.calibration import CalibrationView, CutoffChoice
from desktop.pages.train.confusion import NOTHING_TO_LIGHT, ConfusionView, MistakeExamples
from desktop.pages.train.empty_state import GatedView, TrainEmptyState, TrainingProgress
from desktop.pages.train.header import NOTHING_HELD_OUT, TRY, TrainButtons, header_of, keys_of
from desktop.pages.train.history import RunHistory
from desktop.pages.train.runs import MenuEntry
from desktop.pages.train.try_it import TryIt
from desktop.project.gate import GateState, gate_of
from desktop.project.noun import noun
from desktop.project.records import Run
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.tokens import ONE_COLUMN_BELOW
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.message import Message
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from estimators.base.percent import percent
from reports.stage_view import Explanation


class TrainPage(Page):
    """How good is it, how sure, and where is it wrong?"""

    stage = Stage.TRAIN

    def __init__(self, session: Session, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._jobs = jobs
        self.learning = pipeline_of(session, jobs)
        self.learning.changed.connect(self._work_changed)
        self._gate = GateState(passed=True)
        self._tab = GOOD
        self.under_way = TrainingProgress(self.learning, self)
        self.under_way.spoken_of.connect(self._work_changed)
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
        self.nothing, self.gated = TrainEmptyState(), GatedView()
        self.cutoff = CutoffChoice(self.session, self.do, self)
        self.cutoff.tried.connect(self._show_view)
        self.history = RunHistory(self.session, self.do, self)
        self.history.chosen.connect(self._run_chosen)
        self.run_list = self.history.block.list
        self.accuracy, self.calibration, self.confusion = (
            AccuracyView(),
            CalibrationView(),
            ConfusionView(),
        )
        self.try_it = TryIt()
        self.try_it.failed.connect(self.refuse)
        self.accuracy.side_box.addWidget(self.try_it)
        self.export = ModelExport(
            self.session, self._jobs, self.history, self.set_message, self.close_message
        )
        self.accuracy.file.export_asked.connect(self.export.ask)
        self.accuracy.file.small_asked.connect(self.export.ask_small)
        self.accuracy.file.noted.connect(self.history.note)
        self._try_view = QWidget()
        self._try_box = QVBoxLayout(self._try_view)
        self._try_box.setContentsMargins(0, 0, 0, 0)
        self.views = {
            GOOD: self.accuracy,
            SURE: self.calibration,
            WRONG: self.confusion,
            TRY: self._try_view,
        }
        holder = QWidget()
        stack = QVBoxLayout(holder)
        stack.setContentsMargins(0, 0, 0, 0)
        for part in (*self.views.values(), self.gated):
            part.hide()
            stack.addWidget(part)
        self.columns = ResponsiveColumns(
            (LayoutColumn("runs", 188), LayoutColumn("views")), gap=72, ruled=True
        )
        self.columns.add("runs", self.history.block, wide_only=True)
        self.columns.add("views", holder)
        for widget in (self.nothing, self.columns):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.calibration.cutoff_changed.connect(self.cutoff.try_it)
        self.calibration.costs_asked.connect(partial(self.go_to.emit, Stage.PROBLEM))
        self.calibration.quiet_chosen.connect(self.cutoff.say_quiet)
        self.mistakes = MistakeExamples(self.session, self.confusion, self.do)
        self.mistakes.failed.connect(self.refuse)

    # --- showing -------------------------------------------------------------------------------------------------

    @property
    def run(self) -> Run | None:
        """The run that is shown."""
        return self.history.run

    def refresh(self, change: Change) -> None:
        project = self.session.project
        before = self.run
        self.history.read(change)
        run = self.run
        if run is not before:
            self.cutoff.forget_trial()
        self._gate = gate_of(project, run) if run is not None else GateState(passed=True)
        shown = run is not None
        self.nothing.set_noun(noun(project))
        self.nothing.setVisible(not shown)
        self._tab_box.setVisible(shown and self._gate.open)
        self.columns.setVisible(shown)
        if run is not None:
            self.history.show()
            self.try_it.set_run(project.path, run, self.history.modality, noun(project, 1))
            self.mistakes.show_run(run)
            self._place_try_it()
            self._show_tabs(run)
        self._show_view()
        self._show_work()

    def _run_chosen(self) -> None:
        self.cutoff.forget_trial()
        self.refresh(Change(frozenset()))

    def _show_tabs(self, run: Run) -> None:
        names = {GOOD: "How good", SURE: "How sure", WRONG: "Where it’s wrong"}
        project = self.session.project
        tabs = [AnswerTab(key, name, view(project, run, key).status) for key, name in names.items()]
        if self.is_narrow():
            text = self.history.modality == "text"
            one = noun(self.session.project, 1)
            tabs.append(AnswerTab(TRY, "Try it", "type a text" if text else f"drop a {one}"))
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
        project, run = self.session.project, self.run
        for key, part in self.views.items():
            part.setVisible(key == self._tab and self._gate.open)
        self.gated.setVisible(not self._gate.open)
        if run is not None and not self._gate.open:
            self.gated.show_gate(project, self._gate)
        elif run is not None and self._tab == GOOD:
            self.accuracy.show_run(project, run, self.history.modality, self.why_not_edit())
        elif run is not None and self._tab == SURE:
            self.calibration.show_run(project, run, self.cutoff.value)
        elif run is not None and self._tab == WRONG:
            self.confusion.show_run(project, run, cutoff_of(project), self.mistakes.shown)
        self._show_header()

    def _show_header(self) -> None:
        said = header_of(self.session.project, self.run, self._gate, self._tab, self._buttons())
        self.set_headline(said.headline, said.lead)
        self.set_secondary(*said.secondary)
        self.set_primary(said.primary.text, said.primary.run, off=said.primary.off)

    def _buttons(self) -> TrainButtons:
        run, past, cutoff = self.run, self.history, self.cutoff
        why = "" if run is not None and run.result.n_test else NOTHING_HELD_OUT
        launch = HeaderAction("Take to launch", partial(self.go_to.emit, Stage.LAUNCH), why)
        if run is not None and not past.in_use:
            launch = HeaderAction(f"Use run {run.number}", past.use, past.no_use())
        words = f"Use {percent(cutoff.value)} as the cut-off"
        menu = HeaderAction(f"Run {run.number}" if run else "", self._choose_run, drops_down=True)
        return TrainButtons(
            again=HeaderAction("Train again", self.train, self.why_not_train()),
            go_on=launch,
            waive=HeaderAction("Let it through…", partial(ask_waiver, self), past.no_edit()),
            cutoff=None if cutoff.is_chosen else HeaderAction(words, cutoff.use, past.no_edit()),
            runs=(menu,) if run is not None and self.is_narrow() else (),
            review=self.confusion.review,
            to_data=partial(self.go_to.emit, Stage.DATA),
        )

    def _choose_run(self) -> None:
        """The runs as a menu with what can be done with one, where the window has no room for the list."""
        past = self.history
        more = (
            MenuEntry("Train again", None if self.why_not_train() else self.train),
            MenuEntry("Compare two runs", None if past.no_two_runs() else past.compare),
            MenuEntry("Use this run", None if past.no_use() else past.use),
            *past.options(),
        )
        past.choose_from_menu(self.header.secondary()[0], *more)

    # --- work under way ------------------------------------------------------------------------------------------

    def _show_work(self) -> None:
        """How far the training under way is (once it takes longer than a moment), and why the last one failed."""
        words, share = self.under_way.words()
        self.nothing.show_progress(words, share)
        self.history.block.under_way.setText(words)
        self.history.block.under_way.setVisible(bool(words))
        self._dim(bool(words) and self.run is not None)
        self.show_message()

    def standing_message(self) -> Message | None:
        trouble = self.learning.trouble(work.TRAIN)
        if trouble is None:
            return None
        if trouble.details:
            return message_from(RuntimeError(trouble.details.strip().splitlines()[-1]))
        said = (trouble.what, trouble.why, trouble.next_step)
        to_data = partial(self.go_to.emit, Stage.DATA)
        dismiss = partial(self.learning.dismiss, work.TRAIN)
        return Message("error", *said, "Go to the data", to_data, "Close", dismiss)

    def _dim(self, dim: bool) -> None:
        """The last numbers stay while newer ones are worked out, dimmed."""
        self.header.headline.set_colour("ink3" if dim else "ink")
        if dim:
            self.header.lead.setText("Updating. These are the last known numbers.")

    def _work_changed(self) -> None:
        if self._built and self.session.is_open and self.isVisible():
            self._show_header()
            self._show_work()

    def train(self) -> None:
        """Train again, after a check of what is new."""
        self.close_message()
        self.learning.train()

    def why_not_train(self) -> str:
        """Why no training can start now; an empty text: it can."""
        if self.learning.training_wanted:
            return "A training is under way."
        return self.why_not_edit() or work.why_not_train(self.session.project)

    # --- size, keys ----------------------------------------------------------------------------------------------

    def is_narrow(self) -> bool:
        """Whether the window has room for one column alone."""
        return self.window().width() < ONE_COLUMN_BELOW

    def _place_try_it(self) -> None:
        box = self._try_box if self.is_narrow() else self.accuracy.side_box
        if box.indexOf(self.try_it) < 0:
            box.addWidget(self.try_it)

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = self._built and self._try_box.indexOf(self.try_it) >= 0
        super().resizeEvent(event)
        if self._built and self.run is not None and before != self.is_narrow():
            self._place_try_it()
            self._show_tabs(self.run)
            self._show_view()

    def stop(self) -> None:
        """End what runs in threads: the project is closing."""
        self.under_way.stop()
        if self._built:
            self.try_it.stop()
            self.mistakes.stop()

    def keys(self) -> tuple[tuple[str, str], ...]:
        things, lit = noun(self.session.project), not self.no_light()
        return keys_of(things, self._tab, self._gate, has_run=self.run is not None, lit=lit)

    def explanation(self) -> Explanation | None:
        if self.run is None or not self._gate.open:
            return None
        found = view(self.session.project, self.run, self._tab).explanations
        return next(iter(found.values()), None)

    def actions_of_page(self) -> tuple[Action, ...]:
        stage, past = Stage.TRAIN, self.history
        return (
            Action("train.again", "Train again", self.train, stage=stage, off=self.why_not_train),
            Action("train.previous", "The run before", partial(past.step, -1), "[", stage=stage, off=past.no_run),
            Action("train.next", "The run after", partial(past.step, 1), "]", stage=stage, off=past.no_run),
            Action("train.compare", "Compare two runs", past.compare, stage=stage, off=past.no_two_runs),
            Action("train.use", "Use this run", past.use, stage=stage, off=past.no_use),
            Action("train.where", "Show where it looked", self.show_where, "H", stage=stage, off=self.no_light),
            Action("train.export", "Export the model file…", self.export.ask, "Ctrl+E", stage=stage, off=past.no_run),
            Action("train.export8", "Export it as 8-bit…", self.export.ask_small, stage=stage, off=past.no_run),
            Action("train.delete", "Delete this run", past.delete, stage=stage, off=past.no_edit),
        )  # fmt: skip

    def no_light(self) -> str:
        """Why it cannot be shown where it looked."""
        if self.run is not None and self.history.modality != "photo":
            return NOTHING_TO_LIGHT
        return self.history.no_run()

    def show_where(self) -> None:
        """Show where it looked, beside the mistakes."""
        if self._tab != WRONG:
            self.show_tab(WRONG)
        self.mistakes.toggle_where()
