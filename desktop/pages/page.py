"""The base of every page: a header that stays put, a message below it, and content that scrolls.

A page author writes only content::

    class ProblemPage(Page):
        stage = Stage.PROBLEM

        def build(self) -> None:                       # once, when the page is first shown
            self.columns = main_and_side(304)
            self.body.addWidget(self.columns)
            self.who = LineField("Who has the problem")
            self.who.committed.connect(self._who_changed)
            self.columns.add("main", FormRow("Who has the problem", self.who))

        def refresh(self, change: Change) -> None:     # after every edit, undo, redo, and when shown
            brief = self.session.project.brief()
            self.set_headline(brief.sentence(), "Your brief in one sentence.")
            self.set_primary("See the verdict", self._see_verdict, off=brief.too_little())
            self.who.set_value(brief.who)

        def keys(self) -> tuple[tuple[str, str], ...]:
            return (("Tab", "next field"), ("F1", "what this means"))

        def _who_changed(self, text: str) -> None:
            self.do(ChangeFact("who", text))   # one edit = one command; never write elsewhere

``T`` opens the table twin of the chart that has the focus (or the first one shown) and F1 its explanation, or the
page's own ``explanation()``. Errors a person can mend: ``self.refuse(error)``. See docs/pages.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.actions import Action
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.error_message import message_from
from desktop.pages.header import HeaderAction, PageHeader
from desktop.project.decode import DATA_ERRORS
from desktop.project.file import Command
from desktop.project.schema import EDITED_TABLES
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.theme.current import scaled
from desktop.theme.tokens import Space
from desktop.widgets.charts.view import ChartView
from desktop.widgets.columns import in_one_column, scrolling
from desktop.widgets.explain import ExplainPopover
from desktop.widgets.layout import column, holder
from desktop.widgets.message import Message, MessageBar
from estimators.base.errors import UserError
from estimators.base.phrase import with_names_written
from estimators.base.sentence import tr
from reports.stage_view import Explanation

EVERYTHING = Change(frozenset(EDITED_TABLES) | {"record", "journal"})
_LOW, _LOWEST = 440, 300  # pixels at letters of 100%: a page of less is mostly header; nothing else


class Page(QWidget):
    """One stage's page. Subclasses set ``stage`` and write ``build``, ``refresh`` and ``keys``."""

    stage: ClassVar[Stage | None] = None
    fills_ahead: ClassVar = (
        False  # whether to show the project starts no work: nobody has to ask for that
    )

    lead_yields: ClassVar = False  # whether the lead goes where the window is low: it only helps

    go_to = Signal(object)  # Stage: show that page
    header_changed = Signal()  # the keys or the primary action changed

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._primary: HeaderAction | None = None
        self._built = False
        self._to_build: Iterator[None] | None = None  # of its widgets, those that are not made yet
        self._missed: frozenset[str] = frozenset()
        self._said: Message | None = None  # what the last deed here came to
        self.header = PageHeader()
        self.message = MessageBar()
        # Below the header and the message, above what scrolls: the answer tabs.
        self.fixed = QVBoxLayout()
        self.content = QWidget()
        self.body = column(of=self.content, spacing=0)
        self.scroller = scrolling(self.content)
        self.scroller.setMinimumHeight(1)  # in a low window the message comes first
        self.scroller.verticalScrollBar().rangeChanged.connect(self._margins)
        self._message_box = column(self.message)
        self._pinned = holder(column(self._message_box, self.fixed))
        self._whole = column(self.header, self._pinned, (self.scroller, 1), of=self, spacing=0)
        self._margins()
        if self.stage is not None:
            self.header.eyebrow.setText(self.stage.title)
            self.setAccessibleName(self.stage.title)
        session.changed.connect(self._session_changed)
        session.closed.connect(self.close_message)
        session.closed.connect(self._end_threads)

    # -- what a page author writes ------------------------------------------------------------

    def build(self) -> Iterable[None] | None:
        """Make the widgets; called once, before the page is first shown. Of many it yields between parts: other work may come there."""

    def refresh(self, change: Change) -> None:
        """Show the project as it is now; ``change.touches("example")`` says what may have changed."""

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The keys of this page for the status bar, as (key, words)."""
        return ()

    def explanation(self) -> Explanation | None:
        """What F1 explains when no chart has the focus."""
        return None

    def standing_message(self) -> Message | None:
        """What has to be said of the project as it is, e.g. why a job failed; asked after each ``refresh``."""
        return None

    def actions_of_page(self) -> tuple[Action, ...]:
        """What can be done here, for palette, keys and menus; asked once, after ``build``."""
        return ()

    # -- what a page author calls -------------------------------------------------------------

    def set_headline(
        self,
        headline: str,
        lead: str = "",
        *,
        strong: str = "",
        eyebrow: str = "",
        verdict: bool = False,
    ) -> None:
        """The finding as one sentence (62 characters at most), and the sentences below it, the last one bold."""
        self._verdict = verdict
        self._size_headline()
        names = [info.name for info in self.session.project.classes()]
        said = (with_names_written(each, names) for each in (headline, lead, strong, eyebrow))
        self.header.say(*said)

    def set_primary(
        self, text: str, run: Callable[[], object], *, off: str = "", shortcut: str = "Ctrl+Return"
    ) -> None:
        """The one primary action of the page; Ctrl Enter runs it too."""
        self._primary = HeaderAction(text, run, off, shortcut)
        self._show_primary()

    def clear_primary(self) -> None:
        self._primary = None
        self._show_primary()

    def set_secondary(self, *actions: HeaderAction) -> None:
        """The buttons before the primary one."""
        self.header.set_secondary(actions)

    def do(self, command: Command) -> bool:
        """Carry out one edit; returns whether it was done. What is in its way is said under the header."""
        # Before the edit: what a refresh has to say of it then stays (decision 0239).
        self.set_message(None)
        try:
            self.session.do(command)
        except UserError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: BaseException) -> None:
        """Say why something could not be done, until it is closed or an edit goes well."""
        self.set_message(message_from(error, button=tr("Close"), run=self.close_message))

    def why_not_edit(self) -> str:
        """Why nothing can be changed here; an empty text: it can."""
        return self.session.notice

    def set_message(self, message: Message | None) -> None:
        """Say under the header what a deed came to, or (None) no longer."""
        self._said = message
        self.show_message()

    def close_message(self) -> None:
        """Take away what a deed came to."""
        self.set_message(None)

    def show_message(self) -> None:
        """Show what a deed came to, else what stands; a page whose standing message has changed calls this."""
        standing = self._built and self.session.is_open
        self.message.set_message(self._said or (self.standing_message() if standing else None))
        if self.header.short and self._said:
            self.scroller.verticalScrollBar().setValue(0)  # where it is
        self._margins()
        self._show_primary()

    # -- what the window calls ----------------------------------------------------------------

    @property
    def is_built(self) -> bool:
        """Whether all widgets are made."""
        return self._built

    def build_ahead(self) -> None:
        """Make the next part of the widgets before anybody asks for the page; it shows the project once it is shown."""
        if self._to_build is None:
            self._to_build = iter(self.build() or ())
        before = set(QApplication.topLevelWidgets())
        if next(self._to_build, self) is self:
            self._built, self._missed = True, EVERYTHING.tables
            return
        # What has no place yet goes with a page that is never finished.
        for made in set(QApplication.topLevelWidgets()) - before:
            if made.windowType() is Qt.WindowType.Window:
                made.setParent(self)

    def fill_ahead(self) -> None:
        """Show the project before anybody asks for the page, where that starts no work."""
        if self.fills_ahead:
            self._catch_up()

    def ensure_built(self) -> None:
        """Build on first use and show the project as it is."""
        while not self._built:
            self.build_ahead()
        self._catch_up()

    def primary(self) -> None:
        """Run the primary action, or the button of the message that has taken its place."""
        message = self.message.message
        if message is not None and message.takes_primary and message.run is not None:
            message.run()
        elif self._primary is not None and not self._primary.off:
            self._primary.run()

    def primary_off(self) -> str:
        """Why the primary action cannot run now; an empty text: it can."""
        if self._primary_moved():
            return ""
        return tr("Nothing to do here yet.") if self._primary is None else self._primary.off

    def primary_text(self) -> str:
        """What the primary action is called now; empty where there is none."""
        if self._primary_moved() and self.message.message is not None:
            return self.message.message.button
        return "" if self._primary is None else self._primary.text

    def can_explain(self) -> bool:
        """Whether F1 has something to say here."""
        if self.explanation() is not None:
            return True
        return (chart := self.chart()) is not None and chart.explanation is not None

    def chart(self) -> ChartView[Any] | None:
        """The chart that has the focus, or the first one shown."""
        focus = QApplication.focusWidget()
        while focus is not None:
            if isinstance(focus, ChartView):
                return focus
            focus = focus.parentWidget()
        charts = self.findChildren(ChartView)
        return next((chart for chart in charts if chart.isVisible()), None)

    def explain(self) -> None:
        """Open the explanation of the focused chart, or the page's own."""
        chart = self.chart()
        focused = chart is not None and chart.isAncestorOf(QApplication.focusWidget() or self)
        shown = (
            chart.explanation
            if chart is not None and (focused or self.explanation() is None)
            else None
        )
        shown = shown or self.explanation()
        if shown is not None:
            show_explanation(self, shown, anchor=chart if focused else None)

    def table(self) -> None:
        """Open the table twin of the focused (or first) chart."""
        chart = self.chart()
        if chart is not None:
            chart.show_table()

    def copy_chart(self) -> None:
        """Put the focused (or first) chart on the clipboard as a picture."""
        chart = self.chart()
        if chart is not None:
            chart.copy_picture()

    # -- inside -------------------------------------------------------------------------------

    _verdict = False

    def _session_changed(self, change: Change) -> None:
        if not self._built or not self.session.is_open:
            return
        if self.isVisible():
            self._show_project(change)
        else:  # a hidden page catches up when it is shown
            self._missed |= change.tables

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._missed and self.session.is_open:
            missed, self._missed = self._missed, frozenset()
            self._show_project(Change(missed))

    def _show_project(self, change: Change) -> None:
        """Refresh; what is damaged of the project is said here, and the page stays with what it could show."""
        try:
            self.refresh(change)
            self.show_message()
        except DATA_ERRORS as error:
            found = self.session.project.damage_behind(error)
            if found is None:
                raise
            self.set_message(message_from(found))

    def _end_threads(self) -> None:
        """What is being worked out is of a project that closes."""
        for thread in self.findChildren(LatestWinsThread):
            thread.stop()

    def _primary_moved(self) -> bool:
        message = self.message.message
        return message is not None and message.takes_primary

    def _show_primary(self) -> None:
        moved = self._primary_moved()
        action = self._primary
        if moved and action is not None:
            action = replace(action, off=tr("See the message below."))
        self.header.set_primary(action)
        self.header.primary.set_kind("secondary" if moved else "primary")
        self._size_headline()
        self.header_changed.emit()

    def _narrow(self) -> bool:
        return in_one_column(self)

    def _size_headline(self) -> None:
        large = self._verdict and not self._narrow()
        self.header.verdict.setVisible(large)
        self.header.headline.setVisible(not large)
        yields = self.lead_yields or self.height() < scaled(_LOWEST)
        self.header.set_short(self.height() < scaled(_LOW), lead_yields=yields)
        self.header.show_buttons(not (self.header.short and self._primary_moved()))
        self._pin()

    def _pin(self) -> None:
        """Message and tabs stay put; in a window too low for its letters they scroll, or nothing would be left of the page."""
        low = self.header.short
        where, at = (self.body, 0) if low else (self._whole, 1)
        if where.indexOf(self._pinned) < 0:
            focus = QApplication.focusWidget()
            where.insertWidget(at, self._pinned)
            self._margins()
            self._pinned.show()
            if focus is not None and self._pinned.isAncestorOf(focus):
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _margins(self) -> None:
        side = Space.SIDE_NARROW if self._narrow() else Space.SIDE
        self.header.set_margins(side, 23 if self._narrow() else 27)
        edge = 0 if self.header.short else side  # what scrolls has one
        self._message_box.setContentsMargins(edge, 20 if self.message.message else 0, edge, 0)
        self.fixed.setContentsMargins(edge, 0, edge, 20 if self.header.short else 0)
        bar = self.scroller.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0  # the bar stands in the margin
        ends = (side - taken, side) if self.isRightToLeft() else (side, side - taken)
        self.body.setContentsMargins(ends[0], 0 if self.header.short else 20, ends[1], Space.SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_headline()
        self._margins()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_whole"):
            self._size_headline()  # the text may have another size
            self._margins()


def show_explanation(
    page: QWidget, explanation: Explanation, *, anchor: QWidget | None = None
) -> None:
    """Open an explanation over ``page``, near ``anchor``."""
    popover = ExplainPopover(page.window(), explanation)
    if anchor is not None:
        popover.open_below(anchor, focus=popover.first)
    else:
        popover.open_centred(focus=popover.first)
