"""One exchange: what is known of it, what went over the wire, and keeping its answer as a good answer of the fake."""

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QPlainTextEdit, QWidget

from desktop.findings.fake.journal import (
    answer_words,
    clock,
    fault_words,
    place_words,
    seconds,
    sure_words,
)
from desktop.findings.fake.own_examples import keep_as_good, own_examples
from desktop.findings.fake.recorded_stubs import examples_of
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.journal.view import JournalView
from desktop.pages.page import Page
from desktop.project.product import is_classifier, kind_of
from desktop.project.project import Project
from desktop.project.records import Json
from desktop.theme.current import scaled
from desktop.theme.type import Role, font
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, column, fill, holder, row
from desktop.widgets.message import Message
from desktop.widgets.popover import SHADOW, Popover
from desktop.widgets.tabs import AnswerTab, AnswerTabs
from estimators.base.errors import UserError
from estimators.base.number import digits, megabytes
from estimators.base.sentence import tr, tr_plural
from mock_ai.traffic.exchange import KeptBody, WireExchange, from_stored
from mock_ai.traffic.recorded_example import RecordedExamples

_BY_WORDS = {
    "dials": tr("the dials (simulated)"),
    "you": tr("you, behind the curtain"),
    "model": tr("the real model"),
    "candidate": tr("a candidate, in the fake’s place"),
    "fault": tr("nobody: a fault"),
    "refused": tr("nobody: refused"),
}
_LONGEST_SHOWN = 100_000
TOP, _LEAST_TEXT, _MOST_TEXT = 72, 160, 400  # pixels
_INDENTED_BELOW = 50_000


class ExchangePopover(Popover):
    """Opens on one exchange. ``record_asked``, ``keep_asked`` and ``replay_asked`` carry its number."""

    record_asked = Signal(int)
    keep_asked = Signal(int)
    replay_asked = Signal(int)

    def __init__(
        self,
        window: QWidget,
        project: Project,
        exchange: Mapping[str, Json],
        answers: Sequence[tuple[str, str]] = (),
    ) -> None:
        """``answers``: who says what to it, where a replay has asked."""
        width = min(720, window.width() - 80)
        super().__init__(window, tr("Exchange {exchange}", exchange=exchange["id"]), width=width)
        self._number = int(exchange["id"])
        self._call = from_stored(exchange, project.requests.wire(self._number))
        self.add_head(str(exchange.get("name") or tr("no name")))
        when = tr("Number {number}, at {clock}", number=digits(self._number), clock=clock(exchange))
        note = Label(when, role=Role.NOTE, colour="ink2")
        fill(self.body, note, 10, _facts([*_known(exchange), *answers]), 12)
        self._add_buttons()
        self._add_wire()

    def _add_buttons(self) -> None:
        self.raw = Button(tr("Show the raw request"), size="small", run=self._toggle_wire)
        self.record = Button(tr("Record this answer"), "link", run=self._ask_record)
        self.keep = Button(tr("Keep as a good answer"), "link", run=self._ask_keep)
        self.replay = Button(tr("Ask again"), "link", run=self._ask_replay)
        gone = (
            ""
            if self._call.is_kept
            else tr(
                "What went over the wire is not kept: it was asked on the Stage, or is too old."
            )
        )
        if self._call.endpoint == "stage":
            gone = tr("It was shown on the Stage and never went over the wire.")
        buttons = FlowLayout(spacing=16, line_spacing=8, middle=True)
        for button in (self.raw, self.keep, self.record, self.replay):
            button.off_because(gone)
            buttons.addWidget(button)
        fill(self.body, buttons)
        if gone:
            fill(self.body, 8, Label(gone, role=Role.NOTE, colour="ink2"))

    def _add_wire(self) -> None:
        self.tabs = AnswerTabs(tr("What went over the wire"))
        self.tabs.set_tabs(
            (
                AnswerTab("request", tr("Raw request"), _size(self._call.request)),
                AnswerTab("answer", tr("Raw answer"), _size(self._call.answer)),
            )
        )
        self.tabs.chosen.connect(self._show_wire)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("What went over the wire"))
        self.text.setFont(font(Role.MONO))
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.copy = Button(tr("Copy"), "link", run=self._copy)
        self._wire = holder(
            column(
                self.tabs,
                self.text,
                row(self.copy, None, spacing=None),
                spacing=8,
                margins=(0, 12, 0, 0),
            )
        )
        self._wire.hide()
        self.body.addWidget(self._wire)

    def _toggle_wire(self) -> None:
        show = not self._wire.isVisible()
        self._wire.setVisible(show)
        self.raw.setText(tr("Hide the raw request") if show else tr("Show the raw request"))
        self.text.setFixedHeight(scaled(_LEAST_TEXT))
        self.resettle()
        if show:
            self._show_wire(str(self.tabs.value()))
            room = self.window().height() - (self.height() - 2 * SHADOW) - 2 * TOP
            self.text.setFixedHeight(min(scaled(_MOST_TEXT), scaled(_LEAST_TEXT) + max(room, 0)))
            self.resettle()

    def _show_wire(self, which: str) -> None:
        self.text.setPlainText(raw_text(self._call, which)[:_LONGEST_SHOWN])

    def _copy(self) -> None:
        QApplication.clipboard().setText(raw_text(self._call, str(self.tabs.value())))

    def _ask_record(self) -> None:
        self.close_popover()
        self.record_asked.emit(self._number)

    def _ask_keep(self) -> None:
        self.close_popover()
        self.keep_asked.emit(self._number)

    def _ask_replay(self) -> None:
        self.close_popover()
        self.replay_asked.emit(self._number)


