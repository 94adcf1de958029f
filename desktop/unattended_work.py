"""Work that goes on in projects that were left: where it fails, and what quitting would lose of it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs.background import BackgroundProjects
from desktop.widgets.message import Message
from desktop.window.main import MainWindow
from estimators.base.count import count
from estimators.base.phrase import within_a_sentence
from estimators.base.sentence import tr, tr_plural

if TYPE_CHECKING:
    from desktop.jobs.worker import Failed
    from desktop.widgets.ask import ConfirmPopover


class UnattendedWork(QObject):
    """Says in the window what goes on or fails elsewhere, and asks before it closes over work that would be lost."""

    open_asked = Signal(object)  # Path of the project in which something failed

    def __init__(self, background: BackgroundProjects, window: MainWindow) -> None:
        super().__init__(window)
        self._background, self._window = background, window
        self._quitting = False
        self._question: ConfirmPopover | None = None
        background.failed.connect(self._failed)
        background.changed.connect(self._ask_no_more)
        background.changed.connect(self._withdraw_what_ended)
        self._said: dict[Path, Message] = {}  # of projects that were left

    def goes_on(self, path: Path, name: str, work: str) -> Message:
        """What to say of ``work`` in a project that was just left; withdrawn once that has ended."""
        said = self._said[path] = Message(
            "ok",
            tr("{work} goes on in “{name}”.", work=work, name=name),
            tr("What comes of it is there when you come back."),
            button=tr("Show jobs"),
            run=self._window.show_jobs,
            second_button=tr("Close"),
            second_run=partial(self._window.show_message, None),
        )
        return said

    def _withdraw_what_ended(self) -> None:
        for path in [each for each in self._said if not self._background.has(each)]:
            self._window.withdraw(self._said.pop(path))

    def _failed(self, path: Path, name: str, failed: "Failed") -> None:
        """Work in a project that was left has failed: said where the person is now."""
        what = failed.what or tr("That is our mistake, not yours.")
        self._window.show_message(
            Message(
                "error",
                tr("Work in “{name}” has failed.", name=name),
                " ".join(filter(None, (what, failed.why))),
                button=tr("Open “{name}”", name=name),
                run=partial(self.open_asked.emit, path),
                second_button=tr("Close"),
                second_run=partial(self._window.show_message, None),
            )
        )

    def may_close(self) -> bool:
        """Whether the window may close now; where work would be lost the person is asked."""
        lost = self._background.would_be_lost()
        if self._quitting or not lost:
            return True
        if self._question is None:
            from desktop.widgets.ask import ConfirmPopover

            title = within_a_sentence(lost[0].title)
            others = count(len(lost) - 1, "other job")
            self._question = ConfirmPopover(
                self._window,
                tr_plural(
                    "Quit while {title} is under way?",
                    "Quit while {title} and {others} are under way?",
                    len(lost),
                    title=title,
                    others=others,
                ),
                (
                    tr_plural(
                        "It would be stopped, and what was done so far is lost.",
                        "They would be stopped, and what was done so far is lost.",
                        len(lost),
                    ),
                ),
                tr("Stop and quit"),
                self._quit,
                cautious=True,
                leave=tr("Keep waiting"),
            )
            self._question.closed.connect(self._asked)
            self._question.ask()
        return False

    def _asked(self) -> None:
        self._question = None

    def _ask_no_more(self) -> None:
        """The work that would have been lost may have ended while the person was asked."""
        if self._question is not None and not self._background.would_be_lost():
            self._question.close_popover()

    def _quit(self) -> None:
        self._quitting = True
        self._window.close()
