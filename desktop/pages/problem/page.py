"""The Problem page: the brief as a calm form, and beside it what is known and what is not."""

from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions import Action
from desktop.errors import USER_ERRORS, UserError
from desktop.findings.decide import Worked, case_fingerprint, field_of, in_our_words, work_out
from desktop.findings.input_words import amount_words
from desktop.findings.problem import (
    CURRENCY_KEY,
    EMPTY_QUESTION,
    brief_sentence,
    currency_of,
    known_facts,
    open_questions,
    progress_sentence,
)
from desktop.jobs.queue import JobQueue
from desktop.jobs.soon import Soon
from desktop.pages.page import Page, message_from
from desktop.pages.problem.explained import question_explanation
from desktop.pages.problem.form import ProblemForm
from desktop.pages.problem.knowledge import CurrencyPopover, Knowledge
from desktop.pages.problem.source import SourcePopover
from desktop.project import commands as edit
from desktop.project.case import case_of
from desktop.project.file import Command
from desktop.project.progress import answered_questions
from desktop.project.questions import VALUE_QUESTIONS, Kind, question
from desktop.project.records import ClassInfo, Json
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.columns import main_and_side
from desktop.widgets.explain import Explanation
from desktop.widgets.message import Message
from estimators.build_vs_buy.prices import currencies, symbol
from reports.provenance import Provenance

_SIDE = 304


