"""Path items of the OpenAPI document, for the wire formats that share their ways of failing."""

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
OBJECT: Schema = {"type": "object"}
OBJECTS: Schema = {"type": "array", "items": OBJECT}


def form(needed: Sequence[str], **properties: Schema) -> Schema:
    """An object with these fields, some of which it must have."""
    return {"type": "object", "required": list(needed), "properties": properties}


def path_item(
    method: str,
    name: str,
    summary: str,
    *,
    tag: str,
    takes: Schema | None,
    gives: Schema,
    error: str,
    failures: Mapping[int, str],
    streams: bool = False,
    parameters: Sequence[Schema] = (),
) -> dict[str, Any]:
    """One operation. ``tag`` names the vendor and its kind of key, ``error`` the schema of every
    failure; a stream is of events.
    """
    answer: Schema = {"application/json": {"schema": gives}}
    if streams:
        answer["text/event-stream"] = {"schema": TEXT}
    failed = {"application/json": {"schema": {"$ref": f"#/components/schemas/{error}"}}}
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "security": [{tag: []}],
        "responses": {
            "200": {"description": "The answer", "content": answer},
            **{
                str(code): {"description": why, "content": failed} for code, why in failures.items()
            },
        },
    }
    if takes is not None:
        body = {"application/json": {"schema": takes}}
        operation["requestBody"] = {"required": True, "content": body}
    if parameters:
        operation["parameters"] = list(parameters)
    return {method: operation}


def in_path(name: str) -> Schema:
    """A part of the path that the client fills in."""
    return {"name": name, "in": "path", "required": True, "schema": TEXT}
