"""Where it is wrong: the confusion matrix, the examples behind a cell, and what would help."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.findings.measure.mistakes import Answered, answered, cell_title, what_would_help
from desktop.findings.measure.view import WRONG, view
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.mistakes.activation_map import ActivationMapper, MapRequest
from desktop.pages.measure.mistakes.cards import LONGEST, CardContent, ContentSource, MistakeCards
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.example_list import ListedExample, with_paths
from desktop.project.noun import noun
from desktop.project.originals import Original
from desktop.project.product import example_noun_of
from desktop.project.project import Project
from desktop.project.records import Run
from desktop.theme.type import Role
from desktop.widgets.ask import label_menu
from desktop.widgets.button import Button
from desktop.widgets.charts.factory import ChartPlace
from desktop.widgets.charts.matrix import ConfusionChartView
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Label
from desktop.widgets.layout import column
from desktop.widgets.look import ExampleLook, LookCloser
from desktop.widgets.menu import open_below
from desktop.widgets.rows import Section
from desktop.widgets.table import PlainTable, TableColumn
from desktop.widgets.thumbnail_model import decode
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.percent import percent
from estimators.base.phrase import as_written
from estimators.base.sentence import tr
from reports.chart_data import ConfusionChart

WHERE_WORDS = tr("Bright is what spoke for the answer it gave; the rest is dimmed.")


class ConfusionView(QWidget):
    """Matrix, examples, help. The chosen cell stays while the same run is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._run: Run | None = None
        self._cell: tuple[str, str] | None = None
        self._source: ContentSource = lambda _row: CardContent()
        self.matrix = ChartPlace(made=self._follow)
        self.columns = ResponsiveColumns(
            (LayoutColumn("left", stretch=1), LayoutColumn("right", stretch=1)), gap=48
        )
        self.examples = MistakeCards()
        self.where = Button("", "text", size="small", icon="eye", shortcut="H")
        self.where_note = Label(WHERE_WORDS, role=Role.NOTE, colour="ink2")
        self.found = Section("", self.examples, note=" ", gap=10)
        self.found.add(self.where, gap=8)
        self.found.add(self.where_note, gap=2)
        self.found.box.setAlignment(self.where, Qt.AlignmentFlag.AlignLeft)
        self.help = PlainTable(
            tr("What would help most"),
            (
                TableColumn(tr("do this"), stretch=True, always=True),
                TableColumn(tr("could mend"), right=True),
                TableColumn(tr("takes"), right=True),
            ),
        )
        self.help_block = Section(tr("What would help most"), self.help, gap=4)
        self.columns.add("left", self.matrix, chart_first=True)
        self.columns.add("right", self.found)
        self.columns.add("right", self.help_block, gap=24)
        column(self.columns, of=self)
        self.show_lit(False)

    def show_run(self, project: Project, run: Run, cutoff: float, source: ContentSource) -> None:
        """Show the mistakes of this run; ``source`` is asked what there is to see of the examples shown."""
        if self._run is None or self._run.id != run.id:
            self._cell = None
        self._project, self._run, self._source = project, run, source
        said = view(project, run, WRONG)
        drawn = said.chart("confusion", ConfusionChart)
        chart = replace(drawn, note=tr("{note} Choose a number to see them.", note=drawn.note))
        self._labels = chart.labels
        self.matrix.show_chart(chart, said.explanations["confusion"])
        rows = what_would_help(project, run, cutoff)
        self.help.set_rows(rows)
        self.help.fit_rows()
        self.help_block.setVisible(bool(rows))
        self._show_cell()

    def show_lit(self, lit: bool) -> None:
        """Say whether the pictures show where it looked."""
        self.where.setText(tr("Show the photos alone") if lit else tr("Show where it looked"))
        photos = self._project is None or example_noun_of(self._project) == example_noun("photo")
        self.where.setVisible(photos and bool(self.examples.cards))
        self.where_note.setVisible(lit and photos)

    @property
    def rows(self) -> tuple[Answered, ...]:
        """What is shown at the right, in order."""
        return self.examples.rows

    def review(self) -> None:
        """Show every mistake, the most confident first, and the first of them large."""
        self._cell = None
        self._show_cell()
        self._focus_first()
        if self.examples.cards:
            self.examples.opened.emit(self.examples.cards[0].row)

    def show_cell(self, truth: str, said: str) -> None:
        self._cell = (truth, said)
        if isinstance(self.matrix.view, ConfusionChartView):
            self.matrix.view.set_cell(self._labels.index(truth), self._labels.index(said))
        self._show_cell()

    def _follow(self, view: ConfusionChartView) -> None:
        view.cell_chosen.connect(self._chosen)
        view.cell_opened.connect(self._focus_first)

    def _chosen(self, truth: int, said: int) -> None:
        self._cell = (self._labels[truth], self._labels[said])
        self._show_cell()

    def _focus_first(self) -> None:
        if self.examples.cards:
            self.examples.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cell(self) -> None:
        if self._project is None or self._run is None:
            return
        if self._cell is None:
            rows = answered(self._run)
            self.found.title.setText(
                tr("The most confident mistakes first") if rows else tr("No mistakes")
            )
            note = (
                f"{count(len(rows), 'mistake')}."
                if rows
                else tr("It got every held-out {noun} right.", noun=noun(self._project, 1))
            )
        else:
            rows = answered(self._run, truth=self._cell[0], said=self._cell[1])
            self.found.title.setText(cell_title(self._project, self._run, *self._cell))
            note = tr("Most confident first.") if len(rows) > 1 else ""
        self.found.note.say(note)
        self.examples.show_rows(rows, self._source)
        photos = example_noun_of(self._project) == example_noun("photo")
        self.where.setVisible(photos and bool(rows))


