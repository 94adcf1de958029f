"""What to look at before training: the findings beside the examples, and reviewing them: show, mend, let be."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.data.hygiene import Finding, findings
from desktop.findings.data.issues import Issue, fix_words, keep, keeps_one, kept, look_again, mend
from desktop.findings.data.leakage_gate import GateLine, gate_line, take_waiver_back
from desktop.pages.data.pane import ExamplesPane, ShownExamples
from desktop.pages.data.sufficiency import StaleOverlay
from desktop.pages.page import Page
from desktop.pages.waiver import ask_waiver
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, column, holder, row
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.phrase import shorten
from estimators.base.sentence import tr

_STATES = {"fail": CheckMark.FAIL, "look": CheckMark.LOOK, "pass": CheckMark.PASS}
_LINKS = {
    "label_suspects": tr("Review"),
    "outliers": tr("Review"),
    "fair": tr("Details"),
}  # the others: Show
SHOWN = 8  # findings, before the others are asked for
MENDED_AT_ONCE = ("leakage", "exact_duplicates")  # their link mends; the row shows them first


class BeforeYouTrain(QWidget):
    """The findings, each with its link; the leakage gate; what was let be.

    ``act`` is called with the finding whose link was pressed. The signals ask for the rest.
    """

    shown_asked = Signal(object)  # Finding: its row was opened
    waive_asked = Signal()
    take_back_asked = Signal()

    def __init__(self, act: Callable[[Finding], None], check: Callable[[], None]) -> None:
        super().__init__()
        self._act = act
        self.findings: tuple[Finding, ...] = ()
        self.gate: GateLine | None = None
        self._rows: list[QWidget] = []
        self._all = False
        self.title = Label(tr("Before you train"), role=Role.SECTION)
        self.updating = Label(tr("updating"), role=Role.NOTE, colour="ink3", wrap=False)
        self.rows = RowList(tr("Before you train"))
        self.words = Label(colour="ink2")
        self.check = Button(tr("Check now"), size="small", run=check)
        self.more = Button("", "link", run=self._show_all)
        self.let_be = Label(role=Role.NOTE, colour="ink2")
        self.again = Button(tr("Look again"), "link")
        self._below = holder(row((self.let_be, 1), self.again, margins=(0, 8, 0, 0), spacing=6))
        head = row((self.title, 1), self.updating)
        listed = (8, Hairline(), self.rows, 6, (self.more, LEFT), self._below)
        column(head, *listed, 8, self.words, 8, (self.check, LEFT), of=self)
        self.veil = StaleOverlay(self.rows)
        self.updating.hide()

    def refresh(self, project: Project, *, compared: bool) -> None:
        """Show the findings that are kept; ``compared``: the data may be compared with what it was."""
        found, gate = findings(project), gate_line(project, compared=compared)
        if found != self.findings or gate != self.gate or not self.rows.rows():
            self.findings, self.gate = found, gate
            rows: list[QWidget] = [self._row(finding) for finding in found]
            if gate is not None and not (
                gate.state == "pass" and found and found[-1].kind == "fair"
            ):
                graver = sum(finding.state == "fail" for finding in found)
                place = len(rows) if gate.state == "pass" else graver
                rows.insert(place, self._gate_row(gate))
            self._rows = rows
            self._show_rows()
        let_be = len(kept(project))
        self.let_be.setText(tr("You let {count} be.", count=count(let_be, "finding")))
        self._below.setVisible(bool(let_be))

    def _show_rows(self) -> None:
        """The gravest few, unless all were asked for; what holds stays last."""
        more = len(self._rows) - SHOWN if len(self._rows) > SHOWN + 1 and not self._all else 0
        last = self._rows[-1:] if more else []
        shown = [*self._rows[: SHOWN - len(last)], *last] if more else self._rows
        for line in self._rows:
            if line not in shown:
                line.setParent(self)
                line.hide()
        self.rows.set_rows(shown)
        for line in shown:
            line.show()
        self.more.setText(tr("{more} more", more=digits(more)))
        self.more.setVisible(bool(more))

    def _show_all(self) -> None:
        self._all = True
        self._show_rows()

    def found(self, finding_id: str) -> Finding | None:
        """The finding of that id, as it is now; None where it is mended."""
        return next((finding for finding in self.findings if finding.id == finding_id), None)

    def say(self, otherwise: str, state: str, *, can_check: bool) -> None:
        """``otherwise`` is said below; ``state``, if any ("updating", "out of date"), dims what is shown."""
        self.words.say(otherwise)
        self.check.setVisible(can_check)
        self.updating.say(state)
        self.veil.setGeometry(self.rows.rect())
        self.veil.setVisible(bool(state))
        self.veil.raise_()

    def _row(self, finding: Finding) -> CheckRow:
        link = _LINKS.get(finding.kind, tr("Show")) if finding.paths else ""
        if link and finding.kind in MENDED_AT_ONCE:
            if keeps_one(finding.issues):
                link = tr("Keep one")
            else:
                link = tr("Move them") if fix_words(finding.issues) else tr("Show")
        detail = finding.detail
        if finding.kind == "fair" and self.gate is not None and self.gate.state == "pass":
            detail = tr("The leakage gate has passed. {detail}", detail=detail)

        row = _check_row(
            finding.state,
            finding.text.removesuffix("."),
            detail,
            link,
            partial(self._act, finding),
        )
        if finding.paths:
            row.clicked.connect(partial(self.shown_asked.emit, finding))
        return row

    def _gate_row(self, gate: GateLine) -> CheckRow:
        link = (
            tr("Let it through…")
            if gate.can_waive
            else tr("Take it back")
            if gate.can_take_back
            else ""
        )
        run = self.waive_asked.emit if gate.can_waive else self.take_back_asked.emit
        return _check_row(gate.state, gate.text, gate.detail, link, run)


def _check_row(state: str, text: str, detail: str, link: str, run: Callable[[], None]) -> CheckRow:
    mark = _STATES[state]
    return CheckRow(Check(text, detail, "", mark, link, run if link else None, states_shown=False))


_NOT_TO_KEEP = ("fair", "belongings", "near_duplicates")


class ReviewController(QObject):
    """Connects the findings at the side of a page with its examples."""

    def __init__(self, page: Page, pane: ExamplesPane, before: BeforeYouTrain) -> None:
        super().__init__(pane)
        self._session, self._do = page.session, page.do
        self._pane, self._before = pane, before
        pane.review.mend_asked.connect(self.mend)
        pane.review.keep_asked.connect(self.keep)
        before.shown_asked.connect(self.show)
        before.take_back_asked.connect(lambda: page.do(take_waiver_back()))
        before.waive_asked.connect(partial(ask_waiver, page))
        before.again.clicked.connect(lambda: page.do(look_again(page.session.project)))

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
        self._show_examples(finding)
        self.refresh()
        self._pane.choose(0)

    def _show_examples(self, finding: Finding) -> None:
        title = finding.text.removesuffix(".")
        shown = ShownExamples(paths=self._in_order(finding), title=title, finding=finding.id)
        self._pane.show_examples(shown)

    def _in_order(self, finding: Finding) -> tuple[str, ...]:
        """Its examples; of what is looked at already each keeps its place, and what a check found since comes last."""
        shown = self._pane.shown
        if shown.finding != finding.id:
            return finding.paths
        left = set(finding.paths)
        stayed = [path for path in shown.paths if path in left]
        return (*stayed, *(path for path in finding.paths if path not in set(shown.paths)))

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
        if self._in_order(finding) != shown.paths:
            self._show_examples(finding)
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
        things = count(len(paths), example_noun_of(self._session.project))
        words = tr(
            "{things} as {as_found}",
            things=things,
            as_found=tr("it is") if len(paths) == 1 else tr("they are"),
        )
        if not paths:
            words = tr("“{why}” as it is", why=shorten(issues[0].why, 32))
        # By its kind and its set of examples: of a third copy it is asked again (decision 0102).
        self._pane.keeping_place(lambda: self._do(keep(issues, words)))
