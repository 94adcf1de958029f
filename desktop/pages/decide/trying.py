"""Trying: the change that is being tried, its dial below the header, keeping it and going back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop.findings.decide.flip_points import Flip, tried
from desktop.findings.decide.what_if import flip_of_input, moved
from desktop.pages.decide.trial import kept_answer, trial_message
from desktop.pages.decide.trial_panel import TrialPanel
from desktop.pages.decide.workings import Workings
from desktop.project.file import Command
from desktop.session import Session
from desktop.widgets.message import Message


class Trying(QObject):
    """``changed``: something else is tried, or nothing any more. ``kept(command)``: it should become an answer."""

    changed = Signal()
    kept = Signal(object)

    def __init__(self, session: Session, workings: Workings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._workings = session, workings
        self.flip: Flip | None = None
        self.panel = TrialPanel()
        self.panel.hide()
        self.panel.moved.connect(self._moved)

    @property
    def on(self) -> bool:
        """Whether a change is being tried."""
        return self.flip is not None

    def begin(self, flip: Flip) -> None:
        """Try this change; the project stays as it is."""
        self.flip = flip
        self.changed.emit()

    def begin_input(self, name: str) -> None:
        """Try other values of one number of the valuation."""
        base = self._workings.base
        flip = flip_of_input(name, base) if base is not None else None
        if flip is not None:
            self.begin(flip)

    def back(self) -> None:
        """Back to what the project says."""
        if self.forget():
            self.changed.emit()

    def forget(self) -> bool:
        """Nothing is tried any more; returns whether anything was."""
        was, self.flip = self.flip, None
        self.panel.forget()
        self.panel.hide()
        return was is not None

    def keep(self) -> None:
        """Make the change an answer of the project."""
        command = self._command()
        if command is not None:
            self.forget()
            self.kept.emit(command)

    def case(self, case: Mapping[str, Any]) -> Mapping[str, Any]:
        """The case with the change, if any."""
        return case if self.flip is None else tried(case, self.flip)

    def show(self) -> None:
        """Show dial and results."""
        base = self._workings.base
        if self.flip is not None and base is not None:
            before = self.panel.field
            self.panel.show_trial(self.flip, base, self._workings.worked)
            self.panel.show()
            if self.panel.field is not None and self.panel.field is not before:
                self.panel.field.setFocus(Qt.FocusReason.OtherFocusReason)  # for the arrows

    def message(self) -> Message | None:
        """What the bar under the header says while something is tried."""
        if self.flip is None:
            return None
        keep = self.keep if self._command() is not None else None
        return trial_message(self.flip, keep, self.back)

    def _command(self) -> Command | None:
        if self.flip is None or self._session.read_only:
            return None
        return kept_answer(self._session.project, self.flip)

    def _moved(self, value: Any) -> None:
        base = self._workings.base
        if self.flip is not None and base is not None:
            self.begin(moved(self.flip, value, base))
