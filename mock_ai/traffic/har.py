"""Calls as a HAR 1.2 file or as JSON lines for other people's tools, and HAR files of real traffic read.

HAR: http://www.softwareishard.com/blog/har-12-spec/. What it has no field for stands in fields of
our own, which begin with an underscore, as it asks. Anybody may have written a file that is read: sizes, depth and kinds
are checked, and what is not a conversation is left out and counted.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from estimators.base.errors import UserError
from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.journal import vendor_of_endpoint
from mock_ai.redaction import without_keys
from mock_ai.traffic.exchange import Find, KeptBody, WireExchange, form_parts, take_apart
from mock_ai.traffic.parser import parse_request, parse_response

_USUAL_HOST = "127.0.0.1:8765"  # of a call whose client named none
_OURS = ("id", "name", "kind", "sha256", "answer", "probability", "abstain", "answered_by", "model",
         "simulated", "rule", "fault", "failures", "vendor", "stream")  # fmt: skip


def har_lines(calls: Iterable[WireExchange], find: Find, version: str) -> Iterator[str]:
    """A HAR 1.2 document in pieces, so that a long journal is never whole in memory."""
    creator = {"name": "Smart Enough", "version": version}
    yield (
        '{"log": {"version": "1.2", "creator": '
        + json.dumps(creator)
        + ', "comment": "A local server. Keys and tokens are left out.", "entries": ['
    )
    between = "\n"
    for call in calls:
        yield between + json.dumps(har_entry(call, find), ensure_ascii=False)
        between = ",\n"
    yield "\n]}}\n"


def har_entry(call: WireExchange, find: Find) -> dict[str, Any]:
    """One call as an entry of a HAR."""
    row = call.summary
    entry: dict[str, Any] = {
        "startedDateTime": call.at.isoformat(timespec="milliseconds"),
        **_times(row),
        "request": {
            "method": call.method,
            "url": f"http://{call.headers.get('host') or _USUAL_HOST}{call.address}",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _headers(call.headers),
            "queryString": [
                {"name": name, "value": value}
                for name, value in parse_qsl(call.query, keep_blank_values=True)
            ],
            "headersSize": -1,
            "bodySize": call.request.size if call.is_kept else -1,
        },
        "response": {
            "status": call.status,
            "statusText": _reason(call.status),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _headers(call.answer_headers),
            "content": {
                "size": call.answer.size,
                "mimeType": call.answer_type or "x-unknown",
                **_content(call.answer, find),
            },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": call.answer.size if call.is_kept else -1,
        },
        "cache": {},
        "_smartEnough": {name: row[name] for name in _OURS if row.get(name) not in (None, "", [])},
    }
    if call.request.size:
        entry["request"]["postData"] = _post_data(call, find)
    if not call.is_kept:
        entry["comment"] = tr("What went over the wire is no longer kept.")
    return entry


def json_line(call: WireExchange, find: Find) -> str:
    """One call as a line of JSON, with its line end; the row's fields stand at the top."""
    line = {
        **call.summary,
        "request": {
            "query": call.query,
            "headers": dict(call.headers),
            **_body(call.request, find),
        },
        "response": {"headers": dict(call.answer_headers), **_body(call.answer, find)},
    }
    if not call.is_kept:
        del line["request"], line["response"]
    return json.dumps(line, ensure_ascii=False) + "\n"


def _times(row: Mapping[str, Any]) -> dict[str, Any]:
    """The whole time and its parts, in milliseconds; the whole is the sum of the parts."""
    took = float(row.get("took_seconds") or 0)
    queued = min(float(row.get("queued_seconds") or 0), took)
    first = row.get("first_token_seconds")
    first = took if first is None else min(max(float(first), queued), took)
    parts = {
        "blocked": queued,
        "dns": -1,
        "connect": -1,
        "ssl": -1,
        "send": 0,
        "wait": first - queued,
        "receive": took - first,
    }
    timings = {name: round(part * 1000, 3) if part > 0 else part for name, part in parts.items()}
    whole = sum(part for part in timings.values() if part > 0)
    return {"time": round(whole, 3), "timings": timings}


def _headers(headers: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers.items()]


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return {0: "no answer", 499: tr("the client hung up"), 529: "overloaded"}.get(status, "")


