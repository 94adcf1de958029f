"""Hostile model files, put to `predict`, `evaluate` and `serve`: nothing may hang, fill the memory or break.

    .venv/bin/python -m tests.attacks.models [--only NAME] [--commands predict,evaluate,serve]

The files are made by `crafted_models.py` and `misleading_models.py`. Linux; prints a table of counts, and exits with 1 where
any is not as promised: a traceback, "our mistake", more than 5 s of CPU beyond what the command takes of a sound model, more
than 1 GB of memory, a file read, or no sentence.
"""

import argparse
import json
import os
import shutil
import signal
import tempfile
import time
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from subprocess import Popen
from typing import IO

import httpx
import numpy as np

from tests.attacks.crafted_models import CRAFTED
from tests.attacks.misleading_models import CUTS, FLIPS, hostile
from tests.attacks.runs import PROGRAM, WALL_SECONDS, Ran, Table, run

COMMANDS = ("predict", "evaluate", "serve")


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
    return LocalClassifier(backbone="quick").fit(items, labels).to_bytes(), folder / "data"


def prepare(folder: Path) -> bytes:
    """The sound model, and beside it what a hostile one could want to read, and the same photos with a mark."""
    from PIL import Image

    model, data = sound_model(folder)
    (folder / "secret.bin").write_text("top secret " * 9)
    os.mkfifo(folder / "pipe")
    shutil.copy(next((data / "0").iterdir()), folder / "photo.png")
    for path in data.glob("*/*.png"):
        target = folder / "unseen" / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.open(path).rotate(90).save(target)
    return model


def write(name: str, model: bytes, path: Path) -> None:
    path.write_bytes(hostile(name, model))


def ask(photo: Path, process: "Popen[bytes]", said: IO[str]) -> None:
    """Send the served model a photo, then stop it; nothing to do where it never came up."""
    until = time.monotonic() + WALL_SECONDS / 2
    ready = b""
    while not ready.startswith(b"{") and time.monotonic() < until:
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.02)
        ready = os.pread(said.fileno(), 10_000, 0).partition(b"\n")[0]
    if ready:
        place = json.loads(ready)
        headers = {"Authorization": f"Bearer {place['token']}", "Content-Type": "image/png"}
        address = place["base_url"] + "/v1/predict"
        try:
            reply = httpx.post(
                address, content=photo.read_bytes(), headers=headers, timeout=WALL_SECONDS / 2
            )
            os.write(said.fileno(), reply.content)
        except httpx.HTTPError as error:
            os.write(said.fileno(), repr(error).encode())
    process.send_signal(signal.SIGINT)


def use(command: str, path: Path) -> Ran:
    """Put a file to a command in a process of its own."""
    folder, photo = path.parent, path.with_name("photo.png")
    if command == "serve":
        serve = (*PROGRAM, "serve", "--model", path, "--port", "0")
        return run(serve, folder, meanwhile=partial(ask, photo))
    return run(
        (*PROGRAM, command, path, photo if command == "predict" else folder / "unseen"), folder
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names that hold this")
    parser.add_argument("--commands", default=",".join(COMMANDS))
    options = parser.parse_args()
    table = Table()
    flips = [f"flip {number}" for number in range(FLIPS)]
    cuts = [f"cut {number}" for number in range(len(CUTS))]
    files = [name for name in ("sound", *CRAFTED, *flips, *cuts) if options.only in name]
    # Each in a process of its own: a child's peak counts what its parent held when it began.
    maker = get_context("spawn").Pool(1, maxtasksperchild=1)
    with maker, tempfile.TemporaryDirectory(prefix="attacks-") as place:
        folder = Path(place)
        model = maker.apply(prepare, (folder,))
        usual = {}
        for name in ("sound", *files):
            path = folder / f"{name}.onnx"
            maker.apply(write, (name, model, path))
            for command in options.commands.split(","):
                ran = use(command, path)
                table.note(command, ran, usual.setdefault(command, ran.cpu), name)
                for kind, found in {
                    "onnxruntime's lines": "\x1b[" in ran.said or "onnxruntime" in ran.said,
                    "file read": "root:" in ran.said or "top secret" in ran.said,
                    "no sentence": ran.code == 1 and not ran.said.strip(),
                }.items():
                    table.check(command, kind, found, f"{name}: {ran.said[-500:]}")
            path.unlink()
    return table.show()


if __name__ == "__main__":
    raise SystemExit(main())
