"""Published ways to continue a learning curve, to compare with: each takes a task and gives accuracy as a function of n."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import curve_fit

from estimators.classifier.arrays import Doubles

Task = dict[str, Any]


def last_value(task: Task) -> Callable[[Doubles], Doubles]:
    """Nothing changes any more."""
    now = float(np.mean(task["scores"][-1]))
    return lambda n: np.full(len(n), now)


def power_law(task: Task, weight: Doubles) -> Callable[[Doubles], Doubles]:
    """accuracy = a - b n^-c by weighted least squares; the last value if that fails."""
    n = np.array(task["n"], dtype=float)
    y = np.array([np.mean(s) for s in task["scores"]])

    def law(x: Doubles, a: float, b: float, c: float) -> Doubles:
        return np.asarray(a - b * x**-c)

    best: tuple[float, Doubles] | None = None
    for c in (0.2, 0.5, 1.0):
        start = [min(y.max() + 0.02, 0.999), 1.0, c]
        try:
            found, _ = curve_fit(
                law, n, y, start, sigma=1 / np.sqrt(weight), bounds=([0, 0, 0.01], [1, 50, 5])
            )
        except (RuntimeError, ValueError):
            continue
        loss = float(np.sum(weight * (law(n, *found) - y) ** 2))
        if best is None or loss < best[0]:
            best = loss, found
    if best is None:
        return last_value(task)
    a, b, c = best[1]
    return lambda x: law(x, a, b, c)


def pow3(task: Task) -> Callable[[Doubles], Doubles]:
    """The power law, every size weighing the same."""
    return power_law(task, np.ones(len(task["n"])))


def figueroa(task: Task) -> Callable[[Doubles], Doubles]:
    """Figueroa et al. (2012), https://doi.org/10.1186/1472-6947-12-8: later sizes weigh more (i / m)."""
    m = len(task["n"])
    return power_law(task, np.arange(1, m + 1) / m)
