"""The Decide page: the headline is the verdict; changes can be tried without touching the project."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from desktop.actions import Action
from desktop.errors import USER_ERRORS, UserError
from desktop.findings.decide import (
    REASON_KEY,
    VERDICT_KEY,
    Worked,
    assessment_record,
    case_fingerprint,
    field_of,
    find_first,
    in_our_words,
    lead_sentence,
    next_step,
    otherwise_sentence,
    own_verdict,
    verdict_sentence,
)
from desktop.findings.flips import VERDICT_WORDS, Flip, tried
from desktop.jobs.queue import JobQueue
from desktop.pages.decide.content import DecideContent
from desktop.pages.decide.explained import (
    option_explanation,
    source_explanation,
    verdict_explanation,
)
from desktop.pages.decide.first import FirstQuestions
from desktop.pages.decide.otherwise import OtherwisePopover
from desktop.pages.decide.trial import kept_answer, trial_message
from desktop.pages.decide.workings import Workings
from desktop.pages.page import HeaderAction, Page, message_from, show_explanation
from desktop.project import commands as edit
from desktop.project.case import case_of
from desktop.project.file import Command
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.explain import Explanation
from desktop.widgets.message import Message
from estimators.need_for_ai import Reason

QUESTION = "Does it need AI, and which way is worth most?"
_DIMMED = 0.45
_OPTIONS = ("1", "2", "3", "4", "5")


class DecidePage(Page):
    """Need for AI, and build against buy."""

    stage = Stage.DECIDE

    question_wanted = Signal(str)  # the Problem page should lead to this question

    def __init__(
        self, session: Session, jobs: JobQueue | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        del jobs  # nothing here takes longer than a moment
        self._trial: Flip | None = None
        self._failed_case = False
        self.workings = Workings(self)
        self.workings.answered.connect(self._worked_out)
        self.workings.failed.connect(self._failed)
        self.workings.flips_found.connect(self._show_flips)
        self.workings.late.connect(self._dim)
        session.closed.connect(self._closed)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        self.shown = DecideContent()
        self.shown.hide()
        self.shown.reason_chosen.connect(self._show_source)
        self.shown.flip_chosen.connect(self.try_flip)
        self.shown.find_out_asked.connect(self._find_out)
        self.start = FirstQuestions()
        self.start.hide()
        self.start.chosen.connect(self._find_out)
        self.body.addWidget(self.start)
        self.body.addWidget(self.shown)
        self.body.addStretch(1)

    def refresh(self, change: Change) -> None:
        del change  # whatever changed, the case says whether the answer may have
        case = case_of(self.session.project)
        if set(case) <= {"title", "currency", "stage"}:
            self._show_empty()
            return
        self.start.hide()
        if self._trial is not None:
            case = tried(case, self._trial)
        self.workings.ask(case, tries=self._trial is not None)
        self._show_header()

    def _show_empty(self) -> None:
        self.workings.forget()
        if self._failed_case or self._trial is not None:
            self._failed_case, self._trial = False, None
            self.set_message(None)
        self.shown.hide()
        self.start.show()
        self.set_headline(
            QUESTION,
            "A few answers about the problem are enough; what you don’t know can stay unknown.",
            eyebrow="Decide",
        )
        self.set_secondary()
        self.set_primary("Answer a question", self._to_problem)

    def _show_header(self) -> None:
        worked = self.workings.worked
        if worked is None:
            self._show_last()
            return
        own = own_verdict(self.session.project) if self._trial is None else None
        assessed = worked.assessment.verdict
        self.set_secondary(
            HeaderAction("Decide otherwise…", self._decide_otherwise, self._why_not_edit())
        )
        if own is not None and own != assessed:
            reason = str(self.session.project.answer(REASON_KEY, "") or "")
            self.set_headline(
                verdict_sentence(own),
                otherwise_sentence(own, reason, worked),
                eyebrow="Decide · your decision",
                verdict=True,
            )
        else:
            ending = "what if" if self._trial else "verdict, accepted" if own else "verdict"
            self.set_headline(
                worked.assessment.headline,
                lead_sentence(worked),
                eyebrow=f"Decide · {ending}",
                verdict=True,
            )
        self.set_primary(next_step(self.session.project, own or assessed).words, self._follow)

    def _show_last(self) -> None:
        """Before the first answer: the verdict as it was kept, if it was."""
        kept = self.session.project.record("assessment")
        headline = str(kept.payload.get("headline", "")) if kept else ""
        self.set_secondary()
        if self._failed_case or not headline:
            self.set_headline(QUESTION, eyebrow="Decide")
        else:
            why = str(kept.payload.get("why", "")) if kept else ""
            self.set_headline(headline, why, eyebrow="Decide · verdict", verdict=True)
        self.clear_primary()

    def keys(self) -> tuple[tuple[str, str], ...]:
        if self.workings.worked is None:
            return (("Ctrl 1", "the problem"),)
        return (
            ("1–5", "open an option"),
            ("T", "numbers as a table"),
            ("F1", "how this was worked out"),
        )

    def actions_of_page(self) -> tuple[Action, ...]:
        options = tuple(
            Action(
                f"decide.option-{key}",
                partial(self._option_words, number),
                partial(self.open_option, number),
                key,
                stage=Stage.DECIDE,
                off=self._no_options,
            )
            for number, key in enumerate(_OPTIONS)
        )
        return (
            Action(
                "decide.otherwise",
                "Decide otherwise…",
                self._decide_otherwise,
                stage=Stage.DECIDE,
                off=self._why_not_edit,
            ),
            Action(
                "decide.back",
                "Back from what if",
                self.end_trial,
                stage=Stage.DECIDE,
                off=self._no_trial,
            ),
            *options,
        )

    def _option_words(self, number: int) -> str:
        rows = self.shown.options.chart.rows
        return f"Open “{rows[number].label}”" if number < len(rows) else "Open an option"

    def _no_options(self) -> str:
        return "" if self.workings.worked is not None else "There is no verdict yet."

    def _no_trial(self) -> str:
        return "" if self._trial is not None else "Nothing is being tried."

    def _why_not_edit(self) -> str:
        return "This project can only be read." if self.session.read_only else ""

    def explanation(self) -> Explanation | None:
        if self.workings.worked is None:
            return None
        return verdict_explanation(self.workings.worked.assessment)

    def open_option(self, number: int) -> None:
        """Explain one option: costs, chances, break-even. The options are numbered as they are listed."""
        rows = self.shown.options.chart.rows
        if self.workings.worked is not None and number < len(rows):
            shown = option_explanation(self.workings.worked.valuation, rows[number].label)
            show_explanation(self, shown, anchor=self.shown.options.title)

    def _show_source(self, reason: Reason) -> None:
        rows = self.shown.reasons.rows()
        anchor = next((row for row in rows if getattr(row, "reason", None) == reason), None)
        show_explanation(self, source_explanation(reason), anchor=anchor)

    # -- working it out -----------------------------------------------------------------------

    def _worked_out(self) -> None:
        self._undim()
        found = self.workings.worked
        if not self.session.is_open or found is None:
            return
        if self._failed_case:
            self._failed_case = False
            self.set_message(None)
        if found is self.workings.base:
            self._keep_record(found)
        self.shown.show_worked(found, find_first(self.session.project, found.valuation))
        self._show_flips()
        self.shown.show()
        self._show_header()
        self._show_trial()

    def _show_flips(self) -> None:
        self.shown.show_flips(self.workings.flips)

    def _keep_record(self, found: Worked) -> None:
        if self.session.read_only:
            return
        project, payload = self.session.project, assessment_record(found)
        fingerprint = case_fingerprint(found.case)
        kept = project.record("assessment")
        if kept is None or kept.fingerprint != fingerprint or kept.payload != payload:
            project.append_record("assessment", payload, fingerprint)
            self.session.appended("record")

    def _failed(self, error: Any) -> None:
        self._undim()
        if not self.session.is_open:
            return
        self._failed_case = True
        if not isinstance(error, UserError):
            self.set_message(message_from(error))
            return
        shown = in_our_words(self.session.project, error)
        asked = field_of(error)
        if asked is None:
            self.set_message(message_from(shown))
        else:
            run = partial(self._find_out, asked.key)
            self.set_message(
                Message(
                    "error",
                    shown.what,
                    shown.why,
                    shown.next_step,
                    "Go to that answer",
                    run,
                    takes_primary=True,
                )
            )

    def _dim(self) -> None:
        effect = QGraphicsOpacityEffect(self.shown)
        effect.setOpacity(_DIMMED)
        self.shown.setGraphicsEffect(effect)
        self.header.eyebrow.setText("Decide · updating")

    def _undim(self) -> None:
        self.shown.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes no effect as "none"

    # -- what if ------------------------------------------------------------------------------

    def try_flip(self, flip: Flip) -> None:
        """Work out what would hold if this changed; the project stays as it is."""
        self._trial = flip
        self._recompute()

    def end_trial(self) -> None:
        """Back to what the project says."""
        if self._trial is not None:
            self._trial = None
            self.set_message(None)
            self._recompute()

    def keep_trial(self) -> None:
        """Make the change that is being tried an answer of the project."""
        if self._trial is None:
            return
        command = kept_answer(self.session.project, self._trial)
        if command is not None:
            self._trial = None
            self.set_message(None)
            self._do(command)

    def _recompute(self) -> None:
        self.refresh(Change(frozenset({"fact"})))
        self._show_trial()

    def _show_trial(self) -> None:
        if self._trial is not None:
            can_keep = not self.session.read_only
            message = trial_message(
                self.session.project, self._trial, self.keep_trial, self.end_trial
            )
            self.set_message(
                message
                if can_keep
                else trial_message(None, self._trial, self.keep_trial, self.end_trial)
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._trial is not None:
            self.end_trial()
            return
        super().keyPressEvent(event)

    # -- deciding -----------------------------------------------------------------------------

    def _do(self, command: Command) -> None:
        try:
            self.session.do(command)
        except USER_ERRORS as error:
            self.set_message(message_from(error))

    def _follow(self) -> None:
        if self.workings.worked is None:
            return
        own = own_verdict(self.session.project)
        verdict = own or self.workings.worked.assessment.verdict
        if own is None and not self.session.read_only:
            self._do(edit.SetFact(VERDICT_KEY, verdict, "the verdict"))
        self.go_to.emit(next_step(self.session.project, verdict).stage)

    def _decide_otherwise(self) -> None:
        if self.workings.worked is None:
            return
        project = self.session.project
        popover = OtherwisePopover(
            self.window(),
            own_verdict(project),
            self.workings.worked.assessment.verdict,
            str(project.answer(REASON_KEY, "") or ""),
        )
        popover.decided.connect(self._decided)
        popover.taken_back.connect(self._take_back)
        buttons = self.header.secondary()
        chosen = popover.group.button(popover.group.value() or next(iter(VERDICT_WORDS)))
        popover.open_below(
            buttons[0] if buttons else self.header.primary, align_right=True, focus=chosen
        )

    def _decided(self, verdict: str, reason: str) -> None:
        commands: list[Command] = [edit.SetFact(VERDICT_KEY, verdict, "the verdict")]
        if reason:
            commands.append(edit.SetFact(REASON_KEY, reason, "the reason"))
        elif self.session.project.fact(REASON_KEY) is not None:
            commands.append(edit.ClearFact(REASON_KEY, "the reason"))
        self._do(edit.Several(commands, f"decide to {VERDICT_WORDS[verdict]}"))

    def _take_back(self) -> None:
        commands = [
            edit.ClearFact(VERDICT_KEY, "the verdict"),
            edit.ClearFact(REASON_KEY, "the reason"),
        ]
        self._do(edit.Several(commands, "take the decision back"))

    # -- going about --------------------------------------------------------------------------

    def _to_problem(self) -> None:
        self.go_to.emit(Stage.PROBLEM)

    def _find_out(self, key: str) -> None:
        self.go_to.emit(Stage.PROBLEM)
        self.question_wanted.emit(key)

    def _closed(self) -> None:
        self.workings.forget()
        self._trial = None
