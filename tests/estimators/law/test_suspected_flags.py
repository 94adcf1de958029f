import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.law import suspected_flags
from estimators.law.purpose import PURPOSE_FLAGS

PHRASES = json.loads(Path(__file__).with_name("phrases.json").read_text("utf-8"))


@pytest.mark.parametrize(("idea", "flags"), PHRASES["suggests"].items())
def test_an_idea_suggests_what_it_is_for(idea: str, flags: list[str]) -> None:
    assert set(suspected_flags(idea)) == set(flags)


@pytest.mark.parametrize("idea", PHRASES["suggests_nothing"])
def test_words_that_only_look_like_a_purpose_suggest_none(idea: str) -> None:
    assert suspected_flags(idea) == ()


def test_every_purpose_has_words() -> None:
    found = {flag for flags in PHRASES["suggests"].values() for flag in flags}
    assert found == set(PURPOSE_FLAGS)


@pytest.mark.parametrize(
    "written",
    ["RANK CVs", "rank cvs", "  Rank\n CVs ", "Rank-CVs"],
)
def test_case_space_and_hyphens_do_not_matter(written: str) -> None:
    assert suspected_flags(written) == ("employment",)


def test_umlauts_may_be_written_out() -> None:
    ideas = ("Bürger nach Verhalten bewerten", "Buerger nach Verhalten bewerten")
    assert {suspected_flags(idea) for idea in ideas} == {("social_scoring",)}


def test_title_and_description_are_read_together() -> None:
    assert suspected_flags("Interview helper", "Scores candidates by their emotions") == (
        "employment",
        "emotion_recognition",
    )


@given(st.lists(st.text(), max_size=3))
def test_any_text_is_read_and_flags_come_in_order(texts: list[str]) -> None:
    found = suspected_flags(*texts)
    assert list(found) == [flag for flag in PURPOSE_FLAGS if flag in found]
