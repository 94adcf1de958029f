"""Other targets are answered from the same forecast as the project's own."""

import numpy as np

from estimators.base.codec import plain
from estimators.data_sufficiency.measured import MeasuredPoint
from estimators.data_sufficiency.sufficiency import forecast
from estimators.data_sufficiency.what_if import what_if

POINTS = [
    MeasuredPoint.from_scores(n, np.array([0.0, 0.01, -0.01]) + 0.95 - 2.4 / n**0.5, 60)
    for n in (50, 100, 200, 400)
]
TASK = {"have": 500, "n_classes": 4, "majority": 0.3, "modality": "photo"}


def test_an_answer_is_what_the_forecast_says_with_that_target() -> None:
    (answer,) = what_if(POINTS, targets=[0.87], **TASK)
    asked = forecast(POINTS, target=0.87, pool=500, **TASK).required
    assert asked is not None
    assert plain(answer) == {key: value for key, value in plain(asked).items() if key != "within"}


def test_a_higher_target_takes_more_and_is_less_likely() -> None:
    answers = what_if(POINTS, **TASK)
    assert [answer.target for answer in answers[:2]] == [0.5, 0.51]
    chances = [answer.reachable for answer in answers]
    assert chances == sorted(chances, reverse=True)
    assert answers[0].reached_now == 1.0
    assert answers[-1].reached_now < 0.1


def test_before_anything_is_measured_the_task_answers() -> None:
    (answer,) = what_if([], have=0, targets=[0.8])
    assert answer.reached_now == 0
    assert answer.p10 is not None
    assert answer.p90 is not None
    assert answer.p10 < answer.p90
    assert 0 < answer.reachable < 1
