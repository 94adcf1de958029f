"""OpenAI's streams: a sign of life while nothing is there yet, a failure, and answers that come whole."""

from collections.abc import Callable, Iterable, Sequence

from starlette.requests import Request
from starlette.responses import Response

from mock_ai.conversation import Reply
from mock_ai.server.http_replies import Refusal
from mock_ai.server.openai.errors import error_reply


def sign_of_life() -> bytes:
    """A comment, which readers of a stream skip."""
    return b": waiting\n\n"


def error_event(request: Request, refusal: Refusal) -> bytes:
    """What ends a stream that fails."""
    return b"data: " + bytes(error_reply(request, refusal).body) + b"\n\n"


Events = Callable[[Sequence[Reply], int], Iterable[bytes]]


class NonStreamingWriter:
    """Writes an answer by one function; ``events`` writes it as a stream, where there is one."""

    def __init__(
        self,
        write: Callable[[Sequence[Reply], int], Response],
        events: Events = lambda _replies, _number: (),
    ) -> None:
        self._write = write
        self._events = events

    def whole(self, replies: Sequence[Reply], number: int) -> Response:
        return self._write(replies, number)

    def opening(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return ()

    def pieces(self, replies: Sequence[Reply], number: int) -> Iterable[bytes]:
        return self._events(replies, number)

    def closing(self, _replies: Sequence[Reply], _number: int) -> Iterable[bytes]:
        return ()

    def waiting(self, _number: int) -> bytes:
        return sign_of_life()

    def failing(self, request: Request, refusal: Refusal, _number: int) -> bytes:
        return error_event(request, refusal)
