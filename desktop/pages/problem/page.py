"""The Problem page: five questions that decide, what it is worth, and beside them what could still change the verdict."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.case import case_of, input_of
from desktop.findings.decide.live_verdict import (
    Preview,
    open_answers,
    preview,
    verdict_so_far,
    wrong_message,
)
from desktop.findings.decide.verdict import MEASURED_KEY, case_fingerprint, field_of, in_our_words
from desktop.findings.problem.brief import (
    currency_of,
    measured_facts,
    question_in_words,
    suspected_sentence,
)
from desktop.findings.problem.kind_words import eyebrow, input_words
from desktop.findings.problem.view import view
from desktop.findings.problem.worth import WORTH, about_right, sanity_question
from desktop.jobs.queue import JobQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.error_message import message_from
from desktop.pages.page import Page, show_explanation
from desktop.pages.problem.answers import AnswerRow
from desktop.pages.problem.edits import BriefEdits, CaseFiles
from desktop.pages.problem.five_rows import FiveRow
from desktop.pages.problem.form import ProblemForm, QuestionGroup, five_rows
from desktop.pages.problem.headline import HeadlineEdit, VerdictBar
from desktop.pages.problem.live_verdict import (
    question_explanation,
    ranks_of,
    show_on_form,
    sources_explanation,
)
from desktop.pages.problem.side import CurrencyPopover, SideColumn
from desktop.pages.problem.worth import WorthCell, WorthSection
from desktop.project.questions import question
from desktop.project.records import Fact, Json
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.columns import main_and_side
from desktop.widgets.layout import column, holder
from desktop.widgets.message import Message
from estimators.base.errors import UserError
from estimators.base.money import symbol
from estimators.base.sentence import tr
from estimators.case.default_inputs import CASE_WORD
from estimators.case.input_words import InputWords
from reports.provenance import Provenance
from reports.stage_view import Explanation

_SIDE = 304
# Of a case that has no answer yet.
_NOT_ASKED = {"title", "currency", "stage", "description", "task_kind", CASE_WORD}


class ProblemPage(Page):
    """Could a rule do it, do people want it, how bad is a mistake, what does the law say, what is there; what it is worth."""

    stage = Stage.PROBLEM
    lead_yields = True

    def __init__(self, session: Session, _jobs: JobQueue | None = None) -> None:
        super().__init__(session)
        self._soon = LatestWinsThread(self, self._worked_out, self._failed)
        self._case: dict[str, Any] = {}
        self._asked_for = ""  # the fingerprint of the case being worked out, or worked out last
        self._found: Preview | None = None
        self._dragging = False
        self._shown: Path | None = None  # the project that is shown
        self._wrong: Message | None = None  # an answer that has to be mended first
        self._brought: QWidget | None = None  # the question that another place led to
        self.edits = BriefEdits(self, self._moved)
        self.edits.focus = self.focus_question
        self.files = CaseFiles(self)
        session.closed.connect(self._forget)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> Iterator[None]:
        self.headline = HeadlineEdit(self.header, self._idea, self._idea_kept)
        self.bar = VerdictBar()
        self._bar_box = column(self.bar)
        self.fixed.addLayout(self._bar_box)
        self.columns = main_and_side(_SIDE)
        self.body.addWidget(self.columns)
        bar = self.scroller.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_in_view)
        bar.actionTriggered.connect(self._scrolled_by_hand)
        yield
        self._manner = self._manner_now()
        worth = self._new_worth()
        yield
        rows = five_rows(self.edits)
        yield
        self.form = self._new_form(rows, worth)
        self._form_box = column(self.form)
        held = holder(self._form_box)
        yield
        self.columns.add("main", held)
        yield
        self.side = SideColumn(self.focus_question)
        self.columns.add("side", self.side, gap=32)

    def _new_form(self, rows: tuple[FiveRow, ...], worth: WorthSection) -> ProblemForm:
        mark, project, unfolded = self._manner[0], self.session.project, self._unfolded
        return ProblemForm(
            self.edits,
            mark,
            project,
            rows,
            worth,
            unfolded=unfolded,
            show_sources=self._show_sources,
        )

    def _manner_now(self) -> tuple[str, InputWords]:
        """What the fields are made for: the sign of the currency, and the words of the kind."""
        project = self.session.project
        return symbol(currency_of(project)), input_words(project)

    def _new_worth(self) -> WorthSection:
        project = self.session.project
        asked = {key: question_in_words(project, question(key)) for key in WORTH}
        return WorthSection(
            self.edits,
            asked,
            self._manner[0],
            about_right=self._about_right,
            look=self._look,
            choose_currency=self._choose_currency,
        )

    def _replace_form(self) -> None:
        """Another currency or another kind: other fields."""
        before, row, self._brought = self.form, self.form.focused_row(), None
        self.form = self._new_form(five_rows(self.edits), self._new_worth())
        self._form_box.replaceWidget(before, self.form)
        self.form.show()  # else at the next turn only, and until then the keyboard skips its rows
        self.form.unfold_like(before)
        if isinstance(row, AnswerRow):
            self.focus_question(row.asked.key)
        elif isinstance(row, FiveRow):
            self.form.five[before.five.index(row)].focus_field(row.asked.key)
        elif before.worth.currency.hasFocus():
            self.form.worth.currency.setFocus()
        before.hide()  # only now: it must not take the keyboard along
        before.deleteLater()

    def refresh(self, change: Change) -> None:
        if (manner := self._manner_now()) != self._manner:
            self._manner = manner
            self._replace_form()
        if change.touches("fact", "class", "example", "project", "run", "session", "reaction"):
            self._show()
        self.headline.writable = not self.session.read_only
        self.form.set_writable(not self.session.read_only)
        self.form.worth.currency.off_because(self.why_not_edit())
        self._work_out()

    def _show(self) -> None:
        project = self.session.project
        self._show_head()
        self.form.show_project(project)
        if self._shown != project.path:
            self._shown = project.path
            self.form.worth.open_as_remembered(project)
        self.setFocusProxy(self.form.first_open().first)
        self.side.show_measured(measured_facts(project), str(project.answer("story", "") or ""))

    def _show_head(self) -> None:
        """The sentence, and below it the verdict as it stands: both stay put while the questions scroll."""
        project = self.session.project
        said = view(project, tuple(self._found.wrong) if self._found else ())
        own = tr("Your own sentence, click it to change it.")
        lead = f"{own} {said.lead}" if self._idea() else said.lead
        self.set_headline(said.headline, lead, eyebrow=eyebrow(project))
        self.set_primary(tr("See the verdict"), partial(self.go_to.emit, Stage.DECIDE))

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            (tr("Tab"), tr("next question")),
            ("1–7", tr("tick")),
            (tr("Ctrl U"), tr("I don’t know")),
            ("F1", tr("what this means")),
        )

    def actions_of_page(self) -> tuple[Action, ...]:
        stage, off = Stage.PROBLEM, self.why_not_edit
        return (
            Action("problem.unknown", tr("I don’t know"), self._toggle_unknown, "Ctrl+U", stage=stage),
            Action("problem.source", tr("Say where the answer comes from…"), self._ask_source, "Ctrl+M", stage=stage, off=off),
            Action("problem.sentence", tr("Change the sentence"), self.headline.start, stage=stage, off=off),
            Action("problem.more", tr("Show the further questions"), self._unfold, stage=stage),
            Action("problem.currency", tr("Choose the currency…"), self._choose_currency, stage=stage, off=off),
            Action("problem.take-case", tr("Take the answers of a case file…"), self.files.take, stage=stage, off=off),
            Action("problem.save-case", tr("Save the answers as a case file…"), self.files.save, stage=stage),
        )  # fmt: skip

    def explanation(self) -> Explanation | None:
        row = self.form.focused_row()
        asked = row.asked if row is not None else self.form.five[0].asked
        found = self._found.worked if self._found else None
        return question_explanation(self.session.project, asked, found)

    def standing_message(self) -> Message | None:
        if self._wrong is None and self.session.read_only:
            return Message("warn", tr("This project can only be read."), self.session.notice)
        return self._wrong

    # -- edits --------------------------------------------------------------------------------

    def _idea(self) -> str:
        return str(self.session.project.answer("idea", "") or "")

    def _idea_kept(self, sentence: str) -> None:
        self.edits.answered("idea", sentence or None)

    def _about_right(self) -> None:
        if self._found is not None:
            self.do(about_right(self._found.worked.valuation))

    def _show_sources(self, group: QuestionGroup) -> None:
        show_explanation(self, sources_explanation(group.title, group.asked))

    def _choose_currency(self) -> None:
        current = currency_of(self.session.project)
        popover = CurrencyPopover(self.window(), current, self.edits.currency_chosen)
        self.form.worth.set_open(True)
        popover.open_below(self.form.worth.currency, focus=popover.chips.chips()[0])

    def _toggle_unknown(self) -> None:
        row = self.form.focused_row()
        if row is not None and not self.session.read_only:
            row.toggle_unknown()

    def _ask_source(self) -> None:
        if (row := self.form.focused_row()) is not None:
            row.ask_source()

    # -- going about --------------------------------------------------------------------------

    def focus_question(self, key: str) -> None:
        """Bring a question into view and put the cursor into its field."""
        self.ensure_built()
        if key == MEASURED_KEY:
            self.go_to.emit(Stage.MEASURE)
        elif key == "idea":
            self.headline.start()
        elif (row := self.form.row(key)) is not None:
            QTimer.singleShot(0, row, partial(self._bring, key))

    def _look(self, key: str, hint: str) -> None:
        """Less or more: the number that moves the sum most."""
        cell = self.form.worth.shown(key)
        self.focus_question(key)
        if cell is not None:
            QTimer.singleShot(0, cell, partial(self._say_hint, cell, hint))

    def _say_hint(self, cell: WorthCell, hint: str) -> None:
        cell.say_hint(hint)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.scroller.ensureWidgetVisible(cell.strip, 0, 24)

    def _bring(self, key: str) -> None:
        row = self.form.row(key)
        if row is not None:
            # Rows that were only just made have no place yet.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        if isinstance(row, FiveRow):
            row.focus_field(key)
        elif key == "classes" and self.form.classes is not None:
            self.form.classes.chips.focus_adder()
        elif (shown := self.form.row_shown(key)) is not None:
            shown.focus_field()
        self._brought = row
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        """What is worked out meanwhile makes rows above taller: the question stays until the person scrolls."""
        if self.form.focused_row() not in (None, self._brought):
            self._brought = None
        if self._brought is not None:
            self.scroller.ensureWidgetVisible(self._brought, 0, 120)

    def _scrolled_by_hand(self) -> None:
        self._brought = None

    def _unfold(self) -> None:
        self.form.set_open(*self.form.groups)

    def _unfolded(self) -> None:
        self.form.show_project(self.session.project)
        self._show_found()

    # -- what the answers are worth -----------------------------------------------------------

    def _work_out(self) -> None:
        self._dragging = False
        self._case = case_of(self.session.project)
        wanted = case_fingerprint(self._case)
        if wanted != self._asked_for:
            self._asked_for = wanted
            self.bar.set_pale(True)
            self._soon.ask(partial(preview, self._case))
        elif self._found is not None:
            self._show_found()

    def _moved(self, key: str, value: Json) -> None:
        """A handle is on its way: show what would hold; nothing is written until it is let go."""
        self._asked_for = ""
        asked = question(key)
        if value is None or not asked.case_key:
            self._work_out()
            return
        fact = Fact(key, value, Provenance.GUESS, "", "")
        self._dragging = True
        self._soon.ask(partial(preview, {**self._case, asked.case_key: input_of(asked, fact)}))

    def _worked_out(self, found: Preview) -> None:
        if not self.session.is_open:
            return
        before = tuple(self._found.wrong) if self._found else ()
        self._found = found
        self._show_bar()
        if self._dragging:  # the line under the headline follows; all else waits until it is let go
            return
        if tuple(found.wrong) != before:
            self._show_head()
        self._show_found()
        self._show_wrong(found)

    def _show_bar(self) -> None:
        assert self._found is not None
        worked = self._found.worked
        answered = not set(worked.case) <= _NOT_ASKED
        sentence, verdict = verdict_so_far(self.session.project, worked) if answered else ("", "")
        self.bar.say(sentence, verdict, settled=not worked.assessment.open_answers)
        self._bar_box.setContentsMargins(0, 16 if answered else 0, 0, 0)

    def _show_found(self) -> None:
        if self._found is None:
            return
        project, worked = self.session.project, self._found.worked
        QTimer.singleShot(0, self, self._show_side)  # a turn of its own: its rows are made anew
        show_on_form(self.form, self._found)
        self.form.law.say_suspected(suspected_sentence(project, self._found.suspected))
        self.form.show_ranks(ranks_of(project, worked))
        asked = sanity_question(project, worked.case, worked.valuation)
        self.form.worth.show_sanity(asked, off=self.why_not_edit())

    def _show_side(self) -> None:
        if self._found is None or not self.session.is_open:
            return
        worked = self._found.worked
        if set(worked.case) <= _NOT_ASKED:
            self.side.forget()
        else:
            found = worked.assessment
            self.side.show_open(open_answers(self.session.project, worked), found.open_sentence)
            self.side.show_reasons(found.reasons)

    def _show_wrong(self, found: Preview) -> None:
        self._wrong = None
        if found.wrong:
            key, error = next(iter(found.wrong.items()))
            shown = wrong_message(self.session.project, error)
            run = partial(self.focus_question, key)
            self._wrong = message_from(shown, button=tr("Go there"), run=run)
        self.show_message()

    def _failed(self, error: Any) -> None:
        if not self.session.is_open:
            return
        if isinstance(error, UserError) and field_of(error) is not None:
            error = in_our_words(self.session.project, error)
        self._wrong = message_from(error)
        self.show_message()

    def _forget(self) -> None:
        self._wrong = self._shown = None
        self._found, self._asked_for = None, ""
        if self._built:
            self.bar.say("", "", settled=False)
            self.side.forget()
