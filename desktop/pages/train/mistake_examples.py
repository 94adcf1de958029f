"""The examples behind the confusion matrix: what there is to see of them, looking closer, where it looked, fixing a label."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.findings.train.mistakes import Answered, chance
from desktop.pages.train.cards import LONGEST, Shown
from desktop.pages.train.where import AskedWhere, WhereItLooked
from desktop.pages.train.wrong import WrongView
from desktop.project import commands as edit
from desktop.project.example_list import ListedExample, with_paths
from desktop.project.file import Command
from desktop.project.noun import noun
from desktop.project.originals import Original
from desktop.project.records import Run
from desktop.session import Session
from desktop.widgets.label_menu import LabelMenu
from desktop.widgets.look import Look, LookCloser
from desktop.widgets.thumbnails import decode

NOTHING_TO_LIGHT = "Only of photos it can be shown where it looked."


class MistakeExamples(QObject):
    """Answers what the view asks about its examples; ``do`` carries out an edit and says what went wrong.

    ``failed``: why it cannot be shown where it looked.
    """

    failed = Signal(object)

    def __init__(self, session: Session, view: WrongView, do: Callable[[Command], object]) -> None:
        super().__init__(view)
        self._session, self._view, self._do = session, view, do
        self._run: Run | None = None
        self._looked_at: tuple[Answered, ...] = ()  # what the arrow keys go through
        self.lit = False
        self._pictures: dict[str, QImage] = {}
        self.closer = LookCloser(view, self._look)
        self.closer.asked_where.connect(self.toggle_where)
        self.where = WhereItLooked(self)
        self.where.found.connect(self._lit)
        self.where.failed.connect(self._not_lit)
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

    def shown(self, row: Answered) -> Shown:
        """The small picture of an example or its words, and its label now."""
        found = self._listed(row.path)
        if found is None:
            return Shown(text=Path(row.path).name if self._is("text") else "")
        now = self.labels((row.path,))[row.path]
        off = self._session.notice
        if found.modality == "text":
            return Shown(text=self._words(found) or found.name, now=now, off=off)
        small = self._session.project.caches.thumbnail(found.sha256)
        image = decode(small, 256) if small else QImage()
        original = None if found.modality == "photo" else self._original(row.path, found)
        return Shown(image, original=original, now=now, off=off)

    def labels(self, paths: tuple[str, ...]) -> dict[str, str]:
        """What these examples are labelled now, by path; those that are gone are left out."""
        names = {info.id: info.name for info in self._session.project.classes()}
        return {
            row.path: names.get(row.class_id or 0, "not labelled")
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
            from estimators.classifier.item import UnreadableItem

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

    def _look(self, number: int) -> Look | None:
        if not 0 <= number < len(self._looked_at):
            return None
        row = self._looked_at[number]
        words = f"{row.sentence} In truth “{row.truth}”, to which it gave {chance(row.of_truth)}."
        found = self._listed(row.path)
        original = self._original(row.path, found)
        modality = found.modality if found else "photo"
        text = None
        if found is not None and modality == "text":
            text = self._session.project.originals.text(found.path, found.sha256)
        read = None
        if self.lit and modality == "photo" and self._run is not None:
            read = self.where.explainer.reader(
                self._session.project.path, self._run.model_sha256, original, row.said
            )
        return Look(
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
                asked.append(AskedWhere(path, original, card.row.said))
        if asked and self._run is not None:
            self.where.ask(self._session.project.path, self._run.model_sha256, asked)

    def _lit(self, pictures: dict[str, QImage]) -> None:
        self._pictures |= pictures
        for card in self._view.examples.cards:
            if self.lit and card.row.path in pictures:
                card.set_image(pictures[card.row.path])

    def _not_lit(self, error: Exception) -> None:
        self.lit = False
        self._view.show_lit(False)
        self.failed.emit(error)

    # --- labels --------------------------------------------------------------------------------------------------

    def _ask_label(self, row: Answered, anchor: QWidget) -> None:
        names = [info.name for info in self._session.project.classes()]
        now = self.labels((row.path,)).get(row.path)
        LabelMenu(self._view, names, partial(self.fix_label, row.path), current=now).open_below(
            anchor
        )

    def fix_label(self, path: str, name: str) -> None:
        """Say what an example really is."""
        project = self._session.project
        found = with_paths(project, [path])
        if found:
            self._do(edit.LabelExamples((found[0].id,), name, noun(project)))

    def stop(self) -> None:
        """The page is closing."""
        self.closer.stop()
        self.where.stop()
