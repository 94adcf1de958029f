"""Attacks on project files, to be run by hand; prints a table of counts, and exits with 1 where any is not as promised.

    python -m tests.attacks.projects --base BASE.smart [kills] [commands] [damage] [crafted] [disk] [window]

BASE is a trained project (``smart-enough demo --out FOLDER`` makes one); without it a demo is run first. What is attacked
is a packed copy of it, so that every command has its examples. Counted are processes: tried, tracebacks, "our mistake", more than 5 s of CPU beyond what the command takes of a whole project, more
than 1 GB of memory, and what was lost or left. Needs Linux and 4 GB for temporary files; ``disk`` needs root.
"""

import argparse
import multiprocessing
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.project import commands as edit
from desktop.project.project import Project
from tests.attacks import crafted_projects as crafts
from tests.attacks.runs import PROGRAM, ROOT, Table, environment, run

HERE = Path(__file__).parent


def craft(name: str, path: Path) -> Path:
    """A crafted file, made in a process of its own: Linux counts what this one ever had in memory for its children too."""
    with multiprocessing.get_context("fork").Pool(1) as made:
        return made.apply(_craft, (name, path))


def _craft(name: str, path: Path) -> Path:
    return crafts.CRAFTED[name](path)


def commands(path: Path) -> dict[str, tuple[str | Path, ...]]:
    """The commands that open a project."""
    out = path.parent
    return {
        "report": (*PROGRAM, "report", path, "--out", out / "r.pdf"),
        "journal": (*PROGRAM, "journal", path),
        "journal --out": (*PROGRAM, "journal", path, "--out", out / "j.har"),
        "inspect": (*PROGRAM, "inspect", path),
        "pack": (*PROGRAM, "pack", path, "--out", out / "packed.smart"),
        "serve --openapi": (*PROGRAM, "serve", path, "--openapi", out / "o.json"),
        "train": (*PROGRAM, "train", path, "--out", out / "m.onnx"),
        "library": (sys.executable, HERE / "reading_child.py", path),
    }


