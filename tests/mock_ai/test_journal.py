import logging
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mock_ai.journal import Exchange, Journal
from tests.patience import PATIENCE

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ONE = Exchange(
    at=NOON,
    endpoint="/v1/predict",
    name="T014-A.jpg",
    kind="photo",
    sha256="00" * 32,
    answer="crack",
    probability=0.72,
    abstain=False,
    answered_by="dials",
    took_seconds=0.9,
    status=200,
    model="the-promise",
    simulated=True,
)


def test_many_threads_lose_no_exchange():
    heard = []
    journal = Journal(capacity=50, sink=heard.append)
    threads = [
        threading.Thread(target=lambda: [journal.record(ONE) for _ in range(100)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [exchange.number for exchange in heard] == list(range(1, 801))
    assert journal.total == 800
    assert [exchange.number for exchange in journal.exchanges()] == list(range(751, 801))


def test_a_slow_sink_still_hears_the_exchanges_in_order():
    heard = []
    entered = threading.Event()

    def slow_at_first(exchange):
        if exchange.number == 1:
            entered.set()
            time.sleep(0.1)
        heard.append(exchange.number)

    journal = Journal(sink=slow_at_first)
    first = threading.Thread(target=journal.record, args=[ONE])
    first.start()
    assert entered.wait(PATIENCE)
    journal.record(ONE)
    first.join()
    assert heard == [1, 2]


def test_only_what_is_new_is_handed_out():
    journal = Journal()
    for _ in range(5):
        journal.record(ONE)
    assert [exchange.number for exchange in journal.exchanges(after=3)] == [4, 5]
    assert journal.record(ONE) == 6


def test_a_failing_sink_costs_no_exchange(caplog):
    def full(_exchange):
        raise OSError("disk full")

    journal = Journal(sink=full)
    with caplog.at_level(logging.ERROR):
        journal.record(ONE)
    assert journal.total == 1
    assert "disk full" in caplog.text


def test_an_exchange_is_a_json_object_with_its_number():
    journal = Journal()
    journal.record(replace(ONE, name="Größe “1”\n.jpg"))
    journal.record(replace(ONE, answer=None, probability=None, answered_by="fault"))
    lines = [exchange.to_json() for exchange in journal.exchanges()]
    assert [line["number"] for line in lines] == [1, 2]
    assert lines[0]["name"] == "Größe “1”\n.jpg"
    assert lines[0]["at"] == "2026-03-01T12:00:00.000+00:00"
    assert lines[1]["answer"] is None


def test_requests_of_today_are_counted():
    journal = Journal()
    journal.record(replace(ONE, at=NOON - timedelta(days=1)))
    journal.record(ONE)
    assert journal.count_since(NOON.replace(hour=0)) == 1
