"""Measures of a classifier's answers. Every share comes with its n and its exact 90 % interval."""

from collections.abc import Callable, Sequence

import numpy as np

from estimators.classifier.arrays import Doubles, Indices, Mask
from estimators.classifier.evaluation_result import OperatingPoint, ReliabilityBin, Share

BINS = 15
_SIMULATIONS = 200
_THRESHOLDS = (0.0, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)


def expected_calibration_error(confidence: Doubles, right: Mask) -> float:
    """Mean gap between said and true in 15 bins of equal mass (Naeini et al. 2015), weighted by their size."""
    return _calibration_error_of(confidence)(right)


def calibration_error_by_chance(confidence: Doubles, seed: int = 0) -> float:
    """The calibration error that a perfectly calibrated model of these confidences would show on average."""
    rng, error = np.random.default_rng(seed), _calibration_error_of(confidence)
    draws = (rng.random(len(confidence)) < confidence for _ in range(_SIMULATIONS))
    return float(np.mean([error(right) for right in draws]))


def _calibration_error_of(confidence: Doubles) -> Callable[[Mask], float]:
    """The error by which of the answers are right: what rests on their confidence alone is worked out once."""
    order = np.argsort(confidence, kind="stable")
    bins = [part for part in np.array_split(order, BINS) if len(part)]
    sizes = np.array([len(part) for part in bins])
    said, starts = np.array([confidence[part].mean() for part in bins]), np.cumsum(sizes) - sizes

    def error(right: Mask) -> float:
        true = np.add.reduceat(right[order], starts, dtype=np.intp) / sizes
        return float(sum((np.abs(said - true) * sizes).tolist()) / len(order))

    return error


def reliability(confidence: Doubles, right: Mask) -> tuple[ReliabilityBin, ...]:
    """Up to ten bins of equal mass, fewer if that would leave less than eight answers in one."""
    count = max(1, min(10, len(confidence) // 8))
    bins = []
    for part in np.array_split(np.argsort(confidence, kind="stable"), count):
        share = Share.of(int(right[part].sum()), len(part))
        if share.value is not None and share.low is not None and share.high is not None:
            said = float(confidence[part].mean())
            bins.append(ReliabilityBin(said, share.value, share.low, share.high, share.n))
    return tuple(bins)


def coverage_risk(confidence: Doubles, right: Mask, abstained: Mask) -> tuple[OperatingPoint, ...]:
    """What is answered and how well, from answering everything to answering only when almost certain."""
    points = []
    for threshold in _THRESHOLDS:
        answered = (confidence >= threshold) & ~abstained
        share = Share.of(int(right[answered].sum()), int(answered.sum()))
        coverage = share.n / len(confidence)
        points.append(
            OperatingPoint(threshold, coverage, share.value, share.n, share.low, share.high)
        )
    return tuple(points)


def log_loss(probabilities: Doubles, codes: Indices) -> float:
    """Mean -log of the probability given to the truth; no probability counts as less than 1e-12."""
    truth = probabilities[np.arange(len(codes)), codes]
    return float(-np.log(np.clip(truth, 1e-12, 1.0)).mean())


def auroc(inliers: Sequence[float], outliers: Sequence[float]) -> float | None:
    """The chance that a strange example scores higher than an ordinary one; None if there are none of a kind."""
    from scipy.stats import rankdata

    if not len(inliers) or not len(outliers):
        return None
    ranks = rankdata(np.concatenate([outliers, inliers]))[: len(outliers)]
    wins = ranks.sum() - len(outliers) * (len(outliers) + 1) / 2
    return float(wins / (len(outliers) * len(inliers)))
