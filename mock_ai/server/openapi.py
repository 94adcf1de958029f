"""The OpenAPI document: what an engineer implements so that the prototype never notices."""

import json
from collections.abc import Sequence
from typing import Any

from mock_ai.server.anthropic.openapi import anthropic_error_schema, anthropic_paths
from mock_ai.server.gemini.openapi import gemini_paths, google_error_schema
from mock_ai.server.openai.openapi import openai_error_schema, openai_paths


def openapi_document(classes: Sequence[str], base_url: str) -> dict[str, Any]:
    """The hand-off spec (OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0)."""
    error = {"$ref": "#/components/schemas/Error"}

    def refused(description: str) -> dict[str, Any]:
        return {"description": description, "content": {"application/json": {"schema": error}}}

    file = {"type": "string", "contentMediaType": "application/octet-stream"}
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
            "/v1/predict": {
                "post": {
                    "operationId": "predict",
                    "summary": "Classify one photo, text, sound or clip",
                    "requestBody": {
                        "required": True,
                        "content": {
                            "multipart/form-data": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"photo": file},
                                    "required": ["photo"],
                                }
                            },
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"text": {"type": "string", "minLength": 1}},
                                    "required": ["text"],
                                }
                            },
                            "application/octet-stream": {"schema": file},
                        },
                    },
                    "responses": {
                        "200": {
                            "description": "The answer",
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Answer"}
                                }
                            },
                        },
                        "400": refused("The request cannot be read"),
                        "401": refused("The token is missing or wrong"),
                        "408": refused("The request came too slowly"),
                        "413": refused("The content is too large"),
                        "422": refused("The content is not something the model can read"),
                        "429": refused("Too many requests; Retry-After says when to try again"),
                        "500": refused("The model failed"),
                        "503": refused("There is too much to do"),
                        "504": refused("No answer came in time"),
                    },
                }
            },
            "/v1/models": {
                "get": {
                    "operationId": "models",
                    "summary": "What is being served",
                    "responses": {
                        "200": {
                            "description": "A list with one model",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        "401": refused("The token is missing or wrong"),
                    },
                }
            },
            **openai_paths(),
            **anthropic_paths(),
            **gemini_paths(),
            "/health": {
                "get": {
                    "operationId": "health",
                    "summary": "Whether the server is there",
                    "security": [],
                    "responses": {
                        "200": {
                            "description": "It is",
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        }
                    },
                }
            },
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
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {
                        "error": {
                            "type": "object",
                            "required": ["type", "message"],
                            "properties": {
                                "type": {"type": "string"},
                                "message": {"type": "string"},
                            },
                        }
                    },
                },
            },
        },
    }


def _answer_schema(classes: Sequence[str]) -> dict[str, Any]:
    share = {"type": "number", "minimum": 0, "maximum": 1}
    return {
        "type": "object",
        "required": [
            "label",
            "confidence",
            "probabilities",
            "abstain",
            "text",
            "simulated",
            "model",
        ],
        "properties": {
            "label": {
                "enum": [*classes, None],
                "description": "The answer; null when it does not know",
            },
            "confidence": {**share, "description": "The largest probability"},
            "probabilities": {
                "type": "object",
                "properties": dict.fromkeys(classes, share),
                "required": list(classes),
            },
            "abstain": {"type": "boolean", "description": "True for “I don’t know this one.”"},
            "text": {"type": "string", "examples": ["Crack? I’m 72% sure."]},
            "simulated": {"type": "boolean", "description": "False once a real model answers"},
            "model": {"type": "string"},
        },
    }


def document_text(document: dict[str, Any]) -> str:
    """The document as other tools read it: JSON."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
