"""A packed project says nothing of its owner that its maker did not write into it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from desktop.jobs.learn import CheckData, check_data, train
from desktop.jobs.pack import (
    PackedProject,
    PackProject,
    cleaned_words,
    holds_words,
    missing_words,
    pack_project,
)
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, INSPECTION, CurveForecast, Inspection
from desktop.project.run_list import listed_runs
from desktop.project.shareable import places_within
from reports.provenance import Provenance
from tests.jobs_in_process import add_found, run_job
from tests.kept_records import forecast_with

SECRET, OWNER, DELETED = "ELM-STREET-7", "ana-lopez", "a reason that was taken back"
MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


@pytest.fixture
def path(
    tmp_path: Path, digits_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A checked and trained project of JPEGs with camera and position, which lie in their owner's home, far from it."""
    monkeypatch.setattr("desktop.project.originals.unpacked_folder", lambda: tmp_path / "unpacked")
    home = tmp_path / "users" / OWNER
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    photos = home / "photos"
    for number, drawn in enumerate(sorted(digits_folder(n=12, classes=2).rglob("*.png"))):
        facts = Image.Exif()
        facts[MAKE] = SECRET
        facts[ORIENTATION] = 1 + number % 8
        facts.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 30.0)})
        target = photos / drawn.parent.name / f"{drawn.stem}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.open(drawn).convert("RGB").save(target, exif=facts)
    path = tmp_path / "work" / "digits.smart"
    path.parent.mkdir()
    with Project.create(path, name="Digits") as project:
        add_found(project, photos)
        checked = run_job(check_data, CheckData(path))
        project.do(edit.HoldOut(checked.held_out))
        project.append_record(INSPECTION, Inspection(checked.inspection), project.fingerprint())
        curve = CurveForecast(forecast_with(teaches_most=f"{photos}/1.jpg is the last"))
        project.append_record(CURVE, curve, project.fingerprint())
        trained = run_job(train, CheckData(path))
        sha256 = project.caches.put_model(trained.model.read_bytes())
        project.append_run(trained.settings, replace(trained.result, model_sha256=sha256))
        shutil.rmtree(trained.model.parent)
        project.do(edit.SetFact("brief.problem", DELETED, Provenance.GUESS))
        project.do(edit.SetFact("brief.problem", f"See {home}/plan.txt", Provenance.GUESS))
    return path


def packed(path: Path, **asked: bool) -> PackedProject:
    return run_job(pack_project, PackProject(path, path.with_name("p.smart"), **asked))


def test_neither_camera_nor_place_nor_folder_nor_what_was_undone_travels_along(path: Path) -> None:
    assert OWNER.encode() in path.read_bytes()
    assert DELETED.encode() in path.read_bytes()
    copy = packed(path)
    assert (copy.examples, copy.cleaned, copy.missing) == (24, 24, ())
    content = copy.file.read_bytes()
    for secret in (SECRET, OWNER, str(path.parent), DELETED):
        assert secret.encode() not in content
    with Project.open_beside(copy.file) as project:
        assert project.answer("brief.problem") == "See ~/plan.txt"
        assert {Path(e.path).parts[:2] for e in project.examples()} == {
            ("originals", "0"),
            ("originals", "1"),
        }


def test_the_copy_is_as_up_to_date_and_shows_the_same_pixels(path: Path) -> None:
    from estimators.classifier.photo.reader import decode_photo

    copy = packed(path)
    with Project.open_beside(path) as ours, Project.open_beside(copy.file) as theirs:
        for kind in (INSPECTION, CURVE):
            record = theirs.record(kind)
            assert record.fingerprint == theirs.fingerprint() != ours.fingerprint()
        assert theirs.runs()[0].settings.data == theirs.fingerprint()
        assert [run.accuracy for run in listed_runs(theirs)] == [
            run.accuracy for run in listed_runs(ours)
        ]
        tested = {row.path for row in theirs.runs()[0].result.predictions}
        assert tested == {e.path for e in theirs.examples() if e.held_out}
        keys = [e.sha256 for e in theirs.examples()]
        assert len(theirs.caches.known_thumbnails() & set(keys)) == 24
        for here, there in zip(ours.examples(), theirs.examples(), strict=True):
            assert theirs.shown(there).read()
            assert (decode_photo(ours.item(here)) == decode_photo(theirs.item(there))).all()


