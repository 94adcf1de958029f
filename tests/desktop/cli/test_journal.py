"""The journal from the command line, on a project that a real server wrote into."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest

from desktop.cli.main import main
from desktop.project.project import Project
from desktop.project.record_kinds import REPLAY, Disagreement, ReplayResult
from desktop.project.request_journal import JournalEntry
from mock_ai.scenario_file import load_scenario, parse_scenario
from mock_ai.server.runner import start_in_background
from mock_ai.traffic.exchange import to_stored
from tests.desktop.cli.served import client_of, serving
from tests.kept_records import begin_session, keep_reaction

SCENARIO = """
name: Help desk
stubs:
  - {name: greets, when: {text: hello}, answer: Hello there.}
  - {name: busy, when: {text: busy}, answer: Never., faults: [rate limit]}
"""


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A project whose journal has four exchanges of two vendors."""
    path = tmp_path / "asked.smart"
    with start_in_background(parse_scenario(SCENARIO), port=0) as running:
        headers = {"authorization": f"Bearer {running.token}", "anthropic-version": "2023-06-01"}
        with httpx.Client(base_url=running.base_url, headers=headers) as client:
            for text in ("hello", "busy", "hello again"):
                said = [{"role": "user", "content": text}]
                client.post("/v1/chat/completions", json={"model": "m", "messages": said})
            said = [{"role": "user", "content": "hello"}]
            client.post("/v1/messages", json={"model": "m", "max_tokens": 9, "messages": said})
        with Project.create(path, name="Asked") as project:
            project.requests.append(
                JournalEntry(*to_stored(one, (running.token,)))
                for one in running.journal.exchanges()
            )
    return path


@pytest.fixture
def journal(run: Callable[..., object]) -> Callable[..., object]:
    return partial(run, "journal")


def test_the_newest_come_first_and_a_filter_leaves_the_others_out(journal, asked) -> None:
    status, out, _ = journal(asked, "--json")
    found = json.loads(out)
    assert (status, found["n"]) == (0, 4)
    assert found["exchanges"][0]["vendor"] == "anthropic"
    for arguments, n in (
        (["--by", "fault"], 1),
        (["--rule", "greets"], 3),
        (["--at", "openai"], 3),
        (["--at", "/v1/messages"], 1),
        (["--fault", "any"], 1),
        (["--fault", "rate_limit"], 1),
        (["--text", "AGAIN hello"], 1),
        (["--number", "2", "--number", "4"], 2),
    ):
        assert json.loads(journal(asked, "--json", *arguments)[1])["n"] == n, arguments


def test_a_session_has_the_exchanges_of_its_time(journal, asked) -> None:
    with Project.open(asked) as project:
        project.requests.append_rows(({"at": "2020-01-01T00:00:00+00:00", "name": "long ago"},))
        keep_reaction(project, begin_session(project), "accepted")
    assert json.loads(journal(asked, "--json")[1])["n"] == 5
    assert json.loads(journal(asked, "--json", "--session", "1")[1])["n"] == 4
    assert json.loads(journal(asked, "--json", "--disagreements")[1])["n"] == 0


def test_it_is_written_as_har_and_as_json_lines(journal, asked, tmp_path) -> None:
    for name in ("a.har", "a.jsonl"):
        status, out, _ = journal(asked, "--json", "--out", tmp_path / name)
        assert (status, json.loads(out)["exchanges"]) == (0, 4)
    assert len(json.loads((tmp_path / "a.har").read_text())["log"]["entries"]) == 4
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == [1, 2, 3, 4]
    assert [path.name for path in tmp_path.glob(".*part*")] == []


def test_what_cannot_be_done_gets_a_sentence(journal, asked, tmp_path) -> None:
    for arguments, words in (
        ((asked, "--out", tmp_path / "a.xlsx"), "as HAR (.har), as JSON lines"),
        ((asked, "--out", tmp_path / "nowhere" / "a.har"), "There is no"),
        ((asked, "--session", 3), "There is no session 3."),
        ((tmp_path / "none.smart",), "none.smart"),
    ):
        status, out, err = journal(*arguments)
        assert (status, out) == (1, "")
        assert words in err
        assert "Traceback" not in err


def test_it_is_recorded_as_a_scenario_that_serves_the_same(journal, asked, tmp_path) -> None:
    out = tmp_path / "recorded.yaml"
    status, printed, _ = journal(asked, "--json", "--out", out, "--at", "openai")
    assert (status, json.loads(printed)["stubs"]) == (0, 3)
    with start_in_background(load_scenario(out), port=0) as running:
        reply = httpx.post(
            f"{running.base_url}/v1/chat/completions",
            headers={"authorization": f"Bearer {running.token}"},
            json={"model": "m", "messages": [{"role": "user", "content": "hello again"}]},
        )
    assert reply.json()["choices"][0]["message"]["content"] == "Hello there."


