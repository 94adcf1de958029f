"""The list of checks: what needs a person first; arrows move, Enter opens the evidence."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop.widgets.rows import Check, CheckRow, CheckState, RowList, Section
from reports import evidence


class CheckList(Section):
    """Shows the checks of the project. ``opened`` carries the address of the evidence, ``answer_asked`` nothing."""

    opened = Signal(str)
    answer_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Checks", beside=" ", ruled=True)
        self.list = RowList("Checks")
        self.add(self.list, 0)
        self._shown: tuple[evidence.Check, ...] = ()

    def rows(self) -> tuple[CheckRow, ...]:
        return tuple(row for row in self.list.rows() if isinstance(row, CheckRow))

    def show_checks(self, checks: tuple[evidence.Check, ...], *, link_off: bool) -> None:
        """Show these checks; ``link_off``: the project can only be read."""
        if checks == self._shown:
            return
        self._shown = checks
        self.beside.setText(counted(checks))
        rows = []
        for check in checks:
            mine = check.state is evidence.CheckState.NEEDS_YOU and not link_off
            row = CheckRow(
                Check(
                    check.text,
                    check.detail,
                    check.value,
                    CheckState[check.state.name],
                    link="Answer" if mine else "",
                    run=self.answer_asked.emit if mine else None,
                )
            )
            row.setProperty("address", check.evidence_id)
            row.opened.connect(self._opened)
            row.installEventFilter(self)
            rows.append(row)
        self.list.set_rows(rows)

    def _opened(self) -> None:
        row = self.sender()
        assert isinstance(row, CheckRow)
        if row.check.state is CheckState.NEEDS_YOU:
            self.answer_asked.emit()
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


def counted(checks: tuple[evidence.Check, ...]) -> str:
    """ "6 pass · 1 not shown yet · 1 needs you"."""
    words = (
        (evidence.CheckState.PASS, "passes", "pass"),
        (evidence.CheckState.FAIL, "fails", "fail"),
        (evidence.CheckState.NOT_SHOWN, "not shown yet", "not shown yet"),
        (evidence.CheckState.NEEDS_YOU, "needs you", "need you"),
    )
    counts = ((sum(c.state is state for c in checks), one, many) for state, one, many in words)
    return " · ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
