"""The house rules that no other tool checks: what lies where, what is imported, what is locked."""

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("desktop", "estimators", "mock_ai", "reports")
TOP_LEVEL = {
    *PACKAGES,
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "NOTICE",
    "README.md",
    "bootstrap.py",
    "docs",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
    "tests",
}
HEAVY = ["PIL", "PySide6", "onnx", "onnxruntime", "pyqtgraph", "reportlab", "scipy", "sklearn"]


def product_files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def tracked() -> list[str]:
    """Return the files under version control; skip outside of a working tree."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git working tree")
    return [name for name in listing.stdout.split("\0") if name and (ROOT / name).exists()]


# What lies where ----------------------------------------------------------------------------


def test_the_top_level_holds_only_what_the_design_names(tracked: list[str]) -> None:
    assert {name.partition("/")[0] for name in tracked} <= TOP_LEVEL


def test_no_file_is_named_after_nothing() -> None:
    vague = {"common", "helpers", "manager", "utils"}
    assert [name_of(path) for path in product_files() if path.stem in vague] == []


def test_tests_are_not_packages() -> None:
    assert [name_of(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


def test_nothing_in_the_product_reads_the_folder_beside_it() -> None:
    naming = re.compile(r"\.\./shared|/w[o]rk/")
    found = [name_of(path) for path in product_files() if naming.search(path.read_text("utf-8"))]
    assert found == []


def test_decisions_are_numbered_without_a_clash() -> None:
    names = [path.name for path in (ROOT / "docs/decisions").glob("*.md")]
    assert [name for name in names if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name)] == []
    numbers = [name[:4] for name in names]
    assert len(numbers) == len(set(numbers))


def test_links_in_the_documents_lead_to_files(tracked: list[str]) -> None:
    link = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
    broken = [
        f"{name}: {target}"
        for name in tracked
        if name.endswith(".md")
        for target in link.findall((ROOT / name).read_text("utf-8"))
        if not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []


# How things are called -----------------------------------------------------------------------

FIELD_TERMS = {
    "decoding",
    "embedding",
    "formatting",
    "routing",
    "shaping",
    "timing",
    "training",
    "wording",
}
"""Nouns of the field that happen to end in -ing."""

# Both lists only ever get shorter: a name that is mended has to leave.
STILL_GERUNDS = {
    "estimators/classifier/active_learning.py",
}
STILL_DEFINED_TWICE = {
    "Question",
}


def test_no_module_is_named_by_a_gerund() -> None:
    """One looks for what a thing is called, not for what it is doing."""
    found = {
        name_of(path)
        for path in product_files()
        if path.stem.endswith("ing") and path.stem.split("_")[-1] not in FIELD_TERMS
    }
    assert found - STILL_GERUNDS == set()
    assert STILL_GERUNDS - found == set(), "mended: take these out of the list"


def test_no_two_public_classes_have_one_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in product_files():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(name_of(path))
    twice = {name: paths for name, paths in homes.items() if len(paths) > 1}
    assert {name: twice[name] for name in twice.keys() - STILL_DEFINED_TWICE} == {}
    assert STILL_DEFINED_TWICE - twice.keys() == set(), "mended: take these out of the list"


# What is imported ---------------------------------------------------------------------------


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


def test_the_command_line_starts_without_anything_heavy() -> None:
    code = f"import desktop.__main__, sys; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == []


def imports_of_onnxruntime(source: str) -> list[str]:
    """Return what in a module imports onnxruntime, or a part of it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func):
            names = [ast.unparse(argument).strip("f'\"") for argument in node.args]
        else:
            continue
        found += [name for name in names if name.partition(".")[0] == "onnxruntime"]
    return found


def test_onnxruntime_is_imported_where_its_telemetry_is_off() -> None:
    found = {
        name_of(path): imports_of_onnxruntime(path.read_text("utf-8")) for path in product_files()
    }
    assert [name for name, imports in found.items() if imports] == ["estimators/onnx_runtime.py"]


@pytest.mark.parametrize(
    "source",
    [
        "import onnxruntime",
        "import json, onnxruntime.quantization",
        "def f():\n from onnxruntime import InferenceSession",
        "import_module('onnxruntime')",
        "importlib.import_module(f'onnxruntime.{part}')",
        "__import__('onnxruntime')",
    ],
)
def test_the_check_sees_an_import_of_onnxruntime(source: str) -> None:
    assert imports_of_onnxruntime(source)


# Nothing that is saved or opened can carry code ----------------------------------------------

EXECUTING_MODULES = {"cloudpickle", "dill", "marshal", "pickle", "shelve"}
EXECUTING_NAMES = {"eval", "exec"}
EXECUTING_ATTRIBUTES = {
    ("joblib", "dump"),
    ("joblib", "load"),
    ("pickle", "dump"),
    ("pickle", "dumps"),
    ("pickle", "load"),
    ("pickle", "loads"),
    ("torch", "load"),
    ("yaml", "load"),
    ("yaml", "unsafe_load"),
}


