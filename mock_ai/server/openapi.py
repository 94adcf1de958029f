"""The OpenAPI document: what an engineer implements so that the prototype never notices."""

import json
from collections.abc import Sequence
from typing import Any

from estimators.base.sentence import tr
from mock_ai.server.path_items import FILE, OBJECT, TEXT, Schema, contents, form, path_item
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


def openapi_document(classes: Sequence[str], base_url: str) -> dict[str, Any]:
    """The hand-off spec (OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0)."""
    photo, text = form(["photo"], photo=FILE), form(["text"], text={**TEXT, "minLength": 1})
    takes = contents(**{"form": photo, "json": text, "application/octet-stream": FILE})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Classifier",
            "version": "1",
            "description": "One question, one answer, with how sure it is. "
            "`simulated` says whether a model was involved. OpenAI’s addresses answer as its own "
            "do (https://platform.openai.com/docs/api-reference); any model name is taken.",
        },
        "servers": [{"url": base_url}],
        "security": [{"token": []}],
        "paths": {
            "/v1/predict": path_item(
                "post",
                "predict",
                tr("Classify one photo, text, sound or clip"),
                takes=takes,
                gives=contents(json={"$ref": "#/components/schemas/Answer"}),
                error="Error",
                failures=_FAILURES,
            ),
            "/v1/models": path_item(
                "get",
                "models",
                tr("What is being served"),
                gives=contents(json=OBJECT),
                error="Error",
                failures={401: _FAILURES[401]},
                answer=tr("A list with one model"),
            ),
            **openai_paths(),
            **anthropic_paths(),
            **gemini_paths(),
            "/health": path_item(
                "get",
                "health",
                tr("Whether the server is there"),
                gives=contents(json=OBJECT),
                error="Error",
                failures={},
                security=[],
                answer=tr("It is"),
            ),
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
                "Answer": _answer_schema(classes),
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
        "text": {**TEXT, "examples": [tr("Crack? I’m 72% sure.")]},
        "simulated": {**flag, "description": tr("False once a real model answers")},
        "model": TEXT,
    }
    return form(list(properties), **properties)


def document_text(document: dict[str, Any]) -> str:
    """The document as other tools read it: JSON."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
