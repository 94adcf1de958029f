"""Where Gemini's clients call (``models/{model}:method``, and the models themselves), and what goes wrong there.

Sources: https://ai.google.dev/api/models, https://ai.google.dev/api/embeddings, https://cloud.google.com/apis/design/errors
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from estimators.base.number import digits
from estimators.base.sentence import tr
from mock_ai.conversation import Prompt, Reply, Turn
from mock_ai.embeddings import embedding
from mock_ai.server.gemini.content import (
    empty_chunk,
    frame,
    plain_choice,
    response_chunks,
    response_document,
    token_details,
)
from mock_ai.server.gemini.prompts import (
    CamelFields,
    is_enum,
    read_count,
    read_generate,
    said_in,
)
from mock_ai.server.http_replies import JsonReply, Refusal, refusal_headers, written
from mock_ai.server.json_fields import Fields, plain_headers, read_object, wrong
from mock_ai.server.response_pipeline import EVENT_STREAM, Writer, play
from mock_ai.server.service import PromptAnswer, Service

_STATUSES = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_DETAIL_TYPES = "type.googleapis.com/google.rpc"


def error_reply(request: Request, refusal: Refusal) -> JsonReply:
    """``{"error": {"code", "message", "status"}}``, with details where the API has them.

    A missing key is a 403 here and a wrong one a 400. Where a list of chunks was asked for,
    the error comes in a list, too.
    """
    code, details = refusal.status, _details(refusal)
    headers = refusal_headers(refusal)
    if refusal.kind == "unauthorised":
        headers.pop("www-authenticate", None)
        code = 403
        if "x-goog-api-key" in request.headers or "key" in request.query_params:
            code = 400
            details = [_detail("ErrorInfo", reason="API_KEY_INVALID", domain="googleapis.com")]
    usual = "INTERNAL" if code >= 500 else "INVALID_ARGUMENT"
    error: dict[str, Any] = {
        "code": code,
        "message": refusal.message,
        "status": _STATUSES.get(code, usual),
    }
    if details:
        error["details"] = details
    document = {"error": error}
    return JsonReply(
        [document] if wants_list(request) else document, status_code=code, headers=headers
    )


def wants_list(request: Request) -> bool:
    """Whether a stream is asked for as one JSON list rather than as events."""
    path: str = request.scope["path"]
    return path.endswith(":streamGenerateContent") and request.query_params.get("alt") != "sse"


def _details(refusal: Refusal) -> list[dict[str, str]]:
    if refusal.retry_after is None:
        return []
    return [_detail("RetryInfo", retryDelay=f"{refusal.retry_after:g}s")]


def _detail(kind: str, **fields: str) -> dict[str, str]:
    return {"@type": f"{_DETAIL_TYPES}.{kind}", **fields}


METHODS = (
    "generateContent",
    "streamGenerateContent",
    "countTokens",
    "embedContent",
    "batchEmbedContents",
)
_THEIRS = re.compile(r"(gemini|gemma|learnlm|text-embedding|embedding)-[a-z0-9.-]{1,80}")


def model_document(name: str) -> dict[str, Any]:
    """What is being served, as a model."""
    return {
        "name": f"models/{name}",
        "version": "1",
        "displayName": name,
        "description": tr("Served by Smart Enough on this computer."),
        "inputTokenLimit": 1_048_576,
        "outputTokenLimit": 65_536,
        "supportedGenerationMethods": list(METHODS),
        "temperature": 1,
        "maxTemperature": 2,
        "topP": 0.95,
        "topK": 64,
    }


def model_page(name: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The page of the list that was asked for. There is one model, so it is the only one."""
    size = query.get("pageSize", "50")
    if not size.isascii() or not size.isdigit():
        raise wrong("pageSize", tr("This must be a whole number."))
    if query.get("pageToken"):
        raise wrong("pageToken", tr("There is no such page."))
    return {"models": [model_document(name)]}


_DIMENSIONS = 3072
_SMALLER = 768
_MOST_TEXTS = 100
_LONGEST = 1_000_000


async def read_embeddings(
    document: Fields,
    model: str,
    headers: Mapping[str, str],
    method: str,
    service: Service,
) -> tuple[Prompt, dict[str, Any]]:
    """What is to be embedded, and the answer to it; the vectors have length 1.

    Raises
    ------
    Refusal : 400 with the field that is wrong.
    """
    asked = CamelFields(document)
    requests = [asked]
    if method == "batchEmbedContents":
        asked.required("requests", list)
        requests = asked.objects("requests")
        if not 1 <= len(requests) <= _MOST_TEXTS:
            raise asked.wrong(
                tr("Send 1 to {most_texts} requests at once.", most_texts=_MOST_TEXTS), "requests"
            )
    texts = [said_in(one.needed("content")) for one in requests]
    if sum(map(len, texts)) > _LONGEST:
        raise wrong(
            "",
            tr(
                "Send at most {longest} characters in all texts together.", longest=digits(_LONGEST)
            ),
        )
    sizes = [_dimensions(one, model) for one in requests]
    # One by one, so that others are answered meanwhile.
    vectors = [
        {"values": (await service.in_background(embedding, text, size)).tolist()}
        for text, size in zip(texts, sizes, strict=True)
    ]
    prompt = Prompt(
        kind="embedding",
        turns=tuple(Turn("user", text) for text in texts),
        model=model,
        headers=headers,
        document=document,
    )
    if method == "embedContent":
        return prompt, {"embedding": vectors[0]}
    return prompt, {"embeddings": vectors}


