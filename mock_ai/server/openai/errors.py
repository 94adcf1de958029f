"""What goes wrong, in OpenAI's shape.

Source: https://platform.openai.com/docs/guides/error-codes
"""

from starlette.requests import Request
from starlette.responses import JSONResponse

from mock_ai.server.replies import Refusal, refusal_headers

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


def error_reply(_request: Request, refusal: Refusal) -> JSONResponse:
    """``{"error": {"message", "type", "param", "code"}}`` with the refusal's status."""
    place, colon, _ = refusal.message.partition(": ")
    at_a_field = refusal.status == 400 and bool(colon) and " " not in place
    return JSONResponse(
        {
            "error": {
                "message": refusal.message,
                "type": _TYPES.get(refusal.status, "invalid_request_error"),
                "param": place if at_a_field else None,
                "code": _CODES.get(refusal.kind),
            }
        },
        status_code=refusal.status,
        headers=refusal_headers(refusal),
    )
