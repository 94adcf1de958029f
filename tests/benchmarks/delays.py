"""Does an answer come when it was asked to? Delivered against asked delays, with 100 requests in flight.

    python tests/benchmarks/delays.py

Serves three scenarios (a fixed delay, a uniform one, a log-normal one), each in a process of its own, has load_client.py ask over
100 connections for some seconds, and prints the median and the 95th percentile that were asked for and that a client measured.
The aim: the median within 2 ms, the 95th percentile within 5 %.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from serve import CHAT, free_port, measured_at, started

from mock_ai.delays import Delay
from mock_ai.stubs.faults_and_delays import (
    DelayDistribution,
    LogNormalDelay,
    UniformDelay,
)

IN_FLIGHT = 100


@dataclass(frozen=True)
class Case:
    """A delay, as a scenario file says it and as it is reckoned with."""

    name: str
    written: str
    asked: DelayDistribution


CASES = (
    Case("fixed 0.3 s", "0.3 s", Delay(0.3, 0.3)),
    Case("uniform 0.1 s to 0.9 s", "{uniform: [0.1 s, 0.9 s]}", UniformDelay(0.1, 0.9)),
    Case("log-normal 0.4 s, sigma 0.5", "{median: 0.4 s, sigma: 0.5}", LogNormalDelay(0.4, 0.5)),
)
SCENARIO = "name: Delays\nstubs:\n  - name: all\n    answer: Here it is.\n    delay: {}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=8.0)
    seconds = parser.parse_args().seconds
    print(
        f"{'':30}{'n':>7}{'median asked':>15}{'delivered':>11}{'off':>9}{'p95 asked':>12}{'delivered':>11}{'off':>8}"
    )
    with tempfile.TemporaryDirectory() as name:
        for case in CASES:
            file = Path(name) / "delays.yaml"
            file.write_text(SCENARIO.format(case.written))
            port = free_port()
            command = [
                *(sys.executable, "-m", "desktop", "serve", str(file)),
                *("--port", str(port), "--token", "bench"),
            ]
            with started(case.name, command, port, "bench", Path(name)) as server:
                counted = measured_at(
                    *(server, "/v1/chat/completions", CHAT, IN_FLIGHT, seconds),
                    *("--warm", "1", "--spread", str(case.asked.seconds(0.5, 0))),
                )
            median, late = case.asked.seconds(0.5, 0), case.asked.seconds(0.95, 0)
            print(
                f"{case.name:30}{counted['answers']:>7,}"
                f"{median * 1000:>12.1f} ms{counted['median'] * 1000:>8.1f} ms{(counted['median'] - median) * 1000:>+6.1f} ms"
                f"{late * 1000:>9.1f} ms{counted['p95'] * 1000:>8.1f} ms{counted['p95'] / late - 1:>+8.1%}"
            )


if __name__ == "__main__":
    main()
