"""What is read of a project is read once, until somebody changes it."""

import sqlite3

import pytest

from desktop.project import commands as edit
from desktop.project import decode
from desktop.project.project import Project


def test_answers_are_read_once_until_somebody_changes_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    whole = decode.fact
    monkeypatch.setattr(decode, "fact", lambda *row: read.append(row) or whole(*row))
    project.do(edit.SetFact("cases", 12, "Cases"))
    project.facts().clear()  # the caller's own
    assert [project.facts()["cases"].value for _ in range(3)] == [12] * 3
    assert len(read) == 1
    with sqlite3.connect(project.path) as elsewhere:
        elsewhere.execute("UPDATE fact SET value = '13'")
    elsewhere.close()
    assert project.facts()["cases"].value == 13
    project.file.undo()
    assert project.facts() == {}
