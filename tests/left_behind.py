"""Nothing is left behind by a test: threads, child processes, windows, running timers."""

import gc
import multiprocessing
import os
import re
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

# Seconds that threads and processes have to finish after a test; fewer for the test of that check.
GRACE = float(os.environ.get("SMART_ENOUGH_TEST_GRACE", "60"))


@pytest.fixture(autouse=True)
def nothing_left_behind(own_home: Path) -> Iterator[None]:
    """Fail a test that leaves threads, child processes, windows or running timers."""
    threads, children = set(threading.enumerate()), _child_processes()
    widgets, timers = _top_level_widgets(), _running_timers()
    yield
    left = _wait_until_empty(
        lambda: [str(t) for t in threading.enumerate() if t not in threads and not _may_stay(t)]
    )
    left += _wait_until_empty(
        lambda: [text for pid, text in _child_processes().items() if pid not in children]
    )
    if "PySide6.QtCore" in sys.modules:
        left += _qt_leftovers(widgets, timers)
    if left:
        pytest.fail("left behind: " + "; ".join(left))


def _wait_until_empty(look: Callable[[], list[str]]) -> list[str]:
    deadline = time.monotonic() + GRACE
    while (found := look()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def _may_stay(thread: threading.Thread) -> bool:
    # tqdm keeps one monitor thread for the process; a Dummy stands for a thread of Qt's that has
    # run Python once, and outlives it. pytest-timeout and xdist own the others.
    kinds = ("TMonitor", "_DummyThread")
    return type(thread).__name__ in kinds or thread.name.startswith(("pytest_timeout", "execnet"))


_ONE_A_PROCESS = re.compile(r"multiprocessing\.(resource_tracker|forkserver)")  # by design


def _child_processes() -> dict[int, str]:
    """Return the living children of this process with their command lines."""
    # Reaps the finished ones; the forked are children of the server that forked them.
    children = {child.pid: str(child) for child in multiprocessing.active_children() if child.pid}
    for task in Path("/proc/self/task").glob("*/children"):  # empty where there is no /proc
        try:
            pids = [int(pid) for pid in task.read_text().split()]
        except OSError:  # the thread has just ended
            continue
        for pid in pids:
            try:
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
                line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
            except OSError:
                continue
            if state != "Z" and not _ONE_A_PROCESS.search(line):
                children[pid] = f"process {pid} ({line[:200]})"
    return children


def _top_level_widgets() -> set[int]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return set()
    return {id(widget) for widget in widgets.QApplication.topLevelWidgets()}


# Every timer that was started and lives. Looking for them among all objects of the process was a third of
# the work of the window tests.
_timers: "weakref.WeakSet[QTimer]" = weakref.WeakSet()


def running_timers() -> "list[QTimer]":
    """Those under way that were started here after the first time that this was asked."""
    if (core := sys.modules.get("PySide6.QtCore")) is None:
        return []
    if not isinstance(start := core.QTimer.start, FunctionType):  # still Qt's own

        def noted(timer: "QTimer", *args: object) -> None:
            _timers.add(timer)
            start(timer, *args)

        core.QTimer.start = noted
    shiboken = sys.modules["shiboken6"]
    return [timer for timer in _timers if shiboken.isValid(timer) and timer.isActive()]


def _running_timers() -> set[int]:
    return {id(timer) for timer in running_timers()}


def _qt_leftovers(widgets_before: set[int], timers_before: set[int]) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

    app = QCoreApplication.instance()
    if app is None:
        return []
    done = QThreadPool.globalInstance().waitForDone(int(GRACE * 1000))
    left = [] if done else ["work in the global thread pool"]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    if (_top_level_widgets() - widgets_before) or (_running_timers() - timers_before):
        gc.collect()  # a window in a reference cycle is garbage, not a leak
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        left += [
            f"window {widget!r}"
            for widget in QApplication.topLevelWidgets()
            if id(widget) not in widgets_before and widget.parent() is None
        ]
    if running := _running_timers() - timers_before:
        left.append(f"{len(running)} running timers")
    return left
