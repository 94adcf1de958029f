"""A project with tested runs, as a training writes them down."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import NewExample, Run, RunData, RunSettings
from desktop.project.run_list import KEY_LENGTH
from estimators.classifier.data_issue import Gate
from estimators.classifier.training_result import OutOfFoldAnswers
from tests.training_results import PASSED, answered, measured

CLEAN, CRACK = "clean", "crack"


class Blades:
    """A project with two classes, photos known by their number (every other one a crack), and runs on them."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def add_examples(self, n: int, *, held_out: bool = True, belongs: str = "") -> None:
        start = self.project.count_examples()
        new = tuple(
            NewExample(
                f"{i}.jpg", f"{i}.jpg", sha(i), 1, "photo", truth_of(i), held_out, belongs=belongs
            )
            for i in range(start, start + n)
        )
        self.project.do(edit.AddExamples(new))

    def add_run(
        self,
        tested: Iterable[int],
        wrong: Iterable[int] = (),
        *,
        model: bytes = b"",
        sure: float = 0.9,
        abstains: Iterable[int] = (),
        left_out: OutOfFoldAnswers | None = None,
        gate: Gate = PASSED,
        n_train: int = 360,
        seen: bool = True,
    ) -> Run:
        """A run tested on the photos of these numbers, wrong on some, as sure as said of every answer."""
        tested, wrong, abstains = list(tested), set(wrong), set(abstains)
        rows = [
            answered(
                f"{number}.jpg",
                truth_of(number),
                truth_of(number if number not in wrong else number + 1),
                sure,
                other=truth_of(number + 1 if number not in wrong else number),
                abstain=number in abstains,
            )
            for number in tested
        ]
        keys = {sha(i)[:KEY_LENGTH]: i % 2 for i in tested}
        settings = RunSettings(
            backbone="efficientnet-lite0",
            data=self.project.fingerprint(),
            examples=RunData((CLEAN, CRACK), {}, keys) if seen else None,
        )
        content = model or f"model {len(self.project.runs())}".encode()
        result = measured(
            rows,
            (CLEAN, CRACK),
            ece=0.03 if tested else None,
            ece_by_chance=0.02 if tested else None,
            gate=gate,
            left_out=left_out,
            n_train=n_train,
            model_sha256=hashlib.sha256(content).hexdigest(),
        )
        return self.project.append_run(settings, result)


def sha(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def truth_of(number: int) -> str:
    return CRACK if number % 2 else CLEAN


@pytest.fixture
def blades(tmp_path: Path) -> Iterator[Blades]:
    """Without photos, bar or run."""
    with Project.create(tmp_path / "blades.smart", name="Blades") as project:
        project.do(edit.AddClass(CLEAN))
        project.do(edit.AddClass(CRACK))
        yield Blades(project)
