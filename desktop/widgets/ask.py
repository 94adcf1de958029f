"""Popovers that ask: for a few words or numbers, for a yes, for the class of an example. Enter sends the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.choices import ChoiceBar, Tick
from desktop.widgets.fields import LineField, NumberField
from desktop.widgets.label import Label
from desktop.widgets.layout import fill, row
from desktop.widgets.menu import MenuEntry, menu_of
from desktop.widgets.popover import Popover
from estimators.base.errors import UserError
from estimators.base.phrase import as_written
from estimators.base.sentence import tr

Answers = dict[str, str]


class AnsweredPopover(Popover):
    """A popover that is answered with its first button or with Enter, and then goes away for good."""

    def _add_buttons(self, send: str, *others: Button, shortcut: str = "Return") -> None:
        self.send = Button(send, "primary", shortcut=shortcut, run=self.submit)
        self.body.addLayout(row(self.send, *others, None, spacing=8))

    def submit(self) -> None:
        raise NotImplementedError

    def take_primary(self) -> bool:
        self.submit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            return
        super().keyPressEvent(event)


@dataclass(frozen=True)
class AskFor:
    """One field: its key in the answers, its question, and what it shows at first."""

    key: str
    question: str
    text: str = ""
    placeholder: str = ""
    percent: bool = False  # a share, typed as a percentage; its answer is the share as text
    # One of (key, words) instead of words; ``text`` is the key.
    choices: tuple[tuple[str, str], ...] = ()


class AskPopover(AnsweredPopover):
    """Shows the fields and one button. ``done`` gets the answers; a ``UserError`` it raises is shown below."""

    def __init__(
        self,
        window: QWidget,
        title: str,
        fields: Sequence[AskFor],
        done: Callable[[Answers], None],
        *,
        button: str = tr("Save"),
        text: str = "",
        width: int = 392,
    ) -> None:
        super().__init__(window, title, width=width)
        self._done = done
        self.sent = False  # the answers were taken
        self.add_head(title)
        if text:
            fill(self.body, 2, Label(text, role=Role.NOTE, colour="ink2"))
        self.fields: dict[str, LineField] = {}
        self.bars: dict[str, ChoiceBar] = {}
        for wanted in fields:
            field: LineField | ChoiceBar
            if wanted.choices:
                field = self.bars[wanted.key] = ChoiceBar(wanted.question, wanted.choices)
                field.set_value(wanted.text or wanted.choices[0][0])
            else:
                field = self.fields[wanted.key] = self._field(wanted)
            label = Label(wanted.question, weight=500)
            label.setBuddy(field)
            side = Qt.AlignmentFlag.AlignLeft if wanted.choices else Qt.AlignmentFlag(0)
            fill(self.body, 10, label, 4, (field, side))
        self.problem = Label(role=Role.NOTE, colour="bad")
        self.problem.hide()
        fill(self.body, self.problem, 12)
        self._add_buttons(button)

    @staticmethod
    def _field(wanted: AskFor) -> LineField:
        if not wanted.percent:
            field = LineField(wanted.question, wanted.placeholder)
            field.set_value(wanted.text)
            return field
        number = NumberField(wanted.question, suffix="%", low=1, high=99)
        number.set_number(round(float(wanted.text) * 100, 2) if wanted.text else None)
        return number

    def ask(self, anchor: QWidget | None = None, *, align_right: bool = False) -> None:
        """Open below ``anchor``, or in the middle of the window."""
        first = next(iter(self.fields.values()))
        if anchor is None:
            self.open_centred(focus=first)
        else:
            self.open_below(anchor, align_right=align_right, focus=first)
        first.selectAll()

    def submit(self) -> None:
        """Hand the answers over; stays open where they will not do."""
        answers: Answers = {key: bar.value() or "" for key, bar in self.bars.items()}
        for key, field in self.fields.items():
            if isinstance(field, NumberField):
                field.editingFinished.emit()  # what is being typed counts
                if field.problem() or field.value() is None:
                    self._say(field.problem() or tr("Type a number."))
                    field.setFocus()
                    return
                answers[key] = f"{(field.value() or 0) / 100:.6g}"
            else:
                answers[key] = field.text().strip()
        try:
            self._done(answers)
        except UserError as error:
            self._say(" ".join(filter(None, (error.what, error.why, error.next_step))))
            return
        self.sent = True
        self.close_popover()

    def typed(self) -> Answers:
        return {key: field.text() for key, field in self.fields.items()}

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
        self.resettle()


class ConfirmPopover(AnsweredPopover):
    """``done`` is called once the button is pressed; Esc is a change of mind.

    ``ticks`` are boxes by name, each with its words and a note; ``done`` gets whether each is ticked, by its name.

    ``cautious``, for what cannot be undone: Cancel has the focus, and Enter at once does nothing. ``leave`` is what
    Cancel says.
    """

    def __init__(
        self,
        window: QWidget,
        title: str,
        sentences: Sequence[str],
        button: str,
        done: Callable[..., None],
        *,
        ticks: Mapping[str, tuple[str, str]] | None = None,
        cautious: bool = False,
        leave: str = tr("Cancel"),
    ) -> None:
        super().__init__(window, title, width=420)
        self._done, self._cautious = done, cautious
        self.add_head(title)
        self.sentences = [Label(sentence) for sentence in sentences]
        for label in self.sentences:
            fill(self.body, 8, label)
        self.ticks: dict[str, Tick] = {}
        for name, (words, note) in (ticks or {}).items():
            self.ticks[name] = Tick(words)
            below = Label(note, role=Role.NOTE, colour="ink2")
            fill(self.body, 12, self.ticks[name], 2, below)
        self.body.addSpacing(14)
        self.leave = Button(leave, run=self.close_popover)
        self._add_buttons(button, self.leave, shortcut="" if cautious else "Return")

    def ask(self) -> None:
        """Open in the middle of the window."""
        self.open_centred(focus=self.leave if self._cautious else self.send)

    def submit(self) -> None:
        """It is a yes."""
        ticked = {name: box.isChecked() for name, box in self.ticks.items()}
        self.close_popover()
        self._done(**ticked)

    def take_primary(self) -> bool:
        if not self._cautious:
            self.submit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.focusWidget() is self.leave:
            self.close_popover()
            return
        super().keyPressEvent(event)


def label_menu(
    parent: QWidget,
    classes: Sequence[str],
    choose: Callable[[str], None],
    *,
    current: str | None = None,
    title: str = tr("What is it?"),
) -> QMenu:
    """A menu of ``classes`` (the ``current`` one ticked) and a new one; ``choose`` gets the name."""
    known = [
        MenuEntry(as_written(name), partial(choose, name), name == current) for name in classes
    ]
    another = partial(ask_class, parent.window(), choose, title)
    menu = menu_of(parent, known, [MenuEntry(tr("Another class…"), another)])
    menu.setAccessibleName(title)
    return menu


def ask_class(
    window: QWidget, choose: Callable[[str], None], title: str = tr("What is it?")
) -> None:
    """Ask for the name of a class that there is not yet."""

    def done(answers: Answers) -> None:
        choose(answers["name"])

    AskPopover(
        window, title, [AskFor("name", tr("Name of the class"))], done, button=tr("Label")
    ).ask()
