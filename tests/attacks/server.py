"""Attacks the local server and counts what gives way.

    python -m tests.attacks.server                   all of it, some 15 minutes
    python -m tests.attacks.server raw fuzz --scale 0.1

Everything goes to 127.0.0.1, is bounded in count and time, and ends by itself. Prints a table; the status is 1 where
anything failed. ``tests/attacks/test_server.py`` runs a sample of each as part of the tests.
"""

import argparse
import json
import random
import re
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from desktop.project.project import Project
from estimators.base.errors import UserError
from mock_ai.scenario_file import load_scenario
from mock_ai.stubs.template_check import TemplateRefusedError
from mock_ai.stubs.template_functions import TemplateValues
from mock_ai.stubs.templates import check_template, render
from tests.attacks.heavy import heavy
from tests.attacks.payloads import raw_requests, scenarios, templates
from tests.attacks.served import Served, Victim, scenario_file, served
from tests.patience import PATIENCE

SECRET = "the-secret-outside"
SLOW_SECONDS = 5.0
_LEAKS = re.compile(rf"<(?:class|function|module|bound)|__\w+__|root:|uid=\d|{SECRET}|/usr/")
STORMY = """
name: Stormy
classes: [a, b]
error: 0.05
delay: 0.005 s
stubs:
  - name: echo
    when: {text: {regex: 'never.{0,9}ever'}}
    answer: '{% for n in upto(20) %}{{ prompt }} {% endfor %}'
faults:
  - {fault: malformed json, rate: 0.02}
  - {fault: truncated stream, rate: 0.02}
  - {fault: connection reset, rate: 0.02}
"""


STUBS = """
name: Stubs
stubs:
  - name: found
    when: {text: {regex: 'never.{0,9}ever'}}
    answer: found
"""


class Outcome(NamedTuple):
    """What was tried, how often, and what gave way; ``note`` is measured, and no failure."""

    name: str
    tried: int
    failures: list[str]
    note: str = ""


# --- in this process ------------------------------------------------------------------------------


def attack_templates(scale: float) -> Outcome:
    """Refused, stopped, or filled with nothing from outside: no other exception."""
    fields = {"half": "\ud800", "huge": float("inf"), "items": [1, "a"], "a": {"b": [1]}}
    found, longest, kinds = [], 0.0, Counter[str]()
    tried = _some(templates(), scale)
    for source in tried:
        began = time.process_time()
        try:
            check_template(source)
            made = render(source, TemplateValues(prompt="parcel a" * 200, fields=fields))
            made.encode()
            kinds["filled"] += 1
            if _LEAKS.search(made.replace(source, "")):
                found.append(f"{source[:60]!r} shows {made[:60]!r}")
        except TemplateRefusedError:
            kinds["refused"] += 1
        except BaseException as error:  # noqa: BLE001  that is what is looked for
            found.append(f"{source[:60]!r}: {type(error).__name__}")
        longest = max(longest, time.process_time() - began)
    return Outcome("templates", len(tried), found, f"{dict(kinds)}, longest {longest:.2f} s")


def attack_scenarios(scale: float) -> Outcome:
    """Read or refused in words, with nothing executed and nothing read from outside the folder."""
    found, longest, kinds = [], 0.0, Counter[str]()
    tried = _some(scenarios(), scale)
    with tempfile.TemporaryDirectory(prefix="attack-") as home:
        folder, outside = Path(home, "inside"), Path(home, "secret")
        folder.mkdir()
        outside.mkdir()
        Path(outside, "secret.txt").write_text(SECRET)
        Path(folder, "outside").symlink_to(outside)
        for number, text in enumerate(tried):
            path = folder / f"{number}.yaml"
            path.write_text(text, encoding="utf-8", errors="surrogatepass")
            began = time.process_time()
            try:
                if SECRET in str(load_scenario(path)):
                    found.append(f"{text[:60]!r} read outside")
                kinds["read"] += 1
            except UserError as error:
                kinds["refused"] += 1
                if SECRET in str(error):
                    found.append(f"{text[:60]!r} tells what is outside")
            except BaseException as error:  # noqa: BLE001  that is what is looked for
                found.append(f"{text[:60]!r}: {type(error).__name__}")
            took = time.process_time() - began
            longest = max(longest, took)
            if took > SLOW_SECONDS:
                found.append(f"{text[:60]!r} took {took:.1f} s")
    return Outcome("scenario files", len(tried), found, f"{dict(kinds)}, longest {longest:.2f} s")


