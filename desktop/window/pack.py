"""Packing the open project for sharing: say what it will hold, ask where, pack it as a job, say what came of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.actions import Action, Menu
from desktop.jobs.job import Callbacks
from desktop.jobs.queue import JobQueue
from desktop.latest_wins_thread import LatestWinsThread
from desktop.project import SUFFIX
from desktop.save_dialog import ask_where, with_ending
from desktop.session import Session
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.noun import example_noun
from estimators.base.number import megabytes
from estimators.base.sentence import tr

if TYPE_CHECKING:
    from desktop.jobs.pack import PackedProject, PackSize
    from desktop.jobs.worker import Failed
    from desktop.widgets.ask import ConfirmPopover

PACK = "desktop.jobs.pack:pack_project"
TITLE = tr("Pack the project for sharing")


class PackAction(QObject):
    """``ask_file(title, suggestion, kinds)`` says where; an empty answer is a change of mind. ``say`` shows a message."""

    def __init__(
        self, session: Session, jobs: JobQueue, window: QWidget, say: Callable[[Message], None]
    ) -> None:
        super().__init__(window)
        self._session, self._jobs, self._window, self._say = session, jobs, window, say
        self.ask_file: Callable[[str, str, str], str] = lambda title, first, kinds: ask_where(
            window, title, first, kinds, with_ending(SUFFIX, always=True)
        )
        self.question: ConfirmPopover | None = None
        self._soon = LatestWinsThread(self, self._ask, self._not_sized)
        session.closed.connect(self._soon.stop)

    def action(self) -> Action:
        """For the File menu and the palette."""
        return Action(
            "project.pack",
            f"{TITLE}…",
            self.offer,
            off=self.off,
            detail=tr("a copy with the originals in it"),
            menu=Menu.FILE,
            section=1,
        )

    def off(self) -> str:
        """Why there is nothing to pack now, if that is so."""
        if not self._session.is_open:
            return tr("No project is open.")
        return tr("It is being packed.") if self._jobs.is_active(PACK) else ""

    def offer(self) -> None:
        """Say what the packed project will hold, and ask."""
        path = self._session.project.path
        self._soon.ask(lambda: _sized(path))

    def _ask(self, asked: "tuple[Path, str, PackSize]") -> None:
        from desktop.jobs.pack import holds_words
        from desktop.widgets.ask import ConfirmPopover

        path, thing, size = asked
        if not self._session.is_open or self._session.project.path != path:
            return
        ticks = {}
        if size.examples and thing != "text":
            ticks["with_metadata"] = (
                tr("With place, date, author and camera of the {thing}s", thing=thing),
                tr("As their files have them; left out otherwise."),
            )
        if size.exchanges:
            ticks["with_journal"] = (
                tr("With the request journal ({count})", count=count(size.exchanges, "exchange")),
                tr("It holds what people sent to the fake; left out otherwise."),
            )
        self.question = ConfirmPopover(
            self._window,
            TITLE,
            (
                *holds_words(size, thing),
                tr(
                    "Whoever opens it can look, train and present without any other file. Yours stays as it is."
                ),
            ),
            tr("Choose where…"),
            partial(self._pack, path),
            ticks=ticks,
        )
        self.question.ask()

    def _pack(self, path: Path, **with_what: bool) -> None:
        from desktop.jobs.pack import PackProject, packed_file

        suggestion = path.with_name(tr("{stem}, packed{suffix}", stem=path.stem, suffix=SUFFIX))
        chosen = self.ask_file(
            TITLE, str(suggestion), tr("Smart Enough projects (*{suffix})", suffix=SUFFIX)
        )
        if not chosen:
            return
        out = packed_file(Path(chosen))
        self._jobs.start(
            tr("Pack “{stem}” for sharing", stem=path.stem),
            PACK,
            PackProject(path, out, **with_what),
            on_done=self._done,
            on_failed=self._failed,
            on_open=partial(show_folder, out),
            quick=True,
            bind=partial(self._callbacks_elsewhere, out),
        )

    def _callbacks_elsewhere(self, out: Path, _session: Session, _jobs: JobQueue) -> Callbacks:
        """The same wherever the project is: what is said of it belongs to the window."""
        return Callbacks(self._done, self._failed, partial(show_folder, out))

    def _done(self, packed: "PackedProject") -> str:
        from desktop.jobs.pack import cleaned_words, missing_words

        size = megabytes(packed.bytes)
        held = count(packed.examples, example_noun(packed.modality))
        missing = missing_words(packed)
        words = " ".join(filter(None, [cleaned_words(packed), missing]))
        them = tr("it") if len(packed.missing) == 1 else tr("them")
        self._say(
            Message(
                "warn" if missing else "ok",
                tr(
                    "“{name}” is packed, with {held}: {size}.",
                    name=packed.file.name,
                    held=held,
                    size=size,
                ),
                words,
                tr("Find {them} on the Data page and pack again.", them=them)
                if packed.missing
                else "",
                button=tr("Show the folder"),
                run=partial(show_folder, packed.file),
            )
        )
        return size

    def _failed(self, failed: "Failed") -> None:
        from desktop.pages.error_message import failure_message

        self._say(failure_message(failed, tr("The project could not be packed.")))

    def _not_sized(self, error: object) -> None:
        from desktop.pages.error_message import message_from

        assert isinstance(error, BaseException)
        self._say(message_from(error))


def _sized(path: Path) -> "tuple[Path, str, PackSize]":
    from desktop.jobs.pack import size_of_pack
    from desktop.project.project import Project

    with Project.open_beside(path) as project:
        first = project.first_example()
        return path, example_noun(first.modality if first else "photo").one, size_of_pack(project)


def show_folder(file: Path) -> None:
    """Show the folder of a file as the system shows folders."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
