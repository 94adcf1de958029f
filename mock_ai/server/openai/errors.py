"""What goes wrong, in OpenAI's shape.

Source: https://platform.openai.com/docs/guides/error-codes
"""

import itertools

from starlette.requests import Request

from mock_ai.server.http_replies import JsonReply, Refusal, refusal_headers
from mock_ai.server.openai.tokens import made_id

_TYPES = {
    401: "invalid_request_error",
    403: "permission_error",
    429: "requests",
    500: "server_error",
    503: "server_error",
    504: "server_error",
}
_CODES = {
    "unauthorised": "invalid_api_key",
    "no_model": "model_not_found",
    "rate_limit": "rate_limit_exceeded",
    "too_large": "request_too_large",
    "not_found": "unknown_url",
    "wrong_method": "method_not_supported",
}


def vendor_headers(request: Request) -> dict[str, str]:
    """What OpenAI sends with every answer; its clients show the id where something is wrong."""
    state = request.app.state
    if not hasattr(state, "openai_count"):
        state.openai_count = itertools.count(1)
    return {
        "x-request-id": made_id("req_", next(state.openai_count)),
        "openai-version": "2020-10-01",
    }


def error_reply(request: Request, refusal: Refusal) -> JsonReply:
    """``{"error": {"message", "type", "param", "code"}}`` with the refusal's status."""
    place, colon, _ = refusal.message.partition(": ")
    at_a_field = refusal.status == 400 and bool(colon) and " " not in place
    return JsonReply(
        {
            "error": {
                "message": refusal.message,
                "type": _TYPES.get(refusal.status, "invalid_request_error"),
                "param": place if at_a_field else None,
                "code": _CODES.get(refusal.kind),
            }
        },
        status_code=refusal.status,
        headers={**vendor_headers(request), **refusal_headers(refusal)},
    )
