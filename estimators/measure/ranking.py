"""How well a list is ranked: hit@k, nDCG@k, reciprocal rank.

nDCG with linear gains and a logarithmic discount, as trec_eval and scikit-learn count it (Järvelin and Kekäläinen 2002,
https://doi.org/10.1145/582415.582418): against the best list that could be made of all that is relevant.
"""

import json
from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path

from estimators.base.errors import UserError
from estimators.base.sentence import tr
from estimators.measure.answer_row import number_of
from estimators.measure.case import LeftOut, RowLoss, RowLosses
from estimators.measure.table_rows import columns_of_table

Relevance = Mapping[str, Mapping[str, float]]
"""By case: how relevant each item is, from 0."""


def ranked_items(text: str | None) -> tuple[str, ...]:
    """The items of an answer, best first: a list in JSON, lines, or separated by “|”, commas or spaces. Each counts once."""
    if text is None:
        return ()
    items: Sequence[object] | None = None
    if text.lstrip().startswith("["):
        try:
            items = json.loads(text)
        except (ValueError, RecursionError):
            items = None
    if not isinstance(items, list):
        mark = next((mark for mark in ("\n", "|", ";", ",") if mark in text.strip()), None)
        items = text.split(mark)
    return tuple(dict.fromkeys(name for name in (str(item).strip() for item in items) if name))


def hit_at(ranked: Sequence[str], relevant: Mapping[str, float], k: int) -> bool:
    """Whether something relevant is among the first k."""
    return any(relevant.get(item, 0) > 0 for item in ranked[:k])


def ndcg_at(ranked: Sequence[str], relevant: Mapping[str, float], k: int) -> float:
    """Discounted gain of the first k, of the most that was possible; 0 where nothing is relevant."""
    best = _gain(sorted(relevant.values(), reverse=True)[:k])
    return _gain([relevant.get(item, 0.0) for item in ranked[:k]]) / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, float]) -> float:
    """One over the place of the first relevant item; 0 where there is none."""
    places = (at for at, item in enumerate(ranked, 1) if relevant.get(item, 0) > 0)
    return next((1 / at for at in places), 0.0)


def read_relevance(path: Path) -> tuple[dict[str, dict[str, float]], tuple[LeftOut, ...]]:
    """Read a table with the columns id, item and grade, and what of it was left out.

    Raises `UserError` where it lacks a column, or no row can be read.
    """
    losses = RowLosses()
    found: dict[str, dict[str, float]] = {}
    for line, cells in columns_of_table(path, ("id", "item", "grade"), losses):
        name, item, grade = cells
        value = number_of(grade, losses, line)
        if value is None:
            continue
        if item in found.setdefault(name, {}):
            losses.add(RowLoss.DOUBLED, line)
        else:
            found[name][item] = max(value, 0.0)
    if not found:
        raise UserError(
            tr("“{name}” says of no item how relevant it is.", name=path.name),
            "",
            tr("Give a table with the columns id, item and grade."),
        )
    return found, losses.found()


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / log2(at + 2) for at, grade in enumerate(grades))
