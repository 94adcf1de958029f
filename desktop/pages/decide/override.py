"""VerdictOverride: taking the verdict over, deciding otherwise with a reason that the report prints, and taking that back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.findings.decide.flip_points import VERDICT_WORDS
from desktop.findings.decide.verdict import REASON_KEY, VERDICT_KEY, own_verdict
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.session import Session
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from estimators.base.phrase import capital


class OverridePopover(Popover):
    """``decided(verdict, reason)`` when recorded; ``taken_back`` when the recorded decision is withdrawn."""

    decided = Signal(str, str)
    taken_back = Signal()

    def __init__(self, window: QWidget, chosen: str | None, assessed: str, reason: str) -> None:
        super().__init__(window, "Decide otherwise", width=360)
        self.body.addWidget(Label("Decide otherwise", role=Role.SECTION))
        self.body.addSpacing(2)
        note = f"The assessment says: {VERDICT_WORDS[assessed]}. The report prints both, and your reason."
        self.body.addWidget(Label(note, role=Role.NOTE, colour="ink2"))
        self.body.addSpacing(12)
        options = [(key, capital(words)) for key, words in VERDICT_WORDS.items()]
        self.group = RadioGroup("Your decision", options)
        self.group.set_value(chosen)
        self.group.chosen.connect(self._may_record)
        self.body.addWidget(self.group)
        self.body.addSpacing(12)
        self.reason = TextField("Why", "Why? One sentence is enough.")
        self.reason.set_value(reason)
        self.body.addWidget(self.reason)
        self.body.addSpacing(12)
        buttons = QHBoxLayout()
        if chosen is not None:
            back = Button("Take it back", "text", size="small")
            back.clicked.connect(self._take_back)
            buttons.addWidget(back)
        buttons.addStretch(1)
        self.record = Button("Record the decision", size="small")
        self.record.clicked.connect(self._record)
        buttons.addWidget(self.record, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(buttons)
        self.closed.connect(self.deleteLater)
        self._may_record()

    def _may_record(self) -> None:
        self.record.off_because("" if self.group.value() else "Choose one first.")

    def _record(self) -> None:
        verdict = self.group.value()
        if verdict is not None:
            self.decided.emit(verdict, self.reason.toPlainText().strip())
            self.close_popover()

    def _take_back(self) -> None:
        self.taken_back.emit()
        self.close_popover()


class VerdictOverride(QObject):
    """What the person decides, as edits handed to ``do``."""

    def __init__(self, session: Session, do: Callable[[Command], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._do = session, do

    def take_over(self, assessed: str) -> str:
        """Record the verdict unless the person has one already or may not; returns what holds."""
        own = own_verdict(self._session.project)
        if own is None and not self._session.read_only:
            self._do(edit.SetFact(VERDICT_KEY, assessed, "the verdict"))
        return own or assessed

    def ask(self, window: QWidget, assessed: str, anchor: QWidget) -> None:
        """Open "Decide otherwise" below ``anchor``."""
        project = self._session.project
        reason = str(project.answer(REASON_KEY, "") or "")
        popover = OverridePopover(window, own_verdict(project), assessed, reason)
        popover.decided.connect(self._decided)
        popover.taken_back.connect(self._take_back)
        chosen = popover.group.button(popover.group.value() or next(iter(VERDICT_WORDS)))
        popover.open_below(anchor, align_right=True, focus=chosen)

    def _decided(self, verdict: str, reason: str) -> None:
        commands: list[Command] = [edit.SetFact(VERDICT_KEY, verdict, "the verdict")]
        if reason:
            commands.append(edit.SetFact(REASON_KEY, reason, "the reason"))
        elif self._session.project.fact(REASON_KEY) is not None:
            commands.append(edit.ClearFact(REASON_KEY, "the reason"))
        self._do(edit.Several(commands, f"decide to {VERDICT_WORDS[verdict]}"))

    def _take_back(self) -> None:
        commands = [
            edit.ClearFact(VERDICT_KEY, "the verdict"),
            edit.ClearFact(REASON_KEY, "the reason"),
        ]
        self._do(edit.Several(commands, "take the decision back"))
