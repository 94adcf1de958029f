"""Writes every reaction into a file that spreadsheets open."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.findings.fake.reactions_file import reactions_csv
from desktop.pages.page import message_from
from desktop.session import Session
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.errors import UserError
from reports.report import write_whole


class ReactionsExport:
    """Asks where, and says what came of it. ``ask_save`` may be replaced, so that a test needs no dialog."""

    def __init__(self, window: QWidget, session: Session, say: Callable[[Message], None]) -> None:
        self._window, self._session, self._say = window, session, say
        self.ask_save: Callable[[str], str] = self._ask_save

    def _ask_save(self, first: str) -> str:
        title = "Export the reactions"
        return QFileDialog.getSaveFileName(self._window, title, first, "Tables (*.csv)")[0]

    def export(self) -> None:
        """Write the file, whole or not at all."""
        project = self._session.project
        name = self.ask_save(str(project.path.with_name(f"{project.path.stem} reactions.csv")))
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(f"{name}.csv")
        try:
            write_whole(path, reactions_csv(project))
        except UserError as error:
            self._say(message_from(error))
            return
        kept = sum(len(session.reactions) for session in project.sessions())
        self._say(Message("ok", f"“{path.name}” holds {count(kept, 'reaction')}."))
