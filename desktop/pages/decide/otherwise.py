"""Decide otherwise: the person’s own verdict, with a reason that the report prints."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.findings.decide.flip_points import VERDICT_WORDS
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import RadioGroup
from desktop.widgets.fields import TextField
from desktop.widgets.label import Label
from desktop.widgets.popover import Popover
from estimators.base.phrase import capital


class OtherwisePopover(Popover):
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
