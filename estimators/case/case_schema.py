"""The JSON Schema of a case: every input with its meaning, its scale and an example, made of the lists that read it."""

from collections.abc import Iterable
from typing import Any

from estimators.base.number import number
from estimators.base.sentence import tr
from estimators.case.default_inputs import CASE_WORD, DefaultInput, default_inputs
from estimators.case.given_number import AskedNumber
from estimators.case.price_book import PRICES, built_in, currencies
from estimators.case.questions import (
    MEASURED_OF,
    OWNED,
    CaseQuestion,
    Value,
    cue_entries,
    questions,
)

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXAMPLES: dict[str, list[Any]] = {
    "share": [0.85, "85%", [0.8, 0.9]],
    "count": [200, [150, 300]],
    "amount": [12.5, {"low": 5, "high": 20, "value": 12, "source": "tickets of May"}],
    "scale": [3],
    "yes_no": [True],
    "measured": [{"correct": 163, "n": 180}],
}


def case_schema() -> Json:
    """What a case file may hold. Every input may be missing, null or "unknown"."""
    properties: Json = {"$schema": {"type": "string"}}
    defs = dict(_DEFS)
    yes = {entry["name"]: entry.get("yes", "") for entry in cue_entries()}
    for question in questions().values():
        properties[question.name] = _of_question(question, yes.get(question.name, ""), defs)
    for entry in default_inputs().values():
        properties.setdefault(entry.name, _of_default(entry, defs))
        if entry.key:
            older = tr("Older name of {name}.", name=entry.name)
            properties.setdefault(
                entry.key, {**properties[entry.name], "description": older, "deprecated": True}
            )
    properties |= {name: each for name, each in _others(defs).items() if name not in properties}
    return {
        "$schema": DIALECT,
        "title": tr("Case"),
        "description": tr(
            "What is known of one AI initiative, for smart-enough assess and options. Leave out what you do not know."
        ),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": defs,
    }


def input_names() -> tuple[str, ...]:
    """Every name that a case may use today, those that a person would be asked for first."""
    return tuple(name for name, each in _properties().items() if not each.get("deprecated"))


def known_names() -> frozenset[str]:
    """Every name that is read, older ones included."""
    return frozenset(_properties())


def share_names() -> frozenset[str]:
    """The inputs that are shares, which people write in per cent."""
    asked = (each.name for each in questions().values() if each.kind == "share")
    valued = (each for each in default_inputs().values() if each.kind == "share")
    return frozenset((*asked, *(name for each in valued for name in (each.name, each.key) if name)))


def _properties() -> Json:
    properties: Json = dict(case_schema()["properties"])
    del properties["$schema"]
    return properties


def _of_question(question: CaseQuestion, yes: str, defs: Json) -> Json:
    said = [tr("{label}.", label=question.label)]
    if yes:
        said.append(tr("Yes means: {yes}", yes=yes))
    if question.assume is not None and not question.advisory:
        said.append(tr("Unknown is read as {value}.", value=_written(question.assume)))
    found: Json = {"title": question.label, "description": " ".join(said)}
    match question.kind:
        case "text":
            return {**found, "type": ["string", "null"]}
        case "yes_no":
            kinds = [{"type": "boolean"}, _with_source({"type": "boolean"})]
        case "choice":
            found["examples"] = [question.values[-1]]
            kinds = [{"enum": list(question.values)}, _with_source({"enum": list(question.values)})]
        case "flags":
            one: Json = {"enum": list(question.values)}
            found["examples"] = [[question.values[0]]]
            kinds = [one, {"type": "array", "items": one, "uniqueItems": True}]
        case "measured":
            kinds = [_counts("correct")]
        case _:
            kinds = _number_forms(question, defs)
    return {"examples": _EXAMPLES.get(question.kind, []), **found, "anyOf": [*kinds, *_UNKNOWN]}


def _of_default(entry: DefaultInput, defs: Json) -> Json:
    said = [tr("{label} ({unit}).", label=entry.label, unit=entry.unit)]
    if entry.range is not None:
        low, high = map(number, entry.range)
        said.append(
            tr("Unknown: {low} to {high} is taken: {source}.", low=low, high=high, source=entry.source)
        )  # fmt: skip
    else:
        said.append(tr("Unknown: a range by the other answers is taken: {source}.", source=entry.source))  # fmt: skip
    most = 1 if entry.unit == "share" and entry.name != "maintenance_share" else 1e15
    asked = AskedNumber(entry.name, entry.label, entry.kind, 0, most)
    return {
        "title": entry.label,
        "description": " ".join(said),
        "examples": [list(entry.range)] if entry.range is not None else _EXAMPLES[entry.kind],
        "anyOf": [*_number_forms(asked, defs), *_UNKNOWN],
    }


