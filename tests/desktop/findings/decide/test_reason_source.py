"""A reason wears the mark of what it rests on."""

from types import SimpleNamespace

import pytest

from desktop.findings.decide.reason_source import ReasonSource, first_reasons, reason_source
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


def test_a_rule_that_somebody_answered_is_no_count_of_classes(reasons) -> None:
    rule = reason_source(of(reasons, "rules"), {**CASE, "n_classes": 2}, {"n_classes": 2})
    assert rule.provenance is Provenance.GUESS


def test_what_speaks_against_is_among_the_first_five() -> None:
    source = ReasonSource(Provenance.GUESS, "your answer")
    effects = ["for"] * 6 + ["against", "against", "unknown"]
    said = [(SimpleNamespace(effect=effect, at=at), source) for at, effect in enumerate(effects)]
    assert [reason.at for reason, _ in first_reasons(said)] == [0, 1, 2, 6, 7]
    assert [reason.at for reason, _ in first_reasons(said[:6])] == [0, 1, 2, 3, 4]