class Attacks:
    def __init__(self, base: Path, work: Path, options: argparse.Namespace) -> None:
        self.base, self.work, self.options = base, work, options
        self.table = Table()
        self._usual: dict[str, float] = {}

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """A copy of the base, alone in a folder."""
        folder = Path(tempfile.mkdtemp(dir=self.work))
        path = folder / "p.smart"
        shutil.copy(self.base, path)
        try:
            yield path
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def usual(self, name: str) -> float:
        """Seconds of CPU that the command takes of the whole project, once what it keeps for later is there."""
        if name not in self._usual:
            with self.copy() as path:
                run(commands(path)[name], path.parent, 300)
                ran = run(commands(path)[name], path.parent, 300)
                self._usual[name] = ran.cpu
                print(
                    f"usual {name}: rc {ran.code}, {ran.cpu:.1f} s, {ran.memory / 1e6:.0f} MB",
                    flush=True,
                )
                if ran.code != 0:
                    print(ran.said[-1500:])
        return self._usual[name]

    # --- (a) kills ---------------------------------------------------------------------------------------------------

    def kills(self, times: int) -> None:
        """kill -9 of a child that edits: every edit that it reported is there, the file is whole, nothing is left."""
        chance = random.Random(0)
        row = "kill -9 of an editing child"
        counts = self.table.counts.setdefault(row, Counter())
        with self.copy() as path:
            script = HERE / "editing_child.py"
            for number in range(times):
                process = subprocess.Popen(
                    [sys.executable, script, path, str(number)],
                    stdout=subprocess.PIPE,
                    text=True,
                    env=environment(path.parent.parent / "home"),
                )
                assert process.stdout is not None
                process.stdout.readline()
                time.sleep(chance.uniform(0, 0.4))
                process.kill()
                said = process.stdout.read().splitlines()
                process.wait()
                process.stdout.close()
                counts["tried"] += 1
                counts["hot journal"] += path.with_name("p.smart-journal").exists()
                last = int(said[-1].split()[-1]) if said else 0
                try:
                    with Project.open(path) as project:
                        kept = project.answer(f"count {number}", 0)
                        good = project.file.connection.execute("PRAGMA integrity_check").fetchone()
                        self.table.check(
                            row, "lost edits", kept < last, f"{number}: {kept} < {last}"
                        )
                        self.table.check(row, "integrity", good != ("ok",), f"{number}: {good}")
                    self.table.check(row, "stuck locks", False, "")
                except Exception as error:  # noqa: BLE001  to be counted
                    self.table.check(row, "stuck locks", True, f"{number}: {error}")
                left = sorted(one.name for one in path.parent.iterdir() if one.name != "p.smart")
                self.table.check(row, "leftovers", bool(left), f"{number}: {left}")

    def kill_commands(self, times: int) -> None:
        """kill -9 of commands: no half target; the next run of it succeeds and leaves nothing."""
        chance = random.Random(1)
        for name in ("pack", "report", "journal --out", "serve --openapi", "train"):
            row = f"kill -9 of {name}"
            counts = self.table.counts.setdefault(row, Counter())
            with self.copy() as path:
                targets = {"pack": "packed.smart", "report": "r.pdf", "journal --out": "j.har"}
                target = path.parent / {**targets, "train": "m.onnx"}.get(name, "o.json")
                # It keeps things for later, such as fonts.
                run(commands(path)[name], path.parent, 300)
                begun = time.monotonic()
                whole = run(commands(path)[name], path.parent, 300)
                spent = time.monotonic() - begun
                assert whole.code == 0, whole.said
                size = target.stat().st_size
                for _ in range(times):
                    target.unlink(missing_ok=True)
                    process = subprocess.Popen(
                        [str(part) for part in commands(path)[name]],
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        env=environment(path.parent.parent / "home"),
                    )
                    time.sleep(chance.uniform(0.4, 1) * spent)
                    process.kill()
                    process.wait()
                    counts["tried"] += 1
                    counts["hit"] += process.returncode == -signal.SIGKILL
                    half = target.exists() and target.stat().st_size < size * 0.9
                    self.table.check(row, "half targets", half, str(target))
                again = run(commands(path)[name], path.parent, 300)
                self.table.check(row, "rerun failed", again.code != 0, again.said[-300:])
                left = {one.name for one in path.parent.iterdir()} - {"p.smart", target.name}
                self.table.check(row, "leftovers", bool(left), str(left))

    # --- (b) damage, (c) crafted -------------------------------------------------------------------------------------

    def damage(self, copies: int) -> None:
        for seed in range(copies):
            with self.copy() as path:
                crafts.damage_at_random(path, seed)
                before = path.read_bytes()
                for name in self._commands(seed):
                    self._use(f"damaged: {name}", name, path, f"seed {seed}")
                    changed = path.read_bytes() != before
                    self.table.check(f"damaged: {name}", "file changed", changed, f"seed {seed}")
                if not self.options.no_library:
                    self._use("damaged: library", "library", path, f"seed {seed}")

    def _names(self) -> list[str]:
        """The crafted files that were asked for."""
        left_out = crafts.HEAVY if self.options.light else set()
        names = [name for name in crafts.CRAFTED if self.options.only in name]
        return [name for name in names if name not in left_out][:: self.options.every]

    def crafted(self) -> None:
        for number, name in enumerate(self._names()):
            print(f"crafted {number}: {name}", flush=True)
            with self.copy() as path:
                opened = craft(name, path)
                victim = path.with_name("victim.txt")
                had_victim = victim.exists()
                library = () if self.options.no_library else ("library",)
                used = (*self._commands(number), *library)
                for command in used:
                    self._use(f"crafted: {command}", command, opened, name)
                lost = had_victim and (not victim.exists() or victim.read_text() != "mine")
                self.table.check(f"crafted: {used[-1]}", "other files changed", lost, name)

    def _commands(self, number: int) -> tuple[str, ...]:
        """All of the commands with --all, otherwise one after the other."""
        names = tuple(name for name in commands(self.base) if name != "library")
        return names if self.options.all else (names[number % len(names)],)

    def _use(self, row: str, command: str, path: Path, name: str) -> None:
        usual = self.usual(command)
        ran = run(commands(path)[command], path.parent)
        self.table.note(row, ran, usual, name)

    # --- (d) a full disk -----------------------------------------------------------------------------------------------

    def disk(self) -> None:
        """Edits and commands on a disk with little or no room left: a sentence, and the project as it was."""
        size = self.base.stat().st_size
        disk = self.work / "disk"
        disk.mkdir(exist_ok=True)
        for spare in (8, 60, 200, 600, 2000, 6000, 30_000):
            mounted = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size // 1024 + spare + 64}k", "tmpfs", disk],
                check=False,
            )
            if mounted.returncode:
                print("no disk could be mounted")
                return
            try:
                path = disk / "p.smart"
                shutil.copy(self.base, path)
                for name in ("report", "journal --out", "pack", "serve --openapi"):
                    ran = run(commands(path)[name], disk)
                    self.table.note("full disk: commands", ran, 60, f"{spare} kB, {name}")
                left = {one.name for one in disk.iterdir()} - {
                    "p.smart",
                    "r.pdf",
                    "j.har",
                    "o.json",
                }
                left -= {"packed.smart"}
                self.table.check("full disk: commands", "leftovers", bool(left), str(left))
                for one in disk.iterdir():
                    if one != path:
                        empty = one.stat().st_size == 0
                        self.table.check("full disk: commands", "empty targets", empty, str(one))
                        one.unlink()
                self._edits_on(path, spare)
            finally:
                subprocess.run(["umount", "--lazy", disk], check=False)

    def _edits_on(self, path: Path, spare: int) -> None:
        row = self.table.counts.setdefault("full disk: edits", Counter())
        with Project.open(path) as project:
            for number in range(30):
                before = project.answer("filled")
                row["tried"] += 1
                try:
                    project.do(edit.SetFact("filled", "x" * (number * 5000), "filling"))
                except Exception as error:  # noqa: BLE001  to be counted
                    row["refused"] += 1
                    odd = "full" not in str(error)
                    self.table.check("full disk: edits", "odd words", odd, f"{error!r}")
                    kept = project.answer("filled") == before
                    self.table.check("full disk: edits", "damaged", not kept, f"{spare} kB")
            good = project.file.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            self.table.check("full disk: edits", "integrity", not good, f"{spare} kB")

    # --- the window --------------------------------------------------------------------------------------------------

    def window(self) -> None:
        for name in ["", *self._names()]:
            with self.copy() as path:
                opened = craft(name, path) if name else path
                ran = run((sys.executable, HERE / "window_child.py", opened), path.parent)
                self.table.note("crafted: window", ran, 40, name or "whole")
                self.table.check(
                    "crafted: window", "said twice", "said twice" in ran.said, f"{name}: {ran.said}"
                )
                changed = "changed by opening" in ran.said and name != "a project in WAL mode"
                self.table.check("crafted: window", "changed by opening", changed, name)
                if not name:
                    print(f"window, whole: {ran.code}, {ran.cpu:.1f} s: {ran.said[-300:]}")


