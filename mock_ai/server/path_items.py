"""Path items of the OpenAPI document, for the wire formats that share their ways of failing."""

from collections.abc import Mapping, Sequence
from typing import Any

from estimators.base.sentence import tr

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
OBJECT: Schema = {"type": "object"}
OBJECTS: Schema = {"type": "array", "items": OBJECT}
EVENTS: dict[str, Any] = {"text/event-stream": {"schema": TEXT}}
FILE: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}


def form(needed: Sequence[str], /, **properties: Schema) -> Schema:
    """An object with these fields, some of which it must have."""
    return {"type": "object", "required": list(needed), "properties": properties}


def contents(**by_media: Schema) -> dict[str, Any]:
    """Bodies by media type; ``json`` and ``form`` stand for the two that every vendor uses."""
    names = {"json": "application/json", "form": "multipart/form-data"}
    return {names.get(media, media): {"schema": schema} for media, schema in by_media.items()}


def path_item(
    method: str,
    name: str,
    summary: str,
    *,
    takes: dict[str, Any] | None = None,
    gives: dict[str, Any],
    error: str,
    failures: Mapping[int, str],
    tag: str = "",
    security: list[Schema] | None = None,
    parameters: Sequence[Schema] = (),
    answer: str = tr("The answer"),
) -> dict[str, Any]:
    """One operation. ``takes`` and ``gives`` are :func:`contents`, ``error`` the schema of every failure."""
    failed = contents(json={"$ref": f"#/components/schemas/{error}"})
    responses = {"200": {"description": answer, "content": gives}}
    for code, why in failures.items():
        responses[str(code)] = {"description": why, "content": failed}
    operation: dict[str, Any] = {"operationId": name, "summary": summary}
    if tag:
        operation["tags"] = [tag]
    if security is not None:
        operation["security"] = security
    operation["responses"] = responses
    if takes is not None:
        operation["requestBody"] = {"required": True, "content": takes}
    if parameters:
        operation["parameters"] = list(parameters)
    return {method: operation}


def in_path(name: str) -> Schema:
    """A part of the path that the client fills in."""
    return {"name": name, "in": "path", "required": True, "schema": TEXT}