def _dimensions(request: CamelFields, model: str) -> int:
    small = model.startswith(("text-embedding-", "embedding-"))
    asked = request.within("outputDimensionality", int, 1, _DIMENSIONS)
    return asked or (_SMALLER if small else _DIMENSIONS)


_JSON = "application/json; charset=utf-8"


class ContentWriter(Writer):
    """Writes replies as candidates; a stream as events, or as one JSON list."""

    def __init__(self, prompt: Prompt, *, listed: bool = False, plain: bool = False) -> None:
        self._prompt, self._listed, self._plain = prompt, listed, plain

    def whole(self, given: PromptAnswer) -> Response:
        replies, number = given.replies, given.number
        return JsonReply(response_document(self._prompt, self._read(replies), number))

    def opening(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return [b"["] if self._listed else []

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        framed, before, between = frame(self._prompt, number), 0, b""
        for index, reply in enumerate(self._read(replies)):
            for chunk in response_chunks(framed, reply, number, index, before):
                yield between + written(chunk).encode() if self._listed else _event(chunk)
                between = b",\r\n"
            before += reply.token_count

    def closing(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return [b"]"] if self._listed else []

    def waiting(self, number: int) -> bytes:
        # A comment would be legal, but Google's clients take each line for data (decision 0172).
        if self._listed:
            return b"\r\n"
        return _event(empty_chunk(frame(self._prompt, number)))

    def failing(self, request: Request, refusal: Refusal, _number: int) -> bytes:
        body = bytes(error_reply(request, refusal).body)
        if self._listed:  # a list of one, of which the opening has sent the bracket
            return body[1:]
        return b"data: " + body + b"\r\n\r\n"

    def _read(self, replies: Sequence[Reply]) -> Sequence[Reply]:
        return [plain_choice(reply) for reply in replies] if self._plain else replies


def _event(chunk: Mapping[str, Any]) -> bytes:
    return f"data: {written(chunk)}\r\n\r\n".encode()


class DocumentWriter(ContentWriter):
    """Writes a document that does not depend on the reply: a count, an embedding."""

    def __init__(self, prompt: Prompt, document: Mapping[str, Any]) -> None:
        super().__init__(prompt)
        self._document = document

    def whole(self, _given: PromptAnswer) -> Response:
        return JsonReply(self._document)


async def call(request: Request) -> Response:
    """``POST …/models/{model}:method``."""
    name, _, method = request.path_params["call"].rpartition(":")
    if not name or method not in METHODS:
        raise Refusal(
            404,
            "not_found",
            tr(
                "There is no method {method}. Try {methods}.",
                method=method[:80],
                methods=", ".join(METHODS),
            ),
        )
    service: Service = request.app.state.service
    document = await read_object(request)
    headers = plain_headers(request)
    if method == "countTokens":
        prompt = read_count(document, name, headers)
        counted = {"totalTokens": prompt.token_count, "promptTokensDetails": token_details(prompt)}
        return await play(request, prompt, DocumentWriter(prompt, counted))
    if method in ("embedContent", "batchEmbedContents"):
        prompt, embedded = await read_embeddings(document, name, headers, method, service)
        return await play(request, prompt, DocumentWriter(prompt, embedded))
    prompt = read_generate(document, name, headers)
    listed = wants_list(request)
    return await play(
        request,
        prompt,
        ContentWriter(prompt, listed=listed, plain=is_enum(document)),
        stream=method == "streamGenerateContent",
        media_type=_JSON if listed else EVENT_STREAM,
    )


async def models(request: Request) -> Response:
    """``GET …/models``."""
    service: Service = request.app.state.service
    return JsonReply(model_page(service.model_name, request.query_params))


async def model(request: Request) -> Response:
    """``GET …/models/{model}``."""
    name = request.path_params["model"]
    if name != request.app.state.service.model_name and not _THEIRS.fullmatch(name):
        raise Refusal(404, "no_model", tr("There is no model models/{name} here.", name=name[:80]))
    return JsonReply(model_document(name))


ROUTES = tuple(
    (method, f"/{version}/{path}", endpoint)
    for version in ("v1", "v1beta")
    for method, path, endpoint in (
        ("POST", "models/{call}", call),
        ("GET", "models", models),
        ("GET", "models/{model}", model),
    )
)
