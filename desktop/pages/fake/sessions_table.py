"""The sessions that were held: a row each, what can be done with the chosen one, and who answered in it."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.findings.fake.acceptance_curve import (
    is_real,
    people_of,
    shown_words,
    takers_of,
    what_was_shown,
)
from desktop.findings.moments import day
from desktop.project.records import DemoSession
from desktop.theme.glyphs import Glyph
from desktop.widgets.button import Button
from desktop.widgets.rows import Section
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.count import count, spelled
from estimators.base.phrase import capital

_OUTCOMES = ("accepted", "corrected", "rejected")


class SessionsTable(Section):
    """Signals carry the id of the chosen session; ``export_asked`` is about all of them."""

    note_asked = Signal(int)
    delete_asked = Signal(int)
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self._sessions: tuple[DemoSession, ...] = ()
        self.table = PlainTable(
            "Sessions",
            (
                TableColumn("day"),
                TableColumn("scenario", stretch=True, always=True),
                TableColumn("right", right=True, always=True),
                TableColumn("answers", right=True, always=True),
                *(
                    TableColumn(outcome, right=True, always=outcome == "accepted")
                    for outcome in _OUTCOMES
                ),
            ),
        )
        self.table.picked.connect(self._picked)
        self.note_button = Button("Add a note…", "link")
        self.delete_button = Button("Delete session", "link")
        self.export_button = Button("Export reactions…", "link")
        self.note_button.clicked.connect(self._ask_note)
        self.delete_button.clicked.connect(self._ask_delete)
        self.export_button.clicked.connect(self.export_asked)
        below = QWidget()
        buttons = QHBoxLayout(below)
        buttons.setSpacing(16)
        buttons.setContentsMargins(0, 2, 0, 0)
        for button in (self.note_button, self.delete_button, self.export_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.takers = PlainTable(
            "Who answered",
            (
                TableColumn("who", stretch=True, always=True),
                TableColumn("right", right=True),
                TableColumn("answers", right=True, always=True),
                *(
                    TableColumn(outcome, right=True, always=outcome == "accepted")
                    for outcome in _OUTCOMES
                ),
            ),
        )
        self.takers_section = Section("", self.takers)
        self.add(self.table, 4)
        self.add(below, 8)
        self.add(self.takers_section, 20)

    def show_sessions(self, sessions: tuple[DemoSession, ...]) -> None:
        """Show these, oldest first; the same session stays chosen."""
        chosen = self.chosen()
        self._sessions = sessions
        people = ", ".join(dict.fromkeys(filter(None, map(people_of, sessions))))
        number, _, word = count(len(sessions), "session").partition(" ")
        words = capital(f"{spelled(int(number.replace(',', '')))} {word}")
        self.title.setText(f"{words}, {people}" if people else words)
        self.table.set_rows([*map(_session_row, sessions), _all_row(sessions)])
        self.table.fit_rows()
        ids = [session.id for session in sessions]
        if chosen is not None and chosen.id in ids:
            self.table.selectRow(ids.index(chosen.id))
        self._picked()

    def chosen(self) -> DemoSession | None:
        """The session whose row is chosen."""
        row = self.table.currentIndex().row()
        return self._sessions[row] if 0 <= row < len(self._sessions) else None

    def choose(self, number: int) -> None:
        """Choose the row of that place."""
        self.table.selectRow(number)

    def _picked(self, _row: int = 0) -> None:
        chosen = self.chosen()
        off = "" if chosen is not None else "Choose a session first."
        self.note_button.off_because(off)
        self.delete_button.off_because(off)
        takers = takers_of(chosen) if chosen is not None else {}
        some = any(takers)  # names, or nobody's name was kept
        self.takers_section.setVisible(some)
        if some and chosen is not None:
            self.takers_section.title.setText(f"Who answered in session {chosen.number}")
            self.takers.set_rows(
                [_row_of(TableCell(_name(who)), _part(chosen, who)) for who in takers]
            )
            self.takers.fit_rows()

    def _ask_note(self) -> None:
        session = self.chosen()
        if session is not None:
            self.note_asked.emit(session.id)

    def _ask_delete(self) -> None:
        session = self.chosen()
        if session is not None:
            self.delete_asked.emit(session.id)


def _name(person: str) -> str:
    return f"person {person}" if person.isdigit() else person or "no name"


def _part(session: DemoSession, person: str) -> DemoSession:
    """The session as one person saw it."""
    return replace(session, reactions=tuple(takers_of(session)[person]))


def _session_row(session: DemoSession) -> tuple[str | TableCell, ...]:
    what = TableCell(what_was_shown(session))
    if is_real(session):
        what = TableCell(f"{what_was_shown(session)}, the real one", glyph=Glyph.MEASURED)
    return (TableCell(day(session.started), colour="ink2"), *_row_of(what, session))


def _row_of(what: TableCell, session: DemoSession) -> tuple[str | TableCell, ...]:
    accepted, corrected, rejected = (f"{session.count(outcome):,}" for outcome in _OUTCOMES)
    return (
        what,
        shown_words(session),
        f"{len(session.reactions):,}",
        TableCell(accepted, strong=True),
        corrected,
        rejected,
    )


def _all_row(sessions: tuple[DemoSession, ...]) -> tuple[str | TableCell, ...]:
    sums = [sum(len(s.reactions) for s in sessions)]
    sums += [sum(s.count(outcome) for s in sessions) for outcome in _OUTCOMES]
    return (
        "",
        TableCell("All", strong=True),
        "",
        *(TableCell(f"{n:,}", strong=True) for n in sums),
    )
