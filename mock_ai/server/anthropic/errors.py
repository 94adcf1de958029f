"""What goes wrong, in Anthropic's shape. Source: https://docs.anthropic.com/en/api/errors"""

import itertools
from typing import Any

from starlette.requests import Request

from mock_ai.server.anthropic.message import identifier
from mock_ai.server.http_replies import JsonReply, Refusal, refusal_headers

NO_THREAD = "thread_not_found"
_TYPES = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
    529: "overloaded_error",
}


def error_reply(request: Request, refusal: Refusal) -> JsonReply:
    """``{"type": "error", "error": {"type", "message"}, "request_id"}``.

    A server that has too much to do answers 529 here, where others say 503.
    """
    status = 529 if refusal.status == 503 else refusal.status
    usual = "api_error" if status >= 500 else "invalid_request_error"
    own = request_id(request)
    error: dict[str, Any] = {"type": _TYPES.get(status, usual), "message": refusal.message}
    if refusal.kind == NO_THREAD:
        error["details"] = {"error_code": NO_THREAD}
    return JsonReply(
        {"type": "error", "error": error, "request_id": own},
        status_code=status,
        headers={**refusal_headers(refusal), "request-id": own},
    )


def request_id(request: Request) -> str:
    """The id of a request, the same wherever it is shown; the requests are numbered."""
    if "anthropic_request_id" not in request.scope:
        state = request.app.state
        if not hasattr(state, "anthropic_numbers"):
            state.anthropic_numbers = itertools.count(1)
        number = next(state.anthropic_numbers)
        request.scope["anthropic_request_id"] = identifier("req", number)
    own: str = request.scope["anthropic_request_id"]
    return own
