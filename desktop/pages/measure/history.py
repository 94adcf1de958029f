"""The run history: the list with its interval against the bar, which run is shown, stepping, comparing, notes, deleting."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.actions import Action
from desktop.findings.measure.run_comparison import comparison, comparison_headline
from desktop.findings.measure.training_time import BACKBONE
from desktop.findings.measure.view import use_run
from desktop.jobs.training import backbone_choices, backbone_of
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.noun import noun
from desktop.project.records import Run
from desktop.project.run_list import ListedRun, id_in_use, listed_runs, run_key, run_with
from desktop.project.stages import Stage
from desktop.project.table_data import table_of
from desktop.session import Change
from desktop.theme.current import scaled, tokens
from desktop.theme.paint import set_ink
from desktop.theme.tokens import Radius
from desktop.theme.type import Role, font, line_height
from desktop.widgets.button import Button
from desktop.widgets.explain import TablePopover
from desktop.widgets.label import Label
from desktop.widgets.layout import column, row
from desktop.widgets.marks import InlineInterval, MarkStyle, paint_inline
from desktop.widgets.menu import MenuEntry, open_menu
from estimators.base.count import count
from estimators.base.date import local, today_or_day
from estimators.base.noun import example_noun
from estimators.base.percent import percent
from estimators.base.sentence import tr
from reports.provenance import Provenance

Index = QModelIndex | QPersistentModelIndex
_PAD = 10
_SHOWN = 6  # rows before the list scrolls


def _spoken(run: ListedRun, noun: str) -> str:
    return tr(
        "Run {number}, {said}, {when_words}{used}",
        number=run.number,
        said=tr("{share} right", share=share_words(run))
        if run.accuracy is not None
        else share_words(run),
        when_words=when_words(run, noun),
        used=tr(", in use") if run.in_use else "",
    )


def share_words(run: ListedRun) -> str:
    """``91%``, or why there is no share."""
    if run.hidden:
        return run.hidden
    return percent(run.accuracy) if run.accuracy is not None else tr("untested")


def when_words(run: ListedRun, noun: str) -> str:
    """``today 09:30 · 832 photos``."""
    return f"{today_or_day(local(run.created), datetime.now().astimezone())} · {count(run.n_train, noun)}"


class _RunPainter(QStyledItemDelegate):
    runs: Sequence[ListedRun] = ()
    bar: float | None = None
    noun = example_noun("photo").one

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, run = tokens(), self.runs[index.row()]
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            set_ink(painter, fill="sel")
            painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        inner = box.adjusted(_PAD, 8, -_PAD, -8)
        row, note = line_height(Role.ROW), line_height(Role.NOTE)
        first = QRectF(inner.left(), inner.top(), inner.width(), row)
        painter.setPen(QColor(t.ink))
        painter.setFont(font(Role.ROW, weight=600 if chosen else 500))
        painter.drawText(
            first, int(Qt.AlignmentFlag.AlignLeft), tr("Run {number}", number=run.number)
        )
        painter.setFont(font(Role.ROW, weight=600 if chosen else 400, tabular=True))
        painter.drawText(first, int(Qt.AlignmentFlag.AlignRight), share_words(run))
        painter.setFont(font(Role.NOTE))
        painter.setPen(QColor(t.ink2))
        second = QRectF(inner.left(), inner.top() + row, inner.width(), note)
        painter.drawText(second, int(Qt.AlignmentFlag.AlignLeft), when_words(run, self.noun))
        ends = [r.low for r in self.runs if r.low is not None]
        lowest = max(0.0, min([*ends, *([self.bar] if self.bar else []), 0.9]) - 0.05)
        interval = InlineInterval(
            run.low,
            run.accuracy,
            run.high,
            lowest,
            1.0,
            MarkStyle(emphasis=chosen, earlier=not chosen),
            self.bar,
        )
        track = QRectF(inner.left(), second.bottom() + 2, min(112.0, inner.width()), 16)
        paint_inline(painter, track, interval)
        if run.in_use and len(self.runs) > 1:
            painter.setFont(font(Role.NOTE, weight=500))
            painter.setPen(QColor(t.ink2))
            place = QRectF(inner.left(), second.bottom() + 1, inner.width(), note)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight), tr("in use"))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(160, line_height(Role.ROW) + line_height(Role.NOTE) + 18 + 18)


class RunList(QListView):
    """The runs, newest first. ``chosen`` carries a run's id."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._spoken, self._painter = QStringListModel(), _RunPainter(self)
        self.setAccessibleName(tr("Runs"))
        self.setModel(self._spoken)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def set_runs(
        self, runs: Sequence[ListedRun], current: int | None, bar: float | None, noun: str
    ) -> None:
        """Show these runs; ``current`` is the id of the one that the page shows."""
        self.selectionModel().blockSignals(True)
        self._painter.runs, self._painter.bar, self._painter.noun = runs, bar, noun
        self._spoken.setStringList([_spoken(run, noun) for run in runs])
        row = next((number for number, run in enumerate(runs) if run.id == current), None)
        if row is not None:
            self.setCurrentIndex(self._spoken.index(row))
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        height = line_height(Role.ROW) + line_height(Role.NOTE) + 36
        self.setFixedHeight(max(1, min(_SHOWN, len(runs))) * height + scaled(2))

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._painter.runs[index.row()].id)


