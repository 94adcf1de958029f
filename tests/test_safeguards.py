"""The tests' own safeguards: what they draw, and that nothing is left behind (``conftest.py``)."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_house import (
    ROOT,
    Check,
    Nodes,
    code_executing_calls,
    files_of_tests,
    imports_of_onnxruntime,
    name_of,
    nodes_of,
    own_number_formats,
)

DRAWS = """
from hypothesis import given, settings, strategies as st
import tests.conftest

def draw():
    @given(st.integers(), st.floats(), st.text(), st.sampled_from(["a", "b", "c"]))
    def drawn(whole, real, text, chosen):
        print(ascii((whole, real, text, chosen)))
    drawn()
    print("--")

draw()
draw()
import estimators.acceptance, mock_ai.server
draw()
settings.load_profile("explore")
draw()
draw()
"""


def test_property_tests_draw_the_same_whatever_ran_before_and_others_when_exploring(
    tmp_path: Path,
) -> None:
    (tmp_path / "draws.py").write_text(DRAWS)
    result = subprocess.run(
        [sys.executable, tmp_path / "draws.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    )
    first, again, after_imports, explored, explored_again = result.stdout.split("--\n")[:-1]
    assert len(first.splitlines()) >= 50
    assert first == again == after_imports
    assert len({first, explored, explored_again}) == 3


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


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (imports_of_onnxruntime, "import onnxruntime"),
        (imports_of_onnxruntime, "import json, onnxruntime.quantization"),
        (imports_of_onnxruntime, "def f():\n from onnxruntime import InferenceSession"),
        (imports_of_onnxruntime, "import_module('onnxruntime')"),
        (imports_of_onnxruntime, "importlib.import_module(f'onnxruntime.{part}')"),
        (imports_of_onnxruntime, "__import__('onnxruntime')"),
        (code_executing_calls, "import pickle"),
        (code_executing_calls, "from pickle import loads"),
        (code_executing_calls, "import joblib\njoblib.load(path)"),
        (code_executing_calls, "from joblib import load"),
        (code_executing_calls, "eval(text)"),
        (code_executing_calls, "exec(text)"),
        (code_executing_calls, "np.load(path, allow_pickle=True)"),
        (code_executing_calls, "import pickle\nclass Reader(pickle.Unpickler): ..."),
        (
            code_executing_calls,
            "import pickle\nclass Reader(pickle.Unpickler):\n def find_class(self): ...\npickle.load(f)",
        ),
        (own_number_formats, "f'{share:.0%}'"),
        (own_number_formats, "f'{n:,}'"),
        (own_number_formats, "f'{100 * share:.1f}%'"),
        (own_number_formats, "f'{share * 100:.0f} to'"),
        (own_number_formats, "def percent(share): ..."),
        (own_number_formats, "def _money(amount): ..."),
    ],
)
def test_a_check_of_the_house_sees_what_it_looks_for(check: Check, source: str) -> None:
    assert check(nodes_of(source))


@pytest.mark.parametrize(
    "source",
    [
        "import pickle\nclass Reader(pickle.Unpickler):\n def find_class(self, *name): ...",
        "dialog.exec()\njoblib.Parallel(2)(jobs)",
    ],
)
def test_dialogs_and_a_restricted_unpickler_run_nothing(source: str) -> None:
    assert code_executing_calls(nodes_of(source)) == []


def own_draws_and_waits(nodes: Nodes) -> list[str]:
    """Return the settings of hypothesis that a test has to itself, and the timeouts that it says."""
    found = []
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "hypothesis":
            own = {alias.name for alias in node.names} & {"settings", "seed", "HealthCheck"}
            found += [f"{name} of hypothesis" for name in sorted(own)]
        elif isinstance(node, ast.keyword) and node.arg == "timeout":
            value = node.value.value if isinstance(node.value, ast.Constant) else None
            if isinstance(value, int | float):
                found.append(f"{node.lineno}: a timeout; pass PATIENCE or nothing")
    return found


def test_no_test_says_how_it_draws_or_how_long_it_waits() -> None:
    """conftest.py has the profiles of property tests, and patience.py says how long is long enough."""
    own = {ROOT / "tests/conftest.py", *(ROOT / "tests/benchmarks").iterdir()}
    found = {
        name_of(path): own_draws_and_waits(nodes_of(path.read_text("utf-8")))
        for path in files_of_tests()
        if path not in own
    }
    assert {name: each for name, each in found.items() if each} == {}
