"""Starts a bundle as a person would, on a screen of its own, and looks at what it does.

    python .ci/bundle/first_start.py PROGRAM FOLDER

A window is painted, a sample opened, the whole journey gone to its PDF, and a question put to the fake. What was seen of the
window is in FOLDER as pictures. Nothing waits for a clock: each step ends when what it is for is there, or the program ends.
"""

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import urllib.request
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = "1440x900"
_PLAIN = 64  # an empty screen has one colour, a window of ours hundreds


@contextmanager
def screen() -> Iterator[tuple[dict[str, str], Path]]:
    """A screen of its own: the environment that names it, and the file in which its picture is."""
    with tempfile.TemporaryDirectory() as folder:
        ready, told = os.pipe()
        command = ["Xvfb", "-displayfd", str(told), "-screen", "0", f"{SIZE}x24", "-fbdir", folder]
        with subprocess.Popen(command, pass_fds=(told,), stderr=subprocess.DEVNULL) as server:
            os.close(told)
            try:
                with os.fdopen(ready) as said:
                    number = said.readline().strip()
                home = Path(folder) / "home"
                home.mkdir()
                plain = {
                    name: value for name, value in os.environ.items() if name in ("PATH", "LANG")
                }
                yield (
                    {**plain, "DISPLAY": f":{number}", "HOME": str(home)},
                    Path(folder) / "Xvfb_screen0",
                )
                mistakes = [*home.rglob("last-error.txt")]
                if mistakes:
                    raise SystemExit(mistakes[0].read_text(encoding="utf-8"))
            finally:
                server.terminate()


def seen(picture: Path) -> tuple[int, int, bytes]:
    """Width, height and RGB of the screen, from the X server's own file (XWD)."""
    data = picture.read_bytes()
    head = struct.unpack(">25I", data[:100])
    start, width, height, stride, colours = head[0], head[4], head[5], head[12], head[19]
    at = start + 12 * colours
    rows = [data[at + y * stride : at + y * stride + 4 * width] for y in range(height)]
    rgb = bytearray(3 * width * height)
    for y, row in enumerate(rows):
        line = slice(3 * width * y, 3 * width * (y + 1))
        mixed = bytearray(3 * width)
        mixed[0::3], mixed[1::3], mixed[2::3] = row[2::4], row[1::4], row[0::4]
        rgb[line] = mixed
    return width, height, bytes(rgb)


def colours(rgb: bytes) -> int:
    """How many there are."""
    return len({rgb[at : at + 3] for at in range(0, len(rgb), 3)})


def write_png(path: Path, width: int, height: int, rgb: bytes) -> None:
    """The picture, to be looked at."""
    lines = b"".join(b"\0" + rgb[3 * width * y : 3 * width * (y + 1)] for y in range(height))
    parts = [
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def first_paint(program: Path, environment: dict[str, str]) -> list[float]:
    """Seconds from the start to the first frame; the first start reads everything from the disk."""
    starts = range(3)
    return [
        float(
            subprocess.run(
                [program, "--first-paint"],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()[0]
        )
        for _ in starts
    ]


def open_sample(program: Path, environment: dict[str, str], picture: Path, kept: Path) -> int:
    """Open the sample and wait until its page stands still; the number of colours on it."""
    process = subprocess.Popen([program, "--sample"], env=environment, start_new_session=True)
    try:
        before, calm = b"", 0
        while calm < 4:
            if process.poll() is not None:
                raise SystemExit(f"The window closed by itself (status {process.returncode}).")
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
            width, height, rgb = seen(picture)
            calm = calm + 1 if rgb == before and colours(rgb) > _PLAIN else 0
            before = rgb
        write_png(kept, width, height, before)
        return colours(before)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def answer_of_the_fake(program: Path, environment: dict[str, str]) -> str:
    """What it answers, asked as its clients ask."""
    process = subprocess.Popen(
        [program, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        ready = json.loads(process.stdout.readline())
        body = {"model": "fake", "messages": [{"role": "user", "content": "Where is my card?"}]}
        request = urllib.request.Request(
            f"{ready['base_url'].removesuffix('/v1')}/v1/chat/completions",
            json.dumps(body).encode(),
            {"authorization": f"Bearer {ready['token']}", "content-type": "application/json"},
        )
        with urllib.request.urlopen(request) as reply:
            return str(json.load(reply)["choices"][0]["message"]["content"])
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def look(program: Path, folder: Path, beside: Mapping[str, str] | None = None) -> None:
    """Start the window, then the sample, and print what was seen; `beside` is added to the environment."""
    folder.mkdir(parents=True, exist_ok=True)
    with screen() as (plain, picture):
        environment = {**plain, **(beside or {})}
        times = first_paint(program, environment)
        print(f"first paint: {times[0]:.2f} s, then {min(times[1:]):.2f} s", flush=True)
        found = open_sample(program, environment, picture, folder / "sample.png")
        print(f"sample open: {found} colours on the screen, in {folder / 'sample.png'}", flush=True)


def journey(program: Path, folder: Path) -> None:
    """The whole journey to its PDF, and a question to the fake, without a window."""
    with screen() as (environment, _):
        demo = folder / "demo"
        shutil.rmtree(demo, ignore_errors=True)
        subprocess.run([program, "demo", "--out", demo, "--quiet"], env=environment, check=True)
        (report,) = demo.glob("*.pdf")
        assert report.read_bytes().startswith(b"%PDF")
        beside = ", ".join(sorted(one.name for one in demo.iterdir()))
        print(f"PDF: {report.stat().st_size / 1e3:.0f} kB, among {beside}", flush=True)
        print(f"the fake answers: {answer_of_the_fake(program, environment)[:60]!r}", flush=True)


if __name__ == "__main__":
    look(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
    journey(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
