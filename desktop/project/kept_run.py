"""What a training's data is known by, and how its result is kept: everything that was measured, without the long tail of answers."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from desktop.project.records import Json
from estimators.classifier.evaluation_result import Prediction
from estimators.classifier.training_result import TrainingResult

KEPT_PROBABILITIES = 5
SEEN_BY_TRAINING = """SELECT e.sha256, c.name, e.held_out, e.belongs FROM example e JOIN class c ON c.id = e.class_id
    WHERE e.trouble = '' ORDER BY e.sha256, c.name, e.held_out, e.belongs"""


TABLE_KEY, TABLE_COLUMNS_KEY = "table", "table.columns"
"""The facts that say which table a project holds, and what somebody said of its columns."""
TABLE_SEEN = "SELECT key, value FROM fact WHERE key IN ('table', 'table.columns', 'measure.tolerance') ORDER BY key"


def fingerprint_of(rows: Iterable[tuple[Json, ...]], table: Iterable[tuple[Json, ...]] = ()) -> str:
    """:meth:`Project.fingerprint`, of the rows that ``SEEN_BY_TRAINING`` gives, and of those of a table."""
    ends: dict[tuple[Json, ...], str] = {}
    texts: list[str] = []
    for row in (
        rows
    ):  # the JSON text of each, of which a hundred thousand rows share what comes after the hash
        rest = row[1:] if row[3] else row[1:3]
        end = ends.get(rest) or ends.setdefault(rest, json.dumps(rest)[1:])
        content = row[0]
        plain = isinstance(content, str) and content.isascii() and content.isalnum()
        first = f'"{content}"' if plain else json.dumps(content)
        texts.append(f"[{first}, {end}")
    digest = hashlib.sha256("".join(texts).encode())
    for row in table:
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def shortened(result: TrainingResult) -> TrainingResult:
    """The result with the likeliest classes of each prediction and the true one.

    With 77 classes all probabilities of 4,000 test examples would add 8 MB to every run.
    """
    return replace(result, predictions=tuple(map(_shortened, result.predictions)))


def _shortened(row: Prediction) -> Prediction:
    given = row.probabilities
    if len(given) <= KEPT_PROBABILITIES:
        return row
    kept = sorted(given, key=lambda name: -given[name])[:KEPT_PROBABILITIES]
    names = dict.fromkeys([*kept, *([row.truth] if row.truth in given else [])])
    return replace(row, probabilities={name: given[name] for name in names})
