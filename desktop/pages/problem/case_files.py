"""Taking the answers of a case file into the project, and writing the project's answers as one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.pages.page import Page
from desktop.project.case_file import Taken, answers_in, read_case, write_case
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.errors import UserError
from estimators.base.phrase import listed

_FILTER = "Cases (*.json)"
_MOST_NAMED = 4


class CaseFiles:
    """``ask_open`` and ``ask_save`` give a path or ""; a test answers in place of the dialogs."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.ask_open: Callable[[], str] = self._ask_open
        self.ask_save: Callable[[str], str] = self._ask_save

    def _ask_open(self) -> str:
        title = "Take the answers of a case file"
        return QFileDialog.getOpenFileName(self._page, title, str(Path.home()), _FILTER)[0]

    def _ask_save(self, first: str) -> str:
        title = "Save the answers as a case file"
        return QFileDialog.getSaveFileName(self._page, title, first, _FILTER)[0]

    def take(self) -> None:
        """Ask for a case file and make its answers those of the project: one edit, or none at all."""
        name = self.ask_open()
        if not name:
            return
        path = Path(name)
        try:
            taken = answers_in(read_case(path), path.name)
        except UserError as error:
            self._page.refuse(error)
            return
        if self._page.do(taken.edit):
            self._page.set_message(
                Message("ok", taken_sentence(taken, path.name), left_out_sentence(taken))
            )

    def save(self) -> None:
        """Ask where, and write every known answer there."""
        project = self._page.session.project
        name = self.ask_save(str(project.path.with_suffix(".json")))
        if not name:
            return
        path = Path(name)
        try:
            inputs = write_case(project, path)
        except UserError as error:
            self._page.refuse(error)
            return
        self._page.set_message(Message("ok", f"“{path.name}” holds {count(inputs, 'input')}."))


def taken_sentence(taken: Taken, name: str) -> str:
    """How many answers came from the file."""
    found = f"{count(taken.answers, 'answer')} taken from “{name}”"
    return f"{found}, {taken.unknown} unknown." if taken.unknown else f"{found}."


def left_out_sentence(taken: Taken) -> str:
    """What the file names that nobody asks here, or that the project does not believe a file about."""
    said = []
    if taken.left_out:
        said.append(f"Not asked here, so left out: {_names(taken.left_out)}.")
    if taken.own:
        said.append(f"Counted or measured by the project itself: {_names(taken.own)}.")
    return " ".join(said) or "Undo takes them back together."


def _names(names: tuple[str, ...]) -> str:
    shown = list(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        shown.append(f"{len(names) - _MOST_NAMED} more")
    return listed(shown)
