"""Deciding otherwise than the assessment, with a reason that the report prints, and taking that back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.decide.verdict import decide, own_reason, own_verdict, take_decision_back
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import RIGHT, fill, row
from desktop.widgets.popover import Popover
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from estimators.case.options import VERDICT_WORDS


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
