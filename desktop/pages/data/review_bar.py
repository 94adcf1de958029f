"""What the check says of the chosen example, above the grid, and what can be done about it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.data.issues import Issue, fix_words
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import RIGHT, STRETCH, hbox, vbox
from estimators.base.number import digits


class ReviewBar(QWidget):
    """Speaks of the finding that the chosen example is part of. The signals carry tuples of ``Issue``."""

    mend_asked = Signal(object)
    keep_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.issues: tuple[Issue, ...] = ()
        self._at = 0
        self.why = Label(colour="ink2")
        self.count = Label(role=Role.NOTE, colour="ink3", wrap=False)
        self.mend = Button("", size="small")
        self.mend_all = Button("", "text", size="small")
        self.keep = Button("Keep as it is", "text", size="small")
        self.mend.clicked.connect(self._mend)
        self.mend_all.clicked.connect(self._mend_all)
        self.keep.clicked.connect(self._keep)
        buttons = hbox(self.mend, self.mend_all, self.keep, STRETCH, (self.count, RIGHT), spacing=4)
        self._buttons = QWidget()
        self._buttons.setLayout(buttons)
        vbox(self.why, self._buttons, parent=self, margins=(0, 2, 0, 8), spacing=6)
        self.hide()

    @property
    def issue(self) -> Issue | None:
        """The finding it speaks of."""
        return self.issues[self._at] if self.issues else None

    def set_issues(self, issues: Sequence[Issue], *, can_keep: bool, off: str) -> None:
        """Speak of these; ``can_keep``: they may be let be. ``off``: why nothing can be edited."""
        before = self.issue
        self.issues = tuple(issues)
        self._at = self.issues.index(before) if before in self.issues else 0
        self.keep.setVisible(can_keep)
        for button in (self.mend, self.mend_all, self.keep):
            button.off_because(off)
        self._say()

    def choose(self, paths: Iterable[str]) -> None:
        """Speak of the finding that these examples are part of; the one spoken of comes first."""
        wanted = set(paths)
        if not wanted or not self.issues:
            return
        if not wanted.intersection(self.issues[self._at].paths):
            found = (n for n, issue in enumerate(self.issues) if wanted.intersection(issue.paths))
            self._at = next(found, self._at)
        self._say()

    def _say(self) -> None:
        issue = self.issue
        if self.parentWidget() is not None:
            self.setVisible(issue is not None)
        if issue is None:
            return
        self.why.setText(issue.why)
        words, more = fix_words((issue,)), fix_words(self.issues)
        several = len(self.issues) > 1
        self.mend.setText(words)
        self.mend.setVisible(bool(words))
        self.mend_all.setText(
            more if more != words else f"{more}, in all {digits(len(self.issues))}"
        )
        self.mend_all.setVisible(several and bool(more))
        self.count.setText(
            f"{digits(self._at + 1)} of {digits(len(self.issues))}" if several else ""
        )
        self._buttons.setVisible(bool(words) or several or self.keep.isVisibleTo(self._buttons))

    def _mend(self) -> None:
        if self.issue is not None:
            self.mend_asked.emit((self.issue,))

    def _mend_all(self) -> None:
        self.mend_asked.emit(self.issues)

    def _keep(self) -> None:
        if self.issue is not None:
            self.keep_asked.emit((self.issue,))
