"""The row below the tabs: whether the fake is served, at which address, and how often it was asked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.fake.scenarios import form_field
from desktop.pages.fake.browser_stage import BrowserStage
from desktop.pages.fake.serving import Serving
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Hairline, Label, Span
from desktop.widgets.rows import IconMark
from estimators.base.count import count

_ROOM_FOR_REQUESTS, _ROOM_FOR_ALL = 880, 1080
_EXAMPLES = {"text": "Where is it?", "sound": "sound.wav", "clip": "clip.mp4"}


class ServingBar(QWidget):
    """Starts and stops the server and hands out its address."""

    copied = Signal(str)

    def __init__(self, serving: Serving) -> None:
        super().__init__()
        self._serving = serving
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(14)
        self._on = IconMark("serving", "serving", colour="ok")
        self._off = IconMark("serving", "not serving", colour="ink3")
        self.state = Label(weight=500, wrap=False)
        self.address = Label(role=Role.MONO, wrap=False)
        self.hint = Label(
            "Once served, your prototype can ask it at a local address.", colour="ink2", wrap=False
        )
        self.copy = Button("Copy", "link")
        self.copy_curl = Button("Copy as curl", "link")
        self.stage = Button("Stage in a browser", "link")
        self.requests = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self._rule = Hairline(Qt.Orientation.Vertical)
        self._rule.setFixedHeight(16)
        self.speaks = Label(
            "speaks ",
            Span("JSON, OpenAI, Anthropic, Gemini", colour="ink"),
            role=Role.NOTE,
            colour="ink2",
            wrap=False,
        )
        self.switch = Button("Serve it", size="small")
        marks = QHBoxLayout()
        marks.setSpacing(8)
        first: tuple[QWidget, ...] = (self._on, self._off, self.state)
        then: tuple[QWidget, ...] = (
            self.address,
            self.hint,
            self.copy,
            self.copy_curl,
            self.stage,
        )
        last: tuple[QWidget, ...] = (self.requests, self._rule, self.speaks, self.switch)
        for widget in first:
            marks.addWidget(widget)
        row.addLayout(marks)
        for widget in then:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in last:
            row.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(row)
        box.addWidget(Hairline())
        self.copy.clicked.connect(self.copy_address)
        self.copy_curl.clicked.connect(self.copy_as_curl)
        self.stage.clicked.connect(self.show_stage)
        self.switch.clicked.connect(self._switch)
        serving.changed.connect(self.show_state)
        serving.asked.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Show the server as it is now."""
        on = self._serving.is_on
        self._on.setVisible(on)
        self._off.setVisible(not on)
        where = (
            "Serving, phones let in" if self._serving.network_urls else "Serving on this computer"
        )
        self.state.setText(where if on else "Not serving")
        self.address.setText(self._serving.address)
        self.address.setVisible(on)
        self.hint.setVisible(not on)
        for widget in (self.copy, self.copy_curl, self.stage):
            widget.setVisible(on)
        self._shed()
        self.requests.setText(f"{count(self._serving.requests_today(), 'request')} today")
        self.switch.setText("Stop" if on else "Serve it")
        self.switch.set_kind("text" if on else "secondary")
        self.switch.set_busy("Starting…" if self._serving.is_starting else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shed()

    def _shed(self) -> None:
        """Leave out from the right what has no room."""
        on = self._serving.is_on
        self.requests.setVisible(on and self.width() >= _ROOM_FOR_REQUESTS)
        for widget in (self._rule, self.speaks):
            widget.setVisible(on and self.width() >= _ROOM_FOR_ALL)

    def copy_address(self) -> None:
        """Put the address on the clipboard."""
        QApplication.clipboard().setText(self._serving.address)
        self.copied.emit("address")

    def copy_as_curl(self) -> None:
        """Put a whole request on the clipboard, with the token that this server asks for."""
        one = self._serving.one
        example = _EXAMPLES.get(one, "photo.jpg")
        QApplication.clipboard().setText(
            f'curl -H "Authorization: Bearer {self._serving.token}" {form_field(one, example)} '
            f"{self._serving.address}/predict"
        )
        self.copied.emit("curl")

    def show_stage(self) -> None:
        """Show where the Stage is for browsers, and let phones in or keep them out."""
        if self._serving.is_on:
            popover = BrowserStage(self.window(), self._serving, self._serving.dialled)
            popover.copied.connect(self.copied)
            popover.open_below(self.stage)

    def _switch(self) -> None:
        if self._serving.is_on:
            self._serving.stop()
        else:
            self._serving.start()
