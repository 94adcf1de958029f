"""Who signs, and how far that is."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.findings.launch.conditions import signed_words
from desktop.findings.moments import day
from desktop.project.records import SignOff
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.rows import RowList, Section

TO_SIGN, ASKED, SIGNED = "to sign", "asked", "signed"
_GLYPHS = {TO_SIGN: Glyph.NOT_STARTED, ASKED: Glyph.DRAFT, SIGNED: Glyph.DECIDED}


class SignOffRow(QWidget):
    """One person. ``changed`` carries (id, new state); ``removed`` the id."""

    changed = Signal(int, str)
    removed = Signal(int)

    def __init__(self, person: SignOff, *, hold: str) -> None:
        """``hold``: why nobody can sign yet, or an empty text."""
        super().__init__()
        self._person = person
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        glyph = _GLYPHS.get(person.state, Glyph.NOT_STARTED)
        row.addWidget(GlyphMark(glyph, person.state, size=16))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(person.name, weight=500))
        if person.role:
            words.addWidget(Label(person.role, role=Role.NOTE, colour="ink2"))
        row.addLayout(words, 1)
        said = _said(person, hold)
        if said:
            row.addWidget(Label(said, role=Role.NOTE, colour="ink2", wrap=False))
        self.sign = Button("Sign", "link")
        self.sign.clicked.connect(self._sign)
        row.addWidget(self.sign)
        self.sign.setVisible(not person.has_signed and not hold)
        self.more = Button("⋯", "text", size="small")
        self.more.setAccessibleName(f"More for {person.name}")
        self.more.clicked.connect(self._menu)
        row.addWidget(self.more)
        self.setAccessibleName(f"{person.name}, {person.role}: {said or person.state}")

    def _sign(self) -> None:
        self.changed.emit(self._person.id, SIGNED)

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        state = self._person.state
        choices = {
            TO_SIGN: (("Asked today", ASKED),),
            ASKED: (("Not asked yet", TO_SIGN),),
            SIGNED: (("Take the signature back", TO_SIGN),),
        }
        for words, wanted in (*choices.get(state, ()), ("Remove", "")):
            action = menu.addAction(words)
            action.setData(wanted)
            action.triggered.connect(self._menu_chosen)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _menu_chosen(self) -> None:
        wanted = self.sender().data()  # type: ignore[attr-defined]  # the menu's action
        if wanted:
            self.changed.emit(self._person.id, wanted)
        else:
            self.removed.emit(self._person.id)


def _said(person: SignOff, hold: str) -> str:
    if person.outdated:
        return signed_words(person)
    if person.state == SIGNED:
        when = datetime.fromisoformat(person.at).astimezone()
        return f"signed {day(person.at)} {when:%H:%M}"
    if person.state == ASKED:
        return f"asked {day(person.at)}"
    return hold


class SigningSection(Section):
    """The list of people, and the way to name another one."""

    add_asked = Signal()
    changed = Signal(int, str)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__("Sign-off")
        self.people = RowList("Sign-off", first_line=True, last_line=True)
        self.add_button = Button("Name who signs", "link")
        self.add_button.clicked.connect(self.add_asked)
        self.add(self.people)
        self.box.addSpacing(4)
        self.box.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: tuple[tuple[SignOff, ...], str] | None = None

    def show_people(self, people: Sequence[SignOff], hold: str) -> None:
        """Show these people; ``hold`` says what has to come first, if anything."""
        if self._shown == (tuple(people), hold):
            return
        self._shown = (tuple(people), hold)
        rows = []
        for person in people:
            row = SignOffRow(person, hold=hold)
            row.changed.connect(self.changed)
            row.removed.connect(self.removed)
            rows.append(row)
        self.people.set_rows(rows)
        self.people.setVisible(bool(rows))
        self.add_button.setText("Name another one" if people else "Name who signs")
