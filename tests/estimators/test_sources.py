"""Every reason can be looked up: whatever an engine cites has an address, a day, and says how well it was checked."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from estimators.acceptance.readiness.lists import lists
from estimators.case.questions import cue_entries
from estimators.law.purpose import legal_sources
from estimators.need_for_ai import assess
from estimators.need_for_ai.cues import OWN_JUDGEMENT, sources

ROOT = Path(__file__).parents[2] / "estimators"
FILES = sorted(path for path in ROOT.rglob("*.json") if '"url"' in path.read_text("utf-8"))


def cited(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every source in a data file: whatever has a title and a day."""
    if isinstance(node, dict):
        if "title" in node and "date" in node:
            yield place, node
        for name, each in node.items():
            yield from cited(each, f"{place}.{name}")
    elif isinstance(node, list):
        for number, each in enumerate(node):
            yield from cited(each, f"{place}.{number}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_source_in_the_data_has_an_address_a_day_and_says_how_it_was_checked(
    path: Path,
) -> None:
    for place, source in cited(json.loads(path.read_text("utf-8"))):
        assert str(source["url"]).startswith("https://"), place
        assert date.fromisoformat(source["date"]), place
        assert source["status"] not in ("", "memory"), place


def test_what_cites_a_source_names_one_that_is_there() -> None:
    for cue in cue_entries():
        assert {cue["source"], cue.get("also", cue["source"])} <= sources().keys()
    criteria = json.loads((ROOT / "need_for_ai" / "criteria.json").read_text("utf-8"))["criteria"]
    assert {each["source"] for each in criteria.values()} - {None} <= sources().keys()


def test_the_same_law_has_one_address() -> None:
    addresses = {lists()["eu_ai_act"].source.url, sources()["eu_ai_act"].url}
    assert addresses == {legal_sources()["act"].url}


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"labelled_examples": 12, "n_classes": 2, "demand_validated": True},
        {"labelled_examples": 800, "n_classes": 2, "demand_validated": True, "commodity_fit": 2},
        {"commodity_fit": 4, "demand_validated": True, "data_may_leave_premises": False},
        {"explicit_rules_possible": "yes"},
        {"demand_validated": False, "differentiation": 5, "data_uniqueness": 5},
        {"regulatory_tier": "prohibited"},
        {"canvas_prediction": False, "goal_without_ai": False},
    ],
)
def test_every_reason_that_is_given_can_be_looked_up(case: dict[str, Any]) -> None:
    for reason in assess(case).reasons:
        if reason.source is not OWN_JUDGEMENT:
            assert str(reason.source.url).startswith("https://"), reason.text
        assert "podcast" not in reason.source.title, reason.text
