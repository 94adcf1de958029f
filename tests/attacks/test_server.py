"""A sample of the attacks on the local server (``python -m tests.attacks.server`` runs all of them)."""

import pytest

from tests.attacks.server import ATTACKS

SAMPLES = {
    "templates": 1.0,
    "scenarios": 0.5,
    "raw": 0.2,
    "fuzz": 0.02,
    "tokens": 0.2,
    "heavy": 0.1,
    "reader": 0.1,
    "soak": 0.02,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_of_each_attack_finds_nothing(name: str) -> None:
    outcome = ATTACKS[name](SAMPLES[name])
    assert outcome.failures == []
    assert outcome.tried > 0


def test_every_attack_is_sampled_here_or_tested_elsewhere() -> None:
    assert set(ATTACKS) - set(SAMPLES) == {"signals"}  # tests/desktop/cli/test_serve_signals.py
