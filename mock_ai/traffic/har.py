"""Calls as a HAR 1.2 file or as JSON lines, for other people's tools.

HAR: http://www.softwareishard.com/blog/har-12-spec/. What it has no field for stands in fields of
our own, which begin with an underscore, as it asks.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from mock_ai.traffic.exchange import WireExchange
from mock_ai.traffic.multipart import form_parts
from mock_ai.traffic.stored_body import Find, KeptBody

USUAL_ADDRESS = "http://127.0.0.1:8765"
_OURS = ("id", "name", "kind", "sha256", "answer", "probability", "abstain", "answered_by", "model",
         "simulated", "rule", "fault", "failures", "vendor", "stream")  # fmt: skip


def har_lines(
    calls: Iterable[WireExchange], find: Find, version: str, address: str = USUAL_ADDRESS
) -> Iterator[str]:
    """A HAR 1.2 document in pieces, so that a long journal is never whole in memory."""
    creator = {"name": "Smart Enough", "version": version}
    yield (
        '{"log": {"version": "1.2", "creator": '
        + json.dumps(creator)
        + ', "comment": "A local server. Keys and tokens are left out.", "entries": ['
    )
    between = "\n"
    for call in calls:
        yield between + json.dumps(har_entry(call, find, address), ensure_ascii=False)
        between = ",\n"
    yield "\n]}}\n"


def har_entry(call: WireExchange, find: Find, address: str = USUAL_ADDRESS) -> dict[str, Any]:
    """One call as an entry of a HAR."""
    row = call.summary
    entry: dict[str, Any] = {
        "startedDateTime": call.at.isoformat(timespec="milliseconds"),
        **_times(row),
        "request": {
            "method": call.method,
            "url": address + call.address,
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
        entry["comment"] = "What went over the wire is no longer kept."
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
        return {0: "no answer", 499: "the client hung up", 529: "overloaded"}.get(status, "")


def _content(body: KeptBody, find: Find) -> dict[str, str]:
    whole = body.whole(find)
    if whole is None:
        return {"text": body.shown(), "comment": "Not whole: a part of it is no longer kept."}
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
