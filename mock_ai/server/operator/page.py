"""The page itself, its files, and the journal that it shows.

The page holds no data: the token is in the address after #, which browsers do not send, and the
script hands it over with every question.
"""

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mock_ai.server.replies import Refusal
from mock_ai.server.service import Service

_MOST_ROWS = 500
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
    "operator.css": "text/css",
    "operator.js": "text/javascript",
    "keys.js": "text/javascript",
    "exhibit.js": "text/javascript",
    "server.js": "text/javascript",
    "journal.js": "text/javascript",
}


async def operator_page(_request: Request) -> Response:
    """The page, for a browser."""
    return Response(_text("operator.html"), media_type="text/html", headers=_HEADERS)


async def operator_file(request: Request) -> Response:
    """Its style and its scripts."""
    name = request.path_params["name"]
    if name not in _FILES:
        raise Refusal(404, "not_found", "The operator’s page has no such file.")
    return Response(_text(name), media_type=_FILES[name], headers=_HEADERS)


async def operator_journal(request: Request) -> JSONResponse:
    """The exchanges after a number, and what is being served."""
    service: Service = request.app.state.service
    after = request.query_params.get("after", "0")
    if not after.isdecimal() or len(after) > 18:
        raise Refusal(400, "malformed", "“after” must be the number of an exchange.")
    return JSONResponse(
        {
            "model": service.model_name,
            "simulated": service.simulated,
            "total": service.journal.total,
            "exchanges": [
                exchange.to_json()
                for exchange in service.journal.exchanges(int(after))[-_MOST_ROWS:]
            ],
        }
    )


@cache
def _text(name: str) -> str:
    return files("mock_ai.server.operator").joinpath(name).read_text("utf-8")
