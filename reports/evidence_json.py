"""Evidence to JSON and back, driven by the dataclasses' own type hints: no second list of fields to keep."""

import json
import math
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from typing import Any

from estimators.base.errors import UserError
from reports.evidence import SCHEMA_VERSION, Evidence

_NEXT_STEP = "Write it again with Report > Export evidence."


class _MismatchError(ValueError):
    """A value does not fit its field; the message names the place."""


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
    if schema != SCHEMA_VERSION:
        raise UserError(
            "This evidence file can’t be read.",
            f"It has schema {str(schema)[:20]}; this version reads {SCHEMA_VERSION}.",
            "Open it with the version of Smart Enough that wrote it.",
        )
    try:
        evidence = _typed(Evidence, document["evidence"], "evidence")
    except (_MismatchError, RecursionError) as error:
        raise UserError("This evidence file is damaged.", str(error)[:300], _NEXT_STEP) from error
    assert isinstance(evidence, Evidence)
    return evidence


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


def _typed(hint: Any, value: Any, place: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _optional(hint, value, place)
    if origin in (tuple, frozenset):
        return _sequence(hint, value, place)
    if is_dataclass(hint):
        return _record(hint, value, place)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if value not in list(hint):
            raise _MismatchError(f"{place} is not one of {', '.join(hint)}.")
        return hint(value)
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return _float(value, place)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise _MismatchError(f"{place} is not of type {hint.__name__}.")
    return value


def _float(value: int | float, place: str) -> float:
    try:
        return float(value)
    except OverflowError as error:
        raise _MismatchError(f"{place} is too large a number.") from error


def _optional(hint: Any, value: Any, place: str) -> Any:
    if value is None:
        return None
    (inner,) = [arg for arg in typing.get_args(hint) if arg is not type(None)]
    return _typed(inner, value, place)


def _sequence(hint: Any, value: Any, place: str) -> Any:
    if not isinstance(value, list):
        raise _MismatchError(f"{place} is not a list.")
    args = typing.get_args(hint)
    if typing.get_origin(hint) is frozenset:
        return frozenset(_typed(args[0], item, f"{place}[{i}]") for i, item in enumerate(value))
    if args[-1] is Ellipsis:
        return tuple(_typed(args[0], item, f"{place}[{i}]") for i, item in enumerate(value))
    if len(args) != len(value):
        raise _MismatchError(f"{place} needs {len(args)} values.")
    return tuple(
        _typed(arg, item, f"{place}[{i}]")
        for i, (arg, item) in enumerate(zip(args, value, strict=True))
    )


def _record(hint: Any, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise _MismatchError(f"{place} is not an object.")
    hints = typing.get_type_hints(hint)
    given = {}
    for each in fields(hint):
        if each.name in value:
            given[each.name] = _typed(hints[each.name], value[each.name], f"{place}.{each.name}")
        elif each.default is MISSING and each.default_factory is MISSING:
            raise _MismatchError(f"{place}.{each.name} is missing.")
    return hint(**given)