_UNKNOWN: list[Json] = [{"$ref": "#/$defs/unknown"}]
_SOURCE: Json = {
    "source": {"type": "string", "description": tr("Where it comes from, in a few words.")},
    "provenance": {"type": "string", "description": tr("measured, guess or another kind of source.")},
}  # fmt: skip
_DEFS: Json = {
    "unknown": {
        "anyOf": [
            {"type": "null"},
            {"type": "string", "pattern": "^\\s*(|[uU]nknown|[iI] [dD]on['’]t know)\\s*$"},
        ]
    },
    "per cent": {"type": "string", "pattern": r"^\s*[0-9]+([.,][0-9]+)?\s*%\s*$"},
}


def _with_source(value: Json) -> Json:
    return {
        "type": "object",
        "required": ["value"],
        "properties": {"value": {"anyOf": [value, *_UNKNOWN]}, **_SOURCE},
    }


def _number_forms(asked: AskedNumber, defs: Json) -> list[Json]:
    """One number, its two ends, or both with where they come from: the same for all between the same ends."""
    name = f"{asked.kind} {asked.low:g} to {asked.high:g}"
    one: Json = {"type": "number", "minimum": asked.low, "maximum": asked.high}
    ends = [one, {"$ref": "#/$defs/per cent"}] if asked.kind == "share" else [one]
    end: Json = {"anyOf": [*ends, *_UNKNOWN]}
    forms = [
        *ends,
        {"type": "array", "items": {"anyOf": ends}, "minItems": 2, "maxItems": 2},
        {
            "type": "object",
            "anyOf": [{"required": ["value"]}, {"required": ["low", "high"]}],
            "properties": {"value": end, "low": end, "high": end, **_SOURCE},
        },
    ]
    defs[name] = {"anyOf": forms}
    return [{"$ref": f"#/$defs/{name}"}]


def _counts(part: str) -> Json:
    whole: Json = {"type": ["integer", "null"], "minimum": 0, "maximum": 10**9}
    return {
        "type": "object",
        "required": ["n"],
        "properties": {
            part: whole,
            "n": {"type": "integer", "minimum": 1, "maximum": 10**9},
            "of": {"enum": [*MEASURED_OF, None], "description": tr("What was tested.")},
            "metric": {"type": ["string", "null"]},
            "value": {"type": ["number", "null"]},
            "beside": {"type": ["array", "null"], "items": {"type": "object"}},
        },
    }


def _others(defs: Json) -> Json:
    """What is read besides questions and inputs."""
    line: Json = {
        "type": "object",
        "required": ["name", "range"],
        "properties": {"name": {"enum": sorted(built_in().lines)}, "range": True},
    }
    return {
        "currency": {"enum": [*currencies(), None], "description": tr("Of every amount.")},
        CASE_WORD: {
            "type": ["string", "null"],
            "description": tr("What one case is called."),
            "examples": ["message"],
        },
        "acceptance": {
            "description": tr("Answers of a fake that people accepted, of how many they saw."),
            "examples": [{"accepted": 45, "n": 50}],
            "anyOf": [_counts("accepted"), {"type": "null"}],
        },
        "error_cost": {
            "description": tr("What any mistake costs, where misses and false alarms cost the same."),
            "anyOf": [*_number_forms(AskedNumber("error_cost", "", high=1e15), defs), *_UNKNOWN],
        },
        "intangible_ranking": {
            "type": ["array", "null"],
            "items": {"type": "string"},
            "description": tr("What counts besides money, what matters most first."),
        },
        "intangible_weights": {
            "type": ["object", "null"],
            "additionalProperties": {"type": "number", "minimum": 0},
            "description": tr("Instead of a ranking: a weight for each."),
        },
        "intangible_scores": {
            "type": ["object", "null"],
            "description": tr("Scores of your own, 0 to 100, by option and by what counts."),
        },
        PRICES: {
            "type": ["array", "null"],
            "items": line,
            "description": tr("Your own lines of the price book."),
        },
        OWNED: {
            "type": ["boolean", "null"],
            "deprecated": True,
            "description": tr("Older name of {name}.", name="data_rights"),
        },
    }  # fmt: skip


def template(names: Iterable[str] = ()) -> Json:
    """A case with nothing in it yet: every input as null."""
    return dict.fromkeys(names or input_names())


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
