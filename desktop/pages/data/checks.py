"""Beside the examples: what to look at before training."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.data.hygiene import Finding, findings
from desktop.findings.data.issues import fix_words, kept
from desktop.findings.data.leakage_gate import GateLine, gate_line
from desktop.pages.data.sufficiency import StaleOverlay
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import Check, CheckMark, CheckRow, RowList
from estimators.base.count import count
from estimators.base.number import digits

_STATES = {"fail": CheckMark.FAIL, "look": CheckMark.LOOK, "pass": CheckMark.PASS}
_LINKS = {"label_suspects": "Review", "outliers": "Review", "fair": "Details"}  # the others: Show
SHOWN = 8  # findings, before the others are asked for
MENDED_AT_ONCE = ("leakage", "exact_duplicates")  # their link mends; the row shows them first


class BeforeYouTrain(QWidget):
    """The findings, each with its link; the leakage gate; what was let be.

    ``act`` is called with the finding whose link was pressed. The signals ask for the rest.
    """

    shown_asked = Signal(object)  # Finding: its row was opened
    waive_asked = Signal()
    take_back_asked = Signal()
    look_again_asked = Signal()

    def __init__(self, act: Callable[[Finding], None], check: Callable[[], None]) -> None:
        super().__init__()
        self._act = act
        self.findings: tuple[Finding, ...] = ()
        self.gate: GateLine | None = None
        self._rows: list[QWidget] = []
        self._all = False
        self.title = Label("Before you train", role=Role.SECTION)
        self.updating = Label("updating", role=Role.NOTE, colour="ink3", wrap=False)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.updating)
        self.rows = RowList("Before you train")
        self.words = Label(colour="ink2")
        self.check = Button("Check now", size="small")
        self.check.clicked.connect(check)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addSpacing(8)
        box.addWidget(Hairline())
        box.addWidget(self.rows)
        self.more = Button("", "link")
        self.more.clicked.connect(self._show_all)
        box.addSpacing(6)
        box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.let_be = Label(role=Role.NOTE, colour="ink2")
        self.again = Button("Look again", "link")
        self.again.clicked.connect(self.look_again_asked)
        below = QHBoxLayout()
        below.setContentsMargins(0, 8, 0, 0)
        below.addWidget(self.let_be, 1)
        below.addWidget(self.again)
        self._below = QWidget()
        self._below.setLayout(below)
        box.addWidget(self._below)
        box.addSpacing(8)
        box.addWidget(self.words)
        box.addSpacing(8)
        box.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        self.veil = StaleOverlay(self.rows)
        self.updating.hide()

    def refresh(self, project: Project, fingerprint: str) -> None:
        """Show the findings that are kept; ``fingerprint`` is that of the data as it is now."""
        found, gate = findings(project), gate_line(project, fingerprint)
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
        self.let_be.setText(f"You let {count(let_be, 'finding')} be.")
        self._below.setVisible(bool(let_be))

    def _show_rows(self) -> None:
        """The gravest few, unless all were asked for; what holds stays last."""
        more = len(self._rows) - SHOWN if len(self._rows) > SHOWN + 1 and not self._all else 0
        last = self._rows[-1:] if more else []
        shown = [*self._rows[: SHOWN - len(last)], *last] if more else self._rows
        for row in self._rows:
            if row not in shown:
                row.setParent(self)
                row.hide()
        self.rows.set_rows(shown)
        for row in shown:
            row.show()
        self.more.setText(f"{digits(more)} more")
        self.more.setVisible(bool(more))

    def _show_all(self) -> None:
        self._all = True
        self._show_rows()

    def found(self, finding_id: str) -> Finding | None:
        """The finding of that id, as it is now; None where it is mended."""
        return next((finding for finding in self.findings if finding.id == finding_id), None)

    def say(self, otherwise: str, state: str, *, can_check: bool) -> None:
        """``otherwise`` is said below; ``state``, if any ("updating", "out of date"), dims what is shown."""
        self.words.setText(otherwise)
        self.words.setVisible(bool(otherwise))
        self.check.setVisible(can_check)
        self.updating.setText(state)
        self.updating.setVisible(bool(state))
        self.veil.setGeometry(self.rows.rect())
        self.veil.setVisible(bool(state))
        self.veil.raise_()

    def _row(self, finding: Finding) -> CheckRow:
        link = _LINKS.get(finding.kind, "Show") if finding.paths else ""
        if link and finding.kind in MENDED_AT_ONCE:
            words = fix_words(finding.issues)
            link = "Keep one" if words == "Keep one" else "Move them" if words else "Show"
        detail = finding.detail
        if finding.kind == "fair" and self.gate is not None and self.gate.state == "pass":
            detail = f"The leakage gate has passed. {detail}"

        def run() -> None:
            self._act(finding)

        def show() -> None:
            self.shown_asked.emit(finding)

        row = CheckRow(
            Check(
                finding.text.removesuffix("."),
                detail,
                state=_STATES[finding.state],
                link=link,
                run=run if link else None,
                states_shown=False,
            )
        )
        if finding.paths:
            row.opened.connect(show)
        return row

    def _gate_row(self, gate: GateLine) -> CheckRow:
        link = "Let it through…" if gate.can_waive else "Take it back" if gate.can_take_back else ""
        run = self.waive_asked.emit if gate.can_waive else self.take_back_asked.emit
        state = _STATES[gate.state]
        return CheckRow(
            Check(
                gate.text,
                gate.detail,
                state=state,
                link=link,
                run=run if link else None,
                states_shown=False,
            )
        )
