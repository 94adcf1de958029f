"""From a request to a question: bodies read with a limit and a clock, in the forms clients send.

A path in a request is never opened: the content itself must be sent.
"""

import asyncio
import json
import math
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Turn
from mock_ai.server.http_replies import Refusal
from mock_ai.server.service import ServerLimits

BODY = "smart_enough.body"  # where a request's scope holds the body once it has been read
_FILE_FIELDS = ("photo", "file", "image", "sound", "audio", "clip", "video")
_KINDS = {"image": tr("photo"), "audio": tr("sound"), "video": tr("clip"), "text": tr("text")}
_HOW = tr('Send the photo as the form field “photo”, or JSON as {"text": "…"}, or {"row": {…}} of a table.')  # fmt: skip
_DRAIN_BYTES = 64 * 1024 * 1024
_DRAIN_SECONDS = 5.0
_LARGE_JSON = 256 * 1024
_LARGE_FORM = 64 * 1024
_MOST_FIELDS = 100
_MOST_GROUPS, _MOST_PARTS = 200_000, 1_000_000


class _Asked(NamedTuple):
    """What a request asks about: an item, its name, and what it is."""

    item: bytes | str
    name: str
    kind: str


async def read_question(
    request: Request, limits: ServerLimits, headers: Mapping[str, str] | None = None
) -> Prompt:
    """The item that a request asks about, with the headers that are kept of it.

    Raises
    ------
    Refusal : 400 malformed or empty, 408 too slow, 413 too large.
    """
    item, name, kind = await _asked(request, limits)
    shown = name if name.isprintable() else "".join(filter(str.isprintable, name))
    turn = Turn("user", item) if isinstance(item, str) else Turn("user", images=(item,))
    return Prompt(
        "classification",
        turns=(turn,),
        file_name=shown[:200],
        item_kind=kind,
        headers=headers or {},
    )


async def _asked(request: Request, limits: ServerLimits) -> _Asked:
    body = await read_body(request, limits)
    content_type = request.headers.get("content-type", "")
    media, _, _ = content_type.partition(";")
    media = media.strip().lower()
    if not body:
        raise Refusal(400, "empty", tr("There is nothing in this request. {how}", how=_HOW))
    if media == "multipart/form-data":
        return await _from_form(request, body)
    if media == "application/json" or media.endswith("+json"):
        return _from_json(body)
    if media == "application/x-www-form-urlencoded":
        # What curl says when nobody told it otherwise, whatever -d holds.
        if body.lstrip()[:1] == b"{":
            return _from_json(body)
        if body[:5] == b"text=" or b"&text=" in body[:1000]:
            return _from_fields(body)
    if media == "text/plain":
        return _text(_decoded(body))
    kind = _KINDS.get(media.partition("/")[0], "file")
    return _Asked(body, request.query_params.get("name", ""), kind)


async def read_body(request: Request, limits: ServerLimits) -> bytes:
    """The whole body, within the limits."""
    cycle = request.scope.get("state", {}).get("cycle")
    if cycle is not None and cycle.body_complete:  # it came with the head: nothing to time
        body: bytes = (await request.receive()).get("body", b"")
        if len(body) <= limits.body_bytes:
            request.scope[BODY] = body
            return body
        raise _refused_as_too_large(limits, whole=True)
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limits.body_bytes:
        raise await _too_large(request, limits)
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            while True:
                async with asyncio.timeout(limits.pause_seconds):
                    message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                pieces.append(message.get("body", b""))
                size += len(pieces[-1])
                if size > limits.body_bytes:
                    raise await _too_large(request, limits)
                if not message.get("more_body", False):
                    whole = request.scope[BODY] = b"".join(pieces)
                    return whole
    except TimeoutError:
        raise Refusal(
            408, "too_slow", tr("The rest of the request did not come in time."), close=True
        ) from None


async def read_json(request: Request, limits: ServerLimits) -> dict[str, Any]:
    """The body as a JSON object whose every part can be written as JSON again."""
    return _json_object(await read_body(request, limits))


async def _too_large(request: Request, limits: ServerLimits) -> Refusal:
    """Read on for a while and drop it, so that the client hears the answer and not a reset."""
    whole = False
    if request.headers.get("expect", "").lower() != "100-continue":
        dropped = 0
        try:
            async with asyncio.timeout(_DRAIN_SECONDS):
                while dropped < _DRAIN_BYTES and not whole:
                    message = await request.receive()
                    dropped += len(message.get("body", b""))
                    whole = not message.get("more_body", False)
        except TimeoutError:
            pass
    return _refused_as_too_large(limits, whole=whole)


def _refused_as_too_large(limits: ServerLimits, *, whole: bool) -> Refusal:
    megabytes = limits.body_bytes / (1024 * 1024)
    return Refusal(
        413,
        "too_large",
        tr("This is larger than {megabytes} MB. Send a smaller one.", megabytes=f"{megabytes:g}"),
        close=not whole,
    )


