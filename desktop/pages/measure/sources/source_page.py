"""One way to get a candidate: what it is called, what it answers, what is said of that before it is added; and the shortest such way, a rule
or templates, written here and tried at once on cases one works with, never on those held out.
"""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.candidate_measurement import candidates_of
from desktop.findings.measure.new_candidate import (
    A_RULE,
    FoundAnswers,
    of_rules,
    offered_cases,
    tried_rules,
)
from desktop.pages.page import Page
from desktop.project.commands.measure import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import case_noun_of
from desktop.theme.type import Role, font
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, fill, holder
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList, ValueRow
from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr, tr_plural


class SourcePage(QWidget):
    """``changed``: the button may say something else now. Subclasses fill ``body`` and call ``take`` with what it answers."""

    changed = Signal()

    def __init__(self, page: Page, source: CandidateSource, name: str) -> None:
        super().__init__()
        self.page, self.source = page, source
        self.found: FoundAnswers | None = None
        self.name = LineField(tr("What do you call it?"), width=280)
        self.name.set_value(name)
        self.name.textChanged.connect(self.changed)
        asks = Label(tr("What do you call it?"), weight=600)
        asks.setBuddy(self.name)
        self.name_block = holder(column(asks, 6, (self.name, LEFT), 20))
        self.said = RowList(tr("What was found"), last_line=False)
        self.body = column()
        self._seen = ""
        column(self.name_block, self.body, None, of=self)

    def say_seen(self, words: str) -> None:
        """What reading mistakes means for this one."""
        self._seen = words
        self._show()

    def suggest_name(self, name: str) -> None:
        """Call it this unless somebody typed a name."""
        if not self.name.text() or not self.name.isModified():
            self.name.set_value(name)

    def say(self, words: str) -> None:
        """Say what is going on, in place of what was found."""
        self.found = None
        self.said.set_rows([Label(words, role=Role.NOTE, colour="ink2")])
        self.changed.emit()

    def refuse(self, error: UserError) -> None:
        self.found = None
        note = " ".join(filter(None, (error.why, error.next_step)))
        row = CheckRow(Check(error.what, note, state=CheckMark.FAIL, states_shown=False))
        self.said.set_rows([row])
        self.changed.emit()

    def take(self, found: FoundAnswers) -> None:
        """Show what it answers; it can be added now."""
        self.found = found
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        found = self.found
        rows = []
        if found is not None:
            rows.append(check_row(found.headline, CheckMark.PASS, found.first))
            rows += [check_row(one, CheckMark.LOOK) for one in found.remarks]
        if self._seen:
            rows.append(check_row(self._seen, CheckMark.LOOK))
        self.said.set_rows(rows)

    # --- what subclasses say ---------------------------------------------------------------------------------------

    def settings(self) -> CandidateSettings:
        """What it is set to."""
        return CandidateSettings()

    def button_words(self) -> str:
        n = len(self.found.answers) if self.found is not None else 0
        if not n:
            return tr("Add it")
        return tr_plural("Add its {n} answer", "Add its {n} answers", n)

    def why_not(self) -> str:
        """Why it cannot be added yet; an empty text: it can."""
        if self.found is None:
            return tr("Nothing is there to be added yet.")
        return self.no_name()

    def no_name(self) -> str:
        """Why it cannot be called this; an empty text: it can."""
        name = " ".join(self.name.text().split())
        if not name:
            return tr("Give it a name.")
        if any(one.name == name for one in candidates_of(self.page.session.project)):
            return tr("There is a candidate “{name}” already.", name=name)
        return ""

    def settle(self) -> None:
        """Take in what was typed a moment ago."""

    def add(self) -> bool:
        """Add it with its answers; False where something is in the way, which is then said."""
        assert self.found is not None
        session = self.page.session
        command = PutCandidate(None, self.name.text().strip(), self.source, self.settings())
        try:
            session.do(command)
        except UserError as error:
            self.refuse(error)
            return False
        session.project.measured.append_answers(command.uid, self.found.answers)
        session.appended("candidate")
        return True

    def stop(self) -> None:
        """Stop what is being worked out: the dialog closes."""


def check_row(words: str, mark: CheckMark, note: str = "") -> CheckRow:
    """One finding about a candidate that is not added yet."""
    return CheckRow(Check(words, note, state=mark, states_shown=False))


PAUSE_MS = 300  # in typing, before the rules are tried


class RulePage(SourcePage):
    """Rules as a text: “if” with “contains”, “matches”, “above” or “below”, and “then” with the answer."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CandidateSource.RULE, tr("Keyword rule"))
        self.offered = offered_cases(page.session.project)
        self.rules = TextField(tr("Rules"), lines=8, most_lines=12)
        self.rules.setFont(font(Role.MONO))
        self.rules.set_value(A_RULE)
        self.tried = RowList(tr("Tried"), first_line=True, last_line=True)
        things = case_noun_of(page.session.project).many
        self.tried_title = Label(tr("Tried on {things} you work with", things=things), weight=600)
        self.no_work = Label(
            tr("All {things} are held out, so there are none to try it on.", things=things),
            role=Role.NOTE,
            colour="ink2",
        )
        note = Label(
            tr("The first rule that holds answers. “contains” takes words, “matches” a pattern, “above” and “below” a number."),
            role=Role.NOTE,
            colour="ink2",
        )  # fmt: skip
        asks = Label(tr("Rules"), weight=600)
        asks.setBuddy(self.rules)
        tried: tuple[QWidget | int, ...] = (self.tried_title, 4, self.tried, self.no_work)
        fill(self.body, asks, 4, note, 6, self.rules, 14, *tried, 10, self.said)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self.try_now)
        self.rules.textChanged.connect(self.pause.start)
        self.say_seen(self.offered.seen_sentence)
        self.try_now()

    def try_now(self) -> None:
        text = self.rules.toPlainText()
        try:
            tried = tried_rules(self.page.session.project, text)
            found = of_rules(self.offered, text)
        except UserError as error:
            self.tried.set_rows([])
            self.refuse(error)
            return
        self.tried.set_rows(
            [ValueRow(shorten(asked, 48), shorten(said, 40)) for asked, said in tried]
        )
        self.tried.setVisible(bool(tried))
        self.tried_title.setVisible(bool(tried))
        self.no_work.setVisible(not tried)
        self.take(found)

    def settings(self) -> CandidateSettings:
        return CandidateSettings(detail=tr("a rule, no AI"), rules=self.rules.toPlainText())

    def why_not(self) -> str:
        if not self.offered.every:
            return tr("There are no held-out cases yet.")
        return super().why_not()

    def settle(self) -> None:
        self.try_now()

    def stop(self) -> None:
        self.pause.stop()
