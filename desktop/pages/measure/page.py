"""The Measure page: everything that answers, on the same cases; the chosen candidate by how good, how sure and where it is wrong."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.measure.calibration import cutoff_of
from desktop.findings.measure.candidate_start import begins_with_training
from desktop.findings.measure.candidates import GRADING, JUDGE
from desktop.findings.measure.view import GOOD, QUESTIONS, SURE, WRONG, view
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_pipeline import pipeline_of
from desktop.pages.header import HeaderAction
from desktop.pages.measure.accuracy import AccuracyView, ModelExport
from desktop.pages.measure.calibration import CalibrationView, CutoffChoice
from desktop.pages.measure.candidate_tabs import CandidateTabs
from desktop.pages.measure.choice import CandidateChoice
from desktop.pages.measure.empty_state import GatedView, MeasureStart, NoRunState, TrainingProgress
from desktop.pages.measure.history import RunHistory
from desktop.pages.measure.mistakes.confusion import ConfusionView, MistakeExamples
from desktop.pages.measure.paste import MeasurePaste
from desktop.pages.measure.sources.dialog import AddCandidate
from desktop.pages.measure.table.tabs import PLAY_KEYS, TABS, TableTabs
from desktop.pages.measure.try_it import TRY, TryIt
from desktop.pages.page import Page
from desktop.pages.waiver import ask_waiver
from desktop.project.gate import GateState, gate_of
from desktop.project.measure_records import CandidateSource
from desktop.project.noun import noun
from desktop.project.records import Run
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.button import shortcut_words
from desktop.widgets.layout import column, fill, holder
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.message import Message
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.stage_view import Explanation, Offer, StageView

_TABS = {**TABS, GRADING: tr("Grading"), JUDGE: tr("The judge")}
_KEYS = {
    GOOD: (("[ ]", tr("candidates")), ("T", tr("numbers as a table")), ("F1", tr("how this was worked out"))),
    SURE: (("← →", tr("move the cut-off")), ("T", tr("numbers as a table")), ("F1", tr("what calibration means"))),
}  # fmt: skip


class MeasurePage(Page):
    """How good is it, how sure, and where is it wrong?"""

    stage = Stage.MEASURE
    fills_ahead = True

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(session)
        self._jobs, self.learning = jobs, pipeline_of(session, jobs)
        self.learning.changed.connect(self._work_changed)
        self._gate = GateState(passed=True)
        self._tab = GOOD
        self._narrow_before: bool | None = None
        self.under_way = TrainingProgress(self.learning, self)
        self.under_way.spoken_of.connect(self._work_changed)

    # --- making --------------------------------------------------------------------------------------------------

    def build(self) -> Iterator[None]:
        self.tabs = AnswerTabs(tr("What the measurement shows"))
        self.tabs.chosen.connect(self.show_tab)
        self._tab_box = holder(column(self.tabs, margins=(0, 22, 0, 0)))
        self.fixed.addWidget(self._tab_box)
        self.nothing, self.gated = NoRunState(self.learning), GatedView()
        self.start = MeasureStart(self.add_candidate)
        self.cutoff = CutoffChoice(self, self._show_view)
        self.history = RunHistory(self, self._run_chosen)
        self.run_list = self.history.block.list
        self.history.block.cancel.clicked.connect(self.learning.cancel_training)
        self.choice = CandidateChoice(self, self.history, self._jobs, self._another_chosen)
        yield
        self.accuracy, self.confusion = AccuracyView(), ConfusionView()
        self.accuracy.row_pressed.connect(self.choice.choose_name)
        self.calibration = CalibrationView(self.cutoff, partial(self.go_to.emit, Stage.PROBLEM))
        yield
        self.beside = CandidateTabs(self, self.choice)
        yield from self.beside.build()
        self.failures = self.beside.failures
        self.try_it = TryIt(self.refuse)
        self.session.closed.connect(self.try_it.pause.stop)
        fill(self.accuracy.side_box, self.try_it, self.history.block)
        self.export = ModelExport(self, self._jobs, self.history)
        self.accuracy.file.export.clicked.connect(self.export.ask)
        self.accuracy.file.small.clicked.connect(self.export.ask_small)
        self.accuracy.file.note.committed.connect(self.history.note)
        self._try_box = column()
        shown = (self.accuracy, self.calibration, self.confusion, holder(self._try_box))
        self.views: dict[str, QWidget] = dict(zip((GOOD, SURE, WRONG, TRY), shown, strict=True))
        yield
        self.rows = TableTabs(self, self.accuracy.error_box, self.show_tab, self._row_told)
        yield
        others = (self.nothing, self.start, self.gated, *self.beside.parts.values())
        self._parts = (*self.views.values(), *self.rows.parts, *others)
        for part in self._parts:
            part.hide()
        fill(self.body, *self._parts, None)
        self.mistakes = MistakeExamples(self, self.confusion)

    # --- showing -------------------------------------------------------------------------------------------------

    @property
    def run(self) -> Run | None:
        """The training that is shown, or was last."""
        return self.history.run

    @property
    def shown_run(self) -> Run | None:
        """The training that the page speaks of; None where it speaks of another candidate, or there is none."""
        return self.run if self.choice.of_a_run else None

    def refresh(self, change: Change) -> None:
        project = self.session.project
        before = self.run.id if self.run else None
        self.history.read(change)
        if before != (self.run.id if self.run else None):
            self.cutoff.forget_trial()
            self.choice.follow(self.run)
        self.choice.read()
        run = self.shown_run
        self._gate = gate_of(project, run) if run is not None else GateState(passed=True)
        self.history.show()
        if run is not None:
            self.try_it.set_run(project.path, run, self.history.modality, noun(project, 1))
            self.mistakes.show_run(run)
        self._place_side()
        self._show_tabs()
        self._show_view()
        self._show_work()

    def _row_told(self) -> None:
        if self.session.is_open and self.isVisible():
            self._show_tabs()
            self._show_header()

    def _run_chosen(self) -> None:
        self.choice.follow(self.run)
        self._another_chosen()

    def _another_chosen(self) -> None:
        self.cutoff.forget_trial()
        self.refresh(Change(frozenset()))

    def _findings(self) -> dict[str, StageView]:
        """What is said of what is shown, by tab."""
        project, run = self.session.project, self.shown_run
        if run is not None:
            every = {key: view(project, run, key) for key in QUESTIONS}
            return every | (self.rows.findings(project, run) if self._gate.open else {})
        return self.beside.findings() or {GOOD: view(project)}

    def _show_tabs(self) -> None:
        shown = self.shown_run is not None or self.choice.candidate is not None
        self._tab_box.setVisible(shown and self._gate.open)
        tabs = [AnswerTab(key, _TABS[key], said.status) for key, said in self._findings().items()]
        if self._narrow() and self.rows.tries(self.shown_run):
            one, text = noun(self.session.project, 1), self.history.modality == "text"
            asks = tr("type a text") if text else tr("drop a {one}", one=one)
            tabs.append(AnswerTab(TRY, tr("Try it"), asks))
        if self._tab not in {tab.key for tab in tabs}:
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
        shown = self._shown_part()
        for part in self._parts:
            part.setVisible(part is shown)
        if (run := self.shown_run) is not None:
            self._show_run(run, shown)
        else:
            self._show_candidate(shown)
        self._show_header()

    def _shown_part(self) -> QWidget:
        """What stands below the header now."""
        if self.shown_run is not None:
            own = self.rows.part(self.shown_run, self._tab) or self.views[self._tab]
            return own if self._gate.open else self.gated
        if self.choice.candidate is not None:
            return self.beside.parts.get(self._tab, self.accuracy)
        return self.nothing if begins_with_training(self.session.project) else self.start

    def _show_run(self, run: Run, shown: QWidget) -> None:
        project, modality = self.session.project, self.history.modality
        if shown is self.gated:
            self.gated.show_gate(project, self._gate)
        elif shown in self.rows.parts:
            self.rows.show(project, run, self._tab)
        elif shown is self.accuracy:
            self.accuracy.show_run(project, run, modality, self.choice.view(), self.why_not_edit())
        elif shown is self.calibration:
            self.calibration.show_run(project, run, self.cutoff.value)
        elif shown is self.confusion:
            self.confusion.show_run(project, run, cutoff_of(project), self.mistakes.shown)

    def _show_candidate(self, shown: QWidget) -> None:
        said = self._findings()
        if shown is self.nothing:
            self.nothing.show_view(said[GOOD])
        elif shown is self.start:
            self.start.show_project(self.session.project)
        elif shown is self.accuracy:
            self.accuracy.show_candidate(said[GOOD])
        else:
            self.beside.show(self._tab)

    def _show_header(self) -> None:
        run, tab, every = self.shown_run, self._tab, self._findings()
        tested = run is None or bool(run.result.n_test)
        said = every.get(tab, every[GOOD]) if tested else every[GOOD]
        self.set_headline(said.headline, said.lead, eyebrow=self.rows.eyebrow(run))
        offers = dict(said.offers or every[GOOD].offers)
        if tab == GOOD and self._gate.open:
            offers.setdefault("add", Offer(tr("Add a candidate…")))
        actions = {name: self._action(name, offer) for name, offer in offers.items()}
        primary, *secondary = actions.values()
        if tested and self._shown_part() is self.calibration and not self.cutoff.is_chosen:
            words = tr("Use {value} as the cut-off", value=percent(self.cutoff.value))
            primary = HeaderAction(words, self.cutoff.use, self.history.no_edit())
        # No room for the list, or no list in sight: a menu, which trains again and adds a candidate too.
        named = self.choice.name()
        if named and (self._narrow() or not self._gate.open):
            menu = HeaderAction(named, self._choose, drops_down=True)
            in_menu = ("train", "add", "again") if self._narrow() else ()
            kept = [a for name, a in actions.items() if a in secondary and name not in in_menu]
            secondary = [menu, *kept]
        self.set_secondary(*secondary)
        self.set_primary(primary.text, primary.run, off=primary.off)

    def _action(self, name: str, offer: Offer) -> HeaderAction:
        past, beside = self.history, self.beside
        runs: dict[str, tuple[Callable[[], object], Callable[[], str] | None]] = {
            "train": (self.train, self.why_not_train),
            "waive": (partial(ask_waiver, self), past.no_edit),
            "use": (partial(self.do, offer.edit), past.no_edit),
            "review": (self.review, None),
            "data": (partial(self.go_to.emit, Stage.DATA), None),
            "launch": (self.take_to_launch, None),
            "pair": (self.choice.name_pair, self.choice.no_pair),
            "add": (self.add_candidate, self.why_not_edit),
            **self.rows.deeds,
            "grade": (beside.grade, beside.why_not_grade),
            "settle": (partial(beside.grade, settle=True), beside.why_not_grade),
            "differ": (partial(self.show_tab, WRONG), None),
            "ask": (self.choice.resume, self.choice.no_resume),
            "again": (self.choice.ask_again, self.choice.no_again),
        }
        run, why_not = runs[name]
        return HeaderAction(offer.words, run, offer.off or (why_not() if why_not else ""))

    def _choose(self) -> None:
        """The candidates as a menu with what can be done with one, where the window has no room for the list."""
        past, project = self.history, self.session.project
        more = [MenuEntry(tr("Add a candidate…"), self.add_candidate, off=self.why_not_edit())]
        more.append(self.choice.again_entry())
        if self.run is not None:
            again = view(project, self.run).offers["train"].words
            more.append(MenuEntry(again, None if self.why_not_train() else self.train))
            more += past.deeds()
        open_menu(self.header.secondary()[0], self.choice.entries(), more)

    # --- what can be done ----------------------------------------------------------------------------------------

    def add_candidate(self, source: CandidateSource | None = None) -> None:
        """Ask what answers, and let it."""
        if not isinstance(source, CandidateSource):  # a button hands over that it was not ticked
            trains = begins_with_training(self.session.project)
            source = CandidateSource.TRAINED if trains else CandidateSource.FILE
        self.adding = AddCandidate(self, self._jobs, self.train, self.why_not_train)
        self.adding.open_for(source)

    def take_to_launch(self) -> None:
        """Note which candidate is to be launched, and go on."""
        self.choice.take_to_launch()
        self.go_to.emit(Stage.LAUNCH)

    def review(self) -> None:
        """Show the first mistake."""
        if self.shown_run is not None:
            self.confusion.review()
        else:
            self.failures.step(1)

    # --- work under way ------------------------------------------------------------------------------------------

    def _show_work(self) -> None:
        """How far the training under way is (once it takes longer than a moment), and why the last one failed."""
        words = self.under_way.words()
        self.nothing.say_under_way(words)
        self.history.block.say_under_way(words)
        self._dim(bool(words) and self.run is not None)
        self.show_message()

    def standing_message(self) -> Message | None:
        return self.under_way.message(partial(self.go_to.emit, Stage.DATA))

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
        return self.under_way.why_not(self.session.project, self.why_not_edit())

    # --- size, keys ----------------------------------------------------------------------------------------------

    def _place_side(self) -> None:
        """What belongs to a training stands beside its figures; narrow, a tab and a menu take its place."""
        narrow, trained = self._narrow(), self.shown_run is not None
        if narrow and self._try_box.indexOf(self.try_it) < 0:
            self._try_box.addWidget(self.try_it)
        elif not narrow and self.accuracy.side_box.indexOf(self.try_it) < 0:
            self.accuracy.side_box.insertWidget(0, self.try_it)
        self.accuracy.side.setVisible(trained and not narrow)
        self.try_it.setVisible(self.rows.tries(self.shown_run))
        self.history.block.setVisible(trained and not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._built and self.session.is_open and self._narrow_before != self._narrow():
            self._narrow_before = self._narrow()
            self._missed |= {"run"}
            # A hidden page is told its size, too, when something is drawn over the window.
            if self.isVisible():
                self._catch_up()

    def keys(self) -> tuple[tuple[str, str], ...]:
        if self.shown_run is None and self.choice.candidate is None:
            return ((shortcut_words("Ctrl+Return"), tr("do the next thing")),)
        if not self._gate.open:
            return (_KEYS[GOOD][0],)
        grade = () if self.beside.why_not_grade() else (("G", tr("grade")),)
        if self._tab != WRONG:
            numbers = self._tab == SURE and self._shown_part() is not self.calibration
            shown = {} if self.shown_run is None or numbers else _KEYS | PLAY_KEYS
            return (*grade, *shown.get(self._tab, _KEYS[GOOD]))
        if self.shown_run is None:
            return (("↑ ↓", tr("cases")), ("1–9", tr("kind of mistake")), ("T", tr("as a table")))
        lit = () if self.history.no_light() else (("H", tr("show where it looked")),)
        opens = tr("open {noun}", noun=noun(self.session.project))
        return (("arrows", tr("move in the table")), ("↵", opens), *lit)

    def table(self) -> None:
        if self.shown_run is not None or not self.beside.show_table(self._tab):
            super().table()

    def explanation(self) -> Explanation | None:
        if not self._gate.open:
            return None
        every = self._findings()
        return next(iter(every.get(self._tab, every[GOOD]).explanations.values()), None)

    def actions_of_page(self) -> tuple[Action, ...]:
        stage = Stage.MEASURE
        return (
            Action("measure.add", tr("Add a candidate…"), self.add_candidate, stage=stage, off=self.why_not_edit),
            *self.beside.actions(),
            *self.choice.actions(),
            Action("train.again", tr("Train again"), self.train, stage=stage, off=self.why_not_train),
            *self.history.actions(),
            Action("train.where", tr("Show where it looked"), self.show_where, "H", stage=stage, off=self.history.no_light),
            *self.export.actions(),
            *self.rows.actions(),
            *MeasurePaste(self, self.try_it, self.rows, lambda: self.shown_run, self.show_tab, self.add_candidate).actions(),
        )  # fmt: skip

    def show_where(self) -> None:
        if self._tab != WRONG:
            self.show_tab(WRONG)
        self.mistakes.toggle_where()
