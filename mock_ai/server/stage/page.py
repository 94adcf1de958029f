"""The page itself and its files."""

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.server.page_files import page_file

_PACKAGE = "mock_ai.server.stage"
_FILES = frozenset({"stage.css", "stage.js", "server.js", "exhibit.js"})


async def stage_page(_request: Request) -> Response:
    """The Stage, for a browser."""
    return page_file(_PACKAGE, "stage.html", frozenset({"stage.html"}))


async def stage_file(request: Request) -> Response:
    """Its style and its scripts."""
    return page_file(_PACKAGE, request.url.path.rpartition("/")[2], _FILES)
