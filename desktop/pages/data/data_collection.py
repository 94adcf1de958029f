"""More examples: the plan for collecting them, and those that can be made from the ones there are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.findings.data.data_collection import MoreData, more_data
from desktop.findings.data.sufficiency import PlanRow, plan_note, plan_rows
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.data.import_controller import sentences
from desktop.project.made import learns_from_made
from desktop.project.project import Project
from desktop.project.record_kinds import COLLECTION_PLAN, MADE_EXAMPLES
from desktop.project.run_list import has_runs
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import Tick
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


class DataCollection(QWidget):
    """Two questions, each answered by a job when it is asked."""

    plan_asked = Signal()
    made_asked = Signal()
    made_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(role=Role.SECTION)
        self.wishes = RowList("What to collect next", last_line=True)
        self.plan_note = Label(role=Role.NOTE, colour="ink2")
        self.plan = Button("Work it out", size="small")
        self.plan.clicked.connect(self.plan_asked)
        self.made_title = Label("Would made examples help?", weight=600)
        self.made = Label()
        self.made_note = Label(role=Role.NOTE, colour="ink2")
        self.measure = Button("Measure it", size="small")
        self.measure.clicked.connect(self.made_asked)
        self.learn = Tick("Learn from variants too, never test on them")
        self.learn.clicked.connect(self.made_chosen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.title)
        box.addSpacing(8)
        box.addWidget(Hairline())
        box.addWidget(self.wishes)
        box.addSpacing(8)
        box.addWidget(self.plan_note)
        box.addSpacing(6)
        box.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignLeft)
        box.addSpacing(14)
        for widget in (self.made_title, self.made, self.made_note):
            box.addWidget(widget)
        box.addSpacing(6)
        box.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)
        box.addSpacing(8)
        box.addWidget(self.learn, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: MoreData | None = None

    def refresh(self, project: Project, learning: TrainingPipeline, off: str) -> None:
        """Show what is known, and what is under way; ``off``: why nothing can be worked out now."""
        shown = more_data(project)
        self.title.setText(shown.title)
        if self._shown is None or shown.wishes != self._shown.wishes:
            self.wishes.set_rows([_wish(words) for words in shown.wishes])
        self._shown = shown
        self.wishes.setVisible(bool(shown.wishes))
        self.plan_note.setText(_say(learning, work.PLAN) or shown.plan_note)
        self.plan.setText(
            "Work it out" if project.record(COLLECTION_PLAN) is None else "Work it out again"
        )
        self.plan.off_because(off or ("" if has_runs(project) else "Train once first."))
        self.made.setText(_say(learning, work.MADE) or shown.made)
        self.made_note.setText(shown.made_note)
        self.made_note.setVisible(bool(shown.made_note))
        self.measure.setText(
            "Measure it" if project.record(MADE_EXAMPLES) is None else "Measure it again"
        )
        self.measure.off_because(off)
        measured = project.record(MADE_EXAMPLES) is not None
        self.learn.setVisible(measured or learns_from_made(project))
        self.learn.setChecked(learns_from_made(project))
        for button, kind in ((self.plan, work.PLAN), (self.measure, work.MADE)):
            if learning.is_active(kind):
                button.off_because("It is under way.")


def _wish(words: str) -> Label:
    label = Label(words)
    label.setContentsMargins(0, 7, 0, 7)
    return label


def _say(learning: TrainingPipeline, kind: str) -> str:
    active, trouble = learning.work(kind), learning.trouble(kind)
    if active is not None:
        return f"{active.text or active.title}."
    return sentences(trouble) if trouble is not None else ""
