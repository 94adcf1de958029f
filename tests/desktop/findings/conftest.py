"""A project with tested runs, as a training writes them down."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.records import Json, NewExample, Run
from desktop.project.run_list import KEY_LENGTH
from estimators.acceptance import interval

CLEAN, CRACK = "clean", "crack"
GATE = {
    "passed": True,
    "checks": [{"name": "copies", "passed": True, "why": "None.", "paths": []}],
    "waived_by": "",
}


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
        left_out: Json = None,
        gate: Json = None,
        n_train: int = 360,
        seen: bool = True,
    ) -> Run:
        """A run tested on the photos of these numbers, wrong on some, as sure as said of every answer."""
        tested, wrong, abstains = list(tested), set(wrong), set(abstains)
        rows = []
        for number in tested:
            truth = truth_of(number)
            other = CLEAN if truth == CRACK else CRACK
            label = other if number in wrong else truth
            chances = {label: sure, (CLEAN if label == CRACK else CRACK): 1 - sure}
            rows.append(
                {
                    "path": f"{number}.jpg",
                    "truth": truth,
                    "label": label,
                    "probability": sure,
                    "probabilities": chances,
                    "abstain": number in abstains,
                    "why": "",
                    "strangeness": 0.0,
                }
            )
        n, correct = len(tested), len(tested) - len(wrong & set(tested))
        per_class = []
        for name in (CLEAN, CRACK):
            of = [row for row in rows if row["truth"] == name]
            found = sum(row["label"] == name for row in of)
            share = {
                "value": found / len(of) if of else None,
                "low": 0.0,
                "high": 1.0,
                "n": len(of),
            }
            per_class.append({"name": name, "n": len(of), "found": found, "recall": share})

        low, high = interval(correct, n) if n else (None, None)
        result = {
            "n_test": n,
            "n_train": n_train,
            "correct": correct,
            "accuracy": {"value": correct / n if n else None, "low": low, "high": high, "n": n},
            "baseline": {"class": CLEAN, "value": 0.5, "low": 0.4, "high": 0.6, "n": n},
            "ece": 0.03 if n else None,
            "ece_by_chance": 0.02 if n else None,
            "per_class": per_class,
            "confusion": {"labels": [CLEAN, CRACK], "matrix": [[0, 0], [0, 0]]},
            "reliability": [],
            "predictions": rows,
            "ood_auroc": None,
            "certificate": {"n": n, "label_flips": 0, "max_difference": 0.0},
            "latency": {"median": 0.02, "p95": 0.03, "n": 40},
            "gate": gate or GATE,
            "left_out": left_out,
            "settings": {"backbone": "efficientnet-lite0"},
            "seconds": {"total": 1.0},
        }
        keys = {sha(i)[:KEY_LENGTH]: i % 2 for i in tested}
        settings: dict[str, Json] = {
            "backbone": "efficientnet-lite0",
            "data": self.project.fingerprint(),
        }
        if seen:
            settings["examples"] = {"classes": [CLEAN, CRACK], "learn": {}, "test": keys}
        content = model or f"model {len(self.project.runs())}".encode()
        return self.project.append_run(settings, result, hashlib.sha256(content).hexdigest())


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
