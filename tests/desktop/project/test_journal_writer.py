"""What becomes of an answered request while its journal cannot be written."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.jobs.journal_out import ForgetJournal, forget_journal
from desktop.project import journal_writer
from desktop.project.journal_writer import JournalWriter, Target, into_lines, into_project
from desktop.project.project import Project
from estimators.base.errors import UserError
from mock_ai.journal import Exchange, Wire
from tests.jobs_in_process import run_job
from tests.patience import until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "kept.smart"
    Project.create(made, name="Kept").close()
    return made


def exchange(name: str) -> Exchange:
    return Exchange(
        at=datetime.now(UTC),
        endpoint="/v1/chat/completions",
        name=name,
        kind="text",
        sha256="",
        answer="x",
        probability=None,
        abstain=False,
        answered_by="dials",
        took_seconds=0.1,
        status=200,
        model="m",
        simulated=True,
        wire=Wire("", {"content-type": "application/json"}, b"{}", {}, b"{}"),
    )


class Writing:
    """A writer, and what it said."""

    def __init__(self, target: Target) -> None:
        self.said: list[UserError] = []
        self.writer = JournalWriter(target, lambda: None, self.said.append)

    def put(self, first: int, last: int) -> None:
        for number in range(first, last):
            self.writer.put(exchange(str(number)))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Somebody reads the project meanwhile: one open read is enough."""
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM fact").fetchone()
    try:
        yield
    finally:
        reader.close()


def put_aside(path: Path, last: int, served: Path | None = None) -> Writing:
    """What a writer leaves beside a project that somebody holds until the server stops."""
    with pytest.MonkeyPatch.context() as hurry, held(path):
        hurry.setattr(journal_writer, "STOP_SECONDS", 0.1)
        writing = Writing(into_project(served or path))
        writing.put(0, last)
        writing.writer.stop()
    return writing


def names(path: Path) -> list[str]:
    with Project.open_beside(path) as project:
        return [str(row["name"]) for row in reversed(project.requests.rows())]


def numbers(last: int) -> list[str]:
    return [str(number) for number in range(last)]


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.glob("*unwritten*"))


def test_what_is_asked_while_somebody_reads_the_project_is_written_after(path: Path) -> None:
    writing = Writing(into_project(path))
    with held(path):
        writing.put(0, 100)
        until(lambda: writing.writer._trouble_since is not None)
        writing.put(100, 150)
        until(lambda: len(writing.writer._held) == 150)
    writing.writer.stop()
    assert names(path) == numbers(150)
    assert (writing.said, beside(path), writing.writer.lost) == ([], [], 0)


def test_what_waits_long_goes_into_a_file_and_comes_back_in_its_order(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_writer, "MOST_HELD", 20)
    writing = Writing(into_project(path))
    with held(path):
        for start in range(0, 100, 25):
            writing.put(start, start + 25)
            until(lambda start=start: writing.writer.waiting >= start + 5)
        until(lambda: beside(path) == ["kept.smart.unwritten.jsonl"])
    writing.writer.stop()
    assert names(path) == numbers(100)
    assert (beside(path), writing.writer.waiting, writing.writer.lost) == ([], 0, 0)


def test_what_is_held_up_when_the_server_stops_lies_beside_and_is_written_the_next_time(
    path: Path,
) -> None:
    writing = put_aside(path, 70)
    assert writing.said[-1].what == "70 exchanges could not be written into “kept.smart”."
    assert str(path.with_name("kept.smart.unwritten.jsonl")) in writing.said[-1].why
    assert names(path) == []
    Writing(into_project(path)).writer.stop()
    assert (names(path), beside(path)) == (numbers(70), [])


