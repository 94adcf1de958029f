"""The Problem page: the brief as a calm form, and beside it what is known and what is not."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop.actions import Action
from desktop.findings.decide.live_verdict import Preview, preview, verdict_line, wrong_message
from desktop.findings.decide.verdict import case_fingerprint, field_of, in_our_words
from desktop.findings.problem.brief import (
    EMPTY_QUESTION,
    currency_of,
    known_facts,
    open_questions,
)
from desktop.findings.problem.view import view
from desktop.jobs.queue import JobQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.error_message import message_from
from desktop.pages.page import Page, show_explanation
from desktop.pages.problem.edits import BriefEdits, CaseFiles
from desktop.pages.problem.form import ProblemForm, QuestionGroup
from desktop.pages.problem.knowledge import CurrencyPopover, Knowledge
from desktop.pages.problem.live_verdict import (
    question_explanation,
    ranks_of,
    show_on_form,
    sources_explanation,
)
from desktop.project.case import case_of, input_of
from desktop.project.questions import question
from desktop.project.records import Fact, Json
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.columns import main_and_side
from desktop.widgets.layout import column
from desktop.widgets.message import Message
from estimators.base.errors import UserError
from estimators.base.money import symbol
from estimators.base.sentence import tr
from reports.provenance import Provenance
from reports.stage_view import Explanation

_SIDE = 304
_START = tr("Start anywhere. Nothing is mandatory, and “I don’t know” is an answer.")


class ProblemPage(Page):
    """Who hurts, how often, what an error costs each way, what is done today."""

    stage = Stage.PROBLEM

    def __init__(self, session: Session, _jobs: JobQueue | None = None) -> None:
        super().__init__(session)
        self._soon = LatestWinsThread(self, self._worked_out, self._failed)
        self._case: dict[str, Any] = {}
        self._asked_for = ""  # the fingerprint of the case being worked out, or worked out last
        self._found: Preview | None = None
        self._dragging = False
        self._wrong: Message | None = None  # an answer that has to be mended first
        self._brought: QWidget | None = None  # the question that another place led to
        self.edits = BriefEdits(self, self._moved)
        self.files = CaseFiles(self)
        session.closed.connect(self._forget)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        self.columns = main_and_side(_SIDE, widens=True)
        self.body.addWidget(self.columns)
        bar = self.scroller.verticalScrollBar()
        bar.rangeChanged.connect(self._keep_in_view)
        bar.actionTriggered.connect(self._scrolled_by_hand)
        self._mark = symbol(currency_of(self.session.project))
        self.form = self._new_form()
        self._holder = QWidget()
        column(self.form, of=self._holder)
        self.columns.add("main", self._holder)
        self.knowledge = Knowledge(self.focus_question)
        self.knowledge.currency.clicked.connect(self._choose_currency)
        self.columns.add("side", self.knowledge, gap=32)

    def _new_form(self) -> ProblemForm:
        return ProblemForm(self.edits, self._mark, self._unfolded, self._show_sources)

    def _replace_form(self) -> None:
        """Fields write the sign of the currency inside: another currency, other fields."""
        before, was_open = self.form, self.form.open_groups()
        self._brought = None
        self.form = self._new_form()
        before.hide()
        layout = self._holder.layout()
        if layout is not None:
            layout.replaceWidget(before, self.form)
        before.deleteLater()
        self.form.set_open(*was_open)

    def refresh(self, change: Change) -> None:
        mark = symbol(currency_of(self.session.project))
        if mark != self._mark:
            self._mark = mark
            self._replace_form()
        if change.touches("fact", "class", "example", "project", "run", "session", "reaction"):
            self._show()
        self.form.set_writable(not self.session.read_only)
        self.knowledge.currency.off_because(self.why_not_edit())
        self._work_out()

    def _show(self) -> None:
        project = self.session.project
        self._show_head()
        self.form.show_project(project)
        self.knowledge.show_known(known_facts(project, self._wrong_keys()))
        self._show_open()
        story = str(project.answer("story", "") or "")
        self.knowledge.say(view(project).lead, currency_of(project), story)

    def _show_head(self) -> None:
        """The brief, and below it the verdict as it stands: both stay put while the form scrolls."""
        project = self.session.project
        headline = view(project, self._wrong_keys()).headline
        empty = headline == EMPTY_QUESTION
        nothing = empty and not any(f.known for f in project.facts().values())
        lead = _START if nothing or self._found is None else verdict_line(self._found.worked)
        # The verdict stands in the header, which stays put: an answer far down the form can turn it (decision 0154).
        self.set_headline(headline, lead)
        off = tr("Answer one question first.") if nothing else ""
        self.set_primary(tr("See the verdict"), partial(self.go_to.emit, Stage.DECIDE), off=off)

    def _wrong_keys(self) -> tuple[str, ...]:
        return tuple(self._found.wrong) if self._found else ()

    def _show_open(self) -> None:
        found = self._found.worked if self._found else None
        rows = open_questions(
            self.session.project,
            found.assessment if found else None,
            found.valuation if found else None,
        )
        self.knowledge.show_open(rows)
        self.form.show_ranks(ranks_of(self.session.project, found) if found else {})

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            (tr("Tab"), tr("next field")),
            (tr("Ctrl U"), tr("I don’t know")),
            ("F1", tr("what this means")),
        )

    def actions_of_page(self) -> tuple[Action, ...]:
        stage = Stage.PROBLEM
        return (
            Action(
                "problem.unknown", tr("I don’t know"), self._toggle_unknown, "Ctrl+U", stage=stage
            ),
            Action("problem.more", tr("Show the further questions"), self._unfold, stage=stage),
            Action(
                "problem.currency",
                tr("Choose the currency…"),
                self._choose_currency,
                stage=stage,
                off=self.why_not_edit,
            ),
            Action(
                "problem.take-case",
                tr("Take the answers of a case file…"),
                self.files.take,
                stage=stage,
                off=self.why_not_edit,
            ),
            Action(
                "problem.save-case",
                tr("Save the answers as a case file…"),
                self.files.save,
                stage=stage,
            ),
        )

    def explanation(self) -> Explanation | None:
        row = self.form.focused_row()
        asked = row.asked if row is not None else question("who")
        found = self._found.worked if self._found else None
        return question_explanation(self.session.project, asked, found)

    # -- edits --------------------------------------------------------------------------------

    def standing_message(self) -> Message | None:
        if self._wrong is None and self.session.read_only:
            return Message("warn", tr("This project can only be read."), self.session.notice)
        return self._wrong

    def _show_sources(self, group: QuestionGroup) -> None:
        show_explanation(self, sources_explanation(group.title, group.asked))

    def _choose_currency(self) -> None:
        current = currency_of(self.session.project)
        popover = CurrencyPopover(self.window(), current, self.edits.currency_chosen)
        popover.open_below(self.knowledge.currency, focus=popover.chips.chips()[0])

    # -- going about --------------------------------------------------------------------------

    def focus_question(self, key: str) -> None:
        """Bring a question into view and put the cursor into its field."""
        self.ensure_built()
        row = self.form.row(key)
        if row is None:
            return
        QTimer.singleShot(0, row, partial(self._bring, key))

    def _bring(self, key: str) -> None:
        row = self.form.row(key)
        if row is not None:
            # Rows that were only just made have no place yet.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        if key in self.form.rows:
            self.form.rows[key].focus_field()
        elif self.form.classes is not None:
            self.form.classes.chips.setFocus(Qt.FocusReason.OtherFocusReason)
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

    def _toggle_unknown(self) -> None:
        row = self.form.focused_row()
        if row is not None and not self.session.read_only:
            row.toggle_unknown()

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
            self._soon.ask(partial(preview, self._case))

    def _moved(self, key: str, value: Json) -> None:
        """A handle is on its way: show what would hold; nothing is written until it is let go."""
        self._asked_for = ""
        if value is None:
            self._work_out()
            return
        asked = question(key)
        fact = Fact(key, value, Provenance.GUESS, "", "")
        self._dragging = True
        self._soon.ask(partial(preview, {**self._case, asked.case_key: input_of(asked, fact)}))

    def _worked_out(self, found: Preview) -> None:
        if not self.session.is_open:
            return
        self._found = found
        self._show_head()
        if self._dragging:  # the line under the headline follows; all else waits until it is let go
            return
        self.knowledge.show_known(known_facts(self.session.project, self._wrong_keys()))
        self._show_open()
        self._show_found()
        self._show_wrong(found)

    def _show_found(self) -> None:
        if self._found is not None:
            show_on_form(self.form, self._found)

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
        self._wrong = None
        self._found, self._asked_for = None, ""
