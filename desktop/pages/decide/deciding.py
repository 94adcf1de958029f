"""Deciding: taking the verdict over, deciding otherwise with a reason, and taking that back."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.findings.decide.flip_points import VERDICT_WORDS
from desktop.findings.decide.verdict import REASON_KEY, VERDICT_KEY, own_verdict
from desktop.pages.decide.otherwise import OtherwisePopover
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.session import Session


class Deciding(QObject):
    """What the person decides, as edits handed to ``do``."""

    def __init__(self, session: Session, do: Callable[[Command], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._do = session, do

    def take_over(self, assessed: str) -> str:
        """Record the verdict unless the person has one already or may not; returns what holds."""
        own = own_verdict(self._session.project)
        if own is None and not self._session.read_only:
            self._do(edit.SetFact(VERDICT_KEY, assessed, "the verdict"))
        return own or assessed

    def ask(self, window: QWidget, assessed: str, anchor: QWidget) -> None:
        """Open "Decide otherwise" below ``anchor``."""
        project = self._session.project
        reason = str(project.answer(REASON_KEY, "") or "")
        popover = OtherwisePopover(window, own_verdict(project), assessed, reason)
        popover.decided.connect(self._decided)
        popover.taken_back.connect(self._take_back)
        chosen = popover.group.button(popover.group.value() or next(iter(VERDICT_WORDS)))
        popover.open_below(anchor, align_right=True, focus=chosen)

    def _decided(self, verdict: str, reason: str) -> None:
        commands: list[Command] = [edit.SetFact(VERDICT_KEY, verdict, "the verdict")]
        if reason:
            commands.append(edit.SetFact(REASON_KEY, reason, "the reason"))
        elif self._session.project.fact(REASON_KEY) is not None:
            commands.append(edit.ClearFact(REASON_KEY, "the reason"))
        self._do(edit.Several(commands, f"decide to {VERDICT_WORDS[verdict]}"))

    def _take_back(self) -> None:
        commands = [
            edit.ClearFact(VERDICT_KEY, "the verdict"),
            edit.ClearFact(REASON_KEY, "the reason"),
        ]
        self._do(edit.Several(commands, "take the decision back"))
