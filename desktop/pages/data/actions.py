"""What can be done on Data by key, palette and menu, with why not: of examples, of cases, of the rows of a table."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from desktop.actions import Action
from desktop.findings.data.case_set import case_set
from desktop.findings.data.training_data import why_not_train
from desktop.jobs import training_pipeline as work
from desktop.jobs.training_pipeline import TrainingPipeline
from desktop.pages.data.cases.row import MUST, MUST_NOT
from desktop.pages.data.cases.view import CasesView
from desktop.pages.data.import_controller import ImportController
from desktop.pages.data.label_controller import LabelController
from desktop.pages.data.table import TableContent
from desktop.pages.page import Page
from desktop.project.stages import Stage
from estimators.base.sentence import tr


class DataParts(NamedTuple):
    """What of the page its actions act on; ``of_cases``: whether cases are shown now, ``shown``: which class is."""

    page: Page
    of_cases: Callable[[], bool]
    cases: CasesView
    bringing: ImportController
    labelling: LabelController
    facts: TableContent
    learning: TrainingPipeline
    shown: Callable[[], str | None]


def data_actions(parts: DataParts) -> tuple[Action, ...]:
    """The actions of the page, which do what fits what it shows."""
    page, of_cases = parts.page, parts.of_cases
    here, frozen = Stage.DATA, page.why_not_edit
    cases, bringing = parts.cases, parts.bringing

    def next_words() -> str:
        return tr("Write the next ones") if of_cases() else tr("Label the next ones")

    def label_next() -> None:
        (cases.list.write_next if of_cases() else parts.labelling.label_next)()

    def no_cases() -> str:
        if not of_cases():
            return tr("Here examples are labelled; cases are of the other kinds.")
        return frozen()

    def no_next() -> str:
        if not of_cases():
            return parts.labelling.off_next()
        if off := no_cases():
            return off
        missing = case_set(page.session.project).without_answer
        return "" if missing else tr("All that is tested has what it is tested by.")

    def no_points() -> str:
        if off := no_cases():
            return off
        graded = case_set(page.session.project).graded_by_people
        return "" if graded else tr("One right answer is written in its field.")

    def no_check() -> str:
        if parts.learning.is_active(work.CHECK):
            return tr("The check is under way.")
        return frozen() or why_not_train(page.session.project)

    def paste() -> None:
        (cases.bringing.paste if of_cases() else bringing.paste)()

    def record(*, sound: bool) -> None:
        """What is recorded is of the class that is shown."""
        bringing.record(sound=sound, label=None if of_cases() else parts.shown())

    def browse_folder() -> None:
        (cases.bringing.browse_folder if of_cases() else bringing.browse)()

    def browse_files() -> None:
        (cases.bringing.browse if of_cases() else bringing.browse_files)()

    labels = tuple(
        replace(one, text=next_words, run=label_next, off=no_next) if one.id == "data.next" else one
        for one in parts.labelling.actions()
    )
    never, must = partial(cases.write, MUST_NOT), partial(cases.write, MUST)
    return (
        Action("data.add", tr("Add a folder…"), browse_folder, "Ctrl+Shift+O", stage=here, off=frozen),
        Action("data.add-files", tr("Add files or a table…"), browse_files, stage=here, off=frozen),
        Action("data.check", tr("Check the data again"), parts.learning.check, stage=here, off=no_check),
        *labels,
        *parts.facts.column_actions(),
        Action("data.table", tr("Bring in a table to learn from…"), bringing.browse_table, stage=here, off=frozen),
        Action("data.paste", tr("Paste what was copied"), paste, "Ctrl+V", stage=here, off=frozen, icon="copy", also=tr("files picture cells text clipboard")),
        Action("data.camera", tr("Take photos…"), partial(record, sound=False), stage=here, off=frozen, also=tr("camera webcam")),
        Action("data.microphone", tr("Record sounds…"), partial(record, sound=True), stage=here, off=frozen, also=tr("microphone voice")),
        Action("data.asked", tr("Take what people asked the fake"), cases.bringing.take_from_fake, stage=here, off=no_cases),
        Action("data.hold-out", tr("Hold cases out…"), cases.ask_hold_out, stage=here, off=no_cases, icon="lock"),
        Action("data.hold", tr("Hold the opened case out, or give it back"), cases.hold_opened, "O", stage=here, off=no_cases),
        Action("data.must", tr("Write what it must say"), must, "+", stage=here, off=no_points),
        Action("data.must-not", tr("Write what it must not say"), never, "-", stage=here, off=no_points),
    )  # fmt: skip
