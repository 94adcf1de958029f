"""Smart Enough, the application. The only package that knows Qt."""

import sys

__version__ = "0.1.0"

if sys.version_info < (3, 12):
    # WORKAROUND PySide6 6.12.0: every call that returns nothing gives away one reference to None that it does not own,
    # and after some thousands of them Python 3.11 aborts ("deallocating None"). From 3.12 on None cannot be freed.
    # So nobody can use them up, None gets more references than any session makes calls.
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 50
    del ctypes
