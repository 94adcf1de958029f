"""bootstrap.py: one command on a bare machine, and one sentence for everything that can be missing.

The whole set-up runs here with a real pip in a real environment, on a small stand-in project whose
one dependency is a wheel made by the test, so that no network is needed.
"""

import ast
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.patience import PATIENCE, until
from tests.small_disk import small_disk

ROOT = Path(__file__).resolve().parents[1]
DEAD_INDEX = "http://127.0.0.1:9/simple"  # nothing listens there

# Writes what it was called with, instead of opening a window.
STAND_IN_APP = (
    "import json, sys; import locked; print(json.dumps([locked.VERSION, *sys.argv[1:]]))\n"
)

STAND_IN_BACKEND = """
import base64, hashlib, pathlib, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    files = {
        "stand_in.pth": str(pathlib.Path.cwd()),
        "stand_in-1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: stand-in\\nVersion: 1\\n",
        "stand_in-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "stand_in-1.dist-info/RECORD": "",
    }
    name = "stand_in-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name
"""

STAND_IN_PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "stand-in"
version = "1"
"""


def make_wheel(folder: Path, version: str) -> str:
    """Write `locked-VERSION-py3-none-any.whl` and return its line in a lock."""
    path = folder / f"locked-{version}-py3-none-any.whl"
    metadata = f"Metadata-Version: 2.1\nName: locked\nVersion: {version}\n"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("locked.py", f"VERSION = {version!r}\n")
        wheel.writestr(f"locked-{version}.dist-info/METADATA", metadata)
        tag = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"locked-{version}.dist-info/WHEEL", tag)
        wheel.writestr(f"locked-{version}.dist-info/RECORD", "")
    return f"locked=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Clone:
    """A fresh copy of bootstrap.py with a stand-in project around it, and a wheel house."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "clone"
        self.wheels = folder / "wheels"
        self.root.mkdir()
        self.wheels.mkdir()
        shutil.copy(ROOT / "bootstrap.py", self.root)
        self.write("pyproject.toml", STAND_IN_PYPROJECT)
        self.write("backend.py", STAND_IN_BACKEND)
        self.write("desktop/__init__.py", "")
        self.write("desktop/__main__.py", STAND_IN_APP)
        self.lock("1.0")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def lock(self, version: str) -> None:
        line = make_wheel(self.wheels, version)
        self.write("requirements.lock", line)
        self.write("requirements-dev.lock", line)

    @property
    def state(self) -> dict[str, str]:
        return json.loads((self.root / ".venv/smart-enough.json").read_text())

    def environment(self, **changes: str) -> dict[str, str]:
        drop = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        kept = {k: v for k, v in os.environ.items() if k not in drop and not k.startswith("PIP_")}
        index = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
        }
        return {**kept, **index, **changes}

    def start(self, *arguments: str, **changes: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, self.root / "bootstrap.py", *arguments],
            cwd=self.root.parent,  # a person may call it from anywhere
            env=self.environment(**changes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def give_environment(self, template: Path) -> None:
        """Spare the test the making of a `.venv`: copy one that an earlier call made and filled."""
        shutil.copytree(template, self.root / ".venv", symlinks=True)
        version = "{}.{}".format(*sys.version_info)
        state = {
            "state": "ready",
            "python": version,
            "root": str(self.root),
            "run": "of another lock",
        }
        self.write(".venv/smart-enough.json", json.dumps(state))

    def call(self, *arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        process = self.start(*arguments, **changes)
        out, err = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty environment, to be copied."""
    folder = tmp_path_factory.mktemp("environment") / ".venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def prepared(clone: Clone, environment: Path) -> Clone:
    """Return a clone whose environment was made for another lock."""
    clone.give_environment(environment)
    return clone


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script as a module whose `.venv` is in an empty folder."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", ROOT / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STATE", tmp_path / ".venv/smart-enough.json")
    return module


def one_sentence(text: str) -> str:
    """Return the last line, having checked that it is one sentence and no traceback shows."""
    assert "Traceback" not in text
    last = text.strip().splitlines()[-1]
    assert last.endswith(".")
    assert ". " not in last.removesuffix(".")
    return last


# The whole way ------------------------------------------------------------------------------


@pytest.mark.slow
def test_first_calls_at_once_set_up_once_and_the_next_starts_without_a_network(
    clone: Clone,
) -> None:
    both = [clone.start("run"), clone.start("run")]
    results = [process.communicate(timeout=PATIENCE) for process in both]
    assert [process.returncode for process in both] == [0, 0], results
    shown = [json.loads(out) for out, _ in results]
    assert shown == [["1.0", "demo", "--out", "demo-output"]] * 2
    assert sum("Installing" in err for _, err in results) == 1
    assert sum("waiting" in err for _, err in results) == 1
    assert list((clone.root / "desktop" / "__pycache__").glob("__main__.*.pyc"))

    later = clone.call("run", PIP_FIND_LINKS="", PIP_INDEX_URL=DEAD_INDEX)
    assert later.returncode == 0
    assert json.loads(later.stdout) == shown[0]
    assert "Installing" not in later.stderr


def test_a_renewed_lock_is_installed_by_the_next_call(prepared: Clone) -> None:
    assert prepared.call("setup").returncode == 0
    prepared.lock("2.0")
    assert json.loads(prepared.call("run").stdout)[0] == "2.0"


def test_a_killed_set_up_is_made_anew_by_the_next_call(clone: Clone) -> None:
    process = clone.start("setup")
    debris = clone.root / ".venv/half-written"
    until((clone.root / ".venv/pyvenv.cfg").exists)
    debris.touch()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert clone.state["state"] == "unfinished"

    again = clone.call("run")
    assert again.returncode == 0, again.stderr
    assert "unfinished" in again.stderr
    assert not debris.exists()


def test_an_environment_made_by_other_hands_is_used_and_not_deleted(
    clone: Clone, environment: Path
) -> None:
    shutil.copytree(environment, clone.root / ".venv", symlinks=True)
    own_file = clone.root / ".venv/my-notes"
    own_file.touch()
    assert clone.call("run").returncode == 0
    assert own_file.exists()


def test_a_moved_folder_gets_a_new_environment(prepared: Clone) -> None:
    prepared.root = prepared.root.rename(prepared.root.with_name("moved"))
    moved = prepared.call("setup")
    assert moved.returncode == 0
    assert prepared.state["root"] == str(prepared.root)
    assert "making it anew" in moved.stderr


# What can be missing ------------------------------------------------------------------------


def test_without_a_network_one_sentence_says_so(prepared: Clone) -> None:
    network = {
        "PIP_NO_INDEX": "0",
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": DEAD_INDEX,
        "PIP_RETRIES": "1",
    }
    result = prepared.call("run", **network)
    assert result.returncode == 1
    assert "cannot be reached" in one_sentence(result.stderr)
    assert prepared.state["state"] == "unfinished"


def test_a_package_that_differs_from_the_lock_is_refused(prepared: Clone) -> None:
    prepared.write("requirements.lock", f"locked==1.0 --hash=sha256:{'0' * 64}\n")
    result = prepared.call("setup")
    assert result.returncode == 1
    assert "hash differs" in one_sentence(result.stderr)


def test_a_computer_without_a_fitting_package_is_told_what_is_needed(prepared: Clone) -> None:
    prepared.write("requirements.lock", f"absent==1.0 --hash=sha256:{'0' * 64}\n")
    result = prepared.call("setup")
    assert result.returncode == 1
    assert "absent==1.0" in result.stderr
    assert "glibc 2.34" in one_sentence(result.stderr)


def test_a_python_without_the_venv_module_names_the_debian_package(clone: Clone) -> None:
    (clone.wheels / "ensurepip.py").write_text("raise ImportError('as Debian leaves it out')\n")
    result = clone.call("run", PYTHONPATH=str(clone.wheels))
    assert result.returncode == 1
    assert "apt-get install python3-venv" in one_sentence(result.stderr)


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as folder:
        result = Clone(folder).call("setup")
    assert result.returncode == 1
    assert "disk is full" in one_sentence(result.stderr)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "cannot be written to")]
)
def test_a_failing_file_system_is_one_sentence(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    words: str,
) -> None:
    def fail(kind: str) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(bootstrap, "ensure", fail)
    assert bootstrap.main(["setup"]) == 1
    assert words in one_sentence(capsys.readouterr().err)


def test_alone_it_says_what_can_be_done(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        bootstrap.main([])
    said = capsys.readouterr().out
    assert all(
        f"bootstrap.py {command} " in said for command in ("run", "test", "explore", "setup")
    )


def test_exploring_runs_the_property_tests_with_the_other_profile(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ensure", lambda kind: None)
    called: list[list[str]] = []
    monkeypatch.setattr(
        bootstrap.subprocess, "call", lambda command, **_: called.append(command) or 5
    )
    assert bootstrap.main(["explore", "tests/mock_ai", "--hypothesis-seed", "7"]) == 5
    ((*_, target, option, seed),) = called
    assert (target, option, seed) == ("tests/mock_ai", "--hypothesis-seed", "7")
    command = " ".join(called[0])
    assert "-m hypothesis" in command
    assert "--hypothesis-profile explore" in command


def test_the_script_can_be_parsed_by_an_old_python() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13), (3, 15, 0), (4, 0, 0)])
def test_an_unsuitable_python_is_told_which_ones_are(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: tuple[int, int, int],
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert bootstrap.main(["run"]) == 1
    assert "needs Python 3.11 to 3.14" in one_sentence(capsys.readouterr().err)
    assert not bootstrap.VENV.exists()


@pytest.mark.parametrize(("arguments", "status"), [([], 0), (["walk"], 2), (["setup", "--fast"], 2)])  # fmt: skip
def test_wrong_usage_ends_with_status_two_and_none_says_what_there_is(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int
) -> None:
    with pytest.raises(SystemExit) as stop:
        bootstrap.main(arguments)
    assert stop.value.code == status
    assert "usage" in capsys.readouterr()[bool(status)]


# Displays and system libraries --------------------------------------------------------------


def give_qt(clone: Clone, text: str) -> None:
    """Let the clone's environment import a stand-in for PySide6."""
    for name in ("__init__", "QtGui", "QtPdf", "QtWidgets"):
        clone.write(f"PySide6/{name}.py", "")
    clone.write("PySide6/QtCore.py", text)


def test_the_window_opens_on_the_sample_where_there_is_a_display(prepared: Clone) -> None:
    assert prepared.call("setup").returncode == 0
    give_qt(prepared, WHOLE_QT)
    result = prepared.call("run", "--first-paint", QT_QPA_PLATFORM="offscreen")
    assert json.loads(result.stdout) == ["1.0", "--sample", "--first-paint"]


# An existing library instead of the plugin that the check loads.
WHOLE_QT = """
import ctypes
ctypes.CDLL = lambda path: None
class QLibraryInfo:
    class LibraryPath:
        PluginsPath = None
    path = staticmethod(lambda which: "/nowhere")
"""


def test_a_missing_system_library_is_named_with_its_package(prepared: Clone) -> None:
    assert prepared.call("setup").returncode == 0
    reason = "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"
    give_qt(prepared, f"raise ImportError({reason!r})\n")
    result = prepared.call("run", QT_QPA_PLATFORM="xcb")
    assert result.returncode == 1
    sentence = one_sentence(result.stderr)
    assert "libxcb-cursor.so.0" in sentence
    assert "apt-get install libxcb-cursor0`" in sentence

    give_qt(prepared, WHOLE_QT)  # installed: the same command goes on
    assert prepared.call("run", QT_QPA_PLATFORM="xcb").returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only X can be named and yet not be there")
def test_a_display_that_does_not_answer_counts_as_none(prepared: Clone) -> None:
    result = prepared.call("run", DISPLAY="127.0.0.1:987")
    assert json.loads(result.stdout)[1] == "demo"
    assert "There is no display here" in one_sentence(result.stderr)


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfreetype.so.6", "libfreetype6"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
)
def test_a_library_is_found_in_its_debian_package(
    bootstrap: ModuleType, library: str, package: str
) -> None:
    assert bootstrap.debian_package(library) == package


# The checks ---------------------------------------------------------------------------------


@pytest.fixture
def checked(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, list[str]], tuple[int, list[list[str]]]]:
    """Return a function that runs `test` with one failing tool and tells what was called."""

    def test(failing: str, arguments: list[str]) -> tuple[int, list[list[str]]]:
        calls: list[list[str]] = []

        def call(command: list[str], **options: object) -> int:
            calls.append([Path(command[0]).name, *command[1:]])
            return int(failing in command or Path(command[0]).name == failing)

        def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
            return subprocess.CompletedProcess(command, call(command), "what it says\n")

        monkeypatch.setattr(bootstrap, "ensure", lambda kind: None)
        monkeypatch.setattr(bootstrap, "check_system_libraries", lambda: None)
        monkeypatch.setattr(bootstrap, "has_display", lambda: True)
        monkeypatch.setattr(bootstrap.subprocess, "call", call)
        monkeypatch.setattr(bootstrap.subprocess, "run", run)
        return bootstrap.main(["test", *arguments]), calls

    return test


@pytest.mark.parametrize("failing", ["ruff", "mypy", "lint-imports", "pytest"])
def test_one_failing_check_fails_the_whole_and_the_others_still_run(
    checked: Callable[[str, list[str]], tuple[int, list[list[str]]]], failing: str
) -> None:
    status, calls = checked(failing, ["-k", "acceptance"])
    assert status == 1
    tools = [
        "lint-imports",
        "mypy",
        "pip",
        "ruff",
        "ruff",
    ]  # three at a time, so in no certain order
    assert sorted(call[0] for call in calls[:5]) == tools
    assert "pytest" in calls[-1]
    assert calls[-1][-2:] == ["-k", "acceptance"]


def test_all_checks_passing_is_success(
    checked: Callable[[str, list[str]], tuple[int, list[list[str]]]],
) -> None:
    assert checked("none", [])[0] == 0