# --- against a server -----------------------------------------------------------------------------


def attack_raw(scale: float) -> Outcome:
    """Answered or closed; never a 500, a traceback, or two answers to one request."""
    found = []
    with served() as running:
        tried = _some(raw_requests(running.token), scale)
        for name, content in tried:
            heard = running.raw(content, 12)
            statuses = [int(one) for one in re.findall(rb"HTTP/1\.1 (\d{3}) ", heard)]
            if any(status == 500 for status in statuses):
                found.append(f"{name}: 500")
            if SECRET.encode() in heard or b"root:" in heard:
                found.append(f"{name}: read a file")
            asked = content.count(b" HTTP/1.") + content.count(b"Expect: 100")
            if len(statuses) > max(asked, 1):
                found.append(f"{name}: {len(statuses)} answers to {asked} requests")
            if not _is_well(running):
                found.append(f"{name}: no health")
                break
        found += _traces(running)
        return Outcome("raw requests", len(tried), found, f"{running.memory()} MB at the end")


def attack_fuzz(scale: float) -> Outcome:
    """Requests made from what the OpenAPI document says, of the Stage and of the operator."""
    count = max(int(20_000 * scale), 100)
    found: list[str] = []
    statuses = Counter[int]()
    longest = [0.0]
    with served() as running:
        with running.client() as client:
            document = client.get("/openapi.json").json()
        targets = _targets(document)

        def worker(seed: int) -> None:
            luck = random.Random(seed)
            with running.client() as client:
                for _ in range(count // 4):
                    method, path = luck.choice(targets)
                    path = re.sub(r"\{\w+\}", lambda _: luck.choice(_WORDS), path)
                    token = running.stage_token if path.startswith("/stage") else running.token
                    body, kind = _made_body(luck)
                    began = time.perf_counter()
                    try:
                        reply = client.request(
                            method,
                            path,
                            content=body if method != "GET" else None,
                            params={luck.choice(_WORDS): luck.choice(_WORDS)},
                            headers={
                                "authorization": f"Bearer {token}",
                                "content-type": kind,
                                "anthropic-version": "2023-06-01",
                                "x-visitor": luck.choice(_WORDS[:3]) or "a",
                            },
                            timeout=PATIENCE,
                        )
                        statuses[reply.status_code] += 1
                        if reply.status_code == 500:
                            found.append(f"500: {method} {path} {body[:200]!r}")
                    except httpx.HTTPError as error:
                        found.append(f"{type(error).__name__}: {method} {path} {body[:200]!r}")
                    took = time.perf_counter() - began
                    # News for the operator and a fault that says nothing wait on purpose.
                    if not path.startswith("/operator/waiting"):
                        longest[0] = max(longest[0], took)
                        if took > SLOW_SECONDS:
                            found.append(f"{took:.1f} s: {method} {path} {body[:200]!r}")

        _all(worker, range(4))
        found += _traces(running)
        note = f"{sum(statuses.values()):,} answers {dict(sorted(statuses.items()))}, longest {longest[0]:.2f} s, {running.memory()} MB"
    return Outcome("fuzzed requests", count, found, note)


def attack_tokens(scale: float) -> Outcome:
    """Every route, with every wrong token, under every hostile name: nothing but refusals."""
    found, tried = [], 0
    with served() as running, running.client() as client:
        targets = _targets(client.get("/openapi.json").json())
        targets += [
            ("GET", "/health"),
            ("GET", "/openapi.json"),
            ("GET", "/operator"),
            ("GET", "/stage"),
        ]
        wrong = ("", "wrong", running.token[:-1], running.token + "a")
        hosts = (
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:80",
            "evil.example:80@127.0.0.1",
            "[evil]",
        )
        for method, path in _some(targets, scale):
            address = re.sub(r"\{\w+\}", "1", path)
            on_stage = address.startswith("/stage/") and address != "/stage/reactions"
            other = running.token if on_stage else running.stage_token
            for token in (*wrong, other):
                headers = {"authorization": f"Bearer {token}" if token else "Basic YTpi"}
                reply = client.request(method, address, headers=headers)
                tried += 1
                if reply.status_code not in (401, 403, 405) and address not in _OPEN:
                    found.append(f"{method} {address} with {token[:6]!r}: {reply.status_code}")
            for host in hosts:
                right = running.stage_token if address.startswith("/stage") else running.token
                for token in (right, "wrong"):
                    headers = {"authorization": f"Bearer {token}", "host": host}
                    reply = client.request(method, address, headers=headers)
                    tried += 1
                    if reply.status_code != 421:
                        found.append(f"{method} {address} as {host}: {reply.status_code}")
        found += _traces(running)
    return Outcome("tokens and hosts", tried, found)


def attack_heavy(scale: float) -> Outcome:
    """What one client may ask for, and how long others wait meanwhile."""
    found, waits, tried = [], [], 0
    with scenario_file(STUBS) as path, served(path) as running:
        for name, address, kind, body in _some(heavy(), scale):
            tried += 1
            with (
                Victim(running, lambda client: client.get("/health")) as other,
                running.client() as client,
            ):
                try:
                    reply = client.post(address, content=body, headers={"content-type": kind})
                    if reply.status_code == 500:
                        found.append(f"{name}: 500")
                except httpx.TimeoutException:
                    found.append(f"{name}: no answer in 60 s")
                except httpx.HTTPError:
                    pass  # a fault of the scenario
            waits.append((other.longest, name))
            if other.longest > SLOW_SECONDS:
                found.append(f"{name}: others waited {other.longest:.1f} s")
        found += _traces(running)
        longest = max(waits)
        note = f"others waited {longest[0]:.2f} s at most ({longest[1]}), {running.memory()} MB"
    return Outcome("heavy requests", tried, found, note)


def attack_soak(scale: float) -> Outcome:
    """Faults on, 200 clients who hardly move beside: no row is lost, and memory stays."""
    seconds, crowd = 180 * scale, max(int(200 * scale), 20)
    found: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="attack-") as home,
        scenario_file(STORMY) as path,
        ExitStack() as stack,
    ):
        journal = _project(Path(home, "soak.smart"))
        running = stack.enter_context(served(path, "--journal", journal))
        until = time.monotonic() + seconds
        answered = Counter[str]()
        memory: list[int] = []

        def asking(seed: int) -> None:
            with running.client() as client:
                while time.monotonic() < until:
                    said = [{"role": "user", "content": f"hello {seed}"}]
                    chat = {"model": "m", "messages": said, "stream": seed % 2 == 0}
                    try:
                        client.post("/v1/chat/completions", json=chat)
                        answered["whole"] += 1
                    except httpx.HTTPError:
                        answered["broken on purpose"] += 1

        def crawling(_: int) -> None:
            head = f"POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {running.token}\r\nX: ".encode()
            while time.monotonic() < until:
                try:
                    with socket.create_connection(running.address, 5) as bare:
                        for letter in head:
                            bare.send(bytes([letter]))
                            if time.monotonic() > until:
                                return
                            time.sleep(0.2)
                except OSError:
                    continue

        with (
            ThreadPoolExecutor(crowd + 4) as pool,
            Victim(running, lambda c: c.get("/health")) as other,
        ):
            work = [pool.submit(crawling, number) for number in range(crowd)]
            work += [pool.submit(asking, number) for number in range(4)]
            while time.monotonic() < until:
                memory.append(running.memory())
                time.sleep(min(5, seconds / 5))
            for one in work:
                one.result()
        with running.client() as client:
            total = client.get("/operator/journal", params={"after": 0}).json()["total"]
        began = time.monotonic()
        status = running.end()
        stopped = time.monotonic() - began
        rows = _last_id(journal)
        if status != 0 or rows != total:
            found.append(f"status {status}, {total:,} exchanges, last row {rows:,}")
        if len(memory) > 12 and memory[-1] > memory[len(memory) // 3] + 60:
            found.append(f"memory grew: {memory[:: max(len(memory) // 8, 1)]}")
        if other.longest > SLOW_SECONDS:
            found.append(f"/health waited {other.longest:.1f} s")
        found += _traces(running)
        note = f"{total:,} exchanges, {dict(answered)}, {min(memory)} to {max(memory)} MB, /health {other.longest:.2f} s, stop {stopped:.1f} s"
    return Outcome(f"soak of {seconds:.0f} s", total, found, note)


def attack_signals(scale: float) -> Outcome:
    """After 1, 50 and 2,000 answers, four signals, both kinds of journal: nothing that was answered is lost."""
    found, tried, killed = [], 0, []
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]
    for count in (1, 50, max(int(2000 * scale), 60)):
        for kind in ("jsonl", "smart"):
            for number in numbers:
                tried += 1
                with tempfile.TemporaryDirectory(prefix="attack-") as home:
                    name = f"{number.name}, {count}, .{kind}"
                    path = Path(home, f"kept.{kind}")
                    if kind == "smart":
                        _project(path)
                    with served("--journal", path) as running:
                        answered = _ask(running, count)
                        status = running.end(number)
                        kept, whole = _kept(path)
                        if not whole:
                            found.append(f"{name}: half lines, or a damaged project")
                        if number == signal.SIGKILL:
                            killed.append(answered - kept)
                        elif (status, kept) != (0, answered):
                            found.append(
                                f"{name}: status {status}, {answered - kept} of {answered} lost"
                            )
                        found += _traces(running)
    return Outcome("signals", tried, found, f"SIGKILL lost {killed} in flight")


