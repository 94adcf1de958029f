"""Bringing examples in: folders, files, tables and other projects, what to ask about them, and finding them again."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.findings.wording import listed
from desktop.jobs import learning as work
from desktop.jobs.add_data import FoundData
from desktop.jobs.learning import Learning
from desktop.jobs.table_columns import ColumnsAsked, TableColumns
from desktop.pages.data.columns_question import ColumnsQuestion
from desktop.pages.data.messages import left_out_message, moved_message, trouble_message
from desktop.pages.data.on_disk import OnDisk
from desktop.session import Session
from desktop.widgets.message import Message


class Bringing(QObject):
    """What the page does to get examples; ``say`` shows the message that stands now."""

    def __init__(
        self, owner: QWidget, session: Session, learning: Learning, say: Callable[[], None]
    ) -> None:
        super().__init__(owner)
        self._owner, self._session, self._learning, self._say = owner, session, learning, say
        self._left_out: Message | None = None
        self._without_originals = False
        self.asked: list[ColumnsAsked] = []  # tables whose columns nobody has explained yet
        self.question: ColumnsQuestion | None = None
        learning.added.connect(self._added)
        session.closed.connect(self.forget)

    # --- asking --------------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path]) -> None:
        """Bring these folders, files or tables in."""
        if self._session.read_only:
            notice = self._session.notice
            self._left_out = Message(
                "error", "This project is read-only.", notice, "", "Close", self._close
            )
            self._say()
        elif paths:
            self._left_out = None
            self._learning.add(list(paths))

    def refuse(self, _paths: Sequence[Path]) -> str:
        """Why nothing can be dropped here; an empty text: it can."""
        return "This project is read-only." if self._session.read_only else ""

    def browse(self) -> None:
        """Ask for a folder and bring it in."""
        folder = self.ask_folder("Choose a folder")
        if folder is not None:
            self.add([folder])

    def browse_files(self) -> None:
        """Ask for files (photos, texts, sounds, clips, a table, a project) and bring them in."""
        names, _ = QFileDialog.getOpenFileNames(
            self._owner.window(), "Choose files, a table or a project", str(Path.home())
        )
        self.add([Path(name) for name in names])

    def browse_menu(self, anchor: QWidget) -> None:
        """Offer both, below what was pressed."""
        menu = QMenu(self._owner)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("A folder…").triggered.connect(self.browse)
        menu.addAction("Files or a table…").triggered.connect(self.browse_files)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def ask_folder(self, title: str) -> Path | None:
        """A folder that the person chooses."""
        name = QFileDialog.getExistingDirectory(self._owner.window(), title, str(Path.home()))
        return Path(name) if name else None

    def find_moved(self) -> None:
        """Ask where the originals are now, and look for them there."""
        folder = self.ask_folder("Where are they now?")
        if folder is not None:
            self._learning.find_moved(folder)

    # --- columns of a table --------------------------------------------------------------------------------------

    def _added(self, found: FoundData) -> None:
        self._left_out = left_out_message(found, self._close)
        self.asked += found.asked
        self.ask_columns()

    def ask_columns(self) -> None:
        """Ask about the first table that needs it, unless a question is open."""
        if not self.asked or self.question is not None or not self._owner.isVisible():
            return
        self.question = ColumnsQuestion(self._owner.window(), self.asked[0], self._columns_said)
        self.question.closed.connect(self._question_closed)
        self.question.ask()

    def _columns_said(self, columns: TableColumns) -> None:
        asked = self.asked.pop(0)
        self._learning.add([asked.table], [(asked.table, columns)])
        self.ask_columns()

    def _question_closed(self) -> None:
        self.question = None
        self._say()

    # --- messages ------------------------------------------------------------------------------------------------

    def message(self, disk: OnDisk) -> Message | None:
        """What stands under the header: a failure, originals that are gone, or what was left out."""
        for kind in (work.ADD, work.MOVED):
            trouble = self._learning.trouble(kind)
            if trouble is not None:
                find = self.find_moved if kind == work.MOVED else None
                return trouble_message(trouble, partial(self._learning.dismiss, kind), find)
        if not disk.missing:
            self._without_originals = False
        elif not self._without_originals:
            return moved_message(self._session.project, disk, self.find_moved, self.work_without)
        if self.asked and self.question is None:
            names = listed([f"“{asked.table.name}”" for asked in self.asked[:3]])
            one = len(self.asked) == 1
            return Message(
                "warn",
                f"{names} {'waits' if one else 'wait'} for an answer.",
                f"Which of {'its' if one else 'their'} columns holds what?",
                "",
                "Say which",
                self.ask_columns,
                "Leave it",
                self._leave_tables,
            )
        return self._left_out

    def work_without(self) -> None:
        """Go on without the originals."""
        self._without_originals = True
        self._say()

    def _leave_tables(self) -> None:
        self.asked.clear()
        self._say()

    def _close(self) -> None:
        self._left_out = None
        self._say()

    def forget(self) -> None:
        """The project is closing."""
        self.asked.clear()
        self._left_out = None
        self._without_originals = False
