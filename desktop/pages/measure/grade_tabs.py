"""The tabs “Grading” and “The judge”: how far it is, each person’s rate, what two agree on, what waits to be settled, where a
judge errs, whom it favours, what it is worth, what it may do.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.findings.measure.grading_view import GradingView, agreement_words
from desktop.findings.measure.judge_view import JudgeView, KindnessRow, Permission
from desktop.findings.measure.preference_view import PreferenceView
from desktop.theme.current import scaled
from desktop.theme.paint import Face, paint_box, smooth, write
from desktop.theme.type import Role, line_height
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import GlyphMark, Label
from desktop.widgets.layout import LEFT, TOP, column, holder, row
from desktop.widgets.marks import InlineInterval
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import CheckMark, RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.measure.preferences import PreferredPair

_HIGH, _GAP, _SIDE, _PAD = 84, 8, 74, 14
_FIGURE, _WORDS, _NAMES = Face(Role.FIGURE, colour="ink"), Face(Role.NOTE, colour="ink"), Face()


class VerdictBoxes(QWidget):
    """Four counts: across the one's verdicts, down the other's."""

    def __init__(self) -> None:
        super().__init__()
        self._across: tuple[str, ...] = ("", "")
        self._down: tuple[str, ...] = ("", "")
        self._counts: tuple[tuple[int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(
        self, across: Sequence[str], down: Sequence[str], counts: Sequence[tuple[int, str]]
    ) -> None:
        self._across, self._down, self._counts = tuple(across), tuple(down), tuple(counts)
        self.setAccessibleName(
            tr("{counts}.", counts=", ".join(f"{digits(n)} {words}" for n, words in counts))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(420), line_height(Role.NOTE) + 6 + 2 * scaled(_HIGH) + _GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, side, high = smooth(self), scaled(_SIDE), scaled(_HIGH)
        wide = (self.width() - side - _GAP) / 2
        top = line_height(Role.NOTE) + 6
        for at, name in enumerate(self._across):
            write(painter, name, QRectF(side + at * (wide + _GAP), 0, wide, top - 6), _NAMES)
        for at, name in enumerate(self._down):
            above = top + at * (high + _GAP)
            who, _, what = name.partition(": ")
            for line, words in enumerate((f"{who}:" if what else who, what)):
                place = QRectF(0, above + 18 + line * line_height(Role.NOTE), side - 8, line_height(Role.NOTE))  # fmt: skip
                write(painter, words, place, _NAMES)
        for at, (n, words) in enumerate(self._counts):
            down, across = divmod(at, 2)
            box = QRectF(side + across * (wide + _GAP), top + down * (high + _GAP), wide, high)
            if down == across:
                paint_box(painter, box, fill="measured_soft")
            else:
                paint_box(painter, box, fill="canvas", edge="bad")
            inside = box.adjusted(_PAD, 10, -_PAD, -10)
            write(painter, digits(n), QRectF(inside.x(), inside.y(), inside.width(), line_height(Role.FIGURE)), _FIGURE)  # fmt: skip
            write(painter, words, QRectF(inside.x(), inside.y() + line_height(Role.FIGURE) + 2, inside.width(), line_height(Role.NOTE)), _WORDS)  # fmt: skip


class GradingTab(QWidget):
    """Shows a `GradingView`. `settle`: opens the room to settle; `explain`: opens how kappa is worked out; `compare`: opens the room of pairs."""

    def __init__(
        self,
        settle: Callable[[], object],
        explain: Callable[[], object] | None = None,
        compare: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.columns = ResponsiveColumns((LayoutColumn("main"), LayoutColumn("side", 304)))
        self.both = Section(tr("Two people on the same answers"))
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.boxes = VerdictBoxes()
        self.kappa = Label(weight=600)
        self.kappa_note = Label(role=Role.NOTE, colour="ink2")
        self.settle = Button("", size="small", run=settle)
        for part in (self.note, self.boxes, self.kappa, self.kappa_note):
            self.both.add(part, 8)
        self.both.add(holder(column((self.settle, LEFT))), 12)
        self.rates = Section(tr("How many each person finds good"))
        self.table = PlainTable(
            tr("How many each person finds good"),
            (
                TableColumn(tr("who"), always=True),
                TableColumn(percent_range(0, 1), stretch=True),
                TableColumn(tr("good"), right=True),
                TableColumn("", right=True, always=True),
                TableColumn(tr("9 chances in 10"), right=True),
            ),
        )
        self.rates.add(self.table)
        self.liked = Section(tr("Two answers side by side"))
        self.likings = PlainTable(
            tr("Who is liked better"),
            (
                TableColumn(tr("two candidates"), always=True, stretch=True),
                TableColumn(tr("liked better"), right=True, always=True),
                TableColumn(tr("even"), right=True),
                TableColumn(tr("9 chances in 10"), right=True),
            ),
        )
        self.liked_words = Label(measure=640)
        self.liked_note = Label(role=Role.NOTE, colour="ink2", measure=640)
        self.compare = Button(tr("Compare side by side"), size="small", run=compare)
        self.liked.add(holder(column(self.likings, 8, self.liked_words, 8, self.liked_note)))
        self.liked.add(holder(column((self.compare, LEFT))), 12)
        self.columns.add("main", self.both)
        self.columns.add("main", self.rates)
        self.columns.add("main", self.liked)
        self.line = ProgressLine()
        self.line.setFixedHeight(4)
        self.far = Label(weight=600)
        self.rule = Label(role=Role.NOTE, colour="ink2")
        self.columns.add(
            "side",
            Section(tr("How far"), holder(column(self.far, 8, self.line, 8, self.rule)), gap=8),
        )
        self.why_bad = Section(tr("Why answers are not good"))
        self.reasons = RowList(tr("Why answers are not good"))
        self.why_bad.add(self.reasons)
        self.columns.add("side", self.why_bad)
        self.how = Button(tr("How agreement is measured"), "link", run=explain)
        self.columns.add("side", holder(column((self.how, LEFT))))
        column(self.columns, of=self)
        self.how.setVisible(explain is not None)

    def show(self, view: GradingView | None = None) -> None:
        """Show a view; without one, Qt's own showing of a widget."""
        if view is not None:
            self._fill(view)
        super().show()

    def _fill(self, view: GradingView) -> None:
        shared = view.shared
        self.both.setVisible(shared is not None)
        if shared is not None:
            first, second = shared.who
            self.note.setText(
                tr("{n} answers that both {first} and {second} graded.", n=digits(shared.n), first=first, second=second)
            )  # fmt: skip
            self.boxes.show_counts(
                (tr("{name}: good", name=second), tr("{name}: not good", name=second)),
                (tr("{name}: good", name=first), tr("{name}: not good", name=first)),
                (
                    (shared.both_good, tr("both say good")),
                    (shared.first_good, tr("split")),
                    (shared.second_good, tr("split")),
                    (shared.both_bad, tr("both say not good")),
                ),
            )
        found = view.agreement
        value, on = agreement_words(found) if found is not None else ("", "")
        raw = tr("The same in {raw}. {value}.", raw=percent(found.raw), value=value) if found else ""  # fmt: skip
        self.kappa.say(raw)
        self.kappa_note.say(on)
        offer = view.said.offers.get("settle")
        self.settle.setText(offer.words if offer else "")
        self.settle.setVisible(offer is not None)
        self.rates.setVisible(bool(view.raters))
        self.table.set_rows(
            [
                (
                    one.rater,
                    TableCell("", interval=InlineInterval(one.low, one.share, one.high, 0.0, 1.0)),
                    of_all(one.good, one.n),
                    percent(one.share),
                    percent_range(one.low, one.high),
                )
                for one in view.raters
            ]
        )
        self.table.fit_rows()
        self._fill_likings(view.liked)
        self.far.setText(
            tr("{graded} of {of} graded", graded=digits(view.graded), of=digits(view.of))
        )
        self.line.set_share(view.graded / max(1, view.of))
        self.rule.say(view.rule)
        self.why_bad.setVisible(bool(view.reasons))
        self.reasons.show_each(view.reasons, lambda one: ValueRow(one[0], digits(one[1])))

    def _fill_likings(self, liked: PreferenceView) -> None:
        self.likings.setVisible(bool(liked.pairs))
        self.likings.set_rows([_liking(pair) for pair in liked.pairs])
        self.likings.fit_rows()
        nothing = tr(
            "Where two candidates are good, comparing their answers says which is liked better."
        )
        self.liked_words.say(" ".join(pair.sentence for pair in liked.pairs) or nothing)
        self.liked_note.say(" ".join(filter(None, (liked.why_not or liked.tie_words, liked.sides))))
        self.compare.setVisible(not liked.why_not)
        self.liked.setVisible(bool(liked.pairs) or not liked.why_not)


