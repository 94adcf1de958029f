"""The list of checks: what needs a person first; arrows move, Enter opens the evidence."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.findings.launch.checks import NO_CONDITION
from desktop.widgets.rows import Check, CheckRow, CheckState, RowList, Section
from reports import evidence

ANSWERED_HERE = (
    "way_back",
    "owner",
    "tripwires",
    NO_CONDITION,
)  # checks that a person answers on this page


class CheckList(Section):
    """Shows the checks of the project. ``opened`` carries the address of the evidence.

    ``answer_asked`` carries the name of a check that a person answers, or has answered.
    """

    opened = Signal(str)
    answer_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Checks", beside=" ", ruled=True)
        self.list = RowList("Checks")
        self.add(self.list, 0)
        self._shown: tuple[object, ...] = ()

    def rows(self) -> tuple[CheckRow, ...]:
        return tuple(row for row in self.list.rows() if isinstance(row, CheckRow))

    def show_checks(self, named: Mapping[str, evidence.LaunchCheck], *, link_off: bool) -> None:
        """Show these checks in their order; ``link_off``: the project can only be read."""
        shown = (tuple(named.items()), link_off)
        if shown == self._shown:
            return
        self._shown = shown
        self._link_off = link_off
        self.beside.setText(counted(tuple(named.values())))
        rows = []
        for name, check in named.items():
            row = CheckRow(
                Check(
                    check.text,
                    check.detail,
                    check.value,
                    CheckState[check.state.name],
                    link="" if link_off else self._link(name, check),
                    run=self._linked,
                )
            )
            row.setProperty("name", name)
            row.setProperty("address", check.evidence_id)
            row.opened.connect(self._opened)
            row.installEventFilter(self)
            rows.append(row)
        self.list.set_rows(rows)

    def row(self, name: str) -> CheckRow | None:
        """The row of one check."""
        return next((row for row in self.rows() if row.property("name") == name), None)

    @staticmethod
    def _link(name: str, check: evidence.LaunchCheck) -> str:
        if check.state is evidence.CheckState.NEEDS_YOU:
            return "Answer"
        return (
            "Add one" if name == "tripwires" and check.state is not evidence.CheckState.PASS else ""
        )

    def _linked(self) -> None:
        link = self.sender()
        assert isinstance(link, QWidget)
        row = link.parentWidget()
        assert row is not None
        self.answer_asked.emit(str(row.property("name")))

    def _opened(self) -> None:
        row = self.sender()
        assert isinstance(row, CheckRow)
        name = str(row.property("name"))
        if name in ANSWERED_HERE and not self._link_off:
            self.answer_asked.emit(name)
        else:
            self.opened.emit(str(row.property("address")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            rows = self.rows()
            if step is not None and watched in rows:
                at = rows.index(watched) + step
                if 0 <= at < len(rows):
                    rows[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)


def counted(checks: tuple[evidence.LaunchCheck, ...]) -> str:
    """ "6 pass · 1 not shown yet · 1 needs you"."""
    words = (
        (evidence.CheckState.PASS, "passes", "pass"),
        (evidence.CheckState.FAIL, "fails", "fail"),
        (evidence.CheckState.NOT_SHOWN, "not shown yet", "not shown yet"),
        (evidence.CheckState.NEEDS_YOU, "needs you", "need you"),
    )
    counts = ((sum(c.state is state for c in checks), one, many) for state, one, many in words)
    return " · ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
