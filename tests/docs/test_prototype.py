"""The worked example of the documentation, in a real browser, by the commands that it prints."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser import OpenPage, Page
from tests.patience import PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "prototype"
FAKE, TRAIN, REAL = re.findall(
    r"^smart-enough ((?:.*\\\n)*.*)", (EXAMPLE / "README.md").read_text("utf-8"), re.M
)


def command(line: str, **instead: object) -> list[str]:
    """A command of the guide, with some of its words exchanged."""
    words = shlex.split(line.replace("\\\n", " "))
    return [
        sys.executable,
        "-m",
        "desktop",
        *(str(instead.get(word.replace(".", "_").replace("8765", "port"), word)) for word in words),
    ]


@contextmanager
def running(argv: list[str]) -> Iterator[None]:
    """A server of the command line, until the end of the block."""
    process = subprocess.Popen(
        argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def photos(dataset: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight photos of each kind of waste."""
    folder = tmp_path_factory.mktemp("waste") / "photos"
    for kind in sorted(path for path in dataset("trashnet").iterdir() if path.is_dir()):
        (folder / kind.name).mkdir(parents=True)
        for photo in sorted(kind.iterdir())[:8]:
            shutil.copy(photo, folder / kind.name)
    return folder


@pytest.fixture
def port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def prototype(tmp_path: Path, port: int) -> str:
    """The page, at another port than the usual one, which may be taken on this machine."""
    html = (EXAMPLE / "index.html").read_text("utf-8")
    assert html.count("127.0.0.1:8765") == 1
    (tmp_path / "index.html").write_text(html.replace("127.0.0.1:8765", f"127.0.0.1:{port}"))
    return (tmp_path / "index.html").as_uri()


def show(page: Page, photo: Path) -> str:
    """Choose a photo, wait for what the page says about it, and return that."""
    page.evaluate("document.querySelector('#answer').textContent = ''")
    page.choose_file("#photo", photo)
    page.wait_for("!['', 'Looking…'].includes(document.querySelector('#answer').innerText.trim())")
    return page.text("#answer")


def test_the_real_model_takes_over_in_the_open_page(
    photos: Path, tmp_path: Path, port: int, open_page: OpenPage
) -> None:
    model = tmp_path / "bins.onnx"
    subprocess.run(
        command(TRAIN, photos=photos, bins_onnx=model),
        check=True,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    glass = sorted((photos / "glass").iterdir())
    page = open_page(prototype(tmp_path, port), width=390, height=844, phone=True)
    page.evaluate("window.opened = 'once'")
    with running(command(FAKE, photos=photos, port=port)):
        said = show(page, glass[0])
        assert re.fullmatch(r"\w+: it goes into .*|Is that \w+\?|I don’t know this one\.", said)
    assert show(page, glass[0]) == "I can’t look at it just now."
    with running(command(REAL, bins_onnx=model, port=port)):
        right = [show(page, photo) for photo in glass[:4]]
    assert sum("lass" in said for said in right) >= 3  # it has learned from these very photos
    assert page.evaluate("window.opened") == "once"


def test_a_page_of_an_origin_that_was_not_allowed_gets_nothing(
    tmp_path: Path, port: int, photos: Path, open_page: OpenPage
) -> None:
    page = open_page(prototype(tmp_path, port))
    argv = command(FAKE, photos=photos, port=port)
    assert argv[-2:] == ["--allow-origin", "null"]
    with running(argv[:-2]):
        assert show(page, next((photos / "glass").iterdir())) == "I can’t look at it just now."
    page.problems.clear()


def test_the_page_tries_again_after_an_error_and_asks_where_it_is_unsure(
    tmp_path: Path, open_page: OpenPage, digits_folder: Callable[..., Path], port: int
) -> None:
    from dataclasses import replace

    from mock_ai.delays import Delay
    from mock_ai.scenario_file import load_scenario
    from mock_ai.server.runner import start_in_background

    photo = next(digits_folder(n=1, classes=1).rglob("*.png"))
    bins = replace(load_scenario(EXAMPLE / "bins.yaml"), delay=Delay(), error_rate=0.0)
    page = open_page(prototype(tmp_path, port))
    settings = {"port": port, "token": "which-bin", "allow_origins": ["null"]}
    with start_in_background(replace(bins, error_rate=1.0), **settings) as server:
        page.choose_file("#photo", photo)
        until(lambda: server.journal.total)
        server.use(replace(bins, unknown_rate=1.0))
        page.wait_for_text("#answer", "I don’t know this one.")
        server.use(replace(bins, unknown_rate=0.0, accuracy=0.3))
        said = {show(page, photo)}
        assert all(re.fullmatch(r"Is that \w+\?", one) for one in said)
    page.click("#bins button[data-kind=metal]")
    assert page.text("#answer") == "Metal: it goes into the yellow bin."
