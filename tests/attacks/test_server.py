"""A sample of the attacks on the local server (``python -m tests.attacks.server`` runs all of them)."""

import math

import pytest

from tests.attacks import server
from tests.attacks.server import ATTACKS

pytestmark = pytest.mark.slow

SAMPLES = {
    "templates": 1.0,
    "scenarios": 0.2,
    "raw": 0.2,
    "fuzz": 0.02,
    "tokens": 0.2,
    "heavy": 0.07,
    "reader": 0.05,
    "soak": 0.02,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_of_each_attack_finds_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The machine may be slow, and that is no failure.
    monkeypatch.setattr(server, "SLOW_SECONDS", math.inf)
    outcome = ATTACKS[name](SAMPLES[name])
    assert outcome.failures == []
    assert outcome.tried > 0


def test_every_attack_is_sampled_here_or_tested_elsewhere() -> None:
    assert set(ATTACKS) - set(SAMPLES) == {"signals"}  # tests/desktop/cli/test_serve_signals.py
