"""Hostile model files, put to `predict`, `evaluate` and `serve`: nothing may hang, fill the memory or break.

    .venv/bin/python -m tests.attacks.models [--only NAME] [--keep FOLDER]

Each command runs in a process of its own, forked after the imports, so that time and memory are those of the command. The
files are made by `crafted_models.py` and `misleading_models.py`.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from tests.attacks.crafted_models import CRAFTED
from tests.attacks.misleading_models import CUTS, FLIPS, hostile

MOST_MEMORY = 1_000_000_000
MOST_CPU = 5.0
MOST_SECONDS = 60.0


@dataclass
class Run:
    command: str
    name: str
    status: int
    seconds: float
    cpu: float
    memory: int
    out: str
    err: str

    def faults(self) -> list[str]:
        said = self.out + self.err
        checks = {
            "memory": self.memory > MOST_MEMORY,
            "cpu": self.cpu > MOST_CPU,
            "hang": self.seconds > MOST_SECONDS,
            "traceback": "Traceback" in said,
            "our mistake": "mistake" in said,
            "coloured lines": "\x1b[" in said or "onnxruntime" in self.err,
            "died": self.status not in (0, 1, 2, 130),
            "file read": "root:" in said or "top secret" in said,
            "no sentence": self.status == 1 and not self.err.strip(),
        }
        return [name for name, found in checks.items() if found]


def run_forked(command: str, name: str, argv: list[str], folder: Path) -> Run:
    """One command in a process of its own."""
    out, err = folder / "out", folder / "err"
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_the_command(argv, out, err)
    if command == "serve":
        _ask_it(child, out)
    status, usage = _waited(child, began)
    return Run(
        command,
        name,
        status,
        time.monotonic() - began,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * 1_024,
        out.read_text("utf-8", "replace"),
        err.read_text("utf-8", "replace"),
    )


def _be_the_command(argv: list[str], out: Path, err: Path) -> None:
    status = 70
    try:
        for target, number in ((out, 1), (err, 2)):
            os.dup2(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))  # the machine is shared
        from desktop.cli.main import main as command

        status = command(argv)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        import gc

        gc.collect()  # ends the process that ran a foreign model, so that its use counts
        os._exit(status)


def _waited(child: int, began: float) -> tuple[int, resource.struct_rusage]:
    while True:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            return code, usage
        if time.monotonic() - began > MOST_SECONDS + 30:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.01)


def _ask_it(child: int, out: Path) -> None:
    """Send the served model a photo, then stop it; nothing to do where it never came up."""
    deadline = time.monotonic() + 30
    line = ""
    while time.monotonic() < deadline:
        with suppress(OSError):
            line = out.read_text("utf-8", "replace").partition("\n")[0]
        if line.startswith("{") or os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            break
        time.sleep(0.02)
    if not line.startswith("{"):
        return
    ready = json.loads(line)
    photo = (Path(out).parent / "photo.png").read_bytes()
    request = urllib.request.Request(
        ready["base_url"] + "/v1/predict",
        data=photo,
        headers={"Authorization": f"Bearer {ready['token']}", "Content-Type": "image/png"},
    )
    try:
        with urllib.request.urlopen(request, timeout=MOST_SECONDS) as reply:
            said = reply.read()
    except urllib.error.HTTPError as error:
        said = error.read()
    except OSError as error:
        said = repr(error).encode()
    with (Path(out).parent / "out").open("ab") as file:
        file.write(said)
    os.kill(child, signal.SIGINT)


def sound_model(folder: Path) -> tuple[bytes, Path]:
    """A model of our own data, and a folder of it: coloured squares and stripes, drawn here."""
    from PIL import Image

    from estimators.classifier import LocalClassifier

    rng = np.random.default_rng(0)
    items, labels = [], []
    for label in ("0", "1"):
        place = folder / "data" / label
        place.mkdir(parents=True)
        for number in range(8):
            pixels = rng.integers(0, 60, (48, 48, 3))
            pixels[:, ::4] += 150 if label == "1" else 0
            pixels[8 + number : 30, 8:30] += 0 if label == "1" else 150
            path = place / f"{label}-{number}.png"
            Image.fromarray(pixels.astype(np.uint8)).save(path)
            items.append(path)
            labels.append(label)
    return LocalClassifier().fit(items, labels).to_bytes(), folder / "data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names that hold this")
    parser.add_argument("--keep", type=Path, help="where the files are left")
    parser.add_argument("--commands", default="predict,evaluate,serve")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.mkdir(exist_ok=True)
    # What a command does first counts as its start: it is imported before.
    for module in (
        "desktop.cli.answer",
        "desktop.cli.serve",
        "estimators.classifier.evaluation",
        "mock_ai.server",
        "sklearn",
    ):
        import_module(module)
    model, _ = sound_model_of_a_child(folder)
    (folder / "secret.bin").write_text("top secret " * 9)
    os.mkfifo(folder / "pipe") if not (folder / "pipe").exists() else None
    unseen = folder / "unseen"
    shutil.copy(next((folder / "data" / "0").iterdir()), folder / "photo.png")
    if not unseen.exists():
        _unseen(folder / "data", unseen)
    files = ["sound", *CRAFTED]
    files += [f"flip {number}" for number in range(FLIPS)]
    files += [f"cut {number}" for number in range(len(CUTS))]
    table_of: Counter[tuple[str, str]] = Counter()
    worst: dict[str, list[tuple[float, str]]] = {}
    bad = []
    for name in files:
        if options.only not in name:
            continue
        path = folder / f"{name}.onnx"
        path.write_bytes(hostile_of_a_child(name, model, folder))
        for command in options.commands.split(","):
            argv = {
                "predict": ["predict", str(path), str(folder / "photo.png")],
                "evaluate": ["evaluate", str(path), str(unseen)],
                "serve": ["serve", "--model", str(path), "--port", "0"],
            }[command]
            one = run_forked(command, name, argv, folder)
            faults = one.faults()
            said = "answered" if one.status in (0, 130) else "refused"
            table_of[command, said] += 1
            for fault in faults:
                table_of[command, fault] += 1
            measured = [(v, name) for v in (one.memory / 1e6, one.cpu, one.seconds)]
            worst[command] = [*map(max, worst.get(command, measured), measured)]
            if faults or options.only:
                bad.append((one, faults))
                last = (one.err.strip() or one.out.strip()).splitlines()[-1:]
                print(
                    name,
                    command,
                    one.status,
                    faults,
                    f"{one.memory / 1e6:.0f} MB {one.cpu:.1f} s",
                    *last,
                    flush=True,
                )
        if not options.keep:
            path.unlink()
    print(f"{len(files)} files")
    for command in options.commands.split(","):
        counts = {what: n for (mine, what), n in sorted(table_of.items()) if mine == command}
        print(f"{command:9} {counts}")
        for unit, (high, name) in zip(
            ("MB", "s of CPU", "s"), worst.get(command, ()), strict=False
        ):
            print(f"{'':9} at most {high:,.1f} {unit} ({name})")
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if any(faults for _, faults in bad) else 0)


def _unseen(data: Path, unseen: Path) -> None:
    """The same photos with a mark, so that a model does not know them."""
    from PIL import Image

    for path in data.glob("*/*.png"):
        target = unseen / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        image = Image.open(path).rotate(90)
        image.save(target)


def sound_model_of_a_child(folder: Path) -> tuple[bytes, Path]:
    """As `sound_model`, without leaving threads of onnxruntime in the process that forks."""
    target = folder / "sound.bin"
    if not target.exists():
        _in_a_child(lambda: target.write_bytes(sound_model(folder)[0]))
    return target.read_bytes(), folder / "data"


def hostile_of_a_child(name: str, model: bytes, folder: Path) -> bytes:
    """As `hostile`, without keeping its memory."""
    target = folder / "hostile.bin"
    _in_a_child(lambda: target.write_bytes(hostile(name, model)))
    return target.read_bytes()


def _in_a_child(work: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise RuntimeError("A file could not be made.")


if __name__ == "__main__":
    main()
