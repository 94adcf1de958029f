"""The Measure page: the run in use (or another one) by how good, how sure and where it is wrong."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.data.training_data import why_not_train
from desktop.findings.measure.calibration import cutoff_of
from desktop.findings.measure.view import GOOD, QUESTIONS, SURE, WRONG, view
from desktop.jobs import training_pipeline as work
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_pipeline import pipeline_of
from desktop.pages.error_message import message_of_failure
from desktop.pages.header import HeaderAction
from desktop.pages.measure.accuracy import AccuracyView, ModelExport
from desktop.pages.measure.calibration import CalibrationView, CutoffChoice
from desktop.pages.measure.confusion import NOTHING_TO_LIGHT, ConfusionView, MistakeExamples
from desktop.pages.measure.empty_state import GatedView, MeasureEmptyState, TrainingProgress
from desktop.pages.measure.history import RunHistory, run_entries
from desktop.pages.measure.try_it import TryIt
from desktop.pages.page import Page, ask_waiver
from desktop.project.gate import GateState, gate_of
from desktop.project.noun import noun
from desktop.project.records import Run
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.tokens import ONE_COLUMN_BELOW
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.layout import column, fill, holder
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.message import Message
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.stage_view import Explanation, Offer

TRY = "try"  # the view beside those of `view`, where the window has no room for it at the side
_KEYS = {
    GOOD: (("[ ]", tr("previous, next run")), ("T", tr("numbers as a table")), (tr("Ctrl E"), tr("export the model file"))),
    SURE: (("← →", tr("move the cut-off")), ("T", tr("numbers as a table")), ("F1", tr("what calibration means"))),
}  # fmt: skip


class MeasurePage(Page):
    """How good is it, how sure, and where is it wrong?"""

    stage = Stage.MEASURE

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(session)
        self._jobs = jobs
        self.learning = pipeline_of(session, jobs)
        self.learning.changed.connect(self._work_changed)
        self._gate = GateState(passed=True)
        self._tab = GOOD
        self.under_way = TrainingProgress(self.learning, self)
        self.under_way.spoken_of.connect(self._work_changed)

    # --- making --------------------------------------------------------------------------------------------------

    def build(self) -> None:
        self.tabs = AnswerTabs(tr("What the run shows"))
        self.tabs.chosen.connect(self.show_tab)
        self._tab_box = holder(column(self.tabs, margins=(0, 22, 0, 0)))
        self.fixed.addWidget(self._tab_box)
        self.nothing, self.gated = MeasureEmptyState(), GatedView()
        self.cutoff = CutoffChoice(self, self._show_view)
        self.history = RunHistory(self, self._run_chosen)
        self.run_list = self.history.block.list
        self.accuracy, self.confusion = AccuracyView(), ConfusionView()
        self.calibration = CalibrationView(self.cutoff, partial(self.go_to.emit, Stage.PROBLEM))
        self.try_it = TryIt(self.refuse)
        self.session.closed.connect(self.try_it.pause.stop)
        self.accuracy.side_box.addWidget(self.try_it)
        self.export = ModelExport(self, self._jobs, self.history)
        self.accuracy.file.export.clicked.connect(self.export.ask)
        self.accuracy.file.small.clicked.connect(self.export.ask_small)
        self.accuracy.file.note.committed.connect(self.history.note)
        self._try_box = column()
        self.views: dict[str, QWidget] = {
            GOOD: self.accuracy,
            SURE: self.calibration,
            WRONG: self.confusion,
            TRY: holder(self._try_box),
        }
        for part in (*self.views.values(), self.gated):
            part.hide()
        self.columns = ResponsiveColumns(
            (LayoutColumn("runs", 188), LayoutColumn("views")), gap=72, ruled=True
        )
        self.columns.add("runs", self.history.block, wide_only=True)
        self.columns.add("views", holder(column(*self.views.values(), self.gated)))
        fill(self.body, self.nothing, self.columns, None)
        self.mistakes = MistakeExamples(self, self.confusion)

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
        self.nothing.setVisible(not shown)
        self._tab_box.setVisible(shown and self._gate.open)
        self.columns.setVisible(shown)
        if run is not None:
            self.history.show()
            self.try_it.set_run(project.path, run, self.history.modality, noun(project, 1))
            self.mistakes.show_run(run)
            self._place_try_it()
            self._show_tabs(run)
        else:
            self.nothing.show_view(view(project))
        self._show_view()
        self._show_work()

    def _run_chosen(self) -> None:
        self.cutoff.forget_trial()
        self.refresh(Change(frozenset()))

    def _show_tabs(self, run: Run) -> None:
        project = self.session.project
        tabs = [
            AnswerTab(key, asked, view(project, run, key).status)
            for key, asked in QUESTIONS.items()
        ]
        if self.is_narrow():
            text = self.history.modality == "text"
            one = noun(self.session.project, 1)
            tabs.append(
                AnswerTab(
                    TRY, tr("Try it"), tr("type a text") if text else tr("drop a {one}", one=one)
                )
            )
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
        project, run, tab = self.session.project, self.run, self._tab
        tested = run is not None and bool(run.result.n_test)
        said = view(project, run, tab if tested and tab != TRY else GOOD)
        self.set_headline(said.headline, said.lead)
        actions = {name: self._action(name, offer) for name, offer in said.offers.items()}
        primary, *secondary = actions.values()
        if tab == SURE and tested and self._gate.open and not self.cutoff.is_chosen:
            words = tr("Use {value} as the cut-off", value=percent(self.cutoff.value))
            primary = HeaderAction(words, self.cutoff.use, self.history.no_edit())
        # No room for the list: a menu, which trains again too.
        if run is not None and self.is_narrow():
            menu = HeaderAction(
                tr("Run {number}", number=run.number), self._choose_run, drops_down=True
            )
            secondary = [menu, *(a for a in secondary if a is not actions.get("train"))]
        self.set_secondary(*secondary)
        self.set_primary(primary.text, primary.run, off=primary.off)

    def _action(self, name: str, offer: Offer) -> HeaderAction:
        runs: dict[str, tuple[Callable[[], object], Callable[[], str] | None]] = {
            "train": (self.train, self.why_not_train),
            "waive": (partial(ask_waiver, self), self.history.no_edit),
            "use": (partial(self.do, offer.edit), self.history.no_edit),
            "review": (self.confusion.review, None),
            "data": (partial(self.go_to.emit, Stage.DATA), None),
            "launch": (partial(self.go_to.emit, Stage.LAUNCH), None),
            "fake": (partial(self.go_to.emit, Stage.FAKE), None),
            "decide": (partial(self.go_to.emit, Stage.DECIDE), None),
        }
        run, why_not = runs[name]
        return HeaderAction(offer.words, run, offer.off or (why_not() if why_not else ""))

    def _choose_run(self) -> None:
        """The runs as a menu with what can be done with one, where the window has no room for the list."""
        past = self.history
        again = view(self.session.project, self.run).offers["train"]
        more = (
            MenuEntry(again.words, None if self.why_not_train() else self.train),
            MenuEntry(tr("Compare two runs"), None if past.no_two_runs() else past.compare),
            MenuEntry(tr("Use this run"), None if past.no_use() else past.use),
            *past.options(),
        )
        runs = run_entries(past.rows, past.run.id if past.run else None, past.choose)
        open_menu(self.header.secondary()[0], runs, more)

    # --- work under way ------------------------------------------------------------------------------------------

    def _show_work(self) -> None:
        """How far the training under way is (once it takes longer than a moment), and why the last one failed."""
        words, share = self.under_way.words()
        self.nothing.show_progress(words, share)
        self.history.block.under_way.say(words)
        self._dim(bool(words) and self.run is not None)
        self.show_message()

    def standing_message(self) -> Message | None:
        trouble = self.learning.trouble(work.TRAIN)
        if trouble is None:
            return None
        dismiss = partial(self.learning.dismiss, work.TRAIN)
        to_data = partial(self.go_to.emit, Stage.DATA)
        return message_of_failure(trouble, dismiss, tr("Go to the data"), to_data)

    def _dim(self, dim: bool) -> None:
        """The last numbers stay while newer ones are worked out, dimmed."""
        self.header.headline.set_colour("ink3" if dim else "ink")
        if dim:
            self.header.lead.setText(tr("Updating. These are the last known numbers."))

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
            return tr("A training is under way.")
        return self.why_not_edit() or why_not_train(self.session.project)

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

    def keys(self) -> tuple[tuple[str, str], ...]:
        if self.run is None:
            return (("Ctrl ↵", tr("do the next thing")),)
        if not self._gate.open:
            return (_KEYS[GOOD][0],)
        if self._tab == WRONG:
            lit = () if self.no_light() else (("H", tr("show where it looked")),)
            return (("arrows", tr("move in the table")), ("↵", tr("open {noun}", noun=noun(self.session.project))), *lit)  # fmt: skip
        return _KEYS.get(self._tab, _KEYS[GOOD])

    def explanation(self) -> Explanation | None:
        if self.run is None or not self._gate.open:
            return None
        found = view(self.session.project, self.run, self._tab).explanations
        return next(iter(found.values()), None)

    def actions_of_page(self) -> tuple[Action, ...]:
        stage, past = Stage.MEASURE, self.history
        return (
            Action("train.again", tr("Train again"), self.train, stage=stage, off=self.why_not_train),
            Action("train.previous", tr("The run before"), partial(past.step, -1), "[", stage=stage, off=past.no_run),
            Action("train.next", tr("The run after"), partial(past.step, 1), "]", stage=stage, off=past.no_run),
            Action("train.compare", tr("Compare two runs"), past.compare, stage=stage, off=past.no_two_runs),
            Action("train.use", tr("Use this run"), past.use, stage=stage, off=past.no_use),
            Action("train.where", tr("Show where it looked"), self.show_where, "H", stage=stage, off=self.no_light),
            Action("train.export", tr("Export the model file…"), self.export.ask, "Ctrl+E", stage=stage, off=past.no_run),
            Action("train.export8", tr("Export it as 8-bit…"), self.export.ask_small, stage=stage, off=past.no_run),
            Action("train.delete", tr("Delete this run"), past.delete, stage=stage, off=past.no_edit),
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
