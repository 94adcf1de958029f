"""One question of a published list: the statement, what it rests on, and the answers to choose from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.label import GlyphMark, Label
from estimators.acceptance.readiness import Basis, ChecklistAnswer, ListEntry
from estimators.base.phrase import capital
from reports.provenance import Provenance

UNKNOWN = "unknown"
_IN_ONE_LINE = 3  # choices that stand beside the statement; more stand below it
_MARKS = {
    Basis.MEASURED: Provenance.MEASURED,
    Basis.STATED: Provenance.GUESS,
    Basis.OVERRIDE: Provenance.GUESS,
    Basis.UNKNOWN: Provenance.UNKNOWN,
}


class ListAnswerRow(QWidget):
    """``answered(key, value)``: a choice; an empty value is "Unknown"."""

    answered = Signal(str, str)

    def __init__(self, item: ListEntry) -> None:
        super().__init__()
        self.item = item
        self._now: ChecklistAnswer | None = None
        self._shown: tuple[ChecklistAnswer | None, bool] | None = None
        self.bar = ChoiceBar(item.text, (*item.choices, (UNKNOWN, "Unknown")))
        self.bar.chosen.connect(self._chosen)
        self.mark = GlyphMark(PROVENANCE_GLYPHS[Provenance.MEASURED], "measured", size=12)
        self.why = Label(role=Role.NOTE, colour="ink3")
        statement = Label(item.text)
        place = Label(item.place, role=Role.NOTE, colour="ink3", wrap=False)
        source = QHBoxLayout()
        source.setSpacing(6)
        marks = QVBoxLayout()
        marks.setContentsMargins(0, 3, 0, 0)
        marks.addWidget(self.mark)
        marks.addStretch(1)
        source.addLayout(marks)
        source.addWidget(self.why, 1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(statement)
        words.addLayout(source)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(words, 1)
        beside = len(item.choices) < _IN_ONE_LINE
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(self.bar if beside else place, 0, top)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(6)
        box.addLayout(head)
        if not beside:
            box.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        self.setToolTip(item.help)

    def show_answer(self, now: ChecklistAnswer | None, *, locked: bool) -> None:
        """Show the answer in force and what it rests on."""
        if self._shown == (now, locked):
            return
        self._now, self._shown = now, (now, locked)
        self.bar.setEnabled(not locked)
        self.bar.set_value(None if now is None else now.value or UNKNOWN)
        said = self.source_words(now)
        self.why.setText(said)
        basis = Basis.UNKNOWN if now is None else now.basis
        mark = _MARKS[basis]
        self.mark.set_glyph(PROVENANCE_GLYPHS[mark], mark.words)
        self.mark.setVisible(now is not None and basis is not Basis.UNKNOWN)
        self.bar.setAccessibleDescription(f"{mark.words}: {said}" if said else self.item.help)

    def source_words(self, now: ChecklistAnswer | None) -> str:
        """What the answer rests on; where nobody has answered, how to find out."""
        if now is None or now.basis is Basis.UNKNOWN:
            return (now.why if now is not None else "") or self.item.help
        if now.basis is Basis.OVERRIDE:
            measured = self.item.words(now.measured)
            return f"{now.why.rstrip('.')}. Measured: “{measured}” ({now.measured_why})."
        return capital(now.why) if now.why else "You said so."

    def again(self) -> None:
        """Show the answer in force: the new one was not taken."""
        self.bar.set_value(None if self._now is None else self._now.value or UNKNOWN)

    def _chosen(self, value: str) -> None:
        self.answered.emit(self.item.key, "" if value == UNKNOWN else value)
