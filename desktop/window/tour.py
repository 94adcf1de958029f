"""The tour: seven stages of a finished sample, a few sentences each, beside the page that they are about.

It floats in a corner and keeps nobody from pressing what is on the page; it can be left at any time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.actions import Action, Group, Menu
from desktop.project.stages import Stage
from desktop.theme.current import scaled
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.label import Label
from desktop.widgets.layout import fill, row
from desktop.widgets.popover import SHADOW, Popover
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.window.main import MainWindow

_WIDE, _EDGE = 380, 24


@dataclass(frozen=True)
class TourStop:
    """What is said of a stage: the question that it answers, and how."""

    stage: Stage
    question: str
    text: str


STOPS = (
    TourStop(
        Stage.PROBLEM,
        tr("Who has the problem, and what does a mistake cost?"),
        tr("Five answers decide most of it. A range will do, and so will “I don’t know”. What nobody has said is marked as a default of ours, never as yours."),
    ),
    TourStop(
        Stage.DECIDE,
        tr("Does it need AI, and which kind?"),
        tr("The verdict, what speaks for it and against it, and what each way is worth. Move a number to see what would change the answer."),
    ),
    TourStop(
        Stage.DATA,
        tr("Is it clean, and is it enough?"),
        tr("Copies, doubtful labels and leaks are found before they flatter. The curve says what more examples would bring, and how sure that is."),
    ),
    TourStop(
        Stage.FAKE,
        tr("What if you could show it before it exists?"),
        tr("A fake answers as right, as slow and as broken as its dials say. What people take and what they refuse sets the bar. F5 presents it."),
    ),
    TourStop(
        Stage.MEASURE,
        tr("How right is it really?"),
        tr("Whatever could answer, on the same cases: trained here, bought, prompted, a rule, people. Each number stands with its count and its interval."),
    ),
    TourStop(
        Stage.LAUNCH,
        tr("Is it good enough?"),
        tr("The test against the bar, what is still open, who decides and who signs. A condition needs an owner and an end."),
    ),
    TourStop(
        Stage.REPORT,
        tr("What will the meeting read?"),
        tr("Six pages, written from the project. When a number changes, the page changes with it; press a number to see where it comes from."),
    ),
)  # fmt: skip


class Tour(Popover):
    """Goes from stage to stage: ``show_stage`` brings the page, ``start`` begins a project of one's own at the end."""

    def __init__(
        self, window: QWidget, show_stage: Callable[[Stage], object], start: Callable[[], object]
    ) -> None:
        super().__init__(window, tr("Tour"), width=_WIDE)
        self._show_stage, self._start = show_stage, start
        self.at = 0
        self.count = Label(role=Role.NOTE, colour="ink2", wrap=False)
        leave = Button(
            tr("Leave the tour"), "text", shortcut="Esc", size="small", run=self.close_popover
        )
        self.question = Label(role=Role.SECTION)
        self.text = Label(colour="ink2")
        self.back = Button(tr("Back"), size="small", shortcut="Left", run=self.go_back)
        self.next = Button("", "primary", size="small", shortcut="Right", run=self.go_on)
        fill(
            self.body,
            row(self.count, None, leave, spacing=8),
            6,
            self.question,
            6,
            self.text,
            14,
            row(self.back, self.next, None, spacing=8),
        )

    def begin(self) -> None:
        """Open in the lower right corner, at the first stage."""
        self.open_at(self.window().width(), self.window().height(), focus=self.next)
        self._shade.hide()  # the page stays in reach
        self._arrive()

    def go_on(self) -> None:
        """To the next stage; after the last one to a project of one's own."""
        if self.at == len(STOPS) - 1:
            self.close_popover()
            self._start()
            return
        self.at += 1
        self._arrive()

    def go_back(self) -> None:
        self.at = max(0, self.at - 1)
        self._arrive()

    def _arrive(self) -> None:
        stop = STOPS[self.at]
        self._show_stage(stop.stage)
        title, at, n = stop.stage.title, self.at + 1, len(STOPS)
        self.count.setText(tr("{stage} · {at} of {n}", stage=title, at=at, n=n))
        self.question.setText(stop.question)
        self.text.setText(stop.text)
        self.back.setVisible(self.at > 0)
        last = self.at == len(STOPS) - 1
        self.next.setText(tr("New project…") if last else tr("Next"))
        self.resettle()
        self.raise_()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self, _x: int, _y: int) -> None:
        window = self.window()
        below = window.height() - _EDGE - scaled(28)
        super()._settle(window.width() - self.width() + 2 * SHADOW - _EDGE, 0)
        self.move(self.x(), below - self.height() + 2 * SHADOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: self.go_on, Qt.Key.Key_Left: self.go_back}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            step()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.window() and event.type() == QEvent.Type.Resize:
            self._settle(0, 0)
            return False
        return super().eventFilter(watched, event)

    def take_primary(self) -> bool:
        return False  # the page keeps its key


def tour_action(
    window: "MainWindow", open_sample: Callable[[str], bool], start: Callable[[], object]
) -> Action:
    """For the Help menu, the palette and Welcome: opens the finished sample, and goes round in it."""

    def take() -> None:
        from desktop.sample import TRAINED

        if open_sample(TRAINED):
            window.page()  # what is being opened is opened first
            Tour(window, window.show_stage, start).begin()

    return Action(
        "help.tour",
        tr("A three-minute tour"),
        take,
        group=Group.EXPLAIN,
        detail=tr("in a sample with every stage filled"),
        also=tr("introduction help begin first steps guide"),
        menu=Menu.HELP,
    )
