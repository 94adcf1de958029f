"""An item alone gets what it gets in a table, to the last bit."""

import numpy as np
import pytest

from mock_ai.dials import DialledAnswers, content_digest
from mock_ai.single_answer import SingleAnswers

DIGESTS = [content_digest(f"item {number}") for number in range(300)]
SETTINGS = [
    (k, accuracy, calibration, confusion, unknown)
    for k in (2, 3, 5, 12, 50)
    for accuracy, calibration, unknown in (
        (0.8, "calibrated", 0.0),
        (0.31, "overconfident", 0.1),
        (0.97, "underconfident", 0.04),
        (1.0, "calibrated", 0.5),
        (0.0, "calibrated", 0.0),
    )
    for confusion in ((None, -1.0, 0.5) if k == 3 else (None,))
]


@pytest.mark.parametrize(("k", "accuracy", "calibration", "confusion", "unknown"), SETTINGS)
def test_each_answer_is_the_tables(k, accuracy, calibration, confusion, unknown):
    known = DIGESTS[:120]
    dials = DialledAnswers(
        [f"class {n}" for n in range(k)],
        known,
        [n * n % k for n in range(len(known))],
        accuracy=accuracy,
        calibration=calibration,
        confusion=confusion,
        unknown_rate=unknown,
        seed=7,
    )
    for rates in (dials.rates, dials.rates_at(0.66)):
        table, untold = dials.answers(DIGESTS, rates)
        alone = SingleAnswers(dials, rates)
        told = [alone.answer(digest) for digest in DIGESTS]
        assert np.array_equal(table, [row for row, _ in told])
        assert untold.tolist() == [abstain for _, abstain in told]
