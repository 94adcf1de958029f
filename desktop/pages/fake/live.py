"""The second tab: the person behind the curtain on the left, what was asked and answered on the right."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.pages.fake.curtain.behind import BehindView
from desktop.pages.fake.curtain.curtain import Curtain
from desktop.pages.fake.journal.view import JournalView
from desktop.project.project import Project
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns

_GAP = 64


class LiveTab(QWidget):
    """Puts the two parts beside each other; each shows the project by itself."""

    def __init__(self, curtain: Curtain) -> None:
        super().__init__()
        self.behind = BehindView(curtain)
        self.journal = JournalView()
        self.columns = ResponsiveColumns(
            (LayoutColumn("behind", stretch=4), LayoutColumn("journal", stretch=5)),
            gap=_GAP,
            ruled=True,
        )
        self.columns.add("behind", self.behind)
        self.columns.add("journal", self.journal)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.columns)

    def show_project(self, project: Project) -> None:
        """Show the project as it is now."""
        self.journal.show_project(project)
