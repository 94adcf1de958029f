"""What onnxruntime's telemetry left is taken away once, and nothing that is another program's."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desktop.leftovers import remove_leftovers
from tests.environment import files_below, of_a_person

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="what onnxruntime keeps elsewhere is known from its source only"
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def use_onnxruntime(cache: Path, program: str = sys.executable) -> Path:
    """Import onnxruntime as a program of that name, with its telemetry on; the folder that it makes."""
    subprocess.run(
        [program, "-c", "import onnxruntime"],
        executable=sys.executable,
        env=of_a_person(
            cache.parent / "other",
            XDG_CACHE_HOME=str(cache),
            PYTHONPATH=":".join(sys.path),
            https_proxy="http://127.0.0.1:9",
        ),
        check=True,
    )
    folder = cache / "Microsoft/DeveloperTools/.onnxruntime"
    assert files_below(folder) == ["deviceid", "onnxruntime.db"]
    return folder


def events(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "onnxruntime.db")) as queue:
        (number,) = queue.execute("SELECT count(*) FROM events").fetchone()
    return int(number)


def test_what_only_we_left_goes_with_its_folders(cache: Path) -> None:
    use_onnxruntime(cache)
    use_onnxruntime(cache, str(Path(sys.executable).with_name("python3")))
    remove_leftovers()
    assert list(cache.iterdir()) == []


def test_another_programs_events_and_the_shared_id_stay(cache: Path) -> None:
    folder = use_onnxruntime(cache, "/opt/other/bin/python")
    before, theirs = (folder / "deviceid").read_text(), events(folder)
    use_onnxruntime(cache)
    assert events(folder) > theirs > 0
    remove_leftovers()
    assert events(folder) == theirs
    assert (folder / "deviceid").read_text() == before
    left = (folder / "onnxruntime.db").read_bytes()
    assert sys.executable.encode() not in left
    assert b"/opt/other/bin/python" in left


@pytest.mark.parametrize("name", ["/home/ana{}", "{}-embedded"])
def test_a_name_that_only_holds_ours_is_another_program(name: str, cache: Path) -> None:
    folder = use_onnxruntime(cache, name.format(sys.executable))
    theirs = events(folder)
    remove_leftovers()
    assert events(folder) == theirs > 0


def test_it_is_done_once(cache: Path) -> None:
    use_onnxruntime(cache)
    remove_leftovers()
    folder = use_onnxruntime(cache)  # another program of the same interpreter
    theirs = events(folder)
    remove_leftovers()
    assert events(folder) == theirs > 0


def test_what_else_lies_in_the_folders_stays(cache: Path) -> None:
    folder = use_onnxruntime(cache)
    (folder / "of another tool").write_text("kept")
    (folder.parent / ".olive").mkdir()
    remove_leftovers()
    assert files_below(cache / "Microsoft") == ["DeveloperTools/.onnxruntime/of another tool"]
    assert (folder.parent / ".olive").is_dir()


@pytest.mark.parametrize("linked", ["Microsoft", "Microsoft/DeveloperTools/.onnxruntime", "queue"])
def test_links_are_not_followed(linked: str, cache: Path) -> None:
    folder = use_onnxruntime(cache)
    there = events(folder)
    link = folder / "onnxruntime.db" if linked == "queue" else cache / linked
    elsewhere = cache.parent / "elsewhere"
    shutil.move(link, elsewhere)
    link.symlink_to(elsewhere)
    remove_leftovers()
    assert link.is_symlink()
    assert events(folder) == there > 0


def test_a_queue_in_use_keeps_its_files(cache: Path) -> None:
    folder = use_onnxruntime(cache)
    with closing(sqlite3.connect(folder / "onnxruntime.db")) as other:
        other.execute("SELECT count(*) FROM events").fetchone()
        remove_leftovers()
        assert other.execute("SELECT count(*) FROM events").fetchone() == (0,)
        assert (folder / "deviceid").exists()


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + bytes(84)])
def test_a_damaged_queue_is_let_be(content: bytes, cache: Path) -> None:
    folder = use_onnxruntime(cache)
    (folder / "onnxruntime.db").write_bytes(content)
    remove_leftovers()
    assert files_below(folder) == ["deviceid", "onnxruntime.db"]


def test_a_command_takes_it_away_when_it_starts(cache: Path, tmp_path: Path) -> None:
    use_onnxruntime(cache)
    subprocess.run(
        [sys.executable, "-m", "desktop", "accept", "--correct", "9", "--total", "10", "--bar", "0.5"],
        env=of_a_person(tmp_path / "home", XDG_CACHE_HOME=str(cache), PYTHONPATH=":".join(sys.path)),
        capture_output=True,
        check=True,
    )  # fmt: skip
    assert list(cache.iterdir()) == []
