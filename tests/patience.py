"""How long a test waits for what has to happen, so that a slow machine fails none."""

import time
from collections.abc import Callable

# Seconds. A wait ends as soon as the thing happens, so a long one costs only where it never does.
PATIENCE = 300.0


def until(happened: Callable[[], object]) -> None:
    """Wait for something that another thread or process does.

    Raises
    ------
    AssertionError : it has not happened within ``PATIENCE``.
    """
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)