def test_what_files_say_comes_along_where_it_is_wanted(path: Path) -> None:
    copy = packed(path, with_metadata=True)
    assert (copy.examples, copy.cleaned) == (24, 0)
    content = copy.file.read_bytes()
    assert SECRET.encode() in content
    assert OWNER.encode() not in content  # where files lie here is nobody's wish


def test_a_packed_project_is_cleaned_when_it_is_packed_again(path: Path) -> None:
    first = packed(path, with_metadata=True)
    second = run_job(pack_project, PackProject(first.file, path.with_name("second.smart")))
    assert second.cleaned == 24
    assert SECRET.encode() not in second.file.read_bytes()


def test_nothing_of_what_was_taken_out_of_the_project_travels_along(path: Path) -> None:
    first = packed(path)
    with Project.open(first.file) as project:
        gone = project.examples()[:6]
        run = project.runs()[0]
        assert project.caches.thumbnail(gone[0].sha256)
        project.do(edit.RemoveExamples(tuple(example.id for example in gone)))
        project.do(edit.DeleteRun(run.id, run.number))
    second = run_job(pack_project, PackProject(first.file, path.with_name("second.smart")))
    with Project.open_beside(second.file) as project:
        rows = project.file.read
        kept = {example.sha256 for example in project.examples()}
        assert len(kept) == second.examples == 18
        for table in ("original", "thumbnail", "embedding"):
            assert {sha256 for (sha256,) in rows(f"SELECT sha256 FROM {table}", ())} <= kept
        assert rows("SELECT * FROM model", ()) == rows("SELECT * FROM model_part", ()) == []


def test_what_cannot_be_cleaned_stays_out_and_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from estimators.classifier.metadata import MetadataError

    def stuck(_data: bytes, _modality: str) -> bytes:
        raise MetadataError

    path = packed(path, with_metadata=True).file  # it holds them already
    monkeypatch.setattr("estimators.classifier.metadata.without_metadata", stuck)
    copy = run_job(pack_project, PackProject(path, path.with_name("again.smart")))
    assert (copy.examples, len(copy.uncleaned)) == (0, 24)
    assert "24 photos are not in it, because what it says of its maker" in missing_words(copy)
    assert not cleaned_words(copy)
    assert SECRET.encode() not in copy.file.read_bytes()


def test_it_is_said_what_leaves_and_what_does_not(path: Path) -> None:
    from desktop.jobs.pack import size_of_pack

    with Project.open_beside(path) as project:
        size = size_of_pack(project)
    holds, lacks = holds_words(size, "photo")
    assert holds.startswith(
        "The copy holds the originals of its 24 photos, your answers and notes and 1 trained model:"
    )
    assert "with which camera" in lacks
    assert "with which camera" not in holds_words(size, "photo", metadata=True)[1]


def test_folders_keep_what_tells_files_apart_and_nothing_above_it() -> None:
    paths = [
        "/home/ana/photos/rhino/1.jpg",
        "/home/ana/photos/zebra/1.jpg",
        "rhino/1.jpg",
        "/home/ana/photos/reviews.csv:12",
    ]
    assert places_within(paths) == {
        "/home/ana/photos/rhino/1.jpg": "originals/rhino/1.jpg",
        "/home/ana/photos/zebra/1.jpg": "originals/zebra/1.jpg",
        "/home/ana/photos/reviews.csv:12": "originals/reviews.csv:12",
    }
    assert places_within(["C:/Users/ana/1.jpg"]) == {"C:/Users/ana/1.jpg": "originals/1.jpg"}
    assert places_within(["/a/1.jpg", "originals/1.jpg"]) == {"/a/1.jpg": "originals/2/1.jpg"}
    assert places_within(["../../ana/1.jpg"]) == {"../../ana/1.jpg": "originals/1.jpg"}
    assert places_within(["rhino/1.jpg"]) == {}
