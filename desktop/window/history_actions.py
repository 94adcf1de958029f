"""What can be done with versions: name one, look at them, go back, open one beside; and forget one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.actions import Action, Menu
from desktop.latest_wins_thread import LatestWinsThread
from desktop.widgets.ask import AskFor, AskPopover, ConfirmPopover
from desktop.widgets.message import Message
from desktop.window.copies import open_own_window
from desktop.window.main import MainWindow
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.project.versions import Version
    from desktop.window.history import HistoryView


class HistoryActions(QObject):
    """The two actions of the File menu, and what is wished for on History."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.view: HistoryView | None = None
        self.question: ConfirmPopover | None = None
        self._comparing = LatestWinsThread(self)
        self._session.closed.connect(self._comparing.stop)

    def actions(self) -> tuple[Action, ...]:
        return (
            Action("history.name", tr("Name this version…"), self.name, "Ctrl+Shift+S", off=self._frozen, also=tr("save snapshot milestone checkpoint"), menu=Menu.FILE, section=1),
            Action("history.show", tr("History…"), self.show, "Ctrl+Shift+H", off=self._closed, also=tr("versions compare changes go back restore"), menu=Menu.FILE, section=1),
        )  # fmt: skip

    def _closed(self) -> str:
        return "" if self._session.is_open else tr("No project is open.")

    def _frozen(self) -> str:
        return self._closed() or self._session.notice

    def show(self) -> None:
        """Open History over the page."""
        from desktop.window.history import KEYS, HistoryView

        if self.view is not None:
            return
        self._window.page()  # a project that is still being opened would close what covers its first page
        room, comparing = self._window.room_of_page, self._comparing
        view = HistoryView(self._window, self._session, room, comparing)
        self.view = view
        view.name_asked.connect(self.name)
        view.rename_asked.connect(self._rename)
        view.forget_asked.connect(self._ask_forget)
        view.beside_asked.connect(self._open_beside)
        view.back_asked.connect(self._ask_back)
        view.closed.connect(self._gone)
        self._window.cover(view, KEYS)
        view.open_here(view.rows[0])

    def _gone(self) -> None:
        self.view = None

    # --- naming ------------------------------------------------------------------------------------------------------

    def name(self) -> None:
        """Ask what the version of now is called, and keep it."""
        self._ask_name(tr("Name this version"), "", self._keep)

    def _keep(self, name: str) -> None:
        from desktop.project.versions import VersionKind

        self._session.project.versions.keep(VersionKind.NAMED, name)
        self._session.appended("version")
        if self.view is None:
            self._window.show_message(
                Message(
                    "ok",
                    tr("“{name}” is kept.", name=name),
                    tr("It can be compared with later, and gone back to."),
                    button=tr("History"),
                    run=self.show,
                )
            )

    def _rename(self, version: "Version") -> None:
        title = tr("Rename the version") if version.is_named else tr("Name the version")
        known = version.name if version.is_named else ""
        self._ask_name(title, known, partial(self._renamed, version))

    def _renamed(self, version: "Version", name: str) -> None:
        self._session.project.versions.rename(version.id, name)
        self._session.appended("version")

    def _ask_name(self, title: str, known: str, done: Callable[[str], None]) -> None:
        from desktop.project.versions import named

        def answered(answers: dict[str, str]) -> None:
            done(named(answers["name"]))

        field = AskFor("name", tr("What is it called?"), known, tr("Steering meeting"))
        AskPopover(self._window, title, (field,), answered, button=tr("Keep")).ask()

    # --- forgetting and going back ------------------------------------------------------------------------------------

    def _ask_forget(self, version: "Version") -> None:
        from desktop.findings.report.version_comparison import version_title

        self.question = ConfirmPopover(
            self._window,
            tr("Delete “{name}”?", name=version_title(version)),
            (tr("The project stays as it is. This version cannot be brought back."),),
            tr("Delete this version"),
            partial(self._forget, version),
            cautious=True,
        )
        self.question.ask()

    def _forget(self, version: "Version") -> None:
        self._session.project.versions.forget(version.id)
        self._session.appended("version")

    def _ask_back(self, version: "Version") -> None:
        from desktop.findings.report.version_comparison import version_title

        self.question = ConfirmPopover(
            self._window,
            tr("Go back to “{name}”?", name=version_title(version)),
            (
                tr("Everything is as it was then. What is there now is kept as a version first, and undo brings it back."),
                tr("Models, and answers that candidates gave, stay."),
            ),
            tr("Go back"),
            partial(self._go_back, version),
        )  # fmt: skip
        self.question.ask()

    def _go_back(self, version: "Version") -> None:
        import tempfile

        from desktop.findings.report.version_comparison import version_title
        from desktop.project.versions import GoBack

        project = self._session.project
        if self.view is not None:
            self.view.before, self.view.after = version, None
        with tempfile.TemporaryDirectory(prefix="smart-enough-") as folder:
            file = Path(folder, "then.smart")
            project.versions.write(version.id, file)
            self._session.do(GoBack(file, version_title(version)))

    # --- beside --------------------------------------------------------------------------------------------------------

    def _open_beside(self, version: "Version") -> None:
        """Write the version out as a project to read, and open it in a window of its own."""
        from desktop.project.version_file import write_to_read

        open_own_window(write_to_read(self._session.project, version))
