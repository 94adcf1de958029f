"""Fake it: dial a model that does not exist, show it to people, and let what they accept set the bar."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.fake.borrowed_set import borrowed_classes
from desktop.findings.fake.demo_sessions import cannot_present
from desktop.findings.fake.empty_state import empty_fake
from desktop.findings.fake.own_examples import unanswered
from desktop.findings.fake.ready_made import needs_something_to_show, ready_made_view
from desktop.findings.fake.scenarios import unplayable
from desktop.findings.fake.served_candidate import fake_rests
from desktop.findings.fake.view import set_goal, use_as_bar
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.content.content_edits import ContentEdits, content_actions
from desktop.pages.fake.content.empty_state import FakeEmptyState
from desktop.pages.fake.content.ready_made import ReadyMadeItems
from desktop.pages.fake.edits import (
    ScenarioEdits,
    ScenarioFiles,
    SessionEdits,
    scenario_actions,
    session_actions,
)
from desktop.pages.fake.header import (
    EMPTY_KEYS,
    LIVE,
    OPERATOR_EXPLANATION,
    PEOPLE,
    PRETENDS,
    HeaderButtons,
    answer_tabs,
    header_of,
    keys_of,
    operator_actions,
)
from desktop.pages.fake.journal.view import JournalView
from desktop.pages.fake.journal.work import JournalWork, journal_actions, journal_explanation
from desktop.pages.fake.operator.desk_client import DeskClient
from desktop.pages.fake.operator.request_view import RequestView
from desktop.pages.fake.reactions_tab import ReactionsTab
from desktop.pages.fake.scenario.scenario_tab import ScenarioTab
from desktop.pages.fake.server.local_server import LocalServer
from desktop.pages.fake.server.serving_bar import FakeSwap, ServingBar
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project.product import is_classifier
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.drop import dropped_paths
from desktop.widgets.message import Message
from desktop.widgets.tabs import AnswerTabs
from estimators.base.count import count
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.stage_view import Explanation


class FakePage(Page):
    """Three tabs: what it pretends, the live session, what people did."""

    stage = Stage.FAKE
    stage_asked = Signal(bool)  # open the Stage; True: and record what people do
    product_asked = Signal()  # choose another kind, or what goes in

    def __init__(self, session: Session, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._jobs = jobs
        self.serving = LocalServer(session, self)
        self.desk = DeskClient(session, self.serving, self)
        self.swapping = FakeSwap(self)
        session.closed.connect(self._stop)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> Iterator[None]:
        project = self.session.project
        self.tabs = AnswerTabs(tr("Fake it"))
        self.tabs.chosen.connect(self._tab_chosen)
        self.bar = ServingBar(self.serving)
        self.fixed.addSpacing(22)
        self.fixed.addWidget(self.tabs)
        self.fixed.addWidget(self.bar)
        yield
        self.scenario_tab = ScenarioTab(project)
        yield
        self.operator, self.journal_view = RequestView(self.desk), JournalView()
        yield
        self.live = ResponsiveColumns(
            (LayoutColumn("operator", stretch=4), LayoutColumn("journal", stretch=5)),
            gap=64,
            ruled=True,
        )
        self.live.add("operator", self.operator)
        self.live.add("journal", self.journal_view)
        yield
        self.reactions_tab = ReactionsTab()
        yield
        self.examples = ContentEdits(self, self._jobs)
        self.ready_made = ReadyMadeItems(self.product_asked.emit, self.examples.ask_own)
        self.empty = FakeEmptyState()
        yield
        self.views: dict[str, QWidget] = {
            PRETENDS: self.scenario_tab,
            LIVE: self.live,
            PEOPLE: self.reactions_tab,
        }
        for view in self.views.values():
            self.body.addWidget(view)
        self.body.addWidget(self.ready_made)  # below the dials
        self.body.addWidget(self.empty)  # instead of all, while there is nothing to show
        self.body.addStretch(1)
        self.setAcceptDrops(True)  # a table of good answers
        self._connect()

    def _connect(self) -> None:
        examples, empty = self.examples, self.empty
        self.ready_made.borrowed.connect(examples.borrow)
        self.ready_made.answering.connect(examples.ask_good_answers)
        empty.chosen.connect(self._head)
        empty.dropped.connect(examples.bring)
        empty.browsed.connect(examples.open_table)
        empty.answering.connect(examples.ask_good_answers)
        empty.dropping.connect(examples.drop_waiting)
        empty.kind_asked.connect(self.product_asked)
        empty.phone_asked.connect(self._type_as_you_go)
        dials, scenarios = self.scenario_tab.dials, self.scenario_tab.scenarios
        edits = self.scenarios = ScenarioEdits(self, scenarios.new)
        self.files = ScenarioFiles(self, edits)
        self.sessions = SessionEdits(self, self.reactions_tab.sessions)
        self.journal = JournalWork(self, self._jobs, self.journal_view)
        self.journal_view.watch(self.serving.waiting)
        dials.turned.connect(edits.turn)
        dials.refused.connect(self.refuse)
        scenarios.chosen.connect(edits.choose)
        scenarios.new.clicked.connect(edits.new)
        scenarios.duplicate_asked.connect(edits.duplicate)
        scenarios.rename_asked.connect(edits.rename)
        scenarios.delete_asked.connect(edits.delete)
        scenarios.open_file.clicked.connect(self.files.open)
        scenarios.save_asked.connect(self.files.save)
        self.serving.failed.connect(self.refuse)
        self.serving.changed.connect(self._served)
        self.desk.changed.connect(self._say_anew)
        self.operator.patience_turned.connect(self._patience_turned)
        self.reactions_tab.goal_turned.connect(self._goal_turned)
        self.reactions_tab.worked_out.connect(self._say_anew)

    def refresh(self, change: Change) -> None:
        project = self.session.project
        if change.touches("scenario", "fact", "class", "example", "run", "candidate", "answer"):
            self.scenario_tab.show_project(project, self.serving.address)
        if change.touches("journal", "session"):
            self.journal_view.show_project(project)
        if change.touches("fact", "class"):
            self.desk.follow_patience()
            self.operator.show_project(
                read_only=self.session.read_only, off=self._too_few_classes()
            )
        if change.touches("session", "reaction", "fact", "bar"):
            self.reactions_tab.show_project(project)
        self._head()

    def standing_message(self) -> Message | None:
        if self._is_empty():
            return None
        if self._too_few_classes():
            return Message(
                "warn",
                tr("A fake needs at least two answers to choose between."),
                next_step=tr("Say on Problem what the answer would be first."),
                button=tr("Go to Problem"),
                run=partial(self.go_to.emit, Stage.PROBLEM),
                takes_primary=True,
            )
        if odd := unplayable(self.session.project):
            why = tr("It does not say what a scenario says, or not in its limits.")
            return Message("warn", tr("“{odd}” cannot be played.", odd=odd[0]), why)
        return None

    def _is_empty(self) -> bool:
        """Whether the three ways to something to show take the page; while one is served, it is there to type into."""
        serves = self.serving.is_on or self.serving.is_starting
        project = self.session.project
        return needs_something_to_show(project) and not serves and not fake_rests(project)

    def _show_items(self, tab: str) -> None:
        project = self.session.project
        has_items = not is_classifier(project) or borrowed_classes(project) is not None
        shown = tab == PRETENDS and has_items and not fake_rests(project)
        self.ready_made.setVisible(shown)
        if shown:
            found = ready_made_view(project)
            self.ready_made.show_view(found, len(unanswered(project)), off=self.why_not_edit())

    def _head(self) -> None:
        if not self.session.is_open:
            return
        empty = self._is_empty()
        self.empty.setVisible(empty)
        self.tabs.setVisible(not empty)
        if empty:
            self._show_empty()
            return
        project = self.session.project
        self.tabs.set_tabs(answer_tabs(project, self.desk, self.serving))
        tab = str(self.tabs.value())
        self._show_items(tab)
        for key, view in self.views.items():
            view.setVisible(key == tab)
        self.bar.setVisible(tab != PEOPLE)
        why = self.why_not_edit()
        start = partial(self.stage_asked.emit, True)
        begin = HeaderAction(tr("Start a session"), start, self._off(), "F6")
        buttons = HeaderButtons(
            begin,
            self.swapping.button(),
            HeaderAction("", self._use_bar, why, "Ctrl+Return"),
        )
        people = self.reactions_tab.said
        said, does, other = header_of(project, tab, desk=self.desk, people=people, buttons=buttons)
        self.set_headline(said.headline, said.lead)
        self.set_secondary(*((other,) if other is not None else ()))
        if does is None:
            self.clear_primary()
        else:
            self.set_primary(does.text, does.run, off=does.off, shortcut=does.shortcut)
        for view in (self.scenario_tab.dials, self.scenario_tab.scenarios):
            view.setEnabled(not self.session.read_only)
        self.bar.switch.off_because("" if self.serving.is_on else self._too_few_classes())

    def _show_empty(self) -> None:
        for view in (*self.views.values(), self.bar, self.ready_made):
            view.hide()
        found = empty_fake(self.session.project)
        self.empty.show_view(found, self.desk.seconds, off=self.why_not_edit())
        self.set_headline(found.view.headline, found.view.lead)
        self.set_secondary()
        choice = self.empty.choice()
        assert choice is not None
        words = tr("Show these {n}", n=choice.count)
        self.set_primary(words, self.present, off=self.why_not_edit(), shortcut="F5")

    def present(self, recording: bool = False) -> None:
        """Show it on Stage, or hold a session; while there is nothing to show, what is chosen is borrowed first."""
        choice = self.empty.choice() if self._is_empty() else None
        if choice is None or self.examples.borrow(choice.name):
            self.stage_asked.emit(recording)

    def _type_as_you_go(self) -> None:
        """Serve, step behind the curtain, and let phones see where they can ask."""
        self._show(LIVE)
        self.desk.step_in()
        self.serving.when_on(self.bar.show_stage)

    def _too_few_classes(self) -> str:
        project = self.session.project
        lent = not is_classifier(project) or borrowed_classes(project) is not None
        few = not lent and len(project.classes()) < 2
        return tr("Say first what it could answer.") if few else ""

    def _off(self) -> str:
        return cannot_present(self.session.project) or self.why_not_edit()

    def keys(self) -> tuple[tuple[str, str], ...]:
        if not self._built:
            return ()
        if self._is_empty():
            return EMPTY_KEYS
        tab = str(self.tabs.value())
        return keys_of(self.session.project, tab, self.desk, self.operator)

    def explanation(self) -> Explanation | None:
        if not self._built or self.tabs.value() != LIVE:
            return None
        view = self.journal_view
        return journal_explanation(view) if view.has_focus() else OPERATOR_EXPLANATION

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event) and not self.examples.why_not():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.examples.bring(dropped_paths(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._built and self.desk.is_on:
            self.desk.step_out()
        elif step is not None and self._built and self._is_empty():
            self.empty.step(step)
        else:
            super().keyPressEvent(event)

    def actions_of_page(self) -> tuple[Action, ...]:
        stage = Stage.FAKE
        return (
            Action("fake.present", tr("Present on Stage"), self.present, "F5", stage=stage, off=self._present_off, icon="play", in_palette=False),
            Action("fake.session", tr("Start a session…"), partial(self.present, True), "F6", stage=stage, off=self._present_off, in_palette=False),
            *content_actions(self.examples),
            Action("fake.swap", self.swapping.words, self.swapping.run, "R", stage=stage, off=self.swapping.off, icon="swap"),
            Action("fake.serve", tr("Serve the fake, or stop"), self.bar.switch.click, stage=stage, icon="serving"),
            Action("fake.copy", tr("Copy address"), self.bar.copy_address, "Ctrl+Shift+C", stage=stage, off=self._address_off, icon="copy"),
            Action("fake.curl", tr("Copy as curl"), self.bar.copy_as_curl, stage=stage, off=self._address_off, icon="copy"),
            Action("fake.browser", tr("Stage in a browser…"), self.bar.show_stage, stage=stage, off=self._address_off, icon="play"),
            *scenario_actions(self.scenarios, self.files, self.serving, self._ask_troubles, self.why_not_edit),
            *operator_actions(self.desk, self.operator, partial(self._show, LIVE), self._too_few_classes),
            *session_actions(self.sessions, lambda: self.tabs.value() == PEOPLE),
            *journal_actions(self.journal, self.journal_view),
        )  # fmt: skip

    # -- edits --------------------------------------------------------------------------------

    def _goal_turned(self, value: float) -> None:
        self.do(set_goal(value))

    def _use_bar(self) -> None:
        curve = self.reactions_tab.said.curve if self.reactions_tab.said is not None else None
        if curve is None:
            return
        if curve.proposed_bar is None:
            self.sessions.ask_own_bar()
            return
        sessions = len(self.session.project.sessions())
        self.do(use_as_bar(curve, curve.proposed_bar))
        if self.session.project.bar is not None:
            self.set_message(
                Message(
                    "ok",
                    tr(
                        "The bar is {proposed_bar}, from {count}.",
                        proposed_bar=percent(curve.proposed_bar),
                        count=count(sessions, "session"),
                    ),
                    button=tr("Go to Launch"),
                    run=partial(self.go_to.emit, Stage.LAUNCH),
                )
            )

    # -- small slots --------------------------------------------------------------------------

    def _tab_chosen(self) -> None:
        self._head()
        self.header_changed.emit()

    def show_people(self) -> None:
        self._show(PEOPLE)

    def _show(self, tab: str) -> None:
        self.tabs.set_value(tab)
        self._tab_chosen()

    def _served(self) -> None:
        if self.session.is_open:
            self.scenario_tab.show_project(self.session.project, self.serving.address)
            self._head()

    def _say_anew(self) -> None:
        """What people did is worked out, or somebody stepped behind the curtain."""
        if self.session.is_open and self._built:
            self._tab_chosen()

    def _patience_turned(self, seconds: float) -> None:
        self.do(self.desk.patience(seconds))

    def _present_off(self) -> str:
        return self.why_not_edit() if self._is_empty() else ""

    def _address_off(self) -> str:
        return "" if self.serving.is_on else tr("Serve it first.")

    def _ask_troubles(self) -> None:
        self._show(PRETENDS)
        self.scenario_tab.dials.ask_troubles()

    def _stop(self) -> None:
        if self._built:
            self.scenario_tab.stop()
            self.reactions_tab.stop()
            self.files.stop()
            self.operator.stop()