class RunBlock(QWidget):
    """The list with its title, what is under way, and what can be done with a run."""

    def __init__(self) -> None:
        super().__init__()
        self.list = RunList()
        self.under_way = Label(role=Role.NOTE, colour="ink2")
        self.compare = Button(tr("Compare two runs"), "text", size="small", icon="compare")
        self.options = Button(tr("Options"), "text", size="small", icon="settings")
        self.cancel = Button(tr("Cancel"), "link")
        going = row((self.under_way, 1), self.cancel, spacing=8)
        box = column(Label(tr("Runs"), weight=600), 6, self.list, 8, going, of=self)
        for button in (self.compare, self.options):
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.say_under_way("")

    def say_under_way(self, words: str) -> None:
        """How far the training under way is, with its end; without words nothing is under way."""
        self.under_way.say(words)
        self.cancel.setVisible(bool(words))


def run_entries(
    runs: Sequence[ListedRun], current: int | None, choose: Callable[[int], None]
) -> list[MenuEntry]:
    """The runs as entries of a menu, for narrow windows and for choosing one to compare with."""
    return [
        MenuEntry(
            tr("Run {number} · {share_words}", number=run.number, share_words=share_words(run))
            + (tr(" · in use") if run.in_use else ""),
            partial(choose, run.id),
            None if current is None else run.id == current,
        )
        for run in runs
    ]


