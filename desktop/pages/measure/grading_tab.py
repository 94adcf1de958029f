"""The tab “Grading”: how far it is, each person's rate, what two of them agree on, what waits to be settled."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.findings.measure.grading_view import GradingView, agreement_words
from desktop.findings.measure.preference_view import PreferenceView
from desktop.pages.measure.verdict_boxes import VerdictBoxes
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, column, holder
from desktop.widgets.marks import InlineInterval
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import RowList, Section, ValueRow
from desktop.widgets.table import PlainTable, TableCell, TableColumn
from estimators.base.interval import of_all, percent_range
from estimators.base.number import digits
from estimators.base.percent import percent
from estimators.base.sentence import tr
from estimators.measure.preferences import PreferredPair


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
        self.rates = Section(tr("How many each finds good"))
        self.table = PlainTable(
            tr("How many each person finds good"),
            (
                TableColumn(tr("who"), always=True),
                TableColumn("", stretch=True),
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
        offer = view.said.offers["settle"]
        self.settle.setText(offer.words)
        self.settle.setVisible(view.settle > 0)
        low = min((one.low for one in view.raters), default=0.0)
        axis = int(low * 10) / 10
        self.rates.setVisible(bool(view.raters))
        self.table.set_rows(
            [
                (
                    one.rater,
                    TableCell("", interval=InlineInterval(one.low, one.share, one.high, axis, 1.0)),
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
