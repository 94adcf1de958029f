"""What the product is delivered as: the locks, the wheel, and what is imported before the first window is painted."""

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.test_house import (
    PACKAGES,
    ROOT,
    Nodes,
    imported_by,
    name_of,
    nodes_of,
    product_files,
    tracked,
)

__all__ = ["tracked"]

OURS = ("smart-enough", "smart-enough-networks")
"""What is made from this checkout and is on no index."""
HEAVY = [
    "PIL",
    "PySide6",
    "joblib",
    "numpy",
    "onnx",
    "onnxruntime",
    "pyqtgraph",
    "reportlab",
    "scipy",
    "sklearn",
]


def test_no_init_file_imports_anything_heavy() -> None:
    modules = [
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in product_files()
        if path.name == "__init__.py"
    ]
    assert {"desktop", "estimators", "estimators.classifier", "mock_ai", "reports"} <= set(modules)
    code = (
        f"import importlib, sys; [importlib.import_module(name) for name in {modules}];"
        f"print(*sorted(set({HEAVY}) & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == []


def test_a_project_is_opened_without_numpy() -> None:
    code = "import desktop.project.project, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_command_line_starts_without_anything_heavy() -> None:
    code = f"import desktop.__main__, sys; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == []


# What is needed, and what is locked -----------------------------------------------------------------------------


def pinned(lock: str) -> dict[str, set[str]]:
    """Return the locked versions of each package; two where the Python version decides."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([^\s#=]+)==([^\s;]+)", (ROOT / lock).read_text(), re.M):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def requirements() -> dict[str, list[Requirement]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    installed = [line for name in ("train", "report", "window") for line in extras[name]]
    runtime = [
        *project["project"]["dependencies"],
        *installed,
        *project["dependency-groups"]["build"],
    ]
    locks = {"requirements.lock": runtime, "requirements-dev.lock": runtime + extras["dev"]}
    return {lock: [one for one in map(Requirement, lines) if one.name not in OURS] for lock, lines in locks.items()}  # fmt: skip


def imported_packages(nodes: Nodes) -> list[str]:
    """Return the packages of others that a module imports."""
    statements = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name.partition(".")[0] for node in statements for name in imported_by(node)}
    return sorted(names - sys.stdlib_module_names - set(PACKAGES))


def test_every_imported_package_is_a_direct_dependency() -> None:
    """What comes along with another package today may be gone with its next version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [
        *project["dependencies"],
        *(line for name in extras if name != "dev" for line in extras[name]),
    ]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    declared.add("shiboken6")  # the other half of PySide6, by the same version
    distributions = importlib.metadata.packages_distributions()
    undeclared = {
        f"{name_of(path)}: {package}"
        for path in product_files()
        for package in imported_packages(nodes_of(path.read_text("utf-8")))
        if declared.isdisjoint(map(canonicalize_name, distributions.get(package, [package])))
    }
    assert undeclared == set()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_direct_dependency_is_locked_at_a_version_it_allows(lock: str) -> None:
    versions = pinned(lock)
    for requirement in requirements()[lock]:
        locked = versions.get(canonicalize_name(requirement.name), set())
        assert locked, f"{requirement.name} is not in {lock}: renew the lock (CONTRIBUTING.md)"
        assert all(requirement.specifier.contains(version) for version in locked), requirement


def test_the_development_lock_agrees_with_the_other() -> None:
    small, large = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {name: large.get(name) for name in small} == small


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^\s*-[ief]\s", text, re.M)
    for entry in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


# What ships ---------------------------------------------------------------------------------

_DATA = tomllib.loads((ROOT / ".ci" / "networks" / "pyproject.toml").read_text("utf-8"))
NETWORKS = set(_DATA["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].values())
"""What the wheel of the networks holds."""


def linked_from_the_readme() -> set[str]:
    """The files of this repository that the README shows or links to."""
    text = (ROOT / "README.md").read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)[^)]*\)|(?:src|srcset)=\"([^\"]+)\"", text)
    return {name for pair in links for name in pair if name and "://" not in name}


def test_the_wheel_of_the_networks_holds_each_from_where_it_lies() -> None:
    included = _DATA["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {source.removeprefix("../../") for source in included} == NETWORKS
    folder = ROOT / "estimators" / "classifier" / "weights"
    there = {path.relative_to(ROOT).as_posix() for path in folder.iterdir()}
    assert there - NETWORKS == {"estimators/classifier/weights/sources.json"}


def test_the_source_distribution_holds_what_the_readme_links_to(tracked: list[str]) -> None:
    builders = pytest.importorskip("hatchling.builders.sdist")
    included = builders.SdistBuilder(str(ROOT)).recurse_included_files()
    files = {Path(one.distribution_path).as_posix() for one in included}
    assert linked_from_the_readme() | {"README.md", "NOTICE"} <= files
    assert {name for name in tracked if name.startswith((".ci/", *PACKAGES, "tests/"))} <= files


def test_the_wheel_holds_every_file_of_the_packages(tracked: list[str], tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the build backend is not installed")
    source = tmp_path / "source"
    for name in tracked:
        if name.startswith((*(f"{package}/" for package in PACKAGES), "docs/")) or "/" not in name:
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=source,
        env={**os.environ, "PYTHONWARNINGS": ""},
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
        (entry_points,) = (name for name in shipped if name.endswith("entry_points.txt"))
        commands = archive.read(entry_points).decode()
    files = {name for name in tracked if name.startswith(tuple(f"{p}/" for p in PACKAGES))}
    assert {"desktop/CHANGELOG.md", "desktop/NOTICE"} <= set(
        shipped
    )  # Help says from them what is new, and whose it is
    assert files - NETWORKS <= shipped
    assert shipped.isdisjoint(NETWORKS)
    told = {name.partition("/share/doc/smart-enough/")[2] for name in shipped}
    assert linked_from_the_readme() | {"README.md", "CHANGELOG.md", "NOTICE", "LICENSE"} <= told
    assert "smart-enough = desktop.__main__:main" in commands