@asynccontextmanager
async def form_in(
    request: Request, body: bytes, *, most_files: int, most_fields: int
) -> AsyncGenerator[FormData]:
    """The form that a whole body holds; what is wrong with it raises one of :data:`FORM_ERRORS`."""
    sent = False

    async def receive() -> Message:
        nonlocal sent
        chunk, sent = (b"" if sent else body), True
        return {"type": "http.request", "body": chunk, "more_body": False}

    async with Request(request.scope, receive).form(
        max_files=most_files, max_fields=most_fields, max_part_size=1024 * 1024
    ) as form:
        yield form


FORM_ERRORS = (HTTPException, LookupError, ValueError, TypeError)


async def _from_form(request: Request, body: bytes) -> _Asked:
    try:
        async with form_in(request, body, most_files=8, most_fields=32) as form:
            files = {key: part for key, part in form.multi_items() if isinstance(part, UploadFile)}
            chosen = next((files[key] for key in _FILE_FIELDS if key in files), None)
            if chosen is None and len(files) == 1:
                chosen = next(iter(files.values()))
            if chosen is not None:
                content = await chosen.read()
                kind = _KINDS.get((chosen.content_type or "").partition("/")[0], "photo")
                if not content:
                    raise Refusal(400, "empty", tr("The file is empty. Send its content."))
                return _Asked(content, chosen.filename or "", kind)
            text = form.get("text")
    except FORM_ERRORS as error:
        raise Refusal(400, "malformed", tr("The form cannot be read. {how}", how=_HOW)) from error
    if not isinstance(text, str):
        raise Refusal(400, "malformed", tr("The form has no photo. {how}", how=_HOW))
    return _text(text)


def _from_fields(body: bytes) -> _Asked:
    """``text=...`` as a page's form sends it. Reading it takes long, which would hold everybody up."""
    if len(body) > _LARGE_FORM:
        raise Refusal(
            413,
            "too_large",
            tr("A form of this kind may have 64 KB. Send the text as text/plain, or as JSON."),
        )
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refusal(
            400,
            "malformed",
            tr(
                "The form has more than {most_fields} fields. {how}",
                most_fields=_MOST_FIELDS,
                how=_HOW,
            ),
        ) from None
    if "text" not in fields:
        raise Refusal(400, "empty", tr("The form’s “text” is empty. {how}", how=_HOW))
    return _text(fields["text"][0])


def _from_json(body: bytes) -> _Asked:
    document = _json_object(body)
    text = document.get("text")
    if isinstance(text, str):
        return _text(text)
    if "row" in document:  # the cells of a table's row, by column
        if not isinstance(document["row"], dict):
            raise Refusal(
                400,
                "malformed",
                tr("The “row” is no JSON object. Send one row, as {example}.", example='{"row": {"age": 34}}'),
            )  # fmt: skip
        return _text(json.dumps(document["row"], ensure_ascii=False))
    if "path" in document:
        raise Refusal(
            400, "malformed", tr("The server opens no files of its own. Send the photo’s content.")
        )
    raise Refusal(400, "malformed", tr("The JSON has no “text” with words in it. {how}", how=_HOW))


def check_parts(body: bytes) -> None:
    """Refuse JSON of so many parts that reading it would hold everybody up for seconds.

    Photos in base64 and long texts have few; a million numbers pass.

    Raises
    ------
    Refusal : 413.
    """
    if len(body) > _LARGE_JSON and (
        body.count(b"[") + body.count(b"{") > _MOST_GROUPS or body.count(b",") > _MOST_PARTS
    ):
        raise Refusal(
            413, "too_large", tr("This JSON has too many parts. Send it in smaller pieces.")
        )


def _finite(literal: str) -> float:
    number = float(literal)
    if not math.isfinite(number):
        raise ValueError("too large a number")
    return number


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse_constant)


def _json_object(body: bytes) -> dict[str, Any]:
    check_parts(body)
    try:
        document = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        document = _unusual_json(body)
    if not isinstance(document, dict):
        raise Refusal(400, "malformed", tr("The body must be a JSON object."))
    return document


def _unusual_json(body: bytes) -> Any:
    """What is no JSON in UTF-8, but may be in UTF-16, or after a mark of its order."""
    try:
        text = body.decode(json.detect_encoding(body), "surrogatepass")
        document = _DECODER.decode(text.removeprefix("\ufeff"))
        if b"\\ud" in body or b"\\uD" in body:
            json.dumps(document, ensure_ascii=False).encode()  # half a character is none
    except (ValueError, RecursionError):
        raise Refusal(
            400, "malformed", tr("The body is not JSON. Check the brackets and quotes.")
        ) from None
    return document


def _text(text: str) -> _Asked:
    if not text.strip():
        raise Refusal(400, "empty", tr("The text is empty. Send a few words."))
    return _Asked(text, " ".join(text[:1000].split())[:60], "text")


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "malformed", tr("The text is not UTF-8. Send it in UTF-8.")) from None
