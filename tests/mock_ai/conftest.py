"""A running server and a client that speaks to it over a real socket."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from mock_ai.presets import BUILT_IN
from mock_ai.server.runner import ServerThread, start_in_background
from tests.mock_ai.kind_products import kept_server
from tests.patience import PATIENCE

Serve = Callable[..., tuple[ServerThread, httpx.Client]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server (a free port unless said otherwise) and a client that has its token."""
    with ExitStack() as stack:

        def start(source: Any = BUILT_IN, **settings: Any) -> tuple[ServerThread, httpx.Client]:
            running = stack.enter_context(start_in_background(source, **{"port": 0, **settings}))
            client = httpx.Client(
                base_url=running.base_url,
                headers={"authorization": f"Bearer {running.token}"},
                timeout=PATIENCE,
            )
            return running, stack.enter_context(client)

        yield start


@pytest.fixture(scope="module")
def kind_server() -> Iterator[ServerThread]:
    """One server for a module, which serves what each test puts there."""
    with kept_server() as running:
        yield running


@pytest.fixture
def clients():
    """Opens a client by one of ``vendor_clients``; it is closed with the test."""
    with ExitStack() as stack:

        def start(make, *asked, **settings):
            return stack.enter_context(make(*asked, **settings))

        yield start


@pytest.fixture
def served(serve, clients):
    """A server, and OpenAI's strict client of it."""
    from tests.mock_ai.vendor_clients import openai_at

    running, _ = serve()
    return running, clients(openai_at, running)


@pytest.fixture
def client(served):
    return served[1]
