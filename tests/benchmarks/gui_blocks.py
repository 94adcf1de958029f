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
from pathlib import Path
from statistics import median

_REST_SECONDS = 0.3


def blocks_of(project: Path) -> dict[str, float]:
    """The largest block of each step, in this process."""
    from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QThreadPool, QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    from desktop.app import Application
    from desktop.latest_wins_thread import LatestWinsThread
    from desktop.project.stages import Stage

    application = Application(app)
    window = application.window
    window.resize(1440, 900)
    application.jobs.keep_warm = lambda: None  # type: ignore[method-assign]  # its process would take the cores
    blocks: list[float] = []
    since = time.thread_time()

    def about_to_wait() -> None:
        nonlocal since
        now = time.thread_time()
        blocks.append(1e3 * (now - since))
        since = now

    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None
    dispatcher.aboutToBlock.connect(about_to_wait)

    def at_work() -> bool:
        timers = [timer for top in (application, window) for timer in top.findChildren(QTimer)]
        return (
            QThreadPool.globalInstance().activeThreadCount() > 0
            or any(timer.isActive() and timer.isSingleShot() for timer in timers)
            or any(thread.busy for thread in window.findChildren(LatestWinsThread))
            or any(timer.isActive() for timer in window._importer.findChildren(QTimer))
        )

    def largest(act: Callable[[], object]) -> float:
        blocks.clear()
        QTimer.singleShot(0, act)
        rested, until = 0, time.monotonic() + _REST_SECONDS
        while rested < 3 or time.monotonic() < until:
            loop = QEventLoop()
            QTimer.singleShot(40, loop.quit)
            loop.exec()
            rested = 0 if at_work() else rested + 1
        return max(blocks)

    found = {
        "start": largest(window.show),
        "open": largest(lambda: application.open_project(project)),
    }
    for stage in Stage:
        found[stage.title] = largest(lambda stage=stage: window.show_stage(stage))  # type: ignore[misc]
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
