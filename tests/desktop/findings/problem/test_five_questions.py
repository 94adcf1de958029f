"""The five questions over the inputs behind them: each answer comes back as what was said, and nothing else is touched."""

import pytest

from desktop.findings.problem import five_questions as five
from desktop.project.records import Fact, Json
from reports.provenance import Provenance


def facts(values: dict[str, Json]) -> dict[str, Fact]:
    return {
        key: Fact(key, value, Provenance.GUESS, "", "")
        for key, value in values.items()
        if value is not None
    }


@pytest.mark.parametrize("said", ["before", "later", "never"])
def test_when_a_mistake_can_be_undone_is_read_as_it_was_said(said: str) -> None:
    assert five.undo_said(facts({})) is None
    answers = five.undo_answers(said)
    assert five.undo_said(facts(answers)) == said
    assert five.asks_who_acts(facts(answers)) is (said == "never")


@pytest.mark.parametrize("said", ["used", "asked", "nobody"])
@pytest.mark.parametrize("before", [{}, {five.PAIN: "metrics"}, {five.PAIN: "interviews"}])
def test_who_wants_it_is_read_as_it_was_said(said: str, before: dict[str, Json]) -> None:
    assert five.demand_said(facts({})) is None
    assert five.demand_said(facts({**before, **five.demand_answers(facts(before), said)})) == said


def test_nothing_else_leaves_what_was_ticked() -> None:
    ticked = {five.DOCUMENTS: "yes"}
    answers = five.nothing_answers(facts(ticked), ticked=True)
    assert answers == {five.EXAMPLES: 0, five.SERVICE: "no"}
    assert five.nothing_else(facts({**ticked, **answers}))
    assert not five.nothing_else(facts(ticked))
