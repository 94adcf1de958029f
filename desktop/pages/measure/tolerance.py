"""How far off a number may be to be right: a field whose answer is counted in the test, the bar and every sentence."""

from PySide6.QtWidgets import QWidget

from desktop.findings.measure.table_model import tolerance_note, tolerance_of
from desktop.pages.page import Page
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.project.table_data import say_tolerance
from desktop.theme.type import Role
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import MIDDLE, column, row
from estimators.base.sentence import tr


class ToleranceField(QWidget):
    """Right within so many per cent; ``page`` carries out the change."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.field = NumberField(tr("How far off is still right"), suffix="%", low=0.1, high=99, width=72)  # fmt: skip
        self.field.changed.connect(self._changed)
        self.note = Label(role=Role.NOTE, colour="ink2")
        words = Label(tr("An answer is right within ±"), weight=600, wrap=False)
        column(row((words, MIDDLE), self.field, None, spacing=8), 4, self.note, of=self)
        self.hide()

    def show_run(self, project: Project, run: Run) -> None:
        """Show what counts as right now, and what it was for this run; nothing where it predicts no number."""
        note = tolerance_note(project, run)
        self.setVisible(bool(note))
        self.note.setText(note)
        self.field.setEnabled(not self._page.why_not_edit())
        if not self.field.hasFocus():
            self.field.set_number(100 * tolerance_of(project))

    def _changed(self, value: float | None) -> None:
        if value is not None and value != 100 * tolerance_of(self._page.session.project):
            self._page.do(say_tolerance(value / 100))
