"""How long a training will take, before it begins."""

from pathlib import Path

import pytest

from estimators.classifier.examples import Examples
from estimators.classifier.pace import LEARNING, keep_pace, pace_of
from estimators.classifier.training_time import (
    MOST_COMPARED,
    PlannedTraining,
    TimeEstimate,
    estimate,
    networks_of,
    training_time,
)

LONG = 2_000


def planned(
    n: int, *, modality: str = "text", size: int = LONG, backbone: str = "auto", seen=()
) -> PlannedTraining:
    names = networks_of(modality, backbone)
    unseen = {name: [size] * n for name in names if name not in seen}
    return PlannedTraining(modality, backbone, 4, n, size, unseen)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3, "under 10 seconds"),
        (9.9, "under 10 seconds"),
        (12, "about 10 seconds"),
        (47, "about 50 seconds"),
        (56, "about a minute"),
        (80, "about a minute"),
        (200, "about 3 minutes"),
        (4_000, "about 67 minutes"),
        (7_300, "about 2 hours"),
    ],
)
def test_it_is_said_no_more_exactly_than_it_is_known(seconds, words) -> None:
    said = TimeEstimate(seconds, measured=True)
    assert said.words == words
    assert said.worth_saying == (seconds >= 10)


def test_the_sentence_says_what_it_is_known_from() -> None:
    assert TimeEstimate(200, measured=True).sentence == (
        "Training takes about 3 minutes, going by how fast this computer was so far."
    )
    assert TimeEstimate(200, measured=False).sentence == (
        "Training takes about 3 minutes on a usual computer; this one has not been timed yet."
    )
    assert TimeEstimate(2, measured=False).sentence == (
        "Training takes under 10 seconds on a usual computer; this one has not been timed yet."
    )


def test_more_and_longer_examples_take_longer() -> None:
    few, many = training_time(planned(1_000)), training_time(planned(4_000))
    short = training_time(planned(4_000, size=60))
    assert few.seconds < many.seconds < 4 * few.seconds
    assert short.seconds < many.seconds / 2
    # What is beyond the last character that is read costs nothing.
    assert training_time(planned(4_000, size=100_000)).seconds < 1.2 * many.seconds


def test_what_was_looked_at_before_costs_nothing() -> None:
    fresh = training_time(planned(4_000))
    names = networks_of("text")
    assert training_time(planned(4_000, seen=names)).seconds < 20 < fresh.seconds
    assert training_time(planned(4_000, seen=names[:1])).seconds < fresh.seconds


def test_networks_that_are_only_compared_look_at_a_sample() -> None:
    more = training_time(planned(10 * MOST_COMPARED, seen=networks_of("text")[1:2]))
    less = training_time(planned(10 * MOST_COMPARED))
    compared = training_time(planned(MOST_COMPARED, seen=networks_of("text")[1:2]))
    of_a_sample = training_time(planned(MOST_COMPARED))
    assert less.seconds - more.seconds == pytest.approx(of_a_sample.seconds - compared.seconds)


def test_a_slower_computer_takes_longer_and_is_known_to_be_measured() -> None:
    usual = training_time(planned(4_000, modality="photo"))
    assert not usual.measured
    for look in networks_of("photo"):
        keep_pace(look, seconds=30.0, usual=10.0)
    slow = training_time(planned(4_000, modality="photo"))
    assert slow.seconds == pytest.approx(3 * usual.seconds)  # what was never timed goes with it
    assert slow.measured
    assert not training_time(planned(4_000)).measured  # of texts nothing is known by that


def test_the_chosen_network_is_the_one_that_counts() -> None:
    quick = training_time(planned(4_000, backbone="wordllama"))
    assert quick.seconds < training_time(planned(4_000)).seconds / 4
    assert networks_of("photo", "efficientnet-lite2") == (
        "efficientnet-lite0",
        "efficientnet-lite2",
    )
    assert networks_of("photo") == ("efficientnet-lite0", "efficientnet-lite0-mirror-crop")
    assert networks_of("photo", "quick") == ("efficientnet-lite0",)
    assert networks_of("text", "minilm+ngrams")[-1] == "minilm"


def test_a_network_that_was_never_timed_looks_at_some_of_them_first() -> None:
    texts = tuple(f"text {i} about nothing much, and so on " * 20 for i in range(12_000))
    examples = Examples("text", texts, tuple("ab"[i % 2] for i in range(len(texts))), Path())
    found = estimate(examples, backbone="wordllama")
    assert pace_of("wordllama").measured
    assert found.seconds > 5
    assert not pace_of(LEARNING).measured


def test_a_training_of_a_moment_is_not_timed() -> None:
    examples = Examples("text", ("a", "b") * 10, ("x", "y") * 10, Path())
    assert not estimate(examples).worth_saying
    assert not pace_of("wordllama").measured
