import json
from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.stats import binomtest

from estimators.base.binomial import exact_interval
from estimators.base.errors import UserError
from mock_ai.reaction import Reaction
from mock_ai.sessions import acceptance_curve

INSPECTORS = [(60, 9, 10, 5), (70, 13, 7, 4), (80, 21, 8, 3), (85, 31, 6, 3), (90, 26, 4, 2),
              (95, 21, 2, 1)]  # fmt: skip


def reactions(counts):
    return [
        Reaction(session=f"{percent}", item=str(place), shown_accuracy=percent / 100, outcome=kind)
        for percent, *numbers in counts
        for kind, number in zip(("accepted", "corrected", "rejected"), numbers, strict=True)
        for place in range(number)
    ]


def test_six_sessions_give_a_bar_at_the_cautious_end():
    curve = acceptance_curve(reactions(INSPECTORS))
    assert curve.n == 176
    assert curve.accepted == 121
    assert curve.needed == pytest.approx(0.81, abs=0.005)
    assert curve.needed_low < curve.needed < curve.needed_high
    assert curve.proposed_bar == 0.87
    assert curve.headline == (
        "People accept 7 answers in 10 once it is right about 81% of the time."
    )
    assert curve.subline == (
        "Somewhere between 76% and 87%, from 176 answers in 6 sessions. The bar goes at the cautious end."
    )
    assert curve.simulated


def test_the_bar_is_where_the_lower_edge_of_the_band_passes_the_goal():
    curve = acceptance_curve(reactions(INSPECTORS))
    assert np.interp(curve.needed_high, curve.line_x, curve.line_low) == pytest.approx(
        0.7, abs=5e-3
    )
    assert np.interp(curve.needed_low, curve.line_x, curve.line_high) == pytest.approx(
        0.7, abs=5e-3
    )
    assert np.interp(curve.needed, curve.line_x, curve.line) == pytest.approx(0.7, abs=5e-3)


def test_points_carry_their_exact_interval():
    point = acceptance_curve(reactions(INSPECTORS)).points[0]
    assert (point.n, point.accepted, point.corrected, point.rejected) == (24, 9, 10, 5)
    reference = binomtest(9, 24).proportion_ci(0.90, "exact")
    assert (point.low, point.high) == pytest.approx((reference.low, reference.high))
    assert exact_interval(0, 10, 0.9)[0] == 0
    assert exact_interval(10, 10, 0.9)[1] == 1


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([], "Nobody has seen it yet."),
        ([(70, 3, 1, 1)], "Only one level was shown (70% right)"),
        ([(60, 0, 5, 5), (90, 10, 0, 0)], "Too few answers"),
        ([(60, 20, 80, 0), (90, 20, 80, 0)], "Acceptance does not reach 70%"),
        ([(60, 9, 1, 0), (90, 1, 9, 0)], "People did not accept more"),
        ([(60, 4, 60, 0), (70, 18, 60, 0)], "not reached up to 70%"),
        ([(0, 0, 1, 0), (100, 1, 0, 0)], "Too few answers"),
    ],
)
def test_where_the_data_do_not_say_there_is_no_bar_but_a_reason(counts, reason):
    curve = acceptance_curve(reactions(counts))
    assert curve.proposed_bar is None
    assert reason in curve.reason
    assert curve.headline
    assert curve.subline
    assert all(np.isfinite([*curve.line, *curve.line_low, *curve.line_high]))


def test_people_who_take_anything_put_the_bar_at_the_worst_that_was_shown():
    curve = acceptance_curve(reactions([(60, 100, 0, 0), (90, 100, 0, 0)]))
    assert curve.proposed_bar == 0.60
    assert "lowest that was shown" in curve.reason
    assert curve.headline == "People accept 7 answers in 10 even at 60%."


def test_a_higher_goal_needs_a_better_model():
    data = reactions(INSPECTORS)
    needed = [acceptance_curve(data, goal).needed for goal in (0.5, 0.7, 0.8)]
    assert needed == sorted(needed)
    assert "75% of its answers" in acceptance_curve(data, 0.75).headline


def test_impossible_goals_and_reactions_are_refused_in_words():
    with pytest.raises(UserError):
        acceptance_curve([], goal=1.0)
    with pytest.raises(UserError):
        Reaction("s", "i", 85, "accepted")
    with pytest.raises(UserError):
        Reaction("s", "i", 0.85, "loved")


def told_by(names):
    return [
        Reaction(
            session, str(n), accuracy, "accepted" if n < 10 * accuracy else "rejected", person=name
        )
        for session, name in names
        for accuracy in (0.6, 0.9)
        for n in range(10)
    ]


def test_a_name_is_one_person_in_all_sessions_and_a_number_is_not():
    assert acceptance_curve(told_by([("1", "Ana"), ("2", "Ana")])).audience == "of 1 person"
    assert acceptance_curve(told_by([("1", "1"), ("2", "1")])).audience == "of 2 people"
    assert acceptance_curve(told_by([("1", ""), ("2", "")])).audience == "in 2 sessions"


def test_one_person_alone_is_said_to_be_too_few():
    assert "A second person tells more" in acceptance_curve(told_by([("1", "Ana")])).subline
    assert "A second person" not in acceptance_curve(told_by([("1", "Ana"), ("1", "Ben")])).subline


def test_a_reaction_survives_being_written_down():
    one = Reaction("1", "ab", 0.85, "corrected", person="Ana", truth="a", answer="b", variant="misses",
                   at=datetime(2026, 1, 2, tzinfo=UTC))  # fmt: skip
    assert Reaction.from_json(json.loads(json.dumps(one.to_json()))) == one
    assert one.right is False
    with pytest.raises(UserError):
        Reaction.from_json({"session": "1"})
