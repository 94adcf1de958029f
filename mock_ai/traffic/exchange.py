"""A whole call: a request and its answer as they went over the wire, with their times."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from estimators.base.codec import convert, plain
from mock_ai.journal import Exchange
from mock_ai.redaction import redacted, without_keys
from mock_ai.traffic.stored_body import Find, KeptBody, take_apart

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
        """The content type of the answer."""
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
