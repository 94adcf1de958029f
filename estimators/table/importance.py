"""What a model of rows rests on: how much worse it answers held-out rows where one column is shuffled among them.

Permutation importance (Breiman 2001, https://doi.org/10.1023/A:1010933404324). It says what the model uses, not what causes the
answer; two columns that say much the same each look small.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from estimators.table.table_run import ColumnImportance, Importance, Lost

if TYPE_CHECKING:
    from estimators.table.onnx_table import OnnxTableModel, RowAnswers
    from estimators.table.target import ColumnData, Doubles, RowTarget

MOST_ROWS, SHUFFLES = 2_000, 10
_NINE_IN_TEN = 1.645
Rows = NDArray[np.intp]


def usual_share(target: "RowTarget", learned: Rows) -> float:
    """The share of the rarer of two classes among the rows that were learned from: whoever is likelier than that is warned of.

    For calibrated chances no other threshold has a larger sum of hits among both classes; nothing of the test is looked at.
    """
    return float(np.mean(target.values[learned] == 1))


def importance_of(
    file: "OnnxTableModel",
    columns: Sequence["ColumnData"],
    target: "RowTarget",
    tested: Rows,
    *,
    warned_from: float = 0.5,
    seed: int = 0,
) -> Importance:
    """Shuffle each column that the file takes among at most `MOST_ROWS` held-out rows, `SHUFFLES` times.

    - `warned_from`: as `usual_share` gives it, for two classes.

    Deterministic for a seed; each shuffle answers all of these rows once.
    """
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(tested)[:MOST_ROWS])
    lost, counted = _counted(target, rows)
    if len(rows) < 2 or not counted.any():
        return Importance(lost, int(counted.sum()), (), warned_from)
    truth = target.values[rows]
    before = file.answers_of(columns, rows)
    warnings = int((before.probabilities[:, 1] >= warned_from).sum()) if lost == Lost.FOUND else 0

    def bad(said: "RowAnswers") -> "Doubles":
        """Of each counted row, how bad its answer is."""
        if lost == Lost.CLOSE:
            return np.asarray(np.abs(said.values - truth))
        if lost == Lost.RIGHT:
            return np.asarray(said.probabilities.argmax(axis=1) != truth, np.float64)
        # As many warnings as before: a shuffled column must not buy hits with more of them.
        return 1.0 - _warned(said.probabilities[:, 1], warnings)[counted]

    usual, found = bad(before), []
    scale = float(np.abs(truth).max()) or 1.0 if lost == Lost.CLOSE else 1.0
    for one in file.columns:
        every = [
            bad(file.answers_of(columns, rows, shuffled={one.name: rng.permutation(rows)}))
            for _ in range(SHUFFLES)
        ]
        worse = np.mean(every, axis=0) - usual
        reach = _NINE_IN_TEN * float(worse.std() / np.sqrt(len(worse)))
        # Gains and losses that cancel are nothing, not the rounding of their sum.
        mean = round(float(worse.mean()) / scale, 12) * scale
        found.append(ColumnImportance(one.name, mean, mean - reach, mean + reach))
    ranked = tuple(sorted(found, key=lambda one: -one.value))
    return Importance(lost, int(counted.sum()), ranked, warned_from)


def _counted(target: "RowTarget", rows: Rows) -> tuple[Lost, NDArray[np.bool_]]:
    if target.task == "number":
        return Lost.CLOSE, np.ones(len(rows), bool)
    if len(target.classes) == 2:
        return Lost.FOUND, target.values[rows] == 1
    return Lost.RIGHT, np.ones(len(rows), bool)


def _warned(chances: "Doubles", n: int) -> "Doubles":
    """1 for the `n` rows with the largest chances; of equal ones, their share."""
    if not n:
        return np.zeros(len(chances))
    edge = np.partition(chances, len(chances) - n)[len(chances) - n]
    above, at = chances > edge, chances == edge
    return np.where(above, 1.0, np.where(at, (n - above.sum()) / at.sum(), 0.0))
