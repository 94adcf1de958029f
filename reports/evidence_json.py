"""Evidence to JSON and back, driven by the dataclasses' own type hints: no second list of fields to keep."""

import json
import math
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from estimators.base.codec import MismatchError, convert
from estimators.base.date import read_day
from estimators.base.errors import UserError
from estimators.base.interval import of_all
from estimators.base.percent import percent
from reports.evidence import SCHEMA_VERSION, Evidence

_NEXT_STEP = "Write it again with Report > Export evidence."


def dump(evidence: Evidence) -> str:
    """A JSON document with its schema number; the same evidence gives the same text."""
    document = {"schema": SCHEMA_VERSION, "evidence": _plain(evidence)}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def load(text: str | bytes) -> Evidence:
    """The evidence of a document that ``dump`` wrote; UserError where it is none, or a newer one."""
    try:
        document = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UserError(
            "This evidence file can’t be read.", "It is not a JSON document.", _NEXT_STEP
        ) from error
    if not isinstance(document, dict) or "schema" not in document or "evidence" not in document:
        raise UserError(
            "This is not an evidence file.", "It has no schema number or no evidence.", _NEXT_STEP
        )
    schema = document["schema"]
    if schema == 1:
        _from_first_schema(document["evidence"])
    elif schema != SCHEMA_VERSION:
        raise UserError(
            "This evidence file can’t be read.",
            f"It has schema {str(schema)[:20]}; this version reads 1 to {SCHEMA_VERSION}.",
            "Open it with the version of Smart Enough that wrote it.",
        )
    try:
        return convert(document["evidence"], Evidence)
    except MismatchError as error:
        raise UserError("This evidence file is damaged.", f"{error}.", _NEXT_STEP) from error


def _from_first_schema(evidence: Any) -> None:
    """Bring an older document up to date, in place; what does not look like one is left to the reader, which says where."""
    accuracy, readiness = _within(evidence, "accuracy"), _within(evidence, "launch", "readiness")
    correct, n = accuracy.get("correct"), accuracy.get("n")
    if isinstance(correct, int) and isinstance(n, int) and n and "right" not in accuracy:
        bound = _within(accuracy, "bound")
        of = {"n": n, "split": bound.get("split", ""), "provenance": "measured"}
        ends = {"low": bound.get("low"), "high": bound.get("high")}
        share = correct / n
        accuracy["right"] = {
            "text": percent(share),
            "value": share,
            "counted": correct,
            **of,
            **ends,
        }
        run = str(accuracy.get("run", "")).capitalize()
        accuracy["headline"] = f"{run} is right {percent(share)} of the time."
        accuracy["lead"] = f"{of_all(correct, n)}: sure of at least {bound.get('text', '')}."
    for one in filter(_is_object, _list_within(accuracy, "per_class")):
        if "label" in one:
            one["name"] = one.pop("label")
            value = one["found"] / one["n"] if one.get("n") else None
            known = {"value": value, "n": one.get("n")}
            one["recall"] = known | {"low": one.pop("low", None), "high": one.pop("high", None)}
            one["precision"] = {"value": None, "low": None, "high": None, "n": 0}
    for one in filter(_is_object, _list_within(readiness, "dates")):
        day = read_day(str(one.get("date", "")))
        if day is not None:
            one |= {"key": "", "date": day.isoformat()}


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _within(value: Any, *names: str) -> dict[str, Any]:
    """The object at a place of a document; an empty one where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _list_within(value: dict[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number that evidence may hold.")


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, frozenset):
        return [_plain(item) for item in sorted(value)]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _number(value) if isinstance(value, float) else value


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None  # unknown, never a zero
    if value.is_integer() and abs(value) < 2**53:
        return int(value)  # 5 and 5.0 are equal evidence, so they are written alike
    return value
