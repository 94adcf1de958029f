"""Projects from strangers: opening one changes, deletes and runs nothing, and what is wrong with it is one sentence.

``tests/attacks/projects.py`` tries all crafted files, by every command; here is one of each class, by the library.
"""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.project import commands as edit
from desktop.project import connection as connecting
from desktop.project import schema
from desktop.project.project import Project
from desktop.project.records import NewExample
from estimators.base.errors import UserError
from tests.attacks.crafted_projects import CRAFTED, changing, super_journal
from tests.desktop.project.conftest import of_version

pytestmark = pytest.mark.skipif(os.name == "nt", reason="made with links, pipes and signals")


# --- what lies beside it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("use", [Project.open, Project.open_beside])
def test_a_journal_beside_a_project_cannot_delete_another_file(
    path: Path, use: Callable[[Path], Project]
) -> None:
    victim = path.with_name("victim.txt")
    victim.write_text("mine")
    super_journal(path, victim)
    with pytest.raises(UserError, match="names another file"):
        use(path)
    assert victim.read_text() == "mine"
    assert not path.with_name(f".{path.name}.lock").exists()


CUT_OFF = """
import os, signal, sys
from pathlib import Path
from desktop.project.project import Project

with Project.open(Path(sys.argv[1])) as project, project.file.transaction() as connection:
    connection.execute("PRAGMA cache_size = 5")
    connection.execute("PRAGMA cache_spill = 1")
    for number in range(3000):
        connection.execute("INSERT INTO journal (at, payload) VALUES ('', ?)", (f"{number}" * 200,))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("use", [Project.open, Project.open_beside])
def test_an_edit_that_a_kill_cut_off_is_undone_by_the_next_opening(
    path: Path, use: Callable[[Path], Project]
) -> None:
    before = path.read_bytes()
    subprocess.run([sys.executable, "-c", CUT_OFF, path], check=False)
    journal = path.with_name("p.smart-journal")
    assert journal.exists()
    assert path.read_bytes() != before
    with use(path) as project:
        assert len(project.requests.rows()) == 1
    assert not journal.exists()
    assert path.read_bytes() == before


BEGUN = """
import os, signal, sys
from pathlib import Path
from desktop.project.project import Project

with Project.open(Path(sys.argv[1])) as project, project.file.transaction() as connection:
    connection.execute("DELETE FROM fact")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_before_anything_was_written_leaves_one_file_after_the_next_opening(
    path: Path,
) -> None:
    subprocess.run([sys.executable, "-c", BEGUN, path], check=False)
    assert path.with_name("p.smart-journal").exists()
    with Project.open_beside(path) as project:
        assert project.facts()
    Project.open(path).close()
    assert os.listdir(path.parent) == ["p.smart"]


# --- looking changes nothing ---------------------------------------------------------------------------------------


def state(path: Path) -> tuple[bytes, int, list[str]]:
    return path.read_bytes(), path.stat().st_mtime_ns, sorted(os.listdir(path.parent))


@pytest.mark.parametrize("use", [Project.open, Project.open_beside])
def test_looking_at_a_project_changes_nothing(path: Path, use: Callable[[Path], Project]) -> None:
    before = state(path)
    with use(path) as project:
        assert project.facts()
        assert project.examples()
        assert project.file.undo_text
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            project.file.connection.execute("DELETE FROM fact")
    assert state(path) == before


@pytest.mark.parametrize("version", range(1, schema.CURRENT_VERSION))
def test_an_older_project_becomes_a_current_one_with_its_first_edit(
    tmp_path: Path, version: int
) -> None:
    path = of_version(tmp_path / "old.smart", version)
    before = path.read_bytes()
    with Project.open(path) as project:
        assert [example.belongs for example in project.examples()][1:] == ["", ""]
        assert path.read_bytes() == before
        example = NewExample("p/9.png", "9.png", "9" * 64, 1, "photo", "Crack", belongs="Ada")
        project.do(edit.AddExamples((example,)))
        assert project.examples()[-1].belongs == "Ada"
        project.file.undo()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.CURRENT_VERSION,)
    connection.close()


