"""Running demos: what comes next, what is kept, and how a demo goes on after a crash."""

import hashlib
import json
import os
from collections import Counter
from dataclasses import replace

import pytest

from estimators.base.errors import UserError
from mock_ai.delays import Delay
from mock_ai.demo.plan import DemoItem, DemoPlan
from mock_ai.demo.reaction_store import FileReactionStore, MemoryReactionStore
from mock_ai.demo.running_demo import RunningDemo
from mock_ai.presets import PRESETS
from mock_ai.reaction import Reaction

CALM = replace(
    PRESETS[0],
    classes=("clean", "crack"),
    delay=Delay(),
    unknown_rate=0.0,
    error_rate=0.0,
    no_answer_rate=0.0,
)
ITEMS = tuple(
    DemoItem(
        hashlib.sha256(bytes([n])).hexdigest(), f"photo {n}", "crack" if n % 4 == 0 else "clean"
    )
    for n in range(60)
)


def plan_of(**changes: object) -> DemoPlan:
    return DemoPlan(CALM, ITEMS, **changes)  # type: ignore[arg-type]


def play(demo: RunningDemo, person: str, n: int, takes: float = 0.8) -> list[Reaction]:
    """A person who takes right answers, and wrong ones where the fake is right at least so often."""
    kept = []
    for _ in range(n):
        turn = demo.turn(person)
        assert turn is not None
        answer = demo.answer(turn)
        good = answer.label == turn.item.truth or turn.accuracy >= takes
        kept.append(demo.react(turn, answer, "accepted" if good else "rejected"))
    return kept


def test_an_adaptive_demo_closes_in_on_where_people_change_their_mind() -> None:
    demo = RunningDemo(plan_of(answers=40), MemoryReactionStore())
    for turn_number in range(40):
        turn = demo.turn("1")
        assert turn is not None
        assert turn.number == turn_number + 1
        demo.react(turn, demo.answer(turn), "accepted" if turn.accuracy >= 0.8 else "rejected")
    assert demo.turn("1") is None
    shown = [reaction.shown_accuracy for reaction in demo.reactions]
    assert all(0.65 <= accuracy <= 0.95 for accuracy in shown[-10:])


def test_the_accuracy_stays_for_a_block_and_the_answers_are_right_as_often_as_dialled() -> None:
    demo = RunningDemo(plan_of(answers=60), MemoryReactionStore())
    kept = play(demo, "1", 60)
    by_block: dict[int, set[float]] = {}
    for reaction in kept:
        by_block.setdefault(reaction.block, set()).add(reaction.shown_accuracy)
    assert all(len(accuracies) == 1 for accuracies in by_block.values())
    right = sum(reaction.answer == reaction.truth for reaction in kept)
    assert abs(right - sum(reaction.shown_accuracy for reaction in kept)) < 1


def test_what_comes_next_follows_from_what_was_kept() -> None:
    keeper = MemoryReactionStore()
    first = RunningDemo(plan_of(), keeper)
    play(first, "1", 13)
    again = RunningDemo(plan_of(), MemoryReactionStore(keeper.reactions()))
    assert again.turn("1") == first.turn("1")
    assert [r.item for r in play(first, "1", 5)] == [r.item for r in play(again, "1", 5)]


def test_a_killed_demo_goes_on_from_its_file_and_a_line_cut_short_is_passed_over(tmp_path) -> None:
    path = tmp_path / "reactions.jsonl"
    demo = RunningDemo(plan_of(), FileReactionStore(path))
    play(demo, "1", 7)
    demo.take_back("1")
    with path.open("ab") as file:
        file.write(b'{"reaction": {"sess')
    again = RunningDemo(plan_of(), FileReactionStore(path))
    assert again.reactions == demo.reactions
    assert len(again.reactions) == 6
    play(again, "1", 1)
    assert len(FileReactionStore(path).reactions()) == 7


