"""The web application: routes, which names it answers to, the token, and a sentence for everything that goes wrong.

A page of a stranger can make its own name lead to this machine (DNS rebinding) and then read what is here as if it
were its own. It cannot do that with an address, nor with ``localhost``: so only those are let in, and names that whoever
started the server allows.
"""

import hmac
import itertools
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from estimators.base.sentence import tr
from mock_ai.server.docs_page import docs_page
from mock_ai.server.http_replies import Refusal, refusal_reply
from mock_ai.server.openai.images import drawn
from mock_ai.server.openapi import openapi_document
from mock_ai.server.operator.endpoints import (
    OPERATOR_ROUTES,
    operator_file,
    operator_journal,
    operator_page,
)
from mock_ai.server.predict import ENDPOINT, predict
from mock_ai.server.rank import ENDPOINT as RANK
from mock_ai.server.rank import rank
from mock_ai.server.request_head import head_of
from mock_ai.server.service import Service
from mock_ai.server.stage.routes import reactions, stage_routes
from mock_ai.server.stage.visitors import StageVisitors
from mock_ai.server.vendors import (
    ROUTES_OF,
    error_reply,
    on_bug,
    on_gone,
    on_refusal,
    routes,
)
from mock_ai.stage import OpenShow

_REFUSED = Refusal(
    421,
    "wrong_host",
    tr(
        "This server does not answer to that name. Use the address that it was started at, as 127.0.0.1, "
        "or allow the name: smart-enough serve --allow-host NAME."
    ),
)


