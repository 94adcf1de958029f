"""The page itself and its files. They hold no data: the token is in the address after #, which browsers do not send."""

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.server.replies import Refusal
from mock_ai.server.stage.hosts import check_host

# Photos and sounds arrive with the token in a header and are shown from memory (blob:).
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src blob: data:; media-src blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_FILES = {
    "stage.css": "text/css",
    "stage.js": "text/javascript",
    "server.js": "text/javascript",
    "exhibit.js": "text/javascript",
}


async def stage_page(request: Request) -> Response:
    """The Stage, for a browser."""
    check_host(request)
    return Response(_text("stage.html"), media_type="text/html", headers=_HEADERS)


async def stage_file(request: Request) -> Response:
    """Its style and its scripts."""
    check_host(request)
    name = request.url.path.rpartition("/")[2]
    if name not in _FILES:
        raise Refusal(404, "not_found", "The Stage has no such file.")
    return Response(_text(name), media_type=_FILES[name], headers=_HEADERS)


@cache
def _text(name: str) -> str:
    return files("mock_ai.server.stage").joinpath(name).read_text("utf-8")
