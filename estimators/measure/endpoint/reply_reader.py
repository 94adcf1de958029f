"""From what came back over HTTP to an answer, or to how it failed: status, encoding, JSON, the wire's own place for the answer."""

import json
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from estimators.base.phrase import shorten
from estimators.measure.answer_row import as_text
from estimators.measure.endpoint.address import ModelAddress
from estimators.measure.endpoint.api_key import ApiKey
from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.http_call import HttpReply
from estimators.measure.endpoint.wire import ModelReply, ReplyShapeError, reply_of

_OF_STATUS: Mapping[int, FailureKind] = {
    401: FailureKind.WRONG_KEY,
    402: FailureKind.NO_MONEY,
    403: FailureKind.WRONG_KEY,
    404: FailureKind.NOT_FOUND,
    408: FailureKind.SERVER_ERROR,
    409: FailureKind.SERVER_ERROR,
    429: FailureKind.RATE_LIMITED,
}
_DETAIL_LETTERS = 160


def read_reply(
    address: ModelAddress, reply: HttpReply, key: ApiKey | None, now: float
) -> ModelReply | CallFailure:
    """The answer in a reply, or how it failed; the key is in neither, should the service have repeated it.

    - `now`: the time of day in seconds since 1970, for a service that names the time to come back.
    """

    def without_key(text: str) -> str:
        return key.hidden_in(text) if key is not None else text

    if 300 <= reply.status < 400:
        to = urlsplit(reply.headers.get("location", "")).hostname or address.host
        return CallFailure(FailureKind.REDIRECTED, without_key(to)[:200], reply.status)
    if reply.status != 200:
        return _refused(reply, without_key(_said(reply.body)), now)
    if not reply.body.strip():
        return CallFailure(FailureKind.EMPTY_BODY)
    try:
        text = without_key(reply.body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return CallFailure(FailureKind.NO_UTF8)
    return _answer(address, text)


def _answer(address: ModelAddress, text: str) -> ModelReply | CallFailure:
    try:
        found = reply_of(address, json.loads(text))
    except ReplyShapeError as error:
        return CallFailure(FailureKind.CHANGED_SHAPE, str(error)[:80])
    except (ValueError, RecursionError):
        begun = text.lstrip()[:1] == "{" and text.rstrip()[-1:] != "}"
        return CallFailure(FailureKind.BROKEN_OFF if begun else FailureKind.NO_JSON)
    return replace(found, text=as_text(found.text), model=as_text(found.model) or "")


def _refused(reply: HttpReply, said: str, now: float) -> CallFailure:
    kind = _OF_STATUS.get(reply.status)
    if kind is None:
        kind = FailureKind.SERVER_ERROR if reply.status >= 500 else FailureKind.REFUSED_REQUEST
    if kind is FailureKind.RATE_LIMITED and "insufficient_quota" in reply.body.decode("utf-8", "replace"):  # fmt: skip
        kind = FailureKind.NO_MONEY  # as OpenAI says it
    return CallFailure(kind, said, reply.status, _wait(reply.headers, now))


def _said(body: bytes) -> str:
    """What a service says of a failure: the message in its JSON, in a line; nothing of a web page."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    error = document.get("error", document) if isinstance(document, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    printable = "".join(letter if letter.isprintable() else " " for letter in message) if isinstance(message, str) else ""  # fmt: skip
    return shorten(printable, _DETAIL_LETTERS)


def _wait(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that a service asks to wait (RFC 9110, section 10.2.3; OpenAI's milliseconds); None where it does not."""
    asked = headers.get("retry-after-ms", ""), headers.get("retry-after", "")
    for text, unit in zip(asked, (1000, 1), strict=True):
        try:
            seconds = float(text) / unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        return max(0.0, parsedate_to_datetime(asked[1]).timestamp() - now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
