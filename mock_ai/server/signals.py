"""The signals that ask a program to end: Ctrl-C, ``kill``, ``docker stop``, a terminal that is closed."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # not every system has all of them


@contextmanager
def calling(stop: Callable[[], None]) -> Iterator[None]:
    """Meanwhile such a signal calls ``stop``, as often as it comes, and does nothing else. A hang-up that is ignored, as
    under ``nohup``, stays ignored. Outside the main thread, which alone hears signals, this changes nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(_signal: int, _frame: FrameType | None) -> None:
        stop()

    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    numbers = [
        one
        for one in numbers
        if one == signal.SIGINT or signal.getsignal(one) is not signal.SIG_IGN
    ]
    before = {one: signal.signal(one, heard) for one in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