def attack_reader(scale: float) -> Outcome:
    """Somebody reads the project for 20 s while 800 answers are given; then for longer than the server lives."""
    found = []
    count, seconds = max(int(800 * scale), 50), max(20 * scale, 2)
    with tempfile.TemporaryDirectory(prefix="attack-") as home:
        path = _project(Path(home, "kept.smart"))
        with served("--journal", path) as running:
            with _held(path):
                until = time.monotonic() + seconds
                answered = _ask(running, count)
                time.sleep(max(until - time.monotonic(), 0))
            running.end(signal.SIGTERM)
        if _kept(path) != (answered, True):
            found.append(f"{answered - _kept(path)[0]} of {answered} lost to a reader")
        left = [one.name for one in path.parent.glob("*unwritten*")]
        if left:
            found.append(f"left beside: {left}")
        with served("--journal", path) as running, _held(path):
            more = _ask(running, 50)
            running.end(signal.SIGTERM)
            if "could not be written" not in running.said():
                found.append("what could not be written was not said")
        with served("--journal", path) as running:
            pass
        if _kept(path) != (answered + more, True):
            found.append(f"{answered + more - _kept(path)[0]} lost over a restart")
    return Outcome(f"a reader for {seconds:.0f} s", answered + more, found)


# --- what they share ------------------------------------------------------------------------------

