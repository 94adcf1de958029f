"""What stands in place of a run's numbers while its leakage gate is closed: what was found, and the ways out."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.project.gate import GateState
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.widgets.label import Label
from desktop.widgets.rows import Check, CheckRow, CheckState, RowList
from estimators.base.count import count

SHOWN = 4  # names of examples in a row
WHAT_A_WAIVER_IS = (
    "Letting it through shows the numbers as they are. The name stands in the report beside them, and it holds until the "
    "data changes."
)


class GatedView(QWidget):
    """The checks that have not passed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowList("What stands in the way", first_line=True, last_line=True)
        self.note = Label(WHAT_A_WAIVER_IS, colour="ink2", measure=640)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(16)
        box.addWidget(self.rows)
        box.addWidget(self.note)

    def show_gate(self, project: Project, gate: GateState) -> None:
        """Show what stands in the way."""
        rows = []
        for hurdle in gate.hurdles:
            names = [path.rsplit("/", 1)[-1] for path in hurdle.paths]
            more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
            note = ", ".join(names[:SHOWN]) + more
            figure = count(len(names), noun(project, 1)) if names else ""
            rows.append(CheckRow(Check(hurdle.why, note, figure, CheckState.FAIL)))
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))
