"""What the published lists say, folded away: cues for and against AI, what is missing, and how ready it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.decide.cues import CueGroup, cue_groups, cues_summary, ready_sentence
from desktop.pages.decide.rows import Pressable
from desktop.project.questions import question_of
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import RowList
from estimators.need_for_ai.cues import Cue, Cues


class CueList(QWidget):
    """``cue_chosen(Cue)`` asks where it comes from; ``question_asked(key)`` leads to an open one's question."""

    cue_chosen = Signal(object)
    question_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cues: Cues | None = None
        self._stale = True
        self.title = Label("What the published lists say", role=Role.SECTION)
        self.summary = Label(colour="ink2")
        self.ready = Label(role=Role.NOTE, colour="ink2")
        self.fold = Button("Show every cue", "link")
        self.fold.clicked.connect(self._turn)
        self.inside = QWidget()
        self._inside = QVBoxLayout(self.inside)
        self._inside.setContentsMargins(0, 4, 0, 0)
        self._inside.setSpacing(0)
        self.inside.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.title)
        box.addSpacing(8)
        box.addWidget(Hairline())
        box.addSpacing(8)
        box.addWidget(self.summary)
        box.addWidget(self.ready)
        box.addSpacing(6)
        box.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.inside)

    def show_cues(self, cues: Cues) -> None:
        """Show these; the rows are made when they are unfolded."""
        if cues == self._cues:
            return
        self._cues, self._stale = cues, True
        self.summary.setText(cues_summary(cues))
        self.ready.setText(ready_sentence(cues))
        if not self.inside.isHidden():
            self._fill()

    def rows(self) -> tuple["CueRow", ...]:
        """The cues that are shown, in order."""
        return tuple(self.inside.findChildren(CueRow))

    def _turn(self) -> None:
        shown = self.inside.isHidden()
        if shown and self._stale:
            self._fill()
        self.inside.setVisible(shown)
        self.fold.setText("Hide the cues" if shown else "Show every cue")

    def _fill(self) -> None:
        self._stale = False
        while (item := self._inside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        if self._cues is None:
            return
        for group in cue_groups(self._cues):
            self._inside.addSpacing(12)
            head = Label(f"{group.title}: {len(group.cues)}", weight=600)
            self._inside.addWidget(head)
            self._inside.addSpacing(4)
            listed = RowList(group.title, first_line=True)
            listed.set_rows([self._row(group, cue) for cue in group.cues])
            self._inside.addWidget(listed)

    def _row(self, group: CueGroup, cue: Cue) -> QWidget:
        row = CueRow(group.effect, cue)
        row.cue_chosen.connect(self.cue_chosen)
        row.question_asked.connect(self.question_asked)
        return row


class CueRow(Pressable):
    """One cue; pressed, an answered one says where it comes from, an open one leads to its question."""

    cue_chosen = Signal(object)
    question_asked = Signal(str)

    def __init__(self, effect: str, cue: Cue) -> None:
        super().__init__()
        self.cue = cue
        asked = question_of(cue.name)
        self._key = asked.key if asked is not None and effect == "open" else ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 6)
        box.setSpacing(0)
        box.addWidget(Label(cue.text))
        if effect != "open":
            box.addWidget(Label(cue.source, role=Role.NOTE, colour="ink3"))
        does = "answer it" if self._key else "see where it comes from"
        self.setAccessibleName(f"{cue.text} {cue.source}. Press to {does}.")
        self.setToolTip(f"Press to {does}")
        self.pressed.connect(self._choose)

    def _choose(self) -> None:
        if self._key:
            self.question_asked.emit(self._key)
        else:
            self.cue_chosen.emit(self.cue)
