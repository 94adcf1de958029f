"""What a client sent, for the person who answers it: a photo, the picture of a sound or clip, or a conversation."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.latest_wins_thread import LatestWinsThread
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.example import ExamplePicture, Seen, open_url, read_example
from desktop.widgets.label import Label, Span
from desktop.widgets.layout import column, holder
from desktop.widgets.rows import RowList
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr
from mock_ai.operator.waiting_request import WaitingRequest, content_type

_MODALITY = {"photo": "photo", "sound": "sound", "clip": "video"}
_CALLED = {
    "photo": tr("Photo"),
    "sound": tr("Sound"),
    "clip": tr("Clip"),
    "file": tr("File"),
    "text": tr("A message"),
}


def called(kind: str) -> str:
    """What was sent: "Photo"."""
    return _CALLED.get(kind, kind.capitalize())


_ENDINGS = {"sound": ".wav", "clip": ".mp4"}
_ENDINGS_OF_TYPES = {
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "video/webm": ".webm",
}
_WHO = {"assistant": tr("answered before"), "tool": tr("a tool returned"), "user": "asked"}
_TURNS = 6
_LETTERS = 2_000  # of one message
_SIDE = 1100
HIGHEST = 316  # pixels of a picture
_LOWEST = 150


class _Conversation(QScrollArea):
    """What was said, the latest in view; as high as it needs, within the room there is."""

    def __init__(self) -> None:
        super().__init__()
        self._room = HIGHEST
        self.rows = RowList(tr("The conversation"))
        self.setWidget(self.rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("The conversation"))
        self.verticalScrollBar().rangeChanged.connect(self._to_the_end)

    def set_rows(self, rows: list[QWidget]) -> None:
        self.rows.set_rows(rows)
        self.setVisible(bool(rows))
        self._fit()

    def set_room(self, height: int) -> None:
        """Take no more than that."""
        self._room = height
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        layout = self.rows.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(max(self.viewport().width(), 1))
            self.setFixedHeight(max(1, min(needed, self._room)))

    def _to_the_end(self, _least: int, most: int) -> None:
        self.verticalScrollBar().setValue(most)


class RequestContent(QWidget):
    """Shows one request. What has to be decoded is read in a thread."""

    def __init__(self) -> None:
        super().__init__()
        self._request: WaitingRequest | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self.picture = ExamplePicture()
        self.play = Button("", size="small", icon="play", run=self._play)
        self.problem = Label(role=Role.NOTE, colour="ink2")
        self.conversation = _Conversation()
        column(self.picture, self.play, self.problem, self.conversation, of=self, spacing=8)
        self.set_room(HIGHEST)
        self._reading = LatestWinsThread(self, self._read, self._unreadable)

    def show_request(self, request: WaitingRequest) -> None:
        self._request = request
        one = request.kind
        has_picture = bool(request.content) and one in _MODALITY
        self.picture.set_image(QImage())
        self.picture.setAccessibleName(f"{called(one)} {request.name}".strip())
        self.picture.setVisible(has_picture)
        lasts = one in _ENDINGS and bool(request.content)
        self.play.setText(tr("Play the {one}", one=within_a_sentence(called(one))))
        self.play.setVisible(lasts)
        self._say("" if has_picture or one == "text" else tr("This file cannot be shown."))
        self._converse(request)
        if has_picture:
            self._reading.ask(partial(_read, request.number, _MODALITY[one], request.content))

    def set_room(self, height: int) -> None:
        """Show the picture so high, within reason."""
        room = scaled(max(_LOWEST, min(HIGHEST, height)))
        self.picture.setFixedHeight(room)
        self.conversation.set_room(room)

    def clear(self) -> None:
        """Show nothing, and keep nothing of what was sent."""
        self._request = None
        self.picture.set_image(QImage())
        self.conversation.set_rows([])
        self._forget_files()

    def stop(self) -> None:
        self._reading.stop()
        self.clear()

    def _converse(self, request: WaitingRequest) -> None:
        rows: list[QWidget] = []
        if request.system:
            rows.append(_line("instructions", request.system))
        turns = request.turns[-_TURNS:]
        for turn in turns:
            photos = "[a photo] " * len(turn.images)
            if turn.text or photos:
                rows.append(_line(_WHO[turn.role], photos + turn.text, asked=turn.role == "user"))
        if not turns and request.text:
            rows.append(_line("asked", request.text, asked=True))
        self.conversation.set_rows(rows)

    def _read(self, read: tuple[int, Seen]) -> None:
        number, seen = read
        if self._request is not None and number == self._request.number:
            self.picture.set_image(seen.image)
            self._say(seen.facts)

    def _unreadable(self, error: Exception) -> None:
        if self._request is not None:
            self.picture.hide()
            self._say(
                tr(
                    "This {kind} cannot be shown. {error}",
                    kind=self._request.kind,
                    error=str(error),
                )
            )

    def _say(self, words: str) -> None:
        self.problem.say(words)

    def _play(self) -> None:
        """Hand it to the program that plays such files on this computer."""
        request = self._request
        if request is None:
            return
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="smart-enough-")
        usual = _ENDINGS[request.kind]
        ending = _ENDINGS_OF_TYPES.get(content_type(request.content), usual)
        path = Path(self._folder.name) / f"{request.number}{ending}"
        path.write_bytes(request.content)
        if not open_url(QUrl.fromLocalFile(str(path))):
            self._say(tr("No program on this computer opens it."))

    def _forget_files(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _read(number: int, modality: str, content: bytes) -> tuple[int, Seen]:
    return number, read_example(modality, content, _SIDE)


def _line(who: str, text: str, *, asked: bool = False) -> QWidget:
    shown = text if len(text) <= _LETTERS else text[:_LETTERS].rstrip() + "…"
    name = Label(who, role=Role.NOTE, colour="ink3")
    said = Label(Span(shown, colour="ink" if asked else "ink2"), role=Role.BODY)
    return holder(column(name, said, spacing=0, margins=(0, 6, 0, 6)))
