"""onnxruntime stays silent for whoever uses the library: no device id and no queue of events in the person's home."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.environment import files_below, of_a_person

ROOT = Path(__file__).resolve().parents[2]

FAILING_RUN = """
from onnx import TensorProto, helper
value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1])
graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [value("x")], [value("y")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
session = onnxruntime().InferenceSession(model.SerializeToString())
try:
    session.run(None, {"x": [1.0, 2.0]})
except Exception:
    pass
else:
    raise AssertionError
"""


# Nobody is there: for the two runs in which it may speak.
TO_NOBODY = {"https_proxy": "http://127.0.0.1:9"}


def run(script: str, folder: Path, **environment: str) -> list[str]:
    """Run a script as a person would, and return the files that are in their home then."""
    path = folder / "script.py"
    path.write_text(script)
    home = folder / "home"
    subprocess.run(
        [sys.executable, path],
        cwd=folder,
        env=of_a_person(home, PYTHONPATH=str(ROOT), **environment),
        check=True,
    )
    return files_below(home)


def test_onnxruntime_by_itself_keeps_a_device_id_and_a_queue(tmp_path: Path) -> None:
    """What the others are about; where this fails, the newest onnxruntime is silent, and all of this may go."""
    if sys.platform != "linux":
        pytest.skip("where it keeps them on other systems is known from its source only")
    left = run("import onnxruntime", tmp_path, **TO_NOBODY)
    assert {Path(name).name for name in left} == {"deviceid", "onnxruntime.db"}


@pytest.mark.parametrize("before", [None, "0", "2", ""])
def test_nothing_is_left_whatever_the_variable_was_before(
    before: str | None, tmp_path: Path
) -> None:
    script = "from estimators.onnx_runtime import onnxruntime" + FAILING_RUN
    assert (
        run(script, tmp_path, **({} if before is None else {"ORT_DISABLE_TELEMETRY": before})) == []
    )


def test_a_script_may_import_onnxruntime_between_us_and_our_first_use(tmp_path: Path) -> None:
    script = "from estimators.classifier.onnx_classifier import OnnxClassifier\nimport onnxruntime as theirs\n"
    assert run(script, tmp_path) == []


def test_worker_processes_are_silent_even_where_they_do_not_inherit_the_variable(
    tmp_path: Path,
) -> None:
    (tmp_path / "work.py").write_text(
        "def work(_):\n    from estimators.onnx_runtime import onnxruntime\n"
        "    return onnxruntime().get_device()\n"
    )
    script = """
import os
from estimators.classifier.progress import each_result
from joblib import delayed
from work import work
if __name__ == "__main__":
    del os.environ["ORT_DISABLE_TELEMETRY"]
    calls = (delayed(work)(number) for number in range(4))
    assert list(each_result(calls, jobs=2, backend="loky")) == ["CPU"] * 4
"""
    assert run(script, tmp_path, JOBLIB_TEMP_FOLDER=str(tmp_path)) == []


def test_where_onnxruntime_came_first_nothing_about_our_models_is_kept(tmp_path: Path) -> None:
    """Too late for the variable: the process has been noted by then, but nothing after that."""
    if sys.platform != "linux":
        pytest.skip("where it keeps them on other systems is known from its source only")
    script = "import onnxruntime\nfrom estimators.onnx_runtime import onnxruntime" + FAILING_RUN
    queue = next(name for name in run(script, tmp_path, **TO_NOBODY) if name.endswith(".db"))
    with closing(sqlite3.connect(tmp_path / "home" / queue)) as events:
        kept = [bytes(payload) for (payload,) in events.execute("SELECT payload FROM events")]
    assert any(b"ProcessInfo" in event for event in kept)
    assert not any(b"RuntimeError" in event or b"SessionCreation" in event for event in kept)
