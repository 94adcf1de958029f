"""A training reads as it was kept, by this version and by older ones."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop.project.project import Project
from desktop.project.records import RunData, RunSettings
from desktop.project.run_list import listed_runs
from estimators.base.codec import plain
from estimators.classifier.remark import sentences
from estimators.classifier.training_result import TrainingResult
from tests.desktop.project.conftest import dumped, of_version
from tests.training_results import answered, measured


def test_a_training_kept_by_this_version_reads_as_it_was(tmp_path: Path) -> None:
    """A change of what is kept needs a number, and an upgrade that this file goes through."""
    with Project.open_beside(of_version(tmp_path / "p.smart", 3)) as project:
        (run,) = project.runs()
    examples = RunData(("Clean", "Crack"), {"a" * 16: 0}, {"b" * 16: 1})
    assert run.settings == RunSettings(7, "efficientnet-lite0", "0" * 64, examples)
    rows = [
        answered("photos/1.png", "Clean", "Clean", 0.75, other="Crack"),
        answered("photos/2.png", "Crack", "Clean", 0.5, other="Crack"),
    ]
    now = measured(rows, ("Clean", "Crack"), ece_by_chance=0.25)
    assert _to_14_digits(run.result) == _to_14_digits(now)  # bounds are worked out otherwise since


def _to_14_digits(result: TrainingResult) -> Any:
    kept = {**plain(result), "notes": sentences(result.notes)}  # those of older files are words
    return json.loads(json.dumps(kept), parse_float=lambda text: round(float(text), 14))


def test_a_training_kept_without_a_number_reads_by_the_same_names(tmp_path: Path) -> None:
    recorded = Path(__file__).parents[2] / "golden" / "recorded" / "recall_bar.sql"
    path = dumped(tmp_path / "p.smart", recorded)
    with closing(sqlite3.connect(path)) as connection:
        (text,) = connection.execute("SELECT result FROM run WHERE number = 2").fetchone()
    printed = json.loads(text)
    with Project.open_beside(path) as project:
        newest = project.runs()[0]
        (line, _) = listed_runs(project)
    now = json.loads(json.dumps(newest.result.printed()))
    for row in (*now["predictions"], *printed["predictions"]):
        assert row.pop("why").startswith(row["label"].capitalize())  # it once rounded down
    assert now == printed
    assert (line.n_test, line.accuracy) == (newest.result.n_test, newest.result.accuracy.value)
    assert newest.result.baseline_class == "clean"
