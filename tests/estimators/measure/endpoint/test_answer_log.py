"""The log of answers: on disk at once, found again, whole after a kill, and never written by two."""

import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.measure.answer_file import read_answers
from estimators.measure.case import EvalCase, RowLoss
from estimators.measure.endpoint import answer_log
from estimators.measure.endpoint.answer_log import AnswerLog, LoggedAnswer, read_log
from estimators.measure.endpoint.call_plan import RunEnd
from mock_ai.server.runner import ServerThread
from tests.estimators.measure.endpoint.conftest import Ask
from tests.estimators.measure.endpoint.faulty_vendor import FaultyVendor
from tests.patience import PATIENCE, until


def answer(content: str, **more: object) -> LoggedAnswer:
    return LoggedAnswer(
        content, f"case {content}", "gpt", "s1", "yes", cost=Decimal("0.01"), **more
    )  # type: ignore[arg-type]


def test_calls_that_began_and_did_not_end_count_as_lost(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with AnswerLog.open(path) as log:
        first = log.begin("a", "case a", 0, Decimal("0.05"))
        second = log.begin("b", "case b", 0, Decimal("0.05"))
        log.begin("c", "case c", 0, Decimal("0.05"))
        log.answered(first, answer("a"))
        log.failed(second, "b", "timed_out", Decimal("0.03"))
    with AnswerLog.open(path) as log:
        assert (log.contents.spent, log.contents.lost) == (Decimal("0.04"), Decimal("0.05"))
        assert log.contents.answers == {"a": answer("a")}
        assert log.begin("d", "case d", 0, Decimal(0)) == 4


def test_an_answer_keeps_how_the_service_named_its_model_and_when(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with AnswerLog.open(path) as log:
        said = answer("a", model="gpt-x-2026-08-01", at="2026-11-03T10:00:00+00:00")
        log.answered(log.begin("a", "case a", 0, Decimal(1)), said)
    ((kept,),) = read_answers(path).candidates.values()
    assert (kept.model, kept.at) == ("gpt-x-2026-08-01", "2026-11-03T10:00:00+00:00")


def test_a_torn_line_is_cut_away_and_said(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with AnswerLog.open(path) as log:
        for content in "ab":
            log.answered(log.begin(content, content, 0, Decimal(1)), answer(content))
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in (1, 40, len(lines[-1]) - 1):
        path.write_bytes(whole[:-cut])
        torn = read_answers(path)
        assert [(one.loss, one.n) for one in torn.left_out] == [(RowLoss.BROKEN_OFF, 1)]
        with AnswerLog.open(path) as log:
            assert set(log.contents.answers) == {"a"}
            assert (log.contents.spent, log.contents.lost) == (Decimal("0.01"), 1)
            assert log.contents.torn
        assert path.read_bytes() == b"".join(lines[:-1])
    path.write_bytes(b"".join([lines[0], b"\xff rubbish\n", *lines[1:]]))
    contents, _ = read_log(path)
    assert (contents.unreadable, len(contents.answers)) == (1, 2)
    path.write_bytes(lines[0][:9])
    with AnswerLog.open(path) as log:
        assert log.contents.answers == {}


def test_answers_in_a_log_are_a_file_of_answers(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    said = ['{"label": "card"}', "refund", None]
    with AnswerLog.open(path) as log:
        for at, text in enumerate(said):
            kept = LoggedAnswer(str(at), f"c{at}", "gpt", "s1", text, kind="classify", seconds=2.0, end="blocked" if text is None else "whole")  # fmt: skip
            log.answered(log.begin(str(at), f"c{at}", 0, Decimal(1)), kept)
        other = LoggedAnswer("9", "c0", "gpt", "s2", "else", kind="generate")
        log.answered(log.begin("9", "c0", 0, Decimal(1)), other)
    found = read_answers(path)
    assert list(found.candidates) == ["gpt s1", "gpt s2"]
    assert [(one.answer, one.error) for one in found.candidates["gpt s1"]] == [("card", ""), ("refund", ""), (None, "blocked")]  # fmt: skip
    assert found.candidates["gpt s1"][0].seconds == 2.0


def test_a_file_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,input\na,b\n")
    with pytest.raises(UserError, match="something else"):
        AnswerLog.open(path)
    assert path.read_text() == "id,input\na,b\n"
    with pytest.raises(UserError, match="cannot be written"):
        AnswerLog.open(tmp_path / "gone" / "log.jsonl")


def test_two_runs_do_not_write_one_log(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with AnswerLog.open(path), pytest.raises(UserError, match="another run"):
        AnswerLog.open(path)
    with AnswerLog.open(path):
        pass


def test_a_full_disk_stops_the_run_and_keeps_what_came(
    vendor: ServerThread, ask_at: Ask, cases: dict[str, EvalCase], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0

    def full(_path: Path) -> None:
        nonlocal written
        written += 1
        if written > 9:
            raise OSError("No space left on device")

    monkeypatch.setattr(answer_log, "sync_file", full)
    run = ask_at(f"openai:{vendor.base_url}?model=m", cases, key=vendor.token, concurrency=1)
    assert run.end is RunEnd.NO_DISK
    assert 0 < run.asked == len(run.answers.answers) < 12
    assert run.sentences[0] == "It stopped, since an answer could not be written to the disk."


KILLED = """
import sys
from desktop.cli.main import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_asks_only_for_what_it_never_received(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("id,input,expected\n" + "".join(f"c{at},q{at},{'yes' if at % 2 else 'no'}\n" for at in range(12)))  # fmt: skip
    log = tmp_path / "cases.answers.jsonl"
    with FaultyVendor() as faulty:
        faulty.held_after = 5
        call = ["measure", str(cases), f"--candidate=x=openai:{faulty.url}/held_later?model=m", "--price=1,2", "--budget=1", "--concurrency=3", "--json"]  # fmt: skip
        process = subprocess.Popen([sys.executable, "-c", KILLED, *call], cwd=os.getcwd(), stderr=subprocess.PIPE)  # fmt: skip
        until(lambda: len(faulty.seen.get("held_later", ())) == 8)  # five answered, three held
        until(lambda: log.read_bytes().count(b'{"answered"') == 5)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        before = list(faulty.seen["held_later"])
        faulty.held_after = 10**6
        contents, _ = read_log(log)
        assert (len(contents.answers), len(contents.open_calls)) == (5, 3)
        again = subprocess.run([sys.executable, "-c", KILLED, *call, "--resume"], cwd=os.getcwd(), capture_output=True, text=True, check=True)  # fmt: skip
        after = faulty.seen["held_later"][len(before) :]
    assert len(after) == 7
    assert not set(before[:5]) & set(after)
    assert "5 answers were there already" in again.stderr
    assert "may have cost up to $" in again.stderr
    found, _ = read_log(log)
    assert len(found.answers) == 12
    assert found.lost == contents.lost > 0


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
def test_a_run_that_is_interrupted_keeps_what_came_and_says_where(tmp_path: Path) -> None:
    cases, log = tmp_path / "cases.csv", tmp_path / "kept.jsonl"
    cases.write_text("id,input,expected\n" + "".join(f"c{at},q{at},{'yes' if at % 2 else 'no'}\n" for at in range(9)))  # fmt: skip
    with FaultyVendor() as faulty:
        faulty.held_after = 4
        call = ["measure", str(cases), f"--candidate=x=openai:{faulty.url}/held_later?model=m", f"--answers-out={log}", "--concurrency=2"]  # fmt: skip
        process = subprocess.Popen([sys.executable, "-m", "desktop", *call], cwd=os.getcwd(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip
        until(lambda: len(faulty.seen.get("held_later", ())) == 6)
        until(lambda: log.read_bytes().count(b'{"answered"') == 4)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, "")
    assert "“x”: It was stopped; 5 answers are missing." in err
    assert f"The answers are kept in {log}." in err
    contents, _ = read_log(log)
    assert (len(contents.answers), contents.open_calls) == (4, {})
