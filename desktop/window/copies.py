"""The open project as a whole: what it is called, copies saved elsewhere, duplicated as a project of its own, moved; and another window."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

from desktop.actions import Action, Menu
from desktop.jobs.job import Callbacks
from desktop.jobs.queue import JobQueue
from desktop.project import SUFFIX
from desktop.project.stages import Stage
from desktop.project_places import FileDialogs, free_name
from desktop.session import Session
from desktop.settings_store import environment_without_choice
from desktop.widgets.ask import Answers, AskFor, AskPopover
from desktop.widgets.message import Message
from desktop.window.main import MainWindow
from desktop.window.pack import show_folder
from estimators.base.errors import UserError
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.jobs.worker import Failed

COPY = "desktop.jobs.copy_project:copy_project"


class CopyActions(QObject):
    """``open_project(path)`` shows another project in place of the one there is, ``close_project()`` none."""

    def __init__(
        self,
        window: MainWindow,
        jobs: JobQueue,
        dialogs: FileDialogs,
        open_project: Callable[[Path], bool],
        close_project: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._jobs, self._dialogs = (
            window,
            window.session,
            jobs,
            dialogs,
        )
        self._open, self._close = open_project, close_project

    def actions(self) -> tuple[Action, ...]:
        """For the File menu and the palette."""
        return (
            Action("project.rename", tr("Name and organisation…"), self.rename, off=self.no_rename, also=tr("rename project company title"), menu=Menu.FILE, section=1),
            Action("project.copy", tr("Save a copy…"), self.save_copy, off=self.off, also=tr("save as export backup"), menu=Menu.FILE, section=1),
            Action("project.duplicate", tr("Duplicate"), self.duplicate, off=self.off, also=tr("copy another project like this"), menu=Menu.FILE, section=1),
            Action("project.move", tr("Move or rename the file…"), self.move, off=self.no_move, also=tr("folder place rename"), menu=Menu.FILE, section=1),
            Action("project.own_window", tr("New window"), self.own_window, "Ctrl+Shift+N", also=tr("second several windows beside"), menu=Menu.FILE),
        )  # fmt: skip

    def off(self) -> str:
        """Why it cannot be copied now, if that is so."""
        if not self._session.is_open:
            return tr("No project is open.")
        return tr("It is being copied.") if self._jobs.is_active(COPY) else ""

    def no_rename(self) -> str:
        return self._session.notice if self._session.is_open else tr("No project is open.")

    def no_move(self) -> str:
        if self.off() or self._session.read_only:
            return self.off() or self._session.notice
        return tr("Wait until its work has ended.") if self._jobs.busy else ""

    def own_window(self) -> None:
        open_own_window()

    def rename(self) -> None:
        """Ask what the project and the organisation are called, as the rail and each report say it."""
        from desktop.project.commands.brief import RenameProject

        def renamed(answers: Answers) -> None:
            self._session.do(RenameProject(answers["name"], answers["organisation"]))

        fields = (
            AskFor("name", tr("What is it called?"), self._session.name),
            AskFor("organisation", tr("Which organisation is it for?"), self._session.organisation),
        )
        AskPopover(self._window, tr("Name and organisation"), fields, renamed).ask()

    def save_copy(self) -> None:
        """Ask where, and copy it there; this one stays open."""
        path = self._session.project.path
        suggestion = free_name(
            path.with_name(tr("{stem}, copy{suffix}", stem=path.stem, suffix=SUFFIX))
        )
        out = self._dialogs.place_of_copy(tr("Save a copy"), suggestion)
        if out is not None:
            self._start(tr("Save a copy of “{stem}”", stem=path.stem), path, out, self._saved)

    def duplicate(self) -> None:
        """Copy it beside itself as a project of its own, and open that."""
        path = self._session.project.path
        out = free_name(path.with_name(tr("{stem}, copy{suffix}", stem=path.stem, suffix=SUFFIX)))
        name = tr("{name}, copy", name=self._session.name)
        self._start(tr("Duplicate “{stem}”", stem=path.stem), path, out, self._duplicated, name)

    def move(self) -> None:
        """Ask where, and have it there instead of here: closed, copied, and only then taken away from here."""
        path = self._session.project.path
        out = self._dialogs.place_of_copy(tr("Move or rename the file"), path)
        if out is None or out == path:
            return
        page = self._window.stage
        self._close()
        title = tr("Move “{stem}”", stem=path.stem)
        done, failed = partial(self._moved, path, page), partial(self._not_moved, path, page)
        self._start(title, path, out, done, failed=failed)

    def _start(
        self,
        title: str,
        path: Path,
        out: Path,
        done: Callable[[Path], str],
        name: str = "",
        *,
        failed: "Callable[[Failed], None] | None" = None,
    ) -> None:
        from desktop.jobs.copy_project import CopyProject

        request = CopyProject(path, out, name)
        ends = Callbacks(done, failed or self._failed, partial(show_folder, out))

        def bind(_session: Session, _jobs: JobQueue) -> Callbacks:
            """The same wherever the project is: what is said of it belongs to the window."""
            return ends

        self._jobs.start(
            title, COPY, request, on_done=ends.done, on_failed=ends.failed, on_open=ends.open, quick=True, bind=bind
        )  # fmt: skip

    def _saved(self, out: Path) -> str:
        self._say(tr("The copy is saved as “{name}”.", name=out.name), out)
        return out.name

    def _duplicated(self, out: Path) -> str:
        if self._open(out):
            self._say(tr("This is the copy. The project it was made of stays as it is."), out)
        return out.name

    def _moved(self, path: Path, page: Stage | None, out: Path) -> str:
        try:
            path.unlink()
        except OSError as error:
            from desktop.project.trouble import explain

            self._window.show_error(explain(error, path))
            return out.name
        if self._is_shown_again(out, page):
            self._say(tr("The project is in “{name}” now.", name=out.parent.name), out)
        return out.name

    def _not_moved(self, path: Path, page: Stage | None, failed: "Failed") -> None:
        self._is_shown_again(path, page)
        self._failed(failed)

    def _is_shown_again(self, path: Path, page: Stage | None) -> bool:
        """Whether what was closed to be moved is open, on the page it was left on; not where another project is by now."""
        if self._session.is_open or not self._open(path):
            return False
        if page is not None:
            self._window.show_stage(page)
        return True

    def _failed(self, failed: "Failed") -> None:
        from desktop.pages.error_message import failure_message

        self._window.show_message(failure_message(failed, tr("The project could not be copied.")))

    def _say(self, words: str, out: Path) -> None:
        show = partial(show_folder, out)
        self._window.show_message(
            Message("ok", words, str(out), button=tr("Show the folder"), run=show)
        )


def open_own_window(file: Path | None = None) -> None:
    """Open a project in a window of its own, a process that neither waits for; without ``file`` one on Welcome.

    Raises `UserError`: the system refuses.
    """
    # A program in one piece (PyInstaller) is its own interpreter.
    start = [] if getattr(sys, "frozen", False) else ["-P", "-m", "desktop"]
    process, environment = QProcess(), QProcessEnvironment()
    for name, value in environment_without_choice().items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)
    process.setProgram(sys.executable)
    process.setArguments([*start, "--welcome" if file is None else str(file)])
    if not process.startDetached():
        raise UserError(
            tr("Another window could not be opened."),
            tr("The system refused another process."),
            tr("Close other programs and try again."),
        )
