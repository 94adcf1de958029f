"""The OpenAPI document: what an engineer implements so that the prototype never notices."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from estimators.base.sentence import tr
from estimators.base.task_kind import TASK_KINDS
from mock_ai.server.path_items import FILE, OBJECT, TEXT, PathItems, Schema, contents, form
from mock_ai.server.vendor_paths import (
    anthropic_error_schema,
    anthropic_paths,
    gemini_paths,
    google_error_schema,
    openai_error_schema,
    openai_paths,
)

_FAILURES = {
    400: tr("The request cannot be read"),
    401: tr("The token is missing or wrong"),
    408: tr("The request came too slowly"),
    413: tr("The content is too large"),
    422: tr("The content is not something the model can read"),
    429: tr("Too many requests; Retry-After says when to try again"),
    500: tr("The model failed"),
    503: tr("There is too much to do"),
    504: tr("No answer came in time"),
}


def openapi_document(
    classes: Sequence[str],
    base_url: str,
    kind: str = "classify",
    row: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The hand-off spec (OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0) of a product of this kind; ``row``: the schema of what a
    model of rows takes."""
    photo, text = form(["photo"], photo=FILE), form(["text"], text={**TEXT, "minLength": 1})
    takes = contents(**{"form": photo, "json": text, "application/octet-stream": FILE})
    ours = PathItems("", "Error", _FAILURES)
    summary = _SUMMARIES[kind]
    if row is not None:
        takes = contents(json=form(["row"], row=dict(row)))
        summary = tr("Classify one row of a table") if kind == "classify" else summary
    answer = contents(json={"$ref": "#/components/schemas/Answer"})
    ours.add("post", "/v1/predict", "predict", summary, takes=takes, gives=answer)
    if kind == "rank":
        _add_rank(ours)
    models, summary = PathItems("", "Error", {401: _FAILURES[401]}), tr("What is being served")
    some, one = contents(json=OBJECT), tr("A list with one model")
    models.add("get", "/v1/models", "models", summary, gives=some, answer=one)
    open_to_all, summary = PathItems("", "Error", {}, []), tr("Whether the server is there")
    open_to_all.add("get", "/health", "health", summary, gives=some, answer=tr("It is"))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Classifier" if kind == "classify" else TASK_KINDS[kind].label,
            "version": "1",
            "description": "One question, one answer, with how sure it is. "
            f"{_WHERE[kind] if row is None else _ROWS}"
            "`simulated` says whether a model was involved. OpenAI’s addresses answer as its own "
            "do (https://platform.openai.com/docs/api-reference); any model name is taken.",
        },
        "servers": [{"url": base_url}],
        "security": [{"token": []}],
        "paths": {
            **ours.paths,
            **models.paths,
            **openai_paths(),
            **anthropic_paths(),
            **gemini_paths(),
            **open_to_all.paths,
        },
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "Anthropic": {"type": "apiKey", "in": "header", "name": "x-api-key"},
                "Gemini": {"type": "apiKey", "in": "header", "name": "x-goog-api-key"},
            },
            "schemas": {
                "OpenAIError": openai_error_schema(),
                "AnthropicError": anthropic_error_schema(),
                "GoogleError": google_error_schema(),
                "Answer": _answer_schema(classes) if kind == "classify" else _kind_schema(kind),
                "Error": form(["error"], error=form(["type", "message"], type=TEXT, message=TEXT)),
            },
        },
    }


def _answer_schema(classes: Sequence[str]) -> Schema:
    share = {"type": "number", "minimum": 0, "maximum": 1}
    flag = {"type": "boolean"}
    properties: dict[str, Schema] = {
        "label": {
            "enum": [*classes, None],
            "description": tr("The answer; null when it does not know"),
        },
        "confidence": {**share, "description": tr("The largest probability")},
        "probabilities": form(classes, **dict.fromkeys(classes, share)),
        "abstain": {**flag, "description": tr("True for “I don’t know this one.”")},
        "strange": _UNKNOWN["strange"],
        "text": {**TEXT, "examples": [tr("Crack? I’m 72% sure.")]},
        "simulated": {**flag, "description": tr("False once a real model answers")},
        "model": TEXT,
    }
    return form([name for name in properties if name != "strange"], **properties)


