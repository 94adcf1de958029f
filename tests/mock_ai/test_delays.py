import numpy as np
import pytest

from estimators.base.errors import UserError
from mock_ai.delays import Delay, scheduled_uniform


def test_half_are_faster_than_usual_and_one_in_20_slower_than_the_slow_end():
    delay = Delay(0.9, 2.4)
    drawn = [delay.quantile(scheduled_uniform(1, "delay", place)) for place in range(2000)]
    assert np.median(drawn) == pytest.approx(0.9, rel=0.01)
    assert np.quantile(drawn, 0.95) == pytest.approx(2.4, rel=0.02)
    assert min(drawn) > 0


def test_no_delay_and_a_steady_delay():
    assert Delay().quantile(0.99) == 0
    assert Delay(0.5, 0.5).quantile(0.01) == pytest.approx(0.5)


@pytest.mark.parametrize("pair", [(-1, 2), (3, 2), (0, 1), (1, 1e9), (float("nan"), 1)])
def test_a_delay_that_makes_no_sense_is_refused_in_words(pair):
    with pytest.raises(UserError):
        Delay(*pair)


def test_every_hundred_requests_hold_each_percentile_once_in_a_seeded_order():
    block = [scheduled_uniform(5, "fault", place) for place in range(300, 400)]
    assert sorted(int(value * 100) for value in block) == list(range(100))
    assert block == [scheduled_uniform(5, "fault", place) for place in range(300, 400)]
    assert block != [scheduled_uniform(6, "fault", place) for place in range(300, 400)]
    assert block != [scheduled_uniform(5, "delay", place) for place in range(300, 400)]


def test_rates_below_a_percent_come_true_in_the_long_run():
    drawn = np.array([scheduled_uniform(0, "fault", place) for place in range(20_000)])
    assert (drawn < 0.003).mean() == pytest.approx(0.003, abs=0.0002)
