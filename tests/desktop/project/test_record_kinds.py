"""What older files keep of a job is read as what a job brings now."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from desktop.project.record_kinds import (
    CHECKED_FILES,
    COLLECTION_PLAN,
    CURVE,
    INSPECTION,
    MADE_EXAMPLES,
    RECORD_KINDS,
    REPLAY,
    CheckedFile,
    CheckedFiles,
    CollectionPlan,
    CurveForecast,
    Inspection,
    MadeExamples,
)
from desktop.project.records import RecordKind
from estimators.base.codec import MismatchError
from estimators.classifier.data_issue import DataIssue, HygieneReport
from estimators.classifier.issue_remark import few_in_class
from estimators.classifier.training_result import (
    TRAINING_RESULT,
    AugmentationEffect,
    Certificate,
    Latency,
)
from tests.kept_records import forecast_with

EFFECT = {"gain": 0.1, "low": 0.0, "high": 0.2, "n": 10, "without": 0.7, "with_them": 0.8}
SLICE = {"n": 20, "right": 12, "n_others": 80, "right_others": 72, "low": 0.4, "high": 0.8}
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


def test_what_older_files_kept_in_sentences_alone_is_said_as_it_was() -> None:
    advised = "The camera alone tells the classes apart. Make sure that it is not all it learns."
    check = {"name": "copies", "passed": False, "why": "2 photos are in both.", "paths": ["1.jpg"]}
    older = {"shortcuts": [{"paths": [], "why": advised}], "gate": {"checks": [check]}}
    report = INSPECTION.schema.load(json.dumps(older)).report
    assert (report.shortcuts[0].why, report.shortcuts[0].sentence) == (advised[:41], advised)
    assert report.gate.checks[0].why == "2 photos are in both."
    printed = report.printed()
    assert printed["shortcuts"] == [{"paths": [], "why": advised, "fix": None}]
    assert printed["gate"] == {"passed": False, "checks": [check], "waived_by": ""}


def test_a_slice_and_a_reason_kept_in_words_are_read_as_what_they_name() -> None:
    slices = [SLICE | {"slice": "dark"}, SLICE | {"slice": "in “night”", "folder": "night"}]
    document = json.loads(CURVE.schema.dump(CurveForecast(forecast_with())))
    document["schema"], document["forecast"]["by_slice"] = 2, slices
    found = CURVE.schema.load(json.dumps(document)).forecast.by_slice
    assert [(gain.condition, gain.folder, gain.slice) for gain in found] == [
        ("dark", "", "dark"),
        ("", "night", "in “night”"),
    ]
    whys = [
        "recorded: a fault",
        "what was sent is not kept: it was asked on the Stage, or is too old",
    ]
    older = {
        "exchanges": 2, "compared": 0, "answerers": [{"id": "recorded", "name": "recorded"}], "agreement": [], "right": [],
        "left_out": [{"why": why, "n": 1} for why in whys], "disagreements": 0, "rows": [],
    }  # fmt: skip
    left_out = REPLAY.schema.load(json.dumps(older)).left_out
    assert [(one.who, one.reason) for one in left_out] == [("recorded", "fault"), ("", "not_kept")]
    assert [one.why for one in left_out] == whys


def test_a_copy_of_before_there_were_fixes_is_left_out() -> None:
    older = {"exact_duplicates": [{"paths": ["1.jpg", "2.jpg"], "why": "The same."}]}
    (issue,) = INSPECTION.schema.load(json.dumps(older)).report.exact_duplicates
    assert (issue.fix.action, issue.fix.paths) == ("leave_out", ("2.jpg",))


def test_a_remark_is_kept_as_what_it_is_made_of() -> None:
    found = DataIssue(("1.jpg",), few_in_class("crack", 3, "photo"))
    kept = INSPECTION.schema.dump(Inspection(HygieneReport("photo", {"crack": 3}, (found,))))
    assert '{"kind":"few_in_class","facts":{"name":"crack","n":3,"modality":"photo"}}' in kept
    (again,) = INSPECTION.schema.load(kept).report.unreadable
    assert again.why == "“crack” has only 3 photos; 15 are a fair start."


@pytest.mark.parametrize(
    "remark",
    [
        {"kind": "system", "facts": {}},
        {"kind": "same", "facts": {"n": 2}},
        {"kind": "same", "facts": {"n": "two", "modality": ["photo"]}},
        {"kind": "worded", "facts": {"words": 5}},
        {"kind": "unreadable", "facts": {"why": "nobody knows"}},
    ],
)
def test_a_remark_of_no_kind_or_with_other_facts_is_damage(remark: dict[str, Any]) -> None:
    found = {"modality": "photo", "classes": {}, "unreadable": [{"paths": [], "remark": remark}]}
    with pytest.raises(MismatchError):
        INSPECTION.schema.load(json.dumps({"schema": 3, "report": found}))


# Sentences in records: what is kept are values (decision 0269) --------------------------------------

NAMES_OF_SENTENCES = {
    "advice", "detail", "finding", "headline", "lead", "message", "note", "notes", "older_words", "plan_remarks", "problem", "remark",
    "remarks", "sentence", "sentences", "text", "title", "why", "words",
}  # fmt: skip
IDS = {("DataIssue", "advice"), ("Purchase", "why")}
ONLY_IN_OLDER_FILES = {
    ("CollectionPlan", "sentences"),
    ("GateCheck", "older_words"),
    ("Suggestion", "older_words"),
    ("TrainingSettings", "older_words"),
}
# This list only ever gets shorter.
STILL_SENTENCES = {
    ("TableLook", "notes"),  # as the reader of the table says it
}


def texts_of(kind: Any, seen: set[Any]) -> Iterator[tuple[str, str]]:
    """Every field of a class, and of those in it, that holds texts: (class, field)."""
    if not is_dataclass(kind) or kind in seen:
        return
    seen.add(kind)
    hints = get_type_hints(kind)
    for field in fields(kind):
        for part in parts_of(hints[field.name]):
            if part is str:
                yield kind.__name__, field.name
            yield from texts_of(part, seen)


def parts_of(hint: Any) -> Iterator[Any]:
    inner = get_args(hint)
    if not inner:
        yield hint
    for each in inner:
        yield from parts_of(each)


def test_no_sentence_is_kept_where_a_value_and_its_kind_could_be() -> None:
    seen: set[Any] = set()
    kept = (*(kind.schema.kind for kind in RECORD_KINDS), TRAINING_RESULT.kind)
    found = {text for kind in kept for text in texts_of(kind, seen)}
    sentences = {text for text in found if text[1] in NAMES_OF_SENTENCES}
    assert sentences - IDS - ONLY_IN_OLDER_FILES - STILL_SENTENCES == set()
    assert STILL_SENTENCES - sentences == set(), "mended: take these out of the list"
