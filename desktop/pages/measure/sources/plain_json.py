"""Plain JSON: the body that is sent, where in the reply the answer is, and what would be read of a sample."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.pages.measure.sources.source_page import check_row
from desktop.theme.type import Role
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.label import Label
from desktop.widgets.layout import column
from desktop.widgets.rows import CheckMark, RowList
from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.measure.endpoint.address import (
    USUAL_ANSWER_PATH,
    USUAL_BODY,
    ModelAddress,
    WireName,
)
from estimators.measure.endpoint.sample_reply import answer_in_sample

_LONGEST = 200


class PlainJsonFields(QWidget):
    """``typed``: something else is in a field."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body = TextField(tr("What is sent, as JSON"), lines=2, most_lines=6)
        self.body.set_value(USUAL_BODY)
        self.path = LineField(tr("Where the answer is in the reply"), width=260)
        self.path.set_value(USUAL_ANSWER_PATH)
        self.sample = TextField(
            tr("A reply, to try that on"), tr("Paste one as the service sends it"), most_lines=6
        )
        self.read = RowList(tr("What would be read"), last_line=False)
        places = tr("“{input}” stands for the case, “{prompt}” for the prompt with the case and its examples.")  # fmt: skip
        steps = tr(
            "Steps with points between them, places of a list counted from 0: choices.0.text"
        )
        parts: list[QWidget | int] = []
        for field, note in ((self.body, places), (self.path, steps), (self.sample, "")):
            name = Label(field.accessibleName(), weight=600, wrap=False)
            name.setBuddy(field)
            parts += [name, 4, field, 2, Label(note, role=Role.NOTE, colour="ink2"), 12] if note else [name, 4, field, 6]  # fmt: skip
        column(*parts, self.read, of=self)
        for typed in (self.body, self.path, self.sample):
            typed.textChanged.connect(self.typed)

    def show_reading(self) -> None:
        """Say what would be read of the sample; nothing where there is none."""
        sample = self.sample.toPlainText().strip()
        if not sample:
            self.read.set_rows([])
            return
        try:
            said = answer_in_sample(self.address(), sample)
        except UserError as error:
            note = " ".join(filter(None, (error.why, error.next_step)))
            self.read.set_rows([check_row(error.what, CheckMark.FAIL, note)])
            return
        words = tr("The answer would be: {answer}", answer=shorten(said, _LONGEST))
        self.read.set_rows([check_row(words, CheckMark.PASS)])

    def address(self) -> ModelAddress:
        """An address whose replies are read like that."""
        path = self.path.text().strip() or USUAL_ANSWER_PATH
        return ModelAddress(WireName.JSON, "", answer_path=path)
