"""The cases of one topic, or those that a finding names, one opened at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.data.case_findings import answer_words
from desktop.findings.data.case_set import CaseSet, case_set
from desktop.pages.data.cases.row import MUST, CaseLine, CasePanel, CaseRow, under
from desktop.project.file import Command
from desktop.project.measure_records import KeptCase
from desktop.project.product import case_noun_of
from desktop.project.project import Project
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label, Span, strong
from desktop.widgets.layout import LEFT, MIDDLE, column, holder, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.rows import RowList
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.sentence import tr

AT_ONCE = 30


@dataclass(frozen=True)
class ShownCases:
    """What is shown: the cases of a topic (None: of the largest), or those that a finding names, with its title."""

    topic: str | None = None
    names: tuple[str, ...] = ()
    title: str = ""


GRADED, ADDED, HELD = "graded", "added", "held"
_ORDERS = {
    GRADED: tr("To be graded first"),
    HELD: tr("Held out first"),
    ADDED: tr("In the order added"),
}


class CaseList(QWidget):
    """The heading and the rows. ``shown_changed``: something else is shown."""

    shown_changed = Signal()

    def __init__(self, do: Callable[[Command], object], why_not_edit: Callable[[], str]) -> None:
        super().__init__()
        self._do, self._why_not_edit = do, why_not_edit
        self.shown = ShownCases()
        self.opened = ""
        self._order, self._most = GRADED, AT_ONCE
        self._project: Project | None = None
        self.panel: CasePanel | None = None
        self.heading = Label()
        self.order = Button("", "text", size="small", drops_down=True, run=self._choose_order)
        self.rows = RowList(tr("Cases"), last_line=True)
        self.more = Button("", "link", run=self._show_more)
        self.nothing = Label(colour="ink2")
        head = row((self.heading, 1, MIDDLE), self.order)
        below = (self.nothing, self.rows, 6, (self.more, LEFT))
        column(head, 4, Hairline(), *below, of=self)

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_cases(self, shown: ShownCases, opened: str = "") -> None:
        """Show others, one of them opened."""
        self.shown, self.opened, self._most = shown, opened, AT_ONCE
        if self._project is not None:
            self.refresh(self._project)
        self.shown_changed.emit()

    def topic(self, found: CaseSet) -> str:
        names = [one.name for one in found.slices]
        wanted = self.shown.topic
        return wanted if wanted is not None and wanted in names else names[0] if names else ""

    def cases(self, found: CaseSet) -> list[KeptCase]:
        """Those shown, in their order; what is set aside comes last."""
        if self.shown.names:
            wanted = frozenset(self.shown.names)
            chosen = [one for one in found.cases if one.case.id in wanted]
        else:
            topic = self.topic(found)
            chosen = [one for one in found.cases if one.case.slice == topic]
        first: Callable[[KeptCase], bool] = {
            GRADED: lambda one: one.case.id not in found.tested,
            HELD: lambda one: not one.held_out,
        }.get(self._order, lambda _one: False)
        return sorted(chosen, key=lambda one: (bool(one.aside), first(one)))

    def refresh(self, project: Project) -> None:
        self._project = project
        found, noun = case_set(project), case_noun_of(project)
        if self.shown.names:
            there = tuple(name for name in self.shown.names if found.named(name) is not None)
            self.shown = replace(self.shown, names=there) if there else ShownCases()
        every = self.cases(found)
        opened = [one.case.id for one in every]
        if self.opened not in opened:
            self.opened = ""
        elif opened.index(self.opened) >= self._most:
            self._most = opened.index(self.opened) + 1
        title = self.shown.title or self.topic(found) or tr("All of them")
        n = len(every) if self.shown.names else sum(not one.aside for one in every)
        self.heading.set_spans(strong(title), Span(f" · {count(n, noun)}", colour="ink2"))
        if not found.graded_by_people and self._order == GRADED:
            self._order = HELD
        self.order.setText(_ORDERS[self._order])
        self.nothing.say("" if every else tr("None here."))
        missing = frozenset(one.case.id for one in found.without_answer)
        lines = [
            CaseLine(
                one,
                answer_words(found, one),
                one.case.id in missing,
                noun,
                found.graded_by_people,
                one.case.id == self.opened,
            )
            for one in every[: self._most]
        ]
        writing = self.panel.writing if self.panel is not None else ""
        same = self.panel is not None and self.panel.line.case.case.id == self.opened
        self.rows.show_each([(line, self._why_not_edit()) for line in lines], self._made)
        if not self.opened:
            self.panel = None
        elif writing and same and self.panel is not None and not self.panel.writing:
            self.panel.write(writing)  # one more of the same
        left = len(every) - len(lines)
        self.more.setText(tr("Show {n} more", n=digits(min(left, AT_ONCE))))
        self.more.setVisible(left > 0)

    def _made(self, about: tuple[CaseLine, str]) -> QWidget:
        line, off = about
        parts: tuple[QWidget, ...] = (CaseRow(line, self.toggle, self.step),)
        if line.opened:
            self.panel = CasePanel(line, self._do, off)
            parts = (*parts, self.panel)
        made = holder(under(parts))
        made.setProperty("case", line.case.case.id)
        return made

    # --- going through them --------------------------------------------------------------------------------------

    def toggle(self, name: str) -> None:
        self.open_case("" if name == self.opened else name)
        self._take_focus(name)

    def open_case(self, name: str) -> None:
        """Open this one and close the other; an empty name closes."""
        self.opened = name
        if self._project is not None:
            self.refresh(self._project)

    def step(self, by: int) -> None:
        """Open the next one, or the one before."""
        if self._project is None:
            return
        names = [one.case.id for one in self.cases(case_set(self._project))]
        if names:
            at = names.index(self.opened) + by if self.opened in names else 0
            self.open_case(names[max(0, min(at, len(names) - 1))])
            self._take_focus(self.opened)

    def write_next(self) -> None:
        """Open the next case that lacks what it is tested by, and begin to write."""
        if self._project is None:
            return
        found = case_set(self._project)
        missing = found.without_answer
        if not missing:
            return
        names = [one.case.id for one in missing]
        after = names.index(self.opened) + 1 if self.opened in names else 0
        one = missing[after % len(missing)]
        self.show_cases(ShownCases(topic=one.case.slice), one.case.id)
        self.write(MUST)

    def write(self, way: str) -> None:
        if self.panel is not None:
            self.panel.write(way)

    def _take_focus(self, name: str) -> None:
        for made in self.rows.rows():
            if made.property("case") == name:
                found = made.findChild(CaseRow)
                if found is not None:
                    found.setFocus(Qt.FocusReason.OtherFocusReason)

    def row_of(self, name: str) -> QWidget | None:
        return next((one for one in self.rows.rows() if one.property("case") == name), None)

    def _show_more(self) -> None:
        self._most += AT_ONCE
        if self._project is not None:
            QTimer.singleShot(0, self, partial(self.refresh, self._project))

    def _choose_order(self) -> None:
        entries = [
            MenuEntry(words, partial(self.set_order, order)) for order, words in _ORDERS.items()
        ]
        open_menu(self.order, entries)

    def set_order(self, order: str) -> None:
        self._order = order
        if self._project is not None:
            self.refresh(self._project)
