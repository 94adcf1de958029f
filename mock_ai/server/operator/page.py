"""The page itself, its files, and the journal that it shows."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mock_ai.server.http_replies import Refusal
from mock_ai.server.page_files import page_file
from mock_ai.server.service import Service

_MOST_ROWS = 500
_PACKAGE = "mock_ai.server.operator"
_FILES = frozenset(
    {"operator.css", "operator.js", "keys.js", "exhibit.js", "server.js", "journal.js"}
)


async def operator_page(_request: Request) -> Response:
    """The page, for a browser."""
    return page_file(_PACKAGE, "operator.html", frozenset({"operator.html"}))


async def operator_file(request: Request) -> Response:
    """Its style and its scripts."""
    return page_file(_PACKAGE, request.path_params["name"], _FILES)


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
