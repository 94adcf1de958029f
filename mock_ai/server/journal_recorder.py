"""Writes each request into the journal once, whatever becomes of it.

While an answer is on its way this must cost next to nothing: bodies are noted by reference, and
whoever keeps the journal hashes, shortens and stores them in its own time.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.conversation import Prompt, Reply, Turn
from mock_ai.journal import AnsweredBy, Exchange, Waiting, Wire, now
from mock_ai.redaction import carries_key
from mock_ai.server.http_replies import Refusal
from mock_ai.server.json_fields import plain_headers
from mock_ai.server.request_body import BODY
from mock_ai.server.service import PromptAnswer, Service

OPEN = "smart_enough.noting"  # where a request's scope holds what is noted of it
GAVE_UP = 499  # the client hung up, or the server closed: nobody has been answered


class JournalRecorder:
    """One request on its way into the journal; it is one of those that wait until it is written.

    ``given`` is what it is answered with, once that is known.
    """

    def __init__(self, request: Request, prompt: Prompt, *, stream: bool = False) -> None:
        cycle = request.scope.get("state", {}).get("cycle")
        self.began = (cycle.arrived if cycle is not None else 0.0) or time.perf_counter()
        self.at = now()
        self.first_token: float | None = None
        self.queued = 0.0
        self.given: PromptAnswer | None = None
        self._request, self._prompt, self._stream = request, prompt, stream
        service: Service = request.app.state.service
        self._service, self._journal = service, service.journal
        path: str = request.scope["path"]
        self.waiting = Waiting(self.at, path[:200], prompt.shown_name, prompt.shown_kind)
        self._written = False
        self._journal.begin(self.waiting)
        request.scope[OPEN] = self

    @property
    def seconds(self) -> float:
        """How long ago it came."""
        return time.perf_counter() - self.began

    def piece_left(self) -> None:
        """A piece of the answer has left; the first one counts."""
        if self.first_token is None:
            self.first_token = self.seconds

    def _write(
        self,
        status: int,
        sent: Iterable[bytes],
        answer_headers: Mapping[str, str] | None,
        *,
        digest: str,
        by: AnsweredBy,
        model: str,
        simulated: bool,
        answer: str | None,
        probability: float | None,
        abstain: bool,
        reply: Reply | None,
        timed_out: bool,
    ) -> None:
        """Write it; the rest is known here."""
        self._journal.end(self.waiting)
        self._written = True
        waiting, scope, prompt = self.waiting, self._request.scope, self._prompt
        took, first, query = self.seconds, self.first_token, scope["query_string"]
        if first is None and status < 400 and not self._stream:
            first = took
        wire = Wire(
            plain_query(query) if query else "",
            prompt.headers,
            scope.get(BODY, b""),
            answer_headers or {},
            b"".join(sent),
        )
        self._journal.record(
            Exchange(
                self.at,
                waiting.endpoint,
                waiting.name,
                waiting.kind,
                digest,
                answer,
                probability,
                abstain,
                by,
                took,
                status,
                model,
                simulated,
                0,  # the journal numbers it
                reply.rule if reply is not None else "",
                reply.fault.kind if reply is not None and reply.fault is not None else "",
                reply.failures if reply is not None else (),
                self.queued,
                first,
                self._stream,
                timed_out,
                wire,
            )
        )

    def refused(self, refusal: Refusal, reply: Response) -> None:
        """Write that the server could not answer, and why. A fault or a model that failed is an answer of a kind."""
        if self._written:
            return
        sent, headers = (bytes(reply.body),), headers_of(reply)
        if self.given is not None or refusal.status >= 500:
            self.answered(reply.status_code, sent, headers)
            return
        self._write(
            reply.status_code,
            sent,
            headers,
            digest=sha256(self._request.scope.get(BODY, b"")).hexdigest(),
            by="refused",
            model=self._service.model_name,
            simulated=self._service.simulated,
            answer=refusal.message,
            probability=None,
            abstain=False,
            reply=None,
            timed_out=False,
        )

    def answered(
        self, status: int, sent: Iterable[bytes] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        """Write what it was answered with, as far as that is known, unless that has been written."""
        if self._written:
            return
        prompt, given, service = self._prompt, self.given, self._service
        reply = given.replies[0] if given is not None else None
        said, sure, abstain = _named(given)
        asks_class = (
            prompt.kind == "classification" and given is not None and given.answer is not None
        )
        if not said and reply is not None and not asks_class:
            said = reply.text[:200] or ", ".join(f"{call.name}(…)" for call in reply.calls)
        digest = given.digest if given is not None else b""
        if not digest:
            photos = prompt.last_images
            content = photos[0] if photos else prompt.last_text.encode("utf-8", "replace")
            digest = sha256(content).digest()
        self._write(
            status,
            sent,
            headers,
            digest=digest.hex(),
            by=given.by if given is not None else "model",
            model=given.model if given is not None else service.model_name,
            simulated=reply.simulated if reply is not None else service.simulated,
            answer=said or None if status < 400 else None,
            probability=sure,
            abstain=abstain,
            reply=reply,
            timed_out=given.timed_out if given is not None else False,
        )


def _named(given: PromptAnswer | None) -> tuple[str | None, float | None, bool]:
    """The class that an answer names, how sure it is, and whether it says that it does not know."""
    if given is None:
        return None, None, False
    reply, seen = given.replies[0], given.answer
    if reply.label is not None:
        return reply.label, reply.confidence, False
    if seen is None or (reply.rule and given.by != "you" and seen.text not in reply.text):
        return None, None, False  # a stub spoke, whatever the classifier would have said
    return seen.label, seen.probability, seen.abstain


def note_refusal(request: Request, refusal: Refusal, reply: Response) -> None:
    """Write a request that ended in a refusal. Who has no token leaves nothing in the journal,
    nor does the operator."""
    recorder: JournalRecorder | None = request.scope.get(OPEN)
    if recorder is None:
        by_operator = request.scope["path"].startswith("/operator")
        if refusal.kind == "unauthorised" or request.method != "POST" or by_operator:
            return
        name = f"{request.method} {request.scope['path']}"
        headers = plain_headers(request)
        asked = Prompt("chat", turns=(Turn("user", name),), item_kind="text", headers=headers)
        recorder = JournalRecorder(request, asked)
    recorder.refused(refusal, reply)


def headers_of(reply: Response) -> dict[str, str]:
    """The headers of an answer, in small letters."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reply.raw_headers}


def plain_query(query: bytes) -> str:
    """The query of an address without keys."""
    text = query.decode("latin-1")
    pairs: Sequence[tuple[str, str]] = parse_qsl(text, keep_blank_values=True)
    if not any(carries_key(name) for name, _ in pairs):
        return text
    return urlencode([pair for pair in pairs if not carries_key(pair[0])])