_WORDS = ("", "a", "1", "m:generateContent", "m:embedContent", "-1", "é", "%00", "..", "a" * 300, "null", "\u202e", "0", "key", "after",
          "chosen", "stream", "99999999999999999999", "dall-e-2", "operator.js")  # fmt: skip
_KEYS = ("model", "messages", "input", "prompt", "text", "contents", "parts", "role", "content", "stream", "n", "max_tokens", "tools",
         "tool_choice", "response_format", "temperature", "stop", "dimensions", "size", "voice", "name", "step", "outcome", "kind",
         "choice", "seconds", "everything", "label", "probability", "generationConfig", "type", "json_schema", "schema", "requests",
         "image_url", "url", "data", "source", "media_type", "function", "parameters", "encoding_format", "system")  # fmt: skip
_VALUES = (None, True, False, 0, 1, -1, 2**53, 1e308, "", "a", "user", "assistant", "text", "json_schema", "image", "é\u202e\0", "a" * 5000,
           "data:image/png;base64,AAAA", "data:,", [], {}, [{}], [[]], ["a"], [None] * 30, {"type": "text", "text": "a"},
           {"role": "user", "content": "hello"}, [{"role": "user", "content": "hello"}], [{"parts": [{"text": "a"}]}],
           {"type": "object", "required": ["a"]}, {"$ref": "#"}, {"type": "function", "function": {"name": "a"}})  # fmt: skip
_OPEN = (
    "/health",
    "/openapi.json",
    "/operator",
    "/stage",
    "/v1/images/drawn/1",
    "/operator/1",
    "/stage/1.css",
    "/stage/1.js",
)


def _some(things: Iterable[Any], scale: float) -> list[Any]:
    """All of them, or every so many."""
    return list(things)[:: max(round(1 / scale), 1)]


def _all(work: Callable[[int], None], numbers: Iterable[int]) -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work, number) for number in numbers]:
            done.result()