class MistakeExamples(QObject):
    """Answers what the view asks about its examples, for its page."""

    def __init__(self, page: Page, view: ConfusionView) -> None:
        super().__init__(view)
        self._session, self._view, self._page = page.session, view, page
        self._run: Run | None = None
        self._looked_at: tuple[Answered, ...] = ()  # what the arrow keys go through
        self.lit = False
        self._pictures: dict[str, QImage] = {}
        self.closer = LookCloser(view, self._look)
        self.closer.asked_where.connect(self.toggle_where)
        self.mapper = ActivationMapper()
        self._soon = LatestWinsThread(self, self._lit, self._not_lit)
        view.examples.opened.connect(self.look_closer)
        view.examples.fix_asked.connect(self._ask_label)
        view.examples.turned.connect(self._turned)
        view.where.clicked.connect(self.toggle_where)

    def show_run(self, run: Run) -> None:
        """These examples were answered by this run's model."""
        if self._run is None or self._run.model_sha256 != run.model_sha256:
            self._pictures = {}
        self._run = run

    # --- what there is to see ------------------------------------------------------------------------------------

    def shown(self, row: Answered) -> CardContent:
        """The small picture of an example or its words, and its label now."""
        found = self._listed(row.path)
        if found is None:
            return CardContent(text=Path(row.path).name if self._is("text") else "")
        now = self.labels((row.path,))[row.path]
        off = self._session.notice
        if found.modality == "text":
            return CardContent(text=self._words(found) or found.name, now=now, off=off)
        small = self._session.project.caches.thumbnail(found.sha256)
        image = decode(small, 256) if small else QImage()
        original = None if found.modality == "photo" else self._original(row.path, found)
        return CardContent(image, original=original, now=now, off=off)

    def labels(self, paths: tuple[str, ...]) -> dict[str, str]:
        """What these examples are labelled now, by path; those that are gone are left out."""
        names = {info.id: info.name for info in self._session.project.classes()}
        return {
            row.path: names.get(row.class_id or 0, tr("not labelled"))
            for row in with_paths(self._session.project, paths)
        }

    def _listed(self, path: str) -> ListedExample | None:
        found = with_paths(self._session.project, [path])
        return found[0] if found else None

    def _is(self, modality: str) -> bool:
        first = self._session.project.first_example()
        return first is not None and first.modality == modality

    def _original(self, path: str, found: ListedExample | None) -> Original:
        originals = self._session.project.originals
        if found is None:
            return originals.shown(path, "", "photo")
        return originals.shown(path, found.sha256, found.modality)

    def _words(self, found: ListedExample) -> str:
        """The beginning of a text: from the project, or from its file."""
        kept = self._session.project.originals.kept(found.sha256)
        if kept is None:
            from estimators.classifier.unreadable import UnreadableItem

            try:
                kept = self._original(found.path, found).read()
            except UnreadableItem:
                return ""
        return kept[: 8 * LONGEST].decode("utf-8", "replace")

    # --- looking closer ------------------------------------------------------------------------------------------

    def look_closer(self, row: Answered) -> None:
        """Open one example large; the arrow keys go through the others of its cell."""
        self._looked_at = self._view.rows
        self.closer.open(self._looked_at.index(row))

    def _look(self, number: int) -> ExampleLook | None:
        if not 0 <= number < len(self._looked_at):
            return None
        row = self._looked_at[number]
        words = tr(
            "{sentence} In truth “{truth}”, to which it gave {of_truth}.",
            sentence=row.sentence,
            truth=as_written(row.truth),
            of_truth=percent(row.of_truth),
        )
        found = self._listed(row.path)
        original = self._original(row.path, found)
        modality = found.modality if found else "photo"
        text = None
        if found is not None and modality == "text":
            text = self._session.project.originals.text(found.path, found.sha256)
        read = None
        if self.lit and modality == "photo" and self._run is not None:
            read = self.mapper.reader(
                self._session.project.path, self._run.model_sha256, original, row.said
            )
        return ExampleLook(
            Path(row.path).name,
            words,
            original,
            self._pictures.get(row.path, QImage()) if self.lit else self.shown(row).image,
            modality,
            text,
            read,
        )

    # --- where it looked -----------------------------------------------------------------------------------------

    def toggle_where(self) -> None:
        """Show where it looked, or the photos themselves again."""
        if not self._is("photo"):
            return
        self.lit = not self.lit
        self._view.show_lit(self.lit)
        self._turned()
        self.closer.again()

    def _turned(self) -> None:
        """Other cards are shown: light those that are not lit yet."""
        if not self.lit:
            for card in self._view.examples.cards:
                card.set_image(QImage())
            return
        asked = []
        for card in self._view.examples.cards:
            path = card.row.path
            if path in self._pictures:
                card.set_image(self._pictures[path])
                continue
            original = self._original(path, self._listed(path))
            if original.is_here():
                asked.append(MapRequest(path, original, card.row.said))
        if asked and self._run is not None:
            project, sha256 = self._session.project.path, self._run.model_sha256
            self._soon.ask(partial(self.mapper.pictures, project, sha256, asked))

    def _lit(self, pictures: dict[str, QImage]) -> None:
        self._pictures |= pictures
        for card in self._view.examples.cards:
            if self.lit and card.row.path in pictures:
                card.set_image(pictures[card.row.path])

    def _not_lit(self, error: Exception) -> None:
        self.lit = False
        self._view.show_lit(False)
        self._page.refuse(error)

    # --- labels --------------------------------------------------------------------------------------------------

    def _ask_label(self, row: Answered, anchor: QWidget) -> None:
        names = [info.name for info in self._session.project.classes()]
        now = self.labels((row.path,)).get(row.path)
        fix = partial(self.fix_label, row.path)
        open_below(anchor, label_menu(self._view, names, fix, current=now))

    def fix_label(self, path: str, name: str) -> None:
        """Say what an example really is."""
        project = self._session.project
        found = with_paths(project, [path])
        if found:
            self._page.do(edit.LabelExamples((found[0].id,), name, noun(project)))
