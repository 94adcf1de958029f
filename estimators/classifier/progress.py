"""How long work reports where it is and learns that it is no longer wanted."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called as ``progress(done, total, text)``, from the thread that started the work."""

Cancelled = Callable[[], bool]
"""Asked between small pieces of work; true means stop now and leave nothing behind."""


class WorkCancelled(Exception):  # noqa: N818  # it is an answer to the person who cancelled, not an error
    """The work stopped because it was cancelled; nothing was written."""


def report_nothing(_done: int, _total: int, _text: str) -> None:
    """The progress of someone who does not listen."""


def never() -> bool:
    """The cancel flag of someone who does not cancel."""
    return False


def stop_if(cancelled: Cancelled | None) -> None:
    """Raise `WorkCancelled` if the work is no longer wanted."""
    if cancelled is not None and cancelled():
        raise WorkCancelled("Cancelled. Nothing was changed.")
