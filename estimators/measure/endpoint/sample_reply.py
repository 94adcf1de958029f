"""What would be read of a reply in plain JSON, tried on a sample that somebody pasted, before anything is sent."""

import json
from collections.abc import Iterator
from typing import Any

from estimators.base.errors import UserError
from estimators.base.phrase import shorten
from estimators.base.sentence import tr
from estimators.measure.endpoint.address import ModelAddress
from estimators.measure.endpoint.wire import ReplyShapeError, reply_of

_LARGEST, _SUGGESTED, _DEEPEST = 400_000, 3, 12
_MISSING = object()


def answer_in_sample(address: ModelAddress, sample: str) -> str:
    """The answer that would be read of a reply like this one.

    Raises `UserError` where the sample is no JSON, or has no answer where the path leads: then where the path ends, and where
    texts are.
    """
    document = _document(sample)
    try:
        return reply_of(address, document).text or ""
    except ReplyShapeError:
        raise _no_answer(address.answer_path, document) from None


def _document(sample: str) -> Any:
    try:
        return json.loads(sample[:_LARGEST])
    except json.JSONDecodeError as error:
        raise UserError(
            tr("The sample reply is no JSON."),
            tr("It cannot be read from line {line}, column {column} on.", line=error.lineno, column=error.colno),
            tr("Paste one as the service sends it."),
        ) from None  # fmt: skip
    except RecursionError:
        raise UserError(tr("The sample reply is too deep to be read."), "", tr("Paste a simpler one.")) from None  # fmt: skip


def _no_answer(path: str, document: Any) -> UserError:
    steps, found, at = path.split("."), document, 0
    while at < len(steps) and (into := _part(found, steps[at])) is not _MISSING:
        found, at = into, at + 1
    where, missing = ".".join(steps[:at]), "" if at == len(steps) else steps[at]
    texts = [shorten(place, 60) for place in _texts(document, "", _DEEPEST)][:_SUGGESTED]
    return UserError(
        _ends_at(found, where, missing),
        "",
        tr("Texts are at {places}.", places=", ".join(texts)) if texts else tr("There is no text in it at all."),
    )  # fmt: skip


def _ends_at(found: Any, where: str, missing: str) -> str:
    """Where a path leads nowhere, and what there is instead."""
    place = where or tr("the top")
    if isinstance(found, dict):
        names = ", ".join(list(found)[:8]) or tr("nothing")
        return tr("There is no “{missing}” at {place}; it has {names}.", missing=missing, place=place, names=shorten(names, 120))  # fmt: skip
    if isinstance(found, list):
        return tr("“{missing}” is no place of the list at {place}, which has {n}: count from 0.", missing=missing, place=place, n=len(found))  # fmt: skip
    if found is None or not missing:
        return tr("At {place} the reply has nothing.", place=place)
    return tr("The path goes on with “{missing}” where {place} is an answer already.", missing=missing, place=place)  # fmt: skip


def _part(found: Any, step: str) -> Any:
    if isinstance(found, dict):
        return found.get(step, _MISSING)
    if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
        return found[int(step)]
    return _MISSING


def _texts(found: Any, place: str, deep: int) -> Iterator[str]:
    """Places of texts, as a path names them."""
    if isinstance(found, str):
        if place:
            yield place
        return
    parts = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()  # fmt: skip
    if deep:
        for name, part in parts:
            yield from _texts(part, f"{place}.{name}" if place else str(name), deep - 1)
