"""The examples of one class (or the unlabelled ones, or those that a finding names) as a grid to label in."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.findings.data.data_collection import to_label
from desktop.findings.data.hygiene import badges
from desktop.findings.data.issues import Issue, fix_words
from desktop.jobs.add_data import first_words
from desktop.project.example_list import (
    ListedExample,
    ListedExamples,
    count_readable,
    count_unlabelled,
    ids_and_paths,
    listed,
    with_paths,
)
from desktop.project.noun import noun
from desktop.project.originals import Original
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.run_list import has_runs, run_in_use
from desktop.session import Session
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.example import length_words
from desktop.widgets.label import Label, Span, strong
from desktop.widgets.layout import MIDDLE, RIGHT, column, holder, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.thumbnail_model import ManyThumbnails, Thumbnail
from desktop.widgets.thumbnails import ThumbnailGrid
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.number import digits
from estimators.base.phrase import as_written, capital
from estimators.base.sentence import tr

ADDED, UNSURE = tr("In the order added"), tr("Least sure first")
TEACHING = tr("What teaches most first")


@dataclass(frozen=True)
class ShownExamples:
    """What the grid shows: a class by name, the unlabelled examples, or the examples that a finding names."""

    label: str | None = None
    unlabelled: bool = False
    paths: tuple[str, ...] = ()
    title: str = ""
    finding: str = ""  # the id of the finding that names the paths


class ReviewBar(QWidget):
    """Speaks of the finding that the chosen example is part of. The signals carry tuples of ``Issue``."""

    mend_asked = Signal(object)
    keep_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.issues: tuple[Issue, ...] = ()
        self._at = 0
        self.why = Label(colour="ink2")
        self.count = Label(role=Role.NOTE, colour="ink3", wrap=False)
        self.mend = Button("", size="small", run=lambda: self.mend_asked.emit((self.issue,)))
        self.mend_all = Button("", "text", size="small")
        self.keep = Button(tr("Keep as it is"), "text", size="small")
        self.mend_all.clicked.connect(lambda: self.mend_asked.emit(self.issues))
        self.keep.clicked.connect(lambda: self.keep_asked.emit((self.issue,)))
        buttons = row(self.mend, self.mend_all, self.keep, None, (self.count, RIGHT), spacing=4)
        self._buttons = holder(buttons)
        column(self.why, self._buttons, of=self, margins=(0, 2, 0, 8), spacing=6)
        self.hide()

    @property
    def issue(self) -> Issue | None:
        """The finding it speaks of."""
        return self.issues[self._at] if self.issues else None

    def set_issues(self, issues: Sequence[Issue], *, can_keep: bool, off: str) -> None:
        """Speak of these; ``can_keep``: they may be let be. ``off``: why nothing can be edited."""
        before = self.issue
        self.issues = tuple(issues)
        self._at = self.issues.index(before) if before in self.issues else 0
        self.keep.setVisible(can_keep)
        for button in (self.mend, self.mend_all, self.keep):
            button.off_because(off)
        self._say()

    def choose(self, paths: Iterable[str]) -> None:
        """Speak of the finding that these examples are part of; the one spoken of comes first."""
        wanted = set(paths) if self.issues else set()
        if not wanted:
            return
        if not wanted.intersection(self.issues[self._at].paths):
            found = (n for n, issue in enumerate(self.issues) if wanted.intersection(issue.paths))
            self._at = next(found, self._at)
        self._say()

    def _say(self) -> None:
        issue = self.issue
        if self.parentWidget() is not None:
            self.setVisible(issue is not None)
        if issue is None:
            return
        self.why.setText(issue.why)
        words, more = fix_words((issue,)), fix_words(self.issues)
        several = len(self.issues) > 1
        self.mend.setText(words)
        self.mend.setVisible(bool(words))
        self.mend_all.setText(
            more
            if more != words
            else tr("{more}, in all {issues}", more=more, issues=digits(len(self.issues)))
        )
        self.mend_all.setVisible(several and bool(more))
        self.count.setText(
            tr("{at} of {issues}", at=digits(self._at + 1), issues=digits(len(self.issues)))
            if several
            else ""
        )
        self._buttons.setVisible(bool(words) or several or self.keep.isVisibleTo(self._buttons))


class ExamplesPane(QWidget):
    """The heading (what is shown, in which order) and the grid. ``shown_changed`` carries a ``ShownExamples``."""

    shown_changed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.shown = ShownExamples()
        self._order = ADDED
        self._examples: Mapping[int, ListedExample] = {}
        self._why: dict[str, str] = {}  # of the examples that are worth a label
        self._missing: frozenset[int] = frozenset()
        self.heading = Label(wrap=True)
        self.order = Button(ADDED, "text", size="small", drops_down=True, run=self._choose_order)
        self.unlabelled = Button("", "text", size="small", run=self._toggle_unlabelled)
        head = row((self.heading, 1, MIDDLE), self.order, self.unlabelled, spacing=4)
        self.grid = ThumbnailGrid(
            tr("Examples"), self._thumbnail, words=self._words, files=self._files
        )
        self.grid.selection_changed.connect(self._selected)
        self.nothing = Label(role=Role.ROW, colour="ink2")
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.review = ReviewBar()
        column(head, 2, self.note, self.review, self.nothing, (self.grid, 1), of=self)

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_examples(self, shown: ShownExamples) -> None:
        """Show something else."""
        if shown != self.shown:
            same = bool(shown.finding) and shown.finding == self.shown.finding
            self.shown = shown
            if not same:  # what is left of a finding keeps its place
                self.grid.selectionModel().clear()
            self.refresh()
            if not same:
                self.grid.scrollToTop()
            self.shown_changed.emit(shown)

    def set_missing(self, ids: frozenset[int]) -> None:
        """The originals of these are gone: draw them grey."""
        if ids != self._missing:
            self._missing = ids
            self._fill()

    def refresh(self) -> None:
        """Ask the project again, for what is shown and no more."""
        project = self._session.project
        classes = {info.name: info for info in project.classes()}
        unlabelled = count_unlabelled(project)
        if self.shown.label is not None and self.shown.label not in classes:
            self.shown = ShownExamples()
        if self.shown == ShownExamples():
            filled = [info.name for info in classes.values() if info.examples]
            self.shown = (
                ShownExamples(label=filled[0]) if filled else ShownExamples(unlabelled=True)
            )
        suggested = to_label(project) if self.shown.unlabelled else None
        before, self._why = self._why, suggested.why if suggested is not None else {}
        if self.shown.paths:
            rows = with_paths(project, self.shown.paths)
            placed = self._in_order(project, [(row.id, row.path) for row in rows])
            known = {row.id: row for row in rows}
            self._examples = {example_id: known[example_id] for example_id in placed}
            opened = sum(not row.trouble for row in rows)
        else:
            name = self.shown.label
            class_id = classes[name].id if name is not None else None
            self._examples = self._of_class(project, class_id)
            opened = count_readable(project, class_id)
        thing = noun(project, 1)
        self.grid.setAccessibleName(capital(noun(project)))
        self.grid.set_texts(example_noun_of(project) == example_noun("text"))
        self.say(suggested.note if suggested is not None else "")
        many = count(opened, thing)
        if opened < len(self._examples):
            many += tr(", {rows} can’t be opened", rows=digits(len(self._examples) - opened))
        self._say(many, has_runs(project))
        others = (
            tr("the classes")
            if self.shown.unlabelled
            else tr("{unlabelled} unlabelled", unlabelled=digits(unlabelled))
        )
        self.unlabelled.setText(f"{others} ›")
        self.unlabelled.setVisible(bool(unlabelled) or self.shown.unlabelled)
        self.nothing.setText(tr("No {noun} here.", noun=noun(project)))
        self._fill()
        if self._why and self._why != before and self.grid.hasFocus():
            self.choose(0)  # the order is another now

    def _say(self, many: str, has_run: bool) -> None:
        title = self.shown.title or as_written(self.shown.label or "") or tr("Unlabelled")
        more = "" if self.shown.finding else f" · {many}"
        self.heading.set_spans(strong(title), Span(more, colour="ink2"))
        self.order.setVisible(bool(self._examples) and not self.shown.paths)
        self.order.setText(TEACHING if self._why else self._order if has_run else ADDED)
        self.order.off_because(
            tr("These are the labels that would teach it most.")
            if self._why
            else ""
            if has_run
            else tr("Train once, then it can say what it is unsure of.")
        )

    def _of_class(self, project: Project, class_id: int | None) -> ListedExamples:
        if not self._why and self._order == ADDED:
            return listed(project, class_id)
        return ListedExamples(project, self._in_order(project, ids_and_paths(project, class_id)))

    def _in_order(self, project: Project, rows: list[tuple[int, str]]) -> list[int]:
        """The ids of these, each with its path, in the order chosen."""
        # What names its examples names them in an order.
        least_sure = self._order == UNSURE and not self._why and not self.shown.paths
        run = run_in_use(project) if least_sure else None
        if self._why:
            places: Mapping[str, float] = {path: at for at, path in enumerate(self._why)}
        else:
            sure = run.result.predictions if run else ()
            places = {row.path: row.probability for row in sure if row.probability is not None}
        last = math.inf
        return [row[0] for row in sorted(rows, key=lambda row: places.get(row[1], last))]

    def _fill(self) -> None:
        copies, doubtful = badges(self._session.project)
        missing = self._missing
        # Where several classes are mixed, each example says its own.
        names = (
            {info.id: as_written(info.name) for info in self._session.project.classes()}
            if self.shown.paths
            else {}
        )

        def thumbnail(example_id: int) -> Thumbnail:
            row = self._examples.get(example_id)
            if row is None:  # it has just gone
                return Thumbnail(example_id, "")
            return Thumbnail(
                row.id,
                row.name.rpartition(".")[0] or row.name,
                label=names.get(row.class_id or 0, tr("not labelled")) if names else "",
                note=names.get(row.class_id or 0, "") or length_words(row.milliseconds),
                why=self._why.get(row.path, ""),
                duplicate=row.path in copies,
                held_out=bool(row.held_out),
                doubtful=row.path in doubtful,
                missing=row.id in missing,
                text=row.trouble,
            )

        ids = list(self._examples)
        reasons = bool(ids) and any(self._why.values())
        self.grid.set_items(ManyThumbnails(ids, thumbnail, bool(names), reasons))
        self.nothing.setVisible(not self._examples)
        if not self._examples and self.grid.hasFocus():
            # A hidden widget hands its focus to the next one: a field, in which no key labels.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grid.setVisible(bool(self._examples))

    def _thumbnail(self, example_id: int) -> bytes | None:
        row = self._examples.get(example_id)
        return self._session.project.caches.thumbnail(row.sha256) if row and row.sha256 else None

    def _words(self, example_id: int) -> str:
        row = self._examples.get(example_id)
        if row is None:
            return ""
        path = Path(row.path)
        if path.name != row.name:
            return row.name  # of a table: its first words are its name
        originals = self._session.project.originals
        return first_words_of(originals.shown(row.path, row.sha256, row.modality)) or row.name

    def _files(self, ids: list[int]) -> list[Path]:
        """The files of these examples, where they are what was added."""
        originals, rows = self._session.project.originals, map(self._examples.get, ids)
        shown = [originals.shown(row.path, row.sha256, row.modality) for row in rows if row]
        return [found for original in shown if (found := original.to_play()) is not None]

    def say(self, note: str) -> None:
        """A quiet line below the heading; an empty text takes it away."""
        self.note.say(note)

    def show_issues(self, issues: Sequence[Issue], *, can_keep: bool = True) -> None:
        """Above the examples: what is found about them, and what mends it."""
        off = self._session.notice
        self.review.set_issues(issues, can_keep=can_keep, off=off)

    def _selected(self, ids: list[int]) -> None:
        self.review.choose(self._examples[i].path for i in ids if i in self._examples)

    # --- what is chosen ------------------------------------------------------------------------------------------

    def selected(self) -> list[int]:
        return self.grid.selected_ids()

    def selected_paths(self) -> tuple[str, ...]:
        return tuple(self._examples[i].path for i in self.selected() if i in self._examples)

    def example(self, example_id: int) -> ListedExample | None:
        return self._examples.get(example_id)

    def shown_ids(self) -> list[int]:
        return list(self._examples)

    def choose(self, row: int) -> None:
        """Choose the example at this place (the last one where it is beyond), and take the keyboard."""
        rows = self.grid.thumbnails.rowCount()
        if not rows:
            return
        index = self.grid.thumbnails.index(max(0, min(row, rows - 1)))
        self.grid.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.grid.scrollTo(index)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_after(self, example_id: int) -> None:
        row = self.grid.thumbnails.row_of(example_id)
        if row is not None:
            self.choose(row + 1)

    def keeping_place(self, edit: Callable[[], object]) -> None:
        """Make an edit after which the chosen examples may be gone; the next one is chosen then."""
        chosen = self.selected()
        place = self.grid.thumbnails.row_of(chosen[0]) if chosen else None
        edit()
        if place is not None and not self.selected():
            self.choose(place)

    # --- heading -------------------------------------------------------------------------------------------------

    def _toggle_unlabelled(self) -> None:
        self.show_examples(
            ShownExamples() if self.shown.unlabelled else ShownExamples(unlabelled=True)
        )

    def _choose_order(self) -> None:
        orders = (ADDED, UNSURE)
        open_menu(
            self.order, [MenuEntry(order, partial(self.set_order, order)) for order in orders]
        )

    def set_order(self, order: str) -> None:
        self._order = order
        self.refresh()


def first_words_of(original: Original) -> str:
    """The beginning of a text file on one line; an empty text where it cannot be read."""
    from estimators.classifier.unreadable import UnreadableItem

    try:
        data = original.read()[:600]
    except UnreadableItem:
        return ""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return first_words(data.decode("utf-16" if wide else "utf-8-sig", "replace"))
