"""The plan of labelling: a row for each round."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.findings.data.sufficiency import PlanRow, plan_note, plan_rows
from desktop.project.project import Project
from desktop.theme.type import Role
from desktop.widgets.label import Hairline, Label
from desktop.widgets.rows import RowList


class PlanList(QWidget):
    """The rounds with what they buy, cost and bring; what is unknown is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowList("Plan", last_line=True)
        self.note = Label(role=Role.NOTE, colour="ink2")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(0)
        box.addWidget(Hairline())
        box.addWidget(self.rows)
        box.addSpacing(6)
        box.addWidget(self.note)
        self._shown: tuple[PlanRow, ...] | None = None

    def refresh(self, project: Project) -> None:
        """Show the plan that is kept."""
        rows = plan_rows(project)
        if rows != self._shown:
            self._shown = rows
            self.rows.set_rows([_row(each) for each in rows])
        self.note.setText(plan_note(project))


def _row(each: PlanRow) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 7, 0, 7)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    first = Label(f"{each.name}: {each.buy}", weight=500)
    right = Label(each.cost, tabular=True, wrap=False)
    chance = f"target reached: {each.chance}" if each.chance else ""
    below = "; ".join(filter(None, (f"Then {each.after} right", chance, each.when)))
    grid.addWidget(first, 0, 0)
    grid.addWidget(right, 0, 1, Qt.AlignmentFlag.AlignRight)
    grid.addWidget(Label(f"{below}.", role=Role.NOTE, colour="ink2"), 1, 0, 1, 2)
    grid.setColumnStretch(0, 1)
    row.setAccessibleName(f"{each.name}: {each.buy}. {each.cost} {below}.")
    return row
