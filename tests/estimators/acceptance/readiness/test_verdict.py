"""The verdict is the least that any ground allows; its reasons come in one order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimators.acceptance.readiness.verdict import Ground, GroundState, Weight, Word, decide

grounds = st.lists(
    st.builds(
        Ground,
        st.text("abc", min_size=1, max_size=3),
        st.text("xyz", max_size=3),
        st.sampled_from(Weight),
        st.sampled_from(GroundState),
    ),
    min_size=1,
    max_size=12,
)


@given(grounds, st.randoms(use_true_random=False))
def test_permuting_the_grounds_changes_nothing(found: list[Ground], random) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    assert decide(mixed) == decide(found)


@pytest.mark.parametrize("weight", Weight)
def test_a_ground_that_stands_worse_never_allows_more_and_only_what_is_shown_goes(weight) -> None:
    states = (GroundState.FAIL, GroundState.UNKNOWN, GroundState.NOT_SHOWN, GroundState.PASS)
    allowed = [Ground("a", "", weight, state).allows for state in states]
    assert allowed == sorted(allowed)
    assert allowed[2] < allowed[3] is Word.GO


@given(grounds)
def test_the_verdict_is_the_least_that_any_ground_allows_and_its_reasons_say_so(
    found: list[Ground],
) -> None:
    verdict = decide(found)
    assert verdict.word is min(ground.allows for ground in found)
    assert len(verdict.reasons) == min(3, len(found))
    allowed = [reason.allows for reason in verdict.reasons]
    assert allowed == sorted(ground.allows for ground in found)[:3]


def test_the_law_stops_what_everything_else_allows() -> None:
    good = Ground("bar", "The bar is passed.", Weight.GATE, GroundState.PASS)
    law = Ground("law", "It is prohibited.", Weight.FORBIDS, GroundState.FAIL)
    verdict = decide([good, law])
    assert verdict.word is Word.STOP
    assert verdict.reasons == (law, good)


def test_an_open_gate_outweighs_an_open_check_and_a_failing_list() -> None:
    gate = Ground("way back", "Nobody named a way back.", Weight.GATE, GroundState.UNKNOWN)
    check = Ground("fast", "Not measured.", Weight.CHECK, GroundState.NOT_SHOWN)
    advice = Ground("score", "Lowest section 0 of 7.", Weight.ADVICE, GroundState.FAIL)
    assert decide([advice, check, gate]).reasons == (gate, check, advice)
    assert decide([advice, check]).word is Word.CONDITIONS


def test_without_any_ground_it_is_not_yet() -> None:
    assert decide([]).word is Word.NOT_YET


def test_a_decision_is_kept_by_a_name_of_its_own() -> None:
    assert [word.key for word in Word] == ["stop", "not_yet", "conditions", "launch"]
    assert len({word.words for word in Word}) == len(Word)
