"""Versions of a project: kept whole and once, written out, gone back to, and never trusted."""

import sqlite3
import zlib
from pathlib import Path

import pytest

from desktop.project import commands as edit
from desktop.project import versions
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.records import NewExample
from desktop.project.request_journal import JournalEntry
from desktop.project.shareable import forget_removed
from desktop.project.versions import GoBack, VersionKind
from estimators.base.errors import UserError
from tests.attacks.crafted_projects import fill
from tests.desktop.project.conftest import of_version

NAMED, OPENED, EDIT = VersionKind.NAMED, VersionKind.OPENED, VersionKind.EDIT


def _photos(n: int) -> edit.AddExamples:
    rows = (
        NewExample(f"{i}.png", f"{i}.png", f"{i:064x}", 10, "photo", "ab"[i % 2]) for i in range(n)
    )
    return edit.AddExamples(tuple(rows))


def _dump(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that a version should hold; what a project is called by itself alone is left out."""
    return {
        table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall()
        for table in versions.KEPT_TABLES
    }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    path = tmp_path / "a.smart"
    Project.create(path, name="Blades").close()
    fill(path)
    with Project.open(path) as opened:
        yield opened


def test_a_version_is_written_out_as_the_project_was(project: Project, tmp_path: Path) -> None:
    before = _dump(project.file.connection)
    kept = project.versions.keep(NAMED, "  Steering   meeting ")
    project.do(edit.SetFact("today", "Nobody looks", "today"))
    project.do(edit.AddClass("Erosion"))
    project.versions.write(kept.id, tmp_path / "then.smart")
    with Project.open_beside(tmp_path / "then.smart") as then:
        assert _dump(then.file.connection) == before
        assert then.answer("today") == "A person looks"
    assert kept.name == "Steering meeting"


def test_going_back_is_one_edit_that_undo_takes_back(project: Project, tmp_path: Path) -> None:
    kept = project.versions.keep(NAMED, "Before the workshop")
    before = _dump(project.file.connection)
    crack = project.classes()[0]
    project.do(edit.RenameClass(crack.id, crack.name, "Fissure"))
    project.do(edit.AddClass(crack.name))  # the old name belongs to another row now
    project.do(edit.DeleteSession(project.sessions()[0].id, 1))
    project.do(edit.SetBar(0.9, "your choice", project.bar.provenance, "the board asked"))
    later = _dump(project.file.connection)
    project.versions.write(kept.id, tmp_path / "then.smart")
    project.do(GoBack(tmp_path / "then.smart", kept.name))
    assert _dump(project.file.connection) == before
    assert project.file.undo_text == "go back to “Before the workshop”"
    project.file.undo()
    assert _dump(project.file.connection) == later


def test_what_did_not_change_is_kept_once(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.smart", name="A") as project:
        project.do(_photos(2_500))
        project.versions.keep(NAMED, "one")
        parts = project.file.read("SELECT count(*) FROM version_part", ())[0][0]
        first = project.examples()[0]
        project.do(edit.RemoveExamples((first.id,)))
        project.versions.keep(NAMED, "two")
        assert project.file.read("SELECT count(*) FROM version_part", ())[0][0] == parts + 1
        project.versions.forget(project.versions.all()[0].id)
        assert project.file.read("SELECT count(*) FROM version_part", ())[0][0] == parts


def test_the_first_edit_of_a_sitting_keeps_what_the_last_one_left(project: Project) -> None:
    assert project.versions.all() == ()
    left_at = project.last_change()
    project.do(edit.SetFact("today", "Nobody", "today"))
    project.do(edit.SetFact("today", "A rule", "today"))
    (kept,) = project.versions.all()
    assert (kept.kind, kept.at) == (OPENED, left_at)
    path = project.path
    project.close()
    for _ in range(2):  # looked at, and edited: nothing is kept of what was only looked at
        with Project.open(path) as again:
            assert len(again.versions.all()) == 1
    with Project.open(path) as again:
        again.do(edit.SetFact("today", "A person", "today"))
        assert [one.kind for one in again.versions.all()] == [OPENED, OPENED]


def test_a_new_project_has_no_version_of_nothing(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.smart", name="A") as project:
        project.do(edit.SetFact("today", "Nobody", "today"))
        assert project.versions.all() == ()


def test_a_large_edit_keeps_what_it_takes_away(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a.smart", name="A") as project:
        project.do(_photos(60))
        ids = tuple(one.id for one in project.examples())
        project.do(edit.RemoveExamples(ids[:5]))
        assert project.versions.all() == ()  # five are seen at a glance, and undo brings them back
        project.do(edit.RemoveExamples(ids[5:]))
        (kept,) = project.versions.all()
        assert (kept.kind, kept.name) == (EDIT, "remove 55 photos")
        project.versions.write(kept.id, tmp_path / "then.smart")
    with Project.open_beside(tmp_path / "then.smart") as then:
        assert then.count_examples() == 55


def test_an_edit_that_is_part_of_several_counts_as_large(project: Project) -> None:
    crack = project.classes()[0]
    project.do(edit.SetFact("today", "Nobody", "today"))
    project.do(edit.Several((edit.DeleteClass(crack.id, crack.name),), "tidy up"))
    assert [one.kind for one in project.versions.all()] == [EDIT, OPENED]


@pytest.mark.parametrize("taken", [edit.DeleteGrades, edit.DeletePreferences])
def test_many_judgements_taken_back_are_kept_and_a_few_are_not(
    taken: type, project: Project
) -> None:
    project.do(edit.SetFact("today", "Nobody", "today"))
    project.do(taken(tuple(range(3))))
    assert [one.kind for one in project.versions.all()] == [OPENED]
    project.do(taken(tuple(range(20))))
    assert [one.kind for one in project.versions.all()] == [EDIT, OPENED]


@pytest.mark.parametrize("gone", [edit.DeleteCandidate(1, "Ask twice"), edit.DeleteRun(1, 1)])
def test_what_was_measured_is_kept_with_all_that_was_said_of_it_before_it_goes(
    gone: Command, project: Project
) -> None:
    project.do(edit.SetFact("today", "Nobody", "today"))
    project.do(gone)
    assert [one.kind for one in project.versions.all()] == [EDIT, OPENED]


def test_unasked_versions_go_when_there_are_many_but_named_ones_stay(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "MOST_UNASKED", 3)
    named = project.versions.keep(NAMED, "keep me")
    for number in range(5):
        project.do(edit.SetFact("today", number, "today"))
        project.versions.keep(VersionKind.REPORT)
    kinds = [one.kind for one in project.versions.all()]
    assert kinds.count(VersionKind.REPORT) == 3
    assert project.versions.version(named.id) == named


def test_nothing_is_kept_unasked_where_nothing_changed(project: Project) -> None:
    assert project.versions.keep(VersionKind.REPORT) is not None
    assert project.versions.keep(VersionKind.REPORT) is None
    assert project.versions.keep(NAMED, "a name is asked for") is not None


def test_a_version_that_gets_a_name_is_a_persons(project: Project) -> None:
    kept = project.versions.keep(VersionKind.REPORT)
    project.versions.rename(kept.id, "What the board saw")
    assert project.versions.version(kept.id).kind is NAMED
    with pytest.raises(UserError, match="needs a name"):
        project.versions.rename(kept.id, "  ")


def test_the_request_journal_is_in_no_version(project: Project, tmp_path: Path) -> None:
    row = {"at": "2026-11-01T10:00:00+00:00", "name": "secret.png", "answered_by": "fake"}
    project.requests.append([JournalEntry(row, {"request": "secret words"})])
    kept = project.versions.keep(NAMED, "a")
    project.versions.write(kept.id, tmp_path / "then.smart")
    assert b"secret" not in (tmp_path / "then.smart").read_bytes()


def test_a_copy_to_be_shared_has_no_earlier_versions(project: Project) -> None:
    project.versions.keep(NAMED, "a")
    with project.file.transaction() as connection:
        forget_removed(connection)
    assert project.versions.all() == ()
    assert project.file.read("SELECT count(*) FROM version_part", ()) == [(0,)]


def test_an_older_file_has_no_versions_until_it_is_edited(tmp_path: Path) -> None:
    path = of_version(tmp_path / "old.smart", 6)
    before = path.read_bytes()
    with Project.open(path) as project:
        assert project.versions.all() == ()
        assert path.read_bytes() == before
        project.do(edit.AddClass("Erosion"))
        assert [one.kind for one in project.versions.all()] == [OPENED]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE version SET kind = 'else'",
        "UPDATE version SET name = x'ff'",
    ],
)
def test_a_damaged_list_of_versions_is_one_sentence(project: Project, statement: str) -> None:
    project.versions.keep(NAMED, "a")
    project.file.connection.execute(statement)
    with pytest.raises(UserError, match="a version"):
        project.versions.all()


BOMB = zlib.compress(b" " * 100_000_000, 9)


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("UPDATE version SET content = 'nothing'", ()),
        ("UPDATE version SET content = '{\"schema\": 99, \"tables\": {}}'", ()),
        ("UPDATE version SET content = '{\"schema\": 7, \"tables\": []}'", ()),
        ("DELETE FROM version_part", ()),
        ("UPDATE version_part SET bytes = x'00'", ()),
        ("UPDATE version_part SET bytes = ?", (BOMB,)),
        ("UPDATE version_part SET bytes = ?", (zlib.compress(b'{"columns": ["id) VALUES (1); --"], "rows": [[1]]}'),)),
        ("UPDATE version_part SET bytes = ?", (zlib.compress(b'{"columns": ["id"], "rows": [[[1]]]}'),)),
        ("UPDATE version_part SET bytes = ?", (zlib.compress(b'{"columns": ["id"], "rows": {"a": 1}}'),)),
    ],
)  # fmt: skip
def test_a_crafted_version_is_refused_in_words_and_changes_nothing(
    project: Project, tmp_path: Path, statement: str, values: tuple[bytes, ...]
) -> None:
    kept = project.versions.keep(NAMED, "a")
    before = _dump(project.file.connection)
    project.file.connection.execute(statement, values)
    with pytest.raises(UserError):
        project.versions.write(kept.id, tmp_path / "then.smart")
    assert _dump(project.file.connection) == before


def test_a_version_that_was_forgotten_is_said_to_be_gone(project: Project, tmp_path: Path) -> None:
    kept = project.versions.keep(NAMED, "a")
    project.versions.forget(kept.id)
    with pytest.raises(UserError, match="not in the project any more"):
        project.versions.write(kept.id, tmp_path / "then.smart")