def test_forgetting_the_journal_forgets_what_lies_beside(path: Path) -> None:
    put_aside(path, 1)
    assert beside(path)
    run_job(forget_journal, ForgetJournal(path))
    assert beside(path) == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_what_waits_lies_beside_the_file_itself_by_whatever_link_it_is_served(
    path: Path, tmp_path: Path
) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "by.smart"
    link.symlink_to(path)
    put_aside(path, 1, link)
    assert beside(path) == ["kept.smart.unwritten.jsonl"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_waits_goes_neither_through_a_link_nor_into_a_pipe(
    kind: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    victim, place = tmp_path / "victim.txt", path.with_name("kept.smart.unwritten.jsonl")
    victim.write_text("mine")
    place.symlink_to(victim) if kind == "link" else os.mkfifo(place)
    writing = put_aside(path, 1)
    assert victim.read_text() == "mine"
    (kept,) = tmp_path.glob("smart-enough-*/kept.smart.unwritten.jsonl")
    assert str(kept) in writing.said[-1].why


def test_a_line_that_was_cut_by_a_kill_costs_that_line_alone(path: Path) -> None:
    left = path.with_name("kept.smart.unwritten.jsonl")
    row = {"at": "2026-01-01T00:00:00+00:00", "name": "0"}
    whole = json.dumps({"row": row, "wire": None, "media": {}})
    left.write_text(f"{whole}\n{whole[:40]}")
    Writing(into_project(path)).writer.stop()
    assert (names(path), beside(path)) == (["0"], [])


def test_a_project_that_was_replaced_takes_what_comes_after(path: Path) -> None:
    writing = Writing(into_project(path))
    writing.put(0, 1)
    until(lambda: names(path) == ["0"])
    other = path.with_name("other.smart")
    Project.create(other, name="Other").close()
    other.replace(path)
    writing.put(1, 3)
    writing.writer.stop()
    assert names(path) == ["1", "2"]


def test_without_its_folder_the_journal_waits_and_is_then_kept_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_writer, "STOP_SECONDS", 0.1)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "folder"
    folder.mkdir()
    lines = folder / "kept.jsonl"
    writing = Writing(into_lines(lines))
    shutil.rmtree(folder)
    writing.put(0, 2)
    until(lambda: len(writing.said) == 1)
    assert "waits" in writing.said[0].next_step
    folder.mkdir()
    until(lines.exists)
    assert [json.loads(line)["name"] for line in lines.read_text().splitlines()] == numbers(2)
    shutil.rmtree(folder)
    writing.put(2, 4)
    writing.writer.stop()
    (kept,) = tmp_path.glob("smart-enough-*/kept.jsonl.unwritten.jsonl")
    assert str(kept) in writing.said[-1].why
    assert [json.loads(line)["row"]["name"] for line in kept.read_text().splitlines()] == ["2", "3"]


def test_a_folder_that_goes_while_it_is_looked_through_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_self: Path, _pattern: str) -> Iterator[Path]:
        raise FileNotFoundError(2, "No such file or directory")
        yield

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "glob", gone)
        writing = Writing(into_project(path))
        writing.put(0, 3)
        writing.writer.stop()
    assert names(path) == numbers(3)


def test_where_nothing_can_be_written_the_loss_is_counted_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_writer, "STOP_SECONDS", 0.1)
    monkeypatch.setattr(journal_writer, "append_whole", full)
    monkeypatch.setattr("desktop.project.unwritten.append_whole", full)
    writing = Writing(into_lines(tmp_path / "kept.jsonl"))
    writing.put(0, 3)
    writing.writer.stop()
    assert writing.writer.lost == 3
    assert [one.what for one in writing.said] == [
        "The disk is full.",
        "3 exchanges could not be written into “kept.jsonl”, nor beside it.",
    ]


def test_a_line_that_was_cut_does_not_spoil_the_next(tmp_path: Path) -> None:
    lines = tmp_path / "kept.jsonl"
    lines.write_text('{"name": "cut')
    writing = Writing(into_lines(lines))
    writing.put(0, 1)
    writing.writer.stop()
    assert json.loads(lines.read_text().splitlines()[1])["name"] == "0"


def test_a_file_that_has_all_it_may_have_says_so_and_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_writer, "LARGEST_LINES", 10)
    writing = Writing(into_lines(tmp_path / "kept.jsonl"))
    writing.put(0, 3)
    writing.writer.stop()
    assert "is full" in writing.said[0].what
    assert writing.said[-1].what.startswith("3 exchanges")


def test_an_exchange_that_cannot_be_read_costs_no_other(path: Path) -> None:
    writing = Writing(into_project(path))
    broken = exchange("broken")
    object.__setattr__(broken, "at", None)
    for one in (exchange("0"), broken, exchange("1")):
        writing.writer.put(one)
    writing.writer.stop()
    assert names(path) == numbers(2)
    assert writing.writer.lost == 1
