"""Processes for jobs that are forked from one that has its imports behind it, where a window starts each anew.

A job's process imports scikit-learn, SciPy and onnxruntime: two seconds of work for a job that often takes less, and
wasted where a test ends before the process on standby is asked. All else is as it is: a process of its own, its pipes,
its flag. ``jobs/test_queue.py`` and the journey start theirs as the product does.
"""

import multiprocessing
import os
import time
from multiprocessing.context import BaseContext, ForkServerContext, ForkServerProcess
from typing import Any

from desktop.jobs.warm_process import HEAVY


class _ForkedProcess(ForkServerProcess):
    """Has the environment of the test that starts it: the server has that of the first one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._environment = dict(os.environ)

    def run(self) -> None:
        os.environ.clear()
        os.environ.update(self._environment)
        time.tzset()
        super().run()


class _ForkedContext(ForkServerContext):
    Process = _ForkedProcess


_context = _ForkedContext()
_spawning_or_other = multiprocessing.get_context


def get_context(method: str | None = None) -> BaseContext:
    """As that of multiprocessing, but who asks for a process made anew gets a forked one."""
    if method != "spawn":
        return _spawning_or_other(method)
    _context.set_forkserver_preload([*HEAVY, __name__])
    return _context
