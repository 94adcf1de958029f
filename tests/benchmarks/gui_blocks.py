"""For how long does the window not answer? The largest block of the GUI thread while a project is opened and each page shown first.

    python tests/benchmarks/gui_blocks.py PROJECT.smart [--beside FOLDER ...] [--rounds 3]

A block is what happens between two moments at which Qt's event loop could have taken a key, in milliseconds of the GUI thread's own
processor time, so that neighbours disturb it little. Each round starts every version anew, on a copy of the project in an empty home:
Welcome is painted, the pages' modules are imported while nobody asks for anything, the project is opened, and its pages are shown one
after the other, each once all that the one before had started has come to rest. `--beside` names other checkouts; compile all of
them first (`python -m compileall desktop estimators mock_ai reports`), or none. Printed are medians over the rounds.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.app import Application

_REST_SECONDS = 0.3


class BlockMeter:
    """Every block of the GUI thread of an application, from the moment it is made.

    What is measured has to be begun by the event loop (``begin``); ``rest`` lets it run until all that was started has come to rest.
    """

    def __init__(self, application: "Application", *, jobs_too: bool = True) -> None:
        """``jobs_too``: it is at rest only once no job runs."""
        from PySide6.QtCore import QAbstractEventDispatcher

        application.jobs.keep_warm = lambda: None  # type: ignore[method-assign]  # its process would take the cores
        self._application, self._jobs_too = application, jobs_too
        self.blocks: list[float] = []  # milliseconds of processor time
        self.gaps: list[float] = []  # the same blocks by the clock, without waits for a free core
        self._work, self._clock, self._waits = time.thread_time(), _own_clock(), False
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(self._about_to_wait)
        dispatcher.awake.connect(self._woken)

    def begin(self) -> None:
        self.blocks.clear()
        self.gaps.clear()

    def rest(self) -> None:
        """Let the event loop run until nothing is under way."""
        from PySide6.QtCore import QEventLoop, QTimer

        rested, until = 0, time.monotonic() + _REST_SECONDS
        while rested < 3 or time.monotonic() < until:
            loop = QEventLoop()
            QTimer.singleShot(40, loop.quit)
            loop.exec()
            rested = 0 if self._at_work() else rested + 1

    def largest(self, act: Callable[[], object]) -> float:
        """The largest block that ``act`` and what it starts come to."""
        from PySide6.QtCore import QTimer

        self.begin()
        QTimer.singleShot(0, act)
        self.rest()
        return max(self.blocks)

    def _about_to_wait(self) -> None:
        self._end_block()
        self._waits = True

    def _woken(self) -> None:
        """A new turn of the event loop. After a wait the timers that were due have run by now, and the wait took no work."""
        self._end_block()
        self._waits = False

    def _end_block(self) -> None:
        work, clock = time.thread_time(), _own_clock()
        self.blocks.append(1e3 * (work - self._work))
        self.gaps.append(self.blocks[-1] if self._waits else 1e3 * (clock - self._clock))
        self._work, self._clock = work, clock

    def _at_work(self) -> bool:
        from PySide6.QtCore import QThreadPool, QTimer

        from desktop.latest_wins_thread import LatestWinsThread
        from desktop.turns import Turns

        window = self._application.window
        timers = [timer for top in (self._application, window) for timer in top.findChildren(QTimer)]  # fmt: skip
        return (
            QThreadPool.globalInstance().activeThreadCount() > 0
            or (self._jobs_too and self._application.jobs.busy)
            or any(timer.isActive() and timer.isSingleShot() for timer in timers)
            or any(thread.busy for thread in window.findChildren(LatestWinsThread))
            or any(turns.at_work for turns in window.findChildren(Turns))
        )


def _own_clock() -> float:
    """The clock less what this thread has waited, ready to run, while neighbours had the cores: those are no gap on a quiet machine."""
    waited = Path("/proc/thread-self/schedstat")  # nanoseconds of work and of waiting; Linux has it
    return time.perf_counter() - (
        int(waited.read_text().split()[1]) / 1e9 if waited.exists() else 0
    )


def blocks_of(project: Path) -> dict[str, float]:
    """The largest block of each step, in this process."""
    from PySide6.QtWidgets import QApplication

    os.environ["QT_NO_GLIB"] = (
        "1"  # Qt's own loop says when a turn begins, whether it waited or not
    )
    app = QApplication([])
    from desktop.app import Application
    from desktop.project.stages import Stage

    application = Application(app)
    window = application.window
    window.resize(1440, 900)
    meter = BlockMeter(application)
    found = {
        "start": meter.largest(window.show),
        "open": meter.largest(lambda: application.open_project(project)),
    }
    for stage in Stage:
        found[stage.title] = meter.largest(partial(window.show_stage, stage))
    return found


def measured(root: Path, project: Path) -> dict[str, float]:
    """The same of a checkout, in a process and a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        copy = shutil.copy(project, home)
        own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), home)  # fmt: skip
        done = subprocess.run(
            [sys.executable, __file__, "--child", copy],
            cwd=root,
            env={**os.environ, **own, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("--beside", type=Path, nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(blocks_of(asked.project)), flush=True)
        os._exit(0)  # what still runs is of no interest
    here = Path(__file__).resolve().parents[2]
    roots = [*(folder.resolve() for folder in asked.beside), here]
    rounds = [
        [measured(root, asked.project.resolve()) for root in roots] for _ in range(asked.rounds)
    ]
    print("".join(["step".ljust(10), *(root.name[:16].rjust(18) for root in roots)]))
    for step in rounds[0][0]:
        middles = (median(one[at][step] for one in rounds) for at in range(len(roots)))
        print("".join([step.ljust(10), *(f"{value:.0f}".rjust(18) for value in middles)]))


if __name__ == "__main__":
    main()
