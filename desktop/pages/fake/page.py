"""Fake it: dial a model that does not exist, show it to people, and let what they accept set the bar."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.fake.ready_made import borrow, ready_made_view, show_own
from desktop.findings.fake.scenarios import serves_the_real_one, unplayable
from desktop.findings.fake.view import set_goal, swap, use_as_bar
from desktop.findings.problem.product_words import other_kind
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.edits import (
    ScenarioEdits,
    ScenarioFiles,
    SessionEdits,
    scenario_actions,
)
from desktop.pages.fake.header import (
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
from desktop.pages.fake.local_server import LocalServer
from desktop.pages.fake.operator.desk_client import DeskClient
from desktop.pages.fake.operator.request_view import RequestView
from desktop.pages.fake.own_examples import OwnExamplesPopover
from desktop.pages.fake.reactions_tab import ReactionsTab
from desktop.pages.fake.ready_made import ReadyMadeItems
from desktop.pages.fake.scenario_tab import ScenarioTab
from desktop.pages.fake.serving_bar import ServingBar
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project.noun import noun
from desktop.project.run_list import has_runs
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.message import Message
from desktop.widgets.tabs import AnswerTabs
from estimators.base.count import count
from estimators.base.percent import percent
from estimators.base.sentence import tr
from mock_ai.kinds.product import GoodExample
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
        session.closed.connect(self._stop)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        project = self.session.project
        self.tabs = AnswerTabs(tr("Fake it"))
        self.tabs.chosen.connect(self._tab_chosen)
        self.bar = ServingBar(self.serving)
        self.fixed.addSpacing(22)
        self.fixed.addWidget(self.tabs)
        self.fixed.addWidget(self.bar)
        self.scenario_tab = ScenarioTab(project)
        self.operator, self.journal_view = RequestView(self.desk), JournalView()
        self.live = ResponsiveColumns(
            (LayoutColumn("operator", stretch=4), LayoutColumn("journal", stretch=5)),
            gap=64,
            ruled=True,
        )
        self.live.add("operator", self.operator)
        self.live.add("journal", self.journal_view)
        self.reactions_tab = ReactionsTab()
        self.ready_made = ReadyMadeItems(self.product_asked.emit, self.ask_own)
        self.ready_made.borrowed.connect(lambda name: self.do(borrow(self.session.project, name)))
        self.views: dict[str, QWidget] = {
            PRETENDS: self.scenario_tab,
            LIVE: self.live,
            PEOPLE: self.reactions_tab,
        }
        for view in self.views.values():
            self.body.addWidget(view)
        self.body.addWidget(self.ready_made)  # below the dials, of a kind other than classify
        self.body.addStretch(1)
        self._connect()

    def _connect(self) -> None:
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
        if change.touches("scenario", "fact", "class", "example", "run"):
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
        if self._too_few_classes():
            return Message(
                "warn",
                tr("A fake needs at least two answers to choose between."),
                next_step=tr("Say on Problem what the answer would be."),
                button=tr("Go to Problem"),
                run=partial(self.go_to.emit, Stage.PROBLEM),
                takes_primary=True,
            )
        if odd := unplayable(self.session.project):
            why = tr("It does not say what a scenario says, or not in its limits.")
            return Message("warn", tr("“{odd}” cannot be played.", odd=odd[0]), why)
        return None

    def _show_items(self, tab: str) -> None:
        shown = tab == PRETENDS and other_kind(self.session.project) is not None
        self.ready_made.setVisible(shown)
        if shown:
            found = ready_made_view(self.session.project)
            self.ready_made.show_view(found, off=self.why_not_edit())

    def _head(self) -> None:
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
            HeaderAction(self._swap_words(), self.swap, why, "R") if has_runs(project) else None,
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
        self.bar.switch.off_because(self._too_few_classes())
        self.bar.set_presents(other_kind(project) is None)

    def ask_own(self) -> None:
        """Ask for examples of one's own, in the place of a ready-made set."""
        project = self.session.project
        kind = other_kind(project)
        if kind is None or self.session.read_only:
            return

        def show(examples: tuple[GoodExample, ...]) -> None:
            self.session.do(show_own(project, examples))

        popover = OwnExamplesPopover(self.window(), kind.name, show)
        popover.open_centred(focus=popover.text)

    def _too_few_classes(self) -> str:
        project = self.session.project
        few = other_kind(project) is None and len(project.classes()) < 2
        return tr("Say first what it could answer.") if few else ""

    def _off(self) -> str:
        project = self.session.project
        if few := self._too_few_classes():
            return few
        if other_kind(project) is None and not project.count_examples():
            return tr("Add a few {noun} on Data first.", noun=noun(project))
        return self.why_not_edit()

    def keys(self) -> tuple[tuple[str, str], ...]:
        if not self._built:
            return ()
        some = bool(self.session.project.sessions())
        tab = str(self.tabs.value())
        return keys_of(tab, self.desk, self.operator, sessions=some)

    def explanation(self) -> Explanation | None:
        if not self._built or self.tabs.value() != LIVE:
            return None
        view = self.journal_view
        return journal_explanation(view) if view.has_focus() else OPERATOR_EXPLANATION

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._built and self.desk.is_on:
            self.desk.step_out()
        else:
            super().keyPressEvent(event)

    def actions_of_page(self) -> tuple[Action, ...]:
        stage = Stage.FAKE
        return (
            Action("fake.swap", self._swap_words, self.swap, "R", stage=stage, off=self._swap_off, icon="swap"),
            Action("fake.serve", tr("Serve the fake, or stop"), self.bar.switch.click, stage=stage, icon="serving"),
            Action("fake.copy", tr("Copy address"), self.bar.copy_address, "Ctrl+Shift+C", stage=stage, off=self._address_off, icon="copy"),
            Action("fake.curl", tr("Copy as curl"), self.bar.copy_as_curl, stage=stage, off=self._address_off, icon="copy"),
            Action("fake.browser", tr("Stage in a browser…"), self.bar.show_stage, stage=stage, off=self._browser_off, icon="play"),
            *scenario_actions(self.scenarios, self.files, self.serving, self._ask_troubles, self.why_not_edit),
            *operator_actions(self.desk, self.operator, partial(self._show, LIVE), self._too_few_classes),
            Action("fake.reactions", tr("Export reactions…"), self.sessions.export, stage=stage, off=self._nobody, icon="drop"),
            Action("fake.note", tr("Add a note to the session…"), self.sessions.note, "N", stage=stage, off=self._note_off),
            *journal_actions(self.journal, self.journal_view),
        )  # fmt: skip

    # -- edits --------------------------------------------------------------------------------

    def swap(self) -> None:
        """Let the newest trained classifier answer, or the fake again."""
        self.do(swap(self.session.project))

    def _goal_turned(self, value: float) -> None:
        self.do(set_goal(value))

    def _use_bar(self) -> None:
        curve = self.reactions_tab.said.curve if self.reactions_tab.said is not None else None
        if curve is None or curve.proposed_bar is None:
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

    def _note_off(self) -> str:
        if self.tabs.value() != PEOPLE or self.reactions_tab.sessions.chosen() is None:
            return tr("Choose a session under “What people did” first.")
        return self.why_not_edit()

    def _nobody(self) -> str:
        return "" if self.session.project.sessions() else tr("Nobody has seen it yet.")

    def _swap_words(self) -> str:
        real = serves_the_real_one(self.session.project)
        return tr("Swap the fake in") if real else tr("Swap in the real one")

    def _swap_off(self) -> str:
        return (
            self.why_not_edit()
            if has_runs(self.session.project)
            else tr("Train a classifier first.")
        )

    def _address_off(self) -> str:
        return "" if self.serving.is_on else tr("Serve it first.")

    def _browser_off(self) -> str:
        if other_kind(self.session.project) is not None:
            return tr("Stage cannot present this kind yet.")
        return self._address_off()

    def _ask_troubles(self) -> None:
        self._show(PRETENDS)
        self.scenario_tab.dials.ask_troubles()

    def _stop(self) -> None:
        if self._built:
            self.scenario_tab.stop()
            self.reactions_tab.stop()
            self.files.stop()
            self.operator.stop()
