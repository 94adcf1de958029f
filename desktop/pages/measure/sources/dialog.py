"""Add a candidate: a file of answers, an address, a rule, people today, or one trained here. Every one answers the same cases."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog

from desktop.findings.measure.candidate_start import WayToAnswer, ways_to_answer
from desktop.findings.measure.new_candidate import (
    OfferedCases,
    of_expected,
    of_file,
    offered_cases,
)
from desktop.jobs.queue import JobQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.sources.address import AddressPage
from desktop.pages.measure.sources.source_page import RulePage, SourcePage
from desktop.pages.page import Page
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import case_noun_of, kind_name
from desktop.theme.current import scaled
from desktop.theme.paint import paint_box, smooth
from desktop.theme.tokens import Radius
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.column_picks import ColumnPicks
from desktop.widgets.columns import scrolling
from desktop.widgets.drop import DropZone
from desktop.widgets.label import Label
from desktop.widgets.layout import LEFT, TOP, column, fill, holder, row
from desktop.widgets.popover import SHADOW, Popover
from desktop.widgets.pressable import Pressable
from desktop.widgets.rows import IconMark
from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.measure.answer_file import read_answers
from estimators.measure.answer_row import OwnColumns
from estimators.measure.case import AnswerFile
from estimators.measure.measurement import GRADED_KINDS
from estimators.measure.table_rows import UnknownColumnsError

_WIDE, _SIDE, _TALL, _AROUND = 940, 300, 740, 40
_AT_MOST = 6  # candidates of a file that are offered as a choice
ICONS = {
    CandidateSource.PEOPLE: "person",
    CandidateSource.RULE: "article",
    CandidateSource.ADDRESS: "serving",
    CandidateSource.TRAINED: "settings",
    CandidateSource.FILE: "table",
}


OPTIONS = (
    ("service", tr("a service")),
    ("prompt", tr("a prompt")),
    ("trained", tr("trained by you")),
)
"""The ways of Decide that a file of answers can stand for."""


class _WayRow(Pressable):
    """One way to get a candidate."""

    def __init__(self, way: WayToAnswer) -> None:
        super().__init__()
        self.way = way
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(f"{way.title}. {way.text}")
        self.note = Label(way.text, role=Role.NOTE, colour="ink2")
        words = column(Label(way.title, role=Role.BODY, weight=500), self.note)
        column(
            row((IconMark(ICONS[way.source], ""), TOP), (words, 1), spacing=14),
            of=self,
            margins=(14, 12, 14, 12),
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isChecked():
            paint_box(smooth(self), self.rect(), fill="sel")
        else:
            super().paintEvent(event)


class FilePage(SourcePage):
    """A file of answers, dropped or chosen; what was read of it and what is left out is said before it is taken."""

    def __init__(self, page: Page, source: CandidateSource) -> None:
        super().__init__(
            page, source, tr("People today") if source is CandidateSource.PEOPLE else ""
        )
        self.offered: OfferedCases = offered_cases(page.session.project)
        self._file: AnswerFile | None = None
        self._path: Path | None = None
        things = case_noun_of(page.session.project)
        self.drop = DropZone(
            tr("Drop a table, JSON lines, or the results of promptfoo, Inspect or OpenAI evals"),
            tr("One answer for each {thing}, with the columns id and answer.", thing=things.one),
            browse=tr("Choose a file…"),
            stacked=True,
        )
        self.drop.dropped.connect(self._dropped)
        self.drop.browse_asked.connect(self._browse)
        self.of_cases = Button(tr("Use what the cases came with"), "link", run=self._use_expected)
        came = of_expected(self.offered)
        graded = kind_name(page.session.project) in GRADED_KINDS
        self.which = ChoiceBar(tr("Which of them"), ())
        self.which.chosen.connect(self._match)
        self.which.hide()
        self.option = ChoiceBar(tr("What it stands for"), OPTIONS)
        self.option.set_value("service")
        asks = Label(tr("What it stands for"), weight=600)
        stands = holder(column(asks, 6, (self.option, LEFT), 12))
        self.picks = ColumnPicks(
            (
                ("id", tr("Which {thing}: its id, or what was asked", thing=things.one)),
                ("answer", tr("What was answered")),
            ),
            {},
            ("id", "answer"),
        )
        self.picks.hide()
        self.picks.changed.connect(self._columns_said)
        self._reading = LatestWinsThread(self, self._read, self._unreadable)
        fill(
            self.body,
            stands,
            self.drop,
            8,
            (self.of_cases, LEFT),
            8,
            (self.which, LEFT),
            12,
            self.said,
            8,
            self.picks,
        )
        stands.setVisible(source is CandidateSource.FILE)
        self.of_cases.setVisible(source is CandidateSource.PEOPLE and graded and bool(came.answers))
        self.say_seen(self.offered.seen_sentence)

    def why_not(self) -> str:
        if not self.offered.every:
            return tr("There are no held-out cases yet.")
        return super().why_not() if self.found is not None else tr("Choose a file first.")

    def settings(self) -> CandidateSettings:
        detail = (
            tr("a file of answers")
            if self.source is CandidateSource.FILE
            else tr("what people answered")
        )
        option = self.option.value() or "" if self.source is CandidateSource.FILE else ""
        file = self._path.name if self._path else ""
        return CandidateSettings(detail=detail, file=file, option=option)

    def _dropped(self, paths: list[Path]) -> None:
        if paths:
            self.read(paths[0])

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("A file of answers"), str(Path.home()))
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read a file, in a thread."""
        self._path = path
        self.picks.hide()
        self.say(tr("Reading “{name}”…", name=path.name))
        self._reading.ask(partial(read_answers, path))

    def _read(self, file: AnswerFile) -> None:
        self._file = file
        names = list(file.candidates)
        several = len(names) > 1
        self.which.setVisible(several and len(names) <= _AT_MOST)
        if several:
            self.which.set_options([(name, shorten(name, 24)) for name in names])
            self.which.set_value(names[0])
        self._match(names[0])

    def _match(self, candidate: str) -> None:
        assert self._file is not None
        assert self._path is not None
        try:
            found = of_file(self.offered, self._file, candidate)
        except UserError as error:
            self.refuse(error)
            return
        if self.source is not CandidateSource.PEOPLE:  # who have their name already
            self.suggest_name(candidate or self._path.stem)
        self.take(found)

    def _use_expected(self) -> None:
        self._path = None
        self.take(of_expected(self.offered))

    def _unreadable(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        if not isinstance(error, UnknownColumnsError) or not error.names:
            self.refuse(error)
            return
        self.refuse(UserError(error.what, error.why, tr("Say below which column holds what.")))
        self.picks.ask(error.names, error.rows)
        self.picks.show()

    def _columns_said(self) -> None:
        """Read it anew, with the columns that somebody picked."""
        named, answered = self.picks.chosen["id"], self.picks.chosen["answer"]
        if named is None or answered is None or self._path is None:
            return
        own = OwnColumns(id=named, input=named, answer=answered)
        self.say(tr("Reading “{name}”…", name=self._path.name))
        self._reading.ask(partial(read_answers, self._path, own))

    def stop(self) -> None:
        self._reading.stop()


class TrainPage(SourcePage):
    """The model that is trained here becomes a candidate by itself."""

    def __init__(self, page: Page, train: Callable[[], None], why_not: Callable[[], str]) -> None:
        super().__init__(page, CandidateSource.TRAINED, "")
        self._train, self._why = train, why_not
        self.name_block.hide()
        words = tr(
            "It learns from the examples on Data that are not held out, and is tested on those that are. Each training stands "
            "among the candidates, and its model file can be tried and exported."
        )
        fill(self.body, Label(words, measure=460))

    def button_words(self) -> str:
        return tr("Train")

    def why_not(self) -> str:
        return self._why()

    def add(self) -> bool:
        self._train()
        return True


class AddCandidate(Popover):
    """``open_for`` shows the way to get one; ``added``: one is there, with what it answered."""

    added = Signal()

    def __init__(
        self,
        page: Page,
        jobs: JobQueue,
        train: Callable[[], None],
        why_not_train: Callable[[], str],
    ) -> None:
        super().__init__(page.window(), tr("Add a candidate"), width=_WIDE, dim=True)
        self._page, self._jobs = page, jobs
        self._train, self._why_not_train = train, why_not_train
        project = page.session.project
        self.set_padding(0)
        head = Label(tr("Add a candidate"), role=Role.FIGURE)
        note = Label(
            tr(
                "Every candidate answers the same held-out {things}.",
                things=case_noun_of(project).many,
            ),
            role=Role.NOTE,
            colour="ink2",
        )
        self.ways = [_WayRow(way) for way in ways_to_answer(project)]
        side = holder(
            column(head, 4, note, 16, *self.ways, None, margins=(16, 24, 16, 20), spacing=2)
        )
        self._side, room = scaled(_SIDE), self.box_width()
        if (
            self._side > room // 2
        ):  # large text in a small window: titles alone, as narrow as may be
            self._side = room // 3
            for each in self.ways:
                each.note.hide()
        side.setFixedWidth(self._side)
        for each in self.ways:
            each.clicked.connect(partial(self.show_way, each.way.source))
        self.pages: dict[CandidateSource, SourcePage] = {}
        self._stack = column()
        self.go = Button("", "primary", shortcut="Ctrl+Return", run=self.submit)
        cancel = Button(tr("Cancel"), "text", shortcut="Esc", run=self.close_popover)
        buttons = row(None, cancel, self.go, spacing=8)
        main = holder(
            column((scrolling(holder(self._stack)), 1), 16, buttons, margins=(32, 28, 32, 24))
        )
        main.setMinimumHeight(min(scaled(_TALL), page.window().height() - _AROUND))
        self.body.addLayout(row(side, (main, 1)))
        self._source = CandidateSource.FILE
        self.closed.connect(self._end)

    def open_for(self, source: CandidateSource) -> None:
        self.show_way(source)
        self.open_centred(scaled(60), focus=self.pages[self._source].name)

    def show_way(self, source: CandidateSource) -> None:
        known = [each.way.source for each in self.ways]
        self._source = source if source in known else known[0]
        if self._source not in self.pages:
            made = self.pages[self._source] = self._made(self._source)
            made.changed.connect(self._show_button)
            self._stack.addWidget(made)
        for each, one in self.pages.items():
            one.setVisible(each is self._source)
        for way in self.ways:
            way.setChecked(way.way.source is self._source)
        self._show_button()
        self.resettle()

    def _made(self, source: CandidateSource) -> SourcePage:
        if source is CandidateSource.RULE:
            return RulePage(self._page)
        if source is CandidateSource.ADDRESS:
            return AddressPage(self._page, self._jobs)
        if source is CandidateSource.TRAINED:
            return TrainPage(self._page, self._train, self._why_not_train)
        return FilePage(self._page, source)

    def _show_button(self) -> None:
        shown = self.pages[self._source]
        self.go.setText(shown.button_words())
        self.go.off_because(shown.why_not())

    def submit(self) -> None:
        """Add it, unless something is missing."""
        shown = self.pages[self._source]
        shown.settle()
        if shown.why_not() or not shown.add():
            return
        self.added.emit()
        self.close_popover()

    def take_primary(self) -> bool:
        self.submit()
        return True

    def _end(self) -> None:
        for one in self.pages.values():
            one.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter: QPainter = smooth(self)
        box = QRectF(SHADOW + 1, SHADOW + 1, self._side - 1, self.height() - 2 * SHADOW - 2)
        paint_box(painter, box, fill="sunken", radius=Radius.BOX)
