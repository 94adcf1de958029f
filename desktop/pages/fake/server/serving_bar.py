"""The row below the tabs: whether the fake is served, at which address, how often it was asked, the Stage in a browser; and who answers there."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.findings.fake.sample_request import form_field
from desktop.findings.fake.served_candidate import (
    can_swap,
    candidates_to_swap,
    fake_rests,
    put_in_place,
)
from desktop.findings.fake.view import swap
from desktop.pages.fake.server.local_server import LocalServer
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.project.measure_records import KeptCandidate
from desktop.project.run_list import has_runs
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar
from desktop.widgets.example import open_url
from desktop.widgets.label import Hairline, Label, Span
from desktop.widgets.layout import MIDDLE, FlowLayout, column, fill, holder, row
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.popover import Popover
from desktop.widgets.qr import QrCode
from desktop.widgets.rows import IconMark
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.phrase import cut
from estimators.base.sentence import tr

_NAME = 30  # characters of a candidate's name
_ROOM_FOR_HINT, _ROOM_FOR_REQUESTS, _ROOM_FOR_ALL = 620, 880, 1080
_EXAMPLES = {"text": tr("Where is it?"), "sound": "sound.wav", "clip": "clip.mp4"}


class ServingBar(QWidget):
    """Starts and stops the server and hands out its address."""

    copied = Signal(str)

    def __init__(self, serving: LocalServer) -> None:
        super().__init__()
        self._serving = serving
        self._on = IconMark("serving", "serving", colour="ok")
        self._off = IconMark("serving", tr("not serving"), colour="ink3")
        self.state = Label(weight=500, wrap=False)
        self.address = Label(role=Role.MONO, wrap=False)
        self.hint = Label(
            tr("Once served, your prototype can ask it at a local address."),
            colour="ink2",
            wrap=False,
        )
        self.copy = Button(tr("Copy"), "link", run=self.copy_address)
        self.copy_curl = Button(tr("Copy as curl"), "link", run=self.copy_as_curl)
        self.stage = Button(tr("Stage in a browser"), "link", run=self.show_stage)
        self.requests = Label(role=Role.NOTE, colour="ink2", wrap=False)
        self._rule = Hairline(Qt.Orientation.Vertical)
        self._rule.setFixedHeight(16)
        self.speaks = Label(
            f"{tr('speaks')} ",
            Span(tr("JSON, OpenAI, Anthropic, Gemini"), colour="ink"),
            role=Role.NOTE,
            colour="ink2",
            wrap=False,
        )
        self.switch = Button(tr("Serve it"), size="small", run=self._switch)
        marks = row(self._on, self._off, self.state, spacing=8)
        links = (self.copy, self.copy_curl, self.stage)
        last = (self.requests, self._rule, self.speaks, self.switch)
        line = FlowLayout(spacing=14, line_spacing=4, middle=True)
        for part in (holder(marks), self.address, self.hint, *links):
            line.addWidget(part)
        whole = row((holder(line), 1, MIDDLE), *last, spacing=14, margins=(0, 6, 0, 6))
        column(whole, Hairline(), of=self, spacing=0)
        serving.changed.connect(self.show_state)
        serving.asked.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        on = self._serving.is_on
        self._on.setVisible(on)
        self._off.setVisible(not on)
        where = (
            tr("Serving, phones let in")
            if self._serving.network_urls
            else tr("Serving on this computer")
        )
        if name := self._serving.candidate:
            where = tr("Serving the answers of “{name}”", name=cut(name, _NAME))
        self.state.setText(where if on else tr("Not serving"))
        self.address.setText(self._serving.address)
        self.address.setVisible(on)
        for widget in (self.copy, self.copy_curl, self.stage):
            widget.setVisible(on)
        self._shed()
        self.requests.setText(
            tr("{count} today", count=count(self._serving.requests_today(), "request"))
        )
        self.switch.setText(tr("Stop") if on else tr("Serve it"))
        self.switch.set_kind("text" if on else "secondary")
        self.switch.set_busy(tr("Starting…") if self._serving.is_starting else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shed()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "switch"):
            self._shed()

    def _shed(self) -> None:
        """Leave out from the right what has no room."""
        on = self._serving.is_on
        self.hint.setVisible(not on and self.width() >= scaled(_ROOM_FOR_HINT))
        self.requests.setVisible(on and self.width() >= scaled(_ROOM_FOR_REQUESTS))
        for widget in (self._rule, self.speaks):
            widget.setVisible(on and self.width() >= scaled(_ROOM_FOR_ALL))

    def copy_address(self) -> None:
        QApplication.clipboard().setText(self._serving.address)
        self.copied.emit("address")

    def copy_as_curl(self) -> None:
        """Put a whole request on the clipboard, with the token that this server asks for."""
        field = self._serving.field
        example = _EXAMPLES.get(field, "photo.jpg")
        QApplication.clipboard().setText(
            f'curl -H "Authorization: Bearer {self._serving.token}" {form_field(field, example)} '
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
WARNING = tr(
    "Whoever is in this network and has the address can see what the Stage shows, and react. "
    "Nothing else is open to them."
)


class BrowserStage(Popover):
    """Shows the Stage's addresses; follows the server while it is open."""

    copied = Signal(str)

    def __init__(self, window: QWidget, serving: LocalServer, dialled: str) -> None:
        super().__init__(window, tr("The Stage in a browser"), width=WIDTH)
        self._serving = serving
        self._fill(dialled)
        serving.changed.connect(self.show_state)
        self.show_state()

    def _fill(self, dialled: str) -> None:
        self.add_head(tr("The Stage in a browser"), 2, wraps=False)
        about = Label(
            tr(
                "One example, one sentence, and what people do with it. All who open it take part in one session."
            ),
            colour="ink2",
        )
        self.way = ChoiceBar(
            tr("How good it is"), (("fixed", dialled), ("adaptive", tr("Find how good it must be")))
        )
        self.way.chosen.connect(self._serving.set_way)
        self.open = Button(tr("Open it here"), "primary", size="small", run=self._open)
        self.copy = Button(tr("Copy address"), size="small", run=self._copy)
        if not dialled:  # how good a trained classifier is, is given
            self.way.hide()
        self.phones = Label("", role=Role.SECTION)
        self.warning = Label(WARNING, role=Role.NOTE, colour="ink2")
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.switch = Button(tr("Let phones on this network in"), size="small", run=self._switch)
        left = Qt.AlignmentFlag.AlignLeft
        buttons = row(self.open, self.copy, None, spacing=8)
        fill(self.body, about, 12, (self.way, left), 12, buttons, 16, Hairline(), 12)
        fill(self.body, self.phones, 4, self.warning, self.problem, 12, self._code())
        fill(self.body, (self.switch, left))

    def _code(self) -> QWidget:
        self.code = QrCode()
        self.address = Label("", role=Role.MONO)
        self.copy_phone = Button(tr("Copy"), "link", run=self._copy_phone)
        self.others = Label(role=Role.NOTE, colour="ink2")
        scan = Label(tr("Scan it, or type"), role=Role.NOTE, colour="ink2")
        copy = (self.copy_phone, Qt.AlignmentFlag.AlignLeft)
        side = column(scan, self.address, copy, self.others, None, spacing=6)
        code = (self.code, Qt.AlignmentFlag.AlignTop)
        self.let_in = holder(row(code, (side, 1), spacing=16, margins=(0, 0, 0, 12)))
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
        self.phones.setText(tr("Phones are let in") if urls else tr("Phones on this network"))
        self.switch.setText(tr("Keep phones out") if urls else tr("Let phones on this network in"))
        self.switch.set_busy(
            (tr("Closing…") if urls else tr("Opening…")) if serving.is_turning_network else ""
        )
        self.code.set_address(urls[0] if urls else "")
        self.address.setText(_breakable(urls[0]) if urls else "")
        more = len(urls) - 1
        self.others.setText(
            tr(
                "Also at {addresses}",
                addresses=", ".join(url.partition("/stage")[0] for url in urls[1:]),
            )
            if more
            else ""
        )
        self.problem.say(serving.network_problem)
        self.resettle()

    # -- what it does -------------------------------------------------------------------------

    def _open(self) -> None:
        open_url(QUrl(self._serving.stage_url))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._serving.stage_url)
        self.copied.emit(tr("the Stage’s address"))

    def _copy_phone(self) -> None:
        QApplication.clipboard().setText(self._serving.network_urls[0])
        self.copied.emit(tr("the Stage’s address for phones"))

    def _switch(self) -> None:
        if self._serving.network_urls:
            self._serving.keep_network_out()
        else:
            self._serving.let_network_in()