def is_restricted_unpickler(tree: ast.AST) -> bool:
    """Return whether the module subclasses `pickle.Unpickler` and decides itself what it may find."""
    return any(
        isinstance(node, ast.ClassDef)
        and any(ast.unparse(base) in ("pickle.Unpickler", "Unpickler") for base in node.bases)
        and any(
            isinstance(part, ast.FunctionDef) and part.name == "find_class" for part in node.body
        )
        for node in ast.walk(tree)
    )


def code_executing_calls(source: str) -> list[str]:
    """Return what in a module could run code that came with data."""
    tree = ast.parse(source)
    may_import_pickle = is_restricted_unpickler(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
            found += [
                f"from {names[0]} import {alias.name}"
                for alias in node.names
                if (names[0], alias.name) in EXECUTING_ATTRIBUTES
            ]
        else:
            names = []
        for name in names:
            if name in EXECUTING_MODULES and not (name == "pickle" and may_import_pickle):
                found.append(f"import {name}")
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in EXECUTING_NAMES:
                found.append(f"{node.func.id}()")
            if (
                isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and (node.func.value.id, node.func.attr) in EXECUTING_ATTRIBUTES
            ):
                found.append(f"{node.func.value.id}.{node.func.attr}()")
            allows = [keyword for keyword in node.keywords if keyword.arg == "allow_pickle"]
            if any(
                not (isinstance(k.value, ast.Constant) and k.value.value is False) for k in allows
            ):
                found.append("allow_pickle")
    return found


def test_no_opened_file_can_run_code() -> None:
    found = {
        name_of(path): code_executing_calls(path.read_text("utf-8")) for path in product_files()
    }
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import loads",
        "import joblib\njoblib.load(path)",
        "from joblib import load",
        "eval(text)",
        "exec(text)",
        "np.load(path, allow_pickle=True)",
        "import pickle\nclass Reader(pickle.Unpickler): ...",
        "import pickle\nclass Reader(pickle.Unpickler):\n def find_class(self): ...\npickle.load(f)",
    ],
)
def test_the_check_sees_code_that_data_could_run(source: str) -> None:
    assert code_executing_calls(source)


def test_the_check_lets_dialogs_and_a_restricted_unpickler_pass() -> None:
    reader = "import pickle\nclass Reader(pickle.Unpickler):\n def find_class(self, *name): ..."
    assert code_executing_calls(reader) == []
    assert code_executing_calls("dialog.exec()\njoblib.Parallel(2)(jobs)") == []


STILL_CIRCULAR = {
    "desktop.project.damage",
}
"""In a circle with others; like the lists of names, it only gets shorter."""


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Also not for types alone: what needs each other to be read belongs together, or knows too much."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    needed = {name for name in STILL_CIRCULAR if circle_through(name, imports)}
    assert STILL_CIRCULAR - needed == set(), "opened: take these out of the list"
    open_ones = {name: found - STILL_CIRCULAR for name, found in imports.items()}
    TopologicalSorter(open_ones).prepare()  # CycleError names the circle


def circle_through(name: str, imports: dict[str, set[str]]) -> bool:
    """Return whether a module is among what it imports, at any remove."""
    seen: set[str] = set()
    ahead = [*imports.get(name, ())]
    while ahead:
        module = ahead.pop()
        if module not in seen:
            seen.add(module)
            ahead += imports[module]
    return name in seen


# What is locked -----------------------------------------------------------------------------


def pinned(lock: str) -> dict[str, set[str]]:
    """Return the locked versions of each package; two where the Python version decides."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([^\s#=]+)==([^\s;]+)", (ROOT / lock).read_text(), re.M):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def requirements() -> dict[str, list[Requirement]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    runtime = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    everything = runtime + project["project"]["optional-dependencies"]["dev"]
    return {
        "requirements.lock": [Requirement(line) for line in runtime],
        "requirements-dev.lock": [Requirement(line) for line in everything],
    }


def test_every_imported_package_is_a_direct_dependency() -> None:
    """What comes along with another package today may be gone with its next version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    declared.add("shiboken6")  # the other half of PySide6, by the same version
    distributions = importlib.metadata.packages_distributions()
    undeclared = set()
    for path in product_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            for package in {name.partition(".")[0] for name in names}:
                if package in sys.stdlib_module_names or package in PACKAGES:
                    continue
                owners = {canonicalize_name(name) for name in distributions.get(package, [package])}
                if not owners & declared:
                    undeclared.add(f"{name_of(path)}: {package}")
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


