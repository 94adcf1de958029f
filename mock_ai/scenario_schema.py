"""The JSON Schema of a scenario file (docs/method-fake.md), so that an editor completes and checks what one writes."""

from collections.abc import Iterable
from typing import Any

from estimators.base.sentence import tr
from mock_ai.conversation import LONGEST_WAIT
from mock_ai.kinds.registry import KIND_FAKES
from mock_ai.scenario_file import SCENARIO_KEYS
from mock_ai.stubs.failures import FAILURES
from mock_ai.stubs.faults_and_delays import KINDS as FAULTS
from mock_ai.stubs.section import MOST_STUBS, STUB_KEYS

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_WORD: Json = {"type": ["string", "number", "boolean", "null"]}  # taken as written
_NUMBER: Json = {"type": ["number", "string"]}
_SHARE: Json = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^\s*[0-9.,]+\s*%?\s*$"},
    ]
}
_SECONDS: Json = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": LONGEST_WAIT},
        {"type": "string", "pattern": r"^\s*[0-9.,]+\s*(ms|s|sec|seconds?|min)?\s*$"},
    ]
}
_SHARES: Json = {"type": "object", "additionalProperties": _SHARE}
_OBJECT: Json = {"type": "object"}


def scenario_schema() -> Json:
    """What a scenario file may hold, as YAML is parsed into JSON."""
    return {
        "$schema": DIALECT,
        "title": tr("Scenario"),
        "description": tr("How the fake answers, for smart-enough serve."),
        "type": "object",
        "required": ["name"],
        "anyOf": [{"required": [key]} for key in ("classes", "stubs", "kind")],
        "properties": _properties(SCENARIO_KEYS, {**_ANYWHERE, **_OF_SCENARIO}),
        "additionalProperties": False,
    }


def _properties(keys: Iterable[str], parts: dict[str, tuple[str, Json]]) -> Json:
    """Each key with its meaning; `KeyError` where a key that is read has none."""
    return {key: {"description": parts[key][0], **parts[key][1]} for key in keys}


def _one_or_more(one: Json) -> Json:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _planned(name: str, known: list[str], more: Json) -> Json:
    """A fault or a failure: by its name, or with a rate and more."""
    by_name: Json = {"enum": known}
    whole = {
        "type": "object",
        "required": [name],
        "properties": {name: by_name, "rate": _SHARE, **more},
        "additionalProperties": False,
    }
    return _one_or_more({"anyOf": [by_name, whole]})


