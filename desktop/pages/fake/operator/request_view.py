"""The left part of the live session: the person behind the curtain, and whoever waits for an answer."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.pages.fake.operator.answer_form import AnswerForm
from desktop.pages.fake.operator.desk_client import DeskClient
from desktop.pages.fake.operator.request_content import RequestContent, called
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import Chip
from desktop.widgets.fields import NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, column, holder, row
from desktop.widgets.progress import ProgressLine
from desktop.widgets.rows import Section
from estimators.base.count import count
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from mock_ai.conversation import LONGEST_WAIT, SHORTEST_WAIT
from mock_ai.operator.waiting_request import OperatorAnswer, WaitingRequest, moment

_TICK_MS = 100
_HOLD_SECONDS = 1.5  # while the person writes, the request is held this often
_MOST_LISTED = 12
_ABOVE_AND_BELOW = 592  # pixels of the window that all else takes, at 100%
_WHO = {"model": tr("the model answers"), "stub": tr("the stub answers")}


class RequestView(QWidget):
    """Invites behind the curtain; behind it, shows the oldest request (or any other that is taken)."""

    spoken_as = QAccessible.Role.Pane

    patience_turned = Signal(float)

    def __init__(self, desk: DeskClient) -> None:
        super().__init__()
        self._desk_client = desk
        self._shown: WaitingRequest | None = None
        self._taken = 0  # the number of the request that the person chose
        self._until = 0.0
        self._held = 0.0
        self._was_on = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Who is waiting"))
        self._make_invitation()
        self._make_request()
        self.told = Label(role=Role.NOTE, colour="ink2")
        self.told.hide()
        column(self.invitation, self.request, 12, self.told, None, of=self, spacing=0)
        self._ticker = QTimer(self, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        desk.changed.connect(self.show_state)
        desk.told.connect(self.tell)
        self.show_state()

    def _make_invitation(self) -> None:
        self.why = Label(colour="ink2")
        self.patience = NumberField(
            tr("How long a request waits for you, in seconds"),
            suffix=" s",
            low=SHORTEST_WAIT,
            high=LONGEST_WAIT,
            width=72,
        )
        self.patience.changed.connect(self._patience_typed)
        words = Label(tr("Each answer waits for you up to"), colour="ink2", wrap=False)
        waits = holder(row(words, self.patience, None, spacing=8))
        self.step = Button(
            tr("Step behind the curtain"), shortcut="B", run=self._desk_client.step_in
        )
        self.invitation = Section("", self.why, gap=8)
        self.invitation.add(waits, 16)
        self.invitation.add(self.step, 16)

    def _make_request(self) -> None:
        self.title = Label(role=Role.SECTION)
        self.who_next = Label(colour="ink2", wrap=False)
        self.left = Label(role=Role.SECTION, wrap=False, tabular=True)
        self.line = ProgressLine()
        self.queue = QWidget()
        self.queue.setAccessibleName(tr("The queue, oldest first"))
        self._chips = FlowLayout(self.queue, spacing=6)
        self.chips: list[Chip] = []
        self.exhibit = RequestContent()
        self.answering = AnswerForm()
        self.answering.decided.connect(self._decided)
        self.answering.writing.connect(self._hold)
        self.answering.left_field.connect(self._take_focus)
        head = row((self.title, 1), self.who_next, self.left, spacing=8)
        self.request = holder(
            column(head, self.line, self.queue, self.exhibit, self.answering, spacing=12)
        )

    # -- what is shown ------------------------------------------------------------------------

    @property
    def shown(self) -> WaitingRequest | None:
        """The request that is being answered."""
        return self._shown

    def show_project(self, *, read_only: bool, off: str) -> None:
        """Show what the project says; ``off`` is why nobody can step behind the curtain."""
        self.patience.set_number(self._desk_client.seconds)
        self.patience.setEnabled(not read_only)
        self.step.off_because(off)

    def show_state(self) -> None:
        waiting = self._desk_client.waiting()
        if not waiting:
            self._show_nobody()
            return
        found = next((one for one in waiting if one[0].number == self._taken), waiting[0])
        request, left = found
        self._until = moment() + left
        fresh = self._shown is None or self._shown.number != request.number
        came = self._shown is None
        self._shown, self._taken = request, request.number
        if fresh:
            self.exhibit.show_request(request)
            self.answering.show_request(request)
            self.who_next.setText(
                tr("{who} in", who=_WHO.get(request.automatic.source, tr("the dials answer")))
            )
        self._name(request, len(waiting))
        self._show_queue([one for one, _ in waiting])
        self._fit_picture()
        self.invitation.hide()
        self.request.show()
        self._tick()
        if not self._ticker.isActive():
            self._ticker.start()
        if came:
            self._take_focus()

    def _show_nobody(self) -> None:
        self._ticker.stop()
        if self._shown is not None:
            self.exhibit.clear()
        self._shown, self._taken = None, 0
        on = self._desk_client.is_on
        if on and not self._was_on:
            self._take_focus()  # so that Esc steps out
        self._was_on = on
        self.invitation.title.setText(tr("Nobody is waiting.") if on else tr("Answer it yourself"))
        self.why.setText(
            tr("The next request appears here at once. Send one from your prototype.")
            if on
            else tr(
                "Before any model exists, you can be the model: what your prototype asks waits for you, and your answer "
                "goes out as the AI’s. If you press nothing, what is served answers. The record says whose each answer is."
            )
        )
        self.step.setVisible(not on)
        self.request.hide()
        self.invitation.show()

    def _fit_picture(self) -> None:
        """What decides stays in view: the picture gives way first."""
        above = _ABOVE_AND_BELOW + (
            self.queue.sizeHint().height() + 12 if self.queue.isVisibleTo(self) else 0
        )
        self.exhibit.set_room(self.window().height() - above)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_picture()

    def _name(self, request: WaitingRequest, waiting: int) -> None:
        name = "" if request.kind == "text" else f" {request.name}"
        others = (
            tr(", one of {count} waiting", count=count(waiting, "request")) if waiting > 1 else ""
        )
        self.title.setText(f"{called(request.kind)}{name}".strip() + others)

    def _show_queue(self, waiting: list[WaitingRequest]) -> None:
        """The oldest of the queue as chips, which are kept: requests come and go many times a second."""
        self.queue.setVisible(len(waiting) > 1)
        listed = waiting[:_MOST_LISTED] if len(waiting) > 1 else []
        for place, request in enumerate(listed):
            if place == len(self.chips):
                self._add_chip()
            chip = self.chips[place]
            name = shorten(request.name or request.kind, 24)
            if chip.text() != name:
                chip.setText(name)
                chip.setAccessibleName(name)
                chip.updateGeometry()
            chip.setProperty("number", request.number)
            chip.setChecked(request.number == self._taken)
            chip.setVisible(True)
        for chip in self.chips[len(listed) :]:
            chip.setVisible(False)

    def _add_chip(self) -> None:
        chip = Chip("", parent=self.queue)
        chip.setCheckable(True)
        chip.clicked.connect(self._chip_clicked)
        self._chips.addWidget(chip)
        self.chips.append(chip)

    def _tick(self) -> None:
        request = self._shown
        if request is None:
            return
        left = max(self._until - moment(), 0.0)
        self.left.setText(f"{left:.1f} s")
        self.line.set_share(left / request.seconds)
        self.line.setAccessibleName(tr("{left} seconds left", left=f"{left:.0f}"))

    def tell(self, words: str) -> None:
        self.told.say(words)

    def stop(self) -> None:
        self._ticker.stop()
        self.exhibit.stop()

    # -- what the person does -----------------------------------------------------------------

    def take_next(self) -> None:
        """Take the next request of the queue, round and round."""
        numbers = [request.number for request, _ in self._desk_client.waiting()]
        if len(numbers) > 1:
            at = numbers.index(self._taken) if self._taken in numbers else -1
            self._taken = numbers[(at + 1) % len(numbers)]
            self.show_state()

    def _chip_clicked(self) -> None:
        self._taken = int(self.sender().property("number"))
        self.show_state()
        self._take_focus()

    def _decided(self, said: OperatorAnswer) -> None:
        request = self._shown
        if request is None:
            return
        self.tell("")
        self._taken = 0  # the oldest is next
        if self._desk_client.answer(request.number, said):
            self.show_state()
        self._take_focus()

    def _hold(self) -> None:
        request, at = self._shown, moment()
        if request is not None and at - self._held >= _HOLD_SECONDS:
            self._held = at
            self._desk_client.hold(request.number)

    def _patience_typed(self, seconds: float | None) -> None:
        if seconds is None:
            self.patience.set_number(self._desk_client.seconds)
        else:
            self.patience_turned.emit(seconds)

    def _take_focus(self) -> None:
        """The keys are for the answer now, unless the person writes or works elsewhere."""
        focus = QApplication.focusWidget()
        elsewhere = (
            focus is not None and not self.isAncestorOf(focus) and focus is not self.window()
        )
        writes = focus is not None and focus.inherits("QLineEdit")
        if self.isVisible() and self.window().isActiveWindow() and not (elsewhere and writes):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if self._shown is None:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.answering.send()
        elif steps is not None:
            large = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.answering.turn(steps * (10 if large else 1))
        else:
            super().keyPressEvent(event)
