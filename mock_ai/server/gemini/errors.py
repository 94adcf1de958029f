"""What goes wrong, in Google's shape. Source: https://cloud.google.com/apis/design/errors"""

from typing import Any

from starlette.responses import JSONResponse

from mock_ai.server.replies import Refusal

_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    413: "INVALID_ARGUMENT",
    422: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_TYPES = "type.googleapis.com/google.rpc"


def error_document(
    status: int, message: str, retry_after: float | None = None, reason: str | None = None
) -> dict[str, Any]:
    """``{"error": {"code", "message", "status"}}``, with details where the API has them."""
    error: dict[str, Any] = {
        "code": status,
        "message": message,
        "status": _STATUSES.get(status, "INTERNAL" if status >= 500 else "INVALID_ARGUMENT"),
    }
    details: list[dict[str, Any]] = []
    if reason is not None:
        details.append(
            {"@type": f"{_TYPES}.ErrorInfo", "reason": reason, "domain": "googleapis.com"}
        )
    if retry_after is not None:
        details.append({"@type": f"{_TYPES}.RetryInfo", "retryDelay": f"{retry_after:g}s"})
    if details:
        error["details"] = details
    return {"error": error}


def error_reply(
    refusal: Refusal, retry_after: float | None = None, *, listed: bool = False
) -> JSONResponse:
    """The answer to a request that failed; in a list where a list of chunks was asked for."""
    wrong_key = refusal.kind == "unauthorised" and refusal.status == 400
    document = error_document(
        refusal.status,
        refusal.message,
        retry_after,
        "API_KEY_INVALID" if wrong_key else None,
    )
    headers = {"connection": "close"} if refusal.close else {}
    if retry_after is not None:
        headers["retry-after"] = f"{retry_after:g}"
    return JSONResponse(
        [document] if listed else document, status_code=refusal.status, headers=headers
    )
