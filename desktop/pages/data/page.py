"""The Data page: bring examples in, label them, see whether they are clean and enough."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

from desktop.actions import Action
from desktop.findings.data.case_view import shows_cases
from desktop.findings.data.data_collection import to_label
from desktop.findings.data.hygiene import Finding
from desktop.findings.data.sufficiency import MoreOf
from desktop.findings.data.task_range import task_range
from desktop.findings.data.training_data import can_measure, why_not_train
from desktop.findings.data.view import DiskState, class_counts, look_at_disk, view
from desktop.findings.problem.product_words import drop_words
from desktop.jobs import training_pipeline as work
from desktop.jobs.queue import JobQueue
from desktop.jobs.training_pipeline import pipeline_of
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.data.actions import DataParts, data_actions
from desktop.pages.data.cases.view import CasesView
from desktop.pages.data.class_bars import ClassBars
from desktop.pages.data.class_controller import ClassController
from desktop.pages.data.data_collection import DataCollection
from desktop.pages.data.empty_state import FILES_STAY, DataEmptyState
from desktop.pages.data.forecast_notes import ForecastNotes
from desktop.pages.data.import_controller import ImportController, work_words
from desktop.pages.data.label_controller import AT_A_TIME, KEYS, LabelController
from desktop.pages.data.pane import ExamplesPane, ShownExamples
from desktop.pages.data.review import BeforeYouTrain, ReviewController
from desktop.pages.data.sufficiency import CurveBlock
from desktop.pages.data.table import KEYS as TABLE_KEYS
from desktop.pages.data.table import TableContent
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project.example_list import count_unlabelled, with_paths
from desktop.project.made import learn_from_made, learns_from_made
from desktop.project.noun import noun
from desktop.project.record_kinds import CURVE, INSPECTION
from desktop.project.stages import Stage
from desktop.project.table_data import table_of
from desktop.session import Change, Session
from desktop.theme.tokens import Space
from desktop.turns import Step, Turns, of_open
from desktop.widgets.button import shortcut_words
from desktop.widgets.columns import main_and_side
from desktop.widgets.drop import DropZone
from desktop.widgets.layout import fill
from desktop.widgets.message import Message
from estimators.base.number import digits
from estimators.base.sentence import tr, tr_plural
from reports.stage_view import Explanation


class DataPage(Page):
    """What it learns from."""

    stage = Stage.DATA
    of_cases = False  # whether cases are shown, not examples with labels
    of_rows = False  # whether the rows of a table are

    question_wanted = Signal(str)  # the Problem page should lead to this question

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(session)
        self.learning = pipeline_of(session, jobs)
        self._jobs, self._disk = jobs, DiskState()
        self._compared = self._checks_stale = self._curve_stale = False
        self.bringing = ImportController(self, session, self.learning)
        self.bringing.labelled.connect(self._show_class)
        self._checked = self._measurable = self._reads = False
        self._why_not_train = ""
        self._looking = LatestWinsThread(self, self._looked)
        self._comparing = Turns(self)
        self.learning.changed.connect(self._work_changed)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # or there were no page
        application.applicationStateChanged.connect(self._come_back)

    # --- making --------------------------------------------------------------------------------------------------

    def build(self) -> Iterator[None]:
        self.empty = DataEmptyState(self.bringing, partial(self.go_to.emit, Stage.FAKE))
        self.columns = main_and_side(420)
        refuse = self.bringing.refuse
        self.zone = DropZone("", noun="files", browse=tr("Browse…"), refuse=refuse)
        self.zone.dropped.connect(self.bringing.add)
        self.zone.browse_asked.connect(self._browse_here)
        self.counts = ClassBars(class_counts(self.session.project, every=True))
        self.counts.counts.picked.connect(self._show_class)
        self.pane = ExamplesPane(self.session)
        yield
        self.pane.shown_changed.connect(self._shown)
        self.labelling = LabelController(self, self.pane, self._suggest)
        notes = ForecastNotes(self.question_wanted.emit, self._show_more_of)
        self.curve = CurveBlock(self.learning, notes)
        self.before = BeforeYouTrain(self._act, self.learning.check)
        self.classes = ClassController(self, self._jobs, self.pane, self.counts)
        self.reviewing = ReviewController(self, self.pane, self.before)
        yield
        self.columns.add("main", self.zone)
        self.columns.add("main", self.counts, gap=20)
        self.columns.add("main", self.pane, gap=14)
        self.columns.add("side", self.curve, chart_first=True)
        self.columns.add("side", self.before, gap=20)
        self.more = DataCollection()
        self.more.plan.clicked.connect(self.learning.plan)
        self.more.measure.clicked.connect(self.learning.measure_made)
        self.more.learn.clicked.connect(self._choose_made)
        self.columns.add("side", self.more, gap=24)
        self.cases = CasesView(
            self, self._jobs, self.bringing.add, partial(self.go_to.emit, Stage.FAKE)
        )
        self.facts = TableContent(self, self.learning, self.bringing, self._train)
        self.facts.question_wanted.connect(self.question_wanted)
        fill(self.body, (self.empty, 1), self.columns, (self.cases, 1), self.facts, None)
        for one in (self.content, self.scroller.viewport()):
            one.installEventFilter(self)

    def _choose_made(self, on: bool) -> None:
        self.do(learn_from_made(on))
        self.more.learn.setChecked(learns_from_made(self.session.project))

    def refresh(self, change: Change) -> None:
        project = self.session.project
        self.of_rows = table_of(project) is not None
        self.facts.setVisible(self.of_rows)
        if self.of_rows:
            for part in (self.cases, self.empty, self.columns):
                part.hide()
            self.of_cases = False
            self.facts.refresh()
            self.show_message()
            return
        self.of_cases = shows_cases(project)
        self.cases.setVisible(self.of_cases)
        if self.of_cases:
            self.empty.hide()
            self.columns.hide()
            self.cases.refresh(project)
            self.show_message()
            return
        filled = project.count_examples() > 0
        said = view(project)
        self.set_headline(said.headline, said.lead, eyebrow=Stage.DATA.title)
        self.empty.setVisible(not filled)
        self.columns.setVisible(filled)
        if filled:
            self.counts.set_chart(class_counts(project, every=True))
            self.counts.counts.set_keys(0 if self.why_not_edit() else KEYS)
            self.counts.setVisible(bool(self.counts.chart.rows))
            self.before.refresh(project, compared=self._compared)
            if change.touches("example", "class", "record", "run", "fact"):
                self.pane.refresh()
                self.reviewing.refresh()
            self.counts.set_chosen(self.pane.shown.label)
            self.curve.refresh(project)
            self._checked = project.record(INSPECTION) is not None
            self._why_not_train = why_not_train(project)
            self._measurable = can_measure(project)
        else:
            self.empty.set_classes(tuple(info.name for info in project.classes()))
            self.empty.range.say(task_range(project))
        if not filled or not (self._measurable or self.curve.has_chart):
            self.learning.tasks.look()
        if change.touches("example", "class", "record"):
            self._comparing.begin(self._steps_to_compare())
        self._show_work()
        self._show_primary_action(filled)

    def _show_primary_action(self, filled: bool) -> None:
        project, frozen = self.session.project, self.why_not_edit()
        if not filled:
            self.set_secondary()
            self.set_primary(
                tr("Choose a folder…"), self.bringing.browse, off=frozen, shortcut="Ctrl+Shift+O"
            )
            return
        classes = project.classes()
        ready = sum(info.learn for info in classes)
        off = frozen or self._why_not_train
        if not off and self.learning.is_active(work.TRAIN):
            off = tr("A training is under way.")
        train = tr("Train with {ready}", ready=digits(ready)) if ready else tr("Train")
        unlabelled = count_unlabelled(project)
        looks = self._looks_first()
        if unlabelled:
            self.set_secondary(*looks, HeaderAction(train, self._train, off))
            words = tr("Label the next {count}", count=min(AT_A_TIME, unlabelled))
            self.set_primary(words, self.labelling.label_next, off=frozen, shortcut="L")
        else:
            self.set_secondary(*looks)
            self.set_primary(train, self._train, off=off)

    def _looks_first(self) -> tuple[HeaderAction, ...]:
        """What is to be looked at before training, said beside it: the list of it may stand below the fold."""
        n = sum(one.state != "pass" for one in self.before.findings)
        if not n:
            return ()
        words = tr_plural("{n} thing to look at", "{n} things to look at", n, n=digits(n))
        return (HeaderAction(words, self._show_looks),)

    def _show_looks(self) -> None:
        self.scroller.ensureWidgetVisible(self.before)
        self.before.rows.rows()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_work(self) -> None:
        """The sentences with a count while work runs, and what came of it."""
        learning, project, frozen = self.learning, self.session.project, self.why_not_edit()
        for off in (self.zone, self.empty.zone, self.empty.files):
            off.off_because(frozen)
        brings = (work.ADD, work.MOVED)
        words = work_words(learning, *brings) if learning.is_active(*brings) else ""
        drop = tr("Drop {noun}, folders or tables here.", noun=noun(project))
        rest = (drop, tr("Folders inside a folder become labels."))
        empty = (drop_words(project), FILES_STAY)
        for zone, at_rest in ((self.zone, rest), (self.empty.zone, empty)):
            zone.set_words(*((words, tr("You can go on meanwhile.")) if words else at_rest))
        self._show_checks()
        busy = learning.is_active(work.CHECK, work.MEASURE) or self.session.read_only
        self.curve.say(
            measurable=self._measurable,
            stale=self._curve_stale,
            can_measure=self._checked and self._measurable and not busy,
        )
        self.more.setVisible(self._checked)
        if self._checked:
            self.more.refresh(project, learning, frozen or self._why_not_train)
        if self.pane.shown.unlabelled:
            words = work_words(learning, work.NEXT)
            if learning.is_active(work.NEXT):
                words += tr(" You can begin meanwhile.")
            self.pane.say(words or to_label(project).note)
        self.show_message()

    def _show_checks(self) -> None:
        checking, stale = self.learning.is_active(work.CHECK), self._checks_stale
        words = work_words(self.learning, work.CHECK)
        if self._checked and checking:
            words = ""  # what was found before stays, dimmed
        elif not self._checked:
            words = words or self._why_not_train or tr("Not checked yet.")
        state = tr("updating") if checking else tr("out of date") if stale else ""
        possible = not (checking or self._why_not_train or self.session.read_only)
        can_check = possible and (stale or not self._checked)
        self.before.say(words, state if self._checked else "", can_check=can_check)

    def standing_message(self) -> Message | None:
        if self.of_cases and not self.session.project.count_examples():
            return None
        return self.bringing.message(self._disk)

    # --- doing ---------------------------------------------------------------------------------------------------

    def _browse_here(self) -> None:
        self.bringing.browse_menu(self.zone.button or self.zone)

    def _act(self, finding: Finding) -> None:
        self.reviewing.act(finding)
        if self.pane.shown.finding:
            self.scroller.ensureWidgetVisible(self.pane.heading)

    def _suggest(self) -> None:
        """Work out what to label next, unless enough of what was worked out is still open."""
        project = self.session.project
        known = to_label(project)
        there = {row.path for row in with_paths(project, known.why) if row.class_id is None}
        wanted = min(AT_A_TIME, count_unlabelled(project))
        if not self.session.read_only and len(there) < min(wanted, AT_A_TIME // 2):
            self.learning.suggest(AT_A_TIME)

    def _train(self) -> None:
        self.learning.train()
        self.go_to.emit(Stage.MEASURE)

    def _show_class(self, name: str) -> None:
        self.pane.show_examples(ShownExamples(label=name))

    def _show_more_of(self, found: MoreOf) -> None:
        shown = ShownExamples(found.label or None, paths=found.paths, title=found.shown_as)
        self.pane.show_examples(shown)

    def _shown(self, shown: ShownExamples) -> None:
        self.counts.set_chosen(shown.label)
        self.reviewing.refresh()
        if shown.unlabelled:
            self._show_work()

    # --- following -----------------------------------------------------------------------------------------------

    def _work_changed(self) -> None:
        if self._built and self.session.is_open and self.isVisible() and not self.of_cases:
            self.facts.show_work() if self.of_rows else self._show_work()

    def _come_back(self, state: Qt.ApplicationState) -> None:
        """Another program may have moved the originals, or brought them back."""
        seen = self._built and self.session.is_open and self.isVisible()
        if state is Qt.ApplicationState.ApplicationActive and seen:
            self._comparing.begin(self._steps_to_compare())

    def _looked(self, disk: DiskState) -> None:
        if not self.session.is_open or self.of_cases or self.of_rows:
            return
        self._disk = disk
        self.pane.set_missing(disk.missing)
        self.show_message()

    def _steps_to_compare(self) -> Iterator[Step]:
        """Of a large project it takes many turns until files can be looked for, and the data compared with what was checked and measured."""
        yield from of_open(self.session, lambda project: project.blocks.steps_to_look())
        yield self._look_at_disk
        yield from of_open(self.session, lambda project: project.blocks.steps())
        yield self._compare

    def _look_at_disk(self) -> None:
        if self.session.is_open and not self.of_cases and not self.of_rows:
            project = self.session.project
            self._looking.ask(partial(look_at_disk, project.originals, project.blocks.files()))

    def _compare(self) -> None:
        if not self.session.is_open or self.of_cases or self.of_rows:
            return
        project = self.session.project
        self._compared = True
        kept = project.record(INSPECTION), project.record(CURVE)
        self._checks_stale, self._curve_stale = (
            one is not None and not project.has_data(one.fingerprint) for one in kept
        )
        self.before.refresh(project, compared=True)
        self._show_work()

    def _fit_grid(self) -> None:
        """The grid takes what the window leaves, and three rows at least; it scrolls by itself."""
        if not self._built or self.of_cases or self.of_rows:
            return
        grid = self.pane.grid
        top = grid.mapTo(self.content, grid.rect().topLeft()).y()
        room = self.scroller.viewport().height() - top - Space.SIDE
        least = grid.height_for_rows(3)
        grid.setFixedHeight(max(least, room) if not self.columns.narrow else least)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # What stands above the grid may grow at any time: a sentence that a thread has found out comes late.
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            QTimer.singleShot(0, self, self._fit_grid)
        return super().eventFilter(watched, event)

    # --- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._built and self.curve.growing:
            self.learning.stop(work.MEASURE)
            return
        if self._built and self.of_cases and self.cases.press(event.key()):
            return
        super().keyPressEvent(event)

    def keys(self) -> tuple[tuple[str, str], ...]:
        if self._built and self.of_cases and self.session.is_open:
            return self.cases.keys()
        if self._built and self.of_rows and self.session.is_open:
            return TABLE_KEYS
        if not self.session.is_open or not self.session.project.count_examples():
            ways = (
                ()
                if self.why_not_edit()
                else ((shortcut_words("Ctrl+Shift+O"), tr("choose a folder")),)
            )
            return (*ways, ("F1", tr("how many are enough")))
        classes = min(len(self.session.project.classes()), KEYS)
        known = ((f"1–{classes}" if classes > 1 else "1", tr("label")),) if classes else ()
        new = ((str(classes + 1), tr("new class")),) if classes < KEYS else ()
        labels = () if self.why_not_edit() else (*known, *new)
        look = (shortcut_words("Space"), tr("look closer"))
        return (*labels, look, ("← →", tr("move")), ("F1", tr("what this means")))

    def explanation(self) -> Explanation | None:
        if self._built and self.of_rows and (about := self.facts.explanation()):
            return about
        return view(self.session.project).explanations.get("how many")

    def actions_of_page(self) -> tuple[Action, ...]:
        parts = (self.cases, self.bringing, self.labelling, self.facts, self.learning)
        every = data_actions(
            DataParts(self, lambda: self.of_cases, *parts, shown=lambda: self.pane.shown.label)
        )
        return (*every, *self.classes.actions())
