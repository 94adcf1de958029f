"""What older files keep of a job is read as what a job brings now."""

import json
from typing import Any

import pytest

from desktop.project.record_kinds import (
    CHECKED_FILES,
    COLLECTION_PLAN,
    INSPECTION,
    MADE_EXAMPLES,
    CheckedFile,
    CheckedFiles,
    CollectionPlan,
    MadeExamples,
)
from desktop.project.records import RecordKind
from estimators.classifier.training_result import AugmentationEffect, Certificate, Latency

EFFECT = {"gain": 0.1, "low": 0.0, "high": 0.2, "n": 10, "without": 0.7, "with_them": 0.8}
FILE = {
    "certificate": {"max_difference": 1e-7, "label_flips": 0, "n": 9},
    "latency": {"median": 0.1, "p95": 0.2, "n": 3},
}


@pytest.mark.parametrize(
    ("kind", "older", "value"),
    [
        (
            COLLECTION_PLAN,
            {"wishes": [{"text": "Dark ones.", "n": 5, "condition": "dark", "class": "a"}],
             "run": 1, "tested": 9, "wrong": 2},
            CollectionPlan((), 1, 9, 2, ("Dark ones.",)),
        ),
        (
            MADE_EXAMPLES,
            {"help": EFFECT, "sentence": "It.", "helped": False, "made": 20, "made_from": 10},
            MadeExamples(AugmentationEffect(**EFFECT), 20, 10),
        ),
        (
            CHECKED_FILES,
            {"ab": FILE},
            CheckedFiles((CheckedFile("ab", Certificate(1e-7, 0, 9), Latency(0.1, 0.2, 3)),)),
        ),
    ],
)  # fmt: skip
def test_the_oldest_layout_is_read(
    kind: RecordKind[Any], older: dict[str, Any], value: object
) -> None:
    assert kind.schema.load(json.dumps(older)) == value
    assert kind.schema.load(kind.schema.dump(value)) == value


def test_a_copy_of_before_there_were_fixes_is_left_out() -> None:
    older = {"exact_duplicates": [{"paths": ["1.jpg", "2.jpg"], "why": "The same."}]}
    (issue,) = INSPECTION.schema.load(json.dumps(older)).report.exact_duplicates
    assert (issue.fix.action, issue.fix.paths) == ("leave_out", ("2.jpg",))
