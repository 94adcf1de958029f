"""Working out verdict and value in the background: the newest answers win, and what was known stays until then."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.findings.decide.flip_points import Flip, value_flips, verdict_flips
from desktop.findings.decide.verdict import (
    Worked,
    case_fingerprint,
    field_of,
    in_our_words,
    work_out,
)
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.error_message import message_from
from desktop.project.project import Project
from desktop.widgets.message import Message
from estimators.base.errors import UserError
from estimators.base.sentence import tr

LATE_MS = 300  # until then nothing shows that numbers are on their way
_VERDICT_FLIPS, _VALUE_FLIPS = 4, 3


class BackgroundEvaluation(QObject):
    """``worked`` is the newest answer, ``base`` the newest without a change that is being tried."""

    answered = Signal()
    failed = Signal(object)  # exception
    flips_found = Signal()
    late = Signal()  # it takes longer than a person would notice

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.worked: Worked | None = None
        self.base: Worked | None = None
        self._value_flips: tuple[Flip, ...] | None = None  # not worked out yet
        self._asked_for = ""  # the fingerprint of the case being worked out, or worked out last
        self._tries = False
        # What is tried is shown while the dial moves, although a newer value waits (decision 0151).
        self._soon = LatestWinsThread(self, self._answered, self._failed, as_it_moves=True)
        self._soon_flips = LatestWinsThread(self, self._flips_found)
        self._timer = QTimer(self, singleShot=True, interval=LATE_MS)
        self._timer.timeout.connect(self._is_late)

    def ask(self, case: Mapping[str, Any], *, tries: bool) -> None:
        """Work this case out, unless it is the one asked for already. ``tries``: a change is being tried."""
        wanted = case_fingerprint(case)
        if wanted != self._asked_for:
            self._asked_for, self._tries = wanted, tries
            self._soon.ask(partial(_work_out, case, tries))
            if not self._timer.isActive():
                self._timer.start()

    @property
    def busy(self) -> bool:
        """Whether anything is being worked out."""
        return self._soon.busy or self._soon_flips.busy

    @property
    def flips(self) -> tuple[Flip, ...]:
        """What would change the answer without the tried change: the verdict first, then the option worth most."""
        if self.base is None:
            return ()
        nearest = verdict_flips(self.base.assessment, self.base.case, self.base.valuation.currency)
        return (*nearest[:_VERDICT_FLIPS], *(self._value_flips or ())[:_VALUE_FLIPS])

    @property
    def flips_known(self) -> bool:
        """Whether ``flips`` are all there are: those of the value are found last."""
        return self._value_flips is not None

    def forget(self) -> None:
        """Drop all answers and wait for what is under way."""
        self._timer.stop()
        self._soon.stop()
        self._soon_flips.stop()
        self.worked = self.base = None
        self._value_flips, self._asked_for = None, ""

    def _answered(self, answer: tuple[Worked, bool]) -> None:
        found, tried = answer
        if not self._soon.busy:
            self._timer.stop()
        if not tried:
            self.base, self._value_flips = found, None
            self._soon_flips.ask(partial(value_flips, found.case, found.valuation))
        if tried == self._tries:  # else the person has gone back, or on, in the meantime
            self.worked = found
            self.answered.emit()

    def _failed(self, error: Exception) -> None:
        self._timer.stop()
        self.failed.emit(error)

    def _flips_found(self, flips: tuple[Flip, ...]) -> None:
        self._value_flips = flips
        self.flips_found.emit()

    def _is_late(self) -> None:
        if self._soon.busy and not self._tries:  # what is dialled shows by moving
            self.late.emit()


def _work_out(case: Mapping[str, Any], tries: bool) -> tuple[Worked, bool]:
    return work_out(case), tries


def trouble_message(
    project: Project, error: BaseException, lead_to: Callable[[str], None]
) -> Message:
    """What the bar says when a case cannot be worked out, with the way to the answer in the way."""
    if not isinstance(error, UserError):
        return message_from(error)
    shown, asked = in_our_words(project, error), field_of(error)
    if asked is None:
        return message_from(shown)
    run = partial(lead_to, asked.key)
    button = tr("Go to that answer")
    return Message("error", shown.what, shown.why, shown.next_step, button, run, takes_primary=True)
