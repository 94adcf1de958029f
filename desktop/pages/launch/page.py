"""Launch: is it good enough, what is not shown yet, what was decided and who signs it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.launch.acceptance import BarTest, bar_test, tested_words
from desktop.findings.launch.checks import LAW, NO_CONDITION
from desktop.findings.launch.conditions import CONDITIONS, DECISION
from desktop.findings.launch.readiness import Readiness, readiness_of
from desktop.findings.launch.sequential import sequential_of
from desktop.findings.launch.view import view
from desktop.findings.problem.product_words import without_test
from desktop.jobs.queue import JobQueue
from desktop.pages.header import HeaderAction
from desktop.pages.launch.edits import DECISIONS, LaunchEdits
from desktop.pages.launch.forecast_to_bar import ForecastToBarView
from desktop.pages.launch.lists import ListsSection
from desktop.pages.launch.ready import HARM, ReadyView, Step, next_step
from desktop.pages.launch.risk import RiskPopover
from desktop.pages.launch.tested import TestedView
from desktop.pages.page import Page
from desktop.project.product import is_trained_here
from desktop.project.project import Project
from desktop.project.run_list import count_runs
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.tokens import TEXT_MEASURE
from desktop.widgets.layout import column, fill, holder
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.evidence import ACCURACY_ID, BY_CLASS_ID, DATA_ID, FAKE_ID
from reports.stage_view import Explanation

_EVIDENCE = {
    ACCURACY_ID: Stage.MEASURE,
    BY_CLASS_ID: Stage.MEASURE,
    DATA_ID: Stage.DATA,
    FAKE_ID: Stage.FAKE,
}
READY, TESTED, AHEAD, LISTS = "ready", "tested", "ahead", "lists"  # the views
_KEYS = {
    READY: (("↑↓", tr("move through checks")), ("↵", tr("open the evidence"))),
    LISTS: (("←→", tr("choose an answer")), (tr("Tab"), tr("next question"))),
}
_HOW = ("F1", tr("how the bound is worked out"))


class LaunchPage(Page):
    """The bar, the checks, the decision, the risk, the signatures; the test in detail; the published lists."""

    stage = Stage.LAUNCH
    fills_ahead = True

    def __init__(self, session: Session, _jobs: JobQueue | None = None) -> None:
        super().__init__(session)
        self._test: BarTest | None = None
        self._ready: Readiness | None = None
        self._tab = READY
        self.edits = LaunchEdits(self)
        self._risk: RiskPopover | None = None  # while its questions are open

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        self.tabs = AnswerTabs(tr("What the launch rests on"))
        self.tabs.chosen.connect(self.show_tab)
        self.fixed.addWidget(holder(column(self.tabs, margins=(0, 18, 0, 0))))
        self.ready_view = ReadyView(self.edits, self.answer_check, self._open_evidence)
        self.tested, self.lists = TestedView(self.edits), ListsSection(self.edits)
        self.ahead = ForecastToBarView(self.refuse)
        self.session.closed.connect(self.ahead.forget)
        self.lists.setMaximumWidth(TEXT_MEASURE)
        self.views: dict[str, QWidget] = {
            READY: self.ready_view,
            TESTED: self.tested,
            AHEAD: self.ahead,
            LISTS: self.lists,
        }
        fill(self.body, *self.views.values(), None)
        self.ready_view.risk.answers.clicked.connect(self.ask_risk)

    def refresh(self, change: Change) -> None:
        del change  # everything here follows from everything
        project, locked = self.session.project, self.session.read_only
        self._test = bar_test(project)
        self._ready = ready = readiness_of(project)
        said = view(project)
        self.set_headline(said.headline, said.lead)
        self.ready_view.show_launch(project, self._test, ready, self.explanation(), locked=locked)
        self.lists.show_lists(ready.lists, ready.answers, locked=locked)
        if self._risk is not None:
            self._risk.show_answers(ready)
        self._show_tabs()
        self._show_next()

    @property
    def ready(self) -> Readiness:
        """Everything that the launch rests on, as the page shows it."""
        assert self._ready is not None  # the page was refreshed
        return self._ready

    def show_tab(self, key: str) -> None:
        """Show one of the views: "ready", "tested", "ahead" or "lists"."""
        self._tab = key
        self._show_tabs()
        self.header_changed.emit()  # the keys
        self.scroller.verticalScrollBar().setValue(0)

    def _show_tabs(self) -> None:
        found = self.ready.lists
        answered, total = sum(s.answered for s in found), sum(s.total for s in found)
        project = self.session.project
        trains = is_trained_here(project) or count_runs(project) > 0
        if self._tab == AHEAD and not trains:
            self._tab = READY
        way = AnswerTab(AHEAD, tr("The way to the bar"), _runs_words(project))
        self.tabs.set_tabs(
            [
                AnswerTab(READY, tr("Ready?"), dict(DECISIONS)[self.ready.proposal]),
                AnswerTab(TESTED, tr("How was it tested?"), tested_words(self._test)),
                *([way] if trains else []),
                AnswerTab(
                    LISTS,
                    tr("Everything else"),
                    tr("{answered} of {total} answered", answered=answered, total=total),
                ),
            ]
        )
        self.tabs.set_value(self._tab)
        for key, part in self.views.items():
            part.setVisible(key == self._tab)
        if self._tab == TESTED:
            self.tested.nothing.setText(without_test(self.session.project)[0])
            self.tested.show_test(self._test)
            going = sequential_of(self.session.project)
            self.tested.labelling.show_labelling(going, off=self.why_not_edit())
        elif self._tab == AHEAD:
            self.ahead.nothing.setText(without_test(self.session.project)[1])
            self.ahead.show_project(self.session.project)

    def _show_next(self) -> None:
        project, off = self.session.project, self.why_not_edit()
        found = next_step(project, self.ready, tested=self._test is not None)
        moved = HeaderAction(tr("Move the bar…"), self.move_bar, off)
        self.set_secondary(*([] if found.step is Step.SET_BAR else [moved]))
        runs: dict[Step, Callable[[], object]] = {
            Step.SET_BAR: self.move_bar,
            Step.TRAIN: partial(self.go_to.emit, Stage.MEASURE),
            Step.ANSWER: self.answer_next,
            Step.DECIDE: partial(self.decide, self.ready.proposal),
            Step.TERMS: self.ask_terms,
            Step.NAME_PERSON: self.edits.add_person,
            Step.SIGN: self.edits.sign_next,
            Step.REPORT: partial(self.go_to.emit, Stage.REPORT),
        }
        elsewhere = found.step in {Step.TRAIN, Step.REPORT}
        self.set_primary(found.words, runs[found.step], off="" if elsewhere else off)

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (*_KEYS.get(self._tab, ()), _HOW)

    def explanation(self) -> Explanation | None:
        told = view(self.session.project).explanations.get("bound")
        if self._test is None or told is None:
            return None
        photos = tr("The {cases} held out", cases=digits(self._test.measured.cases))
        return replace(told, links=((photos, partial(self.go_to.emit, Stage.DATA)),))

    def actions_of_page(self) -> tuple[Action, ...]:
        stage, off = Stage.LAUNCH, self.why_not_edit
        return (
            Action("launch.bar", tr("Move the bar…"), self.move_bar, stage=stage, off=off),
            Action("launch.harm", tr("Limit harmful mistakes…"), self.ask_harm_cap, stage=stage, off=off),
            Action("launch.way-back", tr("Name the way back…"), self.ask_way_back, stage=stage, off=off),
            Action("launch.owner", tr("Name who answers for it…"), self.ask_owner, stage=stage, off=off),
            Action("launch.tripwire", tr("Add a tripwire…"), self.add_tripwire, stage=stage, off=off, icon="add"),
            Action("launch.condition", tr("Add a condition…"), self.add_condition, stage=stage, off=off, icon="add"),
            Action("launch.terms", tr("Say why, by whom and when…"), self.ask_terms, stage=stage, off=self.why_no_terms),
            Action("launch.risk", tr("Answer the risk questions"), self.ask_risk, stage=stage, off=off, icon="balance"),
            Action("launch.person", tr("Name who signs…"), self.edits.add_person, stage=stage, off=off, icon="person"),
            Action("launch.label", tr("Label as you go…"), self.label_as_you_go, stage=stage, off=off),
        )  # fmt: skip

    # -- edits --------------------------------------------------------------------------------

    def answer_next(self) -> None:
        """Ask the open question that matters most."""
        self.answer_check(self.ready.open_checks()[0])

    def answer_check(self, name: str) -> None:
        """Ask what only a person can answer."""
        asks: dict[str, Callable[[], object]] = {
            LAW: self.ask_risk,
            "way_back": self.ask_way_back,
            "owner": self.ask_owner,
            HARM: self.ask_harm_cap,
            # The decision rests on one that binds somebody.
            NO_CONDITION: partial(self.decide, CONDITIONS),
        }
        asks.get(name, self.add_tripwire)()

    def move_bar(self) -> None:
        self.edits.move_bar(self.header.primary)

    def ask_way_back(self) -> None:
        self.show_tab(READY)
        self.edits.ask_way_back(self.ready_view.anchor_of("way_back"))

    def ask_owner(self) -> None:
        self.show_tab(READY)
        self.edits.ask_owner(self.ready_view.anchor_of("owner"))

    def ask_harm_cap(self) -> None:
        self.show_tab(READY)
        self.edits.ask_harm_cap(self.ready_view.anchor_of(HARM))

    def add_tripwire(self) -> None:
        self.show_tab(READY)
        self.edits.ask_tripwire(None)

    def label_as_you_go(self) -> None:
        """Show the test that is labelled as one goes, and begin it where there is none."""
        self.show_tab(TESTED)
        if sequential_of(self.session.project) is None:
            self.tested.labelling.begin()

    def decide(self, decision: str) -> None:
        """Record a decision, as its button does."""
        self.show_tab(READY)
        self.ready_view.decision.decide(decision)

    def why_no_terms(self) -> str:
        """Why nobody can say more of the decision; empty where somebody can."""
        undecided = "" if self.session.project.answer(DECISION) else tr("Nothing is decided yet.")
        return self.why_not_edit() or undecided

    def ask_terms(self) -> None:
        self.show_tab(READY)
        self.edits.ask_terms(None)

    def add_condition(self) -> None:
        self.show_tab(READY)
        self.ready_view.decision.ask_condition(None)

    def ask_risk(self) -> None:
        """Open the risk questions, the next one large."""
        self.show_tab(READY)
        popover = self._risk = RiskPopover(self.window(), self.edits)
        popover.closed.connect(self._risk_closed)
        popover.show_answers(self.ready)
        anchor = self.ready_view.risk.answers
        popover.open_below(anchor, align_right=True, focus=popover.first())

    def _risk_closed(self) -> None:
        self._risk = None

    # -- elsewhere ----------------------------------------------------------------------------

    def _open_evidence(self, address: str) -> None:
        stage = _EVIDENCE.get(address)
        if stage is not None:
            self.go_to.emit(stage)


def _runs_words(project: Project) -> str:
    number = count_runs(project)
    return count(number, "run") if number else tr("no run yet")