class ProblemPage(Page):
    """Who hurts, how often, what an error costs each way, what is done today."""

    stage = Stage.PROBLEM

    def __init__(
        self, session: Session, jobs: JobQueue | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        del jobs  # nothing here takes longer than a moment
        self._soon = Soon(self)
        self._soon.answered.connect(self._worked_out)
        self._soon.failed.connect(self._failed)
        self._asked_for = ""  # the fingerprint of the case being worked out, or worked out last
        self._worked: Worked | None = None
        self._sources: dict[str, Provenance] = {}  # where a number came from before it was unknown
        self._wrong_answer = False
        session.closed.connect(self._stop)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._stop)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        self.columns = main_and_side(_SIDE)
        self.body.addWidget(self.columns)
        self._mark = symbol(currency_of(self.session.project))
        self.form = self._new_form()
        self._holder = QWidget()
        holding = QVBoxLayout(self._holder)
        holding.setContentsMargins(0, 0, 0, 0)
        holding.addWidget(self.form)
        self.columns.add("main", self._holder)
        self.knowledge = Knowledge()
        self.knowledge.question_chosen.connect(self.focus_question)
        self.knowledge.currency_asked.connect(self._choose_currency)
        self.columns.add("side", self.knowledge, gap=32)

    def _new_form(self) -> ProblemForm:
        form = ProblemForm(self._mark)
        form.answered.connect(self._answered)
        form.unknown.connect(self._unknown)
        form.source_asked.connect(self._ask_source)
        form.unfolded.connect(self._unfolded)
        if form.classes is not None:
            form.classes.named.connect(self._add_class)
            form.classes.changed.connect(self._change_class)
            form.classes.deleted.connect(self._delete_class)
        return form

    def _replace_form(self) -> None:
        """Fields write the sign of the currency inside: another currency, other fields."""
        before, was_open = self.form, self.form.open
        self.form = self._new_form()
        before.hide()
        layout = self._holder.layout()
        if layout is not None:
            layout.replaceWidget(before, self.form)
        before.deleteLater()
        if was_open:
            self.form.set_open(True)

    def refresh(self, change: Change) -> None:
        project = self.session.project
        mark = symbol(currency_of(project))
        if mark != self._mark:
            self._mark = mark
            self._replace_form()
        if change.touches("fact", "class", "example", "project", "run", "session", "reaction"):
            self._show()
        self.form.setEnabled(not self.session.read_only)
        if self.session.read_only and self.message.message is None:
            self.set_message(Message("warn", "This project can only be read.", self.session.notice))
        self._work_out()

    def _show(self) -> None:
        project = self.session.project
        headline = brief_sentence(project)
        empty = headline == EMPTY_QUESTION
        self.set_headline(
            headline,
            "Start anywhere. Nothing is mandatory, and “I don’t know” is an answer."
            if empty
            else "Your brief in one sentence. It follows your answers; what you don’t know can stay unknown.",
        )
        nothing = empty and not any(f.known for f in project.facts().values())
        self.set_primary(
            "See the verdict",
            self._see_verdict,
            off="Answer one question first." if nothing else "",
        )
        self.form.show_project(project)
        self.knowledge.show_known(known_facts(project))
        self._show_open()
        answered, total = answered_questions(project)
        story = str(project.answer("story", "") or "")
        self.knowledge.say(progress_sentence(answered, total), currency_of(project), story)

    def _show_open(self) -> None:
        found = self._worked
        rows = open_questions(
            self.session.project,
            found.assessment if found else None,
            found.valuation if found else None,
        )
        self.knowledge.show_open(rows)

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Tab", "next field"), ("Ctrl U", "I don’t know"), ("F1", "what this means"))

    def actions_of_page(self) -> tuple[Action, ...]:
        return (
            Action(
                "problem.unknown",
                "I don’t know",
                self._toggle_unknown,
                "Ctrl+U",
                stage=Stage.PROBLEM,
            ),
            Action("problem.more", "Show the further questions", self._unfold, stage=Stage.PROBLEM),
            Action(
                "problem.currency",
                "Choose the currency…",
                self._choose_currency,
                stage=Stage.PROBLEM,
            ),
        )

    def explanation(self) -> Explanation | None:
        row = self.form.focused_row()
        asked = row.asked if row is not None else question("who")
        return question_explanation(self.session.project, asked, self._worked)

    # -- edits --------------------------------------------------------------------------------

    def _do(self, command: Command) -> None:
        if not self._wrong_answer:
            self.set_message(None)
        try:
            self.session.do(command)
        except USER_ERRORS as error:
            self.set_message(message_from(error))

    def _answered(self, key: str, value: Json) -> None:
        asked = question(key)
        fact = self.session.project.fact(key)
        if value is None:
            if fact is not None:
                self._do(edit.ClearFact(key, asked.words))
            return
        source, note = Provenance.GUESS, ""
        if fact is not None:
            source = fact.source if fact.known else self._sources.get(key, Provenance.GUESS)
            note = fact.note
        self._do(edit.SetFact(key, value, asked.words, source, note))

    def _unknown(self, key: str, ticked: bool, typed: Json) -> None:
        asked = question(key)
        fact = self.session.project.fact(key)
        note = fact.note if fact is not None else ""
        if ticked:
            if fact is not None and fact.known:
                self._sources[key] = fact.source
            self._do(edit.SetFact(key, typed, asked.words, Provenance.UNKNOWN, note))
        elif typed is None:
            self._do(edit.ClearFact(key, asked.words))
        else:
            source = self._sources.get(key, Provenance.GUESS)
            self._do(edit.SetFact(key, typed, asked.words, source, note))

    def _ask_source(self, key: str) -> None:
        fact, row = self.session.project.fact(key), self.form.rows.get(key)
        if fact is None or row is None or row.source is None:
            return
        popover = SourcePopover(self.window(), row.asked.text, fact.source, fact.note)
        popover.chosen.connect(partial(self._source_chosen, key))
        chosen = popover.group.value()
        popover.open_below(
            row.source, focus=popover.group.button(chosen) if chosen else popover.note
        )

    def _source_chosen(self, key: str, source: Provenance, note: str) -> None:
        fact, asked = self.session.project.fact(key), question(key)
        if fact is not None:
            self._do(edit.SetFact(key, fact.value, f"the source of {asked.words}", source, note))

    def _add_class(self, name: str) -> None:
        if any(c.name == name for c in self.session.project.classes()):
            self.set_message(
                message_from(
                    UserError(f"There is an answer “{name}” already.", "", "Choose another name.")
                )
            )
            return
        self._do(edit.AddClass(name))

    def _change_class(self, klass: ClassInfo, name: str, description: str) -> None:
        commands: list[Command] = []
        if name != klass.name:
            commands.append(edit.RenameClass(klass.id, klass.name, name))
        if description != klass.description:
            commands.append(edit.DescribeClass(klass.id, name, description))
        self._do(commands[0] if len(commands) == 1 else edit.Several(commands, commands[0].text))

    def _delete_class(self, klass: ClassInfo) -> None:
        self._do(edit.DeleteClass(klass.id, klass.name))

    def _choose_currency(self) -> None:
        current = currency_of(self.session.project)
        popover = CurrencyPopover(self.window(), current, tuple(currencies()))
        popover.chosen.connect(self._currency_chosen)
        popover.open_below(self.knowledge.currency, focus=popover.chips.chips()[0])

    def _currency_chosen(self, code: str) -> None:
        if code != currency_of(self.session.project):
            self._do(edit.SetFact(CURRENCY_KEY, code, "the currency"))

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
            self.scroller.ensureWidgetVisible(row, 0, 120)
        if key in self.form.rows:
            self.form.rows[key].focus_field()
        elif self.form.classes is not None:
            self.form.classes.chips.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see_verdict(self) -> None:
        self.go_to.emit(Stage.DECIDE)

    def _toggle_unknown(self) -> None:
        row = self.form.focused_row()
        if row is not None:
            row.toggle_unknown()

    def _unfold(self) -> None:
        self.form.set_open(True)

    def _unfolded(self) -> None:
        self.form.show_project(self.session.project)
        self._show_defaults()

    # -- what the answers are worth -----------------------------------------------------------

    def _work_out(self) -> None:
        case = case_of(self.session.project)
        wanted = case_fingerprint(case)
        if wanted != self._asked_for:
            self._asked_for = wanted
            self._soon.ask(partial(work_out, case))

    def _worked_out(self, found: Any) -> None:
        self._worked = found
        if not self.session.is_open:
            return
        if self._wrong_answer:
            self._wrong_answer = False
            self.set_message(None)
        self._show_open()
        self._show_defaults()

    def _show_defaults(self) -> None:
        if self._worked is None:
            return
        valuation = self._worked.valuation
        for asked in VALUE_QUESTIONS:
            row, behind = self.form.rows.get(asked.key), valuation.inputs.get(asked.case_key)
            if row is not None and behind is not None and asked.kind is Kind.RANGE:
                low, high = (
                    amount_words(behind.unit, end, valuation.currency)
                    for end in (behind.low, behind.high)
                )
                own = behind.provenance in {"guess", "measured"}
                row.show_default("" if own else f"{low} to {high}")

    def _failed(self, error: Any) -> None:
        if not self.session.is_open:
            return
        self._wrong_answer = True
        if isinstance(error, UserError):
            asked = field_of(error)
            shown = in_our_words(self.session.project, error)
            if asked is not None:
                run = partial(self.focus_question, asked.key)
                self.set_message(message_from(shown, button="Go there", run=run))
                return
            error = shown
        self.set_message(message_from(error))

    def _stop(self) -> None:
        self._soon.stop()
        self._worked, self._asked_for = None, ""
