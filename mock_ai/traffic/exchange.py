"""A whole call: a request and its answer as they went over the wire, with their times.

Bodies are kept as text as it was, photos and sounds by what they are (their hash). A photo travels as the part of a form,
as base64 inside JSON, or alone. Wherever it is, it is taken out and stored once; what is left is text. Put together again
the body is the same, byte for byte.
"""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.parser import BytesHeaderParser
from hashlib import sha256
from typing import Any

from estimators.base.codec import convert, plain
from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.journal import Exchange
from mock_ai.redaction import redacted, without_keys

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_MOST_FORM_PARTS = 200


@dataclass(frozen=True)
class FormPart:
    """One part. ``file`` is the name of a file, None for a plain field."""

    name: str
    file: str | None
    content_type: str
    content: bytes


def boundary_of(content_type: str) -> bytes | None:
    """What stands between the parts of a form, with its dashes; None where it is no form."""
    found = _BOUNDARY.search(content_type)
    if found is None or not content_type.lower().startswith("multipart/form-data"):
        return None
    return b"--" + found[1].encode()


def form_parts(body: bytes, content_type: str) -> list[FormPart]:
    """The parts that can be read, in their order."""
    mark = boundary_of(content_type)
    found: list[FormPart] = []
    for part in body.split(mark, _MOST_FORM_PARTS)[1:] if mark else ():
        head, gap, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not gap:
            continue
        headers = BytesHeaderParser().parsebytes(head)
        name = headers.get_param("name", "", "content-disposition")
        found.append(
            FormPart(
                str(name),
                headers.get_filename(),
                str(headers.get("content-type", "")),
                content.removesuffix(b"\r\n"),
            )
        )
    return found


TEXT_KEPT = 256 * 1024
_SMALL = 1024  # bytes that are left where they are
_LONGEST_KEY = 8 * 1024  # so that none is half in what is kept, and not known for it
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{1024,}={0,2}|[A-Za-z0-9_-]{1024,}={0,2}")
_MEDIA_TYPES = ("image/", "audio/", "video/", "application/octet-stream")
_MOST_PARTS = 200
Find = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Media:
    """Something that is stored by its content; ``base64`` says how it stood in the body."""

    sha256: str
    size: int
    base64: bool = False


@dataclass(frozen=True)
class KeptBody:
    """A body in pieces. ``size`` is that of the whole; ``cut`` says that its end was not kept."""

    pieces: tuple[str | Media, ...] = ()
    size: int = 0
    cut: bool = False

    def whole(self, find: Find) -> bytes | None:
        """The body as it was; None where a piece of it is no longer there."""
        if self.cut:
            return None
        joined: list[bytes] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                joined.append(piece.encode())
                continue
            content = find(piece.sha256)
            if content is None:
                return None
            joined.append(base64.b64encode(content) if piece.base64 else content)
        return b"".join(joined)

    def shown(self) -> str:
        """The body for a person: media as a note of what stood there."""
        text = "".join(
            piece
            if isinstance(piece, str)
            else tr(
                "‹{size} bytes, sha256 {sha256}…›",
                size=digits(piece.size),
                sha256=piece.sha256[:12],
            )
            for piece in self.pieces
        )
        return (
            tr("{text}\n‹cut: the whole had {size} bytes›", text=text, size=digits(self.size))
            if self.cut
            else text
        )


def take_apart(
    body: bytes, content_type: str = "", secrets: tuple[str, ...] = ()
) -> tuple[KeptBody, dict[str, bytes]]:
    """A body as it is kept, and the media that were taken out of it, by their hashes.

    Keys are replaced wherever they stand in the text (:mod:`mock_ai.redaction`); ``secrets`` are those of this
    server.
    """
    media: dict[str, bytes] = {}
    pieces: list[str | Media] = []
    room, cut = TEXT_KEPT, False
    for piece, is_base64 in _pieces(body, content_type):
        text = None if is_base64 else _as_text(piece)
        if text is None:
            content = _redacted_file(piece, secrets) if is_base64 else piece
            digest = sha256(content).hexdigest()
            media[digest] = content
            pieces.append(Media(digest, len(content), is_base64))
            continue
        whole = len(text)
        text = redacted(text[: room + _LONGEST_KEY], secrets)
        if len(text) > room or whole > room + _LONGEST_KEY:
            text, cut = text[:room], True
        room -= len(text)
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] += text
        elif text:
            pieces.append(text)
        if cut:
            break
    return KeptBody(tuple(pieces), len(body), cut), media


