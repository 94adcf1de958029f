"""Reading what counts besides money: a ranking, weights or scores of one's own.

intangibles.json beside this file holds the criteria, their anchors and the usual scores.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, combinations
from math import isfinite
from pathlib import Path
from typing import Any

from estimators.base.errors import UserError
from estimators.base.sentence import data_file, tr
from estimators.case.ways import OLDER_NAMES, OPTIONS

Range = tuple[float, float, float]  # low, middle, high
Weights = dict[str, float]


def criteria_names() -> tuple[str, ...]:
    return tuple(entry["name"] for entry in criteria_entries())


def rank_order_centroids(k: int) -> tuple[float, ...]:
    """Return the mean of all weights that fall in this order, the largest first; they sum to 1."""
    return tuple(sum(1 / i for i in range(rank, k + 1)) / k for rank in range(1, k + 1))


def weights_of(case: Mapping[str, Any]) -> tuple[Weights, str, list[tuple[float, ...]]]:
    """Return the weights, whose they are, and the extremes of what they may be."""
    names = criteria_names()
    given = case.get("intangible_weights")
    if given is not None:
        weights = _given_weights(given)
        return weights, "your weights", [tuple(weights.values())]
    ranking = _ranking(case.get("intangible_ranking"))
    centroids = rank_order_centroids(len(names))
    unranked = [name for name in names if name not in ranking]
    shared = sum(centroids[len(ranking) :]) / len(unranked) if unranked else 0.0
    weights = {n: centroids[ranking.index(n)] if n in ranking else shared for n in names}
    # The corners of all weights in this order: the first few alike, the others nothing.
    subsets = chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1))
    corners = []
    for subset in subsets:
        first = [name for name in ranking if name in subset]
        in_order = first == ranking[: len(first)]
        if in_order and (len(first) == len(subset) or len(first) == len(ranking)):
            corners.append(tuple((n in subset) / len(subset) for n in names))
    return weights, "your ranking" if ranking else "all alike", corners


def _ranking(given: object) -> list[str]:
    if given is None:
        return []
    names = criteria_names()
    ranking = list(given) if isinstance(given, list | tuple) else None
    if ranking is None or any(n not in names or ranking.count(n) > 1 for n in ranking):
        raise UserError(
            tr(
                "“intangible_ranking” must list some of {names}, each once.", names=", ".join(names)
            ),
            tr("It is {given}.", given=f"{given!r:.60}"),
            tr("Put what matters most first, or leave it out."),
        )
    return [str(name) for name in ranking]


def _given_weights(given: object) -> Weights:
    names = criteria_names()
    if not isinstance(given, Mapping) or any(name not in names for name in given):
        raise UserError(
            tr(
                "“intangible_weights” must name some of {names}, each with a weight.",
                names=", ".join(names),
            ),
            tr("It is {given}.", given=f"{given!r:.60}"),
            tr(
                'Write {{"{names}": 60, "{names_2}": 40}}, or leave it out.',
                names=names[0],
                names_2=names[1],
            ),
        )
    for name, weight in given.items():
        if not is_number(weight) or not 0 <= weight <= 1e9:
            raise UserError(
                tr("“intangible_weights” needs a weight of 0 or more for “{name}”.", name=name),
                tr("It is {weight}.", weight=f"{weight!r:.30}"),
                tr("Give 100 to what matters most, and less to the others."),
            )
    total = sum(given.values())
    if total <= 0:
        raise UserError(
            tr("“intangible_weights” must have a weight above 0."),
            tr("All are 0."),
            tr("Give 100 to what matters most, or leave it out."),
        )
    return {name: given.get(name, 0) / total for name in names}


def scores_given(given: object) -> dict[tuple[str, str], Range]:
    """Return the scores that a case gives itself, by option and criterion."""
    if given is None:
        return {}
    found = {}
    rows = given.items() if isinstance(given, Mapping) else [("", None)]
    for named, row in rows:
        option = OLDER_NAMES.get(named, named)
        if option not in OPTIONS or not isinstance(row, Mapping):
            raise UserError(
                tr("“intangible_scores” must hold options with their scores."),
                tr("It is {given}.", given=f"{given!r:.60}"),
                tr('Write {"buy_product": {"privacy": 40}}, or leave it out.'),
            )
        for name, score in row.items():
            ends = score if isinstance(score, list | tuple) and len(score) == 2 else (score, score)
            numbers = all(is_number(end) and 0 <= end <= 100 for end in ends)
            if name not in criteria_names() or not numbers or ends[0] > ends[1]:
                raise UserError(
                    tr(
                        "“intangible_scores” needs 0 to 100 for “{option}” on {name}.",
                        option=option,
                        name=f"{name!r:.30}",
                    ),
                    tr("It is {score}.", score=f"{score!r:.30}"),
                    tr(
                        "The criteria are {criteria_names}.",
                        criteria_names=", ".join(criteria_names()),
                    ),
                )
            found[option, name] = middle_of(list(ends))
    return found


def is_number(value: object) -> bool:
    """Whether a value is a finite number (and no yes or no)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or isfinite(value)


def middle_of(score: float | Sequence[float]) -> Range:
    """Return a score, or two that are its ends, as a range."""
    low, high = (score, score) if isinstance(score, int | float) else score
    return float(low), (low + high) / 2, float(high)


@cache
def criteria_entries() -> list[dict[str, Any]]:
    """Return the criteria as written in intangibles.json."""
    entries: list[dict[str, Any]] = data_file(Path(__file__).with_name("intangibles.json"))[
        "criteria"
    ]
    return entries
