"""What it would be worth to know: everything (EVPI), or one input (EVPPI)."""

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.float64]


def evpi(npv: Draws) -> float:
    """Return E[max over options] - max over options of E; `npv` has shape (draws, options)."""
    return max(0.0, float(npv.max(axis=1).mean() - npv.mean(axis=0).max()))


def evppi(x: Draws, npv: Draws) -> float:
    """Return the expected value of knowing one input exactly.

    The draws are sorted by the input and cut into N^(1/3) bins; within a bin the input is all but
    known, so the best option by the bin's mean is what one would choose knowing it (Strong and
    Oakley 2013, https://doi.org/10.1177/0272989X12465755, describes this single-loop estimate).

    Parameters
    ----------
    x : ndarray of shape (draws,)
    npv : ndarray of shape (draws, options)
    """
    if x[0] == x[-1] and np.ptp(x) == 0:
        return 0.0
    return evppi_in_order(np.argsort(x, kind="stable"), npv)


def noise(npv: Draws, seed: int, repeats: int = 8) -> float:
    """Return what `evppi` finds at most where there is nothing to find: bins cut at random."""
    stream = np.random.default_rng([seed, 1])
    return max(evppi_in_order(stream.permutation(len(npv)), npv) for _ in range(repeats))


def evppi_in_order(order: npt.NDArray[np.intp], npv: Draws) -> float:
    """Return `evppi` for the input that sorts the draws in this order."""
    n = len(order)
    edges = np.linspace(0, n, max(1, round(n ** (1 / 3))) + 1).astype(np.intp)
    sums = np.add.reduceat(npv[order], edges[:-1], axis=0)
    chosen = sums.max(axis=1).sum() / n
    return max(0.0, float(chosen - npv.mean(axis=0).max()))