def _pieces(body: bytes, content_type: str) -> Iterator[tuple[bytes, bool]]:
    """The body in its order, each piece with whether it stood there in base64."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type.startswith(_MEDIA_TYPES):
        yield body, False
        return
    boundary = boundary_of(content_type)
    if boundary is not None:
        yield from _parts(body, boundary)
        return
    start = 0
    for found in _BASE64.finditer(body):
        content = _decoded(found[0])
        if content is not None:
            yield body[start : found.start()], False
            yield content, True
            start = found.end()
    yield body[start:], False


def _parts(body: bytes, mark: bytes) -> Iterator[tuple[bytes, bool]]:
    """A form: the head of each part, and its content apart where that is large or no text."""
    for number, part in enumerate(body.split(mark, _MOST_PARTS)):
        if number:
            yield mark, False
        head, gap, content = part.partition(b"\r\n\r\n")
        if not gap or (len(content) <= _SMALL and _as_text(content) is not None):
            yield part, False
            continue
        end = b"\r\n" if content.endswith(b"\r\n") else b""
        yield head + gap, False
        yield content.removesuffix(b"\r\n"), False
        yield end, False


def _redacted_file(content: bytes, secrets: tuple[str, ...]) -> bytes:
    """A file that travelled in base64; a text is one too."""
    text = _as_text(content)
    if text is None:
        return content
    clean = redacted(text, secrets)
    return content if clean == text else clean.encode()


def _as_text(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _decoded(run: bytes) -> bytes | None:
    """What a run of base64 says, if writing it again gives the same run."""
    try:
        content = base64.b64decode(run, validate=True)
    except ValueError:
        return None
    return content if base64.b64encode(content) == run else None


_METHOD = "POST"  # nothing else is written into the journal


@dataclass(frozen=True)
class WireExchange:
    """One call. Of an answer that never came, ``status`` is 0 or 499 and the body may be empty.

    ``summary`` is the exchange's own row (:meth:`mock_ai.journal.Exchange.to_json`).
    """

    number: int
    at: datetime
    endpoint: str
    status: int
    summary: Mapping[str, Any]
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    request: KeptBody = field(default_factory=KeptBody)
    answer_headers: Mapping[str, str] = field(default_factory=dict)
    answer: KeptBody = field(default_factory=KeptBody)
    method: str = _METHOD
    is_kept: bool = True

    @property
    def content_type(self) -> str:
        """Of the request."""
        return self.headers.get("content-type", "")

    @property
    def answer_type(self) -> str:
        return self.answer_headers.get("content-type", "")

    @property
    def address(self) -> str:
        """The path with its query."""
        return f"{self.endpoint}?{self.query}" if self.query else self.endpoint

    def body(self, find: Find) -> bytes | None:
        """The request's body; None where it is no longer there."""
        return self.request.whole(find) if self.is_kept else None

    def answer_body(self, find: Find) -> bytes | None:
        """The answer's body; None where it is no longer there."""
        return self.answer.whole(find) if self.is_kept else None


def to_stored(
    exchange: Exchange, secrets: tuple[str, ...] = ()
) -> tuple[dict[str, Any], dict[str, Any] | None, dict[str, bytes]]:
    """An exchange as it is stored: its row, what went over the wire, and the media in that.

    The wire is None where it has been let go. Takes time in proportion to the bodies: not for the
    thread that answers.
    """
    row = exchange.to_json()
    for name in ("name", "answer", "endpoint", "model", "rule"):
        row[name] = redacted(row[name], secrets) if row[name] else row[name]
    wire = exchange.wire
    if wire is None:
        return row, None, {}
    body, answer, held = wire.body, wire.answer, wire.held
    if not held:
        return row, None, {}
    headers = without_keys(wire.headers, secrets)
    answer_headers = without_keys(wire.answer_headers, secrets)
    request, media = take_apart(body, headers.get("content-type", ""), secrets)
    said, more = take_apart(answer, answer_headers.get("content-type", ""), secrets)
    media.update(more)
    if media:
        row["media"] = sorted(media)
    detail = {
        "query": redacted(wire.query, secrets),
        "headers": headers,
        "request": plain(request),
        "answer_headers": answer_headers,
        "answer": plain(said),
    }
    return row, detail, media


def from_stored(row: Mapping[str, Any], detail: Mapping[str, Any] | None) -> WireExchange:
    """The call that :func:`to_stored` took apart; without ``detail``, or with a broken one, only its row
    is known."""
    number = int(row.get("id") or row.get("number") or 0)
    at = datetime.fromisoformat(str(row["at"]))
    bare = WireExchange(
        number,
        at,
        str(row.get("endpoint", "")),
        int(row.get("status") or 0),
        row,
        is_kept=False,
    )
    if detail is None:
        return bare
    try:
        return replace(
            bare,
            query=str(detail["query"]),
            headers={str(name): str(value) for name, value in detail["headers"].items()},
            request=convert(detail["request"], KeptBody),
            answer_headers={str(k): str(v) for k, v in detail["answer_headers"].items()},
            answer=convert(detail["answer"], KeptBody),
            is_kept=True,
        )
    except (KeyError, TypeError, ValueError, AttributeError):  # nobody here wrote this
        return bare


@dataclass(frozen=True)
class Agreement:
    """How often two answerers say the same, of ``n`` different questions; 90% exact interval.

    ``share``, ``low`` and ``high`` are None where there was nothing to compare.
    """

    between: tuple[str, str]
    agreed: int
    n: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class RightShare:
    """Of ``n`` different questions whose truth is known, how many were answered with it; 90% exact interval."""

    who: str
    right: int
    n: int
    low: float
    high: float