def _breakable(url: str) -> str:
    """An address that may go on in the next line after its path, its words and every few letters of its token."""
    path, _, token = url.partition("#token=")
    return "\u200b".join([path, "#token=", *(token[at : at + 8] for at in range(0, len(token), 8))])


class FakeSwap:
    """The words, the reason that it cannot be done, and the deed."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def words(self) -> str:
        """What it would do now."""
        project = self._page.session.project
        if fake_rests(project):
            return tr("Swap the fake in")
        return tr("Swap in a candidate…") if candidates_to_swap(project) else tr("Swap in the real one")  # fmt: skip

    def off(self) -> str:
        if can_swap(self._page.session.project):
            return self._page.why_not_edit()
        return tr("Train a classifier first.")

    def button(self) -> HeaderAction | None:
        """The button; None before there is another to swap in."""
        if not can_swap(self._page.session.project):
            return None
        return HeaderAction(self.words(), self.run, self._page.why_not_edit(), "R")

    def run(self) -> None:
        """Let the fake answer again; or another one, which is asked for where there is more than one."""
        project = self._page.session.project
        there = candidates_to_swap(project)
        trained = has_runs(project)
        if fake_rests(project) or not there:
            self._page.do(swap(project))
        elif len(there) == 1 and not trained:
            self.put(there[0])
        else:
            real = MenuEntry(tr("The real classifier"), partial(self._page.do, swap(project)))
            entries = [MenuEntry(one.name, partial(self.put, one)) for one in there]
            groups = ([real], entries) if trained else (entries,)
            open_menu(self._page.header, *groups, name=self.words())

    def put(self, candidate: KeptCandidate) -> None:
        """Let this candidate answer, or say why it cannot."""
        try:
            command = put_in_place(candidate)
        except UserError as error:
            self._page.refuse(error)
            return
        self._page.do(command)
