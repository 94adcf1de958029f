"""What came in where it is no text: a photo, a sound or a clip among the examples of the project."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from desktop.findings.measure.room_queue import RoomQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.measure.room.answer_pane import AnswerPane
from desktop.pages.measure.room.pair_pane import PairPane
from desktop.project.records import Example
from desktop.session import Session
from desktop.widgets.example import Seen, read_example
from estimators.base.sentence import tr


class InputReader(QObject):
    """Shows the example that a case is about, read in a thread."""

    def __init__(self, session: Session, pane: AnswerPane | PairPane, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._pane = session, pane
        self._examples: dict[str, Example] | None = None
        self._reading = LatestWinsThread(self, self._came)
        self._shown = ""
        pane.example.hide()

    def show_case(self, room: RoomQueue[Any, Any]) -> None:
        """Show the input of the case: the example of that path, or the words of the case itself."""
        case = room.case
        example = None if case is None else self._of(case.id)
        self._pane.bubble.setVisible(example is None or example.modality == "text")
        self._pane.example.setVisible(example is not None and example.modality != "text")
        if case is None or example is None or self._shown == case.id:
            return
        self._shown = case.id
        project = self._session.project
        text = project.text(example)
        if example.modality == "text":
            if text is not None:
                self._pane.asked.show_words(text)
            else:
                shown = project.shown(example)
                self._reading.ask(lambda: (case.id, read_example("text", shown)))
            return
        shown = project.shown(example)
        small = QImage.fromData(project.caches.thumbnail(example.sha256) or b"")
        self._pane.example.show_example(example.modality, tr("What came in"), shown, small)
        read = partial(read_example, example.modality, shown)
        self._reading.ask(lambda: (case.id, read()))

    def _of(self, path: str) -> Example | None:
        if self._examples is None:
            self._examples = {one.path: one for one in self._session.project.examples()}
        return self._examples.get(path)

    def _came(self, found: tuple[str, Seen]) -> None:
        name, seen = found
        if name != self._shown:
            return
        if seen.text:
            self._pane.asked.show_words(seen.text)
        else:
            self._pane.example.set_seen(seen)

    def stop(self) -> None:
        """Stop reading."""
        self._reading.stop()
