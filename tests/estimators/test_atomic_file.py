"""A file is there whole or not at all, and lasts once its writing has been reported."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from estimators import atomic_file
from estimators.atomic_file import part_of, sweep_parts, write_atomically, write_bytes_atomically


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced and put in place, in order."""
    done: list[str] = []
    sync, replace = atomic_file._sync, Path.replace

    def note_sync(handle: int) -> None:
        kind = "folder" if os.path.isdir(f"/dev/fd/{handle}") else "file"
        done.append(f"sync {kind}")
        sync(handle)

    def note_replace(self: Path, target: Path) -> Path:
        done.append("put in place")
        return replace(self, target)

    monkeypatch.setattr(atomic_file, "_sync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    return done


def test_the_file_and_its_folder_are_synced_before_it_is_said_to_be_there(
    tmp_path: Path, steps: list[str]
) -> None:
    write_bytes_atomically(tmp_path / "a", b"new")
    wanted = ["sync file", "put in place", "sync folder"]
    assert steps == (wanted[:2] if os.name == "nt" else wanted)


def test_a_report_is_synced(tmp_path: Path, steps: list[str]) -> None:
    from reports.report import write_whole

    write_whole(tmp_path / "r.pdf", b"%PDF")
    assert steps[:2] == ["sync file", "put in place"]


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def fail(part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_atomically(target, fail)
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_two_threads_may_write_the_same_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    contents = [bytes([number]) * 100_000 for number in range(8)]
    threads = [
        threading.Thread(target=write_bytes_atomically, args=(target, content))
        for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert target.read_bytes() in contents
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="a process is asked for by its number")
def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(
    tmp_path: Path,
) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    target = tmp_path / "a.smart"
    dead = tmp_path / f".a.smart.{child.pid}.part"
    dead.write_bytes(b"half")
    other = tmp_path / f".b.smart.{child.pid}-3.part"
    other.write_bytes(b"half")
    mine = part_of(target)
    mine.write_bytes(b"being written")
    write_bytes_atomically(target, b"whole")
    assert sorted(os.listdir(tmp_path)) == sorted([mine.name, other.name, "a.smart"])
    assert sweep_parts(tmp_path, ending=".smart") == ("b.smart",)
