"""What training data is known by: content, labels, test and what belongs together, in one hash.

The same data gives the same hash, in whichever order it was added. It is a sum over the examples of each class, so that after an
edit only the examples beside it are read again (docs/decisions/0461-a-large-table-is-read-block-by-block.md). What older versions
kept is a hash over all of them in order.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping

from desktop.project.records import Json

Rows = Iterable[tuple[Json, ...]]
Read = Callable[[str], Rows]

TABLE_KEY, TABLE_COLUMNS_KEY = "table", "table.columns"
"""The facts that say which table a project holds, and what somebody said of its columns."""
TABLE_SEEN = "SELECT key, value FROM fact WHERE key IN ('table', 'table.columns', 'measure.tolerance') ORDER BY key"
SEEN = "SELECT class_id, sha256, held_out, belongs FROM example WHERE class_id IS NOT NULL AND trouble = ''"
NAMES = "SELECT id, name FROM class"
_SUMMED = "sum:"  # what begins with it is a sum over the examples
_SEEN_IN_ORDER = """SELECT e.sha256, c.name, e.held_out, e.belongs FROM example e JOIN class c ON c.id = e.class_id
    WHERE e.trouble = '' ORDER BY e.sha256, c.name, e.held_out, e.belongs"""


def sums_of(rows: Rows) -> dict[int, int]:
    """The sum over the examples of each class, from rows that ``SEEN`` gives: those of parts add up."""
    sums: dict[int, int] = {}
    for class_id, *seen in rows:
        number = int.from_bytes(hashlib.sha256(repr(seen).encode()).digest(), "big")
        sums[class_id] = sums.get(class_id, 0) + number
    return sums


def fingerprint_of_sums(
    parts: Iterable[Mapping[int, int]], names: Mapping[int, str], table: Rows
) -> str:
    """The hash of all data, from the sums of its parts, the names of the classes and the rows that ``TABLE_SEEN`` gives."""
    sums: dict[str, int] = {}
    for part in parts:
        for class_id, number in part.items():
            if class_id in names:
                sums[names[class_id]] = sums.get(names[class_id], 0) + number
    seen = [[name, str(number)] for name, number in sorted(sums.items())]
    return _SUMMED + hashlib.sha256(json.dumps([seen, list(table)]).encode()).hexdigest()


def is_summed(fingerprint: str) -> bool:
    """Whether it is made as it is made now, not as older versions did."""
    return fingerprint.startswith(_SUMMED)


def fingerprint_in_order(read: Read) -> str:
    """The same of the data as older versions made it: of the JSON text of each example, in order."""
    ends: dict[tuple[Json, ...], str] = {}
    texts: list[str] = []
    for content, *seen in read(_SEEN_IN_ORDER):  # most share what comes after the content
        rest = tuple(seen if seen[2] else seen[:2])
        end = ends.get(rest) or ends.setdefault(rest, json.dumps(rest)[1:])
        texts.append(f"[{json.dumps(content)}, {end}")
    texts += map(json.dumps, read(TABLE_SEEN))
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def fingerprints_of(read: Read) -> tuple[str, str]:
    """Both, of whatever ``read`` reads: as it is made now, and as older versions did."""
    names = {int(str(number)): str(name) for number, name in read(NAMES)}
    return (
        fingerprint_of_sums([sums_of(read(SEEN))], names, read(TABLE_SEEN)),
        fingerprint_in_order(read),
    )
