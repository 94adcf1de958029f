"""Beside the preview: where the numbers come from, what to look at before sending, what else can be done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.report.preflight import SOURCE_WORDS, Remark
from desktop.jobs.write_report import DERIVED
from desktop.project.stages import Stage
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.rows import FactRow, RowList, Section, ValueRow
from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.provenance import Provenance
from reports.traced_numbers import TracedNumber


class RemarkRow(QWidget):
    """One thing to look at; its link opens the page that mends it."""

    asked = Signal(object)

    def __init__(self, remark: Remark, *, holds: bool = False) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(10)
        glyph, words = (Glyph.HOLDS, "holds") if holds else (Glyph.LOOK, tr("look at this"))
        row.addWidget(GlyphMark(glyph, words, size=18), 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout()
        box.setSpacing(0)
        box.addWidget(Label(remark.text))
        if remark.note:
            box.addWidget(Label(remark.note, role=Role.NOTE, colour="ink2"))
        if remark.stage is not None:
            link = Button(tr("Go to {title}", title=remark.stage.title), "link")
            link.clicked.connect(lambda: self.asked.emit(remark.stage))
            box.addSpacing(2)
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(box, 1)
        self.setAccessibleName(f"{words}: {remark.text} {remark.note}")


_UNKNOWN_NUMBER = tr("A date, a count or a name: no number of the evidence.")
_TAGGED = Remark(tr("Readable by screen readers"), tr("Headings, tables and figures carry text."))


class ReportSide(QWidget):
    """The column at the right."""

    stage_asked = Signal(Stage)
    card_asked = Signal()
    text_asked = Signal()
    pack_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.numbers = Section(tr("Where its numbers come from"))
        self._numbers = QVBoxLayout()
        self._numbers.setSpacing(0)
        self.numbers.box.addSpacing(6)
        self.numbers.box.addLayout(self._numbers)
        self.numbers.hide()  # until the first preview has counted them
        self.sources = Section(tr("Where this number comes from"))
        self._sources = RowList(tr("Where this number comes from"), first_line=True, last_line=True)
        self.sources.add(self._sources, 8)
        self.sources.box.addSpacing(24)
        self.sources.hide()  # until somebody asks
        self.look = RowList(tr("To look at before you send it"), first_line=True, last_line=True)
        self.look_section = Section(tr("To look at before you send it"))
        self.look_section.add(self.look, 8)
        also = Section(tr("Also"))
        for words, asked in (
            (tr("Export the model card"), self.card_asked),
            (tr("Copy the decision as text"), self.text_asked),
            (tr("Pack the project for sharing…"), self.pack_asked),
        ):
            button = Button(words, "link")
            button.clicked.connect(asked)
            also.box.addSpacing(6)
            also.box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.numbers.box.addSpacing(6)
        self.hint = Label(
            tr("Click a number on the page to see where it comes from."),
            role=Role.NOTE,
            colour="ink2",
        )
        self.numbers.box.addWidget(self.hint)
        self.numbers.box.addSpacing(24)
        box.addWidget(self.sources)
        box.addWidget(self.numbers)
        box.addWidget(self.look_section)
        box.addSpacing(24)
        box.addWidget(also)
        box.addStretch(1)
        self._remarks: tuple[Remark, ...] | None = None

    def show_numbers(self, numbers: dict[str, int], sources: str = "") -> None:
        """How many numbers of the report come from where; ``sources``: of those behind the options, as Decide has it."""
        while (item := self._numbers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        total = sum(numbers.values())
        self.numbers.title.setText(tr("Where its {total} numbers come from", total=digits(total)))
        self.numbers.setVisible(total > 0)
        for source in Provenance:
            if numbers.get(str(source)):
                count = digits(numbers[str(source)])
                self._numbers.addWidget(ValueRow(SOURCE_WORDS[source], count, provenance=source))
        if derived := numbers.get(DERIVED):
            self._numbers.addWidget(ValueRow(tr("worked out from these"), digits(derived)))
        if sources:
            self._numbers.addWidget(Label(sources, role=Role.NOTE, colour="ink2"))

    def show_sources(self, title: str, sources: Sequence[TracedNumber]) -> None:
        """The numbers that were asked for, each with what it rests on."""
        self.sources.title.setText(title)
        rows: list[QWidget] = [
            FactRow(s.provenance, f"{s.number}: {s.what}", f"{s.address}. {s.rests_on}".strip())
            for s in sources
        ]
        made = dict.fromkeys(each.made for each in sources if each.made)  # what they share, once
        rows += [Label(said, role=Role.NOTE, colour="ink2") for said in made]
        self._sources.set_rows(rows or [Label(_UNKNOWN_NUMBER, colour="ink2")])
        self.sources.show()

    def hide_sources(self) -> None:
        """Until the next question."""
        self.sources.hide()

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """What to look at, and what holds."""
        if tuple(remarks) == self._remarks:
            return
        self._remarks = tuple(remarks)
        rows = [RemarkRow(remark) for remark in remarks]
        for row in rows:
            row.asked.connect(self.stage_asked)
        self.look.set_rows([*rows, RemarkRow(_TAGGED, holds=True)])
