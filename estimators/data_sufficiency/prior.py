"""What learning curves look like before anything is measured: the shipped prior."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from estimators.data_sufficiency.curve_space import CLASSES, MAJORITY, N_FEATURES, Floats, logit
from estimators.data_sufficiency.mixture import GaussianMixture

PRIOR_FILE = Path(__file__).with_name("prior.npz")
RELIABILITY_FILE = Path(__file__).with_name("reliability.json")
MOST_CLASSES, SHARES_SEEN = 80, (0.0125, 0.995)
"""The most classes, and the range of the largest class's share, in the curves of the prior (nearly)."""
KINDS = ("table", "photo", "text", "sound", "video")
"""What the curves of the collection are of. The app says which it is, where it knows."""


def save_prior(mixture: GaussianMixture, path: Path) -> None:
    """Write the mixture as single-precision arrays; of each covariance only the lower triangle."""
    lower = np.tril_indices(N_FEATURES)
    arrays = {
        "weights": mixture.weights.astype(np.float32),
        "means": mixture.means.astype(np.float32),
        "covariances": mixture.covariances[:, lower[0], lower[1]].astype(np.float32),
    }
    if mixture.kinds is not None:
        arrays["kinds"] = mixture.kinds.astype(np.float32)
    if mixture.spreads is not None:
        arrays["spreads"] = mixture.spreads.astype(np.float32)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def read_prior(path: Path) -> GaussianMixture:
    """Read what `save_prior` wrote."""
    lower = np.tril_indices(N_FEATURES)
    with np.load(path, allow_pickle=False) as file:
        weights, means, triangles = (
            file[name].astype(np.float64) for name in ("weights", "means", "covariances")
        )
        kinds, spreads = (
            file[name].astype(np.float64) if name in file else None for name in ("kinds", "spreads")
        )
    if kinds is not None:
        kinds /= kinds.sum(axis=0)
    covariances = np.zeros((len(weights), N_FEATURES, N_FEATURES))
    covariances[:, lower[0], lower[1]] = triangles
    covariances[:, lower[1], lower[0]] = triangles
    return GaussianMixture(weights / weights.sum(), means, covariances, kinds, spreads)


@cache
def shipped_prior() -> GaussianMixture:
    """The prior trained on the learning curves named in NOTICE."""
    return read_prior(PRIOR_FILE)


@cache
def reliability() -> dict[str, Any]:
    """How such forecasts have done on held-out datasets, as `tests/benchmarks/forecast.py` measured it.

    `tasks`, `datasets`, and the shares `within_80` and `within_90` of truths inside the 80 and 90 % band. `pools`, of real
    photos, texts and sounds forecast from a quarter of them: for each `modality` the number of sets (`pools`) and of
    `forecasts`, the share `within_80`, and the mean absolute error `mae` in accuracy points.
    """
    measured: dict[str, Any] = json.loads(RELIABILITY_FILE.read_text(encoding="utf-8"))
    return measured


def known_facts(n_classes: float | None, majority: float | None) -> tuple[Floats, Floats]:
    """Rows and values that condition a curve on the task's number of classes and largest share.

    Beyond what the curves of the prior have, they are taken as the furthest that those have: a line through the
    known ones would promise anything to a task of a thousand classes.
    """
    rows, values = [], []
    for position, value in (
        (MAJORITY, None if majority is None else float(logit(np.clip(majority, *SHARES_SEEN)))),
        (CLASSES, None if n_classes is None else float(np.log2(min(n_classes, MOST_CLASSES)))),
    ):
        if value is not None:
            rows.append(np.eye(N_FEATURES)[position])
            values.append(value)
    return np.asarray(rows).reshape(-1, N_FEATURES), np.asarray(values, dtype=np.float64)
