"""Reviewing what the check found: show it, mend it, let it be."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.data import gate_waiver
from desktop.findings.data.hygiene import Finding
from desktop.findings.data.issues import Issue, fix_words, keep, look_again, mend
from desktop.pages.data.checks import MENDED_AT_ONCE, BeforeYouTrain
from desktop.pages.data.pane import ExamplesPane, ShownExamples
from desktop.project.file import Command
from desktop.project.noun import noun
from desktop.session import Session
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from estimators.base.count import count
from estimators.base.phrase import shorten

_NOT_TO_KEEP = ("fair", "belongings", "near_duplicates")


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
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(4)
        for button in (self.mend, self.mend_all, self.keep):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.count, 0, Qt.AlignmentFlag.AlignRight)
        self._buttons = QWidget()
        self._buttons.setLayout(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 8)
        box.setSpacing(6)
        box.addWidget(self.why)
        box.addWidget(self._buttons)
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
        self.mend_all.setText(more if more != words else f"{more}, in all {len(self.issues):,}")
        self.mend_all.setVisible(several and bool(more))
        self.count.setText(f"{self._at + 1:,} of {len(self.issues):,}" if several else "")
        self._buttons.setVisible(bool(words) or several or self.keep.isVisibleTo(self._buttons))

    def _mend(self) -> None:
        if self.issue is not None:
            self.mend_asked.emit((self.issue,))

    def _mend_all(self) -> None:
        self.mend_asked.emit(self.issues)

    def _keep(self) -> None:
        if self.issue is not None:
            self.keep_asked.emit((self.issue,))


class ReviewController(QObject):
    """Connects the findings at the side with the examples; ``do`` carries out an edit and says what went wrong."""

    def __init__(
        self,
        session: Session,
        pane: ExamplesPane,
        before: BeforeYouTrain,
        do: Callable[[Command], object],
    ) -> None:
        super().__init__(pane)
        self._session, self._pane, self._before, self._do = session, pane, before, do
        pane.review.mend_asked.connect(self.mend)
        pane.review.keep_asked.connect(self.keep)
        before.shown_asked.connect(self.show)
        before.take_back_asked.connect(self.take_waiver_back)
        before.look_again_asked.connect(self.look_again)

    def act(self, finding: Finding) -> None:
        """The link of a finding: mend it where that is one deed, otherwise show its examples."""
        command = None
        if finding.kind in MENDED_AT_ONCE and not self._session.read_only:
            command = mend(self._session.project, finding.issues)
        if command is not None:
            self._do(command)
        else:
            self.show(finding)

    def show(self, finding: Finding) -> None:
        """Show the examples of a finding, with what is said of them above."""
        title = finding.text.removesuffix(".")
        self._pane.show_examples(
            ShownExamples(paths=finding.paths, title=title, finding=finding.id)
        )
        self.refresh()
        self._pane.choose(0)

    def refresh(self) -> None:
        """The findings may have changed: show what is left of the one that is looked at."""
        shown = self._pane.shown
        if not shown.finding:
            self._pane.show_issues(())
            return
        finding = self._before.found(shown.finding)
        if finding is None:  # it is mended
            self._pane.show_examples(ShownExamples())
            self._pane.show_issues(())
            return
        if finding.paths != shown.paths:
            title = finding.text.removesuffix(".")
            self._pane.show_examples(
                ShownExamples(paths=finding.paths, title=title, finding=finding.id)
            )
        self._pane.show_issues(finding.issues, can_keep=finding.kind not in _NOT_TO_KEEP)
        self._pane.review.choose(self._pane.selected_paths())

    def mend(self, issues: Sequence[Issue]) -> None:
        """Carry out what would mend these findings, as one edit."""
        command = mend(self._session.project, issues)
        if command is not None:
            self._pane.keeping_place(lambda: self._do(command))

    def keep(self, issues: Sequence[Issue]) -> None:
        """Remember that these may stay as they are."""
        paths = {path for issue in issues for path in issue.paths}
        things = count(len(paths), noun(self._session.project, 1))
        words = f"{things} as {'it is' if len(paths) == 1 else 'they are'}"
        if not paths:
            words = f"“{shorten(issues[0].why, 32)}” as it is"
        self._pane.keeping_place(lambda: self._do(keep(issues, words)))

    def look_again(self) -> None:
        """Bring back what was let be."""
        self._do(look_again(self._session.project))

    # --- the gate ------------------------------------------------------------------------------------------------

    def take_waiver_back(self) -> None:
        """The leakage is not let through after all."""
        self._do(gate_waiver.take_waiver_back())
