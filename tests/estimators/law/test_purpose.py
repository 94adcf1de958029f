from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.law import screen_purpose
from estimators.law.purpose import (
    PURPOSE_FLAGS,
    TIERS,
    PurposeScreening,
    legal_sources,
    stricter,
)

FLAGS = st.frozensets(st.sampled_from(PURPOSE_FLAGS))
SAID = st.sampled_from([None, *TIERS])
KINDS = st.sampled_from([None, "classify", "rank", "generate", "act"])


def articles(screening: PurposeScreening) -> list[str]:
    return [duty.article for duty in screening.duties]


@pytest.mark.parametrize(
    ("flags", "tier", "named"),
    [
        ([], "minimal", []),
        (["employment"], "high", ["Annex III 4"]),
        (["education"], "high", ["Annex III 3"]),
        (["credit_insurance"], "high", ["Annex III 5(b), 5(c)"]),
        (["public_services"], "high", ["Annex III 5(a), 5(d)"]),
        (["law_enforcement"], "high", ["Annex III 6"]),
        (["migration"], "high", ["Annex III 7"]),
        (["justice"], "high", ["Annex III 8"]),
        (["critical_infrastructure"], "high", ["Annex III 2"]),
        (["biometrics"], "high", ["Annex III 1(a), 1(b)"]),
        (["emotion_recognition"], "high", ["Annex III 1(c)", "Article 50(3)"]),
        (["emotion_recognition", "health"], "high", ["Annex III 1(c)", "Article 50(3)"]),
        (["employment", "emotion_recognition"], "prohibited", ["Article 5(1)(f)", "Annex III 4"]),
        (["education", "emotion_recognition"], "prohibited", ["Article 5(1)(f)", "Annex III 3"]),
        (["social_scoring"], "prohibited", ["Article 5(1)(c)"]),
        (["sexual_images"], "prohibited", ["Article 5(1)(ba)", "Article 5(1)(bb)"]),
        (["product_safety"], "high", ["Article 6(1)"]),
        (["deepfake"], "limited", ["Article 50(4)", "Article 50(2)"]),
        (["talks_to_people"], "limited", ["Article 50(1)"]),
        (["health"], "minimal", []),
        (["children"], "minimal", []),
        (["manipulation"], "minimal", []),
        (["talks_to_people", "education"], "high", ["Annex III 3", "Article 50(1)"]),
    ],
)
def test_a_purpose_has_its_tier_and_articles(flags: list[str], tier: str, named: list[str]) -> None:
    screening = screen_purpose(flags)
    assert (screening.tier, articles(screening)) == (tier, named)


@pytest.mark.parametrize(
    ("flag", "article"),
    [
        ("manipulation", "Article 5(1)(a)"),
        ("children", "Article 6(1), Annex III 3"),
        ("children", "Article 5(1)(b)"),
        ("law_enforcement", "Article 5(1)(d), 5(1)(h)"),
        ("biometrics", "Article 5(1)(e), 5(1)(g), 5(1)(h)"),
        ("health", "Article 6(1), Annex III 5(d)"),
    ],
)
def test_what_a_purpose_does_not_settle_is_asked(flag: str, article: str) -> None:
    asked = screen_purpose([flag]).questions
    assert article in {question.article for question in asked}
    assert all("?" in question.text for question in asked)


def test_nothing_is_known_where_nobody_was_asked() -> None:
    assert screen_purpose(None) == PurposeScreening(None, (), ())


def test_none_of_the_purposes_is_an_answer() -> None:
    assert screen_purpose(()).tier == "minimal"


def test_the_law_on_intimate_pictures_applies_from_december_2026() -> None:
    days = {duty.applies_from for duty in screen_purpose(["sexual_images"]).duties}
    assert days == {"2026-12-02"}


def test_what_writes_or_acts_is_asked_who_deals_with_it_unless_that_was_answered() -> None:
    asked = [q.article for q in screen_purpose(None, task_kind="generate").questions]
    answered = [q.article for q in screen_purpose((), task_kind="act").questions]
    assert asked == ["Article 50(1)", "Article 50(2)"]
    assert answered == []


@pytest.mark.parametrize(
    ("tier", "topic"),
    [("prohibited", "Article 5"), ("high", "Annex III"), ("limited", "Article 50")],
)
def test_a_tier_that_a_person_named_brings_its_duty(tier: str, topic: str) -> None:
    screening = screen_purpose(None, tier=tier)
    assert (screening.tier, [duty.topic for duty in screening.duties]) == (tier, [topic])


@pytest.mark.parametrize("tier", TIERS)
def test_a_named_tier_is_said_once(tier: str) -> None:
    topics = [duty.topic for duty in screen_purpose(["employment"], tier=tier).duties]
    assert topics.count("Annex III") == 1


@given(FLAGS, SAID, KINDS)
def test_the_stricter_of_answers_and_named_tier_counts(
    flags: frozenset[str], said: str | None, kind: str | None
) -> None:
    found = screen_purpose(flags, tier=said, task_kind=kind)
    assert found.tier == stricter(screen_purpose(flags, task_kind=kind).tier, said)


@given(FLAGS, st.sampled_from(PURPOSE_FLAGS), SAID, KINDS)
def test_one_more_purpose_never_makes_it_lighter(
    flags: frozenset[str], more: str, said: str | None, kind: str | None
) -> None:
    before = screen_purpose(flags, tier=said, task_kind=kind).tier
    after = screen_purpose(flags | {more}, tier=said, task_kind=kind).tier
    assert after == stricter(before, after)


@given(FLAGS, SAID, KINDS)
def test_a_tier_stands_on_a_duty_and_no_question_is_a_duty(
    flags: frozenset[str], said: str | None, kind: str | None
) -> None:
    found = screen_purpose(flags, tier=said, task_kind=kind)
    assert found.tier == stricter("minimal", *(duty.tier for duty in found.duties))
    assert not set(found.duties) & set(found.questions)
    for duty in found.duties:
        if duty.tier != "prohibited":
            assert "banned" not in duty.text


def test_every_duty_says_where_it_is_read_and_when_and_how_it_was_checked() -> None:
    for source in legal_sources().values():
        assert source.url.startswith("https://")
        assert date.fromisoformat(source.date) <= date(2026, 11, 27)
        assert source.status


def test_a_purpose_that_the_law_data_does_not_know_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="hiring"):
        screen_purpose(["hiring"])
    with pytest.raises(ValueError, match="grave"):
        screen_purpose([], tier="grave")
