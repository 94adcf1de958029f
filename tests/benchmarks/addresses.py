"""Does asking at an address stay within its cap, lose nothing when killed, and say the seconds that the vendor took?

    python tests/benchmarks/addresses.py                 every part
    python tests/benchmarks/addresses.py --part latency  only one: cap, kill, wires, latency, canary

`cap` and `kill` draw prices, cases, caps, latencies and failures by chance, in imagined time (`--draws`). `wires` asks the product's own
server on every wire and adds up the bill from what that server counted. `latency` has a vendor in another process wait as drawn, fail now and then, and tell
how long each call truly took: the difference of each is what is measured where other processes wait for the cores. `canary` looks for the key in every file, word and crash text that comes of it.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from estimators.measure.case import EvalCase
from estimators.measure.endpoint import answer_log, call_plan
from estimators.measure.endpoint.address import model_address
from estimators.measure.endpoint.answer_log import AnswerLog
from estimators.measure.endpoint.answer_run import ask
from estimators.measure.endpoint.api_key import ApiKey
from estimators.measure.endpoint.call_plan import RunEnd
from estimators.measure.endpoint.candidate import EndpointCandidate
from estimators.measure.endpoint.preview import preview_of
from estimators.measure.endpoint.prompt import PromptTemplate
from estimators.measure.endpoint.run_outcome import AnswerRun
from estimators.measure.endpoint.spend import SpendLedger
from estimators.measure.endpoint.token_price import own_prices
from mock_ai.server.runner import start_in_background
from tests.estimators.measure.endpoint.faulty_vendor import FaultyVendor
from tests.estimators.measure.endpoint.random_run import RandomRun
from tests.patience import until

CANARY = "sk-canary-7f3a9c51e2d84b60"
WIRES = ("openai", "openai-responses", "anthropic", "gemini")


def say(what: str, *measured: object) -> None:
    print(f"| {what} | {' | '.join(map(str, measured))} |", flush=True)


def questions(n: int) -> dict[str, EvalCase]:
    return {f"c{at}": EvalCase(f"c{at}", f"Is number {at} a refund?", "yes") for at in range(n)}


def run_at(
    address: str, cases: dict[str, EvalCase], path: Path, key: str = CANARY, **more: Any
) -> AnswerRun:
    candidate = EndpointCandidate("gpt", model_address(address), PromptTemplate("{input}"), prices=own_prices("0.15,0.60"))  # fmt: skip
    with AnswerLog.open(path) as log:
        return ask(candidate, cases, log=log, ledger=SpendLedger(Decimal(5)), key=ApiKey(key), **more)  # fmt: skip


def in_imagined_time(draws: int, *, killed: bool) -> None:
    """Passed caps, by what is booked and by what an honest vendor charges; and answers that were asked for twice."""
    answer_log.sync_file = lambda _: None  # type: ignore[assignment]
    passed = charged = again = resumed = 0
    ends: dict[RunEnd, int] = dict.fromkeys(RunEnd, 0)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(draws):
            drawn = RandomRun(seed, Path(folder) / f"{seed}.jsonl", honest=killed or seed % 2 == 0)
            if killed:
                drawn.vendor.killed_at = drawn.chance.uniform(0, 4)
            run = drawn.go()
            if run is None:
                resumed += 1
                received = drawn.resume()
                run = drawn.go()
                again += len(received & set(drawn.vendor.asked))
            assert run is not None
            ends[run.end] += 1
            passed += drawn.highest > drawn.cap
            charged += drawn.vendor.honest and drawn.vendor.charged > drawn.cap
    done = ", ".join(f"{n} {end.value}" for end, n in ends.items() if n)
    what = f"{draws} random runs, {resumed} killed and resumed" if killed else f"{draws} random runs, half with a vendor that lies about tokens"  # fmt: skip
    say(what, f"cap passed as booked {passed}, as charged {charged}; asked again {again}", done)


def on_every_wire() -> None:
    before = 0
    with start_in_background(port=0) as running, tempfile.TemporaryDirectory() as folder:
        for wire in WIRES:
            path = Path(folder) / f"{wire}.jsonl"
            address = f"{wire}:{running.base_url}?model=m"
            run = run_at(address, questions(100), path, running.token)
            until(lambda: not running.journal.waiting())
            replies = [json.loads(one.wire.answer) for one in running.journal.exchanges(before) if one.wire]  # fmt: skip
            before = running.journal.total
            tokens = [tokens_in_reply(reply) for reply in replies]
            bill = sum((into * Decimal("0.15") + out * Decimal("0.60") for into, out in tokens), Decimal(0))  # fmt: skip
            off = abs(run.spent - bill / 1_000_000)
            say(f"{wire}: 100 cases", f"{len(replies)} asked, {run.asked} answered, off the bill by {off:f}", f"{run.spent} USD")  # fmt: skip


def tokens_in_reply(reply: dict[str, Any]) -> tuple[int, int]:
    """Tokens in and out, by whatever name the vendor has for them."""
    usage = reply.get("usage") or reply["usageMetadata"]
    into = next(usage[name] for name in ("prompt_tokens", "input_tokens", "promptTokenCount") if name in usage)  # fmt: skip
    out = next(usage[name] for name in ("completion_tokens", "output_tokens", "candidatesTokenCount") if name in usage)  # fmt: skip
    return into, out


def serve_delays(seed: int, n: int) -> None:
    """In a process of its own: a vendor that waits as drawn and fails now and then, and tells what it took when it ends."""
    chance = random.Random(seed)
    with FaultyVendor() as faulty:
        faulty.delays = [chance.lognormvariate(-3.5, 0.6) for _ in range(4 * n)]
        print(faulty.url, flush=True)
        sys.stdin.read()
        print(json.dumps(faulty.delivered))


def beside_a_vendors_clock(n: int = 300) -> None:
    for concurrency in (1, 4):
        vendor = subprocess.Popen([sys.executable, __file__, "--serve", str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
        assert vendor.stdout is not None
        url = vendor.stdout.readline().strip()
        call_plan.FIRST_WAIT = 0.0
        with tempfile.TemporaryDirectory() as folder:
            run = run_at(f"openai:{url}/timed_and_faulty?model=m", questions(n), Path(folder) / "a.jsonl", concurrency=concurrency)  # fmt: skip
        delivered: dict[str, float] = json.loads(vendor.communicate()[0])
        answers = [one for given in run.answers.answers.values() for one in given if not one.error]
        calls = {call.case: call.request.body.decode() for call in run.candidate.calls(questions(n).values()).values()}  # fmt: skip
        mine = [one.seconds or 0 for one in answers]
        theirs = [delivered[calls[one.case]] for one in answers]
        off = [1000 * (np.quantile(mine, share) - np.quantile(theirs, share)) for share in (0.5, 0.95)]  # fmt: skip
        each = 1000 * (np.array(mine) - np.array(theirs))
        say(
            f"{len(mine)} answers, {run.retries} further tries, {concurrency} side by side, {os.getloadavg()[0]:.0f} processes waiting",
            f"median off by {off[0]:.1f} ms, slowest in 20 by {off[1]:.1f} ms; of each call by {np.median(each):.1f} ms, of the worst in 20 by {np.quantile(each, 0.95):.1f}",
            f"median {1000 * statistics.median(mine):.0f} ms",
        )  # fmt: skip


def look_for_a_canary() -> None:
    said: list[str] = []
    with FaultyVendor() as faulty, tempfile.TemporaryDirectory() as folder:
        call_plan.FIRST_WAIT = 0.0
        for what in ("good", "telling", "locked", "html", "half", "elsewhere", "down", "refusing"):
            path = Path(folder) / "answers.jsonl"
            address = f"openai:{faulty.url}/{what}?model=m"
            run = run_at(address, questions(3), path)
            candidate = EndpointCandidate("gpt", model_address(address))
            said += [repr(run), *run.sentences, preview_of(candidate, questions(1)).first_request()]
        for crash in (lambda: run_at("openai:http://10.0.0.1?model=m", questions(1), Path(folder) / "b"), lambda: ApiKey(f"{CANARY}\n{CANARY}")):  # fmt: skip
            try:
                crash()
            except Exception:  # noqa: BLE001 - its text is what is looked through
                said.append(traceback.format_exc())
        texts = [path.read_text() for path in Path(folder).iterdir()]
        sent = sum(CANARY in key for key in faulty.keys)
    found = sum(CANARY in text for text in (*texts, *said))
    say("a canary key", f"found {found} times in {len(texts)} files and {len(said)} texts", f"sent {sent} times")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=["cap", "kill", "wires", "latency", "canary"])
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--serve", type=int)
    asked = parser.parse_args()
    if asked.serve:
        serve_delays(7, asked.serve)
        return
    parts: dict[str, Callable[[], None]] = {
        "cap": lambda: in_imagined_time(asked.draws, killed=False),
        "kill": lambda: in_imagined_time(asked.draws, killed=True),
        "wires": on_every_wire,
        "latency": beside_a_vendors_clock,
        "canary": look_for_a_canary,
    }
    print("| what | measured | |\n| --- | --- | --- |")
    for name, part in parts.items():
        if asked.part in (None, name):
            part()


if __name__ == "__main__":
    main()
