"""The row below the tabs: whether the fake is served, at which address, how often it was asked; and the Stage in a browser."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.findings.fake.scenarios import form_field
from desktop.pages.fake.local_server import LocalServer
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.example import open_url
from desktop.widgets.label import Hairline, Label, Span
from desktop.widgets.popover import Popover
from desktop.widgets.qr import QrCode
from desktop.widgets.rows import IconMark
from estimators.base.count import count

_ROOM_FOR_REQUESTS, _ROOM_FOR_ALL = 880, 1080
_EXAMPLES = {"text": "Where is it?", "sound": "sound.wav", "clip": "clip.mp4"}


class ServingBar(QWidget):
    """Starts and stops the server and hands out its address."""

    copied = Signal(str)

    def __init__(self, serving: LocalServer) -> None:
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


WIDTH = 472
WARNING = (
    "Whoever is in this network and has the address can see what the Stage shows, and react. "
    "Nothing else is open to them."
)


class BrowserStage(Popover):
    """Shows the Stage's addresses; follows the server while it is open."""

    copied = Signal(str)

    def __init__(self, window: QWidget, serving: LocalServer, dialled: str) -> None:
        super().__init__(window, "The Stage in a browser", width=WIDTH)
        self._serving = serving
        self._fill(dialled)
        serving.changed.connect(self.show_state)
        self.closed.connect(self.deleteLater)
        self.show_state()

    def _fill(self, dialled: str) -> None:
        self.add_head("The Stage in a browser", 2, wraps=False)
        self.body.addWidget(
            Label(
                "One example, one sentence, and what people do with it. All who open it take part in one session.",
                colour="ink2",
            )
        )
        self.way = ChoiceBar(
            "How good it is", (("fixed", dialled), ("adaptive", "Find how good it must be"))
        )
        self.way.chosen.connect(self._serving.set_way)
        self.open = Button("Open it here", "primary", size="small")
        self.copy = Button("Copy address", size="small")
        self.open.clicked.connect(self._open)
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.open)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.body.addSpacing(12)
        self.body.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(12)
        self.body.addLayout(row)
        self.way.setVisible(bool(dialled))  # how good a trained classifier is, is given
        self.body.addSpacing(16)
        self.body.addWidget(Hairline())
        self.body.addSpacing(12)
        self.phones = Label("", role=Role.SECTION)
        self.warning = Label(WARNING, role=Role.NOTE, colour="ink2")
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.body.addWidget(self.phones)
        self.body.addSpacing(4)
        self.body.addWidget(self.warning)
        self.body.addWidget(self.problem)
        self.body.addSpacing(12)
        self.body.addWidget(self._code())
        self.switch = Button("Let phones on this network in", size="small")
        self.switch.clicked.connect(self._switch)
        self.body.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)

    def _code(self) -> QWidget:
        self.code = QrCode()
        self.address = Label("", role=Role.MONO)
        self.copy_phone = Button("Copy", "link")
        self.copy_phone.clicked.connect(self._copy_phone)
        self.others = Label(role=Role.NOTE, colour="ink2")
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(Label("Scan it, or type", role=Role.NOTE, colour="ink2"))
        side.addWidget(self.address)
        side.addWidget(self.copy_phone, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self.others)
        side.addStretch(1)
        self.let_in = QWidget()
        row = QHBoxLayout(self.let_in)
        row.setContentsMargins(0, 0, 0, 12)
        row.setSpacing(16)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(side, 1)
        return self.let_in

    # -- what it shows ------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show the server as it is now; without one there is nothing to show."""
        serving = self._serving
        if not serving.is_on:
            self.close_popover()
            return
        self.way.set_value(serving.way)
        urls = serving.network_urls
        self.let_in.setVisible(bool(urls))
        self.phones.setText("Phones are let in" if urls else "Phones on this network")
        self.switch.setText("Keep phones out" if urls else "Let phones on this network in")
        self.switch.set_busy(
            ("Closing…" if urls else "Opening…") if serving.is_turning_network else ""
        )
        self.code.set_address(urls[0] if urls else "")
        self.address.setText(_breakable(urls[0]) if urls else "")
        more = len(urls) - 1
        self.others.setText(
            f"Also at {', '.join(url.partition('/stage')[0] for url in urls[1:])}" if more else ""
        )
        self.problem.setText(serving.network_problem)
        self.problem.setVisible(bool(serving.network_problem))
        self.resettle()

    # -- what it does -------------------------------------------------------------------------

    def _open(self) -> None:
        open_url(QUrl(self._serving.stage_url))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._serving.stage_url)
        self.copied.emit("the Stage’s address")

    def _copy_phone(self) -> None:
        QApplication.clipboard().setText(self._serving.network_urls[0])
        self.copied.emit("the Stage’s address for phones")

    def _switch(self) -> None:
        if self._serving.network_urls:
            self._serving.keep_network_out()
        else:
            self._serving.let_network_in()


def _breakable(url: str) -> str:
    """An address that may go on in the next line after its path, its words and every few letters of its token."""
    path, _, token = url.partition("#token=")
    return "\u200b".join([path, "#token=", *(token[at : at + 8] for at in range(0, len(token), 8))])
