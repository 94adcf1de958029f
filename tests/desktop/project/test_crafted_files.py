"""What a stranger, or a damaged disk, left in a project is one sentence, and no mistake of ours."""

import os
from pathlib import Path

import pytest

from desktop.project.project import Project
from estimators.base.errors import UserError
from tests.attacks.crafted_projects import CRAFTED, HARMLESS, HEAVY
from tests.attacks.reading_child import main as read_and_edit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="made with links, pipes and signals")

_EACH = [name for name in CRAFTED if ":" not in name and name not in HEAVY]
_EACH = [
    n for n in _EACH if not n.startswith(("a result", "a training with", "300,000", "100,000"))
]
_EACH += [name for name in CRAFTED if name.startswith(("fact.value:", "run.result:", "bar.value:"))]


@pytest.mark.parametrize("name", _EACH)
def test_a_crafted_file_is_a_sentence_at_most(path: Path, name: str) -> None:
    opened = CRAFTED[name](path)
    outcome = read_and_edit(opened)
    assert not outcome.startswith("failed"), outcome
    victim = path.with_name("victim.txt")
    assert not victim.exists() or victim.read_text() == "mine"
    if name in HARMLESS:
        assert "open in another window" not in outcome


@pytest.mark.parametrize(
    "name",
    [
        "a view",
        "a trigger",
        "a virtual table",
        "another table",
        "an index that computes",
        "a partial index",
        "a computed column of 900 MB",
        "a check that computes",
        "a default that computes",
        "a newer version that computes",
    ],
)
def test_what_we_do_not_declare_is_refused(path: Path, name: str) -> None:
    with pytest.raises(UserError, match="parts that no project has"):
        Project.open_beside(CRAFTED[name](path))


def test_a_class_name_that_nobody_typed_fills_no_memory(path: Path) -> None:
    CRAFTED["a class name of 3 MB"](path)
    for read in (Project.classes, Project.examples):
        with pytest.raises(UserError, match="of a class"), Project.open_beside(path) as project:
            read(project)


def test_a_hash_that_is_none_is_laid_to_the_file(path: Path) -> None:
    CRAFTED["an example without a hash"](path)
    with pytest.raises(UserError, match="of its examples"), Project.open_beside(path) as project:
        bytes.fromhex(project.examples()[0].sha256)


def test_a_failure_of_ours_is_not_laid_to_the_file(path: Path) -> None:
    with Project.open_beside(path) as project, project.file.transaction() as connection:
        connection.execute("DELETE FROM run")
    with pytest.raises(KeyError), Project.open_beside(path) as project:
        {}["ours"]


def test_a_failure_on_a_damaged_project_is_laid_to_the_file(path: Path) -> None:
    CRAFTED["a training without n_test"](path)
    with pytest.raises(UserError, match="training 1"), Project.open_beside(path) as project:
        project.runs()
