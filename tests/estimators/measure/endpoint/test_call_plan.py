"""Which call starts when: tries, waits, holds and pauses, without a clock."""

from decimal import Decimal

from estimators.measure.endpoint.call_failure import CallFailure, FailureKind
from estimators.measure.endpoint.call_plan import CallPlan, PlannedCall, RunEnd
from estimators.measure.endpoint.spend import SpendLedger
from estimators.measure.endpoint.wire import ModelRequest

FREE = SpendLedger(Decimal(0))
REQUEST = ModelRequest("http://localhost/", b"{}")


def plan(n: int, concurrency: int = 4, ledger: SpendLedger = FREE, worst: int = 0) -> CallPlan:
    calls = [PlannedCall(str(at), REQUEST, Decimal(worst)) for at in range(n)]
    return CallPlan(calls, ledger, concurrency=concurrency)


def fail(made: CallPlan, call: PlannedCall | None, kind: FailureKind, now: float, wait: float | None = None) -> None:  # fmt: skip
    assert call is not None
    made.ended(call, CallFailure(kind, wait=wait), Decimal(0), now)


def test_a_second_try_waits_a_second_a_third_two_and_there_is_no_fourth() -> None:
    made = plan(1)
    fail(made, made.start(0), FailureKind.SERVER_ERROR, 10)
    assert (made.start(10.9), made.wake()) == (None, 11)
    fail(made, made.start(11), FailureKind.SERVER_ERROR, 20)
    assert (made.start(21.9), made.wake()) == (None, 22)
    fail(made, made.start(22), FailureKind.SERVER_ERROR, 30)
    assert (made.end, made.retries, set(made.failed)) == (RunEnd.DONE, 2, {"0"})


def test_whoever_is_told_of_too_many_calls_starts_none_until_then() -> None:
    made = plan(5, concurrency=2)
    first, second = made.start(0), made.start(0)
    assert made.start(0) is None  # two side by side
    fail(made, first, FailureKind.RATE_LIMITED, 1, wait=30)
    assert made.start(2) is None
    assert made.wake() == 31
    assert second is not None
    made.ended(second, None, Decimal(0), 5)
    assert made.start(30.9) is None
    assert made.start(31) == first  # whoever waited longest comes first
    made = plan(2, concurrency=2)
    fail(made, made.start(0), FailureKind.SERVER_ERROR, 0, wait=30)
    assert made.start(1) is not None  # a failure of one call holds up no other


def test_four_cases_in_a_row_that_fail_pause_a_run() -> None:
    made = plan(9, concurrency=1)
    for at in range(3):
        fail(made, made.start(at), FailureKind.NO_JSON, at)
    good = made.start(4)
    assert good is not None
    made.ended(good, None, Decimal(0), 4)
    for at in range(4):
        assert made.end is None
        fail(made, made.start(5 + at), FailureKind.NO_JSON, 5 + at)
    assert (made.end, made.left, made.start(99)) == (RunEnd.PAUSED, 1, None)


def test_money_that_comes_back_lets_further_calls_start() -> None:
    made = plan(3, ledger=SpendLedger(Decimal(10)), worst=6)
    first = made.start(0)
    assert first is not None
    assert (made.start(0), made.end) == (None, None)  # not now, perhaps later
    made.ended(first, None, Decimal(2), 1)
    second = made.start(1)
    assert second is not None
    made.ended(second, None, Decimal(5), 2)
    assert (made.start(2), made.end, made.left) == (None, RunEnd.CAP, 1)
