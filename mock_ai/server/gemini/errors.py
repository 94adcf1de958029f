"""What goes wrong, in Google's shape. Source: https://cloud.google.com/apis/design/errors"""

from typing import Any

from starlette.requests import Request

from mock_ai.server.http_replies import JsonReply, Refusal, refusal_headers

_STATUSES = {
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
_TYPES = "type.googleapis.com/google.rpc"


def error_reply(request: Request, refusal: Refusal) -> JsonReply:
    """``{"error": {"code", "message", "status"}}``, with details where the API has them.

    A missing key is a 403 here and a wrong one a 400. Where a list of chunks was asked for,
    the error comes in a list, too.
    """
    code, details = refusal.status, _details(refusal)
    headers = refusal_headers(refusal)
    if refusal.kind == "unauthorised":
        headers.pop("www-authenticate", None)
        code = 403
        if "x-goog-api-key" in request.headers or "key" in request.query_params:
            code = 400
            details = [_detail("ErrorInfo", reason="API_KEY_INVALID", domain="googleapis.com")]
    usual = "INTERNAL" if code >= 500 else "INVALID_ARGUMENT"
    error: dict[str, Any] = {
        "code": code,
        "message": refusal.message,
        "status": _STATUSES.get(code, usual),
    }
    if details:
        error["details"] = details
    document = {"error": error}
    return JsonReply(
        [document] if wants_list(request) else document, status_code=code, headers=headers
    )


def wants_list(request: Request) -> bool:
    """Whether a stream is asked for as one JSON list rather than as events."""
    path: str = request.scope["path"]
    return path.endswith(":streamGenerateContent") and request.query_params.get("alt") != "sse"


def _details(refusal: Refusal) -> list[dict[str, str]]:
    if refusal.retry_after is None:
        return []
    return [_detail("RetryInfo", retryDelay=f"{refusal.retry_after:g}s")]


def _detail(kind: str, **fields: str) -> dict[str, str]:
    return {"@type": f"{_TYPES}.{kind}", **fields}
