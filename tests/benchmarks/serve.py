"""How many requests a second does the server answer, beside the rivals that are installed?

    python -m venv rivals && rivals/bin/pip install fakellm llmock
    npm install --prefix rivals @copilotkit/aimock
    python tests/benchmarks/serve.py --rivals rivals

Every server runs in a process of its own and gets the same question from the same client (load_client.py, its own process): chat
completions whole and as a stream, and our own /v1/predict, at 1 and at 32 connections. Each round asks the servers in turn, so
that a busy moment strikes all of them. Printed are the medians over the rounds, how many times as many answers ours gives, and (on
Linux) how many microseconds of processor time the server took for each: neighbours disturb that less than the clock.
Without --rivals, or where one is absent, the others run alone. `--beside` names other checkouts of this project, each served beside ours.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TREE = HERE.parents[1]
SAID = {"role": "user", "content": "hello there, can you tell me where my order 000000 is?"}
CHAT = {"model": "gpt-4o", "messages": [SAID]}
CASES = {
    "chat": ("/v1/chat/completions", CHAT),
    "chat, streamed": ("/v1/chat/completions", {**CHAT, "stream": True}),
    "predict": ("/v1/predict", {"text": SAID["content"]}),
}
START_SECONDS = 60
FIXTURES = {
    "fixtures": [
        {
            "match": {"userMessage": "hello"},
            "response": {"content": "This is a simulated answer, about as long as ours is."},
        }
    ]
}


@dataclass(frozen=True)
class Server:
    """Something that answers at a port of this computer."""

    name: str
    port: int
    token: str
    process_id: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(
    name: str, command: Sequence[str], port: int, token: str, cwd: Path, tree: Path = TREE
) -> Iterator[Server]:
    """The server, once it listens; ended afterwards."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "LLMOCK_API_KEY": token}
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{name} did not start: {' '.join(command)}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(name, port, token, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()


def processor_seconds(process_id: int) -> float:
    """How long the process has kept a core busy; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def own(tree: Path, name: str) -> tuple[str, list[str], int, Path]:
    """Name, command, port and checkout of our server."""
    port = free_port()
    ours = [sys.executable, "-m", "desktop", "serve", "--port", str(port), "--token", "bench"]
    return name, ours, port, tree


def commands(
    rivals: Path | None, folder: Path, beside: Sequence[Path]
) -> Iterator[tuple[str, list[str], int, Path]]:
    """The same of ours, of other checkouts, and of each rival that is there."""
    yield own(TREE, "ours")
    yield from (own(tree.resolve(), tree.name) for tree in beside)
    if rivals is None:
        return
    (folder / "fixtures.json").write_text(json.dumps(FIXTURES))
    (folder / "fakellm.yaml").write_text("rules: []\n")
    known = {
        "fakellm": ("bin/fakellm", ["serve", "--config", str(folder / "fakellm.yaml")]),
        "LLMock": ("bin/llmock", ["serve", "--log-level", "warning"]),
        "aimock": (
            "node_modules/.bin/llmock",
            ["--fixtures", str(folder / "fixtures.json"), "--log-level", "silent"],
        ),
    }
    for name, (place, rest) in known.items():
        found = shutil.which(str(rivals / place))
        if found is None:
            print(f"{name} is not at {rivals / place}; it is left out.", file=sys.stderr)
            continue
        port = free_port()
        yield name, [str(Path(found).absolute()), *rest, "--port", str(port)], port, TREE


def measured(server: Server, case: str, connections: int, seconds: float) -> dict[str, float]:
    """What the client counted, and how long the server was busy."""
    path, body = CASES[case]
    busy = processor_seconds(server.process_id)
    result = measured_at(server, path, body, connections, seconds)
    result["busy"] = processor_seconds(server.process_id) - busy
    return result


def measured_at(
    server: Server, path: str, body: object, connections: int, seconds: float, *more: str
) -> dict[str, float]:
    """What a client that asked for so long counted; ends the run where an answer was not 200."""
    done = subprocess.run(
        [
            *(sys.executable, str(HERE / "load_client.py")),
            *("--port", str(server.port), "--path", path, "--body", json.dumps(body)),
            *("--token", server.token, "--connections", str(connections)),
            *("--seconds", str(seconds), *(more or ("--warm", "0"))),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{server.name}, {path}: {done.stderr.strip().splitlines()[-1:]}")
    result: dict[str, float] = json.loads(done.stdout)
    if result["errors"]:
        raise SystemExit(f"{server.name}, {path}: {result['errors']} answers were not 200")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rivals", type=Path, help="the folder where they are installed")
    parser.add_argument("--beside", type=Path, nargs="*", default=[], help="other checkouts")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = [
            stack.enter_context(started(name, command, port, "bench", folder, tree))
            for name, command, port, tree in commands(asked.rivals, folder, asked.beside)
        ]
        cases = [
            (case, connections, server)
            for case in CASES
            for connections in (1, 32)
            for server in servers
            if case != "predict" or server.name in ("ours", *(tree.name for tree in asked.beside))
        ]
        rates: dict[tuple[str, int, str], list[float]] = {}
        busy: dict[tuple[str, int, str], list[float]] = {}
        for number in range(asked.rounds):
            for case, connections, server in cases if number % 2 == 0 else cases[::-1]:
                counted = measured(server, case, connections, asked.seconds)
                key = (case, connections, server.name)
                rates.setdefault(key, []).append(counted["answers"] / counted["seconds"])
                busy.setdefault(key, []).append(counted["busy"] / counted["answers"] * 1e6)
            print(f"round {number + 1} of {asked.rounds}", file=sys.stderr)
    show(servers, rates, busy)


def show(
    servers: Sequence[Server],
    rates: dict[tuple[str, int, str], list[float]],
    busy: dict[tuple[str, int, str], list[float]],
) -> None:
    """Medians over the rounds, and the median of the ratios to ours."""
    print(f"{'':16}{'connections':>12}" + "".join(f"{server.name:>28}" for server in servers))
    for case in CASES:
        for connections in (1, 32):
            ours = rates[case, connections, "ours"]
            line = f"{case:16}{connections:>12}"
            for server in servers:
                key = (case, connections, server.name)
                if key not in rates:
                    continue
                cell = (
                    f"{statistics.median(rates[key]):,.0f}/s {statistics.median(busy[key]):.0f} us"
                )
                if server.name != "ours":
                    pairs = zip(ours, rates[key], strict=True)
                    cell += f" {statistics.median(a / b for a, b in pairs):.2f}x"
                line += f"{cell:>28}"
            print(line)


if __name__ == "__main__":
    main()
