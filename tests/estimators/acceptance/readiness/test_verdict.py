"""The verdict is the least that any ground allows; its reasons come in one order."""

from dataclasses import replace

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


@given(grounds, st.data())
def test_a_check_that_fails_never_makes_the_verdict_better(
    found: list[Ground], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(found) - 1))
    failing = [*found[:at], replace(found[at], state=GroundState.FAIL), *found[at + 1 :]]
    assert decide(failing).word <= decide(found).word


@given(grounds, st.data())
def test_not_knowing_never_raises_what_was_shown_or_looked_at(
    found: list[Ground], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(found) - 1))
    if found[at].state is GroundState.FAIL:
        return
    unknown = [*found[:at], replace(found[at], state=GroundState.UNKNOWN), *found[at + 1 :]]
    assert decide(unknown).word <= decide(found).word


@given(grounds, grounds)
def test_one_more_ground_never_raises_the_verdict(found: list[Ground], more: list[Ground]) -> None:
    assert decide([*found, *more]).word <= decide(found).word


@given(grounds)
def test_nothing_unknown_ever_goes_without_conditions(found: list[Ground]) -> None:
    if any(ground.state is not GroundState.PASS for ground in found):
        assert decide(found).word < Word.GO
    else:
        assert decide(found).word is Word.GO


@given(grounds)
def test_the_first_reason_is_one_that_decides(found: list[Ground]) -> None:
    verdict = decide(found)
    assert verdict.reasons[0].allows is verdict.word
    assert len(verdict.reasons) == min(3, len(found))
    allowed = [reason.allows for reason in verdict.reasons]
    assert allowed == sorted(allowed)


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
