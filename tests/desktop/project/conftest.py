"""A project with something in every table, for tests of files that strangers made."""

import shutil
from pathlib import Path

import pytest

from desktop.project.project import Project
from tests.attacks.crafted_projects import fill


@pytest.fixture(scope="session")
def crafted_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with something in every table."""
    path = tmp_path_factory.mktemp("base") / "p.smart"
    with Project.create(path, name="Blades") as project:
        project.caches.put_thumbnails({f"{0:064x}": b"jpeg"})
        result = {"n_train": 14, "n_test": 6, "correct": 5, "accuracy": {"value": 0.83}}
        project.append_run({}, {**result, "predictions": []}, "0" * 64)
    fill(path)
    return path


@pytest.fixture
def path(crafted_base: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "alone" / "p.smart"
    copy.parent.mkdir()
    shutil.copy(crafted_base, copy)
    return copy
