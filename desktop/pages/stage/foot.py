"""The last line of the Stage: how far the session has come, who answers, the simulated mark, the keys."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.pages.stage.parts import Dashes
from desktop.theme.type import Role
from desktop.widgets.label import Label, ProvenanceMark
from reports.provenance import Provenance

_ALL_KEYS_FROM = 1200  # pixels of width


class StageFoot(QWidget):
    """Says where we are; ``turn_mark`` shows or hides the mark for the room (the record keeps it)."""

    def __init__(self, one: str, *, recorded: bool) -> None:
        super().__init__()
        self.dashes = Dashes()
        self.progress = _note()
        self.who = _note()
        self.mark = ProvenanceMark(Provenance.SIMULATED, "simulated")
        self.mark_key = _note("S hides")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 24)
        row.setSpacing(20)
        row.addWidget(self.dashes, 1000)  # as wide as the words leave it
        row.addWidget(self.progress)
        row.addWidget(self.who)
        if not recorded:
            row.addWidget(_note("not recorded"))
        row.addStretch(1)
        marks = QHBoxLayout()
        marks.setSpacing(10)
        marks.addWidget(self.mark)
        marks.addWidget(self.mark_key)
        row.addLayout(marks)
        theme, others, pause = _note("D light or dark"), _note(f"←→ {one}s"), _note("P pauses")
        keys = [theme, others]
        if recorded:
            keys += [pause, _note("Ctrl Z takes back")]
        for label in (*keys, _note("Esc leaves")):
            row.addWidget(label)
        self._less_wanted = (theme, others)
        self._while_it_goes_on = tuple(label for label in (others, pause) if label in keys)
        self._ended = False

    def show_progress(self, done: tuple[bool, ...], words: str, who: str) -> None:
        """Show which answers have a reaction; the next one is the one shown."""
        self.dashes.set_progress(done, sum(done))
        self.progress.setText(words)
        self.who.setText(who)
        self.who.setVisible(bool(who))

    def turn_mark(self) -> None:
        """Hide the mark, or show it again."""
        self.mark.setVisible(not self.mark.isVisible())
        self.mark_key.setText("S hides" if self.mark.isVisible() else "")

    def say_source(self, *, simulated: bool) -> None:
        """Whose answer is shown."""
        if simulated:
            self.mark.set_source(Provenance.SIMULATED, "simulated")
        else:
            self.mark.set_source(Provenance.MEASURED, "the trained classifier")

    def say_end(self, *, ended: bool) -> None:
        """Name the keys that act now: after the last answer there is no other to turn to, and nothing to pause."""
        self._ended = ended
        for label in self._while_it_goes_on:
            label.setVisible(self._has_room(label) and not ended)

    def _has_room(self, label: Label) -> bool:
        return label not in self._less_wanted or self.width() >= _ALL_KEYS_FROM

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for label in self._less_wanted:
            gone = self._ended and label in self._while_it_goes_on
            label.setVisible(self._has_room(label) and not gone)


def _note(words: str = "") -> Label:
    return Label(words, role=Role.NOTE, colour="ink2", wrap=False)
