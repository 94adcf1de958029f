"""A scripted operator: a second client that takes what waits and answers by the operator's API."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.patience import PATIENCE


class Script:
    """Answers what comes in the given order; with fewer answers than requests the last one stays.

    An answer is a document for the API, or a function that makes one of what the page would show.
    """

    def __init__(self, running: Any, *answers: Any) -> None:
        self.shown: list[dict[str, Any]] = []
        self.failure: BaseException | None = None
        self._answers = list(answers)
        self._ends = threading.Event()
        self._client = httpx.Client(
            base_url=running.base_url,
            headers={"authorization": f"Bearer {running.token}"},
            timeout=PATIENCE,
        )
        self._thread = threading.Thread(target=self._work, name="operator")
        self._thread.start()

    def _work(self) -> None:
        try:
            version = -1
            while not self._ends.is_set() and self._answers:
                query = {"after": version} if version >= 0 else {}
                news = self._client.get("/operator/waiting", params=query).json()
                version, shown = news["version"], news["shown"]
                if shown is None:
                    continue
                self.shown.append(shown)
                said = self._answers.pop(0)
                said = said(shown) if callable(said) else said
                reply = self._client.post(f"/operator/waiting/{shown['number']}", json=said)
                assert reply.status_code == 200, reply.text
        except BaseException as caught:  # noqa: BLE001 (the test raises it)
            self.failure = caught

    def close(self) -> None:
        self._ends.set()
        self._thread.join(PATIENCE)
        self._client.close()
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def operate() -> Iterator[Callable[..., Script]]:
    """Put a scripted operator behind the curtain: a person answers everything."""
    scripts: list[Script] = []

    def start(running: Any, *answers: Any, everything: bool = True, seconds: float = 300) -> Script:
        running.service.desk.attend(everything, seconds)
        scripts.append(Script(running, *answers))
        return scripts[-1]

    yield start
    for script in scripts:
        script.close()
