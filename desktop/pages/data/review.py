"""Reviewing what the check found: show it, mend it, let it be."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop.findings.data import gate_waiver
from desktop.findings.data.hygiene import Finding
from desktop.findings.data.issues import Issue, keep, look_again, mend
from desktop.pages.data.checks import MENDED_AT_ONCE, BeforeYouTrain
from desktop.pages.data.pane import ExamplesPane, ShownExamples
from desktop.project.file import Command
from desktop.project.noun import noun
from desktop.session import Session
from estimators.base.count import count
from estimators.base.phrase import shorten

_NOT_TO_KEEP = ("fair", "belongings", "near_duplicates")


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
        # By its kind and its set of examples: of a third copy it is asked again (decision 0102).
        self._pane.keeping_place(lambda: self._do(keep(issues, words)))

    def look_again(self) -> None:
        """Bring back what was let be."""
        self._do(look_again(self._session.project))

    # --- the gate ------------------------------------------------------------------------------------------------

    def take_waiver_back(self) -> None:
        """The leakage is not let through after all."""
        self._do(gate_waiver.take_waiver_back())
