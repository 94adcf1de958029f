"""Asking the risk questions: the popover while it is open, and its answers as edits."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.findings.launch.list_answers import fact_key
from desktop.findings.launch.readiness import Readiness
from desktop.findings.launch.risk import risk
from desktop.pages.launch.risk import RiskPopover
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.session import Session
from estimators.acceptance.readiness import lists
from reports.provenance import Provenance


class RiskAsking(QObject):
    """Keeps the open popover up to date with every edit, undo and redo."""

    def __init__(self, session: Session, do: Callable[[Command], object], page: QWidget) -> None:
        super().__init__(page)
        self._session, self._do, self._page = session, do, page
        self._open: RiskPopover | None = None

    def ask(self, ready: Readiness, anchor: QWidget) -> None:
        """Open the questions, the next one large."""
        popover = RiskPopover(self._page.window())
        popover.answered.connect(self._answered)
        popover.tier_taken.connect(self._tier_taken)
        popover.closed.connect(self._closed)
        self._open = popover
        self.show_answers(ready)
        popover.open_below(anchor, align_right=True, focus=popover.first())

    def show_answers(self, ready: Readiness) -> None:
        """Show the answers in force, where the questions are open."""
        if self._open is not None:
            source = risk(self._session.project, ready.risk).source
            self._open.show_answers(
                ready.risk, ready.answers, source, locked=self._session.read_only
            )

    def _closed(self) -> None:
        self._open = None

    def _answered(self, key: str, value: str) -> None:
        item = next(item for item in lists()["eu_ai_act"].items() if item.key == key)
        known = Provenance.GUESS if value else Provenance.UNKNOWN
        self._do(edit.SetFact(fact_key(item), value or None, f"“{item.text}”", known))

    def _tier_taken(self, tier: str) -> None:
        self._do(edit.SetFact("regulatory_tier", tier, "the risk tier"))
