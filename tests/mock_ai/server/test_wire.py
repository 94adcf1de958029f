"""What clients of all vendors hear, byte for byte, as it was kept: answers, streams, and every way to be refused.

``python -m tests.mock_ai.server.test_wire`` keeps the answers of today; the diff of ``kept_answers.jsonl`` belongs to the commit.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx

from mock_ai.presets import BUILT_IN
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.runner import start_in_background
from tests.patience import PATIENCE

KEPT = Path(__file__).with_name("kept_answers.jsonl")
SPEAKING = """
name: Demo
classes: ["yes", "no"]
today: 2026-03-01
seed: 5
stubs:
  - {when: {text: weather}, do: {tool: get_weather, arguments: {city: Lyon}, say: It is sunny.}}
  - {when: {text: {regex: 'order A-\\d+'}}, answer: "Case {{ count }}, {{ name() }}: {{ sentences(2) }}", story: s, then_state: two}
  - {when: {text: order}, when_state: two, story: s, answers: [{answer: Later., weight: 2}, {recommend: {from: [tea, coffee, cocoa], count: 2}}]}
  - {kind: classification, label: {is: "yes", confidence: 0.7}}
  - {when: {text: Where}, translate: {to: French, phrases: {where is lyon: Ou est Lyon}}}
"""
SOURCES = {"built-in": BUILT_IN, "stubs": parse_scenario(SPEAKING)}
_TIME = re.compile(r'("(?:created|created_at|completed_at)": ?)\d+')


def answers(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each row with what is answered to it now; times, the date and the port are taken out."""
    for name, source in SOURCES.items():
        with (
            start_in_background(source, port=0, token="T") as running,
            httpx.Client(base_url=running.base_url, timeout=PATIENCE) as client,
        ):
            for row in (row for row in rows if row["source"] == name):
                body = row["body"].encode("latin-1")
                head = {"host": "127.0.0.1", **row["headers"]}
                reply = client.request(row["method"], row["path"], headers=head, content=body)
                lines = [
                    f"{key}: {value}" for key, value in reply.headers.multi_items() if key != "date"
                ]
                said = "\n".join([str(reply.status_code), *lines, "", reply.text])
                said = _TIME.sub(r"\g<1>0", said).replace(f":{running.base_url[-5:]}", ":PORT")
                yield {**row, "answer": said}


def kept() -> list[dict[str, str]]:
    return [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]


def test_every_answer_is_the_one_that_was_kept():
    rows = kept()
    changed = [(old, new) for old, new in zip(rows, answers(rows), strict=True) if old != new]
    assert changed == []


if __name__ == "__main__":
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in answers(kept())]
    KEPT.write_text("".join(lines), "utf-8")