def make_base(folder: Path) -> Path:
    subprocess.run([*PROGRAM, "demo", "--out", folder / "demo"], check=True, cwd=ROOT)
    return folder / "demo" / "project.smart"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "attacks", nargs="*", help="kills, commands, damage, crafted, disk, window; default: all"
    )
    parser.add_argument("--base", type=Path)
    parser.add_argument("--times", type=int, default=300, help="kills of the editing child")
    parser.add_argument("--copies", type=int, default=200, help="randomly damaged copies")
    parser.add_argument(
        "--light", action="store_true", help="without files of hundreds of megabytes"
    )
    parser.add_argument("--only", default="", help="crafted files with these words in their name")
    parser.add_argument("--all", action="store_true", help="each file by every command, not by one")
    parser.add_argument("--no-library", action="store_true", help="the commands alone")
    parser.add_argument("--every", type=int, default=1, help="every Nth crafted file only")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="attacks-"))
    try:
        base = work / "base.smart"
        trained = options.base or make_base(work)
        subprocess.run([*PROGRAM, "pack", trained, "--out", base], check=True)
        crafts.fill(base)
        attacks = Attacks(base, work, options)
        every: dict[str, Callable[[], None]] = {
            "kills": lambda: attacks.kills(options.times),
            "commands": lambda: attacks.kill_commands(8),
            "damage": lambda: attacks.damage(options.copies),
            "crafted": attacks.crafted,
            "disk": attacks.disk,
            "window": attacks.window,
        }
        for name in options.attacks or every:
            every[name]()
        return attacks.table.show()
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
