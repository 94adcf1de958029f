"""Work in steps, each in a turn of the event loop of its own, so that the window answers between them."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.session import Session

if TYPE_CHECKING:
    from desktop.project.project import Project

Step = Callable[[], object]


class Turns(QObject):
    """Takes one step after the other. Times in milliseconds: ``after`` which it begins, and ``between`` two steps."""

    def __init__(self, parent: QObject, *, after: int = 0, between: int = 0) -> None:
        super().__init__(parent)
        self._after, self._between = after, between
        self._steps: Iterator[Step] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take_step)

    @property
    def at_work(self) -> bool:
        """Whether there are steps to come."""
        return self._timer.isActive()

    def begin(self, steps: Iterable[Step]) -> None:
        """Begin with these, in place of those that are left."""
        self._steps = iter(steps)
        self._timer.start(self._after)

    def take_all(self) -> None:
        """Take the steps that are left at once: somebody asks for what comes of them."""
        while self.at_work:
            self._take_step()

    def stop(self) -> None:
        """Leave out the steps that are left."""
        self._timer.stop()

    def _take_step(self) -> None:
        self._timer.setInterval(self._between)
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
        else:
            step()


def of_open(session: Session, steps: "Callable[[Project], Iterator[Step]]") -> Iterator[Step]:
    """The steps of the project that is open, whichever that is by then, until none is left to take."""
    while session.is_open and (step := next(steps(session.project), None)) is not None:
        yield step
