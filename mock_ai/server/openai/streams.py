"""What is special in OpenAI's streams: a sign of life while nothing is there yet, and a failure."""

from starlette.requests import Request

from mock_ai.server.http_replies import Refusal
from mock_ai.server.openai.errors import error_reply


def sign_of_life() -> bytes:
    """A comment, which readers of a stream skip."""
    return b": waiting\n\n"


def error_event(request: Request, refusal: Refusal) -> bytes:
    """What ends a stream that fails."""
    return b"data: " + bytes(error_reply(request, refusal).body) + b"\n\n"
