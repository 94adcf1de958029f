"""What the server says when it cannot answer: one sentence, as JSON, whatever went wrong."""

from starlette.requests import Request
from starlette.responses import JSONResponse


class Refusal(Exception):  # noqa: N818 (it is an answer, and usually the client's error)
    """Ends a request with a status and a sentence for the person who wrote the client."""

    def __init__(self, status: int, kind: str, message: str, *, close: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message
        self.close = close


def refusal_reply(refusal: Refusal) -> JSONResponse:
    """``{"error": {"type", "message"}}`` with the refusal's status."""
    headers = {"connection": "close"} if refusal.close else {}
    if refusal.status == 401:
        headers["www-authenticate"] = "Bearer"
    return JSONResponse(
        {"error": {"type": refusal.kind, "message": refusal.message}},
        status_code=refusal.status,
        headers=headers,
    )


async def on_refusal(_request: Request, error: Exception) -> JSONResponse:
    """Starlette's handler for :class:`Refusal`."""
    assert isinstance(error, Refusal)
    return refusal_reply(error)


async def on_bug(_request: Request, _error: Exception) -> JSONResponse:
    """The last resort; Starlette hands the exception on to the log."""
    return refusal_reply(
        Refusal(500, "our_mistake", "That is our mistake, not yours. The server goes on.")
    )