def test_every_edit_is_synced_with_its_folder(path: Path) -> None:
    with Project.open(path) as project:
        asked = project.file.connection.execute
        assert asked("PRAGMA synchronous").fetchone() == (3,)  # EXTRA
        assert asked("PRAGMA journal_mode").fetchone() == ("delete",)
        assert asked("PRAGMA fullfsync").fetchone() == (1,)
        assert asked("PRAGMA trusted_schema").fetchone() == (0,)


def test_a_project_in_wal_mode_is_one_file_again(path: Path) -> None:
    CRAFTED["a project in WAL mode"](path)
    with Project.open(path) as project:
        project.do(edit.AddClass("Dent"))
        assert os.listdir(path.parent).count("p.smart-wal") == 0
    assert path.read_bytes()[18:20] == b"\1\1"


# --- one window a file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a link to a project", "a hard link"])
def test_another_name_of_an_open_file_is_refused(path: Path, name: str) -> None:
    with Project.open(path):
        other = CRAFTED[name](path)
        with pytest.raises(UserError, match="open in another window"):
            Project.open(other)
    with Project.open(other) as project:  # and free again afterwards
        project.do(edit.AddClass("Dent"))


def test_a_hard_link_in_another_folder_is_refused(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.smart"
    os.link(path, other)
    with Project.open(path), pytest.raises(UserError, match="open in another window"):
        Project.open(other)


def test_a_project_opened_through_a_link_finds_its_examples(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "desktop.smart"
    link.symlink_to(path)
    with Project.open(link) as project:
        assert project.original(project.examples()[0]).parent == path.parent / "photos"


# --- pipes and bounds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["p.smart", "p.smart-journal", "p.smart-wal"])
def test_a_pipe_does_not_hang(path: Path, place: str) -> None:
    pipe = path.with_name(place)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    said: list[str] = []

    def open_it() -> None:
        try:
            Project.open_beside(path).close()
        except UserError as error:
            said.append(error.what)

    thread = threading.Thread(target=open_it, daemon=True)
    thread.start()
    thread.join(60)
    alive = thread.is_alive()
    if alive:  # let it go on, or it would hang for ever
        os.close(os.open(pipe, os.O_RDWR | os.O_NONBLOCK))
    assert not alive
    assert said == (
        ["“p.smart” is not a file."]
        if place == "p.smart"
        else [f"“{place}” must not lie beside a project."]
    )


def test_an_edit_beyond_the_bounds_is_refused_and_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(schema.MOST_ROWS, "example", 25)
    with Project.open(path) as project:
        rows = tuple(
            NewExample(f"{i}", f"{i}", f"{i:064x}", 1, "photo", None) for i in range(100, 106)
        )
        with pytest.raises(UserError, match=r"room for 25 examples"):
            project.do(edit.AddExamples(rows))
        assert project.count_examples() == 20
        project.do(edit.AddExamples(rows[:5]))


def test_an_original_may_be_larger_than_any_text(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hashlib

    monkeypatch.setattr("desktop.project.originals.unpacked_folder", lambda: tmp_path / "unpacked")
    monkeypatch.setitem(connecting._LIMITS, sqlite3.SQLITE_LIMIT_LENGTH, 100_000)
    content = os.urandom(3_000_000)
    sha256 = hashlib.sha256(content).hexdigest()
    with changing(path) as connection:
        connection.execute("INSERT INTO original VALUES (?, ?)", (sha256, content))
        connection.execute("UPDATE example SET sha256 = ? WHERE id = 1", (sha256,))
    with Project.open_beside(path) as project:
        assert project.item(project.examples()[0]).read_bytes() == content


def test_a_model_may_be_larger_than_any_text(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project.open(path) as project:
        monkeypatch.setattr("desktop.project.file.LARGEST_TEXT", 1_000_000)
        with project.file.large_values():
            pass
        model = b"\xff" * 3_000_000
        monkeypatch.setattr("desktop.project.caches._split", lambda content: (content, {}))
        assert project.caches.model(project.caches.put_model(model)) == model