def _content(body: KeptBody, find: Find) -> dict[str, str]:
    whole = body.whole(find)
    if whole is None:
        return {"text": body.shown(), "comment": tr("Not whole: a part of it is no longer kept.")}
    try:
        return {"text": whole.decode()}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(whole).decode(), "encoding": "base64"}


def _post_data(call: WireExchange, find: Find) -> dict[str, Any]:
    """What was sent: text, or the parts of a form. Text and parts exclude one another there."""
    kind = call.content_type or "application/octet-stream"
    if kind.startswith("multipart/form-data"):
        return {"mimeType": kind, "params": list(_params(call, find))}
    content = _content(call.request, find)
    encoding = content.pop("encoding", None)
    return {"mimeType": kind, **content, **({"_encoding": encoding} if encoding else {})}


def _params(call: WireExchange, find: Find) -> Iterator[dict[str, str]]:
    """The parts of a form; a file is named and left out, as browsers do."""
    whole = call.body(find) or call.request.shown().encode()
    for part in form_parts(whole, call.content_type):
        if part.file is None:
            yield {"name": part.name, "value": part.content.decode("utf-8", "replace")}
        else:
            kind = part.content_type or "application/octet-stream"
            yield {"name": part.name, "fileName": part.file, "contentType": kind}


def _body(body: KeptBody, find: Find) -> dict[str, Any]:
    content = _content(body, find)
    if content.get("encoding"):
        return {"base64": content["text"]}
    return {"body": content["text"], **({"cut": True} if "comment" in content else {})}


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

    Raises `UserError` if it cannot be read, is too large or no HAR, or holds no conversation at all.
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
            tr("holds no conversation ({entries} entries)", entries=digits(len(entries))),
            tr("Chats with OpenAI, Anthropic, Gemini or this server are looked for"),
            tr("Record the requests of the client itself, with their contents."),
        )
    return HarFile(tuple(calls), len(entries) - len(calls), media)


def _entries(path: Path) -> list[Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        why = f"{error.strerror or error}"
        raise _bad(path, tr("cannot be read"), why, tr("Check that the file is there.")) from error
    if len(raw) > LARGEST_BYTES:
        raise _bad(
            path,
            tr("is too large"),
            tr("A HAR file may have 64 MB here"),
            tr("Record less at a time."),
        )
    try:
        document = json.loads(raw.decode("utf-8-sig"))
        entries = document["log"]["entries"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        why = tr("It has no log with entries in JSON")
        raise _bad(path, tr("is no HAR file"), why, tr("Save it as HAR once more.")) from error
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        why = tr("It must be a list of at most 10,000")
        raise _bad(path, tr("has entries that cannot be used"), why, tr("Record less at a time."))
    return entries


def _call(entry: Any, number: int) -> tuple[WireExchange, dict[str, bytes]]:
    request, response = entry["request"], entry["response"]
    if request["method"] != "POST":
        raise ValueError("nothing was asked")
    endpoint = _endpoint(urlsplit(str(request["url"])).path)
    headers = without_keys(_pairs(request.get("headers")))
    posted = request["postData"]
    content_type = headers.get("content-type") or str(posted.get("mimeType") or "application/json")
    body = _read_content(posted, posted.get("_encoding"))
    answer_headers = without_keys(_pairs(response.get("headers")))
    content = response["content"]
    answer_type = answer_headers.get("content-type") or str(content.get("mimeType") or "")
    answer = _read_content(content, content.get("encoding"))
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


def _read_content(holder: Mapping[str, Any], encoding: Any) -> bytes:
    text = str(holder.get("text") or "")
    if encoding == "base64":
        return base64.b64decode(text, validate=True)
    return text.encode("utf-8", "replace")


def _moment(text: Any) -> datetime:
    found = datetime.fromisoformat(str(text))
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _seconds(milliseconds: Any) -> float:
    usable = isinstance(milliseconds, int | float) and 0 < milliseconds < 1e9
    return float(milliseconds) / 1000 if usable else 0.0


def _bad(path: Path, what: str, why: str, next_step: str) -> UserError:
    return UserError(
        tr("“{name}” {what}.", name=path.name, what=what), tr("{why}.", why=why), next_step
    )
