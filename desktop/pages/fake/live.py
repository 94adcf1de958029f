"""The second tab: the person behind the curtain on the left, what was asked and answered on the right."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.pages.fake.journal_view import JournalView
from desktop.project.project import Project


class LiveTab(QWidget):
    """Puts the two parts beside each other; each shows the project by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.journal = JournalView()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.journal)

    def show_project(self, project: Project) -> None:
        """Show the project as it is now."""
        self.journal.show_project(project)
