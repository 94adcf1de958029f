"""What of a project's files may be shown, served or played: a project may come from a stranger."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from desktop.findings.fake.web_stage import exhibits_of
from desktop.project import commands as edit
from desktop.project.originals import Original, own_place
from desktop.project.project import Project
from desktop.project.records import NewExample
from estimators.base.errors import UserError
from estimators.base.errors import UserError as StageError
from estimators.classifier.unreadable import UnreadableItem

SECRET = b"my passphrase is correct horse battery staple"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the reader that nobody brought into any project."""
    file = tmp_path / "home" / "passphrase.txt"
    file.parent.mkdir()
    file.write_bytes(SECRET)
    return file


@pytest.fixture
def foreign(tmp_path: Path) -> Callable[..., Project]:
    """Return a function that opens a project whose only example names a path of its maker's choice."""
    opened: list[Project] = []

    def make(path: str, modality: str = "text", content: bytes = b"bait") -> Project:
        folder = tmp_path / "downloads"
        folder.mkdir(exist_ok=True)
        project = Project.create(folder / "p.smart", name="P")
        opened.append(project)
        named = NewExample(path, Path(path).name, sha(content), len(content), modality, None)
        project.do(edit.AddExamples((named,)))
        return project

    yield make
    for project in opened:
        project.close()


@pytest.mark.parametrize("way", ["absolute", "climbing", "link"])
@pytest.mark.parametrize("modality", ["text", "photo", "sound", "video"])
def test_a_project_does_not_show_files_that_were_never_added(
    way: str, modality: str, secret: Path, foreign: Callable[..., Project], tmp_path: Path
) -> None:
    path = {"absolute": str(secret), "climbing": "../home/passphrase.txt", "link": "innocent.txt"}[
        way
    ]
    if way == "link":
        (tmp_path / "downloads").mkdir()
        (tmp_path / "downloads" / "innocent.txt").symlink_to(secret)
    project = foreign(path, modality)
    original = project.shown(project.examples()[0])
    assert original.is_here()
    with pytest.raises(UnreadableItem, match="not the one that was added"):
        original.read()
    assert original.to_play() is None
    (exhibit,) = exhibits_of(project, project.examples())
    for served in (exhibit.content, exhibit.shown):
        with pytest.raises((UserError, StageError), match="cannot be shown"):
            served()


def test_an_example_that_could_not_be_read_names_no_file_to_show(
    secret: Path, foreign: Callable[..., Project]
) -> None:
    project = foreign(str(secret))
    with project.file.transaction() as connection:
        connection.execute("UPDATE example SET sha256 = ''")
    with pytest.raises(UnreadableItem):
        project.shown(project.examples()[0]).read()


def test_a_file_that_was_added_is_shown_wherever_it_lies(
    secret: Path, foreign: Callable[..., Project]
) -> None:
    project = foreign(str(secret), content=SECRET)
    assert project.shown(project.examples()[0]).read() == SECRET
    (exhibit,) = exhibits_of(project, project.examples())
    assert exhibit.shown() == (SECRET, "text/plain")


@pytest.mark.parametrize("name", ["evil.sh", "evil.exe", "evil.wav.desktop", "evil", "clip.mp4"])
def test_only_what_ends_as_its_kind_does_is_handed_to_the_system(
    name: str, foreign: Callable[..., Project], tmp_path: Path
) -> None:
    project = foreign(name, "sound")
    (tmp_path / "downloads" / name).write_bytes(b"bait")
    assert project.shown(project.examples()[0]).to_play() is None


def test_a_sound_that_was_added_is_played_from_its_own_file(
    foreign: Callable[..., Project], tmp_path: Path
) -> None:
    project = foreign("said.WAV", "sound")
    file = tmp_path / "downloads" / "said.WAV"
    file.write_bytes(b"bait")
    assert project.shown(project.examples()[0]).to_play() == file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_in_the_place_of_an_original_is_not_waited_for(
    foreign: Callable[..., Project], tmp_path: Path
) -> None:
    project = foreign("pipe.txt")
    os.mkfifo(tmp_path / "downloads" / "pipe.txt")
    with pytest.raises(UnreadableItem, match="not a file"):
        project.shown(project.examples()[0]).read()


def test_a_file_that_a_person_chose_themselves_is_read_whatever_it_holds(secret: Path) -> None:
    assert Original(secret, None, "text").read() == SECRET


@pytest.mark.parametrize(
    ("folder", "path", "place"),
    [
        (r"C:\Users\ana", r"\\evil\share\a.jpg", r"C:\Users\ana\a.jpg"),
        (r"C:\Users\ana", r"//evil/share/a.jpg", r"C:\Users\ana\a.jpg"),
        (r"C:\Users\ana", r"D:\photos\a.jpg", r"D:\photos\a.jpg"),
        (r"\\nas\team", r"\\NAS\team\photos\a.jpg", r"\\NAS\team\photos\a.jpg"),
        (r"\\nas\team", r"photos\a.jpg", r"\\nas\team\photos\a.jpg"),
    ],
)
def test_a_path_leads_to_no_computer_that_the_project_is_not_on(
    folder: str, path: str, place: str
) -> None:
    assert own_place(PureWindowsPath(folder), path) == PureWindowsPath(place)
