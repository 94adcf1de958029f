"""Nothing leaves this computer, and nothing is written where it does not belong: by us and by every library in the process."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.environment import files_below, of_a_person
from tests.strace import read_trace, traced, why_not

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux",
        reason="it knows where Linux keeps things, and looks through strace",
    ),
]

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
COMMAND = (PYTHON, "-m", "desktop")

# Below the person's home; a name of ours, or where Qt keeps the settings of “Smart Enough”.
OWN = (
    ".cache/smart-enough",
    ".config/Smart Enough",
    ".local/share/smart-enough",
    ".local/state/smart-enough",
)
# The fonts of the system, listed once for every program that shows text: by fontconfig, where they have changed.
FONTS = (".cache/fontconfig", "/var/cache/fontconfig")
# No files: the terminal, nothing at all, and memory that processes share.
NO_FILES = ("/dev/null", "/dev/tty", "/dev/shm")


class Computer:
    """A person's computer: a home, a folder to work in, and programs whose every call is looked at."""

    def __init__(self, folder: Path) -> None:
        self.home, self.work, self.temp = folder / "home", folder / "work", folder / "temp"
        for part in (self.home, self.work, self.temp):
            part.mkdir(parents=True)
        converted = self.home / ".cache/smart-enough"
        converted.mkdir(parents=True)
        shared = Path(os.environ["XDG_CACHE_HOME"], "smart-enough/backbones")
        shared.mkdir(parents=True, exist_ok=True)
        # What other tests converted is not converted again.
        (converted / "backbones").symlink_to(shared)
        self._traces = folder / "traces"
        self._traces.mkdir()
        self._runs = 0

    def run(self, *command: object, **environment: str) -> None:
        """Run a program to its end; fails if it speaks to anyone, or writes where it should not."""
        with self.running(*command, **environment) as process:
            out, err = process.communicate()
            assert process.returncode == 0, (out, err)

    @contextmanager
    def running(
        self, *command: object, before: tuple[str, ...] = (), **environment: str
    ) -> Iterator[subprocess.Popen[str]]:
        """The program while it runs; looked at when it has ended."""
        self._runs += 1
        trace = self._traces / str(self._runs)
        process = subprocess.Popen(
            [*before, *([*map(str, command)] if why_not() else traced(command, trace))],
            cwd=self.work,
            env=of_a_person(
                self.home,
                TMPDIR=str(self.temp),
                PYTHONPATH=str(ROOT),
                PYTHONDONTWRITEBYTECODE="1",  # the interpreter's own, beside the program
                **environment,
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
        self._look_at(trace)

    def _look_at(self, trace: Path) -> None:
        if not why_not():
            seen = read_trace(trace, self.work)
            assert seen.threads > 0
            assert seen.spoken_to == ()
            assert [path for path in seen.changed if not self._may_change(path)] == []
        elsewhere = [name for name in files_below(self.home) if not name.startswith((*OWN, *FONTS))]
        assert elsewhere == []

    def _may_change(self, path: Path) -> bool:
        own = [self.home / name for name in OWN]
        makes_way = any(path in place.parents and self.home in path.parents for place in own)
        real = Path(os.path.normpath(path))
        here = self.home.parent in real.parents  # which may itself lie in memory
        others = FONTS if here else (*FONTS, *NO_FILES)
        allowed = [self.work, self.temp, *own, *(self.home / name for name in others)]
        return makes_way or any(place == real or place in real.parents for place in allowed)


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Computer:
    return Computer(tmp_path_factory.mktemp("computer"))


@pytest.fixture(scope="module")
def photos(computer: Computer) -> Path:
    """Twenty-four photos in two classes."""
    from tests.digits import write_digits

    folder = write_digits(computer.work / "photos", per_class=12)
    for path in sorted(folder.iterdir())[2:]:
        shutil.rmtree(path)
    return folder


@pytest.fixture(scope="module")
def demo(computer: Computer, photos: Path) -> Path:
    """What the whole journey leaves: a project, a model, a report."""
    computer.run(*COMMAND, "demo", "--out", computer.work / "demo", "--data", photos)
    return computer.work / "demo"


@pytest.fixture(autouse=True)
def says_what_it_did_not_see() -> Iterator[None]:
    yield
    if why_not():
        pytest.skip(f"only the home was looked at; {why_not()}")


def test_reading_and_learning_from_photos_stays_here(
    computer: Computer, demo: Path, photos: Path
) -> None:
    """The demo trains on them."""
    computer.run(*COMMAND, "inspect", photos)


def test_texts_and_their_networks_stay_here(computer: Computer) -> None:
    """Three packages of theirs can fetch models from the net, or report."""
    table = computer.work / "texts.csv"
    cards = [f"card,My card {word} arrived" for word in ("never", "has", "still not", "just")]
    rates = [f"rate,Which {word} do you offer?" for word in ("rates", "fees", "prices", "fee")]
    table.write_text("\n".join(["label,text", *cards * 3, *rates * 3]))
    computer.run(*COMMAND, "train", table, "--out", computer.work / "texts.onnx")


def test_predicting_stays_here(computer: Computer, demo: Path, photos: Path) -> None:
    computer.run(*COMMAND, "predict", demo / "model.onnx", photos)


@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_writing_the_report_stays_here(ending: str, computer: Computer, demo: Path) -> None:
    out = computer.work / f"report.{ending}"
    computer.run(*COMMAND, "report", demo / "project.smart", "--out", out)
    assert out.exists()


def test_serving_speaks_to_loopback_alone(computer: Computer, demo: Path, photos: Path) -> None:
    model = demo / "model.onnx"
    with computer.running(*COMMAND, "serve", "--port", "0", "--model", model) as process:
        ready = json.loads(process.stdout.readline())
        answer = httpx.post(
            f"{ready['base_url']}/v1/predict",
            headers={"authorization": f"Bearer {ready['token']}"},
            files={"photo": next(photos.rglob("*.png")).read_bytes()},
        )
        ask_as_a_candidate(computer, ready)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
    assert answer.status_code == 200, answer.text
    assert process.returncode == 0, (out, err)


def ask_as_a_candidate(computer: Computer, ready: dict[str, str]) -> None:
    """The server asked by ``measure``, as one asks a service."""
    cases = computer.work / "cases.csv"
    cases.write_text("id,input,expected\na,one,yes\nb,two,no\nc,three,yes\nd,four,no\n")
    body = computer.work / "body.json"
    body.write_text('{"text": "{input}"}')
    candidate = f"--candidate=served={ready['base_url']}/v1/nothing"
    key = {"SERVED_KEY": ready["token"]}
    with computer.running(*COMMAND, "measure", cases, candidate, f"--body={body}", "--key-env=SERVED_KEY", **key) as process:  # fmt: skip
        _, err = process.communicate()
    assert "knows no such address" in err, err
    assert process.returncode == 1


def test_every_page_of_the_window_and_its_workers_stay_here(
    computer: Computer, demo: Path, photos: Path
) -> None:
    project = shutil.copy(demo / "project.smart", computer.work / "window.smart")
    more = shutil.copytree(photos, computer.work / "more")
    pages = ROOT / "tests/desktop/every_page.py"
    computer.run(PYTHON, pages, project, more, QT_QPA_PLATFORM="offscreen")


def test_the_window_on_a_screen_stays_here(computer: Computer, demo: Path) -> None:
    if (screen := shutil.which("xvfb-run")) is None:
        pytest.skip("there is no virtual screen (Debian: apt install xvfb xauth)")
    project = shutil.copy(demo / "project.smart", computer.work / "screen.smart")
    pages = ROOT / "tests/desktop/every_page.py"
    with computer.running(
        PYTHON, pages, project, before=(screen, "-a"), QT_QPA_PLATFORM="xcb"
    ) as process:
        out, err = process.communicate()
    assert process.returncode == 0, (out, err)
