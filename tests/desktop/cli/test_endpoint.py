"""``smart-enough measure`` with candidates at an address: shown first, asked within a budget, kept, found again."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mock_ai.scenario import Scenario
from mock_ai.server.runner import ServerThread, start_in_background
from tests.estimators.measure.endpoint.test_input_file import sound
from tests.patience import until


@pytest.fixture(scope="module")
def vendor() -> Iterator[ServerThread]:
    with start_in_background(port=0) as running:
        yield running


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    rows = [f"c{at},my {'refund' if at % 2 else 'card'} {at} ada@example.com,{'refund' if at % 2 else 'card'}" for at in range(10)]  # fmt: skip
    path.write_text("\n".join(["id,input,expected", *rows]))
    return path


@pytest.fixture
def asked(vendor: ServerThread, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Any, ...]:
    """Options that ask the vendor with its key."""
    monkeypatch.setenv("VENDOR_KEY", vendor.token)
    (tmp_path / "prompt.txt").write_text("Which is it? {input}")
    return (
        f"--candidate=gpt=openai:{vendor.base_url}?model=m",
        f"--prompt={tmp_path / 'prompt.txt'}",
        "--key-env=VENDOR_KEY",
        "--price=1,2",
    )


def test_a_service_is_measured_beside_a_file(run_json, cases, asked, tmp_path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("id,answer\n" + "".join(f"c{at},card\n" for at in range(10)))
    found = run_json("measure", cases, *asked, f"--candidate=file={file}", "--budget=1", "--check=contains=card")  # fmt: skip
    gpt, other = found["candidates"]
    assert (gpt["name"], gpt["n"], gpt["invalid"], other["value"]) == ("gpt", 10, 0, 0.5)
    assert gpt["cost_per_1000"] > 0
    assert gpt["seconds"]["p50"] > 0
    (done,) = found["runs"]
    assert (done["end"], done["asked"], done["left"], done["currency"]) == ("done", 10, 0, "USD")
    assert done["spent"] == pytest.approx(gpt["cost_per_1000"] / 100)
    assert [one["n"] for one in found["checks"]] == [10, 10]
    assert len(found["pairs"]) == 1


def test_a_few_are_tried_first_and_the_same_command_goes_on(run, run_json, cases, asked) -> None:
    call = ("measure", cases, *asked, "--budget=1")
    tried = run_json(*call, "--first=3")
    (first,) = tried["runs"]
    assert tried["n"] == 3  # what was not asked yet is no mistake
    assert (first["asked"], first["left"]) == (3, 7)
    again = run_json(*call)["runs"][0]
    assert (again["asked"], again["received_before"]) == (7, 3)
    kept = cases.with_name("cases.answers.jsonl")
    measured = run_json("measure", cases, f"--candidate=gpt={kept}")
    assert measured["candidates"][0]["n"] == 10
    assert measured["candidates"][0]["left_out"] == []
    status, _, err = run(*call, "--resume", "--budget=0")
    assert status == 0, err
    assert "10 answers were there already" in err


def test_what_would_be_sent_is_printed_and_nothing_is(
    run, run_json, cases, asked, vendor, tmp_path
) -> None:
    until(lambda: not vendor.journal.waiting())
    before = vendor.journal.total
    found = run_json("measure", cases, *asked, "--dry-run", "--mask")["sending"][0]
    assert (found["calls"], found["masked"], found["leaves_this_computer"]) == (10, 10, False)
    assert 0 < found["cost"]["low"] <= found["cost"]["high"] <= found["cost"]["worst"]
    assert "my card 0 [email 1]" in found["first_request"]
    assert vendor.token not in found["first_request"]
    status, out, _ = run("measure", cases, *asked, "--dry-run")
    assert status == 0
    assert f"“gpt”: 10 calls to {vendor.base_url.removeprefix('http://')}, this computer." in out
    assert out.rstrip().endswith("Nothing was sent.")
    assert vendor.journal.total == before
    assert not cases.with_name("cases.answers.jsonl").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--candidate=x=openai:gpt-x",), "There is no price."),
        (("--candidate=x=openai:gpt-x", "--price=1,2"), "“api.openai.com” is not allowed"),
        (("--candidate=x=openai:gpt-x", "--price=1,2", "--allow-network=api.openai.com"), "There is no budget."),
        (("--candidate=x=openai:gpt-x", "--price=1,2", "--allow-network=api.openai.com", "--budget=1"), "There is no key for api.openai.com"),
        (("--candidate=x=openai:gpt-x", "--price=1,2", "--allow-network=api.openai.com", "--budget=1", "--key-env=NO_SUCH_KEY"), "“NO_SUCH_KEY” is empty or not set"),
        (("--candidate=x=openai:gpt-x", "--model-size=small", "--currency=EUR"), "The price book is in US dollars."),
        (("--candidate=x=openai:", "--price=1,2"), "names no model"),
        (("--candidate=x=http://localhost:1", "--prompt=gone.txt"), "There is no file “gone.txt”"),
        (("--candidate=x=http://localhost:1", "--check=tone=kind"), "“tone=kind” is no check"),
        (("--candidate=x=http://localhost:1/", "--concurrency=1"), "The service cannot be reached."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_sentence(run, cases, more, said, monkeypatch) -> None:
    monkeypatch.setattr("estimators.measure.endpoint.call_plan.MOST_TRIES", 1)
    status, out, err = run("measure", cases, *more)
    assert (status, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


def test_options_are_for_all_or_for_one_by_its_name(run_json, cases, asked, tmp_path) -> None:
    (tmp_path / "other.txt").write_text("Else? {input}")
    (tmp_path / "schema.json").write_text('{"type": "object"}')
    second = asked[0].replace("gpt=", "two=")
    found = run_json("measure", cases, *asked, second, f"--prompt=two={tmp_path / 'other.txt'}", "--schema=two=none", f"--schema={tmp_path / 'schema.json'}", "--dry-run")  # fmt: skip
    one, two = (json.loads(each["first_request"].partition("\n\n")[2]) for each in found["sending"])
    assert one["messages"][0]["content"].startswith("Which is it?")
    assert two["messages"][0]["content"].startswith("Else?")
    assert one["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert "response_format" not in two


def test_free_answers_are_kept_to_be_graded(run, run_json, asked, tmp_path) -> None:
    cases = tmp_path / "open.csv"
    cases.write_text("id,input\na,hello\nb,bye\n")
    status, out, err = run("measure", cases, *asked, "--budget=1")
    assert status == 0, err
    assert "No answer is graded yet." in out
    grades = tmp_path / "g.csv"
    grades.write_text("id,candidate,rater,grade,reason\na,gpt,final,1,\nb,gpt,final,0,\n")
    found = run_json("measure", cases, *asked, "--budget=1", f"--grades={grades}")
    assert (found["kind"], found["candidates"][0]["value"]) == ("generate", 0.5)


def test_a_size_of_model_is_booked_at_the_upper_end_of_the_price_book(run, run_json, cases) -> None:
    size = ("--candidate=x=openai:gpt-x", "--model-size=small", "--dry-run")
    found = run_json("measure", cases, *size)["sending"][0]
    assert found["leaves_this_computer"]
    assert found["cost"]["low"] < found["cost"]["high"] < found["cost"]["worst"]
    _, out, _ = run("measure", cases, *size)
    assert "The prices are a range" in out
    assert "“x”: 10 calls to api.openai.com, another computer." in out


def test_files_that_are_no_texts_are_not_asked_by_their_names(run, tmp_path) -> None:
    (tmp_path / "photos" / "cat").mkdir(parents=True)
    (tmp_path / "photos" / "cat" / "1.pdf").write_bytes(b"x")
    status, _, err = run("measure", tmp_path / "photos", "--candidate=x=http://localhost:1/", "--kind=classify")  # fmt: skip
    assert status == 1
    assert "Not all of these files are texts, photos or sounds." in err


WIRES = ("openai", "openai-responses", "anthropic", "gemini")


def test_photos_reach_a_service_on_every_wire_as_they_lie_there(
    run, run_json, digits_folder, monkeypatch, tmp_path
) -> None:
    """The fake knows each photo by the hash of its bytes, and is never wrong about one that it knows."""
    folder = digits_folder(n=4, classes=3)
    paths = sorted(folder.rglob("*.png"))
    known = {sha256(path.read_bytes()).hexdigest(): path.parent.name for path in paths}
    names = tuple(dict.fromkeys(known.values()))
    (tmp_path / "prompt.txt").write_text("Which digit is it? {input}")
    with start_in_background(Scenario("x", "X", names, accuracy=1.0).fake(known=known), port=0) as fake:  # fmt: skip
        monkeypatch.setenv("VENDOR_KEY", fake.token)
        options = [f"--candidate={wire}={wire}:{fake.base_url}?model=m" for wire in WIRES]
        call = ("measure", folder, *options, f"--prompt={tmp_path / 'prompt.txt'}", "--key-env=VENDOR_KEY", "--price=1,2")  # fmt: skip
        _, out, _ = run(*call, "--dry-run")
        assert "12 photos go along, " in out
        assert "Nothing was sent." in out
        assert not fake.journal.total
        kept = tmp_path / "kept.jsonl"
        found = run_json(*call, "--budget=9", f"--answers-out={kept}")
        assert [(one["value"], one["n"]) for one in found["candidates"]] == [(1.0, 12)] * 4
        again = run_json(*call, "--budget=0", "--resume", f"--answers-out={kept}")
        assert [(one["asked"], one["received_before"]) for one in again["runs"]] == [(0, 12)] * 4
        (folder / "0" / "none.png").write_bytes(b"<html>")
        broken = run_json(*call[:3], *call[6:], "--budget=9", f"--answers-out={kept}")
        assert broken["runs"][0]["failed"] == {"unreadable": 1}
        assert broken["candidates"][0]["value"] == pytest.approx(12 / 13)
    assert fake.token not in kept.read_text()


def test_sounds_reach_who_listens_and_who_does_not_is_said(run, run_json, monkeypatch, tmp_path) -> None:  # fmt: skip
    rows = []
    for at in range(6):
        (tmp_path / f"{at}.wav").write_bytes(sound(0.1 + at / 10))
        rows.append(f"{at},{at}.wav,{'bark' if at % 2 else 'rain'}")
    (tmp_path / "cases.csv").write_text("\n".join(["id,input,expected", *rows]))
    known = {sha256(sound(0.1 + at / 10)).hexdigest(): "bark" if at % 2 else "rain" for at in range(6)}  # fmt: skip
    with start_in_background(Scenario("x", "X", ("bark", "rain"), accuracy=1.0).fake(known=known), port=0) as fake:  # fmt: skip
        monkeypatch.setenv("VENDOR_KEY", fake.token)
        call = ("measure", tmp_path / "cases.csv", "--key-env=VENDOR_KEY", "--kind=classify")
        heard = [f"--candidate={wire}={wire}:{fake.base_url}?model=m" for wire in ("openai", "gemini")]  # fmt: skip
        found = run_json(*call, *heard)
        assert [(one["value"], one["n"]) for one in found["candidates"]] == [(1.0, 6)] * 2
        asked = fake.journal.total
        status, _, err = run(*call, f"--candidate=x=anthropic:{fake.base_url}?model=m")
        assert (status, fake.journal.total) == (1, asked)
        assert "This wire takes no sounds." in err


def test_a_mistake_of_ours_writes_no_key_into_the_crash_text(
    run, cases, asked, vendor, monkeypatch, own_home
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("estimators.measure.endpoint.reply_reader.reply_of", break_down)
    status, out, err = run("measure", cases, *asked, "--budget=1")
    assert (status, out) == (1, "")
    assert "That is our mistake, not yours" in err
    (crash,) = own_home.rglob("last-error.txt")
    written = [path.read_text() for path in (crash, cases.with_name("cases.answers.jsonl"))]
    assert "a mistake of ours" in written[0]
    assert all(vendor.token not in text for text in (*written, err))