def _targets(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Method and path of all that the document lists, of the Stage and of the operator."""
    listed = [
        (method.upper(), path)
        for path, methods in document["paths"].items()
        for method in methods
        if method in ("get", "post", "delete")
    ]
    stage = ("visitors", "turn", "turn/answer", "own/answer", "answers/{number}/reaction", "back")
    listed += [("POST", f"/stage/{path}") for path in stage]
    listed += [
        ("GET", "/stage/turn/content"),
        ("GET", "/stage/reactions"),
        ("GET", "/operator/journal"),
    ]
    listed += [
        ("POST", "/operator/waiting/{number}"),
        ("GET", "/operator/waiting/{number}/content"),
    ]
    listed += [("POST", "/operator/waiting/{number}/hold")]
    return list(dict.fromkeys(listed))


def _made_body(luck: random.Random) -> tuple[bytes, str]:
    def value(depth: int) -> Any:
        if depth > 3 or luck.random() < 0.5:
            return luck.choice(_VALUES)
        if luck.random() < 0.4:
            return [value(depth + 1) for _ in range(luck.randrange(4))]
        return {luck.choice(_KEYS): value(depth + 1) for _ in range(luck.randrange(6))}

    usual = {
        "model": "m",
        "messages": [{"role": "user", "content": "hello"}],
        "input": "a",
        "prompt": "a",
        "max_tokens": 9,
    }
    document = {**usual, **{luck.choice(_KEYS): value(0) for _ in range(luck.randrange(5))}}
    document.pop("everything", None)  # or all would wait for a person
    body = json.dumps(document).encode()
    if luck.random() < 0.15:
        place = luck.randrange(len(body))
        body = body[:place] + luck.randbytes(luck.randrange(8)) + body[place + luck.randrange(8) :]
    kinds = ("application/json",) * 8 + (
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "image/png",
        "é;;=",
    )
    if luck.random() < 0.1:
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            + body
            + b"\r\n--x--\r\n"
        )
    kind = luck.choice(kinds)
    return body, kind.encode("latin-1").decode("latin-1") if kind.isascii() else "a/b;;="


def _traces(running: Served) -> list[str]:
    said = running.said()
    return [f"on stderr: {said[said.index('Traceback') :][:400]!r}"] if "Traceback" in said else []


def _is_well(running: Served) -> bool:
    try:
        with running.client() as client:
            return client.get("/health").status_code == 200
    except httpx.HTTPError:
        return False


def _ask(running: Served, count: int) -> int:
    """How many of so many requests were answered."""
    with running.client() as client:
        return sum(
            client.post("/v1/predict", json={"text": f"hello {n}"}).status_code == 200
            for n in range(count)
        )


def _project(path: Path) -> Path:
    Project.create(path, name="Attacked").close()
    return path


def _kept(path: Path) -> tuple[int, bool]:
    """How many exchanges a journal has, and whether all of it can be read."""
    if path.suffix == ".jsonl":
        lines = path.read_text().splitlines()
        try:
            return sum("at" in json.loads(line) for line in lines), True
        except ValueError:
            return len(lines), False
    with Project.open_beside(path) as project:
        whole = project.file.read("PRAGMA integrity_check", ()) == [("ok",)]
        return len(project.requests.rows()), whole


def _last_id(path: Path) -> int:
    with Project.open_beside(path) as project:
        return int(project.requests.rows(1)[0]["id"])  # type: ignore[arg-type]  # a number


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Somebody reads the project meanwhile."""
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM fact").fetchone()
    try:
        yield
    finally:
        reader.close()


ATTACKS: dict[str, Callable[[float], Outcome]] = {
    "templates": attack_templates,
    "scenarios": attack_scenarios,
    "raw": attack_raw,
    "fuzz": attack_fuzz,
    "tokens": attack_tokens,
    "heavy": attack_heavy,
    "signals": attack_signals,
    "reader": attack_reader,
    "soak": attack_soak,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Attack the local server and count what gives way."
    )
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help=", ".join(ATTACKS))
    parser.add_argument("--scale", type=float, default=1.0, help="the share of it to do, 0 to 1")
    options = parser.parse_args()
    failed = 0
    print(
        f"{datetime.now():%Y-%m-%d %H:%M}, {threading.active_count()} thread, scale {options.scale:g}"
    )
    print(f"{'what':24}{'tried':>9}{'failed':>8}  measured")
    for name in options.attacks or ATTACKS:
        outcome = ATTACKS[name](options.scale)
        failed += len(outcome.failures)
        print(
            f"{outcome.name:24}{outcome.tried:>9,}{len(outcome.failures):>8}  {outcome.note}",
            flush=True,
        )
        for failure in outcome.failures[:10]:
            print(f"    {failure}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
