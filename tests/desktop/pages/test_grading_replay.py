"""Two people's published grades, given again key by key in the real window."""

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from estimators.measure.agreement import agreement
from tests.benchmarks.grading_room import main

QUESTIONS = 6
FOLDER = "data/measure/qa-two-raters"


def test_what_two_people_keyed_is_what_the_tab_says(shared: Path, look: QApplication) -> None:
    folder = shared / FOLDER
    if not folder.is_dir():
        pytest.skip("the two people's grades beside the project are not there")
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked = list(dict.fromkeys(row["id"] for row in rows))[:QUESTIONS]
    graded = [
        [row["human_1"], row["human_2"]]
        for row in rows
        if row["id"] in asked and row["human_1"] and row["human_2"]
    ]
    found = main(folder, QUESTIONS)
    expected = agreement(graded)
    assert found["answers"] == sum(row["id"] in asked for row in rows)
    assert found["kappa"] == pytest.approx(expected.value)
    assert found["raw"] == pytest.approx(expected.raw)
    assert found["to settle"] == found["settled by key"]
    assert found["left after settling"] == 0
