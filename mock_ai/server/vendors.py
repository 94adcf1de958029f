"""Whose client is calling, so that what goes wrong is said in the shape that it expects.

A wire format adds its routes and its error shape here; the application takes both from here.
"""

from collections.abc import Awaitable, Callable
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from estimators.base.sentence import tr
from mock_ai.server.anthropic.endpoints import ROUTES as ANTHROPIC_ROUTES
from mock_ai.server.anthropic.endpoints import error_reply as anthropic_error
from mock_ai.server.gemini.endpoints import ROUTES as GEMINI_ROUTES
from mock_ai.server.gemini.endpoints import error_reply as gemini_error
from mock_ai.server.http_replies import Refusal, refusal_reply
from mock_ai.server.journal_recorder import GAVE_UP, note_refusal
from mock_ai.server.openai.answers import error_reply as openai_error
from mock_ai.server.openai.routes import ROUTES as OPENAI_ROUTES

Vendor = Literal["ours", "openai", "anthropic", "gemini"]
Endpoint = Callable[[Request], Awaitable[Response]]
RouteRow = tuple[str, str, Endpoint]
ErrorReply = Callable[[Request, Refusal], Response]

_OURS = ("/v1/predict", "/v1/rank", "/operator", "/stage", "/health", "/openapi.json", "/docs")
ERRORS: dict[Vendor, ErrorReply] = {
    "ours": lambda _request, refusal: refusal_reply(refusal),
    "openai": openai_error,
    "anthropic": anthropic_error,
    "gemini": gemini_error,
}
ROUTES_OF: dict[Vendor, tuple[RouteRow, ...]] = {
    "openai": OPENAI_ROUTES,
    "anthropic": ANTHROPIC_ROUTES,
    "gemini": GEMINI_ROUTES,
}
"""Method, path and endpoint; the application adds the check of the token."""


def routes() -> list[RouteRow]:
    """All vendors' routes; where several have the same, the client's headers decide."""
    shared: dict[tuple[str, str], dict[Vendor, Endpoint]] = {}
    for vendor, rows in ROUTES_OF.items():
        for method, path, endpoint in rows:
            shared.setdefault((method, path), {})[vendor] = endpoint
    return [(method, path, _by_vendor(choices)) for (method, path), choices in shared.items()]


def _by_vendor(choices: dict[Vendor, Endpoint]) -> Endpoint:
    first = next(iter(choices.values()))
    if len(choices) == 1:
        return first

    async def chosen(request: Request) -> Response:
        return await choices.get(vendor_of(request), first)(request)

    return chosen


def vendor_of(request: Request) -> Vendor:
    """Who the client is made by: its headers say so, or the path does."""
    path = request.scope["path"]
    if path.startswith(_OURS):
        return "ours"
    headers = request.headers
    if "x-goog-api-key" in headers or path.startswith("/v1beta") or "key" in request.query_params:
        return "gemini"
    if "anthropic-version" in headers or path.startswith("/v1/messages"):
        return "anthropic"
    if path.startswith("/v1/models"):  # all three have it, and only Gemini posts to it
        if request.method == "POST":
            return "gemini"
        if "x-api-key" in headers:
            return "anthropic"
    return "openai" if path.startswith("/v1/") else "ours"


def error_reply(request: Request, refusal: Refusal) -> Response:
    """A refusal in the vendor's shape."""
    return ERRORS.get(vendor_of(request), ERRORS["ours"])(request, refusal)


async def on_refusal(request: Request, error: Exception) -> Response:
    """Starlette's handler for :class:`Refusal`."""
    assert isinstance(error, Refusal)
    reply = error_reply(request, error)
    note_refusal(request, error, reply)
    return reply


async def on_gone(_request: Request, _error: Exception) -> Response:
    """For a client that hung up while it was sending: nobody is there to read an answer."""
    return Response(status_code=GAVE_UP)


async def on_bug(request: Request, _error: Exception) -> Response:
    """The last resort; Starlette hands the exception on to the log."""
    return error_reply(
        request,
        Refusal(500, "our_mistake", tr("That is our mistake, not yours. The server goes on.")),
    )
