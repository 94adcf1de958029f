"""The photos behind the confusion matrix: their pictures and labels, looking closer, fixing a label."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.findings.accuracy import percent
from desktop.findings.mistakes import Answered
from desktop.pages.train.wrong import WrongView
from desktop.project import commands as edit
from desktop.project.example_list import with_paths
from desktop.project.file import Command
from desktop.project.progress import noun
from desktop.session import Session
from desktop.widgets.label_menu import LabelMenu
from desktop.widgets.look import Look, LookCloser
from desktop.widgets.thumbnails import decode


class MistakePhotos(QObject):
    """Answers what the view asks about its photos; ``do`` carries out an edit and says what went wrong."""

    def __init__(self, session: Session, view: WrongView, do: Callable[[Command], None]) -> None:
        super().__init__(view)
        self._session, self._view, self._do = session, view, do
        self._looked_at: tuple[Answered, ...] = ()  # what the arrow keys go through
        self.closer = LookCloser(view, self._look)
        view.photos.opened.connect(self.look_closer)
        view.photos.fix_asked.connect(self._ask_label)

    def thumbnail(self, path: str) -> QImage:
        """The small picture of an example; a null one where there is none."""
        found = with_paths(self._session.project, [path])
        small = self._session.project.caches.thumbnail(found[0].sha256) if found else None
        return decode(small, 256) if small else QImage()

    def labels(self, paths: tuple[str, ...]) -> dict[str, str]:
        """What these examples are labelled now, by path; those that are gone are left out."""
        names = {info.id: info.name for info in self._session.project.classes()}
        return {
            row.path: names.get(row.class_id or 0, "not labelled")
            for row in with_paths(self._session.project, paths)
        }

    def look_closer(self, row: Answered) -> None:
        """Open one photo large; the arrow keys go through the others of its cell."""
        self._looked_at = self._view.rows
        self.closer.open(self._looked_at.index(row))

    def _look(self, number: int) -> Look | None:
        if not 0 <= number < len(self._looked_at):
            return None
        row, home = self._looked_at[number], self._session.project.path.parent
        words = f"{row.sentence} In truth “{row.truth}”, to which it gave {percent(row.of_truth)}."
        return Look(Path(row.path).name, words, home / row.path, self.thumbnail(row.path))

    def _ask_label(self, row: Answered, anchor: QWidget) -> None:
        names = [info.name for info in self._session.project.classes()]
        now = self.labels((row.path,)).get(row.path)
        LabelMenu(self._view, names, partial(self.fix_label, row.path), current=now).open_below(
            anchor
        )

    def fix_label(self, path: str, name: str) -> None:
        """Say what a photo really shows."""
        project = self._session.project
        found = with_paths(project, [path])
        if found:
            self._do(edit.LabelExamples((found[0].id,), name, noun(project)))

    def stop(self) -> None:
        """The page is closing."""
        self.closer.stop()
