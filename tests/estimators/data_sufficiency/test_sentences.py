"""Sentences fit their line and never say 100 %, infinity or a plural of one."""

from dataclasses import replace

import numpy as np
import pytest

from estimators.data_sufficiency.forecast_values import ForecastPoint, Task
from estimators.data_sufficiency.plan import UNLIKELY, Required
from estimators.data_sufficiency.sentences import headline, purchase_title, remarks
from tests.estimators.data_sufficiency.measured_curves import forecast, point
from tests.kept_records import forecast_with


def now(middle, n=400):
    return ForecastPoint(n, *(middle + step for step in (-0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03)))


def needed(reachable, reached_now=0.0, target=0.9):
    counts = (500, 900, 2000) if reachable >= UNLIKELY else (None, None, None)
    return Required(target, *counts, reachable=reachable, within=25_600, reached_now=reached_now)


@pytest.mark.parametrize(
    ("middle", "wanted", "said"),
    [
        (0.87, needed(0.95), "Enough to be right 87% of the time, not yet 90%."),
        (0.87, needed(0.05), "90% is out of reach with this setup."),
        (0.898, needed(0.95, 0.4), "Close to 90%, but not there yet."),
        (0.91, needed(0.95, 0.7), "Probably enough to be right 90% of the time."),
        (0.95, needed(1.0, 0.95), "Enough to be right 90% of the time."),
        (0.9, None, "Enough to be right about 90% of the time."),
        (0.3, None, "So far it would be no better than a guess."),
    ],
)
def test_the_headline_is_the_finding(middle, wanted, said):
    found = replace(forecast_with(), now=now(middle), required=wanted, task=Task(majority=0.38))
    assert headline(found) == said


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (None, "How much data is enough?"),
        (needed(0.8), "Tasks like this reach 90% with 500 to 2,000 photos."),
        (needed(0.3), "Only 3 in 10 tasks like this reach 90%."),
        (
            Required(0.9, None, None, None, 0.01, 32_768, 0.0),
            "90% would be unusual for a task like this.",
        ),
    ],
)
def test_before_any_data_the_headline_is_of_tasks_like_this(wanted, said):
    found = replace(forecast_with(), now=None, required=wanted, task=Task(unit="photos"))
    assert headline(found) == said


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_asked_the_words_stay_words(seed):
    rng = np.random.default_rng(seed)
    for _ in range(6):
        sizes = sorted({int(2 ** rng.uniform(1, 14)) for _ in range(rng.integers(0, 7))})
        base = rng.uniform(0.3, 0.99)
        found = forecast(
            [point(n, min(base, 0.97), 0.02) for n in sizes],
            target=rng.choice([0.5, 0.9, 0.9999, 1.0]),
            price=rng.choice([0.0, 0.05, 4000.0]),
            value_per_point=rng.choice([None, 0.0, 3.0, 1e6]),
            budget=rng.choice([None, 0.0, 25.0]),
            labels_per_day=rng.choice([None, 0.01, 60.0]),
            unit=str(rng.choice(["photos", "examples of handwriting on cards"])),
            currency=str(rng.choice(["$", "", "CHF "])),
        )
        said = (headline(found), purchase_title(found), *remarks(found))
        assert all(len(title) <= 62 for title in said[:2]), said[:2]
        for sentence in said:
            assert not any(bad in sentence for bad in ("inf ", "nan", "None", "e+", "  "))
        if found.plan:
            totals = [found.have, *(r.total for r in found.plan.rounds)]
            assert (np.diff(totals) > 0).all()
            assert len(found.plan.rounds) <= 6


def test_before_any_data_known_tasks_are_counted():
    found = forecast([], target=0.9, n_classes=2, modality="photo", unit="photos")
    assert any(
        said.startswith("Of the ") and "nearest known tasks" in said and said.endswith(" photos.")
        for said in remarks(found)
    )
    measured = forecast([point(100, 0.8), point(200, 0.85)], target=0.9, modality="photo")
    assert not any("known tasks" in said for said in remarks(measured))