class RunHistory:
    """Holds the run that its page shows; ``chosen`` is called where another one is to be shown."""

    def __init__(self, page: Page, chosen: Callable[[], None]) -> None:
        self._session, self._do, self._page, self._chosen = page.session, page.do, page, chosen
        self.rows: list[ListedRun] = []
        self.run: Run | None = None
        self._used: int | None = None
        self.block = RunBlock()
        self.block.list.chosen.connect(self.choose)
        self.block.compare.clicked.connect(self.compare)
        self.block.options.clicked.connect(self.ask_options)

    def read(self, change: Change) -> None:
        """Read the history anew where it may have changed; a new run, or one gone back to, is shown."""
        if not change.touches("run", "fact", "record") and self.run is not None:
            return
        project = self._session.project
        self.rows = listed_runs(project)
        used = id_in_use(project)
        current = self.run.id if self.run else None
        if used != self._used or current not in {row.id for row in self.rows}:
            current = used
        self._used = used
        if self.run is None or current != self.run.id or change.touches("run"):
            self.run = run_with(project, current) if current is not None else None

    def show(self) -> None:
        """Show the list, and what can be done with the run that is shown."""
        if self.run is None:
            return
        project = self._session.project
        bar = project.accuracy_bar.value if project.accuracy_bar else None
        self.block.list.set_runs(self.rows, self.run.id, bar, noun(project, 1))
        self.block.compare.setVisible(len(self.rows) > 1)
        self.block.options.setVisible(bool(backbone_choices(self.modality)))

    @property
    def modality(self) -> str:
        """What kind of example the project holds."""
        project = self._session.project
        first = project.first_example()
        return first.modality if first else "table" if table_of(project) else "photo"

    @property
    def in_use(self) -> bool:
        """Whether the run shown is the one that answers."""
        return self.run is not None and self.run.id == self._used

    # --- choosing ------------------------------------------------------------------------------------------------

    def choose(self, run_id: int) -> None:
        if self.run is None or run_id != self.run.id:
            self.run = run_with(self._session.project, run_id)
            self._chosen()

    def step(self, by: int) -> None:
        """To an older (-1) or newer (1) run."""
        ids = [row.id for row in self.rows]
        if self.run is not None and self.run.id in ids:
            place = ids.index(self.run.id) - by
            if 0 <= place < len(ids):
                self.choose(ids[place])

    # --- comparing -----------------------------------------------------------------------------------------------

    def compare(self) -> None:
        """This run beside another: the other one where there are two, else one chosen from a menu."""
        others = [row for row in self.rows if self.run is not None and row.id != self.run.id]
        if len(others) == 1:
            self.compare_with(others[0].id)
        elif others:
            open_menu(self.block.compare, run_entries(others, None, self.compare_with))

    def compare_with(self, run_id: int) -> None:
        """Show the run beside that one, as a table under the finding."""
        project = self._session.project
        other = run_with(project, run_id)
        if self.run is None or other is None:
            return
        newer, older = sorted((self.run, other), key=lambda run: -run.number)
        popover = TablePopover(
            self._page.window(),
            comparison_headline(newer, older),
            comparison(project, newer, older),
        )
        if self.block.compare.isVisible():
            popover.open_below(self.block.compare, focus=popover.view)
        else:
            popover.open_at(80, 120, focus=popover.view)

    # --- edits ---------------------------------------------------------------------------------------------------

    def use(self) -> None:
        """Let the model of the run that is shown answer from now on; undo takes it back."""
        if self.run is not None and not self.in_use:
            self._do(use_run(self._session.project, self.run))

    def note(self, words: str) -> None:
        """Write down what there is to know about the run that is shown."""
        if self.run is not None:
            key = run_key(self.run.created, self.run.number)
            self._do(edit.NoteOnRun(key, self.run.number, words))

    def delete(self) -> None:
        """Take this run out of the history; undo brings it back."""
        if self.run is not None:
            self._do(edit.DeleteRun(self.run.id, self.run.number))

    def options(self) -> list[MenuEntry]:
        now = backbone_of(self._session.project, self.modality)
        frozen = bool(self._frozen())
        return [
            MenuEntry(words, None if frozen else partial(self.choose_backbone, name), name == now)
            for name, words in backbone_choices(self.modality)
        ]

    def deeds(self) -> list[MenuEntry]:
        """What can be done with the run that is shown, as entries of a menu."""
        return [
            MenuEntry(tr("Compare two runs"), None if self.no_two_runs() else self.compare),
            MenuEntry(tr("Use this run"), None if self.no_use() else self.use),
            *self.options(),
        ]

    def actions(self) -> tuple[Action, ...]:
        stage = Stage.MEASURE
        return (
            Action("train.compare", tr("Compare two runs"), self.compare, stage=stage, off=self.no_two_runs),
            Action("train.use", tr("Use this run"), self.use, stage=stage, off=self.no_use),
            Action("train.delete", tr("Delete this run"), self.delete, stage=stage, off=self.no_edit),
        )  # fmt: skip

    def ask_options(self) -> None:
        open_menu(self.block.options, self.options())

    def choose_backbone(self, name: str) -> None:
        """Train with this from now on."""
        if name != backbone_of(self._session.project, self.modality):
            words = tr("what it trains with")
            self._do(edit.SetFact(BACKBONE, name, words, Provenance.GUESS, tr("your choice")))

    # --- why not -------------------------------------------------------------------------------------------------

    def _frozen(self) -> str:
        return self._session.notice

    def no_run(self) -> str:
        """Why nothing can be done with a run; an empty text: it can."""
        return "" if self.run is not None else tr("Nothing is trained yet.")

    def no_light(self) -> str:
        """Why it cannot be shown where a run looked."""
        photos = self.run is None or self.modality == "photo"
        return self.no_run() if photos else tr("Only of photos it can be shown where it looked.")

    def no_two_runs(self) -> str:
        return "" if len(self.rows) > 1 else tr("There is only one run.")

    def no_edit(self) -> str:
        return self.no_run() or self._frozen()

    def no_use(self) -> str:
        return self.no_edit() or (tr("This run is in use already.") if self.in_use else "")
