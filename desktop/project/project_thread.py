"""A thread of its own for a project that a server shows: its connection belongs to the thread that opened it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from estimators.base.errors import UserError
from estimators.base.sentence import tr

Done = TypeVar("Done")


class ProjectThread:
    """Does work in one thread, in turn, and waits for each. Make it and ask it in any thread.

    - `name`: of the thread, as a debugger shows it.
    """

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def run(self, work: Callable[..., Done], *args: object) -> Done:
        """Return what the work returns; raises what it raises, and `UserError` once this is closed."""
        try:
            done = self._thread.submit(work, *args)
        except RuntimeError as error:  # the thread has ended
            raise UserError(
                tr("The project is closed."), tr("Nothing is kept any more."), tr("Open it again.")
            ) from error
        return done.result()

    def close(self, work: Callable[[], object] = lambda: None) -> None:
        """Do a last work, and end even where it fails. May be called twice: the second time does nothing."""
        try:
            done = self._thread.submit(work)
        except RuntimeError:  # closed before
            return
        self._thread.shutdown()
        done.result()
