"""Packing a project for sharing, and opening the packed one where the originals are not."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.findings.data.view import look_at_disk
from desktop.findings.fake.web_stage import exhibits_of
from desktop.jobs.add_data import AddData, find_data
from desktop.jobs.learn import CheckData, check_data, train
from desktop.jobs.pack import PackProject, missing_words, pack_project, size_of_pack
from desktop.jobs.worker import JobCancelled
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import NewExample
from desktop.project.request_journal import JournalEntry
from estimators.base.errors import UserError
from tests.jobs_in_process import add_found, run_job

ASKED = "what somebody asked in confidence"


@pytest.fixture(autouse=True)
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing was unpacked on this computer before."""
    folder = tmp_path / "unpacked"
    monkeypatch.setattr("desktop.project.originals.unpacked_folder", lambda: folder)
    return folder


@pytest.fixture
def path(tmp_path: Path, digits_folder: Callable[..., Path]) -> Path:
    """A project of 24 photos, checked, in a folder of its own; one exchange is in its journal."""
    home = tmp_path / "here"
    home.mkdir()
    path = home / "digits.smart"
    shutil.move(digits_folder(n=12, classes=2), home / "photos")
    with Project.create(path, name="Digits") as project:
        add_found(project, home / "photos")
        project.do(edit.HoldOut(run_job(check_data, CheckData(path)).held_out))
        project.requests.append(
            [JournalEntry({"text": ASKED, "at": "2026-11-25T00:00:00"}, {"body": ASKED})]
        )
    return path


@pytest.fixture
def moved(path: Path, tmp_path: Path) -> Path:
    """The packed project on another machine: another folder, without the originals, with nothing in the caches."""
    packed = run_job(pack_project, PackProject(path, path.with_name("packed.smart")))
    there = tmp_path / "there" / "packed.smart"
    there.parent.mkdir()
    shutil.move(packed.file, there)
    shutil.rmtree(path.parent / "photos")
    with Project.open_beside(there) as project, project.file.transaction() as connection:
        connection.execute("DELETE FROM embedding")
    return there


def test_a_packed_project_trains_elsewhere_to_the_same_result(path: Path, tmp_path: Path) -> None:
    here = run_job(train, CheckData(path))
    (tmp_path / "there").mkdir()
    packed = run_job(pack_project, PackProject(path, tmp_path / "there" / "packed"))
    assert (packed.file.name, packed.examples, packed.missing) == ("packed.smart", 24, ())
    assert packed.bytes == packed.file.stat().st_size
    shutil.rmtree(path.parent)
    with Project.open_beside(packed.file) as project, project.file.transaction() as connection:
        connection.execute("DELETE FROM embedding")  # so that it has to look at the photos
    there = run_job(train, CheckData(packed.file))
    for trained in (here, there):
        shutil.rmtree(trained.model.parent)
    assert there.result.accuracy == here.result.accuracy
    assert there.result.predictions == here.result.predictions


def test_nothing_of_a_packed_project_is_missing_and_the_stage_shows_it(moved: Path) -> None:
    with Project.open_beside(moved) as project:
        assert look_at_disk(project.originals, project.blocks.files()).missing == frozenset()
        examples = project.examples()
        assert all(project.is_here(example) for example in examples)
        media, kind = exhibits_of(project, examples[:1])[0].shown()
    assert (kind, media[:2]) == ("image/jpeg", b"\xff\xd8")


def test_examples_of_a_packed_project_can_be_brought_into_another(
    moved: Path, tmp_path: Path
) -> None:
    with Project.create(tmp_path / "other.smart", name="Other") as other:
        found = run_job(find_data, AddData(other.path, (moved,)))
    assert len(found.examples) == 24
    assert not found.unreadable


def test_what_is_missing_or_has_changed_is_named(path: Path) -> None:
    first, second = sorted((path.parent / "photos").rglob("*.png"))[:2]
    first.unlink()
    second.write_bytes(b"another photo")
    packed = run_job(pack_project, PackProject(path, path.with_name("p.smart")))
    assert (packed.examples, set(packed.missing)) == (22, {first.name, second.name})
    assert "2 photos are not in it" in missing_words(packed)
    assert first.name in missing_words(packed)


@pytest.mark.parametrize("with_journal", [False, True])
def test_what_was_asked_comes_along_only_where_it_is_wanted(path: Path, with_journal: bool) -> None:
    request = PackProject(path, path.with_name("p.smart"), with_journal)
    packed = run_job(pack_project, request)
    assert (ASKED.encode() in packed.file.read_bytes()) is with_journal
    with Project.open(packed.file) as project:
        assert len(project.requests.rows()) == with_journal
        assert project.name == "Digits"
    with Project.open_beside(path) as project:
        assert len(project.requests.rows()) == 1


