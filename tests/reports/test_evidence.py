"""Evidence goes to JSON and back; what is not evidence is refused in one sentence."""

import json
from dataclasses import replace

import pytest

from estimators.base.date import written_day
from estimators.base.errors import UserError
from reports.evidence import Evidence, Figure, Options, ProjectInfo
from reports.evidence_json import dump, load
from reports.provenance import Provenance
from reports.trace import count_by_source


@pytest.mark.parametrize("name", ["full", "sparse", "empty"])
def test_evidence_survives_json(name: str, request: pytest.FixtureRequest) -> None:
    evidence = request.getfixturevalue(name)
    assert load(dump(evidence)) == evidence


def test_the_same_evidence_gives_the_same_json(full: Evidence) -> None:
    assert dump(full) == dump(load(dump(full)))


def test_a_field_that_an_older_writer_did_not_know_takes_its_default(full: Evidence) -> None:
    document = json.loads(dump(full))
    del document["evidence"]["launch"]["way_back"]
    read = load(json.dumps(document))
    assert read.launch is not None
    assert read.launch.way_back == ""


def test_evidence_of_the_first_schema_is_read_as_the_same(full: Evidence) -> None:
    document = json.loads(dump(full))
    document["schema"], accuracy = 1, document["evidence"]["accuracy"]
    right = accuracy.pop("right")
    accuracy |= {"correct": right["counted"], "n": right["n"]}
    del accuracy["headline"], accuracy["lead"]
    for one in accuracy["per_class"]:
        ends = one.pop("recall")
        one |= {"label": one.pop("name"), "low": ends["low"], "high": ends["high"]}
        del one["precision"]
    for one in document["evidence"]["launch"]["readiness"]["dates"]:
        one["date"] = written_day(one["date"])
        del one["key"]
    read = load(json.dumps(document))
    assert read.accuracy is not None
    assert full.accuracy is not None
    assert read.accuracy.per_class == full.accuracy.per_class
    assert read.accuracy.right.counts == full.accuracy.right.counts
    assert read.accuracy.lead.startswith(full.accuracy.right.counts)
    assert read.launch is not None
    assert full.launch is not None
    assert read.launch.readiness is not None
    assert full.launch.readiness is not None
    days = [
        [each.date for each in one.dates] for one in (read.launch.readiness, full.launch.readiness)
    ]
    assert days[0] == days[1]


def test_evidence_of_a_newer_version_is_refused(full: Evidence) -> None:
    document = json.loads(dump(full))
    document["schema"] = 99
    with pytest.raises(UserError) as refusal:
        load(json.dumps(document))
    assert "99" in refusal.value.why
    assert "version" in refusal.value.next_step


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"schema": 1}',
        '{"schema": 1, "evidence": 3}',
        '{"schema": 1, "evidence": {}}',
        '{"schema": 1, "evidence": {"project": {"name": 7}}}',
        '{"schema": 1, "evidence": {"project": {"name": "x"}, "launch": {"decision": "maybe"}}}',
        '{"schema": 1, "evidence": {"project": {"name": "x"}, "launch": {"test_looks": true}}}',
        '{"schema": 1, "evidence": {"project": {"name": "x"}, "problem": {"facts": "none"}}}',
        '{"schema": 1, "evidence": {"project": {"name": "x"}, "options": {"best": "x", '
        '"value": {"text": "x", "value": NaN, "provenance": "guess"}}}}',
        "[" * 100_000,
    ],
)
def test_what_is_not_evidence_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refusal:
        load(text)
    assert refusal.value.what
    assert refusal.value.why
    assert refusal.value.next_step


def test_a_damaged_file_names_the_place(full: Evidence) -> None:
    document = json.loads(dump(full))
    document["evidence"]["accuracy"]["per_class"][2]["found"] = "many"
    with pytest.raises(UserError, match=r"per_class\[2\]\.found"):
        load(json.dumps(document))


def test_numbers_are_counted_by_where_they_come_from() -> None:
    value = Figure("€5", 5.0, Provenance.GUESS)
    loss = Figure("1 of 9", 0.11, Provenance.MEASURED)
    evidence = Evidence(ProjectInfo("x"), options=Options("build", value, p_loss=loss))
    counted = count_by_source(evidence)
    assert counted[Provenance.GUESS] == 1
    assert counted[Provenance.MEASURED] == 1
    without = count_by_source(replace(evidence, options=None))
    assert not without
