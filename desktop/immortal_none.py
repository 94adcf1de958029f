"""Keep ``None`` alive on Python 3.11, where PySide6 6.12 gives away one reference to it with every call.

See docs/decisions/0060-none-on-python-3-11.md. Python 3.12 made ``None`` immortal (PEP 683) and needs nothing.
"""

import ctypes
import sys

_MANY = 1 << 40


def keep_none_alive() -> None:
    """Give ``None`` so many references that no program can use them up. A second call does nothing.

    WORKAROUND PySide6 6.12.0: its wheels are built against headers in which ``None`` needs no counting, so on
    Python 3.11 each call that returns None takes a reference that nobody gave. The count starts near 5,000:
    the process dies within seconds ("Fatal Python error: none_dealloc").
    """
    if sys.implementation.name != "cpython" or sys.version_info >= (3, 12):
        return
    count = ctypes.c_ssize_t.from_address(id(None))
    if (
        abs(count.value - sys.getrefcount(None)) > 16
    ):  # not where a release build of CPython keeps it
        return
    if count.value < _MANY:
        count.value += _MANY