def _add_rank(ours: PathItems) -> None:
    """Where a product that ranks is asked with the client's own items."""
    asked = form(
        ["input"], input=TEXT, items=_list_of(TEXT), count={"type": "integer", "minimum": 1}
    )
    ranked = form(["items", "simulated", "model"], items=_RANKED, simulated=_FLAG, model=TEXT)
    ours.add(
        "post",
        "/v1/rank",
        "rank",
        _SUMMARIES["rank"],
        takes=contents(json=asked),
        gives=contents(json=ranked),
    )


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


_FLAG: Schema = {"type": "boolean"}
_SURE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_NUMBER: Schema = {"type": "number"}
_RANKED = _list_of(form(["item", "rank", "score"], item={}, rank={"type": "integer"}, score=_SURE))
_MAYBE: Schema = {"type": ["number", "null"]}
_RANGE = form(["low", "high"], low=_NUMBER, high=_NUMBER)
_ANSWERS: dict[str, dict[str, Schema]] = {
    "number": {"answer": _MAYBE, "range": {"anyOf": [_RANGE, {"type": "null"}]}},
    "rank": {"answer": _list_of({}), "items": _RANKED},
    "extract": {
        "answer": OBJECT,
        "fields": _list_of(
            form(["name", "value", "confidence"], name=TEXT, value={}, confidence=_SURE)
        ),
    },
    "transcribe": {
        "answer": TEXT,
        "words": _list_of(form(["word", "confidence"], word=TEXT, confidence=_SURE)),
    },
    "generate": {"answer": TEXT},
    "act": {"answer": _list_of({}), "steps": _list_of(TEXT)},
}
_UNKNOWN: dict[str, Schema] = {
    "abstain": {**_FLAG, "description": tr("There where it does not know")},
    "strange": {
        **_list_of(TEXT),
        "description": tr("The columns of the row that are unlike all that it learned from"),
    },
}
_SUMMARIES = {
    "classify": tr("Classify one photo, text, sound or clip"),
    "number": tr("Predict a number, with a range"),
    "rank": tr("What comes first, of the items that are sent or of all that are known"),
    "extract": tr("The fields of one page"),
    "transcribe": tr("What is said, word by word with how sure it is"),
    "generate": tr("A written answer"),
    "act": tr("The steps that do a task"),
}
_CHATS = "a chat (/v1/chat/completions, /v1/responses, /v1/messages, or Gemini’s generateContent)"
_WHERE = {
    "classify": f"Ask at /v1/predict, or show the photo at {_CHATS}. ",
    "number": f"Ask at /v1/predict, or at {_CHATS} with a schema that has a number. ",
    "rank": "Ask at /v1/rank; /v1/embeddings puts what should come first nearest to who is asked for. ",
    "extract": f"Ask at {_CHATS} with the schema of your fields, or at /v1/predict. "
    "A schema that no answer can meet is refused with 400. ",
    "transcribe": "Ask at /v1/audio/transcriptions, or at /v1/predict. ",
    "generate": f"Ask at {_CHATS}, whole or streamed. ",
    "act": f"Ask at {_CHATS} with your tools: it calls one after the other until the task is done. ",
}
"""Where a product of a kind is asked."""
_ROWS = "Ask at /v1/predict with a cell for each column that is known. "


def _kind_schema(kind: str) -> Schema:
    """What ``/v1/predict`` answers; what stands beside the answer is missing where a person wrote it."""
    own = _ANSWERS[kind]
    usual: dict[str, Schema] = {
        "confidence": _SURE,
        "text": TEXT,
        "simulated": _FLAG,
        "model": TEXT,
    }
    return form(["answer", *usual], **own, **usual, **(_UNKNOWN if kind == "number" else {}))


def document_text(document: dict[str, Any]) -> str:
    """The document as other tools read it: JSON."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
