"""Where OpenAI's clients find what; the application adds the check of the token."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.server.openai.audio import speak, transcriptions, translations
from mock_ai.server.openai.chat import chat_completions
from mock_ai.server.openai.embeddings import embeddings
from mock_ai.server.openai.errors import vendor_headers
from mock_ai.server.openai.images import edits, generations
from mock_ai.server.openai.models import model, models
from mock_ai.server.openai.moderations import moderations
from mock_ai.server.openai.responses import delete_response, response, responses

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
        reply.raw_headers += [
            (name.encode(), value.encode()) for name, value in vendor_headers(request).items()
        ]
        return reply

    return with_headers


ROUTES = tuple((method, path, _as_theirs(endpoint)) for method, path, endpoint in _ENDPOINTS)
