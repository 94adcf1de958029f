"""The web application: routes, the token, and a sentence for everything that goes wrong."""

import hmac
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_ai.server.catalogue import health, openapi
from mock_ai.server.openai.images import drawn
from mock_ai.server.operator_page import operator_journal, operator_page
from mock_ai.server.predict import ENDPOINT, predict
from mock_ai.server.replies import Refusal
from mock_ai.server.service import Service
from mock_ai.server.vendors import error_reply, on_bug, on_refusal, routes

Endpoint = Callable[[Request], Awaitable[Response]]

# Where each vendor's client puts its key; ours sends the first.
_KEY_HEADERS = ("x-api-key", "x-goog-api-key", "api-key")
_WITHOUT_VERSION = {
    path.removeprefix("/v1")
    for _, path, _ in routes()
    if path.startswith("/v1/") and "{" not in path
} | {"/predict"}


def create_app(service: Service, token: str, allow_origins: Sequence[str] = ()) -> Starlette:
    """The application for a service. Browsers of other origins are kept out unless allowed."""
    middleware = [Middleware(CanonicalPath)]
    if allow_origins:
        middleware.insert(
            0,
            Middleware(
                CORSMiddleware,
                allow_origins=list(allow_origins),
                allow_methods=["GET", "POST", "DELETE"],
                allow_headers=["*"],
            ),
        )

    def guarded(endpoint: Endpoint) -> Endpoint:
        async def with_token(request: Request) -> Response:
            check_token(request, token)
            return await endpoint(request)

        return with_token

    app = Starlette(
        routes=[
            Route(ENDPOINT, guarded(predict), methods=["POST"]),
            Route("/health", health),
            Route("/openapi.json", openapi),
            Route("/operator", operator_page),
            Route("/v1/images/drawn/{name}", drawn),  # shown by <img>, which sends no token
            Route("/operator/journal", guarded(operator_journal)),
            *(
                Route(path, guarded(endpoint), methods=[method])
                for method, path, endpoint in routes()
            ),
        ],
        middleware=middleware,
        exception_handlers={Refusal: on_refusal, HTTPException: _on_http_error, Exception: on_bug},
    )
    app.state.service = service
    app.router.redirect_slashes = False
    return app


def check_token(request: Request, token: str) -> None:
    """Refuse a request without the token, wherever a client may put it.

    Raises
    ------
    Refusal : 401.
    """
    scheme, _, offered = request.headers.get("authorization", "").partition(" ")
    keys = [offered.strip()] if scheme.lower() == "bearer" else []
    keys += [request.headers[name] for name in _KEY_HEADERS if name in request.headers]
    keys += request.query_params.getlist("key")  # Gemini's clients may put it there
    if not any(hmac.compare_digest(key.encode(), token.encode()) for key in keys):
        raise Refusal(
            401,
            "unauthorised",
            "The token is wrong."
            if keys
            else "The token is missing. Send “Authorization: Bearer …”.",
        )


class CanonicalPath:
    """Takes a base address with or without ``/v1``, whichever the client adds of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            canonical = canonical_path(path)
            if canonical != path:
                scope = {**scope, "path": canonical, "raw_path": canonical.encode()}
        await self.app(scope, receive, send)


def canonical_path(path: str) -> str:
    """``/predict``, ``/v1/v1/predict`` and ``/v1/predict/`` are all ``/v1/predict``."""
    path = path.rstrip("/") or "/"
    while path.startswith(("/v1/v1/", "/v1/v1beta/")):
        path = path[3:]
    if path in _WITHOUT_VERSION or path.startswith("/models/"):
        return "/v1" + path
    if path in {"/v1/health", "/v1/openapi.json"}:
        return path[3:]
    return path


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path[:80]
    if error.status_code == 404:
        refusal = Refusal(404, "not_found", f"There is nothing at {path}. Try POST /v1/predict.")
    elif error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "POST")
        refusal = Refusal(
            405, "wrong_method", f"{path} does not take {request.method}. Try {allowed}."
        )
    else:
        refusal = Refusal(error.status_code, "refused", str(error.detail))
    reply = error_reply(request, refusal)
    for name, value in (error.headers or {}).items():
        reply.headers[name] = value
    return reply
