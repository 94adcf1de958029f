"""How it was tested: the bound against the bar, class by class, and the test that is labelled as one goes."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.findings.launch.acceptance import BarTest
from desktop.findings.launch.acceptance_evidence import evidence_of_test
from desktop.findings.launch.bar import origin_words
from desktop.findings.launch.sequential import Labelling, sequential_chart
from desktop.pages.launch.edits import LaunchEdits
from desktop.theme.glyphs import Glyph
from desktop.theme.tokens import TEXT_MEASURE
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import main_and_side
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, clear, column, fill, holder, row
from desktop.widgets.marks import InlineInterval
from desktop.widgets.rows import RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.acceptance.sequential import SequentialVerdict
from estimators.acceptance.subgroups import Subgroup, SubgroupTest, SubgroupVerdict
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.percent import percent_beside, set_percent
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.launch_evidence import AcceptanceTest, Looks
from reports.sections.acceptance import MOST_PARTS

_HOW = tr(
    "Take fresh examples one by one, let the model answer, and say whether it was right. The test stops as soon as it is "
    "sure either way; looking after every label costs nothing."
)
_VERDICTS = {SubgroupVerdict.SHOWN: Glyph.HOLDS, SubgroupVerdict.BELOW: Glyph.FAIL}
_MOST_ROWS = 12  # of a table; the rest scrolls inside it


class LabelAsYouGo(Section):
    """The sequential test of the run in use; folded to a sentence until one begins it."""

    def __init__(self, edits: LaunchEdits) -> None:
        super().__init__(tr("Label as you go"))
        self._edits = edits
        self.text = Label(_HOW, role=Role.NOTE, colour="ink2")
        self.sentence = Label(weight=500)
        self.sure = Label(role=Role.NOTE, colour="ink2")
        self.chart = ChartPlace(titled=False)
        self.right = Button(tr("Right"), size="small", run=partial(edits.count_label, True))
        self.wrong = Button(tr("Wrong"), size="small", run=partial(edits.count_label, False))
        self.start = Button(tr("Start a test"), "link", run=self.begin)
        self.end = Button(tr("Put it away"), "text", size="small", run=edits.end_labelling)
        drawn = holder(column(self.chart, margins=(0, 6, 0, 6)))
        buttons = row(self.right, self.wrong, self.end, None, margins=(0, 4, 0, 0), spacing=8)
        self._buttons = holder(buttons)
        said = (4, self.text, 4, self.sentence, self.sure, drawn)
        fill(self.box, *said, 4, self._buttons, (self.start, LEFT))
        self._shown: tuple[object, ...] | None = None

    def begin(self) -> None:
        """Ask how good the model is thought to be, and begin."""
        self._edits.start_labelling(self.start)

    def show_labelling(self, going: Labelling | None, *, off: str) -> None:
        """Show where the test stands; ``off``: why none can be begun, or an empty text."""
        under_way = going is not None
        self.text.setVisible(not under_way)
        self.sentence.setVisible(under_way)
        self.sure.setVisible(under_way)
        self._buttons.setVisible(under_way)
        self.start.setVisible(going is None or bool(going.stale))
        self.start.setText(tr("Start again") if under_way else tr("Start a test"))
        self.start.off_because(off)
        for button in (self.right, self.wrong, self.end):
            button.off_because(off)
        if going is None:
            self._shown = None
            self.chart.show_chart(None)
            return
        state = going.state
        open_ = state.verdict is SequentialVerdict.GO_ON and not going.stale
        self.right.setVisible(open_)
        self.wrong.setVisible(open_)
        if self._shown == (going.answers, going.stale, going.run):
            return
        self._shown = (going.answers, going.stale, going.run)
        self.sentence.setText(going.stale or state.sentence)
        bound = percent_beside(state.lower_bound, going.test.bar)
        self.sure.setText(
            tr(
                "{correct} of {total} right; sure of at least {bound}, however often one looks.",
                correct=digits(state.correct),
                total=digits(state.total),
                bound=bound,
            )
            if state.total
            else tr("No label yet.")
        )
        self.chart.show_chart(sequential_chart(going))


class _Told(Section):
    """A section whose ``rows`` are replaced as a whole."""

    def __init__(self, title: str) -> None:
        self.rows = RowList(lines=False, spacing=6)
        super().__init__(title, self.rows, gap=6)
        self.setMaximumWidth(TEXT_MEASURE)


class TestedView(QWidget):
    """Shows one ``BarTest``; without one, what it takes."""

    __test__ = False

    def __init__(self, edits: LaunchEdits) -> None:
        super().__init__()
        self._shown: AcceptanceTest | None = None
        self.nothing = Label(colour="ink2")
        self.columns = main_and_side(420)
        column(self.nothing, self.columns, of=self)
        self.bar = _Told(tr("The bar"))
        self.looks = _Told(tr("The looks"))
        self._parts = column(spacing=28)
        self.parts = holder(self._parts)
        self.compared = _Told(tr("Against others"))
        self.sizes = _Told(tr("What a new test would take"))
        self.labelling = LabelAsYouGo(edits)
        self.tables: dict[str, PlainTable] = {}
        self.columns.add("main", self.bar)
        self.columns.add("main", self.parts, gap=28)
        self.columns.add("main", self.compared, gap=28)
        self.columns.add("side", self.looks)
        self.columns.add("side", self.sizes, gap=28)
        self.columns.add("side", self.labelling, gap=28)

    def show_test(self, found: BarTest | None) -> None:
        self.nothing.setVisible(found is None)
        self.columns.setVisible(found is not None)
        shown = evidence_of_test(found) if found is not None else None
        if shown == self._shown or shown is None or found is None:
            self._shown = shown
            return
        self._shown = shown
        self._show_bar(found, shown)
        self._show_looks(shown.looks)
        self._show_parts(shown)
        compared = [each.sentence for each in shown.comparisons]
        compared += [each.sentence for each in shown.beside]
        self.compared.rows.set_rows([Label(said) for said in compared])
        sizes: list[QWidget] = [Label(shown.size_words)] if shown.size_words else []
        sizes += [Label(size.sentence, role=Role.NOTE, colour="ink2") for size in shown.sizes]
        self.sizes.rows.set_rows(sizes)
        self.compared.setVisible(bool(compared))
        self.sizes.setVisible(bool(sizes))

    def _show_bar(self, found: BarTest, shown: AcceptanceTest) -> None:
        self.bar.title.setText(tr("It has to reach {bar_words}", bar_words=shown.bar_words))
        rows: list[QWidget] = [
            ValueRow(tr("Where the bar comes from"), origin_words(found.bar), provenance=found.bar.provenance),
            ValueRow(tr("Tested"), capital(shown.run)),
            ValueRow(tr("Result"), found.counted_words or tr("no case counts")),
            ValueRow(tr("Sure at {set_percent}", set_percent=set_percent(found.bar.confidence)), found.bound_words),
        ]  # fmt: skip
        if shown.cutoff_words:
            rows.append(Label(shown.cutoff_words, role=Role.NOTE, colour="ink2"))
        rows.append(Label(shown.method, role=Role.NOTE, colour="ink3"))
        self.bar.rows.set_rows(rows)

    def _show_looks(self, looks: Looks | None) -> None:
        self.looks.setVisible(looks is not None)
        if looks is None:
            return
        self.looks.title.setText(
            tr("The first look")
            if looks.count == 1
            else tr("{count} looks at the test", count=looks.count)
        )
        rows: list[QWidget] = [Label(looks.sentence)]
        if looks.fresh_sentence:
            rows.append(Label(looks.fresh_sentence, role=Role.NOTE, colour="ink2"))
        if looks.count > 1:
            columns = (
                tr("Run"),
                TableColumn(tr("On")),
                TableColumn(tr("Right"), right=True),
                TableColumn(tr("Of this test"), right=True),
            )
            table = PlainTable(tr("Looks at the test"), columns, selectable=False)
            table.set_rows(
                [
                    (f"{capital(row.run)}{f', {row.note}' if row.note else ''}", row.date, tr("{correct} of {n}", correct=digits(row.correct), n=digits(row.n)), digits(row.shared))
                    for row in looks.rows
                ]
            )  # fmt: skip
            self.tables["looks"] = table
            _fit(table, len(looks.rows))
            rows.append(table)
        self.looks.rows.set_rows(rows)

    def _show_parts(self, shown: AcceptanceTest) -> None:
        clear(self._parts)
        for kind, found in (("class", shown.by_class), ("group", shown.by_group)):
            if found is None:
                continue
            section = Section(found.sentence.removesuffix("."))
            section.add(self._table(found, kind))
            note = tr(
                "Line: 9 chances in 10, each {kind} alone; tick: the bar of {set_percent}. "
                "The verdicts hold for all {count} at once (Holm 1979).",
                kind=kind,
                set_percent=set_percent(found.bar),
                count=count(len(found.parts), kind),
            )
            section.add(Label(note, role=Role.NOTE, colour="ink3"), 4)
            self._parts.addWidget(section)
        self.parts.setVisible(shown.by_class is not None or shown.by_group is not None)

    def _table(self, found: SubgroupTest, kind: str) -> PlainTable:
        columns = (
            TableColumn(capital(kind), stretch=True),
            TableColumn(tr("Right"), right=True),
            TableColumn(tr("9 in 10")),
            TableColumn("", always=True),
        )
        table = PlainTable(found.sentence, columns, selectable=False)
        shown = found.parts[:MOST_PARTS]
        lowest = min([found.bar, *(part.low for part in shown)])
        table.set_rows([self._row(part, found.bar, max(0.0, lowest - 0.05)) for part in shown])
        _fit(table, len(shown))
        self.tables[kind] = table
        return table

    @staticmethod
    def _row(row: Subgroup, bar: float, low: float) -> tuple[TableCell | str, ...]:
        mid = row.correct / row.total if row.total else None
        low_end, high_end = (row.low, row.high) if row.total else (None, None)
        glyph = _VERDICTS.get(row.verdict, Glyph.NOT_SHOWN)
        return (
            row.name,
            tr("{correct} of {total}", correct=digits(row.correct), total=digits(row.total))
            if row.total
            else tr("none in the test"),
            TableCell("", interval=InlineInterval(low_end, mid, high_end, low, 1.0, marker=bar)),
            TableCell(row.verdict.words, glyph=glyph),
        )


def _fit(table: PlainTable, rows: int) -> None:
    if rows <= _MOST_ROWS:
        table.fit_rows()
    else:
        table.setFixedHeight(table.height_for_rows(_MOST_ROWS))
