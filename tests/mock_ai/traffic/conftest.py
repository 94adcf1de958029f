"""Calls made by a real client at a real server, as a journal keeps them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from mock_ai.journal import Journal
from mock_ai.presets import BUILT_IN
from mock_ai.server.runner import start_in_background
from mock_ai.traffic.exchange import WireExchange, from_stored, to_stored
from tests.patience import PATIENCE

Ask = Callable[[httpx.Client], object]


class Recorded:
    """What a server answered, and the media that were in it."""

    def __init__(self) -> None:
        self.media: dict[str, bytes] = {}
        self.calls: list[WireExchange] = []

    def find(self, sha256: str) -> bytes | None:
        return self.media.get(sha256)

    def take(self, journal: Journal, token: str) -> None:
        for exchange in journal.exchanges():
            row, wire, media = to_stored(exchange, (token,))
            self.media.update(media)
            self.calls.append(from_stored(row, wire))


@pytest.fixture
def recorded() -> Iterator[Callable[..., Recorded]]:
    """Serve something, ask it, and return what the journal has of that."""
    with ExitStack() as stack:

        def record(ask: Ask, source: Any = BUILT_IN) -> Recorded:
            running = stack.enter_context(start_in_background(source, port=0))
            headers = {
                "authorization": f"Bearer {running.token}",
                "anthropic-version": "2023-06-01",
            }
            with httpx.Client(
                base_url=running.base_url, headers=headers, timeout=PATIENCE
            ) as client:
                ask(client)
            made = Recorded()
            made.take(running.journal, running.token)
            return made

        yield record
