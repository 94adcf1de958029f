"""Whether the groups of a column are answered alike: a menu of columns, the finding, two pictures, and what it cannot say."""

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.findings.measure.group_fairness import (
    HOW_GAPS,
    cut_name,
    gap_sentences,
    group_charts,
    groups_headline,
    not_counted_yet,
    shown_slices,
)
from desktop.pages.page import Page
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.table_data import look_at_groups, looked_at_groups
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.label import Label
from desktop.widgets.layout import MIDDLE, column, holder, row
from desktop.widgets.menu import MenuEntry, open_menu
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.table.column import AMOUNTS

_BESIDE_FROM = 480
"""Pixels that two pictures side by side need."""


class GroupView(QWidget):
    """The groups of the column that was looked at last; ``page`` carries out the choice of another."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._run: Run | None = None
        self.title = Label(role=Role.SECTION)
        by = Label(tr("groups by"), role=Role.NOTE, colour="ink2", wrap=False)
        self.choice = Button("", drops_down=True, size="small", run=self.ask)
        self.charts, self.wide = (ChartPlace(), ChartPlace()), ChartPlace()
        # No columns that are arranged anew: those around this one are, and one such change within another crashes Qt.
        self._line = row(*((chart, 1) for chart in self.charts), spacing=32)
        self._pair = holder(self._line)
        self.said = Label(role=Role.NOTE, colour="ink2")
        head = row((self.title, 1), (by, MIDDLE), (self.choice, MIDDLE), spacing=8)
        column(head, 4, self._pair, self.wide, 4, self.said, of=self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = QBoxLayout.Direction.TopToBottom
        beside = QBoxLayout.Direction.LeftToRight
        self._line.setDirection(below if self.width() < scaled(_BESIDE_FROM) else beside)

    def show_run(self, project: Project, run: Run) -> None:
        """Show the groups of this run's test; nothing where no column has any."""
        self._run = run
        kept = run.settings.table
        self.setVisible(bool(kept and kept.slices))
        later = not_counted_yet(project, run)
        found = () if later else shown_slices(project, run)
        self.choice.setEnabled(not self._page.why_not_edit())
        charts = group_charts(found[0]) if found else ()
        self._pair.setVisible(len(charts) > 1)
        self.wide.show_chart(charts[0] if len(charts) == 1 else None, HOW_GAPS)
        if not found:
            self.title.setText(later or tr("Are all groups answered alike?"))
            self.choice.setText(tr("choose a column"))
            asks = tr("By city, age or plan: who is missed, and who is warned of for nothing.")
            self.said.say(tr("Train again to see it.") if later else asks)
            return
        one, looks = found[0], len(found)
        self.title.setText(groups_headline(one, looks))
        self.choice.setText(shorten(one.name, 24))
        for place, chart in zip(self.charts, charts, strict=False):
            place.show_chart(chart, HOW_GAPS)
        self.said.say("\n".join(gap_sentences(one, looks)))

    def ask(self) -> None:
        """Open the menu of columns."""
        kept = self._run.settings.table if self._run else None
        project = self._page.session.project
        now = next(iter(looked_at_groups(project)[-1:]), "")
        slices = kept.slices if kept else ()
        entries = [
            MenuEntry(one.name, partial(self.choose, one.name), one.name == now) for one in slices
        ]
        cuts = [
            MenuEntry(tr("Cut “{column}” elsewhere…", column=shorten(one.column, 24)), partial(self.ask_cuts, one.column))
            for one in slices
            if one.type in AMOUNTS and not one.cuts and one.column in (now, now.rpartition(":")[0])
        ]  # fmt: skip
        open_menu(self.choice, entries, cuts, name=tr("Columns with groups"))

    def ask_cuts(self, name: str) -> None:
        """Ask where the numbers of a column are cut."""

        def done(answers: Answers) -> None:
            project = self._page.session.project
            self._page.session.do(look_at_groups(project, cut_name(name, answers["cuts"])))

        AskPopover(
            self._page.window(),
            tr("Where to cut “{column}”?", column=shorten(name, 30)),
            [AskFor("cuts", tr("Numbers, such as 30, 50"), "")],
            done,
            button=tr("Cut there"),
            text=tr("Counted from the next training on."),
        ).ask()

    def choose(self, name: str) -> None:
        """Look at the groups of a column."""
        self._page.do(look_at_groups(self._page.session.project, name))
