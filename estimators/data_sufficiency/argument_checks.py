"""What a forecast may be asked and told, or a sentence on what is wrong with it."""

import numpy as np
from numpy.typing import ArrayLike

from estimators.base.errors import UserError
from estimators.data_sufficiency.curve_space import Floats
from estimators.data_sufficiency.prior import KINDS


def check_target(target: float) -> None:
    """Raise a `UserError` unless the target lies above 0 and at most at 1."""
    if not np.isfinite(target) or not 0 < target <= 1:
        raise UserError(
            f"A target of {target:g} is not between 0 and 1.",
            "No one is right more than 100% of the time." if target > 1 else "",
            f"Did you mean {target / 100:g}?"
            if 10 <= target <= 100
            else "Give a share such as 0.9.",
        )


def check_facts(
    n_classes: float | None, majority: float | None, modality: str | None = None
) -> None:
    """Raise a `UserError` unless classes, largest share and modality are possible (None: unknown)."""
    if modality is not None and modality not in KINDS:
        raise UserError(
            f"There is no kind of example called “{modality}”.",
            "",
            f"Use one of {', '.join(KINDS)}, or leave it out.",
        )
    if n_classes is not None and not n_classes >= 2:
        raise UserError(
            f"{n_classes:g} class{'' if n_classes == 1 else 'es'} cannot be told apart.",
            "",
            "Give at least two classes.",
        )
    if majority is not None and not 0 < majority <= 1:
        raise UserError(
            f"The largest class cannot hold {majority:g} of all examples.",
            "It is a share between 0 and 1.",
            "Give the share of the largest class, or leave it out.",
        )


def checked_sizes(n: ArrayLike) -> Floats:
    """Counts of examples as a 1-D array."""
    size = np.atleast_1d(np.asarray(n, dtype=np.float64))
    if size.ndim != 1 or not np.all(np.isfinite(size)) or np.any(size < 1):
        raise UserError(
            "A forecast needs counts of 1 or more.", "", "Give one or more numbers of examples."
        )
    return size


def checked_quantiles(quantiles: ArrayLike) -> Floats:
    """Quantiles as a 1-D array."""
    level = np.atleast_1d(np.asarray(quantiles, dtype=np.float64))
    if level.ndim != 1 or not np.all((level > 0) & (level < 1)):
        raise UserError(
            "A quantile is not between 0 and 1.", "", "Give numbers such as 0.1, 0.5 and 0.9."
        )
    return level
