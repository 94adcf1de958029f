"""Photos taken within seconds of one another by one camera."""

import numpy as np
from numpy.typing import NDArray

_SECONDS = 10.0
_SECONDS_A_DAY = 86_400.0


def bursts(
    day: NDArray[np.float64],
    second: NDArray[np.float64],
    camera: NDArray[np.float64],
    unit: NDArray[np.float32],
    alike: NDArray[np.float64],
) -> list[tuple[int, int]]:
    """Pairs that follow each other within ten seconds and show much the same.

    Time alone does not join: a camera over a belt takes a photo of another thing every second.

    Parameters
    ----------
    day, second, camera : arrays of shape (n,)
        As `fact_columns` has them; not a number where the file does not say.
    unit : array of shape (n, dimensions)
        Features of unit length.
    alike : array of shape (n,)
        The distance (1 - cosine) below which one is alike to another of its class.
    """
    known = np.flatnonzero(np.isfinite(day) & np.isfinite(second) & np.isfinite(camera))
    time = day[known] * _SECONDS_A_DAY + second[known]
    order = np.lexsort((time, camera[known]))
    rows, time = known[order], time[order]
    a, b = rows[:-1], rows[1:]
    follows = (camera[a] == camera[b]) & (np.diff(time) <= _SECONDS)
    a, b = a[follows], b[follows]
    distance = 1.0 - np.einsum("nd,nd->n", unit[a], unit[b])
    near = distance <= np.minimum(alike[a], alike[b])
    return list(zip(a[near].tolist(), b[near].tolist(), strict=True))
