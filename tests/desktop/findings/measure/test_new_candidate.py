"""What is said of the answers of a new candidate before they are added."""

import json

from desktop.findings.measure.new_candidate import of_file, offered_cases
from estimators.measure.answer_file import read_answers
from tests.desktop.graded_project import graded_project


def test_steps_are_read_as_steps_and_not_as_they_lie_in_the_file(tmp_path):
    steps = ["Read the receipt: taxi, $38.40", "Book it"]
    (tmp_path / "service.jsonl").write_text(json.dumps({"id": "0000", "answer": steps}))
    with graded_project(tmp_path, 4, (), kind="act") as project:
        found = of_file(offered_cases(project), read_answers(tmp_path / "service.jsonl"))
    assert found.first == (
        "0000: “Where is order 0?” answered “1. Read the receipt: taxi, $38.40 2. Book it”."
    )
