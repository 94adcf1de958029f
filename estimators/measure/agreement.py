"""How far people (or people and a judge) agree, and what they have to settle.

Raw agreement is always beside it; Cohen's kappa for two (1960, https://doi.org/10.1177/001316446002000104), Krippendorff's alpha for
more, for gaps and for ordered grades (2004, Content Analysis, chapter 11). Intervals draw cases again. The alpha is our own:
the package of that name is under the GPL, statsmodels (kappa) takes 65 MB and five seconds to import.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.classifier.arrays import Doubles
from estimators.measure.estimate import CONFIDENCE

Grades = Sequence[Sequence[Hashable | None]]
"""A row a case, a column a rater; None where somebody did not grade."""
_LEAST_SHARED = 2
_DRAWS = 500
"""How often cases are drawn again."""


class Scale(StrEnum):
    """How far two grades lie apart."""

    NOMINAL = "nominal"  # the same or not
    ORDINAL = "ordinal"  # by how many grades lie between
    INTERVAL = "interval"  # by their difference, squared


@dataclass(frozen=True)
class RaterAgreement:
    """How far raters agree on the cases that at least two of them graded.

    - `raw`: the share of pairs of grades of one case that are the same.
    - `value`: kappa of two raters, alpha of more; 1 is full agreement, 0 what chance gives, None where all grades are alike.
    - `low`, `high`: where it lies; None where it cannot be drawn.
    - `n`: cases. `split`: cases on which they differ.
    """

    coefficient: str
    raw: float
    value: float | None
    low: float | None
    high: float | None
    n: int
    split: int


def agreement(
    grades: Grades,
    *,
    scale: Scale = Scale.NOMINAL,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> RaterAgreement:
    """Measure agreement: Cohen's kappa for two raters on a nominal scale, else Krippendorff's alpha.

    Raises `UserError` where fewer than two cases were graded by two people.
    """
    shared = [row for row in grades if sum(grade is not None for grade in row) > 1]
    if len(shared) < _LEAST_SHARED:
        raise UserError(
            tr("Agreement needs cases that two people graded; there are {n}.", n=len(shared)),
            tr("Nobody can agree alone."),
            tr("Let a second person grade at least 30 of the same cases."),
        )
    two = scale is Scale.NOMINAL and all(len(row) == 2 for row in shared)
    table, values = _counts(shared)
    if two:
        codes = _codes(shared, values)

        def coefficient(weights: Doubles) -> float | None:
            return _kappa(codes, weights, len(values))
    else:
        distances = _distances(table, values, scale)

        def coefficient(weights: Doubles) -> float | None:
            return _alpha(table, weights, distances)

    low, high = _drawn(coefficient, len(shared), confidence, seed)
    pairs = table.sum(axis=1) * (table.sum(axis=1) - 1)
    same = (table * (table - 1)).sum(axis=1)
    return RaterAgreement(
        coefficient="kappa" if two else "alpha",
        raw=float(same.sum() / pairs.sum()),
        value=coefficient(np.ones(len(shared))),
        low=low,
        high=high,
        n=len(shared),
        split=int((same < pairs).sum()),
    )


def _counts(rows: Grades) -> tuple[Doubles, list[Hashable]]:
    """How often each case was given each grade, and the grades in their order."""
    found = {grade for row in rows for grade in row if grade is not None}
    try:
        values = sorted(found)  # type: ignore[type-var]
    except TypeError:
        values = sorted(found, key=str)
    place = {grade: at for at, grade in enumerate(values)}
    table = np.zeros((len(rows), len(values)))
    for at, row in enumerate(rows):
        for grade, n in Counter(grade for grade in row if grade is not None).items():
            table[at, place[grade]] = n
    return table, list(values)


def _codes(rows: Grades, values: Sequence[Hashable]) -> Doubles:
    """For each case the place of its pair of grades in the table of both raters, one after another."""
    place = {grade: at for at, grade in enumerate(values)}
    return np.array([place[first] * len(values) + place[second] for first, second in rows])


def _kappa(codes: Doubles, weights: Doubles, k: int) -> float | None:
    joint = np.bincount(codes.astype(np.intp), weights=weights, minlength=k * k).reshape(k, k)
    joint = joint / joint.sum()
    chance = float(joint.sum(axis=1) @ joint.sum(axis=0))
    return None if chance > 1 - 1e-12 else float((np.trace(joint) - chance) / (1 - chance))


def _alpha(table: Doubles, weights: Doubles, distances: Doubles) -> float | None:
    graders = table.sum(axis=1)
    weighted = table * (weights / (graders - 1))[:, None]
    coincidence = weighted.T @ table - np.diag(weighted.sum(axis=0))
    totals = coincidence.sum(axis=1)
    n = totals.sum()
    expected = float((np.outer(totals, totals) * distances).sum() / (n - 1))
    if expected <= 1e-12:
        return None
    return float(1 - (coincidence * distances).sum() / expected)


def _distances(table: Doubles, values: Sequence[Hashable], scale: Scale) -> Doubles:
    k = len(values)
    if scale is Scale.NOMINAL:
        return 1.0 - np.eye(k)
    if scale is Scale.INTERVAL:
        numbers = np.array([float(value) for value in values])  # type: ignore[arg-type]
        return np.asarray((numbers[:, None] - numbers) ** 2)
    totals = table.sum(axis=0)
    before = np.cumsum(totals) - totals / 2
    return np.asarray((before[:, None] - before) ** 2)


def _drawn(
    coefficient: Callable[[Doubles], float | None], n: int, confidence: float, seed: int
) -> tuple[float | None, float | None]:
    rng = np.random.default_rng(seed)
    draws = [
        coefficient(rng.multinomial(n, np.full(n, 1 / n)).astype(float)) for _ in range(_DRAWS)
    ]
    found = [value for value in draws if value is not None]
    if len(found) < _DRAWS / 2:
        return None, None
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
