"""Asks a fake or a model what was asked before, through the server itself but without its network.

No delay is waited out, no fault holds the line, and nobody has to answer behind the curtain.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from starlette.types import Message

from mock_ai.conversation import Prompt
from mock_ai.journal import Exchange, Journal
from mock_ai.scenario import Scenario, ScenarioFake
from mock_ai.server.app import create_app
from mock_ai.server.service import (
    Classification,
    ClassificationRequest,
    PromptAnswer,
    ServerLimits,
    Service,
)
from mock_ai.server.serving_state import Model
from mock_ai.traffic.exchange import WireExchange, from_stored, to_stored
from mock_ai.traffic.stored_body import Find

_TOKEN = "replay"  # noqa: S105 (it opens nothing: this server has no address)


class _AtOnce(Service):
    """What is being served, without waits and without an operator."""

    async def pause(self, seconds: float) -> None:
        """Go on."""
        del seconds

    async def answer(self, question: ClassificationRequest) -> Classification:
        """What is answered where nobody steps in."""
        return (await super().answer(question))._replace(routing=None)

    async def reply(self, prompt: Prompt) -> PromptAnswer:
        """What is answered where nobody steps in."""
        given = await super().reply(prompt)
        return replace(given, replies=tuple(replace(r, operator=None) for r in given.replies))


class ReplayClient:
    """One answerer that recorded requests are put to, in their order."""

    def __init__(self, source: Scenario | ScenarioFake | Model, name: str) -> None:
        self._heard: list[Exchange] = []
        self._service = _AtOnce(
            source,
            name=name,
            journal=Journal(capacity=1, sink=self._heard.append),
            limits=ServerLimits(hold_seconds=0),
        )
        self._app = create_app(self._service, _TOKEN)
        self._runner = asyncio.Runner()

    def ask(self, call: WireExchange, body: bytes) -> tuple[WireExchange, Find] | None:
        """What comes back to the same request now; None where nothing is written of it."""
        self._heard.clear()
        self._runner.run(self._put(call, body))
        if not self._heard:
            return None
        row, wire, media = to_stored(self._heard[0])
        return from_stored(row, wire), media.get

    async def _put(self, call: WireExchange, body: bytes) -> None:
        sent = False

        async def receive() -> Message:
            nonlocal sent
            if sent:
                return {"type": "http.disconnect"}
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            del message

        await self._app(_scope(call, len(body)), receive, send)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._service.close()
        self._runner.close()


def _scope(call: WireExchange, size: int) -> dict[str, Any]:
    # The version is what a client of that vendor would have sent; it counts for nothing elsewhere.
    headers = {"anthropic-version": "2023-06-01", **call.headers}
    headers |= {"authorization": f"Bearer {_TOKEN}", "content-length": str(size)}
    headers.pop("transfer-encoding", None)
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": call.endpoint,
        "raw_path": call.endpoint.encode(),
        "query_string": call.query.encode("latin-1", "replace"),
        "root_path": "",
        "headers": [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {},
    }


Ask = Callable[[WireExchange, bytes], "tuple[WireExchange, Find] | None"]
