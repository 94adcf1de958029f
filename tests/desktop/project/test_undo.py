"""Undo and redo: what they keep, and what is put back."""

import json
from dataclasses import replace
from pathlib import Path

from desktop.project import commands as edit
from desktop.project import schema
from desktop.project.project import Project
from tests.desktop.project.test_document import photo


def test_undo_survives_closing_the_window(tmp_path: Path) -> None:
    path = tmp_path / "a.smart"
    with Project.create(path, name="A") as project:
        project.do(edit.AddClass("Crack"))
    with Project.open(path) as project:
        assert project.file.undo_text == "add class “Crack”"
        project.file.undo()
        assert not project.classes()


def test_a_new_edit_after_undo_forgets_what_could_be_redone(project: Project) -> None:
    project.do(edit.AddClass("Crack"))
    project.file.undo()
    project.do(edit.AddClass("Clean"))
    assert project.file.redo_text is None
    assert [c.name for c in project.classes()] == ["Clean"]


def test_an_edit_that_changes_nothing_is_not_an_undo_step(project: Project) -> None:
    project.do(edit.AddClass("Crack"))
    project.do(edit.AddClass("Crack"))
    project.file.undo()
    assert project.file.undo_text is None


def test_rows_in_the_undo_log_cannot_reach_other_tables(project: Project) -> None:
    project.do(edit.AddClass("Crack"))
    project.file.connection.execute(
        "UPDATE undo_row SET tab = 'sqlite_master; DROP TABLE fact', op = 'delete', old = '{\"x\": 1}'"
    )
    project.file.undo()
    assert project.facts() == {}


def test_undo_keeps_what_changed_and_puts_whole_rows_of_older_versions_back(
    project: Project,
) -> None:
    project.do(edit.AddExamples((photo(1, "Crack"), photo(2, "Clean"))))
    before = project.examples()
    project.do(edit.LabelExamples((1, 2), "Crack"))  # one of them is that already
    connection = project.file.connection
    kept = "SELECT row_id, old FROM undo_row WHERE step_id = (SELECT max(id) FROM undo_step)"
    assert connection.execute(kept).fetchall() == [(2, '{"class_id":2}')]
    names = schema.columns(connection, "example")
    row = connection.execute("SELECT * FROM example WHERE id = 2").fetchone()
    old = json.dumps({**dict(zip(names, row, strict=True)), "class_id": 2, "name": "as it was"})
    connection.execute("UPDATE undo_row SET old = ? WHERE old = '{\"class_id\":2}'", (old,))
    project.file.undo()
    assert project.examples() == (before[0], replace(before[1], name="as it was"))