def test_real_traffic_in_a_har_file_is_listed_recorded_and_replayed(
    journal, asked, tmp_path
) -> None:
    har, scenario = tmp_path / "real.har", tmp_path / "recorded.yaml"
    journal(asked, "--out", har)
    assert json.loads(journal(har, "--json", "--at", "anthropic")[1])["n"] == 1
    assert journal(har, "--out", scenario)[0] == 0
    status, out, _ = journal(har, "--replay", "fake", "--scenario", scenario, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["agreement"][0]["agreed"] == found["agreement"][0]["n"] == 3
    assert found["left_out"] == [{"why": "recorded: a fault", "n": 1}]
    status, out, err = journal(har, "--replay", "model")
    assert (status, out) == (1, "")
    assert "no trained classifier" in err


def test_a_replay_says_where_the_answers_differ(journal, asked, tmp_path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        "name: Other\nstubs: [{when: {text: again}, answer: Go away.}, {answer: Hello there.}]"
    )
    status, out, _ = journal(asked, "--replay", "fake", "--scenario", other)
    assert status == 0
    assert "agree on 2 of 3 different questions (67%; 9 chances in 10: 14% to 98%)." in out
    assert "other words" in out
    assert "Go away." in out
    left = json.loads(journal(asked, "--json", "--disagreements")[1])
    assert [one["name"] for one in left["exchanges"]] == ["hello again"]


@pytest.mark.parametrize("name", ["kept.smart", "kept.jsonl"])
def test_serving_writes_the_journal_where_it_is_told_to(journal, tmp_path, name) -> None:
    kept_in = tmp_path / name
    if kept_in.suffix == ".smart":
        Project.create(kept_in, name="Kept").close()
    with serving("--journal", kept_in) as ready, client_of(ready) as client:
        said = [{"role": "user", "content": f"hello {ready['token']}"}]
        reply = client.post("/v1/chat/completions", json={"model": "m", "messages": said})
        assert reply.status_code == 200
    assert ready["token"].encode() not in kept_in.read_bytes()
    if kept_in.suffix == ".smart":
        assert json.loads(journal(kept_in, "--json")[1])["exchanges"][0]["vendor"] == "openai"
    else:
        line = json.loads(kept_in.read_text())
        assert line["response"]["body"] == reply.text.replace(ready["token"], "…")


def test_a_journal_that_cannot_be_written_is_said_before_serving(tmp_path, capsys) -> None:
    for name, words in (("a.txt", "It goes into a project"), ("nowhere/a.jsonl", "There is no")):
        assert main(["serve", "--port", "0", "--journal", str(tmp_path / name)]) == 1
        assert words in capsys.readouterr().err


def test_forgetting_takes_every_byte_of_what_was_asked_out_of_the_file(journal, asked) -> None:
    secret = "my diagnosis is a secret"
    with Project.open(asked) as project:
        row = {"at": "2026-01-01T00:00:00+00:00", "name": secret, "media": ["m"]}
        photo = secret.encode() * 1000
        project.requests.append([JournalEntry(row, {"body": secret}, {"m": photo})])
        differs = Disagreement(1, secret, "another class", None, (), ())
        found = ReplayResult(1, 1, (), (), (), (), 1, (differs,))
        project.append_record(REPLAY, found, "")
        project.requests.append([JournalEntry({"at": row["at"], "name": secret})])
        project.file.connection.execute("PRAGMA secure_delete = OFF")
        with project.file.transaction() as connection:  # deleted before, and still in the bytes
            connection.execute("DELETE FROM journal WHERE id = 6")
            connection.execute("DELETE FROM original WHERE sha256 = 'media:m'")
        begin_session(project, "kept")
    assert secret.encode() in asked.read_bytes()
    status, out, _ = journal(asked, "--json", "--forget")
    assert (status, json.loads(out)["exchanges"]) == (0, 5)
    assert json.loads(out)["bytes"] > len(secret)
    assert secret.encode() not in asked.read_bytes()
    assert json.loads(journal(asked, "--json")[1])["n"] == 0
    with Project.open(asked) as project:
        assert len(project.sessions()) == 1


def test_forgetting_goes_alone_and_keeps_the_examples(journal, asked) -> None:
    with Project.open(asked) as project:
        project.caches.put_originals({"0" * 64: b"an example"})
    status, _, err = journal(asked, "--forget", "--text", "hello")
    assert (status, "--forget goes alone." in err) == (1, True)
    assert json.loads(journal(asked, "--json")[1])["n"] == 4
    assert journal(asked, "--forget")[0] == 0
    with Project.open(asked) as project:
        assert project.originals.kept("0" * 64) == b"an example"
