"""How far people agree: against published examples and other libraries."""

import pytest

from estimators.base.errors import UserError
from estimators.measure.agreement import Scale, agreement

# Krippendorff's own example, four observers and twelve units ("Computing Krippendorff's alpha-reliability", 2011).
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


@pytest.mark.parametrize(
    ("scale", "alpha"), [(Scale.NOMINAL, 0.743), (Scale.ORDINAL, 0.815), (Scale.INTERVAL, 0.849)]
)
def test_alpha_is_that_of_the_published_example(scale: Scale, alpha: float) -> None:
    found = agreement(list(zip(*OBSERVERS, strict=True)), scale=scale)
    assert found.coefficient == "alpha"
    assert found.value == pytest.approx(alpha, abs=5e-4)
    assert found.n == 11  # one unit has a single grade
    assert found.low is not None
    assert found.low < alpha


def test_kappa_is_that_of_scikit_learn() -> None:
    import numpy as np
    from sklearn.metrics import cohen_kappa_score

    rng = np.random.default_rng(1)
    first = rng.integers(0, 3, 80)
    second = np.where(rng.random(80) < 0.7, first, rng.integers(0, 3, 80))
    found = agreement([(int(a), int(b)) for a, b in zip(first, second, strict=True)])
    assert found.coefficient == "kappa"
    assert found.value == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
    assert found.raw == pytest.approx(float((first == second).mean()))
    assert found.split == int((first != second).sum())


def test_where_all_grades_are_alike_there_is_no_coefficient() -> None:
    found = agreement([(True, True)] * 5)
    assert (found.raw, found.value, found.low) == (1.0, None, None)
    assert agreement([("x", "x", "x")] * 5).value is None


def test_agreement_needs_two_people_on_the_same_cases() -> None:
    with pytest.raises(UserError, match="there are 1"):
        agreement([(True, None), (True, False), (None, False)])
