"""A reason wears the mark of what it rests on."""

import pytest

from desktop.findings.decide.reason_source import reason_source
from estimators.need_for_ai import assess
from reports.provenance import Provenance

CASE = {"explicit_rules_possible": "no", "labelled_examples": 400, "task_kind": "classify"}


@pytest.fixture(scope="module")
def reasons():
    return assess(CASE).reasons


def of(reasons, finding):
    return next(reason for reason in reasons if reason.finding == finding)


def test_an_answer_is_the_persons_and_a_count_is_measured(reasons) -> None:
    rule = reason_source(of(reasons, "rules"), CASE, {})
    assert rule.provenance is Provenance.GUESS
    assert rule.words.startswith("your answer to question 1 · ")
    counted = reason_source(of(reasons, "data"), CASE, {"labelled_examples": 400})
    assert (counted.provenance, counted.words.split(" · ")[0]) == (
        Provenance.MEASURED,
        "counted on Data",
    )


def test_what_nobody_answered_is_unknown_and_never_a_guess(reasons) -> None:
    demand = of(reasons, "demand")
    assert demand.effect == "unknown"
    source = reason_source(demand, CASE, {})
    assert source.provenance is Provenance.UNKNOWN
    assert source.words.startswith("question 2 · ")


def test_every_reason_names_where_it_was_published(reasons) -> None:
    assert all(r.source.title in reason_source(r, CASE, {}).words for r in reasons)
