"""Class names as people write them, in all that a report prints: “normal activity” for what files, models and JSON call normal_activity.

How to use, line by line:

    with_written_names(evidence)     the same evidence, its class names written out; itself where no name has an underscore
"""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import partial
from typing import Any

from estimators.base.phrase import with_names_written
from reports.evidence import Evidence


def with_written_names(evidence: Evidence) -> Evidence:
    """The evidence as it is printed; what is attached keeps its ids."""
    names = [row.label for row in evidence.data.classes] if evidence.data is not None else []
    if evidence.accuracy is not None:
        names += [row.name for row in evidence.accuracy.per_class]
    if evidence.candidates is not None and evidence.candidates.slices is not None:
        names += [row.label for row in evidence.candidates.slices.rows]
    ids = frozenset(name for name in names if "_" in name)
    if not ids:
        return evidence
    changed = _changed(evidence, ids)
    assert isinstance(changed, Evidence)
    return changed


def _changed(value: Any, ids: frozenset[str]) -> Any:
    """The value with every text in it written out; the same object where nothing in it changes."""
    change = partial(_changed, ids=ids)
    match value:
        case Enum():
            return value
        case str():
            return with_names_written(value, ids)
        case tuple() if type(value) is tuple:
            found = tuple(map(change, value))
            return found if any(a is not b for a, b in zip(found, value, strict=True)) else value
        case _ if is_dataclass(value) and not isinstance(value, type):
            parts = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
            now = {name: change(part) for name, part in parts.items()}
            new = {name: part for name, part in now.items() if part is not parts[name]}
            return replace(value, **new) if new else value
    return value
