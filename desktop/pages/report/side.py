"""Beside the preview: the forms it can be taken away in, where the numbers come from, what to look at before sending, what else can be done."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.findings.report.preflight import Remark, counted_sources
from desktop.jobs.write_report import DERIVED
from desktop.project.stages import Stage
from desktop.theme.glyphs import Glyph
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, column, fill, row
from desktop.widgets.rows import FactRow, RowList, Section, ValueRow
from estimators.base.number import digits
from estimators.base.sentence import tr
from reports.traced_numbers import TracedNumber

GoTo = Callable[[Stage], object]


class RemarkRow(QWidget):
    """One thing to look at; its link opens the page that mends it."""

    def __init__(self, remark: Remark, go_to: GoTo, *, holds: bool = False) -> None:
        super().__init__()
        glyph, words = (Glyph.HOLDS, tr("holds")) if holds else (Glyph.LOOK, tr("look at this"))
        said = column(Label(remark.text))
        if remark.note:
            fill(said, Label(remark.note, role=Role.NOTE, colour="ink2"))
        if remark.stage is not None:
            link = Button(tr("Go to {title}", title=remark.stage.title), "link")
            link.clicked.connect(partial(go_to, remark.stage))
            fill(said, 2, (link, LEFT))
        mark = GlyphMark(glyph, words, size=18)
        row((mark, TOP), (said, 1), of=self, margins=(0, 8, 0, 8), spacing=10)
        self.setAccessibleName(f"{words}: {remark.text} {remark.note}")


_FORMS = (
    (".pdf", "PDF", tr("Tagged; the evidence is attached.")),
    (".pptx", tr("Slides (PPTX)"), tr("A slide a page; its words can be edited.")),
    (".md", "Markdown", tr("For a wiki or a ticket.")),
    (".html", "HTML", tr("One file that opens anywhere, offline.")),
)


class _FormRow(QWidget):
    """A form that the report can be taken away in, and what it is for."""

    def __init__(self, name: str, purpose: str, run: Callable[[], object]) -> None:
        super().__init__()
        link = Button(tr("Export"), "link", run=run)
        link.setAccessibleName(tr("Export {form}", form=name))
        said = column(Label(name), Label(purpose, role=Role.NOTE, colour="ink2"))
        row((said, 1), link, of=self, margins=(0, 7, 0, 7), spacing=12)


_UNKNOWN_NUMBER = tr("A date, a count or a name: no number of the evidence.")
_TAGGED = Remark(tr("Readable by screen readers"), tr("Headings, tables and figures carry text."))


class ReportSide(QWidget):
    """The column at the right; ``export`` writes the report in the form of an ending, ``also`` is what else can be done, by its words."""

    def __init__(
        self, go_to: GoTo, export: Callable[[str], object], also: Mapping[str, Callable[[], object]]
    ) -> None:
        super().__init__()
        self._go_to = go_to
        taken = RowList(tr("Take it with you"), first_line=True, last_line=True)
        taken.set_rows([_FormRow(name, what, partial(export, ending)) for ending, name, what in _FORMS])  # fmt: skip
        take = Section(tr("Take it with you"), taken)
        self.numbers = Section(tr("Where its numbers come from"))
        self._numbers = RowList(lines=False)
        self.hint = Label(
            tr("Click a number on the page to see where it comes from."),
            role=Role.NOTE,
            colour="ink2",
        )
        fill(self.numbers.box, 6, self._numbers, 6, self.hint, 24)
        self.numbers.hide()  # until the first preview has counted them
        asked = tr("Where this number comes from")
        self._sources = RowList(asked, first_line=True, last_line=True)
        self.sources = Section(asked, self._sources)
        self.sources.box.addSpacing(24)
        self.sources.hide()  # until somebody asks
        title = tr("To look at before you send it")
        self.look = RowList(title, first_line=True, last_line=True)
        self.look_section = Section(title, self.look)
        others = Section(tr("Also"))
        for words, run in also.items():
            fill(others.box, 6, (Button(words, "link", run=run), LEFT))
        column(self.sources, take, 24, self.numbers, self.look_section, 24, others, None, of=self)

    def show_numbers(self, numbers: dict[str, int], sources: str = "") -> None:
        """How many numbers of the report come from where; ``sources``: of those behind the options, as Decide has it."""
        total = sum(numbers.values())
        self.numbers.title.setText(tr("Where its {total} numbers come from", total=digits(total)))
        self.numbers.setVisible(total > 0)
        rows: list[QWidget] = [
            ValueRow(words, digits(count), provenance=source)
            for source, words, count in counted_sources(numbers)
        ]
        if derived := numbers.get(DERIVED):
            rows.append(ValueRow(tr("worked out from these"), digits(derived)))
        if sources:
            rows.append(Label(sources, role=Role.NOTE, colour="ink2"))
        self._numbers.set_rows(rows)

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

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """What to look at, and what holds."""
        self.look.show_each((*remarks, _TAGGED), self._remark)

    def _remark(self, remark: Remark) -> RemarkRow:
        return RemarkRow(remark, self._go_to, holds=remark is _TAGGED)