_TEST: Json = _one_or_more({"anyOf": [_WORD, _OBJECT]})
_WHEN: Json = _one_or_more(
    {
        "type": "object",
        "properties": {
            **dict.fromkeys(("text", "file", "system", "model"), _TEST),
            **dict.fromkeys(("json", "header"), _OBJECT),
            "image": {"anyOf": [_WORD, _OBJECT]},
            "sha256": _one_or_more(_WORD),
        },
        "additionalProperties": False,
    }
)
_DELAY: Json = {
    "anyOf": [
        _SECONDS,
        {
            "type": "object",
            "properties": {
                **dict.fromkeys(("fixed", "median", "usually", "one_in_20_slower_than"), _SECONDS),
                "uniform": {"type": "array", "items": _SECONDS, "minItems": 2, "maxItems": 2},
                "sigma": _NUMBER,
                "recording": {"anyOf": [{"type": "string"}, {"type": "array", "items": _SECONDS}]},
            },
            "additionalProperties": False,
        },
    ]
}
_ANYWHERE: dict[str, tuple[str, Json]] = {
    "delay": (tr("Until an answer is there; default: at once."), _DELAY),
    "first_token": (tr("Until a streamed answer begins."), _DELAY),
    "between_tokens": (tr("Between two pieces of a streamed answer."), _DELAY),
    "faults": (
        tr("What goes wrong on the wire, each with a rate, or on these requests (from 1)."),
        _planned(
            "fault",
            sorted({*FAULTS, "malformed JSON"}),
            {"on": _one_or_more(_NUMBER), "retry_after": _SECONDS, "after_tokens": _NUMBER},
        ),
    ),
    "failures": (
        tr("How the AI fails, each with a rate and where it is meant."),
        _planned("failure", [name.replace("-", " ") for name in FAILURES], {"when": _WHEN}),
    ),
}
_CONTENTS: dict[str, tuple[str, Json]] = {
    "answer": (tr("A text, with {{ blanks }} to fill."), _WORD),
    "write": (tr("So many plain sentences about a matter."), _OBJECT),
    "recommend": (tr("The best of these."), _OBJECT),
    "tags": (tr("Tags out of these."), _OBJECT),
    "extract": (tr("Fields and what stands in them."), _OBJECT),
    "do": (tr("Calls a tool of the client, and then says so."), {"type": ["object", "array"]}),
    "picture": (tr("A photo beside the file, or a folder of them."), {}),
    "translate": (tr("A text in another language."), {}),
    "label": (tr("A class, and how sure."), {}),
    "operator": (tr("A person answers."), {}),
}
_STUB: dict[str, tuple[str, Json]] = {
    **_ANYWHERE,
    **_CONTENTS,
    "name": (tr("Shown in the journal."), _WORD),
    "kind": (tr("What is asked: chat, transcription, image and so on."), _one_or_more(_WORD)),
    "when": (tr("What the request must be; left out: always."), _WHEN),
    "story": (tr("To which story it belongs."), _WORD),
    "when_state": (tr("Where the story must stand; each begins at start."), _WORD),
    "then_state": (tr("Where the story stands afterwards."), _WORD),
    "priority": (tr("The highest wins; among equals the first."), _NUMBER),
    "answers": (tr("Several answers, each with its weight."), {"type": "array", "minItems": 1}),
}
_OF_SCENARIO: dict[str, tuple[str, Json]] = {
    "id": (tr("The model’s name for clients; default: made from the name."), _WORD),
    "name": (tr("Shown in the window."), _WORD),
    "classes": (
        tr("What it may answer: 2 to 1,000 names, as written."),
        {"type": "array", "items": _WORD, "minItems": 2, "maxItems": 1000},
    ),
    "accuracy": (tr("The share of right answers; default 85%."), _SHARE),
    "calibration": (
        tr("How sure it says that it is."),
        {"enum": ["honest", "too sure", "timid", "calibrated", "overconfident", "underconfident"]},
    ),
    "skew": (tr("From −1, only misses, to 1, only false alarms; default: even."), _NUMBER),
    "accuracy_of": (tr("Another accuracy for single classes."), _SHARES),
    "mistakes": (
        tr("What a class is taken for."),
        {"type": "object", "additionalProperties": {"anyOf": [_WORD, _SHARES]}},
    ),
    "no_answer": (tr("The share of requests left waiting; default 0."), _SHARE),
    "error": (tr("The share of requests answered with status 500; default 0."), _SHARE),
    "unknown": (tr("The share answered with “I don’t know”; default 0."), _SHARE),
    "drift": (
        tr("From the answer after the first so many on, another accuracy."),
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["after", "accuracy"],
                "properties": {"after": _NUMBER, "accuracy": _SHARE},
                "additionalProperties": False,
            },
        },
    ),
    "seed": (tr("The same seed replays the same session; default 0."), _NUMBER),
    "items": (tr("A folder beside the file, with one folder per class, for the Stage."), _WORD),
    "kind": (tr("The kind of product; default classify."), {"enum": list(KIND_FAKES)}),
    "dials": (
        tr("Of a kind: how good it is."),
        {
            "type": "object",
            "propertyNames": {
                "enum": sorted({name for one in KIND_FAKES.values() for name in one.dial_names})
            },
        },
    ),
    "examples": (
        tr("Of a kind: what is asked and the good answer to it, or a table beside the file."),
        {"type": ["array", "string"], "items": _OBJECT},
    ),
    "stubs": (
        tr("What it says to which request; the first that is meant answers."),
        {
            "type": "array",
            "maxItems": MOST_STUBS,
            "items": {
                "type": "object",
                "properties": _properties(STUB_KEYS, _STUB),
                "additionalProperties": False,
            },
        },
    ),
    "today": (tr("The date that templates show; default: the real one."), {}),
}
