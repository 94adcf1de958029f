"""A copy of a project has all of it, and finds its files from where it lies now."""

from pathlib import Path

import pytest

from desktop.jobs.copy_project import CopyProject, copy_project
from desktop.jobs.worker import JobCancelled
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import NewExample
from desktop.project.versions import VersionKind
from estimators.base.errors import UserError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a project, two photos below it and one elsewhere."""
    folder, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    for place in (folder / "photos", elsewhere):
        place.mkdir(parents=True)
    files = [folder / "photos" / "1.png", folder / "photos" / "2.png", elsewhere / "3.png"]
    for file in files:
        file.write_bytes(b"x")
    with Project.create(folder / "a.smart", name="Blades") as project:
        rows = (
            NewExample(project.stored_path(one), one.name, "", 1, "photo", "Crack") for one in files
        )
        project.do(edit.AddExamples(tuple(rows)))
        project.versions.keep(VersionKind.NAMED, "Steering meeting")
    return folder


def _copied(home: Path, out: Path, name: str = "") -> Path:
    return copy_project(CopyProject(home / "a.smart", out, name), lambda *_: None, lambda: False)


def test_a_copy_in_another_folder_finds_its_files(home: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    out = _copied(home, tmp_path / "other" / "b.smart")
    with Project.open(out) as copy, Project.open(home / "a.smart") as project:
        assert [copy.original(one) for one in copy.examples()] == [
            project.original(one) for one in project.examples()
        ]
        assert all(copy.original(one).exists() for one in copy.examples())
        assert (copy.uid, copy.name) == (project.uid, "Blades")


def test_the_versions_of_a_copy_find_their_files_too(home: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with Project.open(_copied(home, tmp_path / "other" / "b.smart")) as copy:
        copy.versions.write(copy.versions.all()[0].id, tmp_path / "other" / "then.smart")
    with Project.open_beside(tmp_path / "other" / "then.smart") as then:
        assert all(then.original(one).exists() for one in then.examples())


def test_a_copy_with_a_name_is_a_project_of_its_own(home: Path) -> None:
    out = _copied(home, home / "b.smart", "Blades, try two")
    with Project.open(out) as copy, Project.open(home / "a.smart") as project:
        assert copy.name == "Blades, try two"
        assert copy.uid != project.uid
        assert [one.path for one in copy.examples()] == [one.path for one in project.examples()]


def test_a_project_is_not_copied_onto_itself(home: Path) -> None:
    before = (home / "a.smart").read_bytes()
    with pytest.raises(UserError, match="onto itself"):
        _copied(home, home / "a.smart")
    assert (home / "a.smart").read_bytes() == before


def test_a_copy_that_is_cancelled_leaves_nothing(home: Path) -> None:
    with pytest.raises(JobCancelled):
        copy_project(CopyProject(home / "a.smart", home / "b.smart"), lambda *_: None, lambda: True)
    assert sorted(one.name for one in home.glob("*.smart*")) == ["a.smart"]
