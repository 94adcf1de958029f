"""Ctrl+C: raised at once, and remembered, since an exception raised inside a callback of a library can get lost."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()


@contextmanager
def noticing_interrupts() -> Iterator[None]:
    """While a command runs, an interrupt raises ``KeyboardInterrupt`` and ``interrupted`` stays true."""
    _asked.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def interrupted() -> bool:
    """Whether the person has asked to stop; jobs take this as their ``cancelled``."""
    return _asked.is_set()


def stop_if_interrupted() -> None:
    """Raise ``KeyboardInterrupt`` if the person has asked to stop."""
    if interrupted():
        raise KeyboardInterrupt


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    _asked.set()
    raise KeyboardInterrupt
