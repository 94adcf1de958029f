"""What the server says when it cannot answer: one sentence, as JSON, whatever went wrong."""

from starlette.responses import JSONResponse


class Refusal(Exception):  # noqa: N818 (it is an answer, and usually the client's error)
    """Ends a request with a status and a sentence for the person who wrote the client."""

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        *,
        close: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message
        self.close = close
        self.retry_after = retry_after


def refusal_headers(refusal: Refusal) -> dict[str, str]:
    """What goes with a refusal, whoever's shape it takes."""
    headers = {"connection": "close"} if refusal.close else {}
    if refusal.status == 401:
        headers["www-authenticate"] = "Bearer"
    if refusal.retry_after is not None:
        headers["retry-after"] = f"{refusal.retry_after:g}"
    return headers


def refusal_reply(refusal: Refusal) -> JSONResponse:
    """``{"error": {"type", "message"}}`` with the refusal's status."""
    return JSONResponse(
        {"error": {"type": refusal.kind, "message": refusal.message}},
        status_code=refusal.status,
        headers=refusal_headers(refusal),
    )
