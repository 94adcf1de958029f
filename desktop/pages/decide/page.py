"""The Decide page: the headline is the verdict; changes can be tried without touching the project."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from desktop.actions import Action
from desktop.findings.case import RANKING_KEY, case_of, says_nothing
from desktop.findings.decide.cues import own_reasons
from desktop.findings.decide.explanations import how_verdict
from desktop.findings.decide.reason_source import reason_sources
from desktop.findings.decide.verdict import (
    ALL_OF_THEM,
    MEASURED_KEY,
    VERDICT_KEY,
    decide,
    find_first,
    next_step,
    own_reason,
    own_verdict,
    take_decision_back,
)
from desktop.findings.decide.view import QUESTION, view
from desktop.findings.problem.five_questions import questions_of
from desktop.jobs.queue import JobQueue
from desktop.pages.decide.background_evaluation import (
    BackgroundEvaluation,
    trouble_message,
)
from desktop.pages.decide.content import DecideContent, FirstQuestions
from desktop.pages.decide.price_book import PriceBookPopover
from desktop.pages.decide.what_if import VerdictWhatIf
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import RIGHT, fill, row
from desktop.widgets.message import Message
from desktop.widgets.popover import Popover
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.case.options import VERDICT_WORDS
from reports.stage_view import Explanation


class OverridePopover(Popover):
    """``decided`` carries the edit: the decision that was recorded, or that it is withdrawn."""

    decided = Signal(object)

    def __init__(self, window: QWidget, project: Project, assessed: str) -> None:
        super().__init__(window, tr("Decide otherwise"), width=360)
        self._project = project
        chosen = own_verdict(project)
        note = tr(
            "The assessment says: {verdict_words}. The report prints both, and your reason.",
            verdict_words=VERDICT_WORDS[assessed],
        )
        options = [(key, capital(words)) for key, words in VERDICT_WORDS.items()]
        self.group = RadioGroup(tr("Your decision"), options)
        self.group.set_value(chosen)
        self.group.chosen.connect(self._may_record)
        self.reason = TextField(tr("Why"), tr("Why? One sentence is enough."))
        self.reason.set_value(own_reason(project))
        back = Button(tr("Take it back"), "text", size="small", run=self._take_back)
        self.record = Button(tr("Record the decision"), size="small", run=self._record)
        buttons = row(*([] if chosen is None else [back]), None, (self.record, RIGHT), spacing=6)  # fmt: skip
        title = Label(tr("Decide otherwise"), role=Role.SECTION)
        fill(self.body, title, 2, Label(note, role=Role.NOTE, colour="ink2"), 12, self.group)
        fill(self.body, 12, self.reason, 12, buttons)
        self._may_record()

    def ask(self, anchor: QWidget) -> None:
        """Open below ``anchor``."""
        first = self.group.button(self.group.value() or next(iter(VERDICT_WORDS)))
        self.open_below(anchor, align_right=True, focus=first)

    def _may_record(self) -> None:
        self.record.off_because("" if self.group.value() else tr("Choose one first."))

    def _record(self) -> None:
        verdict = self.group.value()
        if verdict is not None:
            reason = self.reason.toPlainText().strip()
            self.decided.emit(decide(self._project, verdict, reason))
            self.close_popover()

    def _take_back(self) -> None:
        self.decided.emit(take_decision_back())
        self.close_popover()


_DIMMED = 0.45
_RANKED = tr("what counts besides money")
_OPTION_KEYS = tuple("123456789")
_NUMBERS = 5  # bars of the chart that have an action


class DecidePage(Page):
    """Need for AI, and build against buy."""

    stage = Stage.DECIDE

    question_wanted = Signal(str)  # the Problem page should lead to this question

    def __init__(self, session: Session, _jobs: JobQueue | None = None) -> None:
        super().__init__(session)
        self._trouble: Message | None = None  # why the case cannot be worked out
        self.evaluation = BackgroundEvaluation(self)
        self.what_if = VerdictWhatIf(session, self.evaluation, self.do)
        self.what_if.changed.connect(self._trial_changed)
        self.evaluation.answered.connect(self._worked_out)
        self.evaluation.failed.connect(self._failed)
        self.evaluation.flips_found.connect(self._show_flips)
        self.evaluation.late.connect(self._dim)
        session.closed.connect(self._closed)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> Iterator[None]:
        self.shown = DecideContent(self._find_out, self.what_if, self._rank, self.change_prices)
        self.shown.hide()
        yield
        self.start = FirstQuestions(self._find_out)
        self.start.hide()
        self.fixed.addWidget(self.what_if)
        self.body.addWidget(self.start)
        self.body.addWidget(self.shown)
        self.body.addStretch(1)

    def refresh(self, change: Change) -> None:
        del change  # whatever changed, the case says whether the answer may have
        case = case_of(self.session.project)
        if says_nothing(case):
            self._show_empty()
            return
        self.start.hide()
        self.evaluation.ask(self.what_if.case(case), tries=self.what_if.on)
        self._show_header()

    def _show_empty(self) -> None:
        self._closed()
        self.shown.hide()
        self.start.show_questions(questions_of(self.session.project))
        self.start.show()
        self.set_headline(
            QUESTION,
            tr("A few answers about the problem are enough; what you don’t know can stay unknown."),
            eyebrow=tr("Decide"),
        )
        self.set_secondary()
        self.set_primary(tr("Answer a question"), partial(self.go_to.emit, Stage.PROBLEM))

    def _show_header(self) -> None:
        worked = self.evaluation.worked
        if worked is None:
            self._show_last()
            return
        own = None if self.what_if.on else own_verdict(self.session.project)
        assessed = worked.assessment.verdict
        self.set_secondary(
            HeaderAction(tr("Decide otherwise…"), self.decide_otherwise, self.why_not_edit())
        )
        said = view(self.session.project, worked, tries=self.what_if.on)
        ending = (
            tr("what if") if self.what_if.on else tr("verdict, accepted") if own else tr("verdict")
        )
        ending = tr("your decision") if own is not None and own != assessed else ending
        self.set_headline(
            said.headline,
            said.lead,
            strong="" if own not in (None, assessed) else worked.assessment.open_sentence,
            eyebrow=tr("Decide · {ending}", ending=ending),
            verdict=True,
        )
        self.set_primary(next_step(self.session.project, own or assessed).words, self._follow)

    def _show_last(self) -> None:
        """Before the first answer: the verdict as it was kept, if it was."""
        said = view(self.session.project)
        self.set_secondary()
        if self._trouble is not None or said.headline == QUESTION:
            self.set_headline(QUESTION, eyebrow=tr("Decide"))
        else:
            self.set_headline(
                said.headline,
                said.lead,
                eyebrow=tr("Decide · {ending}", ending=tr("verdict")),
                verdict=True,
            )
        self.clear_primary()

    def keys(self) -> tuple[tuple[str, str], ...]:
        if self.evaluation.worked is None:
            return ((tr("Ctrl 1"), tr("the problem")),)
        return (
            ("1" if (n := self._options_shown()) < 2 else f"1–{n}", tr("open an option")),
            ("T", tr("numbers as a table")),
            ("F1", tr("how this was worked out")),
        )

    def actions_of_page(self) -> tuple[Action, ...]:
        stage, off = Stage.DECIDE, self.no_options
        return (
            Action("decide.otherwise", tr("Decide otherwise…"), self.decide_otherwise, stage=stage, off=self.why_not_edit),
            Action("decide.prices", tr("Change the prices…"), self.change_prices, "M", stage=stage, off=off),
            Action("decide.back", tr("Back from what if"), self.what_if.back, stage=stage, off=self._no_trial),
            *(
                Action(
                    f"decide.option-{key}",
                    partial(self.shown.options.option_words, number),
                    partial(self.shown.options.open_option, number),
                    key,
                    stage=stage,
                    off=partial(self.no_option, number),
                    numbered=tr("Open an option"),
                )
                for number, key in enumerate(_OPTION_KEYS)
            ),
            *(
                Action(
                    f"decide.what-if-{number + 1}",
                    partial(self.input_words, number),
                    partial(self.try_number, number),
                    stage=stage,
                    off=off,
                )
                for number in range(_NUMBERS)
            ),
        )  # fmt: skip

    def _no_trial(self) -> str:
        return "" if self.what_if.on else tr("Nothing is being tried.")

    def input_words(self, number: int) -> str:
        """What the action that tries another number is called."""
        rows = self.shown.tornado.chart.rows
        return (
            tr("What if: {label}", label=rows[number].label)
            if number < len(rows)
            else tr("Try another number")
        )

    def try_number(self, number: int) -> None:
        """Try other values of the number behind a bar, by its place."""
        if name := self.shown.tornado_input(number):
            self.what_if.begin_input(name)

    def no_options(self) -> str:
        """Why no option can be opened."""
        return "" if self.evaluation.worked is not None else tr("There is no verdict yet.")

    def no_option(self, number: int) -> str:
        """Why the option of that place cannot be opened."""
        if number >= self._options_shown():
            return self.no_options() or tr("There are fewer options.")
        return self.no_options()

    def _options_shown(self) -> int:
        return len(self.shown.options.chart.chart.rows)

    def why_not_edit(self) -> str:
        """Why nothing can be decided here."""
        if self.what_if.on:
            return tr("Keep what you try, or go back, first.")
        return super().why_not_edit()

    def explanation(self) -> Explanation | None:
        if self.evaluation.worked is None:
            return None
        return how_verdict(self.evaluation.worked.assessment)

    # -- working it out -----------------------------------------------------------------------

    def _worked_out(self) -> None:
        self._undim()
        found = self.evaluation.worked
        if not self.session.is_open or found is None:
            return
        self._trouble = None
        project = self.session.project
        first = find_first(project, found.valuation)
        reasons = reason_sources(project, found.case, own_reasons(found.assessment))
        self.shown.show_worked(found, reasons, first, off=self.why_not_edit())
        QTimer.singleShot(0, self, self._show_flips)  # what stands above them is seen first
        self._show_header()  # before it is laid out
        self.shown.show()
        self.what_if.show_trial()
        self.show_message()

    def _show_flips(self) -> None:
        known = self.evaluation.flips_known
        self.shown.show_flips(self.evaluation.flips, all_known=known)

    def _failed(self, error: Any) -> None:
        self._undim()
        if not self.session.is_open:
            return
        self._trouble = trouble_message(self.session.project, error, self._find_out)
        self.show_message()

    def _dim(self) -> None:
        effect = QGraphicsOpacityEffect(self.shown)
        effect.setOpacity(_DIMMED)
        self.shown.setGraphicsEffect(effect)
        self.header.eyebrow.setText(tr("Decide · {ending}", ending=tr("updating")))

    def _undim(self) -> None:
        self.shown.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes no effect as "none"

    # -- what if ------------------------------------------------------------------------------

    def _trial_changed(self) -> None:
        base = self.evaluation.base
        if self.what_if.on and base is not None:
            # The project has not changed: it is not read again.
            self.evaluation.ask(self.what_if.case(base.case), tries=True)
            self._show_header()
        else:
            self.refresh(Change(frozenset({"fact"})))
        self.what_if.show_trial()
        self.close_message()

    def standing_message(self) -> Message | None:
        return self._trouble or self.what_if.message()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.what_if.on:
            self.what_if.back()
            return
        super().keyPressEvent(event)

    # -- deciding -----------------------------------------------------------------------------

    def _follow(self) -> None:
        if self.evaluation.worked is not None:
            assessed = self.evaluation.worked.assessment.verdict
            own = own_verdict(self.session.project)
            if own is None and not self.session.read_only:
                self.do(edit.SetFact(VERDICT_KEY, assessed, tr("the verdict")))
            self.go_to.emit(next_step(self.session.project, own or assessed).stage)

    def decide_otherwise(self) -> None:
        if self.evaluation.worked is not None:
            buttons = (*self.header.secondary(), self.header.primary)
            assessed = self.evaluation.worked.assessment.verdict
            popover = OverridePopover(self.window(), self.session.project, assessed)
            popover.decided.connect(self.do)
            popover.ask(buttons[0])

    def change_prices(self) -> None:
        popover = PriceBookPopover(self.window(), self.session, self.evaluation.worked)
        popover.ask(self.shown.options.prices.change)

    def _rank(self, names: list[str] | None) -> None:
        if names is None:
            self.do(edit.ClearFact(RANKING_KEY, _RANKED))
        else:
            self.do(edit.SetFact(RANKING_KEY, names, _RANKED))

    # -- going about --------------------------------------------------------------------------

    def _find_out(self, key: str) -> None:
        if key == MEASURED_KEY:
            self.go_to.emit(Stage.MEASURE)
            return
        self.go_to.emit(Stage.PROBLEM)
        if key != ALL_OF_THEM:
            self.question_wanted.emit(key)

    def _closed(self) -> None:
        self.evaluation.forget()
        self.what_if.forget()
        self._trouble = None