def test_the_wheel_holds_every_file_of_the_packages(tracked: list[str], tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the build backend is not installed")
    source = tmp_path / "source"
    for name in tracked:
        if name.startswith(
            (*(f"{package}/" for package in PACKAGES), "pyproject", "README", "LICENSE")
        ):
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
    assert files <= shipped
    assert "smart-enough = desktop.__main__:main" in commands


# The tests' own safeguards ------------------------------------------------------------------

DRAWS = """
import importlib, sys
from hypothesis import given, settings, strategies as st
import tests.conftest

if sys.argv[1] == "explore":
    settings.load_profile("explore")
for name in sys.argv[2:]:
    importlib.import_module(name)

@given(st.integers(), st.floats(), st.text(), st.sampled_from(["a", "b", "c"]))
def draw(whole, real, text, chosen):
    print(ascii((whole, real, text, chosen)))

draw()
"""


def drawn(tmp_path: Path, *arguments: str) -> str:
    """What a property test draws in a process of its own, after some modules were imported there."""
    (tmp_path / "draws.py").write_text(DRAWS)
    command = [sys.executable, tmp_path / "draws.py", *arguments]
    return subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout


def test_property_tests_draw_the_same_whatever_ran_before_and_others_when_exploring(
    tmp_path: Path,
) -> None:
    alone = drawn(tmp_path, "repeatable")
    assert len(alone.splitlines()) >= 100
    assert alone == drawn(tmp_path, "repeatable", "mock_ai.server", "estimators.acceptance")
    assert drawn(tmp_path, "explore") != drawn(tmp_path, "explore")


def test_no_test_says_how_it_draws_or_how_long_it_waits() -> None:
    """conftest.py has the profiles of property tests, and patience.py says how long is long enough."""
    found = set()
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if path == ROOT / "tests/conftest.py" or "benchmarks" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "hypothesis":
                own = {alias.name for alias in node.names} & {"settings", "seed", "HealthCheck"}
                found |= {f"{name_of(path)}: {name} of hypothesis" for name in own}
            elif isinstance(node, ast.keyword) and node.arg == "timeout":
                value = node.value.value if isinstance(node.value, ast.Constant) else None
                if isinstance(value, int | float):
                    found.add(f"{name_of(path)}:{node.lineno}: a timeout; pass PATIENCE or nothing")
    assert found == set()


PROBE = """
import atexit, os, socket, subprocess, threading, time
import pytest

def test_a_stranger_is_called():
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_a_thread_stays():
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()

def test_a_process_stays():
    global process
    process = subprocess.Popen(["sleep", "600"])
    atexit.register(process.kill)

def test_a_window_stays(qapp):
    from PySide6.QtWidgets import QWidget
    global window
    window = QWidget()

def test_a_timer_runs_on(qapp):
    from PySide6.QtCore import QTimer
    global timer
    timer = QTimer()
    timer.start(1000)

def test_nothing_stays(qapp, qtbot, tmp_path):
    from PySide6.QtWidgets import QWidget
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()
    subprocess.run(["true"], check=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="child processes are listed through /proc")
def test_a_test_that_leaves_something_behind_fails(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_probe.py").write_text(PROBE)
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "SMART_ENOUGH"))
    }
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-rAE",
            tmp_path,
        ],
        cwd=tmp_path,
        env={**environment, "QT_QPA_PLATFORM": "offscreen", "SMART_ENOUGH_TEST_GRACE": "5"},
        capture_output=True,
        text=True,
        check=False,
    )
    reasons = dict(re.findall(r"^ERROR test_probe\.py::(\w+) - Failed: (.+)$", result.stdout, re.M))
    assert set(reasons) == {
        "test_a_stranger_is_called",
        "test_a_thread_stays",
        "test_a_process_stays",
        "test_a_window_stays",
        "test_a_timer_runs_on",
    }, result.stdout
    assert "6 passed" in result.stdout  # each as such, and the sixth leaves nothing


def test_what_a_training_measured_is_read_by_its_fields() -> None:
    """A key in brackets is a field that no type checker knows; the codec alone sees documents (decision 0229)."""
    read_by_key = re.compile(r"""\bresult(\.\w+)*(\[["']|\.get\(["'])""")
    found = [
        f"{name_of(path)}:{number}"
        for path in product_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if read_by_key.search(line)
    ]
    assert found == []


# Numbers are worded in one place --------------------------------------------------------------

WORDED = {"money", "percent", "plural", "spelled", "tenths"}


def own_number_formats(source: str) -> list[str]:
    """Return where a module writes a share or a grouped number itself, or defines a word of the ground floor again."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.removeprefix("_") in WORDED:
            found.append(f"{node.lineno}: def {node.name}")
        if isinstance(node, ast.FormattedValue):
            spec = ast.unparse(node.format_spec) if node.format_spec else ""
            scaled = isinstance(node.value, ast.BinOp) and "100" in (
                ast.unparse(node.value.left),
                ast.unparse(node.value.right),
            )
            if spec.rstrip("'").endswith("%") or "," in spec or (scaled and "f" in spec[2:]):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def test_numbers_are_worded_on_the_ground_floor() -> None:
    found = {
        name_of(path): own_number_formats(path.read_text("utf-8"))
        for path in product_files()
        if not name_of(path).startswith("estimators/base/")
    }
    assert {name: own for name, own in found.items() if own} == {}


@pytest.mark.parametrize(
    "source",
    [
        "f'{share:.0%}'",
        "f'{n:,}'",
        "f'{100 * share:.1f}%'",
        "f'{share * 100:.0f} to'",
        "def percent(share): ...",
        "def _money(amount): ...",
    ],
)
def test_the_check_sees_a_number_that_is_worded_elsewhere(source: str) -> None:
    assert own_number_formats(source)
