"""The published lists, their scores, and the answer that counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance.readiness.law import purpose_answers, screen
from estimators.acceptance.readiness.list_grounds import band_of, section_points, standing
from estimators.acceptance.readiness.lists import (
    DOES_NOT_APPLY,
    Basis,
    ChecklistAnswer,
    in_force,
    lists,
)
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import GroundState
from estimators.base.codec import plain
from estimators.base.errors import UserError
from estimators.law.purpose import PURPOSE_FLAGS, TIERS, legal_dates, screen_purpose, stricter


def stated(**answers: str | None) -> dict[str, ChecklistAnswer]:
    return {key: ChecklistAnswer(value, Basis.STATED) for key, value in answers.items()}


def all_of(list_id: str, value: str) -> dict[str, ChecklistAnswer]:
    return {item.key: ChecklistAnswer(value, Basis.STATED) for item in lists()[list_id].items()}


def test_every_question_is_named_once_and_every_list_says_where_it_is_from() -> None:
    keys = [item.key for published in lists().values() for item in published.items()]
    assert len(keys) == len(set(keys))
    for published in lists().values():
        assert published.source.url.startswith("https://")
        assert date.fromisoformat(published.source.date)
        assert published.source.status
    for item in (item for published in lists().values() for item in published.items()):
        assert len(item.text) <= 110
        assert item.help


def test_only_lists_of_good_practice_may_not_apply() -> None:
    offered = {
        name: {DOES_NOT_APPLY in item.choices for item in published.items()}
        for name, published in lists().items()
    }
    assert offered == {
        "ml_test_score": {True},
        "nist_ai_rmf": {True},
        "hax": {True},
        "eu_ai_act": {False},
        "data_readiness": {False},
    }


# The ML Test Score ---------------------------------------------------------------------------

SCORE, LADDER, HAX = (lists()[name] for name in ("ml_test_score", "data_readiness", "hax"))


@pytest.mark.parametrize(
    ("final", "words"),
    [
        (0, "a research project"),
        (0.5, "serious holes are possible"),
        (1, "serious holes are possible"),
        (1.5, "a first step to production"),
        (3, "reasonably tested"),
        (5, "strongly tested"),
        (5.5, "exceptionally tested"),
    ],
)
def test_the_bands_are_those_of_2017(final: float, words: str) -> None:
    assert band_of(final) == words


def test_a_test_that_does_not_apply_neither_helps_nor_harms_the_others() -> None:
    answers = stated(**{f"ml_test_score.data.{n}": "partly" for n in range(1, 8)})
    whole = section_points(answers)
    answers["ml_test_score.data.2"] = ChecklistAnswer("na", Basis.STATED, "A photo is one input.")
    assert section_points(answers) == pytest.approx(whole)
    assert section_points(all_of("ml_test_score", "na")) == [None] * 4
    assert standing(SCORE, all_of("ml_test_score", "na")).state is GroundState.PASS


@given(st.dictionaries(st.sampled_from([i.key for i in SCORE.items()]), st.sampled_from(["no", "partly", "yes", "na"])), st.data())  # fmt: skip
def test_forgetting_an_answer_never_raises_the_score(
    given_answers: dict[str, str], data: st.DataObject
) -> None:
    known = [key for key, value in given_answers.items() if value != "na"]
    if not known:
        return
    answers = stated(**given_answers)
    before = section_points(answers)
    del answers[data.draw(st.sampled_from(known))]
    for then, now in zip(before, section_points(answers), strict=True):
        assert (then is None) == (now is None)
        assert now is None or now <= then + 1e-9


@pytest.mark.parametrize(
    ("published", "one"),
    [(SCORE, "ml_test_score.data.1"), (LADDER, "data_readiness.C3"), (HAX, "hax.9")],
)
def test_a_list_fails_only_once_what_is_missing_is_known(published, one: str) -> None:
    assert standing(published, {}).state is GroundState.UNKNOWN
    assert standing(published, stated(**{one: "yes"})).state is GroundState.NOT_SHOWN
    assert standing(published, all_of(published.id, "no")).state is GroundState.FAIL


# What counts ---------------------------------------------------------------------------------

MEASURED = ChecklistAnswer("partly", Basis.MEASURED, "run 3")


def test_what_was_measured_is_not_overwritten_without_a_reason() -> None:
    assert in_force(ChecklistAnswer("yes", Basis.STATED), MEASURED) == MEASURED
    assert in_force(ChecklistAnswer("yes", Basis.STATED, "  "), MEASURED) == MEASURED


def test_an_override_keeps_what_was_measured_beside_it() -> None:
    found = in_force(ChecklistAnswer("yes", Basis.STATED, "A nightly job does it."), MEASURED)
    assert (found.value, found.basis, found.why) == (
        "yes",
        Basis.OVERRIDE,
        "A nightly job does it.",
    )
    assert (found.measured, found.measured_why) == ("partly", "run 3")


def test_an_answer_that_agrees_with_the_measurement_stays_measured() -> None:
    assert in_force(ChecklistAnswer("partly", Basis.STATED, "so I heard"), MEASURED) == MEASURED


def test_where_nothing_was_measured_the_person_is_believed() -> None:
    said = ChecklistAnswer("yes", Basis.STATED)
    assert in_force(said, None) == said
    assert in_force(said, ChecklistAnswer(None, Basis.MEASURED)) == said
    assert in_force(None, None).basis is Basis.UNKNOWN


# Ladder, checklists --------------------------------------------------------------------------


def test_the_ladder_stops_at_the_first_rung_that_is_not_shown() -> None:
    rungs = ("C3", "C2", "C1", "B", "A", "A1")
    for number in range(len(rungs)):
        answers = all_of("data_readiness", "yes")
        del answers[f"data_readiness.{rungs[number]}"]
        found = standing(LADDER, answers)
        assert found.sentence.startswith(f"Level {('C4', *rungs)[number]}: ")
        assert found.state in {GroundState.NOT_SHOWN, GroundState.PASS}
    top = standing(LADDER, all_of("data_readiness", "yes"))
    assert (top.sentence[:9], top.state) == ("Level A1:", GroundState.PASS)


# The law -------------------------------------------------------------------------------------

LAW = "eu_ai_act."


def law(**said: str) -> dict[str, ChecklistAnswer]:
    return stated(**{LAW + name: value for name, value in said.items()})


NOTHING = {"prohibited_practice": "no", "area": "none", "safety_part": "no", "transparency": "no"}


@pytest.mark.parametrize(
    ("change", "tier"),
    [
        ({}, "minimal"),
        ({"transparency": "yes"}, "limited"),
        ({"safety_part": "yes"}, "high"),
        ({"area": "employment"}, "high"),
        ({"area": "employment", "narrow_task": "yes"}, "high"),
        ({"area": "employment", "narrow_task": "yes", "profiling": "yes"}, "high"),
        ({"area": "employment", "narrow_task": "yes", "profiling": "no"}, "minimal"),
        ({"prohibited_practice": "yes", "area": "employment"}, "prohibited"),
    ],
)
def test_the_tier_follows_the_first_question_that_settles_it(
    change: dict[str, str], tier: str
) -> None:
    assert screen(law(**(NOTHING | change))).tier == tier


@given(
    st.fixed_dictionaries(
        {
            "prohibited_practice": st.sampled_from(["yes", "no"]),
            "area": st.sampled_from(["none", "services", "justice"]),
            "narrow_task": st.sampled_from(["yes", "no"]),
            "profiling": st.sampled_from(["yes", "no"]),
            "safety_part": st.sampled_from(["yes", "no"]),
            "transparency": st.sampled_from(["yes", "no"]),
        }
    ),
    st.sets(st.sampled_from(["prohibited_practice", "area", "narrow_task", "profiling", "safety_part", "transparency"])),
)  # fmt: skip
def test_not_knowing_never_lowers_the_tier(said: dict[str, str], forgotten: set[str]) -> None:
    whole = screen(law(**said))
    kept = screen(law(**{name: value for name, value in said.items() if name not in forgotten}))
    assert whole.tier is not None
    if kept.tier is not None and not kept.open:
        assert TIERS.index(kept.tier) >= TIERS.index(whole.tier)


def test_an_open_question_leaves_the_tier_open_and_is_named() -> None:
    answers = law(**{name: value for name, value in NOTHING.items() if name != "area"})
    screening = screen(answers)
    assert screening.tier is None
    assert screening.open == ("eu_ai_act.area",)


@pytest.mark.parametrize(
    ("flags", "area", "banned"),
    [
        (["employment"], "employment", "no"),
        (["public_services"], "services", "no"),
        (["emotion_recognition"], "biometrics", None),
        (["employment", "emotion_recognition"], "employment", "yes"),
        (["sexual_images"], "none", "yes"),
        (["manipulation"], "none", None),
        ([], "none", "no"),
    ],
)
def test_what_it_is_for_answers_the_questions_of_the_law(
    flags: list[str], area: str, banned: str | None
) -> None:
    answers = purpose_answers(flags)
    assert answers[f"{LAW}area"] == area
    assert answers.get(f"{LAW}prohibited_practice") == banned


def test_nothing_is_answered_where_nobody_said_what_it_is_for() -> None:
    assert purpose_answers(None, task_kind="generate") == {}
    assert purpose_answers(["migration"])[f"{LAW}about_people"] == "yes"
    assert f"{LAW}about_people" not in purpose_answers([])  # others decide about people too


def test_whether_people_are_told_stays_open_for_what_writes() -> None:
    assert f"{LAW}transparency" not in purpose_answers([], task_kind="generate")
    assert purpose_answers(["talks_to_people"])[f"{LAW}transparency"] == "yes"


@given(
    st.frozensets(st.sampled_from(PURPOSE_FLAGS)),
    st.sampled_from([None, "classify", "generate", "act"]),
)
def test_the_questions_lead_where_the_purposes_lead_or_stay_open(
    flags: frozenset[str], kind: str | None
) -> None:
    answers = purpose_answers(flags, task_kind=kind)
    found = screen({key: ChecklistAnswer(value, Basis.STATED) for key, value in answers.items()})
    assert stricter(found.at_least, screen_purpose(flags).tier) == screen_purpose(flags).tier
    if found.tier is not None and not found.open:
        assert found.tier == screen_purpose(flags).tier


def test_the_stricter_of_two_tiers_counts() -> None:
    assert stricter("minimal", "high") == "high"
    assert stricter(None, "limited") == "limited"
    assert stricter(None, None) is None


def test_every_date_of_the_law_can_be_read() -> None:
    assert all(date.fromisoformat(each.date) for each in legal_dates().values())


# Tripwires -----------------------------------------------------------------------------------


def test_a_tripwire_is_one_sentence() -> None:
    wire = Tripwire.of(
        metric="precision",
        direction="below",
        threshold="0.9",
        window="a week",
        action="switch it off.",
    )
    assert wire.sentence == "If precision falls below 0.9 for a week, we switch it off."
    assert Tripwire.read(plain(wire)) == wire


@pytest.mark.parametrize("part", ["metric", "threshold", "window", "action"])
def test_a_tripwire_with_a_part_missing_is_refused(part: str) -> None:
    parts = {"metric": "a", "threshold": "b", "window": "c", "action": "d", "direction": "below"}
    with pytest.raises(UserError):
        Tripwire.of(**(parts | {part: "  "}))


@pytest.mark.parametrize("given_value", [None, 7, "x", [], {}, {"metric": 3}, {"metric": "a"}])
def test_what_is_no_tripwire_is_read_as_none(given_value: object) -> None:
    assert Tripwire.read(given_value) is None


def test_the_keys_that_projects_keep_answers_under_stay_what_they_are() -> None:
    first = {name: listed.groups[0].items[0].key for name, listed in lists().items()}
    assert first == {
        "ml_test_score": "ml_test_score.data.1",
        "data_readiness": "data_readiness.C3",
        "eu_ai_act": "eu_ai_act.prohibited_practice",
        "nist_ai_rmf": "nist_ai_rmf.govern.1",
        "hax": "hax.1",
    }


def test_a_list_is_passed_by_what_is_in_place_and_what_does_not_apply_together() -> None:
    answers = all_of("hax", "yes") | stated(**{"hax.12": "na"})
    found = standing(HAX, answers)
    assert (found.state, "17" in found.sentence) == (GroundState.PASS, True)
