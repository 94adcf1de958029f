"""Money: never above the cap in random runs of price and latency, killed and resumed, and to the last fraction of a cent."""

from decimal import Decimal
from pathlib import Path

import pytest

from estimators.measure.endpoint import answer_log
from estimators.measure.endpoint.call_plan import MOST_TRIES, RunEnd
from estimators.measure.endpoint.spend import SpendLedger, booked
from estimators.measure.endpoint.token_price import TokenPrices, own_prices
from estimators.measure.endpoint.wire import ModelReply
from tests.estimators.measure.endpoint.random_run import RandomRun


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that nobody waits for."""
    monkeypatch.setattr(answer_log, "sync_file", lambda _: None)
    monkeypatch.setattr(answer_log, "sync_folder", lambda _: None)


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("honest", [True, False])
def test_spend_stays_within_the_cap_whatever_a_vendor_does(tmp_path: Path, honest: bool) -> None:
    ends = set()
    for seed in range(500):
        drawn = RandomRun(seed, tmp_path / f"{seed}.jsonl", honest=honest)
        run = drawn.go()
        assert run is not None
        ends.add(run.end)
        assert drawn.highest <= drawn.cap
        assert run.spent <= drawn.cap
        if honest:
            assert drawn.vendor.charged <= drawn.cap
        assert drawn.vendor.most_at_once <= drawn.concurrency
        assert all(drawn.vendor.asked.count(body) <= MOST_TRIES for body in drawn.vendor.asked)
        assert run.asked + run.left + sum(run.failed.values()) >= len(drawn.cases)
    assert ends == {RunEnd.DONE, RunEnd.CAP, RunEnd.PAUSED}


@pytest.mark.usefixtures("quick_disk")
def test_killed_and_resumed_nothing_received_is_asked_again_and_the_cap_holds(tmp_path: Path) -> None:  # fmt: skip
    killed = lost = 0
    for seed in range(500):
        drawn = RandomRun(seed, tmp_path / f"{seed}.jsonl", honest=True)
        drawn.vendor.killed_at = drawn.chance.uniform(0, 4)
        if drawn.go() is not None:
            continue
        killed += 1
        received = drawn.resume()
        run = drawn.go()
        assert run is not None
        assert not received & set(drawn.vendor.asked)
        assert run.known == len(received)
        assert drawn.highest <= drawn.cap
        assert drawn.vendor.charged <= drawn.cap
        lost += run.lost > 0
    assert killed > 50
    assert lost > 40


def test_cost_is_exact() -> None:
    prices = own_prices("0.15,0.60,0.0001")
    cost = sum((prices.cost(1_000 + at, 17) for at in range(1_000)), Decimal(0))
    assert cost == Decimal(1_499_500) * Decimal("0.15") / 1_000_000 + 1000 * (Decimal("0.0000102") + Decimal("0.0001"))  # fmt: skip
    kept = TokenPrices(reading=(Decimal(2), Decimal(2)), cached=Decimal("0.5"))
    assert kept.cost(1_000_000, 0, 400_000) == Decimal("1.4")


@pytest.mark.parametrize(
    ("into", "out", "text", "cost", "doubted"),
    [
        (100, 20, "yes", "140", False),
        (100, 0, "", "100", False),  # nothing was written
        (None, 20, "yes", "1040", True),
        (10**8, 20, "yes", "1040", True),
        (0, 20, "yes", "1040", True),
        (100, 10**8, "yes", "200", True),
        (100, 0, "yes", "200", True),
        (100, None, None, "200", True),
    ],
)
def test_a_count_of_tokens_that_cannot_be_is_booked_at_what_was_asked_for(
    into: int | None, out: int | None, text: str | None, cost: str, doubted: bool
) -> None:
    found = booked(ModelReply(text, tokens_in=into, tokens_out=out), own_prices("1,2"), most_in=1000, most_out=50)  # fmt: skip
    assert (found.cost * 1_000_000, found.doubted) == (Decimal(cost), doubted)
    assert (found.tokens_in is None) == (into != 100)


def test_runs_side_by_side_share_one_cap() -> None:
    ledger = SpendLedger(Decimal(10), Decimal(3))
    assert ledger.reserve(Decimal(7))
    assert not ledger.reserve(Decimal("0.01"))
    ledger.settle(Decimal(7), Decimal(100))  # more than was set aside cannot be booked
    assert (ledger.spent, ledger.in_flight) == (10, 0)
