"""The answer that the person is making: a class and how sure it sounds, or words; what is sent, and how else to decide."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import TextField
from desktop.widgets.key_choice import KeyChoice
from desktop.widgets.label import Label
from desktop.widgets.layout import FlowLayout, column, holder, keep_width, row
from desktop.widgets.menu import MenuEntry, menu_of, open_below, open_menu
from desktop.widgets.slider import Slider
from estimators.base.number import digits
from estimators.base.sentence import tr
from estimators.base.spoken_answer import plain_name
from mock_ai.operator.waiting_request import LONGEST, OperatorAnswer, WaitingRequest, sentence

HOT_KEYS = 9
_ACROSS = 4
_USUAL_SURE = 0.78
_SHOWN = 48  # letters of the answer on the button that sends it
_RATHER = (
    (tr("Refuse politely"), OperatorAnswer("refuse")),
    (tr("Fail with an error"), OperatorAnswer("fault", fault="server_error")),
    (tr("Fail with “too many requests”"), OperatorAnswer("fault", fault="rate_limit")),
    (tr("Never answer"), OperatorAnswer("fault", fault="timeout")),
)
_AUTOMATIC = {"model": tr("Let the model answer"), "stub": tr("Let the stub answer")}


class AnswerField(TextField):
    """Words that go out with Enter (Shift Enter is a new line); Esc leaves the field."""

    sent = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AnswerForm(QWidget):
    """``decided`` carries what to send; ``writing``: the person is at it and needs time."""

    decided = Signal(object)  # OperatorAnswer
    writing = Signal()
    left_field = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._request: WaitingRequest | None = None
        self._label: str | None = None
        self._edited = False
        self._by_itself = False  # the words in the field change without the person
        self.choices: list[KeyChoice] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.others = Button(
            tr("Another class"), "text", size="small", drops_down=True, run=self._offer_others
        )
        self.sure = Slider(tr("How sure it sounds"), low=0.01, high=0.99, titled=False)
        self.sure.moved.connect(self._turned)
        self.sure.changed.connect(self._turned)
        sound = Label(tr("and sound"), colour="ink2", wrap=False)
        keep_width(sound, 72)
        named = Label(tr("sure"), weight=600, wrap=False)
        self._confidence = holder(row(sound, (self.sure, 1), named, spacing=16))
        self.edit = Button(
            tr("Change the words"), "text", size="small", shortcut="E", run=self.start_editing
        )
        self.text = AnswerField(tr("What it says"), most_lines=6)
        self.text.textChanged.connect(self._typed)
        self.text.sent.connect(self.send)
        self.text.left.connect(self.left_field)
        self.note = Label(role=Role.NOTE, colour="ink2")
        self.send_button = Button(tr("Send"), "primary", shortcut="Return", run=self.send)
        self.unknown_button = Button(tr("I don’t know"), shortcut="0", run=self.unknown)
        self.automatic_button = Button(
            tr("Let the dials answer"), "text", shortcut="Space", run=self.automatic
        )
        self.rather_button = Button(
            tr("Refuse or fail"), "text", size="small", drops_down=True, run=self._offer_rather
        )
        self._lay_out()

    def _lay_out(self) -> None:
        decisions = QWidget()
        flow = FlowLayout(decisions, spacing=8)
        for button in (self.send_button, self.unknown_button, self.automatic_button):
            flow.addWidget(button)
        quiet = row(self.edit, self.rather_button, None, spacing=8)
        others = (self.others, Qt.AlignmentFlag.AlignLeft)
        words = (self._confidence, self.text, self.note)
        column(self._grid, others, *words, decisions, quiet, of=self, spacing=12)

    # -- the request --------------------------------------------------------------------------

    def show_request(self, request: WaitingRequest) -> None:
        """Begin with what would be said by itself."""
        self._request, self._edited = request, False
        automatic = request.automatic
        self._label = (automatic.label or request.classes[0]) if request.classes else None
        self._show_choices(request)
        of_class = request.is_classification
        self._confidence.setVisible(of_class)
        self.others.setVisible(of_class and len(request.choices) > HOT_KEYS)
        self.edit.setVisible(of_class)
        self.text.setVisible(not of_class)
        self.note.setText(
            tr("It is put into the JSON that the client asked for.") if request.wants_json else ""
        )
        self.note.setVisible(request.wants_json)
        self.sure.set_value(automatic.probability or _USUAL_SURE)
        self._keep_best()
        suggested = "" if of_class or not request.suggestions else request.suggestions[0].text
        form = (
            request.form
        )  # of a kind that names no class: its fields, items or steps, a line each
        self._set_text(suggested if form is None else form.text)
        self.automatic_button.setText(_AUTOMATIC.get(automatic.source, tr("Let the dials answer")))
        self.automatic_button.setToolTip(automatic.text[:200])
        self._show()

    def _show_choices(self, request: WaitingRequest) -> None:
        for old in self.choices:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.choices = []
        across = _ACROSS if request.is_classification else 1
        names = request.choices[:HOT_KEYS]
        texts = [one.text for one in request.suggestions][: HOT_KEYS - len(names)]
        for number, words in enumerate([*map(_spoken, names), *texts]):
            choice = KeyChoice(words, str(number + 1))
            choice.clicked.connect(self._chosen)
            self.choices.append(choice)
            if number < len(names):
                self._grid.addWidget(choice, number // across, number % across)
            else:
                below = -(-len(names) // across) + number - len(names)
                self._grid.addWidget(choice, below, 0, 1, across)
        in_one_row = len(names) <= _ACROSS
        for place in range(_ACROSS):
            wide = (
                self.choices[place].sizeHint().width() if place < len(names) and in_one_row else 1
            )
            self._grid.setColumnStretch(place, wide if place < across else 0)

    # -- deciding -----------------------------------------------------------------------------

    def decision(self) -> OperatorAnswer | None:
        """What would be sent now; None where there is nothing to send."""
        if self._request is None:
            return None
        text = self.text.toPlainText()
        if self._label is not None:
            own = text.strip() if self._edited else ""
            return OperatorAnswer("class", self._label, self.sure.value(), own[:LONGEST])
        if not text.strip() or len(text) > LONGEST:
            return None
        return OperatorAnswer("text", text=text)

    def choose(self, number: int) -> None:
        """Choose by key: the first is 1."""
        if self.isEnabled() and 1 <= number <= len(self.choices):
            self.choices[number - 1].click()

    def turn(self, steps: int) -> None:
        """Sound surer or less sure, by so many points."""
        if self._label is not None:
            self.sure.set_value(self.sure.value() + steps / 100)
            self._turned()

    def send(self) -> None:
        said = self.decision()
        if said is not None:
            self.decided.emit(said)

    def unknown(self) -> None:
        """Say “I don’t know”."""
        self.decided.emit(OperatorAnswer("unknown"))

    def automatic(self) -> None:
        """Let the dials, the stub or the model answer."""
        self.decided.emit(OperatorAnswer("automatic"))

    def start_editing(self) -> None:
        """Write the words oneself."""
        if self._request is None:
            return
        self.edit.hide()
        self.text.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    # -- inside -------------------------------------------------------------------------------

    def _chosen(self) -> None:
        request, choice = self._request, self.sender()
        assert isinstance(choice, KeyChoice)
        if request is None:
            return
        number = self.choices.index(choice)
        names = request.choices[:HOT_KEYS]
        if number < len(names):
            self._choose_class(names[number])
        else:
            self._choose_words(request.suggestions[number - len(names)].text)

    def _choose_class(self, name: str) -> None:
        self._label, self._edited = name, False
        self._show()

    def _choose_words(self, text: str) -> None:
        self._set_text(text)
        self._edited = True
        if self._label is not None:
            self.edit.hide()
            self.text.show()
        self._show()

    def _turned(self, _value: float = 0.0) -> None:
        self._keep_best()
        self._show()

    def _keep_best(self) -> None:
        """No class can be the best of k with less than one k-th."""
        if self._request is not None and self.sure.value() < self._request.lowest_sure:
            self.sure.set_value(-(-self._request.lowest_sure * 100 // 1) / 100)

    def _typed(self) -> None:
        if not self._by_itself:
            self._edited = True
            self.writing.emit()
            self._show()

    def _set_text(self, text: str) -> None:
        if text != self.text.toPlainText():
            self._by_itself = True
            self.text.setPlainText(text)
            self._by_itself = False

    def _show(self) -> None:
        request = self._request
        if request is None:
            return
        names = request.choices[:HOT_KEYS]
        for number, choice in enumerate(self.choices):
            choice.setChecked(number < len(names) and names[number] == self._label)
        if self._label is not None and not self._edited:
            self._set_text(
                sentence(OperatorAnswer("class", self._label, self.sure.value()), request)
            )
        said = self.decision()
        words = " ".join(sentence(said, request).split()) if said is not None else ""
        short = words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
        in_view = self._label is None  # the words stand in the field above
        self.send_button.setText(
            tr("Send") if in_view or not words else tr("Send “{short}”", short=short)
        )
        too_long = len(self.text.toPlainText()) > LONGEST
        self.send_button.off_because(
            ""
            if said is not None
            else tr("At most {longest} characters.", longest=digits(LONGEST))
            if too_long
            else tr("Write a few words first.")
        )

    def _offer_others(self) -> None:
        names = self._request.choices[HOT_KEYS:] if self._request is not None else ()
        choose = self._choose_class
        menu = menu_of(self.others, [MenuEntry(_spoken(n), partial(choose, n)) for n in names])
        menu.setStyleSheet("QMenu { menu-scrollable: 1; }")
        open_below(self.others, menu)

    def _offer_rather(self) -> None:
        decide = self.decided.emit
        open_menu(self.rather_button, [MenuEntry(w, partial(decide, said)) for w, said in _RATHER])


def _spoken(name: str) -> str:
    words = plain_name(name)
    return words[:1].upper() + words[1:]