class OwnHostOnly:
    """Lets through to an application what was sent to an address, to this computer as such, or to an allowed name."""

    def __init__(self, app: ASGIApp, allowed: Iterable[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(name.lower().rstrip(".") for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_own(scope):
            await refusal_reply(_REFUSED)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        """Browsers always send one; without any, HTTP/1.0 was meant."""
        hosts = head_of(scope).hosts
        if len(hosts) != 1:
            return not hosts and scope["http_version"] != "1.1"
        name = host_name(hosts[0])
        return name in self._allowed or is_own_name(name)


@lru_cache(maxsize=1024)
def host_name(host: bytes) -> str:
    """The name in a ``Host`` header, without the port and the brackets of IPv6, in small letters."""
    text = host.decode("latin-1").lower()
    if text.startswith("["):
        name, bracket, port = text[1:].partition("]")
        return name if bracket and (not port or port[1:].isdecimal()) else ""
    name, colon, port = text.rpartition(":")
    return name if colon and port.isdecimal() else text


@lru_cache(maxsize=1024)
def is_own_name(name: str) -> bool:
    """Whether it is an address, or this computer as such."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


async def health(request: Request) -> JSONResponse:
    """Whether the server is there; needs no token."""
    service: Service = request.app.state.service
    return JSONResponse(
        {"status": "ok", "model": service.model_name, "simulated": service.simulated}
    )


def _document(request: Request) -> dict[str, Any]:
    """The hand-off spec, with the classes of what is being served."""
    service: Service = request.app.state.service
    address = str(request.base_url).rstrip("/")
    return openapi_document(service.classes, address, service.kind, service.row)


async def openapi(request: Request) -> JSONResponse:
    """The hand-off spec for programs; needs no token."""
    return JSONResponse(_document(request))


async def docs(request: Request) -> Response:
    """The hand-off spec for people; needs no token."""
    return docs_page(_document(request))


Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[Request, Exception], Awaitable[Response]]
_LOG = logging.getLogger(__name__)

_WITHOUT_VERSION = {
    path.removeprefix("/v1")
    for _, path, _ in routes()
    if path.startswith("/v1/") and "{" not in path
} | {"/predict", "/rank"}


def create_app(
    service: Service,
    token: str,
    allow_origins: Sequence[str] = (),
    stage: StageVisitors | None = None,
    allow_hosts: Sequence[str] = (),
) -> ASGIApp:
    """The application for a service. Browsers of other origins are kept out unless allowed, and so is who asks for
    another host than an address or ``localhost``."""
    key = token.encode()
    stage = stage if stage is not None else StageVisitors(OpenShow())

    def guarded(endpoint: Endpoint) -> Endpoint:
        async def with_token(request: Request) -> Response:
            check_token(request, key)
            return await endpoint(request)

        return with_token

    app = starlette_app(
        service,
        stage,
        [
            Route(ENDPOINT, guarded(predict), methods=["POST"]),
            Route(RANK, guarded(rank), methods=["POST"]),
            Route("/health", health),
            Route("/openapi.json", openapi),
            Route("/docs", docs),
            Route("/operator", operator_page),
            Route("/v1/images/drawn/{name}", drawn),  # shown by <img>, which sends no token
            Route("/operator/journal", guarded(operator_journal)),
            Route("/stage/reactions", guarded(reactions)),
            *stage_routes(stage, stage.token),
            *(
                Route(path, guarded(endpoint), methods=[method])
                for method, path, endpoint in OPERATOR_ROUTES
            ),
            Route("/operator/{name}", operator_file),
            *(
                Route(path, guarded(endpoint), methods=[method])
                for method, path, endpoint in routes()
            ),
        ],
        _on_http_error,
    )
    front = Front(app)
    if not allow_origins:
        return OwnHostOnly(front, allow_hosts)
    crossing = CORSMiddleware(
        front,
        allow_origins=list(allow_origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["*"],
        allow_private_network=True,  # browsers ask that beside the origin
    )
    return OwnHostOnly(crossing, allow_hosts)


def starlette_app(
    service: Service, stage: StageVisitors, routes: Sequence[Route], on_http_error: Handler
) -> Starlette:
    """The routes with what goes for all of them; ``on_http_error`` answers where there is none."""
    app = Starlette(
        routes=routes,
        exception_handlers={
            Refusal: on_refusal,
            ClientDisconnect: on_gone,
            HTTPException: on_http_error,
            Exception: on_bug,
        },
    )
    app.state.service = service
    app.state.stage = stage
    app.state.numbers = {vendor: itertools.count(1) for vendor in ROUTES_OF}  # of their answers
    app.router.redirect_slashes = False
    return app


def stage_application(service: Service, stage: StageVisitors, token: str) -> ASGIApp:
    """The Stage and nothing else, for whoever comes through the door with this token."""
    return OwnHostOnly(starlette_app(service, stage, stage_routes(stage, token), _nothing_else))


async def _nothing_else(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refusal_reply(Refusal(status, "not_found", tr("There is nothing here but the Stage.")))


def check_token(request: Request, token: bytes) -> None:
    """Refuse a request without the token, wherever a client may put it.

    Raises
    ------
    Refusal : 401.
    """
    keys = head_of(request.scope).keys
    if request.scope["query_string"]:  # Gemini's clients may put it there
        keys = [*keys, *(key.encode() for key in request.query_params.getlist("key"))]
    for key in keys:
        if hmac.compare_digest(key, token):
            return
    raise Refusal(
        401,
        "unauthorised",
        tr("The token is wrong.")
        if keys
        else tr("The token is missing. Send “Authorization: Bearer …”."),
    )


class Front:
    """Finds plain addresses in a table and leaves all others to Starlette, which goes through
    its routes one by one. Takes a base address with or without ``/v1``, whichever the client
    adds of its own."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self._table: dict[tuple[str, str], Endpoint] = {
            (method, route.path): route.endpoint
            for route in app.routes
            if isinstance(route, Route) and "{" not in route.path
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = canonical_path(scope["path"])
        if path != scope["path"]:
            scope["path"], scope["raw_path"] = path, path.encode()
        endpoint = self._table.get((scope["method"], path))
        if endpoint is None:
            await self.app(scope, receive, send)
            return
        scope["app"] = self.app
        request = Request(scope, receive, send)
        try:
            reply = await endpoint(request)
        except Refusal as refusal:
            reply = await on_refusal(request, refusal)
        except ClientDisconnect:
            return  # nobody is there to hear anything
        except Exception as error:  # noqa: BLE001 (the client gets an answer whatever happens)
            _LOG.exception("a request failed")
            reply = await on_bug(request, error)
        await reply(scope, receive, send)


@lru_cache(maxsize=256)
def canonical_path(path: str) -> str:
    """``/predict``, ``/v1/v1/predict`` and ``/v1/predict/`` are all ``/v1/predict``."""
    path = path.rstrip("/") or "/"
    while path.startswith(("/v1/v1/", "/v1/v1beta/")):
        path = path[3:]
    # Clients differ in whether their base address ends in /v1; any of them works (decision 0041).
    if path in _WITHOUT_VERSION or path.startswith("/models/"):
        return "/v1" + path
    if path in {"/v1/health", "/v1/openapi.json", "/v1/docs"}:
        return path[3:]
    return path


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path[:80]
    if error.status_code == 404:
        refusal = Refusal(
            404, "not_found", tr("There is nothing at {path}. Try POST /v1/predict.", path=path)
        )
    elif error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "POST")
        refusal = Refusal(
            405,
            "wrong_method",
            tr(
                "{path} does not take {method}. Try {allowed}.",
                path=path,
                method=request.method,
                allowed=allowed,
            ),
        )
    else:
        refusal = Refusal(error.status_code, "refused", str(error.detail))
    reply = error_reply(request, refusal)
    for name, value in (error.headers or {}).items():
        reply.headers[name] = value
    return reply
