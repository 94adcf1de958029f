"""What each window has open, kept for the next start: at every page, because a process that is killed says no farewell."""

import os
from pathlib import Path
from typing import NamedTuple

from desktop.app import Application
from desktop.project.stages import Stage
from desktop.settings_store import open_store
from desktop.window.copies import open_own_window
from estimators.base.errors import UserError

_OPEN = "window/open"  # with a key for each window, named by its process


class LeftOpen(NamedTuple):
    """A project that a window had open, and on which page."""

    path: Path
    page: str


def keep_open(application: Application) -> None:
    """Remember what this window has open, from now on."""

    def keep() -> None:
        path, page = application.session.path, application.window.stage
        if path and page:
            open_store().setValue(_key(), f"{path}\n{page.name}")
        else:
            open_store().remove(_key())

    application.window.shown_stage.connect(keep)
    application.window.close_asked.connect(keep)


def end_of_window() -> None:
    """This window is closed: the next start goes on with what it had open only where it was the last one."""
    store, others = open_store(), _kept(but=_key())
    goes_on = any(_is_held(one.path) for one in others.values())
    for key in (_key(),) if goes_on else others:
        store.remove(key)


def take_left_open(application: Application) -> tuple[LeftOpen, ...]:
    """What was open in windows that are there no longer; none where that is not wanted.

    It is asked for once: what comes of it is kept by the windows that show it.
    """
    wanted = application.settings.preferences.reopens
    return tuple(one for one in _taken(_kept()) if wanted and one.path.is_file())


def go_on(application: Application) -> None:
    """Show what was left open, the first here, each other in a window of its own, which finds its page where it is kept."""
    for number, (path, page) in enumerate(take_left_open(application)):
        open_store().setValue(f"{_OPEN}/left-{number}", f"{path}\n{page}")
        if number:
            open_own_window(path)
        else:
            open_as_left(application, path)


def open_as_left(application: Application, path: Path) -> None:
    """Open a project, on the page that a window which is there no longer showed of it."""
    from desktop.project.connection import real_path

    path = real_path(path)
    of_it = {key: one for key, one in _kept(but=_key()).items() if one.path == path}
    page = next((one.page for one in _taken(of_it)), "")
    if application.open_project(path) and page in Stage.__members__:
        application.window.show_stage(Stage[page])


def _taken(kept: dict[str, LeftOpen]) -> list[LeftOpen]:
    """Those whose window is there no longer; they are kept no longer, either."""
    left = {key: one for key, one in kept.items() if not _is_held(one.path)}
    for key in left:
        open_store().remove(key)
    return list(left.values())


def _key() -> str:
    return f"{_OPEN}/{os.getpid()}"


def _kept(but: str = "") -> dict[str, LeftOpen]:
    """What is kept of all windows, by key."""
    store = open_store()
    store.beginGroup(_OPEN)
    keys = [f"{_OPEN}/{name}" for name in store.childKeys()]
    store.endGroup()
    found = {}
    for key in keys:
        path, _, page = str(store.value(key, "")).partition("\n")
        if key != but:
            found[key] = LeftOpen(Path(path), page)
    return found


def _is_held(path: Path) -> bool:
    """Whether a window has it open."""
    from desktop.project.lock import held

    if not path.is_file():
        return False
    try:
        with held(path):
            return False
    except UserError:
        return True