def _liking(pair: PreferredPair) -> tuple[str, ...]:
    _, low, high = pair.share()
    return (
        tr("{first} against {second}", first=pair.first, second=pair.second),
        tr("{wins} to {losses}", wins=digits(pair.wins), losses=digits(pair.losses)),
        digits(pair.ties),
        percent_range(low, high),
    )


_MARKS = {True: CheckMark.PASS, False: CheckMark.FAIL, None: CheckMark.NOT_SHOWN}


class JudgeTab(QWidget):
    """Shows a `JudgeView`; nothing of it where there is no judge, or nobody graded what it read."""

    def __init__(self) -> None:
        super().__init__()
        self.columns = ResponsiveColumns((LayoutColumn("left"), LayoutColumn("right")))
        self.grid_title, self.grid_note = _head()
        self.boxes = VerdictBoxes()
        self.rows_title, self.rows_note = _head()
        self.table = PlainTable(
            tr("People and the judge, candidate by candidate"),
            (
                TableColumn(tr("candidate"), always=True, stretch=True),
                TableColumn(tr("of"), right=True),
                TableColumn(tr("people"), right=True),
                TableColumn(tr("judge"), right=True),
                TableColumn(tr("judge is"), right=True, always=True),
            ),
        )
        self.line_title, self.line_note = _head()
        self.line = ChartPlace(titled=False)
        self.worth = Label()
        self.may_title = Label(tr("What the judge may do"), role=Role.SECTION)
        self.may = RowList(tr("What the judge may do"), first_line=True, last_line=True)
        self._grid = holder(column(self.grid_title, self.grid_note, 8, self.boxes))
        self._rows = holder(column(self.rows_title, self.rows_note, 4, self.table))
        self._line = holder(column(self.line_title, self.line_note, 8, self.line))
        self.columns.add("left", self._grid)
        self.columns.add("left", self._rows)
        self.columns.add("right", self._line)
        self.columns.add("right", self.worth, gap=12)
        self.columns.add("right", holder(column(self.may_title, 8, self.may)))
        column(self.columns, of=self)

    def show(self, view: JudgeView | None = None) -> None:
        """Show a view; without one, Qt's own showing of a widget."""
        if view is not None:
            self._fill(view)
        super().show()

    def _fill(self, view: JudgeView) -> None:
        grid, titles = view.grid, view.titles
        self.columns.setVisible(grid is not None)
        if grid is None or titles is None:
            return
        for key, title, note in (
            ("grid", self.grid_title, self.grid_note),
            ("rows", self.rows_title, self.rows_note),
            ("line", self.line_title, self.line_note),
        ):
            title.setText(titles[key][0])
            note.setText(titles[key][1])
        self.boxes.show_counts(
            (tr("judge: good"), tr("judge: not good")),
            (tr("people: good"), tr("people: not good")),
            (
                (grid.both_good, tr("both say good")),
                (grid.too_strict, tr("judge too strict")),
                (grid.lets_pass, tr("judge lets it pass")),
                (grid.both_bad, tr("both say not good")),
            ),
        )
        self.table.set_rows([_cells(one) for one in view.rows])
        self.table.fit_rows()
        chart = view.said.charts.get("line")
        self._line.setVisible(chart is not None)
        if chart is not None:
            self.line.show_chart(chart, view.said.explanations["corrected"])
        self.worth.say(view.worth)
        self.may.show_each(view.may, _may_row)


def _head() -> tuple[Label, Label]:
    return Label(role=Role.SECTION), Label(role=Role.NOTE, colour="ink2")


def _cells(one: KindnessRow) -> tuple[str | TableCell, ...]:
    return one.name, digits(one.n), digits(one.people), digits(one.judge), one.words


def _may_row(one: Permission) -> QWidget:
    mark = _MARKS[one.allowed]
    words = {True: tr("may"), False: tr("may not"), None: tr("it depends")}[one.allowed]
    note = Label(one.note, role=Role.NOTE, colour="ink2")
    text = column(Label(one.text), note)
    made = holder(row((GlyphMark(mark.glyph, words), TOP), (text, 1), spacing=12, margins=(0, 8, 0, 8)))  # fmt: skip
    note.setVisible(bool(one.note))
    return made
