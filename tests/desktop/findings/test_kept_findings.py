"""What every stage finds in the kept projects, and the evidence that all come to, are what they were (``tests/golden``)."""

from pathlib import Path

import pytest

from desktop.project.project import Project
from tests.golden import projects
from tests.golden.commands import findings_of
from tests.golden.keeping import check, kept_files


@pytest.mark.parametrize("name", projects.NAMES)
def test_every_stage_finds_what_it_found(name: str, tmp_path: Path) -> None:
    path = projects.open_project(name, tmp_path / name)
    with Project.open_beside(path) as project:
        said = dict(findings_of(project))
    check(kept_files(said, path.parent), name, whole=False)
