"""A vendor on this computer: the product's own server, shared by a module; and what asks it."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from estimators.measure.case import EvalCase
from estimators.measure.endpoint.address import model_address
from estimators.measure.endpoint.answer_log import AnswerLog
from estimators.measure.endpoint.answer_run import AnswerRun, ask
from estimators.measure.endpoint.api_key import ApiKey
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.prompt import PromptTemplate
from estimators.measure.endpoint.spend import SpendLedger
from estimators.measure.endpoint.token_price import FREE, own_prices
from mock_ai.server.runner import ServerThread, start_in_background

Ask = Callable[..., AnswerRun]


@pytest.fixture(scope="module")
def vendor() -> Iterator[ServerThread]:
    """The product's own fake, which answers on every wire."""
    with start_in_background(port=0) as running:
        yield running


@pytest.fixture
def cases() -> dict[str, EvalCase]:
    """Twelve questions, half of them refunds."""
    return {
        f"c{at}": EvalCase(f"c{at}", f"my {'refund' if at % 2 else 'card'} {at}", "refund" if at % 2 else "card")
        for at in range(12)
    }  # fmt: skip


@pytest.fixture
def ask_at(tmp_path: Path) -> Ask:
    """Ask cases at an address; each time into the same log."""

    def call(
        address: str, cases: dict[str, EvalCase], *, cap: str = "1", key: str | None = None, price: str | None = "1,2",
        path: Path | None = None, wire: dict[str, Any] | None = None, **settings: Any,
    ) -> AnswerRun:  # fmt: skip
        made = {name: settings.pop(name) for name in ("prompt", "settings", "kind", "masks") if name in settings}  # fmt: skip
        candidate = EndpointCandidate(
            "gpt", model_address(address, **(wire or {})), **{"prompt": PromptTemplate(), "prices": own_prices(price) if price else FREE, **made}
        )  # fmt: skip
        with AnswerLog.open(path or tmp_path / "answers.jsonl") as log:
            given = ApiKey(key) if key else None
            return ask(candidate, cases, log=log, ledger=SpendLedger(Decimal(cap)), key=given, **settings)  # fmt: skip

    return call
