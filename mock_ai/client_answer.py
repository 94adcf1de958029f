"""An answer of a kind as a client reads it: in words, as the JSON of our own address, or in the client's own schema."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from estimators.base.number import number
from estimators.base.pattern import Pattern, PatternError
from estimators.base.sentence import tr
from estimators.base.spoken_answer import strange_sentence
from mock_ai.conversation import Prompt
from mock_ai.kinds.dialled_kind import KindAnswer
from mock_ai.kinds.extraction import leaves_of, said
from mock_ai.kinds.task_steps import in_words
from mock_ai.schema_instance import ValueSource, resolved, schema_instance
from mock_ai.stubs.requested_format import list_as_asked, text_as_asked, wants_json

_ANSWER = ("answer", "value", "prediction", "number", "estimate", "result", "amount")
_SURE = ("confidence", "certainty", "probability")
_UNFIT = object()
_DEEPEST, _MOST_OPTIONS, _LONGEST_MATCHED = 12, 20, 300


def in_text(kind: str, given: KindAnswer) -> str:
    """What a person reads."""
    answer = given.answer
    if given.strange:
        return strange_sentence(given.strange)
    if kind == "number":
        low, high = (part.value for part in given.parts)
        return tr(
            "About {answer}. Between {low} and {high}.",
            answer=number(answer),
            low=number(low),
            high=number(high),
        )
    if kind == "rank":
        return "\n".join(f"{place}. {item}" for place, item in enumerate(answer, 1))
    if kind == "act":
        return "\n".join(f"{place}. {in_words(step)}" for place, step in enumerate(answer, 1))
    if kind == "extract":
        return "\n".join(
            f"{said(path)}: {'' if value is None else value}" for path, value in leaves_of(answer)
        )
    return str(answer)


def as_document(kind: str, given: KindAnswer) -> dict[str, Any]:
    """What ``/v1/predict`` says besides the words: the answer, how sure, and of its parts what a client can show."""
    if given.strange:
        unknown = {"answer": None, "range": None, "confidence": None, "abstain": True}
        return {**unknown, "strange": [*filter(None, given.strange)]}
    document: dict[str, Any] = {"answer": given.answer, "confidence": given.certainty}
    parts = given.parts
    if kind == "number":
        document["range"] = {part.name: part.value for part in parts}
    elif kind == "transcribe":
        document["words"] = [
            {"word": part.name, "confidence": part.certainty} for part in parts if part.name
        ]
    elif kind == "extract":
        document["fields"] = [
            {"name": part.name, "value": part.value, "confidence": part.certainty} for part in parts
        ]
    elif kind == "rank":
        document["items"] = [
            {"item": part.value, "rank": place, "score": part.certainty}
            for place, part in enumerate(parts, 1)
        ]
    elif kind == "act":
        document["steps"] = [in_words(part.value) for part in parts]
    return document


def as_asked(prompt: Prompt, kind: str, given: KindAnswer, seed: int) -> str:
    """The words, or the JSON that the client asked for with the answer in the fields that it fits."""
    if not wants_json(prompt):
        return in_text(kind, given)
    if kind in ("rank", "act"):
        lines = [in_words(one) if kind == "act" else str(one) for one in given.answer]
        name = "steps" if kind == "act" else "items"
        return list_as_asked(prompt, lines, name, seed) or ""
    if kind in ("generate", "transcribe"):
        return text_as_asked(prompt, str(given.answer), seed)
    if kind == "number":
        ends = {part.name: part.value for part in given.parts}
        answer = {
            **dict.fromkeys(_ANSWER, given.answer),
            **ends,
            "lower": ends["low"],
            "upper": ends["high"],
        }
        if prompt.schema is None:
            answer = {"answer": given.answer, **ends}
    else:
        answer = dict(given.answer)
    if prompt.schema is None:
        return json.dumps(answer, ensure_ascii=False)
    sure = {key: given.certainty for key in _SURE if key not in answer}
    source = ValueSource(prompt.last_text, seed, "", given.certainty)
    made = schema_instance(prompt.schema, source)
    filled = into_schema(prompt.schema, made, {**sure, **answer}, prompt.schema)
    if kind == "number":
        filled = _with_first_number(prompt.schema, filled, given.answer, {*answer, *sure})
    return json.dumps(filled, ensure_ascii=False)


def into_schema(
    schema: Mapping[str, Any], made: Any, answer: Any, root: Mapping[str, Any], depth: int = 0
) -> Any:
    """What satisfies the schema (``made``), with what the answer says wherever it fits.

    A field that the answer does not have is null or empty where the schema lets it: a fake of fields must not make up others.
    """
    schema = resolved(schema, root)
    if depth > _DEEPEST:
        return made
    for word in ("anyOf", "oneOf"):
        options = schema.get(word)
        for option in options[:_MOST_OPTIONS] if isinstance(options, list) else ():
            filled = (
                into_schema(option, _UNFIT, answer, root, depth + 1)
                if isinstance(option, Mapping)
                else _UNFIT
            )
            if filled is not _UNFIT:
                return filled
    kinds = _types_of(schema)
    if isinstance(answer, Mapping):
        if not isinstance(schema.get("properties"), Mapping):
            return made
        base = made if isinstance(made, dict) else _made_in(schema, root)
        return _filled(schema["properties"], base, answer, root, depth)
    if isinstance(answer, Sequence) and not isinstance(answer, str):
        return _list_in(schema, made, answer, root, depth) if "array" in kinds else made
    value = _of_type(kinds, answer)
    return value if value is not _UNFIT and _is_allowed(schema, value) else made


def _list_in(
    schema: Mapping[str, Any], made: Any, answer: Sequence[Any], root: Mapping[str, Any], depth: int
) -> Any:
    items = schema.get("items")
    found = list(answer)
    if isinstance(items, Mapping):
        fitted = (into_schema(items, _UNFIT, one, root, depth + 1) for one in answer)
        found = [one for one in fitted if one is not _UNFIT]
    least, most = _bound(schema, "minItems", 0), _bound(schema, "maxItems", math.inf)
    return found if least <= len(found) <= most else made


def _made_in(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """An object that satisfies a part of a schema, whose references are in the whole."""
    named = {key: root[key] for key in ("$defs", "definitions") if key in root}
    made = schema_instance({**named, **schema})
    return made if isinstance(made, dict) else {}


def _types_of(schema: Mapping[str, Any]) -> set[str | None]:
    kinds = schema.get("type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).lower() for kind in named if isinstance(kind, str)} or {None}


def _is_allowed(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether the schema takes a single value of the right type."""
    if isinstance(schema.get("enum"), list) and value not in schema["enum"]:
        return False
    if "const" in schema:
        return bool(value == schema["const"])
    if isinstance(value, str):
        fits = _bound(schema, "minLength", 0) <= len(value) <= _bound(schema, "maxLength", math.inf)
        day = schema.get("format") != "date" or re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        return bool(fits and day and _matches(schema.get("pattern"), value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        above = _bound(schema, "exclusiveMinimum", -math.inf) < value
        below = value < _bound(schema, "exclusiveMaximum", math.inf)
        low, high = _bound(schema, "minimum", -math.inf), _bound(schema, "maximum", math.inf)
        return above and below and low <= value <= high
    return True


def _matches(pattern: Any, value: str) -> bool:
    """Whether a text has the pattern; one that cannot be checked without risk counts as not matched."""
    if not isinstance(pattern, str) or len(value) > _LONGEST_MATCHED:
        return not isinstance(pattern, str)
    try:
        return Pattern(pattern).found_in(value)
    except PatternError:
        return False


def _bound(schema: Mapping[str, Any], name: str, usual: float) -> float:
    value = schema.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else usual


def _filled(
    properties: Mapping[str, Any],
    made: Mapping[str, Any],
    answer: Mapping[str, Any],
    root: Mapping[str, Any],
    depth: int,
) -> dict[str, Any]:
    by_name = {_bare(name): value for name, value in answer.items()}
    filled = dict(made)
    for name, part in properties.items():
        if not isinstance(part, Mapping):
            continue
        if _bare(name) in by_name and by_name[_bare(name)] is not None:
            usual = made.get(name, _UNFIT)
            value = into_schema(part, usual, by_name[_bare(name)], root, depth + 1)
        else:
            value = _nothing(resolved(part, root), made.get(name, _UNFIT))
        if value is not _UNFIT:
            filled[name] = value
    return filled


def _nothing(schema: Mapping[str, Any], made: Any) -> Any:
    """How the schema lets a field say that it is empty; else what was made up."""
    kinds = _types_of(schema)
    listed = schema.get("anyOf")
    options = listed if isinstance(listed, list) else []
    if "null" in kinds or {"type": "null"} in options:
        return None
    if "string" in kinds and not schema.keys() & {
        "enum",
        "const",
        "pattern",
        "format",
        "minLength",
    }:
        return ""
    return made


def _of_type(kinds: set[Any], value: Any) -> Any:
    """The value in a type that the schema takes."""
    if value is None:
        return None if "null" in kinds else _UNFIT
    if isinstance(value, str):
        return value if kinds & {"string", None} else _number_in(value, kinds)
    if isinstance(value, bool):
        other = str(value).lower() if "string" in kinds else _UNFIT
        return value if kinds & {"boolean", None} else other
    if not isinstance(value, int | float):
        return _UNFIT
    if "integer" in kinds and "number" not in kinds:
        return round(value)
    other = f"{value:g}" if "string" in kinds else _UNFIT
    return value if kinds & {"number", None} else other


def _number_in(text: str, kinds: set[Any]) -> Any:
    """The first number of a text, where one is asked for."""
    found = re.search(r"-?\d[\d\s.,\u00a0]*", text)
    if found is None or not kinds & {"number", "integer"}:
        return _UNFIT
    try:
        value = float(re.sub(r"[^\d.-]", "", found[0].rstrip(".,")))
    except ValueError:
        return _UNFIT
    return value if "number" in kinds else round(value)


def _with_first_number(
    schema: Mapping[str, Any], filled: Any, answer: Any, placed: set[str]
) -> Any:
    """A field of another name gets the number, where no name fits."""
    properties = resolved(schema, schema).get("properties")
    if not isinstance(filled, dict) or not isinstance(properties, Mapping):
        return filled
    if {_bare(name) for name in properties} & {_bare(name) for name in _ANSWER}:
        return filled
    names = {_bare(name) for name in placed}
    for name, part in properties.items():
        if isinstance(part, Mapping) and _bare(name) not in names:
            value = into_schema(part, _UNFIT, answer, schema)
            if value is not _UNFIT and not isinstance(value, str):
                return {**filled, name: value}
    return filled


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", str(name)).casefold()
