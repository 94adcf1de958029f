"""Commands in processes of their own, watched: how each ended, what it said, its processor time and its memory."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "desktop")
CPU_SECONDS, BYTES, WALL_SECONDS = 5.0, 1_000_000_000, 120.0
MOST_BYTES = 4_000_000_000  # a child that takes more is ended, before it takes the machine with it


@dataclass
class Ran:
    """How a process went. ``code`` is negative for a signal; None: it was ended after a while."""

    code: int | None
    said: str
    cpu: float
    memory: int

    def faults(self, most_cpu: float) -> list[str]:
        """What no command may come to, whatever it is given."""
        found = {
            "traceback": "Traceback" in self.said or self.said.startswith("failed "),
            "our mistake": "our mistake" in self.said,
            "hang": self.code is None or self.cpu > most_cpu,
            "over 1 GB": self.memory > BYTES,
            "died": self.code is not None and self.code not in (0, 1, 2, 130),
        }
        return [kind for kind, is_so in found.items() if is_so]


@dataclass
class Table:
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def note(self, what: str, ran: Ran, usual_cpu: float, name: str) -> None:
        row = self.counts.setdefault(what, Counter())
        row["tried"] += 1
        row["refused"] += ran.code == 1 or ran.said.startswith("said ")
        row["MB at most"] = max(row["MB at most"], ran.memory // 10**6)
        row["s of CPU at most"] = max(row["s of CPU at most"], round(ran.cpu))
        if found := ran.faults(usual_cpu + CPU_SECONDS):
            row.update(found)
            self.failures.append(
                f"{what}, {name}: {', '.join(found)} (rc {ran.code}, {ran.cpu:.1f} s, "
                f"{ran.memory / 1e6:,.0f} MB): {ran.said[-1500:]}"
            )

    def check(self, what: str, kind: str, wrong: bool, words: str) -> None:
        row = self.counts.setdefault(what, Counter())
        row[kind] += wrong
        if wrong:
            self.failures.append(f"{what}: {kind}: {words}")

    def show(self) -> int:
        for what, row in self.counts.items():
            print(f"{what:34}", "  ".join(f"{kind} {row[kind]:,}" for kind in row))
        for failure in self.failures:
            print("-", failure)
        return 1 if self.failures else 0


def environment(folder: Path) -> dict[str, str]:
    home = {name: str(folder / name) for name in ("HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")}
    more = {name: str(folder / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    quiet = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "ORT_DISABLE_TELEMETRY": "1"}
    return {**os.environ, **home, **more, **threads, **quiet}


def run(
    command: tuple[str | Path, ...],
    folder: Path,
    seconds: float = WALL_SECONDS,
    *,
    out: bool = True,
    meanwhile: Callable[["subprocess.Popen[bytes]", IO[str]], None] | None = None,
) -> Ran:
    """Run a process to its end, or for so long; with what it says on stderr alone where ``out`` is False."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=said if out else subprocess.DEVNULL,
            stderr=said,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env=environment(folder.parent / "home"),
        )
        if meanwhile:
            meanwhile(process, said)
        code, usage = _wait(process.pid, time.monotonic() + seconds)
        process.returncode = code or 0
        said.seek(0)
        return Ran(code, said.read(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _wait(pid: int, until: float) -> tuple[int | None, resource.struct_rusage]:
    ended = False
    while True:
        found, status, usage = os.wait4(pid, 0 if ended else os.WNOHANG)
        if found:
            return None if ended else os.waitstatus_to_exitcode(status), usage
        if time.monotonic() > until or _memory(pid) > MOST_BYTES:
            os.kill(pid, signal.SIGKILL)
            ended = True
        time.sleep(0.02)


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0