def test_a_reaction_is_on_the_disk_before_the_next_answer_is_shown(tmp_path, monkeypatch) -> None:
    path, synced = tmp_path / "reactions.jsonl", []
    sync = os.fsync

    def noted(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    demo = RunningDemo(plan_of(), FileReactionStore(path))
    sizes = []
    for _ in range(3):
        play(demo, "1", 1)
        sizes.append(path.stat().st_size)
    assert synced == sizes


def test_a_reaction_taken_back_brings_its_answer_again() -> None:
    demo = RunningDemo(plan_of(), MemoryReactionStore())
    play(demo, "1", 5)
    before = demo.turn("1")
    assert before is not None
    (last,) = play(demo, "1", 1)
    assert demo.take_back("1") == last
    assert demo.turn("1") == before
    assert demo.take_back("2") is None


def test_a_keeper_that_fails_leaves_the_demo_as_it_was() -> None:
    class Full(MemoryReactionStore):
        def keep(self, reaction: Reaction) -> None:
            raise UserError("The disk is full.", "", "Make room.")

    demo = RunningDemo(plan_of(), Full())
    turn = demo.turn("1")
    assert turn is not None
    with pytest.raises(UserError):
        demo.react(turn, demo.answer(turn), "accepted")
    assert demo.reactions == ()
    assert demo.turn("1") == turn


def test_each_participant_sees_an_order_of_their_own() -> None:
    demo = RunningDemo(plan_of(people=2), MemoryReactionStore())
    orders = [[r.item for r in play(demo, person, 20)] for person in ("1", "2")]
    assert orders[0] != orders[1]
    assert demo.people == ("1", "2")


def test_no_example_comes_twice_while_others_have_not_been_shown() -> None:
    demo = RunningDemo(plan_of(way="fixed"), MemoryReactionStore())
    shown = Counter(reaction.item for reaction in play(demo, "1", 30))
    assert max(shown.values()) == 1


def test_compared_variants_make_only_their_own_kind_of_error_and_as_many() -> None:
    demo = RunningDemo(plan_of(way="compare within", answers=40), MemoryReactionStore())
    wrong = Counter(
        (reaction.variant, reaction.truth)
        for reaction in play(demo, "1", 40)
        if reaction.answer != reaction.truth
    )
    assert set(wrong) == {("misses", "crack"), ("false alarms", "clean")}
    assert abs(wrong["misses", "crack"] - wrong["false alarms", "clean"]) <= 1


def test_neither_variant_comes_first_more_often() -> None:
    demo = RunningDemo(plan_of(way="compare within", people=4), MemoryReactionStore())
    orders = []
    for person in "1234":
        blocks = {reaction.block: reaction.variant for reaction in play(demo, person, 30)}
        orders.append([blocks[number] for number in sorted(blocks)])
    assert Counter(order[0] for order in orders) == {"misses": 2, "false alarms": 2}
    assert all(Counter(order) == {"misses": 3, "false alarms": 3} for order in orders)
    between = RunningDemo(plan_of(way="compare between", people=2), MemoryReactionStore())
    assert {r.variant for r in play(between, "1", 10)} != {
        r.variant for r in play(between, "2", 10)
    }


def test_a_plan_survives_being_kept() -> None:
    plan = plan_of(way="compare between", people=3, seed=7)
    assert DemoPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize(
    "changes",
    [{"answers": 0}, {"people": 1000}, {"goal": 1.0}, {"block": 0}, {"way": "guess"}],
)
def test_a_plan_out_of_range_is_refused_in_words(changes: dict[str, object]) -> None:
    with pytest.raises(UserError, match="demo session"):
        plan_of(**changes)


def test_examples_without_a_class_are_shown_too() -> None:
    bare = tuple(replace(item, truth=None) for item in ITEMS[:4])
    demo = RunningDemo(DemoPlan(CALM, bare, answers=9), MemoryReactionStore())
    for _ in range(9):
        turn = demo.turn("1")
        assert turn is not None
        demo.react(turn, demo.answer(turn), "accepted")


def test_another_example_is_as_right_as_the_one_it_stands_for() -> None:
    demo = RunningDemo(plan_of(), MemoryReactionStore())
    first = demo.turn("1")
    assert first is not None
    second = demo.another("1")
    assert second is not None
    assert second.item != first.item
    assert demo.turn("1") == second
    said = [demo.answer(turn).label == turn.item.truth for turn in (first, second)]
    assert said[0] == said[1]
    assert demo.another("1", -1) == first
    assert demo.another("1", -1) == first


def test_i_dont_know_comes_as_often_as_the_scenario_says() -> None:
    plan = replace(plan_of(answers=200, way="fixed"), scenario=replace(CALM, unknown_rate=0.2))
    demo = RunningDemo(plan, MemoryReactionStore())
    silent = [reaction.answer is None for reaction in play(demo, "1", 200)]
    assert 0.15 <= sum(silent) / 200 <= 0.25


def test_a_real_model_is_shown_whatever_the_fake_would_have_said() -> None:
    plan = plan_of(way="fixed", simulated=False)
    demo = RunningDemo(plan, MemoryReactionStore())
    assert len({reaction.item for reaction in play(demo, "1", 30)}) == 30
    with pytest.raises(UserError, match="real model"):
        plan_of(simulated=False)
