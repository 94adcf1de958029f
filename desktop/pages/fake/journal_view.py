"""The right part of the live session: what was asked and answered, newest first."""

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.findings.wording import count
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.label import Label
from desktop.widgets.rows import Section
from desktop.widgets.table import Cell, PlainTable, TableColumn

SHOWN = 200
_BY = {
    "dials": Cell("dials", glyph=Glyph.SIMULATED),
    "you": Cell("you", icon="person"),
    "model": Cell("model", glyph=Glyph.MEASURED),
    "fault": Cell("fault", icon="fault"),
}


class JournalView(QWidget):
    """The request journal as a table; empty, it says how to fill it."""

    def __init__(self) -> None:
        super().__init__()
        self.table = PlainTable(
            "What was asked and answered",
            (
                TableColumn("time", always=True),
                TableColumn("asked about", stretch=True),
                TableColumn("answer", always=True),
                TableColumn("sure", right=True),
                TableColumn("answered by"),
                TableColumn("took", right=True),
            ),
        )
        self.empty = Label(
            "Nobody has asked yet. Serve it and send a request, or start a session: every question and every answer "
            "then appears here.",
            colour="ink2",
        )
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.section = Section("What was asked and answered", self.empty, self.table, self.note)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.section)
        box.addStretch(1)
        self._newest: Json = None

    def show_project(self, project: Project) -> None:
        """Show the newest exchanges that the project keeps."""
        entries = project.journal(SHOWN)
        newest = (entries[0].get("at"), len(entries)) if entries else None
        if newest != self._newest or newest is None:
            self._newest = newest
            self.table.set_rows([_row(entry) for entry in entries])
            self.table.fit_rows()
        self.table.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        simulated = sum(bool(entry.get("simulated", True)) for entry in entries)
        shown = f"The newest {SHOWN}. " if len(entries) == SHOWN else ""
        self.note.setText(
            f"{shown}{count(simulated, 'answer')} marked simulated in the record, whoever gave it."
            if simulated == 1
            else f"{shown}{count(simulated, 'answer')} marked simulated in the record, whoever gave them."
        )
        self.note.setVisible(bool(entries))


def _row(entry: dict[str, Json]) -> tuple[str | Cell, ...]:
    at = datetime.fromisoformat(str(entry["at"])).astimezone()
    sure = entry.get("probability")
    fault = entry.get("answered_by") == "fault"
    if entry.get("abstain"):
        answer: str | Cell = "I don’t know"
    elif entry.get("answer"):
        answer = str(entry["answer"])
    else:
        answer = Cell("no answer", colour="ink2")
    return (
        Cell(f"{at:%H:%M:%S}", colour="ink2"),
        str(entry.get("name") or "no name"),
        answer,
        f"{sure:.0%}" if isinstance(sure, float) and not fault else "",
        _BY.get(str(entry.get("answered_by")), _BY["dials"]),
        Cell(f"{float(entry.get('took_seconds') or 0):.1f} s", colour="ink2"),
    )
