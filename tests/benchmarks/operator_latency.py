"""How soon the operator's page knows of a request, and the client of the answer.

    python tests/benchmarks/operator_latency.py

A request is posted; the time until the question for news (left open, as the page leaves it) returns with it, and from
the operator's answer until the client has its reply. With nobody at the desk the same request is timed for comparison.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from mock_ai.server.runner import start_in_background

ROUNDS = 100
PHOTO = b"\xff\xd8\xff\xe0" + bytes(200_000)


def main() -> None:
    news_ms, reply_ms, alone_ms = [], [], []
    with start_in_background(port=0) as running, ThreadPoolExecutor(1) as pool:
        headers = {"authorization": f"Bearer {running.token}"}
        base = running.base_url
        with (
            httpx.Client(base_url=base, headers=headers, timeout=30) as client,
            httpx.Client(base_url=base, headers=headers, timeout=30) as operator,
        ):

            def ask() -> float:
                client.post("/v1/predict", content=PHOTO).raise_for_status()
                return time.perf_counter()

            for _ in range(ROUNDS):
                began = time.perf_counter()
                alone_ms.append(1000 * (ask() - began))
            running.service.desk.attend(everything=True, seconds=60)
            for _ in range(ROUNDS):
                version = operator.get("/operator/waiting").json()["version"]
                began = time.perf_counter()
                asked = pool.submit(ask)
                shown = None
                while shown is None:
                    news = operator.get("/operator/waiting", params={"after": version}).json()
                    version, shown = news["version"], news["shown"]
                seen = time.perf_counter()
                said = {"choice": "unknown"}
                operator.post(f"/operator/waiting/{shown['number']}", json=said).raise_for_status()
                news_ms.append(1000 * (seen - began))
                reply_ms.append(1000 * (asked.result() - seen))
    for words, times in (
        ("the page knows of a request after", news_ms),
        ("the client has the operator's answer after", reply_ms),
        ("with nobody at the desk a client has its answer after", alone_ms),
    ):
        worst = statistics.quantiles(times, n=20)[-1]
        print(
            f"{words}: median {statistics.median(times):.1f} ms, P95 {worst:.1f} ms (n = {len(times)})"
        )


if __name__ == "__main__":
    main()
