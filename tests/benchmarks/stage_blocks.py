"""For how long does the Stage not answer? The largest block of the GUI thread when it opens, and when the next turn comes.

    python tests/benchmarks/stage_blocks.py [--turns 8] [--rounds 3] [--kinds act number]

A block is what happens between two moments at which Qt's event loop could have taken a key, in milliseconds of the GUI thread's own
processor time, as in `gui_blocks.py`. Each kind of product is shown in a process of its own, in an empty home, with what the
project borrows, without delays and with everything appearing at its usual pace; "long" is a draft of 50,000 words. Printed are,
in medians over the rounds, the block of opening (the first Stage of a process imports its pages), and of the turns the largest one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from statistics import median

_KINDS = ("generate", "rank", "transcribe", "extract", "act", "number", "long")
_WORDS = 50_000
_SETTLED_SECONDS = 0.5


def blocks_of(kind: str, turns: int) -> dict[str, float]:
    """The largest block of opening the Stage of a kind, and of its turns, in this process."""
    from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    from desktop.findings.fake.demo_sessions import plan_for, running_demo
    from desktop.findings.fake.scenarios import active_scenario, put_scenario
    from desktop.pages.stage.kind_view import KindView
    from desktop.pages.stage.window import StageWindow
    from desktop.project import commands as edit
    from desktop.project.product import set_product
    from desktop.project.project import Project
    from desktop.session import Session
    from desktop.theme.apply import apply_theme
    from estimators.base.task_kind import TASK_KINDS
    from mock_ai.delays import Delay
    from mock_ai.kinds.product import GoodExample, KindSetting

    import_module(
        "desktop.widgets.charts.plot"
    )  # the window imports it while nobody asks for anything
    apply_theme(app, "light")
    of_kind = "generate" if kind == "long" else kind
    project = Project.create(Path(tempfile.mkdtemp()) / "idea.smart", name="Idea")
    session = Session()
    session.use(project)
    session.do(edit.Several(set_product(project, of_kind, TASK_KINDS[of_kind].inputs), "kind"))
    scenario = replace(active_scenario(project)[1], delay=Delay())
    if kind == "long":
        text = " ".join(f"word{n}" for n in range(_WORDS))
        own = [GoodExample(f"Write all you know about {n}.", f"{text} {n}") for n in range(20)]
        scenario = replace(scenario, product=KindSetting.of("generate", {}, own))
    session.do(put_scenario(project, scenario, "play at once"))

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

    def largest(act: Callable[[], object], there: Callable[[], bool]) -> float:
        nonlocal since
        blocks.clear()
        since = time.thread_time()
        QTimer.singleShot(0, act)
        until = 0.0
        while not until or time.monotonic() < until:
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
            if not until and there():
                until = time.monotonic() + _SETTLED_SECONDS
        return max(blocks)

    demo = running_demo(project, plan_for(project, "fixed"))
    opened: list[StageWindow] = []

    def open_stage() -> None:
        window = StageWindow(session, demo, recorded=True)
        window.resize(1440, 900)
        window.show()
        opened.append(window)

    def answered() -> bool:
        view = opened[0].view if opened else None
        return isinstance(view, KindView) and view.answer is not None

    first = largest(open_stage, answered)
    view = opened[0].view
    assert isinstance(view, KindView)
    each = []
    for _ in range(turns):
        view.appearance.finish()
        each.append(largest(lambda: view.reacted.emit("accepted", ""), answered))
    return {"open": first, "turn": max(each)}


def measured(kind: str, turns: int) -> dict[str, float]:
    """The same in a process and a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), home)  # fmt: skip
        root = str(Path(__file__).resolve().parents[2])
        done = subprocess.run(
            [sys.executable, __file__, "--child", kind, "--turns", str(turns)],
            cwd=root,
            env={**os.environ, **own, "PYTHONPATH": root, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kinds", nargs="*", default=_KINDS)
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(blocks_of(asked.child, asked.turns)), flush=True)
        os._exit(0)  # what still runs is of no interest
    print("kind".ljust(12) + "open".rjust(8) + "turn".rjust(8))
    for kind in asked.kinds:
        rounds = [measured(kind, asked.turns) for _ in range(asked.rounds)]
        middles = (median(one[step] for one in rounds) for step in ("open", "turn"))
        print(kind.ljust(12) + "".join(f"{value:.0f}".rjust(8) for value in middles))


if __name__ == "__main__":
    main()
