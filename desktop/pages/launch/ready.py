"""Ready?: the bar, the checks, the decision, the risk and the signatures, and what comes next."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.launch.acceptance import BarTest
from desktop.findings.launch.bound_chart import chart_of
from desktop.findings.launch.checks import LAW, NO_CONDITION
from desktop.findings.launch.conditions import DECISION, tripwires_of
from desktop.findings.launch.decision import is_told, terms_words
from desktop.findings.launch.evidence import bar_history
from desktop.findings.launch.harm import classes_at_stake
from desktop.findings.launch.readiness import Readiness, risk
from desktop.pages.launch.decision import DecisionSection, SigningSection, TripwireSection
from desktop.pages.launch.edits import DECISIONS, LaunchEdits
from desktop.pages.launch.risk import RiskSection
from desktop.project.product import is_trained_here
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import main_and_side
from desktop.widgets.label import Label
from desktop.widgets.layout import column, holder
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList, Section
from estimators.acceptance.readiness.verdict import Word
from estimators.base.sentence import tr, tr_plural
from reports import launch_evidence as evidence
from reports.stage_view import Explanation

ANSWERED_HERE = (
    LAW,
    "way_back",
    "owner",
    "tripwires",
    NO_CONDITION,
)  # checks that a person answers on this page

HARM = "harm"  # the check whose limit is changed here


class Step(Enum):
    SET_BAR = "set bar"
    TRAIN = "train"
    ANSWER = "answer"
    DECIDE = "decide"
    TERMS = "terms"
    NAME_PERSON = "name person"
    SIGN = "sign"
    REPORT = "report"


@dataclass(frozen=True)
class LaunchStep:
    step: Step
    words: str


def next_step(project: Project, ready: Readiness, *, tested: bool) -> LaunchStep:
    """The first thing that is open, in the order in which a launch is decided."""
    if project.bar is None:
        return LaunchStep(Step.SET_BAR, tr("Set the bar…"))
    if not tested and is_trained_here(project):
        return LaunchStep(Step.TRAIN, tr("Train a classifier"))
    if number := ready.open_questions:
        one, more = (
            tr("Answer the open question"),
            tr("Answer the {number} open questions", number=number),
        )
        return LaunchStep(Step.ANSWER, one if number == 1 else more)
    if project.answer("launch.decision") is None:
        return LaunchStep(
            Step.DECIDE, tr("Decide: {decision}", decision=dict(DECISIONS)[ready.proposal].lower())
        )
    if not is_told(project):
        why = tr("Say why it stops…")
        when = tr("Say who looks again, and when…")
        said = {Word.STOP.key: why, Word.NOT_YET.key: when}
        return LaunchStep(
            Step.TERMS, said.get(str(project.answer(DECISION)), tr("Say from which day…"))
        )
    return _to_sign(project)


def _to_sign(project: Project) -> LaunchStep:
    people = project.signoffs()
    if not people:
        return LaunchStep(Step.NAME_PERSON, tr("Name who signs…"))
    unsigned = next((person for person in people if not person.has_signed), None)
    if unsigned is None:
        return LaunchStep(Step.REPORT, tr("See the report"))
    return LaunchStep(Step.SIGN, tr("Sign as {name}", name=unsigned.name))


def hold(project: Project, ready: Readiness) -> str:
    """What has to come before a signature; empty where nothing has."""
    if number := ready.open_questions:
        return tr_plural("signs after the open question", "signs after the open questions", number)
    return "" if project.answer("launch.decision") else tr("signs after the decision")


class CheckList(Section):
    """Shows checks of the project: those that a person answers, or those of the test.

    ``answer`` is called with the name of a check that a person answers, or has answered, ``open_evidence`` with the
    address of what another rests on.
    """

    def __init__(
        self,
        title: str,
        answer: Callable[[str], None],
        open_evidence: Callable[[str], None],
    ) -> None:
        super().__init__(title, beside=" ", ruled=True)
        self.list = RowList(title)
        self.add(self.list, 0)
        self._answer, self._open_evidence = answer, open_evidence
        self._by_name: dict[str, CheckRow] = {}

    def rows(self) -> tuple[CheckRow, ...]:
        return tuple(self._by_name.values())

    def show_checks(self, named: Mapping[str, evidence.LaunchCheck], *, link_off: bool) -> None:
        """Show these checks in their order; ``link_off``: the project can only be read."""
        self.beside.setText(counted(tuple(named.values())))
        self.list.show_each([(*each, link_off) for each in named.items()], self._row)
        self._by_name = {name: row for name, row in self._by_name.items() if name in named}

    def _row(self, about: tuple[str, evidence.LaunchCheck, bool]) -> CheckRow:
        name, check, link_off = about
        ask = partial(self._answer, name)
        link = "" if link_off else self._link(name, check)
        state = CheckMark[check.state.name]
        row = self._by_name[name] = CheckRow(
            Check(check.text, check.detail, check.value, state, link, ask)
        )
        here = name in ANSWERED_HERE and not link_off
        row.clicked.connect(ask if here else partial(self._open_evidence, check.evidence_id))
        row.installEventFilter(self)
        return row

    def row(self, name: str) -> CheckRow | None:
        return self._by_name.get(name)

    @staticmethod
    def _link(name: str, check: evidence.LaunchCheck) -> str:
        if check.state is evidence.CheckState.NEEDS_YOU:
            return tr("Answer")
        if name == HARM:
            return tr("Change")
        return (
            tr("Add one")
            if name == "tripwires" and check.state is not evidence.CheckState.PASS
            else ""
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            rows = self.rows()
            if step is not None and watched in rows:
                at = rows.index(watched) + step
                if 0 <= at < len(rows):
                    rows[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)


def counted(checks: tuple[evidence.LaunchCheck, ...]) -> str:
    """ "6 pass · 1 not shown yet · 1 needs you"."""
    of = Counter(check.state for check in checks)
    passing, failing = of[evidence.CheckState.PASS], of[evidence.CheckState.FAIL]
    open_, yours = of[evidence.CheckState.NOT_SHOWN], of[evidence.CheckState.NEEDS_YOU]
    words = (
        tr_plural("{n} passes", "{n} pass", passing) if passing else "",
        tr_plural("{n} fails", "{n} fail", failing) if failing else "",
        tr("{n} not shown yet", n=open_) if open_ else "",
        tr_plural("{n} needs you", "{n} need you", yours) if yours else "",
    )
    return " · ".join(filter(None, words))


class ReadyView(QWidget):
    """What a person wants of its parts goes to the edits, or to the page."""

    def __init__(
        self,
        edits: LaunchEdits,
        answer: Callable[[str], None],
        open_evidence: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.columns = main_and_side(420)
        column(self.columns, of=self)
        self.bound = ChartPlace(titled=False)
        self.history = Label(role=Role.NOTE, colour="ink3")
        self.limit = Button(tr("Limit harmful mistakes…"), "link", run=partial(answer, HARM))
        side = Qt.AlignmentFlag.AlignLeft
        above = column(
            self.bound, (self.limit, side), self.history, margins=(0, 0, 0, 28), spacing=6
        )
        self._above = holder(above)
        self.questions = CheckList(tr("What a launch needs from you"), answer, open_evidence)
        self.checks = CheckList(tr("Checks"), answer, open_evidence)
        self.decision = DecisionSection(edits)
        self.tripwires = TripwireSection(edits)
        self.risk = RiskSection()
        self.signing = SigningSection(edits)
        self.columns.add("main", self._above, chart_first=True)
        self.columns.add("main", self.questions)
        self.columns.add("main", self.checks, gap=28)
        self.columns.add("side", self.decision)
        self.columns.add("side", self.tripwires, gap=32)
        self.columns.add("side", self.risk, gap=32)
        self.columns.add("side", self.signing, gap=28)

    def show_launch(
        self,
        project: Project,
        test: BarTest | None,
        ready: Readiness,
        explanation: Explanation | None,
        *,
        locked: bool,
    ) -> None:
        """Show the launch as it stands; ``locked``: the project can only be read."""
        self.bound.show_chart(chart_of(test) if test is not None else None, explanation)
        moves = bar_history(project)
        self.history.say("\n".join(moves))
        self._above.setVisible(bool(moves) or test is not None)
        self.limit.setVisible(
            not locked and HARM not in ready.named and bool(classes_at_stake(project))
        )
        for part, here in ((self.questions, True), (self.checks, False)):
            shown = {n: each for n, each in ready.named.items() if (n in ANSWERED_HERE) is here}
            part.show_checks(shown, link_off=locked)
        self.checks.setVisible(bool(self.checks.rows()))
        decision = project.answer("launch.decision")
        self.decision.show_verdict(ready.verdict, decision, locked=locked)
        self.decision.show_decision(
            decision,
            str(project.answer("launch.headline") or ""),
            terms_words(project),
            project.conditions(),
        )
        self.tripwires.show_tripwires(tripwires_of(project), locked=locked)
        self.risk.show_risk(risk(project, ready.risk), ready.risk)
        self.signing.show_people(project.signoffs(), hold(project, ready))
        self.decision.lock(locked)
        self.signing.setEnabled(not locked)

    def anchor_of(self, check: str) -> QWidget | None:
        """Where a question about a check opens; None: in the middle."""
        return None if self.columns.narrow else self.questions.row(check) or self.checks.row(check)
