"""Asking the same cases again: how often, what that sends and costs, and who does it; whether the answers stay the same is then said."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from typing import Any

from PySide6.QtWidgets import QLineEdit

from desktop.findings.measure.address_candidate import allowed_hosts
from desktop.findings.measure.ask_again import (
    FIRST_TIMES,
    MOST_TIMES,
    AskedCases,
    ask_again_words,
    to_send_again,
)
from desktop.findings.measure.endpoint_text import preview_lines, spent_words
from desktop.findings.problem.brief import currency_of
from desktop.jobs.answer_fresh import FUNCTION, AnswerFresh, FreshAnswers
from desktop.jobs.ask_candidate import AgainPreview, AskCandidate, preview_again
from desktop.jobs.queue import JobQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.sources.address_job import start_asking
from desktop.pages.page import Page
from desktop.project.product import kind_name
from desktop.theme.type import Role
from desktop.widgets.ask import AnsweredPopover
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import column, fill, holder, row
from estimators.base.errors import UserError
from estimators.base.money import symbol
from estimators.base.sentence import tr, tr_plural

_WIDE = 460


class AskAgain(AnsweredPopover):
    """``answered`` takes what a rule or a model said, and says in a word how much that is; answers of an address are kept as they come."""

    def __init__(
        self,
        page: Page,
        jobs: JobQueue,
        asked: AskedCases,
        answered: Callable[[tuple[FreshAnswers, ...]], str],
    ) -> None:
        title = tr("Ask {name} again", name=asked.name)
        super().__init__(page.window(), title, width=_WIDE)
        self._page, self._jobs, self._asked, self._answered = page, jobs, asked, answered
        self._preview: AgainPreview | None = None
        self._capped = False  # somebody typed what it may cost
        self.add_head(title)
        why = tr(
            "The same cases are asked anew: then you see whether the answers stay the same, and how far single tries lie apart. The "
            "figure is that of all tries; a case still counts as one, however often it is asked."
        )
        fill(self.body, 4, Label(why, role=Role.NOTE, colour="ink2"), 14)
        self.times = NumberField(tr("How often, all told"), low=2, high=MOST_TIMES, width=90)
        unfinished = bool(asked.missing(asked.times))
        first = asked.times if unfinished else max(FIRST_TIMES, asked.times + 1)
        self.times.set_number(min(first, MOST_TIMES))
        self.times.changed.connect(self._look)
        currency = symbol(currency_of(page.session.project))
        self.cap = NumberField(tr("At most, all told"), prefix=currency, low=0.0, width=130)
        self.cap.changed.connect(self._cap_typed)
        self.key = LineField(tr("Key"), tr("as in the key ring"), width=180)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.capped = holder(_named(self.cap))
        self.paid = holder(row(self.capped, _named(self.key), None, spacing=16))
        self.said, self.problem = Label(), Label(colour="bad")
        fill(self.body, _named(self.times), 12, self.said, self.problem, 12, self.paid, 14)
        self._add_buttons("")
        self._looks = LatestWinsThread(self, self._seen, self._failed)
        self.closed.connect(self._looks.stop)
        self._look()

    @property
    def _at_an_address(self) -> bool:
        return self._asked.kept is not None and bool(self._asked.kept.settings.url)

    def ask(self) -> None:
        self.open_centred(focus=self.times)

    # --- what it would do ------------------------------------------------------------------------------------------

    def _times(self) -> int:
        return round(self.times.value() or 0)

    def _look(self) -> None:
        """Say anew what is asked; at an address also what that sends and may cost, which is worked out in a thread."""
        self._preview = None
        self.paid.setVisible(False)
        if not self._at_an_address:
            self._show(())
            return
        try:
            to_send = to_send_again(self._page.session.project, self._asked, self._times())
        except UserError as error:
            self._failed(error)
            return
        self._show(())
        self._looks.ask(partial(preview_again, self._asked.uid, to_send))

    def _seen(self, found: AgainPreview) -> None:
        self._preview = found
        sending = found.sending
        priced = not sending.candidate.prices.is_free
        self.paid.setVisible(sending.calls > 0)
        self.capped.setVisible(priced)
        if priced and not self._capped:
            self.cap.set_number(ceil(100 * (found.spent + float(sending.worst))) / 100)
        lines = [*preview_lines(sending)] if sending.calls else []
        if found.spent and priced:
            lines.append(spent_words(found.spent, sending.candidate.prices.currency))
        self._show(lines)

    def _show(self, lines: Sequence[str]) -> None:
        words = ask_again_words(self._page.session.project, self._asked, self._times())
        self.said.setText("\n".join((words, *lines)))
        self.problem.hide()
        n = len(self._asked.missing(self._times()))
        self.send.setText(tr_plural("Ask {n} more", "Ask {n} more", n))
        self.send.off_because(self.why_not())
        self.resettle()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.problem.setText(" ".join(filter(None, (error.what, error.why, error.next_step))))
        self.problem.show()
        self.send.off_because(error.what)
        self.resettle()

    def _cap_typed(self) -> None:
        self._capped = True
        self.send.off_because(self.why_not())

    def why_not(self) -> str:
        """Why nothing can be asked now; an empty text: it can."""
        if not self._asked.missing(self._times()):
            return tr("Nothing is missing: ask oftener.")
        if not self._at_an_address:
            return ""
        if self._preview is None:
            return tr("What that costs is being worked out.")
        project, sending = self._page.session.project, self._preview.sending
        if sending.leaves and sending.host not in allowed_hosts(project):
            return tr("The cases may not go to {host} in this project.", host=sending.host)
        if not sending.candidate.prices.is_free and not self.cap.value():
            return tr("Say for how much at most, all told.")
        return ""

    # --- asking ----------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        self.times.editingFinished.emit()  # what is being typed counts
        self.cap.editingFinished.emit()
        if self.why_not():
            return
        if self._at_an_address:
            start_asking(self._page, self._jobs, self._request())
        else:
            project = self._page.session.project
            self._jobs.start(
                tr("{name} answers again", name=self._asked.name),
                FUNCTION,
                AnswerFresh(project.path, (self._asked.uid,), self._times()),
                on_done=self._answered,
                on_failed=lambda failed: self._page.refuse(
                    UserError(failed.what, failed.why, failed.next_step)
                ),
            )
        self.close_popover()

    def _request(self) -> AskCandidate:
        project, kept = self._page.session.project, self._asked.kept
        assert kept is not None
        return AskCandidate(
            project.path,
            kept.uid,
            kept.name,
            kind_name(project),
            kept.settings,
            tuple(self._asked.tries),
            allowed_hosts(project),
            self.cap.value() or 0.0,
            self.key.text(),
            times=self._times(),
        )


def _named(field: LineField) -> Any:
    name = Label(field.accessibleName(), weight=600, wrap=False)
    name.setBuddy(field)
    return column(name, 4, field)
