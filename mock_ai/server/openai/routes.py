"""Where OpenAI's clients find what, and the models that they are told of; the application adds the check of the token.

Requests may name any model: what a client has in its code is what it will name later, too (decision 0160).
Only what is being served, and names that OpenAI's own models have, can be looked up.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from estimators.base.sentence import tr
from mock_ai.server.http_replies import Refusal
from mock_ai.server.openai.answers import vendor_headers
from mock_ai.server.openai.audio import speak, transcriptions, translations
from mock_ai.server.openai.chat import chat_completions
from mock_ai.server.openai.embeddings import embeddings
from mock_ai.server.openai.images import edits, generations
from mock_ai.server.openai.moderations import moderations
from mock_ai.server.openai.responses import delete_response, response, responses
from mock_ai.server.service import Service

_USUAL = (
    "gpt-4o",
    "gpt-4o-mini",
    "text-embedding-3-small",
    "text-embedding-3-large",
    "whisper-1",
    "gpt-4o-mini-tts",
    "gpt-image-1",
    "omni-moderation-latest",
)
_THEIRS = re.compile(
    r"(gpt|o\d|chatgpt|text-embedding|whisper|tts|dall-e|omni-moderation|text-moderation)"
    r"[a-z0-9.:-]{0,60}"
)


async def models(request: Request) -> JSONResponse:
    """What is being served, and the names that clients usually have in their code."""
    service: Service = request.app.state.service
    entries = [_entry(name) for name in dict.fromkeys((service.model_name, *_USUAL))]
    if "x-stainless-lang" not in request.headers:  # the official client takes no further fields
        entries[0] |= {"classes": list(service.classes), "simulated": service.simulated}
    return JSONResponse({"object": "list", "data": entries})


async def model(request: Request) -> JSONResponse:
    name = request.path_params["model"]
    if name != request.app.state.service.model_name and not _THEIRS.fullmatch(name):
        raise Refusal(404, "no_model", tr("The model “{name}” does not exist.", name=name[:80]))
    return JSONResponse(_entry(name))


def _entry(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "smart-enough"}


Endpoint = Callable[[Request], Awaitable[Response]]

_ENDPOINTS: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", "/v1/models", models),
    ("GET", "/v1/models/{model}", model),
    ("POST", "/v1/chat/completions", chat_completions),
    ("POST", "/v1/responses", responses),
    ("GET", "/v1/responses/{response}", response),
    ("DELETE", "/v1/responses/{response}", delete_response),
    ("POST", "/v1/embeddings", embeddings),
    ("POST", "/v1/audio/transcriptions", transcriptions),
    ("POST", "/v1/audio/translations", translations),
    ("POST", "/v1/audio/speech", speak),
    ("POST", "/v1/images/generations", generations),
    ("POST", "/v1/images/edits", edits),
    ("POST", "/v1/moderations", moderations),
)


def _as_theirs(endpoint: Endpoint) -> Endpoint:
    async def with_headers(request: Request) -> Response:
        reply = await endpoint(request)
        reply.raw_headers += vendor_headers(request)
        return reply

    return with_headers


ROUTES = tuple((method, path, _as_theirs(endpoint)) for method, path, endpoint in _ENDPOINTS)