def raw_text(call: WireExchange, which: str) -> str:
    """A request or an answer as it went over the wire, its JSON indented, photos named."""
    if which == "request":
        first = f"{call.method} {call.address}"
        return _with_body(first, call.headers, call.request)
    return _with_body(f"HTTP {call.status}", call.answer_headers, call.answer)


def _with_body(first: str, headers: Mapping[str, str], body: KeptBody) -> str:
    lines = [first, *(f"{name}: {value}" for name, value in headers.items()), ""]
    return "\n".join([*lines, _readable(body.shown())])


def _readable(text: str) -> str:
    if len(text) < _INDENTED_BELOW and text[:1] in {"{", "["}:
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        except (ValueError, RecursionError):
            return text
    return text


def _size(body: KeptBody) -> str:
    if body.size < 1000:
        return tr("{size} bytes", size=body.size)
    return megabytes(body.size)


def _known(row: Mapping[str, Json]) -> list[tuple[str, str]]:
    """What is known of an exchange, in the order in which one wants to know it."""
    sure = sure_words(row)
    said = answer_words(row) or tr("no answer")
    first = row.get("first_token_seconds")
    times = [tr("{seconds} in all", seconds=seconds(row.get("took_seconds")))]
    if row.get("queued_seconds"):
        times.append(tr("queued {seconds}", seconds=seconds(row["queued_seconds"])))
    if row.get("stream") and first is not None:
        times.append(tr("first token after {seconds}", seconds=seconds(first)))
    status = int(row.get("status") or 0)
    facts = [
        (tr("Answer"), tr("{said}, {sure} sure", said=said, sure=sure) if sure else said),
        (tr("Answered by"), _by_words(row)),
        (tr("Rule"), str(row.get("rule") or "")),
        (tr("Fault"), fault_words(row)),
        (tr("AI failure"), ", ".join(map(str, row.get("failures") or ())).replace("-", " ")),
        (tr("Asked at"), place_words(row)),
        (tr("Model"), str(row.get("model") or "")),
        (
            tr("Status"),
            {0: tr("no answer"), 499: tr("499, the client hung up")}.get(status, str(status)),
        ),
        (tr("Time"), ", ".join(times)),
    ]
    return [(name, value) for name, value in facts if value]


def _by_words(row: Mapping[str, Json]) -> str:
    by = str(row.get("answered_by"))
    waited = tr(", after it had waited for you in vain") if row.get("timed_out") else ""
    return f"{_BY_WORDS.get(by, by)}{waited}"


def _facts(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, (name, value) in enumerate(facts):
        grid.addWidget(Label(name, colour="ink2", wrap=False), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(value, tabular=True), number, 1)
    return grid


class KeepAsGood(QObject):
    """Reads the exchanges off the GUI thread; the page carries out the edit and says what came of it."""

    def __init__(self, page: Page, view: JournalView) -> None:
        super().__init__(page)
        self._page, self._session, self._view = page, page.session, view
        self._soon = LatestWinsThread(self, self._read, page.refuse)
        self.stop = self._soon.stop

    def why_not(self) -> str:
        """Why no answer can be kept as a good one; an empty text: it can."""
        if is_classifier(self._session.project):
            return tr("Classes are given to photos and texts on Data.")
        return self._page.why_not_edit()

    def off(self) -> str:
        """As ``why_not``, and where there is no exchange."""
        return self.why_not() or self._view.off()

    def keep_meant(self) -> None:
        """Show what was asked in the exchanges that are meant, with what was answered as the good answer."""
        self.keep(self._view.meant())

    def keep_one(self, number: int) -> None:
        self.keep([number])

    def keep(self, numbers: Sequence[int]) -> None:
        kind = kind_of(self._session.project)
        if kind is not None and not self.why_not():
            path, name, meant = self._session.project.path, kind.name, tuple(numbers)
            self._soon.ask(lambda: examples_of(path, name, meant))

    def _read(self, found: RecordedExamples) -> None:
        kind = kind_of(self._session.project) if self._session.is_open else None
        if kind is None:
            return
        project = self._session.project
        try:
            command = keep_as_good(project, kind.name, found.examples)
        except UserError as error:
            self._page.refuse(error)
            return
        if self._page.do(command):
            what = tr_plural(
                "{n} good answer of your own is shown now.",
                "{n} good answers of your own are shown now.",
                len(own_examples(project)),
            )
            self._page.set_message(Message("ok", what, left_out_words(found.left_out)))


def left_out_words(left_out: Sequence[tuple[int, str]]) -> str:
    """Of which exchanges nothing came, the first by number and with why; empty where there is none."""
    if not left_out:
        return ""
    number, why = left_out[0]
    others = (
        tr(" and {left_out} more", left_out=digits(len(left_out) - 1)) if len(left_out) > 1 else ""
    )
    return tr(
        "Left out: number {number}{others}. {why}", number=digits(number), others=others, why=why
    )
