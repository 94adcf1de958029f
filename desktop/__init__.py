"""Smart Enough, the application. The only package that knows Qt."""

import sys

__version__ = "0.1.0"

if sys.version_info < (3, 12):
    # WORKAROUND PySide6 6.12.0: every call that returns nothing gives away one reference to None that it does not own,
    # some others one to True or False; after some thousands Python 3.11 aborts ("deallocating None"). From 3.12 on these
    # cannot be freed. So that nobody uses them up, they get more references here than any session makes calls.
    import ctypes

    for _constant in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_constant)).value += 1 << 50
    del ctypes, _constant
