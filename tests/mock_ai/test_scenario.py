import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from estimators.base.errors import UserError
from mock_ai.dials import content_digest
from mock_ai.presets import PRESETS
from mock_ai.scenario import Drift, Scenario

CLASSES = ("clean", "erosion", "crack", "lightning mark")
BY_ID = {scenario.id: scenario for scenario in PRESETS}
PLAIN = Scenario("plain", "Plain", classes=CLASSES, accuracy=0.85)


def labelled(n):
    items = [f"photo {place}" for place in range(n)]
    return items, [CLASSES[place % 4] for place in range(n)]


def test_a_scenario_says_in_words_how_it_sounds_and_errs():
    assert PLAIN.sound_sentence == "When it says 80%, it is right 80% of the time."
    too_sure = replace(PLAIN, calibration="overconfident")
    assert too_sure.sound_sentence == "When it says 94%, it is right 80% of the time."
    timid = replace(PLAIN, calibration="underconfident")
    assert timid.sound_sentence == "When it says 53%, it is right 80% of the time."
    words = [replace(PLAIN, skew=skew).mistakes_sentence for skew in (None, 0, 1, -1, 0.6, -0.6)]
    assert words == [
        "Every class is missed equally often.",
        "Misses as often as it cries wolf.",
        "Only cries wolf, never misses.",
        "Only misses, never cries wolf.",
        "Of 10 mistakes, 8 cry wolf and the others are misses.",
        "Of 10 mistakes, 8 are misses and the others cry wolf.",
    ]


@pytest.mark.parametrize("scenario", PRESETS, ids=lambda scenario: scenario.id)
def test_a_hundred_answers_keep_the_dials(scenario):
    scenario = replace(scenario, classes=CLASSES)
    items, labels = labelled(100)
    answers = scenario.fake(items, labels).answer_all(items)
    came = [(a, label) for a, label in zip(answers, labels, strict=True) if a.fault is None]
    faults = 100 * (scenario.no_answer_rate + scenario.error_rate)
    assert 100 - len(came) == pytest.approx(faults, abs=1)
    told = [(a.label, label) for a, label in came if not a.abstain]
    assert len(came) - len(told) == pytest.approx(100 * scenario.unknown_rate, abs=1)
    right = np.mean([said == label for said, label in told])
    mean = np.mean([scenario.accuracy_at(place) for place in range(100)])
    assert right == pytest.approx(mean, abs=0.04)


def test_drift_never_mends_an_answer():
    items, labels = labelled(400)
    fake = replace(PLAIN, accuracy=0.9, drift=(Drift(1000, 0.6),)).fake(items, labels)
    before = fake.answer_all(items, 0)
    after = fake.answer_all(items, 1000)
    mended = [
        label
        for label, early, late in zip(labels, before, after, strict=True)
        if late.label == label != early.label
    ]
    assert mended == []


def test_a_session_replays_answer_for_answer():
    items, labels = labelled(60)
    scenario = replace(BY_ID["bad-network"], classes=CLASSES)
    first = scenario.fake(items, labels).answer_all(items)
    again = scenario.fake(items, labels)
    assert [again.answer(item, place) for place, item in enumerate(items)] == first
    other = replace(scenario, seed=1).fake(items, labels).answer_all(items)
    assert [answer.fault for answer in other] != [answer.fault for answer in first]


def test_trying_again_after_no_answer_can_succeed():
    fake = replace(PLAIN, no_answer_rate=0.1).fake()
    answers = [fake.answer("the same photo", place) for place in range(100)]
    assert sum(answer.fault == "no answer" for answer in answers) == 10
    assert len({answer.label for answer in answers if answer.fault is None}) == 1


def test_a_strange_photo_is_strange_every_time_and_never_sounds_sure():
    items, labels = labelled(100)
    fake = replace(PLAIN, unknown_rate=0.1).fake(items, labels)
    strange = [answer for answer in fake.answer_all(items) if answer.abstain]
    assert len(strange) == 10
    assert all(answer.label is None for answer in strange)
    assert {answer.text for answer in strange} == {"I don’t know this one."}
    assert max(answer.probability for answer in strange) < 0.5
    assert fake.abstains(items).tolist() == [a.abstain for a in fake.answer_all(items, 7)]


def test_the_answer_is_the_class_with_the_largest_probability():
    items, labels = labelled(50)
    fake = PLAIN.fake(items, labels)
    for item, row in zip(items, fake.predict_proba(items), strict=True):
        answer = fake.answer(item)
        assert answer.label == fake.classes_[row.argmax()]
        assert list(answer.probabilities.values()) == row.tolist()
        assert answer.simulated


def test_known_hashes_stand_for_the_items_themselves(tmp_path: Path):
    items, labels = labelled(40)
    known = {content_digest(item).hex(): label for item, label in zip(items, labels, strict=True)}
    assert PLAIN.fake(known=known).answer_all(items) == PLAIN.fake(items, labels).answer_all(items)


def test_a_scenario_survives_json():
    scenario = replace(BY_ID["gets-worse"], classes=CLASSES, skew=-0.5, seed=7)
    assert Scenario.from_json(json.loads(json.dumps(scenario.to_json()))) == scenario


@pytest.mark.parametrize(
    "change",
    [
        {"accuracy": 1.5},
        {"accuracy": float("nan")},
        {"accuracy": "often"},
        {"classes": ["one"]},
        {"classes": ["same", "same"]},
        {"classes": 3},
        {"calibration": "loud"},
        {"no_answer_rate": 0.7, "error_rate": 0.7},
        {"delay": {"median_seconds": 5, "slow_seconds": 1}},
        {"delay": {"seconds": 5}},
        {"drift": [{"after": 0, "accuracy": 0.5}]},
        {"drift": [{"after": 5, "accuracy": 5}]},
        {"drift": 4},
        {"id": "Not An Id"},
        {"seed": 1.5},
        {"skew": 3},
        {"surprise": 1},
    ],
)
def test_json_that_is_no_scenario_is_refused_in_words(change):
    with pytest.raises(UserError):
        Scenario.from_json({**PLAIN.to_json(), **change})


def test_labels_that_do_not_exist_are_named():
    with pytest.raises(UserError, match="dent"):
        PLAIN.fake(["a"], ["dent"])
