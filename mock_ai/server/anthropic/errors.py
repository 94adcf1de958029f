"""What goes wrong, in Anthropic's shape. Source: https://docs.anthropic.com/en/api/errors"""

from typing import Any

from starlette.responses import JSONResponse

from mock_ai.server.anthropic.message import event
from mock_ai.server.replies import Refusal

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    405: "invalid_request_error",
    408: "timeout_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    500: "api_error",
    503: "overloaded_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def error_type(status: int) -> str:
    """The type that goes with a status."""
    return _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")


def error_document(status: int, message: str, request_id: str) -> dict[str, Any]:
    """``{"type": "error", "error": {"type", "message"}, "request_id"}``."""
    return {
        "type": "error",
        "error": {"type": error_type(status), "message": message},
        "request_id": request_id,
    }


def error_reply(
    refusal: Refusal, request_id: str, retry_after: float | None = None
) -> JSONResponse:
    """The answer to a request that failed. A server out of reach for now is a 529 here."""
    status = 529 if refusal.status == 503 else refusal.status
    headers = {"request-id": request_id}
    if refusal.close:
        headers["connection"] = "close"
    if retry_after is not None:
        headers["retry-after"] = f"{retry_after:g}"
    return JSONResponse(
        error_document(status, refusal.message, request_id), status_code=status, headers=headers
    )


def error_event(status: int, message: str, request_id: str) -> bytes:
    """The same within a stream that has begun."""
    document = error_document(status, message, request_id)
    return event("error", {key: document[key] for key in ("error", "request_id")})
