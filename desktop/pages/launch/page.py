"""Launch: is it good enough, what is not shown yet, what was decided and who signs it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions import Action
from desktop.errors import USER_ERRORS
from desktop.findings.acceptance import BarTest, bar_test, chart_of, explain_test, tested_words
from desktop.findings.launch import bar_history, headline, lead
from desktop.findings.list_answers import fact_key
from desktop.findings.once_it_runs import tripwires_of
from desktop.findings.readiness import Readiness, readiness_of
from desktop.findings.risk import risk
from desktop.findings.sequential import sequential_of
from desktop.jobs.queue import JobQueue
from desktop.pages.launch.checks import CheckList
from desktop.pages.launch.decision import DECISIONS, DecisionSection
from desktop.pages.launch.edits import LaunchEdits
from desktop.pages.launch.list_answer import ListAnswerRow
from desktop.pages.launch.lists import ListsSection
from desktop.pages.launch.risk import RiskPopover, RiskSection
from desktop.pages.launch.signing import SIGNED, SigningSection
from desktop.pages.launch.tested import TestedView
from desktop.pages.launch.tripwires import TripwireSection
from desktop.pages.page import HeaderAction, Page, message_from, show_explanation
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.tokens import TEXT_MEASURE
from desktop.theme.type import Role
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.columns import main_and_side
from desktop.widgets.explain import Explanation
from desktop.widgets.label import Label
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from estimators.acceptance.readiness import lists
from reports.chart_data import BoundChart
from reports.evidence import ACCURACY_ID, BY_CLASS_ID, DATA_ID, FAKE_ID
from reports.provenance import Provenance

_EVIDENCE = {
    ACCURACY_ID: Stage.TRAIN,
    BY_CLASS_ID: Stage.TRAIN,
    DATA_ID: Stage.DATA,
    FAKE_ID: Stage.FAKE,
}
_WORDS = dict(DECISIONS)
DECISION, TESTED, LISTS = "decision", "tested", "lists"  # the views


class LaunchPage(Page):
    """The bar, the checks, the lists, the decision, the risk, the signatures."""

    stage = Stage.LAUNCH

    def __init__(self, session: Session, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        del jobs  # nothing here takes longer than a moment
        self._test: BarTest | None = None
        self._ready: Readiness | None = None
        self._risk_questions: RiskPopover | None = None
        self._tab = DECISION
        self.edits = LaunchEdits(session, self._do, self)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        self.tabs = AnswerTabs("What the launch rests on")
        self.tabs.chosen.connect(self.show_tab)
        tab_box = QWidget()
        box = QVBoxLayout(tab_box)
        box.setContentsMargins(0, 18, 0, 0)
        box.addWidget(self.tabs)
        self.fixed.addWidget(tab_box)
        self.columns = main_and_side(420)
        self.lists = ListsSection()
        self.lists.setMaximumWidth(TEXT_MEASURE)
        self.tested = TestedView()
        self.views: dict[str, QWidget] = {
            DECISION: self.columns,
            TESTED: self.tested,
            LISTS: self.lists,
        }
        for view in self.views.values():
            self.body.addWidget(view)
        self.body.addStretch(1)
        self.bound: ChartView[BoundChart] | None = None
        self._chart_holder = QWidget()
        self._chart_box = QVBoxLayout(self._chart_holder)
        self._chart_box.setContentsMargins(0, 0, 0, 28)
        self._chart_box.setSpacing(6)
        self.history = Label(role=Role.NOTE, colour="ink3")
        self._chart_box.addWidget(self.history)
        self.checks = CheckList()
        self.decision = DecisionSection()
        self.tripwires = TripwireSection()
        self.risk = RiskSection()
        self.signing = SigningSection()
        self.columns.add("main", self._chart_holder, chart_first=True)
        self.columns.add("main", self.checks)
        self.columns.add("side", self.decision)
        self.columns.add("side", self.tripwires, gap=32)
        self.columns.add("side", self.risk, gap=32)
        self.columns.add("side", self.signing, gap=28)
        self._connect()

    def _connect(self) -> None:
        edits = self.edits
        edits.refused.connect(self._refused)
        self.checks.answer_asked.connect(self.answer_check)
        self.checks.opened.connect(self._open_evidence)
        self.lists.answered.connect(self._list_answered)
        self.lists.source_asked.connect(self._show_source)
        self.decision.decided.connect(edits.decide)
        self.decision.worded.connect(edits.word_decision)
        self.decision.add_asked.connect(self.add_condition)
        self.decision.edit_asked.connect(self._edit_condition)
        self.decision.delete_asked.connect(edits.delete_condition)
        self.tripwires.add_asked.connect(self.add_tripwire)
        self.tripwires.edit_asked.connect(self._edit_tripwire)
        self.tripwires.delete_asked.connect(edits.drop_tripwire)
        labelling = self.tested.labelling
        labelling.start_asked.connect(self._start_labelling)
        labelling.answered.connect(edits.count_label)
        labelling.end_asked.connect(edits.end_labelling)
        self.risk.answers_asked.connect(self.ask_risk)
        self.signing.add_asked.connect(edits.add_person)
        self.signing.changed.connect(edits.change_person)
        self.signing.removed.connect(edits.remove_person)

    def refresh(self, change: Change) -> None:
        del change  # everything here follows from everything
        project, locked = self.session.project, self.session.read_only
        self._test = bar_test(project)
        self._ready = ready = readiness_of(project, self._test)
        self.set_headline(headline(project), lead(project, ready))
        self._show_chart()
        moves = bar_history(project)
        self.history.setText("\n".join(moves))
        self.history.setVisible(bool(moves))
        self._chart_holder.setVisible(bool(moves) or self._test is not None)
        self.checks.show_checks(ready.named, link_off=locked)
        self.lists.show_lists(ready.lists, ready.answers, locked=locked)
        decision = project.answer("launch.decision")
        self.decision.show_verdict(ready.verdict, decision)
        self.decision.show_decision(
            decision, str(project.answer("launch.headline") or ""), project.conditions()
        )
        self.tripwires.show_tripwires(tripwires_of(project), locked=locked)
        self.risk.show_risk(risk(project, ready.risk), ready.risk)
        self._show_risk_questions()
        self.signing.show_people(project.signoffs(), self._hold())
        for section in (self.decision, self.signing):
            section.setEnabled(not locked)
        self._show_tabs()
        self._next()

    def _show_tabs(self) -> None:
        found = self.ready.lists
        answered, total = sum(s.answered for s in found), sum(s.total for s in found)
        self.tabs.set_tabs(
            [
                AnswerTab(DECISION, "Ready?", _WORDS[self.ready.proposal]),
                AnswerTab(TESTED, "How was it tested?", tested_words(self._test)),
                AnswerTab(LISTS, "Everything else", f"{answered} of {total} answered"),
            ]
        )
        self.tabs.set_value(self._tab)
        for key, view in self.views.items():
            view.setVisible(key == self._tab)
        if self._tab == TESTED:
            self._show_tested()

    def _show_tested(self) -> None:
        project = self.session.project
        self.tested.show_test(self._test)
        self.tested.labelling.show_labelling(sequential_of(project), off=self._read_only())

    def show_tab(self, key: str) -> None:
        """Show one of the views: "decision", "tested" or "lists"."""
        self._tab = key
        self._show_tabs()
        self.scroller.verticalScrollBar().setValue(0)

    def _show_chart(self) -> None:
        chart = chart_of(self._test) if self._test is not None else None
        if chart is None:
            if self.bound is not None:
                self.bound.hide()
            return
        if self.bound is None:
            self.bound = chart_view(chart, titled=False)
            self._chart_box.insertWidget(0, self.bound)
        self.bound.explanation = self.explanation()
        self.bound.set_chart(chart)
        self.bound.show()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            ("↑↓", "move through checks"),
            ("↵", "open the evidence"),
            ("F1", "how the bound is worked out"),
        )

    def explanation(self) -> Explanation | None:
        told = explain_test(self._test) if self._test is not None else None
        if self._test is None or told is None:
            return None
        title, text, rows, source = told
        photos = f"The {self._test.measured.cases:,} held out"
        return Explanation(title, text, rows, source, ((photos, self._go_to_data),))

    def actions_of_page(self) -> tuple[Action, ...]:
        stage, off = Stage.LAUNCH, self._read_only
        return (
            Action("launch.bar", "Move the bar…", self.move_bar, stage=stage, off=off),
            Action("launch.way-back", "Name the way back…", self.ask_way_back, stage=stage, off=off),
            Action("launch.owner", "Name who answers for it…", self.ask_owner, stage=stage, off=off),
            Action("launch.tripwire", "Add a tripwire…", self.add_tripwire, stage=stage, off=off, icon="add"),
            Action("launch.condition", "Add a condition…", self.add_condition, stage=stage, off=off, icon="add"),
            Action("launch.risk", "Answer the risk questions", self.ask_risk, stage=stage, off=off, icon="balance"),
            Action("launch.person", "Name who signs…", self.edits.add_person, stage=stage, off=off, icon="person"),
        )  # fmt: skip

    # -- the next open thing ------------------------------------------------------------------

    def _next(self) -> None:
        project, off = self.session.project, self._read_only()
        self.set_secondary()
        if project.bar is None:
            self.set_primary("Set the bar…", self.move_bar, off=off)
            return
        self.set_secondary(HeaderAction("Move the bar…", self.move_bar, off))
        if self._test is None:
            self.set_primary("Train a classifier", self._go_to_train)
        elif self._open_questions():
            one = "Answer the open question"
            more = f"Answer the {self._open_questions()} open questions"
            self.set_primary(
                one if self._open_questions() == 1 else more, self.answer_next, off=off
            )
        elif project.answer("launch.decision") is None:
            words = _WORDS[self.ready.proposal]
            self.set_primary(f"Decide: {words.lower()}", self._take_proposal, off=off)
        elif not project.signoffs():
            self.set_primary("Name who signs…", self.edits.add_person, off=off)
        else:
            unsigned = next((p for p in project.signoffs() if p.state != SIGNED), None)
            if unsigned is None:
                self.set_primary("See the report", self._go_to_report)
            else:
                self.set_primary(f"Sign as {unsigned.name}", self.edits.sign_next, off=off)

    @property
    def ready(self) -> Readiness:
        """Everything that the launch rests on, as the page shows it."""
        assert self._ready is not None  # the page was refreshed
        return self._ready

    def _open_questions(self) -> int:
        """The questions that nothing launches without: those of the checks, and the law."""
        return len(self.ready.open_checks()) + (self.ready.risk.tier is None)

    def _hold(self) -> str:
        if self._open_questions():
            one = "question" if self._open_questions() == 1 else "questions"
            return f"signs after the open {one}"
        return "" if self.session.project.answer("launch.decision") else "signs after the decision"

    def _read_only(self) -> str:
        return self.session.notice if self.session.read_only else ""

    def answer_next(self) -> None:
        """Ask the first open question."""
        names = self.ready.open_checks()
        if names:
            self.answer_check(names[0])
        else:
            self.ask_risk()

    # -- edits --------------------------------------------------------------------------------

    def _do(self, command: Command) -> None:
        try:
            self.session.do(command)
        except USER_ERRORS as error:
            self.set_message(message_from(error))
        else:
            self.set_message(None)

    def _refused(self, error: BaseException) -> None:
        self.set_message(message_from(error))

    def answer_check(self, name: str) -> None:
        """Ask what only a person can answer."""
        self.show_tab(DECISION)
        {"way_back": self.ask_way_back, "owner": self.ask_owner}.get(name, self.add_tripwire)()

    def move_bar(self) -> None:
        """Ask for the bar and, where there was one, why it moves."""
        self.edits.move_bar(self.header.primary)

    def ask_way_back(self) -> None:
        """Ask who switches it off, and how fast."""
        self.edits.ask_way_back(self._anchor("way_back"))

    def ask_owner(self) -> None:
        """Ask who answers for it."""
        self.edits.ask_owner(self._anchor("owner"))

    def _anchor(self, name: str) -> QWidget | None:
        return None if self.columns.narrow else self.checks.row(name)

    def add_tripwire(self) -> None:
        """Ask for a tripwire."""
        self.edits.ask_tripwire(None)

    def _edit_tripwire(self, at: int) -> None:
        self.edits.ask_tripwire(None, at)

    def _start_labelling(self) -> None:
        self.edits.start_labelling(self.tested.labelling.start)

    def _take_proposal(self) -> None:
        self.edits.decide(self.ready.proposal)

    def add_condition(self) -> None:
        """Ask for a condition of the launch."""
        button = self.decision.add_button
        self.edits.ask_condition(button if button.isVisible() else None)

    def _edit_condition(self, condition_id: int) -> None:
        button = self.decision.add_button
        self.edits.ask_condition(button if button.isVisible() else None, condition_id)

    def _list_answered(self, row: ListAnswerRow, value: str) -> None:
        now = self.ready.answers.get(row.item.key)
        if not self.edits.answer(row.item, value or None, now, row.bar):
            row.again()  # until the reason is given, the former answer stands

    def ask_risk(self) -> None:
        """Open the risk questions, the next one large."""
        self.show_tab(DECISION)
        popover = RiskPopover(self.window())
        popover.answered.connect(self._risk_answered)
        popover.tier_taken.connect(self._tier_taken)
        popover.closed.connect(self._risk_closed)
        self._risk_questions = popover
        self._show_risk_questions()
        popover.open_below(self.risk.answers, align_right=True, focus=popover.first())

    def _show_risk_questions(self) -> None:
        if self._risk_questions is not None:
            ready, source = self.ready, risk(self.session.project, self.ready.risk).source
            locked = self.session.read_only
            self._risk_questions.show_answers(ready.risk, ready.answers, source, locked=locked)

    def _risk_closed(self) -> None:
        self._risk_questions = None

    def _risk_answered(self, key: str, value: str) -> None:
        item = next(item for item in lists()["eu_ai_act"].items() if item.key == key)
        words = f"“{item.text}”"
        known = Provenance.GUESS if value else Provenance.UNKNOWN
        self._do(edit.SetFact(fact_key(item), value or None, words, known))

    def _tier_taken(self, tier: str) -> None:
        self._do(edit.SetFact("regulatory_tier", tier, "the risk tier"))

    # -- elsewhere ----------------------------------------------------------------------------

    def _show_source(self, list_id: str) -> None:
        published = lists()[list_id]
        source = published.source
        rows = (("Read on", source.date), ("Questions", f"{len(list(published.items()))}"))
        words = f"{source.title}. In our own words. {source.caution}".strip()
        how = f"How well it was read: {source.status}. {source.url}"
        show_explanation(self, Explanation(published.title, words, rows, how))

    def _open_evidence(self, address: str) -> None:
        stage = _EVIDENCE.get(address)
        if stage is not None:
            self.go_to.emit(stage)

    def _go_to_train(self) -> None:
        self.go_to.emit(Stage.TRAIN)

    def _go_to_data(self) -> None:
        self.go_to.emit(Stage.DATA)

    def _go_to_report(self) -> None:
        self.go_to.emit(Stage.REPORT)
