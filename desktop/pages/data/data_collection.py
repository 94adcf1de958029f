"""More examples: the plan for collecting them, and those that can be made from the ones there are."""

from PySide6.QtWidgets import QWidget

from desktop.findings.data.data_collection import MoreData, more_data
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.data.import_controller import work_words
from desktop.project.made import learns_from_made
from desktop.project.project import Project
from desktop.project.record_kinds import COLLECTION_PLAN, MADE_EXAMPLES
from desktop.project.run_list import has_runs
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import Tick
from desktop.widgets.label import Hairline, Label
from desktop.widgets.layout import LEFT, column
from desktop.widgets.rows import RowList
from estimators.base.sentence import tr


class DataCollection(QWidget):
    """Two questions, each answered by a job when it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(role=Role.SECTION)
        self.wishes = RowList(tr("What to collect next"), last_line=True)
        self.plan_note = Label(role=Role.NOTE, colour="ink2")
        self.plan = Button(tr("Work it out"), size="small")
        self.made_title = Label(tr("Would made examples help?"), weight=600)
        self.made = Label()
        self.made_note = Label(role=Role.NOTE, colour="ink2")
        self.measure = Button(tr("Measure it"), size="small")
        self.learn = Tick(tr("Learn from variants too, never test on them"))
        collect = (self.title, 8, Hairline(), self.wishes, 8, self.plan_note, 6, (self.plan, LEFT))
        made = (self.made_title, self.made, self.made_note, 6, (self.measure, LEFT))
        column(*collect, 14, *made, 8, (self.learn, LEFT), of=self)
        self._shown: MoreData | None = None

    def refresh(self, project: Project, learning: TrainingPipeline, off: str) -> None:
        """Show what is known, and what is under way; ``off``: why nothing can be worked out now."""
        shown = more_data(project)
        self.title.setText(shown.title)
        if self._shown is None or shown.wishes != self._shown.wishes:
            self.wishes.set_rows([_wish(words) for words in shown.wishes])
        self._shown = shown
        self.wishes.setVisible(bool(shown.wishes))
        self.plan_note.setText(work_words(learning, work.PLAN) or shown.plan_note)
        self.plan.setText(
            tr("Work it out")
            if project.record(COLLECTION_PLAN) is None
            else tr("Work it out again")
        )
        self.plan.off_because(off or ("" if has_runs(project) else tr("Train once first.")))
        self.made.setText(work_words(learning, work.MADE) or shown.made)
        self.made_note.say(shown.made_note)
        self.measure.setText(
            tr("Measure it") if project.record(MADE_EXAMPLES) is None else tr("Measure it again")
        )
        self.measure.off_because(off)
        measured = project.record(MADE_EXAMPLES) is not None
        self.learn.setVisible(measured or learns_from_made(project))
        self.learn.setChecked(learns_from_made(project))
        for button, kind in ((self.plan, work.PLAN), (self.measure, work.MADE)):
            if learning.is_active(kind):
                button.off_because(tr("It is under way."))


def _wish(words: str) -> Label:
    label = Label(words)
    label.setContentsMargins(0, 7, 0, 7)
    return label
