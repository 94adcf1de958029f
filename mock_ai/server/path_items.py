"""Path items of the OpenAPI document, for the wire formats that share their ways of failing."""

import re
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


def whole(**properties: Schema) -> Schema:
    """An object that has all of these fields."""
    return form(list(properties), **properties)


class PathItems:
    """The operations of one vendor: what they fail with, who may use them, and what goes with each.

    ``error`` is the schema of every failure, ``paths`` what was added.
    """

    def __init__(
        self,
        tag: str,
        error: str,
        failures: Mapping[int, str],
        security: list[Schema] | None = None,
        parameters: Sequence[Schema] = (),
    ) -> None:
        self._common: dict[str, Any] = {"tags": [tag]} if tag else {}
        if security is not None:
            self._common["security"] = security
        failed = contents(json={"$ref": f"#/components/schemas/{error}"})
        self._failed = {
            str(code): {"description": why, "content": failed} for code, why in failures.items()
        }
        self._parameters = parameters
        self.paths: dict[str, dict[str, Any]] = {}

    def add(
        self,
        method: str,
        path: str,
        name: str,
        summary: str,
        *,
        takes: dict[str, Any] | None = None,
        gives: dict[str, Any],
        parameters: Sequence[Schema] = (),
        answer: str = tr("The answer"),
    ) -> None:
        """One more operation. ``takes`` and ``gives`` are :func:`contents`."""
        operation = {"operationId": name, "summary": summary, **self._common}
        answered = {"description": answer, "content": gives}
        operation["responses"] = {"200": answered, **self._failed}
        if takes is not None:
            operation["requestBody"] = {"required": True, "content": takes}
        if parameters := [*_in_path(path), *self._parameters, *parameters]:
            operation["parameters"] = parameters
        self.paths.setdefault(path, {})[method] = operation


def _in_path(path: str) -> list[Schema]:
    """The parts of a path that the client fills in."""
    names = re.findall(r"\{(\w+)\}", path)
    return [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in names]
