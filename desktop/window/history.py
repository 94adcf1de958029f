"""History: the versions of the project, two of them compared line by line, and what was done in between.

It fills the room of the page; the rail stays in reach.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from desktop.findings.report.version_comparison import (
    VersionComparison,
    VersionValue,
    compare_versions,
    unchanged_words,
    version_said,
)
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.header import HeaderAction, PageHeader
from desktop.project.versions import Version
from desktop.session import Session
from desktop.theme.current import scaled
from desktop.theme.glyphs import PROVENANCE_GLYPHS
from desktop.theme.type import Role
from desktop.widgets.button import Button, shortcut_words
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns, scrolling
from desktop.widgets.explain import TablePopover
from desktop.widgets.label import GlyphMark, Hairline, Label
from desktop.widgets.layout import TOP, clear, column, fill, holder, keep_width, row
from desktop.widgets.popover import CoverPopover
from desktop.widgets.rows import Section
from desktop.widgets.table import copy_table, table_text
from desktop.window.version_row import WIDTH, VersionRow
from estimators.base.date import local, today_or_day
from estimators.base.errors import UserError
from estimators.base.phrase import capital
from estimators.base.sentence import tr, tr_plural

KEYS = (
    ("↑ ↓", tr("versions")),
    (shortcut_words("Shift+Up+Down"), tr("compare with")),
    (shortcut_words("Ctrl+Shift+S"), tr("name this version")),
)
_SIDE = 40
_MOST_LINES = 40  # more are in the table alone
_MOST_DEEDS = 30
_SHOWN_UNASKED = 5  # of the versions that nobody named, before "Show"


class HistoryView(CoverPopover):
    """The versions and what changed between two. Signals are wishes about a version."""

    name_asked = Signal()
    rename_asked = Signal(object)
    forget_asked = Signal(object)
    beside_asked = Signal(object)
    back_asked = Signal(object)

    def __init__(
        self, window: QWidget, session: Session, room: Callable[[], QRect], soon: LatestWinsThread
    ) -> None:
        """``soon`` compares, and lives on: a comparison of large versions takes seconds, and closing this must not wait for it."""
        super().__init__(window, tr("History"), room)
        self._session, self._soon = session, soon
        self._every = False
        self._found: VersionComparison | None = None
        self.rows: list[VersionRow] = []
        self.before: Version | None = None
        self.after: Version | None = None  # None: now
        soon.answered.connect(self._show)
        soon.failed.connect(self._could_not)
        session.changed.connect(self.refresh)
        self._key_of_naming = ""
        self.header = PageHeader()
        self.header.eyebrow.setText(tr("History"))
        self._list = column(spacing=2)
        self._deeds = column(spacing=8)
        self.title = Label(role=Role.SECTION)
        self.unchanged = Label(role=Role.ROW, colour="ink2", wrap=False)
        self.all = Button(tr("Show all"), "link", run=self._show_all)
        self._lines = QGridLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(0)
        for place, stretch in enumerate((5, 5, 5, 4)):
            self._lines.setColumnStretch(place, stretch)
        self._done = column()
        columns = ResponsiveColumns(
            (LayoutColumn("versions", WIDTH), LayoutColumn("changes")),
            ruled=True,
        )
        columns.add("versions", Section(tr("Versions"), holder(self._list)))
        columns.add("versions", holder(self._deeds), gap=12)
        columns.add("changes", holder(row((self.title, 1), self.unchanged, self.all, spacing=8)))
        columns.add("changes", holder(self._lines), gap=6)
        columns.add("changes", holder(self._done), gap=24)
        content = QWidget()
        self._content = column(columns, None, of=content)
        fill(self.body, self.header, 16, (scrolling(content), 1))
        self.refresh()

    def fit(self, room: QRect) -> None:
        side = _SIDE if room.width() > scaled(900) else 20
        self.header.set_margins(side, 28 if room.height() > scaled(700) else 14)
        self.header.set_short(room.height() < scaled(640), lead_yields=True)
        # The foot of the window says it, too.
        self._key_of_naming = "Ctrl+Shift+S" if room.width() > scaled(600) else ""
        self.header.primary.set_shortcut(self._key_of_naming)
        self._content.setContentsMargins(side, 0, side, 24)

    def _say(self, headline: str, lead: str = "") -> None:
        """The finding, and the buttons beside it."""
        self.header.say(headline, lead, "", "")
        nothing = "" if self._found is not None else tr("There is nothing to compare with.")
        close = HeaderAction(tr("Close"), self.close_popover, shortcut="Esc")
        copy = HeaderAction(tr("Copy as text"), self._copy, nothing, "Ctrl+C")
        self.header.set_secondary((close, copy))
        name = HeaderAction(
            tr("Name this version"), self.name_asked.emit, self._session.notice, self._key_of_naming
        )
        self.header.set_primary(name)

    # --- the list --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the versions anew; the two that are compared stay, where they are still there."""
        versions = self._session.project.versions.all()
        known = {one.id: one for one in versions}
        self.after = known.get(self.after.id) if self.after is not None else None
        self.before = known.get(self.before.id) if self.before is not None else None
        if self.before is None:
            self.before = next(
                filter(lambda one: one.is_named, versions), next(iter(versions), None)
            )
        self._make_rows(versions)
        self._found = None  # of a project that has changed since
        self._settled()

    def _make_rows(self, versions: Sequence[Version]) -> None:
        at, now = self.focused(), datetime.now().astimezone()
        clear(self._list)
        hidden = 0
        self.rows = [VersionRow(None, now)]
        unasked = 0
        for version in versions:
            unasked += not version.is_named
            chosen = version in (self.before, self.after)
            if not version.is_named and unasked > _SHOWN_UNASKED and not self._every and not chosen:
                hidden += 1
                continue
            self.rows.append(VersionRow(version, now))
        for made in self.rows:
            made.clicked.connect(partial(self._pressed, made.version))
            made.stepped.connect(self._step)
            self._list.addWidget(made)
        if hidden:
            words = tr_plural("{n} more was kept unasked.", "{n} more were kept unasked.", hidden)
            more = Button(tr("Show"), "link", run=self._show_every)
            fill(
                self._list,
                8,
                row(Label(words, role=Role.NOTE, colour="ink2"), more, None, spacing=6),
            )
        if at is not None:
            self._focus(at)

    def _show_every(self) -> None:
        self._every = True
        self.refresh()

    def focused(self) -> int | None:
        """The number of the row that the keyboard is in."""
        focus = QApplication.focusWidget()
        return next((n for n, one in enumerate(self.rows) if one is focus), None)

    def _focus(self, number: int) -> None:
        self.rows[max(0, min(number, len(self.rows) - 1))].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self, version: Version | None) -> None:
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.compare_with(version)
        else:
            self.choose(version)

    def choose(self, version: Version | None) -> None:
        """Show how it was then, beside the version before it in the list, or the one named last."""
        self.after = version
        if version is None and self.before is not None:
            pass
        elif version is not None and (self.before is None or self.before.at >= version.at):
            older = [one for one in self._session.project.versions.all() if one.at < version.at]
            self.before = next(iter(older), None)
            if self.before is None:  # the oldest one: what came since
                self.before, self.after = version, None
        self._settled()

    def compare_with(self, version: Version | None) -> None:
        """Compare with another one; the older of the two is "before"."""
        if version is None or version == self.after:
            return
        self.before = version
        if self.after is not None and self.after.at < version.at:
            self.before, self.after = self.after, version
        self._settled()

    def _settled(self) -> None:
        self._show_roles()
        self._compare()

    def _show_roles(self) -> None:
        for made in self.rows:
            if made.version == self.after:
                made.show_role("after")
            else:
                made.show_role("before" if made.version == self.before else "")
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def _step(self, step: int, compares: bool) -> None:
        number = max(0, min(len(self.rows) - 1, step + (self.focused() or 0)))
        self._focus(number)
        (self.compare_with if compares else self.choose)(self.rows[number].version)

    def _offer(self) -> None:
        """What can be done with the earlier of the two."""
        clear(self._deeds)
        version = self.before
        if version is None:
            return
        when = version_said(version, datetime.now().astimezone())
        deeds = [
            (tr("Open {when} beside this one", when=when), self.beside_asked),
            (tr("Go back to {when}…", when=when), self.back_asked),
            (tr("Rename…") if version.is_named else tr("Give it a name…"), self.rename_asked),
            (tr("Delete this version…"), self.forget_asked),
        ]
        for words, wish in deeds:
            button = Button(capital(words), "link", run=partial(wish.emit, version))
            if wish is not self.beside_asked:
                button.off_because(self._session.notice)
            self._deeds.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    # --- what changed --------------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        before, after, path = self.before, self.after, self._session.path
        if before is None or path is None:
            self._soon.forget()
            self._clear_lines()
            self._say(
                tr("Nothing to compare with yet."),
                tr("Name what is there now, and it can be compared with later, and gone back to."),
            )
            return
        now = datetime.now().astimezone()
        if self._found is None:
            self._clear_lines()
            self._say(tr("Comparing two versions…"))
        self._soon.ask(lambda: compare_versions(path, before, after, now))

    def _clear_lines(self) -> None:
        self._found = None
        clear(self._lines)
        clear(self._done)
        for part in (self.title, self.unchanged, self.all):
            part.hide()

    def _show(self, found: VersionComparison) -> None:
        self._clear_lines()
        self._found = found
        self._say(
            found.headline,
            tr(
                "Compare any two, or go back without losing the newer one. What you named is kept for good; others come "
                "unasked before large edits."
            ),
        )
        self.title.say(found.title)
        self.unchanged.say(unchanged_words(found))
        self.all.setVisible(bool(found.further) or len(found.lines) > _MOST_LINES)
        if found.lines:
            rests = Label(tr("what it rests on now"), role=Role.NOTE, colour="ink2")
            names = [Label(name, weight=600) for name in (found.before, found.after)]
            self._add_line(0, (Label(role=Role.NOTE), *names, rests))
        for number, line in enumerate(found.lines[:_MOST_LINES], start=1):
            basis = tr("no longer there") if line.after is None else line.after.rests_on
            cells = (
                Label(capital(line.what), colour="ink2"),
                _reading(line.before, later=False),
                _reading(line.after, later=True),
                Label(basis, role=Role.NOTE, colour="ink2"),
            )
            self._add_line(number, cells)
        self._show_deeds()

    def _add_line(self, number: int, cells: Sequence[QWidget]) -> None:
        for place, cell in enumerate(cells):
            padded = holder(row((cell, 1), margins=(0, 7, 0, 7)))
            self._lines.addWidget(padded, 2 * number, place, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(Hairline(), 2 * number + 1, 0, 1, len(cells))

    def _show_deeds(self) -> None:
        """What was done between the two, newest first."""
        assert self.before is not None
        until = self.after.at if self.after is not None else ""
        edits = self._session.project.file.edits_between(self.before.at, until)
        if not edits:
            return
        now = datetime.now().astimezone()
        fill(self._done, Label(tr("What was done"), role=Role.SECTION), 6, Hairline())
        for at, words in edits[:_MOST_DEEDS]:
            when = Label(today_or_day(local(at), now), role=Role.NOTE, colour="ink2", wrap=False)
            keep_width(when, 110)
            line = row((when, TOP), (Label(capital(words)), 1), margins=(0, 6, 0, 6), spacing=8)
            fill(self._done, line, Hairline())
        if len(edits) > _MOST_DEEDS:
            more = tr_plural("{n} earlier edit", "{n} earlier edits", len(edits) - _MOST_DEEDS)
            fill(self._done, 6, Label(more, role=Role.NOTE, colour="ink2"))

    def _could_not(self, error: object) -> None:
        self._clear_lines()
        self._say(tr("These two cannot be compared."))
        if isinstance(error, UserError):
            self.title.say(" ".join(filter(None, (error.what, error.why, error.next_step))))
            return
        assert isinstance(error, BaseException)
        raise error

    def _copy(self) -> None:
        if self._found is not None:
            copy_table(self._found.table(every=False))

    def as_text(self) -> str:
        """What is shown, as Copy puts it on the clipboard."""
        return "" if self._found is None else table_text(self._found.table(every=False))

    def _show_all(self) -> None:
        if self._found is not None:
            popover = TablePopover(self.window(), self._found.headline, self._found.table())
            popover.open_centred(80, focus=popover.view)

    def take_primary(self) -> bool:
        return True  # the page below must not act behind it


def _reading(reading: VersionValue | None, *, later: bool) -> QWidget:
    """How something read: its mark and its words; the newer one in bold."""
    if reading is None:
        return Label("–", colour="ink3")
    words = Label(reading.text, weight=600 if later else None, colour="ink" if later else "ink2")
    if reading.mark is None:
        return words
    mark = GlyphMark(PROVENANCE_GLYPHS[reading.mark], reading.mark.words, size=12)
    return holder(row((mark, TOP), (words, 1), spacing=8))
