"""A server in a thread of its own, with a door to the network that is shut until somebody opens it."""

import socket
import threading
from collections.abc import Callable, Sequence
from typing import Self

from mock_ai.server.uvicorn_server import (
    START_SECONDS,
    LocalUvicorn,
    bind_door,
    network_addresses,
)

_STOP_SECONDS = 5.0


class BackgroundServer:
    """Runs from the moment it is made, and returns once it listens; ``stop`` ends it and returns when the thread is gone.

    ``at_end`` is called in the thread after the last answer.
    """

    def __init__(
        self, bound: socket.socket, server: LocalUvicorn, at_end: Callable[[], None]
    ) -> None:
        self._bound, self._server, self._at_end = bound, server, at_end
        self._listening = threading.Event()
        self._failure: BaseException | None = None
        self._server.on_start = lambda _: self._listening.set()
        self._thread = threading.Thread(target=self._run, name="smart-enough-server", daemon=True)
        self._thread.start()
        if not self._listening.wait(START_SECONDS) or self._failure is not None:
            self.stop()
            raise RuntimeError("the server did not start") from self._failure

    @property
    def is_running(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive()

    def let_network_in(self, addresses: Sequence[str] | None = None) -> tuple[str, ...]:
        """Open its page, and nothing else, to the computer's networks (or at the given addresses of this computer).

        Returns the page's addresses for phones, with a token that is new each time. Waits for the server's thread.

        Raises
        ------
        UserError : there is no network.
        """
        here = int(self._bound.getsockname()[1])
        self.keep_network_out()
        sockets = bind_door(network_addresses() if addresses is None else addresses, here)
        return self._server.from_elsewhere(self._server.open_door(sockets))

    def keep_network_out(self) -> None:
        """Close it to the networks again, and hang up on everybody who came that way."""
        self._server.from_elsewhere(self._server.shut_door())

    def stop(self) -> None:
        """Stop listening, let waiting requests go, and end the thread. May be called twice."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                self._server.stop()
                self._thread.join(_STOP_SECONDS)
        self._bound.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._bound])
        except BaseException as error:  # noqa: BLE001 (handed to the thread that started it)
            self._failure = error
        finally:
            self._at_end()
            self._listening.set()
