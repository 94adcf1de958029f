"""Reads a HAR file of real traffic with OpenAI, Anthropic or Gemini, or with this server.

Anybody may have written it: sizes, depth and kinds are checked, and what is not a conversation is
left out and counted.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from estimators.base.errors import UserError
from estimators.base.number import digits
from mock_ai.journal import vendor_of_endpoint
from mock_ai.redaction import without_keys
from mock_ai.traffic.exchange import WireExchange
from mock_ai.traffic.request_parser import parse_request
from mock_ai.traffic.response_parser import parse_response
from mock_ai.traffic.stored_body import take_apart

LARGEST_BYTES = 64 * 1024 * 1024
MOST_ENTRIES = 10_000
_LONGEST_SECONDS = 600.0
_KNOWN = (
    (re.compile(r"/chat/completions$"), "/v1/chat/completions"),
    (re.compile(r"/v1/(?:responses)$"), "/v1/responses"),
    (re.compile(r"/v1/messages$"), "/v1/messages"),
    (re.compile(r"/v1/predict$"), "/v1/predict"),
)
_GEMINI = re.compile(  # Vertex has a project and a region in between
    r"/(v1|v1beta)1?/(?:[\w./-]{1,300}/)?models/([\w.-]{1,100}):(generateContent|streamGenerateContent)$"
)


@dataclass(frozen=True)
class HarFile:
    """The calls of a file, numbered from 1 in their order, and how many entries were left out."""

    calls: tuple[WireExchange, ...]
    left_out: int
    media: Mapping[str, bytes] = field(default_factory=dict)

    def find(self, sha256: str) -> bytes | None:
        """A photo or sound that was sent."""
        return self.media.get(sha256)


def read_har(path: Path) -> HarFile:
    """Read a HAR file.

    Raises
    ------
    UserError : it cannot be read, is too large or no HAR, or holds no conversation at all.
    """
    entries = _entries(path)
    media: dict[str, bytes] = {}
    calls: list[WireExchange] = []
    for entry in entries:
        try:
            call, found = _call(entry, len(calls) + 1)
        except (KeyError, TypeError, ValueError, AttributeError, StopIteration, RecursionError):
            continue
        calls.append(call)
        media.update(found)
    if not calls:
        raise _bad(
            path,
            f"holds no conversation ({digits(len(entries))} entries)",
            "Chats with OpenAI, Anthropic, Gemini or this server are looked for",
            "Record the requests of the client itself, with their contents.",
        )
    return HarFile(tuple(calls), len(entries) - len(calls), media)


def _entries(path: Path) -> list[Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        why = f"{error.strerror or error}"
        raise _bad(path, "cannot be read", why, "Check that the file is there.") from error
    if len(raw) > LARGEST_BYTES:
        raise _bad(path, "is too large", "A HAR file may have 64 MB here", "Record less at a time.")
    try:
        document = json.loads(raw.decode("utf-8-sig"))
        entries = document["log"]["entries"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        why = "It has no log with entries in JSON"
        raise _bad(path, "is no HAR file", why, "Save it as HAR once more.") from error
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        why = "It must be a list of at most 10,000"
        raise _bad(path, "has entries that cannot be used", why, "Record less at a time.")
    return entries


def _call(entry: Any, number: int) -> tuple[WireExchange, dict[str, bytes]]:
    request, response = entry["request"], entry["response"]
    if request["method"] != "POST":
        raise ValueError("nothing was asked")
    endpoint = _endpoint(urlsplit(str(request["url"])).path)
    headers = without_keys(_pairs(request.get("headers")))
    posted = request["postData"]
    content_type = headers.get("content-type") or str(posted.get("mimeType") or "application/json")
    body = _content(posted, posted.get("_encoding"))
    answer_headers = without_keys(_pairs(response.get("headers")))
    content = response["content"]
    answer_type = answer_headers.get("content-type") or str(content.get("mimeType") or "")
    answer = _content(content, content.get("encoding"))
    kept_body, media = take_apart(body, content_type)
    kept_answer, more = take_apart(answer, answer_type)
    at = _moment(entry.get("startedDateTime"))
    status = int(response.get("status") or 0)
    row = _row(entry, endpoint, body, content_type, status)
    said = parse_response(endpoint, answer_type, answer) if 200 <= status < 300 else None
    if said is not None:
        row["answer"] = (said.label or said.text)[:200] or ", ".join(c.name for c in said.calls)
        row["probability"], row["abstain"] = said.confidence, said.abstain
    call = WireExchange(
        number,
        at,
        endpoint,
        status,
        {**row, "number": number, "id": number, "at": at.isoformat()},
        "",
        {**headers, "content-type": content_type},
        kept_body,
        {**answer_headers, "content-type": answer_type},
        kept_answer,
    )
    return call, {**media, **more}


def _row(
    entry: Mapping[str, Any], endpoint: str, body: bytes, content_type: str, status: int
) -> dict[str, Any]:
    """The row of a call, as the journal has them; a request that nobody can read has no call."""
    prompt = parse_request(endpoint, body, content_type)
    timings = entry.get("timings") or {}
    first = sum(_seconds(timings.get(name)) for name in ("blocked", "send", "wait"))
    ours = entry.get("_smartEnough")
    ours = ours if isinstance(ours, dict) else {}
    return {
        "endpoint": endpoint,
        "vendor": vendor_of_endpoint(endpoint),
        "name": " ".join(prompt.last_text[:400].split())[:60] or "a photo",
        "kind": "photo" if prompt.last_images else "text",
        "answer": None,
        "answered_by": str(ours.get("answered_by") or ("model" if status < 400 else "fault")),
        "simulated": bool(ours.get("simulated", False)),
        "model": prompt.model[:200],
        "rule": str(ours.get("rule") or ""),
        "fault": str(ours.get("fault") or ""),
        "failures": [],
        "status": status,
        "took_seconds": min(_seconds(entry.get("time")), _LONGEST_SECONDS),
        "first_token_seconds": min(first, _LONGEST_SECONDS),
        "stream": b'"stream":true' in body.replace(b" ", b"") or "streamGenerate" in endpoint,
    }


def _endpoint(path: str) -> str:
    gemini = _GEMINI.search(path)
    if gemini:
        return f"/{gemini[1]}/models/{gemini[2]}:{gemini[3]}"
    return next(ours for known, ours in _KNOWN if known.search(path))


def _pairs(headers: Any) -> dict[str, str]:
    return {str(one["name"]).lower(): str(one["value"]) for one in headers or ()}


def _content(holder: Mapping[str, Any], encoding: Any) -> bytes:
    text = str(holder.get("text") or "")
    if encoding == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValueError("this is not base64") from error
    return text.encode("utf-8", "replace")


def _moment(text: Any) -> datetime:
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _seconds(milliseconds: Any) -> float:
    usable = isinstance(milliseconds, int | float) and 0 < milliseconds < 1e9
    return float(milliseconds) / 1000 if usable else 0.0


def _bad(path: Path, what: str, why: str, next_step: str) -> UserError:
    return UserError(f"“{path.name}” {what}.", f"{why}.", next_step)
