"""Launch: is it good enough, what is not shown yet, what was decided and who signs it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions import Action
from desktop.errors import USER_ERRORS, UserError
from desktop.findings.checks import checks
from desktop.findings.launch import (
    RISK_QUESTIONS,
    acceptance,
    bar_history,
    bound_chart,
    explain_bound,
    headline,
    lead,
    proposal,
    risk,
)
from desktop.jobs.queue import JobQueue
from desktop.pages.launch.checks import CheckList
from desktop.pages.launch.decision import DECISIONS, DecisionSection
from desktop.pages.launch.risk import TIERS, YES_NO, RiskPopover, RiskQuestion, RiskSection
from desktop.pages.launch.signing import SIGNED, TO_SIGN, SigningSection
from desktop.pages.page import HeaderAction, Page, message_from
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.type import Role
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.charts.view import ChartView, chart_view
from desktop.widgets.columns import main_and_side
from desktop.widgets.explain import Explanation
from desktop.widgets.label import Label
from estimators.acceptance import AcceptanceResult
from reports.chart_data import BoundChart
from reports.evidence import ACCURACY_ID, BY_CLASS_ID, DATA_ID, FAKE_ID, CheckState
from reports.provenance import Provenance

_EVIDENCE = {
    ACCURACY_ID: Stage.TRAIN,
    BY_CLASS_ID: Stage.TRAIN,
    DATA_ID: Stage.DATA,
    FAKE_ID: Stage.FAKE,
}
_WORDS = dict(DECISIONS)


class LaunchPage(Page):
    """The bar, the checks, the decision, the risk, the signatures."""

    stage = Stage.LAUNCH

    def __init__(self, session: Session, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        del jobs  # nothing here takes longer than a moment
        self._test: AcceptanceResult | None = None

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        self.columns = main_and_side(420)
        self.body.addWidget(self.columns)
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
        self.risk = RiskSection()
        self.signing = SigningSection()
        self.columns.add("main", self._chart_holder, chart_first=True)
        self.columns.add("main", self.checks)
        self.columns.add("side", self.decision)
        self.columns.add("side", self.risk, gap=32)
        self.columns.add("side", self.signing, gap=28)
        self.checks.answer_asked.connect(self.ask_way_back)
        self.checks.opened.connect(self._open_evidence)
        self.decision.decided.connect(self._decide)
        self.decision.worded.connect(self._worded)
        self.decision.add_asked.connect(self.add_condition)
        self.decision.edit_asked.connect(self._edit_condition)
        self.decision.delete_asked.connect(self._delete_condition)
        self.risk.answers_asked.connect(self.ask_risk)
        self.signing.add_asked.connect(self.add_person)
        self.signing.changed.connect(self._person_changed)
        self.signing.removed.connect(self._remove_person)

    def refresh(self, change: Change) -> None:
        del change  # everything here follows from everything
        project = self.session.project
        self._test = acceptance(project)
        self.set_headline(headline(project), lead(project))
        self._show_chart()
        moves = bar_history(project)
        self.history.setText("\n".join(moves))
        self.history.setVisible(bool(moves))
        self._chart_holder.setVisible(bool(moves) or self._test is not None)
        self.checks.show_checks(checks(project), link_off=self.session.read_only)
        decision = project.answer("launch.decision")
        hint = ""
        if decision is None and self._test is not None:
            hint = f"What was measured supports: {_WORDS[proposal(project)].lower()}."
        self.decision.show_decision(
            decision, str(project.answer("launch.headline") or ""), project.conditions(), hint
        )
        self.risk.show_risk(risk(project))
        self.signing.show_people(project.signoffs(), self._hold())
        for section in (self.decision, self.risk.answers, self.signing):
            section.setEnabled(not self.session.read_only)
        self._next()

    def _show_chart(self) -> None:
        test = self._test
        if test is None:
            if self.bound is not None:
                self.bound.hide()
            return
        chart = bound_chart(self.session.project, test)
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
        if self._test is None:
            return None
        title, text, rows, source = explain_bound(self.session.project, self._test)
        photos = f"The {self._test.total:,} held out"
        return Explanation(title, text, rows, source, ((photos, self._go_to_data),))

    def actions_of_page(self) -> tuple[Action, ...]:
        stage, off = Stage.LAUNCH, self._read_only
        return (
            Action("launch.bar", "Move the bar…", self.move_bar, stage=stage, off=off),
            Action("launch.way-back", "Name the way back…", self.ask_way_back, stage=stage, off=off),
            Action("launch.condition", "Add a condition…", self.add_condition, stage=stage, off=off, icon="add"),
            Action("launch.risk", "Answer the risk questions", self.ask_risk, stage=stage, off=off, icon="balance"),
            Action("launch.person", "Name who signs…", self.add_person, stage=stage, off=off, icon="person"),
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
        elif self._open_question():
            self.set_primary("Answer the open question", self.ask_way_back, off=off)
        elif project.answer("launch.decision") is None:
            words = _WORDS[proposal(project)]
            self.set_primary(f"Decide: {words.lower()}", self._take_proposal, off=off)
        elif not project.signoffs():
            self.set_primary("Name who signs…", self.add_person, off=off)
        else:
            unsigned = next((p for p in project.signoffs() if p.state != SIGNED), None)
            if unsigned is None:
                self.set_primary("See the report", self._go_to_report)
            else:
                self.set_primary(f"Sign as {unsigned.name}", self._sign_next, off=off)

    def _open_question(self) -> bool:
        return any(c.state is CheckState.NEEDS_YOU for c in checks(self.session.project))

    def _hold(self) -> str:
        if self._open_question():
            return "signs after the open question"
        return "" if self.session.project.answer("launch.decision") else "signs after the decision"

    def _read_only(self) -> str:
        return self.session.notice if self.session.read_only else ""

    # -- edits --------------------------------------------------------------------------------

    def _do(self, command: Command) -> None:
        try:
            self.session.do(command)
        except USER_ERRORS as error:
            self.set_message(message_from(error))
        else:
            self.set_message(None)

    def move_bar(self) -> None:
        """Ask for the bar and, where there was one, why it moves."""
        bar = self.session.project.bar

        def moved(answers: Answers) -> None:
            value = float(answers["value"])
            if bar is not None and not answers["reason"]:
                raise UserError(
                    "Say why the bar moves.", "The report prints it.", "A few words do."
                )
            if bar is None or value != bar.value:
                reason = answers["reason"]
                self.session.do(edit.SetBar(value, "your choice", Provenance.GUESS, reason))

        fields = (
            AskFor("value", "Right answers it must reach", f"{bar.value}" if bar else "", percent=True),
            AskFor("reason", "Why", placeholder="What people said, a contract, a baseline…"),
        )  # fmt: skip
        text = "It has to be shown with 95% confidence. The old bar stays in the history."
        title = "Move the bar" if bar else "Set the bar"
        popover = AskPopover(self.window(), title, fields, moved, button=title, text=text)
        popover.ask(self.header.primary, align_right=True)

    def ask_way_back(self) -> None:
        """Ask who switches it off, and how fast."""
        now = str(self.session.project.answer("launch.way_back") or "")

        def answered(answers: Answers) -> None:
            words = "the way back"
            if answers["way_back"]:
                self.session.do(edit.SetFact("launch.way_back", answers["way_back"], words))
            elif now:
                self.session.do(edit.ClearFact("launch.way_back", words))

        question = "Who switches it off, and how fast?"
        field = AskFor("way_back", question, now, "The shift lead, one switch, 5 minutes")
        popover = AskPopover(self.window(), "The way back", (field,), answered, button="Answer")
        rows = self.checks.rows()
        popover.ask(rows[0] if rows and not self.columns.narrow else None)

    def _take_proposal(self) -> None:
        self._decide(proposal(self.session.project))

    def _decide(self, decision: str) -> None:
        words = f"the decision to “{_WORDS[decision].lower()}”"
        self._do(edit.SetFact("launch.decision", decision, words))

    def _worded(self, sentence: str) -> None:
        words = "the decision’s sentence"
        key = "launch.headline"
        text = " ".join(sentence.split())
        self._do(edit.SetFact(key, text, words) if text else edit.ClearFact(key, words))

    def add_condition(self) -> None:
        """Ask for a condition of the launch."""
        self._ask_condition("Add a condition", None, "")

    def _edit_condition(self, condition_id: int) -> None:
        found = next((c for c in self.session.project.conditions() if c.id == condition_id), None)
        if found is not None:
            self._ask_condition("Reword the condition", found.id, found.text)

    def _ask_condition(self, title: str, condition_id: int | None, text: str) -> None:
        def worded(answers: Answers) -> None:
            self.session.do(edit.PutCondition(condition_id, answers["text"]))

        field = AskFor("text", "What must hold", text, "A person confirms every answer below 80%.")
        anchor = self.decision.add_button if self.decision.add_button.isVisible() else None
        AskPopover(self.window(), title, (field,), worded).ask(anchor)

    def _delete_condition(self, condition_id: int) -> None:
        self._do(edit.DeleteCondition(condition_id))

    def ask_risk(self) -> None:
        """Open the risk questions."""
        project = self.session.project
        questions: list[RiskQuestion] = [
            (key, words, YES_NO, project.answer(key)) for key, words in RISK_QUESTIONS
        ]
        tier = project.answer("regulatory_tier")
        questions.append(("regulatory_tier", "What the law calls it", TIERS, tier))
        popover = RiskPopover(self.window(), questions, risk(project).source)
        popover.answered.connect(self._risk_answered)
        popover.open_below(
            self.risk.answers, align_right=True, focus=next(iter(popover.bars.values()))
        )

    def _risk_answered(self, key: str, answer: str) -> None:
        words = dict(RISK_QUESTIONS).get(key, "the risk tier")
        self._do(edit.SetFact(key, answer, f"“{words}”"))

    def add_person(self) -> None:
        """Ask for somebody who signs."""

        def named(answers: Answers) -> None:
            self.session.do(edit.PutSignOff(None, answers["name"], answers["role"], TO_SIGN))

        fields = (AskFor("name", "Name"), AskFor("role", "Role", placeholder="head of inspection"))
        popover = AskPopover(self.window(), "Who signs", fields, named, button="Add")
        popover.ask(None)

    def _person_changed(self, person_id: int, state: str) -> None:
        person = next((p for p in self.session.project.signoffs() if p.id == person_id), None)
        if person is not None:
            self._do(edit.PutSignOff(person.id, person.name, person.role, state))

    def _sign_next(self) -> None:
        unsigned = next((p for p in self.session.project.signoffs() if p.state != SIGNED), None)
        if unsigned is not None:
            self._person_changed(unsigned.id, SIGNED)

    def _remove_person(self, person_id: int) -> None:
        person = next((p for p in self.session.project.signoffs() if p.id == person_id), None)
        if person is not None:
            self._do(edit.DeleteSignOff(person.id, person.name))

    # -- elsewhere ----------------------------------------------------------------------------

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