@pytest.mark.parametrize("looks", [1, 3, 20])
def test_a_packing_that_is_cancelled_leaves_nothing_and_keeps_what_was_there(
    path: Path, looks: int
) -> None:
    out = path.with_name("p.smart")
    out.write_bytes(b"before")
    seen = 0

    def after_some() -> bool:
        nonlocal seen
        seen += 1
        return seen > looks

    with pytest.raises(JobCancelled):
        pack_project(PackProject(path, out), lambda *_: None, after_some)
    assert out.read_bytes() == b"before"
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "digits.smart",
        "p.smart",
        "photos",
    ]


def test_a_disk_without_room_is_said_before_anything_is_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 10, 1000))
    with pytest.raises(UserError, match="not enough room"):
        run_job(pack_project, PackProject(path, path.with_name("p.smart")))
    assert not path.with_name("p.smart").exists()


def test_a_disk_that_fills_up_meanwhile_is_a_sentence_and_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "desktop.jobs.pack.migrate", lambda copy: copy.execute("PRAGMA max_page_count = 1")
    )
    with pytest.raises(UserError, match="The disk is full"):
        run_job(pack_project, PackProject(path, path.with_name("p.smart")))
    assert sorted(file.name for file in path.parent.iterdir()) == ["digits.smart", "photos"]


def test_a_project_whose_originals_are_all_gone_is_not_packed(path: Path) -> None:
    shutil.move(path.parent / "photos", path.parent / "elsewhere")
    out = path.with_name("packed.smart")
    with pytest.raises(UserError, match=r"None of the 24 originals is there: nothing was packed"):
        run_job(pack_project, PackProject(path, out))
    assert not out.exists()


def test_a_project_is_not_packed_into_itself_nor_over_one_that_is_open(path: Path) -> None:
    with pytest.raises(UserError, match="into itself"):
        run_job(pack_project, PackProject(path, path))
    other = path.with_name("other.smart")
    with Project.create(other, name="Other"), pytest.raises(UserError, match="another window"):
        run_job(pack_project, PackProject(path, other))


@pytest.mark.skipif(os.name == "nt", reason="a process is asked for by its number")
def test_what_a_killed_pack_left_goes_with_the_next_pack_or_opening(path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()

    def leave(name: str) -> None:
        (path.parent / f".{name}.{child.pid}-1.part").write_bytes(b"half")
        (path.parent / f".{name}.lock").touch()

    leave("gone.smart")
    run_job(pack_project, PackProject(path, path.with_name("p.smart")))
    assert sorted(os.listdir(path.parent)) == ["digits.smart", "p.smart", "photos"]
    leave("gone.smart")
    Project.open(path).close()
    assert sorted(os.listdir(path.parent)) == ["digits.smart", "p.smart", "photos"]


def test_the_size_is_known_before(path: Path) -> None:
    with Project.open_beside(path) as project:
        size = size_of_pack(project)
    packed = run_job(pack_project, PackProject(path, path.with_name("p.smart")))
    assert (size.examples, size.exchanges) == (24, 1)
    assert 0.5 < size.bytes / packed.bytes < 2


def test_a_file_that_comes_with_a_project_cannot_be_started(tmp_path: Path, unpacked: Path) -> None:
    content = b"#!/bin/sh\necho"
    sha256 = hashlib.sha256(content).hexdigest()
    example = NewExample("../../run me.sh", "run me.sh", sha256, len(content), "sound", None)
    with Project.create(tmp_path / "p.smart", name="P") as project:
        project.do(edit.AddExamples((example,)))
        project.caches.put_originals({sha256: content})
        file = project.item(project.examples()[0])
    assert file == unpacked / sha256[:2] / f"{sha256}.bin"


def test_an_original_that_is_not_what_its_hash_says_is_refused(moved: Path) -> None:
    with Project.open_beside(moved) as project:
        with project.file.transaction() as connection:
            connection.execute("UPDATE original SET bytes = x'00'")
        with pytest.raises(UserError, match="is damaged"):
            project.item(project.examples()[0])


def test_a_cached_file_that_was_changed_is_made_anew(moved: Path) -> None:
    with Project.open_beside(moved) as project:
        file = project.item(project.examples()[0])
        assert isinstance(file, Path)
        before = file.read_bytes()
        file.write_bytes(b"drawn over")
    with Project.open_beside(moved) as project:
        assert project.item(project.examples()[0]) == file
    assert file.read_bytes() == before


def test_another_file_at_the_place_of_an_original_is_not_taken_for_it(moved: Path) -> None:
    with Project.open_beside(moved) as project:
        example = project.examples()[0]
        place = project.original(example)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"a photo of somebody else")
        assert project.item(example) != place
