"""What the server sends: documents, streams, pages for a browser, and one sentence as JSON where it cannot answer."""

import hmac
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from functools import cache
from importlib.resources import files
from json.encoder import encode_basestring
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from estimators.base.language import language
from estimators.base.sentence import tr
from mock_ai.conversation import WireFault
from mock_ai.wire_faults import FAULTS


class Refusal(Exception):  # noqa: N818 (it is an answer, and usually the client's error)
    """Ends a request with a status and a sentence for the person who wrote the client; ``place``: the field it is about."""

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        place: str = "",
        close: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message
        self.place = place
        self.close = close
        self.retry_after = retry_after


def fault_refusal(fault: WireFault) -> Refusal:
    """What a client hears of a fault that strikes before the answer begins."""
    if fault.why:
        return Refusal(422, "scenario", fault.why)
    told = FAULTS[fault.kind].told
    assert told is not None, "what strikes before the answer is told"
    wait = None if FAULTS[fault.kind].silent else fault.retry_after
    wait = told.seconds if wait is None else wait
    message = told.message if wait is None else told.message.format(wait=f"{wait:g}")
    return Refusal(told.status, told.type, message, retry_after=wait)


def refusal_headers(refusal: Refusal) -> dict[str, str]:
    """What goes with a refusal, whoever's shape it takes."""
    headers = {"connection": "close"} if refusal.close else {}
    if refusal.status == 401:
        headers["www-authenticate"] = "Bearer"
    if refusal.retry_after is not None:
        headers["retry-after"] = f"{refusal.retry_after:g}"
    return headers


def refusal_reply(refusal: Refusal) -> JSONResponse:
    """``{"error": {"type", "message"}}`` with the refusal's status."""
    return JSONResponse(
        {"error": {"type": refusal.kind, "message": refusal.message}},
        status_code=refusal.status,
        headers=refusal_headers(refusal),
    )


def encoded(value: Any) -> bytes:
    """JSON as it stands in a document: compact, in Unicode. Half a character becomes a question mark."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


def written(value: Any) -> str:
    """:func:`encoded` as text."""
    return encoded(value).decode()


def _plain(value: Any) -> str | float:
    """What is a text or a number to Python, and yet none to msgspec: numpy's, for example."""
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)
    raise TypeError(f"A {type(value).__name__} has no place in JSON.")


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


class JsonReply(JSONResponse):
    """A document as JSON, which leaves in one piece."""

    def __init__(
        self, document: Any, status_code: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status_code, self.background = status_code, None
        self.body = encoded(document)
        self.raw_headers = [
            (b"content-length", b"%d" % len(self.body)),
            (b"content-type", b"application/json"),
        ]
        if headers:
            self.raw_headers += [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        start = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        await send(start)
        await send({"type": "http.response.body", "body": self.body})


class Stream(Response):
    """A body that comes piece by piece. When its client hangs up, the pieces are cancelled."""

    def __init__(self, pieces: AsyncGenerator[bytes], media_type: str) -> None:
        self._pieces = pieces
        self.status_code, self.background = 200, None
        self.raw_headers = [
            (b"cache-control", b"no-cache"),
            (b"content-type", media_type.encode()),
        ]

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        cycle = scope.get("state", {}).get("cycle")
        if cycle is not None:
            cycle.ends_with_client = True
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async for piece in self._pieces:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await self._pieces.aclose()


# No client can know it, so none can put it where it would be taken for the gap.
GAP = f"gap {secrets.token_hex(12)}"
_WRITTEN_GAP = encoded(GAP)


class EventTemplate:
    """An event with a gap: ``write`` makes it from the text :data:`GAP`, once."""

    def __init__(self, write: Callable[[str], bytes]) -> None:
        self._before, self._after = write(GAP).split(_WRITTEN_GAP)

    def filled(self, text: str) -> bytes:
        """The event with the text in the gap."""
        return self._before + encode_basestring(text).encode("utf-8", "replace") + self._after


# Photos and sounds arrive with the token in a header and are shown from memory (blob:).
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src blob: data:; media-src blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}


def page_file(package: str, name: str) -> Response:
    """A file of a page, which lies in its package.

    Raises
    ------
    Refusal : 404, there is none of that name.
    """
    if name not in _page_files(package):
        raise Refusal(404, "not_found", tr("This page has no such file."))
    kind = _KINDS[name.rpartition(".")[2]]
    text = _language_of(package) if name == "language.js" else _text(package, name)
    return Response(text, media_type=kind, headers=_HEADERS)


def for_holders(
    token: str, ended: str, endpoint: Callable[[Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint for whoever has the token; others get a 401 that says that the address has ``ended``."""

    async def with_token(request: Request) -> Response:
        scheme, _, offered = request.headers.get("authorization", "").partition(" ")
        given = offered.strip().encode()
        if scheme.lower() != "bearer" or not hmac.compare_digest(given, token.encode()):
            raise Refusal(401, "unauthorised", ended)
        return await endpoint(request)

    return with_token


@cache
def _page_files(package: str) -> frozenset[str]:
    names = (each.name for each in files(package).iterdir())
    return frozenset(name for name in names if name.rpartition(".")[2] in _KINDS) | {"language.js"}


def _language_of(package: str) -> str:
    """The script that knows the page's sentences, with those of the language that the server speaks."""
    spoken = language()
    files_of_page = (
        each for each in files(package).iterdir() if each.name.endswith((".js", ".html"))
    )
    page = "".join(each.read_text("utf-8") for each in files_of_page)
    said = {english: forms[0] for english, forms in spoken.sentences.items() if english in page}
    return _text("mock_ai.server", "language.js").replace(
        'LANGUAGE = "en", DIRECTION = "ltr", SENTENCES = {}',
        f"LANGUAGE = {json.dumps(spoken.code)}, DIRECTION = {json.dumps(spoken.direction)}, SENTENCES = {json.dumps(said)}",
    )


@cache
def _text(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")
