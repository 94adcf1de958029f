"""One way to get a candidate: what it is called, what it answers, what is said of that before it is added."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.candidate_measurement import candidates_of
from desktop.findings.measure.new_candidate import FoundAnswers
from desktop.pages.page import Page
from desktop.project.commands.measure import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.theme.type import Role
from desktop.widgets.fields import LineField
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList
from estimators.base.errors import UserError
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
