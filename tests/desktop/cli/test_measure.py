"""``smart-enough measure``: candidates from files of any sort, compared, in words and as JSON."""

import csv
import json
from pathlib import Path

import pytest

from desktop.project.commands import SetFact
from desktop.project.commands.measure import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from estimators.base.binomial import exact_interval, sign_test
from mock_ai.server.runner import start_in_background
from tests.desktop.findings.measure.test_unanswered import RULES, add_cases


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Twenty questions, half refunds."""
    path = tmp_path / "cases.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "input", "expected", "customer", "length"])
        for at in range(20):
            kind = "refund" if at % 2 else "card"
            writer.writerow(
                [
                    f"c{at}",
                    f"about my {kind} {at}",
                    kind,
                    f"k{at // 2}",
                    "short" if at < 10 else "long",
                ]
            )
    return path


def answers(path: Path, right: int, **columns: object) -> Path:
    """The first of the cases answered right."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "answer", *columns])
        for at in range(20):
            kind, other = ("refund", "card") if at % 2 else ("card", "refund")
            writer.writerow([f"c{at}", kind if at < right else other, *columns.values()])
    return path


def test_candidates_are_scored_and_compared(run_json, cases, tmp_path) -> None:
    good = answers(tmp_path / "good.csv", 19, seconds=1.5, cost=0.002, confidence=0.9)
    bad = answers(tmp_path / "bad.csv", 9)
    found = run_json("measure", cases, "--candidate", f"good={good}", "--candidate", f"bad={bad}")
    assert (found["kind"], found["metric"], found["n"]) == ("classify", "accuracy", 20)
    first, second = found["candidates"]
    assert (first["name"], first["value"], first["n"]) == ("good", 0.95, 20)
    assert [first["low"], first["high"]] == list(exact_interval(19, 20, 0.9))
    assert first["cost_per_1000"] == pytest.approx(2.0)
    assert first["certainty"]["n"] == 20
    assert "certainty" not in second
    assert first["seconds"] == {"p50": 1.5, "p95": 1.5}
    assert second["failures"] == [{"type": "wrong", "n": 11, "cases": [f"c{at}" for at in range(9, 20)]}]  # fmt: skip
    (pair,) = found["pairs"]
    assert (pair["a"], pair["b"], pair["better"], pair["worse"], pair["same"]) == ("good", "bad", 10, 0, 10)  # fmt: skip
    assert pair["p_value"] == sign_test(10, 0)
    assert found["judge"] is None
    assert found["commonest"] == {"answer": "card", "share": 0.5}


def test_what_a_difference_costs_is_said_where_a_price_or_a_worth_is_known(
    run, run_json, cases, tmp_path
) -> None:
    names = {"good": (19, {"cost": 0.002}), "bad": (9, {"cost": 0.0})}
    given = [
        part
        for name, (right, columns) in names.items()
        for part in ("--candidate", f"{name}={answers(tmp_path / f'{name}.csv', right, **columns)}")
    ]
    (pair,) = run_json("measure", cases, *given)["pairs"]
    assert pair["cost"]["ahead"] == "good"
    assert pair["cost"]["price"] == pytest.approx(2.0)
    assert pair["cost"]["saved"] == {"low": None, "high": None}
    assert "it pays from $" in pair["cost"]["sentence"]
    (pair,) = run_json("measure", cases, *given, "--worth", "1,3", "--currency", "EUR")["pairs"]
    low, high = pair["cost"]["more_right"]
    assert pair["cost"]["saved"] == {"low": low - 2.0, "high": 3 * high - 2.0}
    assert pair["cost"]["sentence"] in run("measure", cases, *given, "--worth", "1,3", "--currency", "EUR")[1]  # fmt: skip
    assert "not an amount" in run("measure", cases, *given, "--worth", "3,1")[2]
    free = [part for name, (right, _) in names.items() for part in ("--candidate", f"{name}={answers(tmp_path / f'{name}2.csv', right)}")]  # fmt: skip
    assert run_json("measure", cases, *free)["pairs"][0]["cost"] is None


def test_groups_and_slices_are_columns_of_the_cases(run_json, cases, tmp_path) -> None:
    asked = [f"--candidate={name}={answers(tmp_path / f'{name}.csv', n)}" for name, n in (("x", 20), ("y", 8))]  # fmt: skip
    found = run_json("measure", cases, *asked, "--group-column", "customer", "--by", "length")
    assert found["candidates"][0]["groups"] == 10
    assert found["candidates"][0]["interval"] == "exact_grouped"
    assert [(one["slice"], one["better"]) for one in found["slices"]] == [
        ("long", 10),
        ("short", 2),
    ]


def test_rules_a_model_and_a_tools_results_are_candidates_too(
    run, run_json, cases, tmp_path
) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: [{if: {contains: refund}, then: refund}]\notherwise: card\n")
    results = tmp_path / "results.json"
    rows = [
        {"testIdx": at, "promptIdx": 0, "provider": "gpt", "vars": {"q": f"about my {'refund' if at % 2 else 'card'} {at}"}, "response": {"output": "refund"}}
        for at in range(20)
    ]  # fmt: skip
    results.write_text(json.dumps({"results": {"results": rows}}))
    learned = tmp_path / "learned.csv"
    with learned.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        for at in range(30):
            writer.writerow([f"number {at}: please send back my refund money", "refund"])
            writer.writerow([f"number {at}: the plastic card of mine is broken", "card"])
    model = tmp_path / "m.onnx"
    status, _, err = run("train", learned, "--out", model, "--quick")
    assert status == 0, err
    found = run_json(
        "measure", cases, f"--candidate=rule={rules}", f"--candidate=gpt={results}", f"--candidate=model={model}",
    )  # fmt: skip
    rule, gpt, trained = found["candidates"]
    assert rule["value"] == 1.0
    assert gpt["value"] == 0.5
    assert {one["type"]: one["n"] for one in gpt["left_out"]} == {"matched_by_input": 20}
    assert trained["value"] >= 0.9
    assert trained["seconds"]["p50"] > 0


def test_grades_and_a_judge_come_to_one_figure(run, run_json, tmp_path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("id,input\n" + "".join(f"c{at},q{at}\n" for at in range(300)))
    given = tmp_path / "a.csv"
    given.write_text(
        "id,answer,judge\n" + "".join(f"c{at},text,{int(at % 5 > 0)}\n" for at in range(300))
    )
    grades = tmp_path / "g.csv"
    grades.write_text(
        "id,candidate,rater,grade,reason\n"
        + "".join(
            f"c{at},x,final,{int(at % 5 > 0)},{'' if at % 5 else 'made up'}\n" for at in range(40)
        )
    )
    call = ("measure", cases, f"--candidate=x={given}", "--grades", grades, "--kind", "generate")
    found = run_json(*call)
    (one,) = found["candidates"]
    assert (one["graded"], one["interval"], one["metric"] if "metric" in one else found["metric"]) == (40, "rectified", "pass_rate")  # fmt: skip
    assert one["failures"] == [{"type": "made up", "n": 8, "cases": [f"c{at}" for at in range(0, 40, 5)]}]  # fmt: skip
    assert found["judge"]["agreement"] == 1.0
    assert found["judge"]["naive"] == pytest.approx(0.8)
    assert found["judge"]["corrected"]["value"] == pytest.approx(0.8)
    assert found["grade_next"]["n"] == 20
    status, said, _ = run(*call)
    assert status == 0
    assert "This judge makes 40 grades worth" in said
    assert "Grade these 20 answers" in said
    assert "graded good" in said


def test_rankings_are_measured_by_what_belongs_into_them(run_json, tmp_path) -> None:
    cases, given, relevance = tmp_path / "c.csv", tmp_path / "a.csv", tmp_path / "r.csv"
    cases.write_text("id,input\n1,q\n2,r\n")
    given.write_text("id,answer\n1,x y\n2,z w\n")
    relevance.write_text("id,item,grade\n1,y,1\n2,z,2\n")
    found = run_json("measure", cases, f"--candidate=s={given}", "--kind", "rank", "--relevance", relevance)  # fmt: skip
    (one,) = found["candidates"]
    assert found["metric"] == "ndcg"
    assert one["value"] == pytest.approx((0.6309297535714575 + 1) / 2)
    assert one["beside"]["hit"]["value"] == 1.0


def test_what_was_left_out_is_said(run, cases, tmp_path) -> None:
    given = tmp_path / "a.csv"
    given.write_text("id,answer\nc0,card\nc0,card\nzz,card\n")
    status, said, _ = run("measure", cases, f"--candidate=x={given}", "--kind", "classify")
    assert status == 0
    assert "“x”: 1 answer is to none of these cases; it is left out." in said
    assert "“x”: 1 answer comes a second time for its case; the first counts." in said
    assert "“x”: 19 cases have no answer in the file." in said


@pytest.mark.parametrize(
    ("candidate", "said"),
    [
        ("nothing", "is no candidate"),
        ("x=gone.csv", "There is no file “gone.csv”"),
    ],
)
def test_what_is_no_candidate_is_a_sentence(run, cases, candidate: str, said: str) -> None:
    status, out, err = run("measure", cases, "--candidate", candidate)
    assert (status, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


def test_a_folder_of_texts_is_a_set_of_cases(run_json, tmp_path) -> None:
    for at in range(6):
        kind = "refund" if at % 2 else "card"
        (tmp_path / "texts" / kind).mkdir(parents=True, exist_ok=True)
        (tmp_path / "texts" / kind / f"{at}.txt").write_text(f"my {kind} please")
    rules = tmp_path / "r.yaml"
    rules.write_text("rules: [{if: {contains: refund}, then: refund}]\notherwise: card\n")
    found = run_json("measure", tmp_path / "texts", f"--candidate=rule={rules}")
    assert (found["kind"], found["n"], found["candidates"][0]["value"]) == ("classify", 6, 1.0)


def test_two_candidates_of_one_name_are_refused(run, cases, tmp_path) -> None:
    given = answers(tmp_path / "a.csv", 5)
    status, _, err = run("measure", cases, f"--candidate=x={given}", f"--candidate=x={given}")
    assert status == 1
    assert "two candidates “x”" in err


def test_columns_with_other_names_are_named(run, run_json, tmp_path) -> None:
    cases, other, usual = tmp_path / "cases.csv", tmp_path / "a.csv", tmp_path / "b.csv"
    cases.write_text("Nr,Frage,Soll\n1,wie?,so\n2,warum?,darum\n")
    other.write_text("Fall,Antwort\n1,so\n2,nie\n")
    usual.write_text("id,answer\n1,so\n2,darum\n")
    call = ("measure", cases, f"--candidate=a={other}", f"--candidate=b={usual}", "--kind=classify")
    status, _, err = run(*call)
    assert status == 1
    assert "Its columns are “Nr”, “Frage” and “Soll”." in err
    named = (*call, "--id-column=Nr", "--input-column=Frage", "--expected-column=Soll")
    status, _, err = run(*named)
    assert "--answer-id-column and --answer-column" in err
    found = run_json(*named, "--answer-id-column=a=Fall", "--answer-column=a=Antwort")
    assert [one["value"] for one in found["candidates"]] == [0.5, 1.0]
    status, _, err = run(*named, "--answer-id-column=Fall", "--answer-column=Antwort")
    assert "“b.csv” has no column “Fall”." in err


def test_a_project_is_measured_and_fresh_cases_are_answered_within_what_is_allowed(
    run, run_json, tmp_path, monkeypatch
) -> None:
    path = tmp_path / "replies.smart"
    with start_in_background(port=0) as vendor, Project.create(path, name="Replies") as project:
        project.do(SetFact(KIND_KEY, "classify", "the kind"))
        add_cases(project, 0, 6)
        at_address = {"wire": "openai", "model": "m", "prompt": "{input}"}
        settings = {
            "Rule": CandidateSettings(rules=RULES),
            "Here": CandidateSettings(**at_address, url=vendor.base_url),
            "There": CandidateSettings(**at_address, url="https://models.example.com/v1"),
        }
        for name, given in settings.items():
            source = CandidateSource.RULE if name == "Rule" else CandidateSource.ADDRESS
            project.do(PutCandidate(None, name, source, given))
        project.close()
        monkeypatch.setenv("VENDOR_KEY", vendor.token)
        nothing = run_json("measure", path)
        assert {one["name"]: one["n"] for one in nothing["unanswered"]} == dict.fromkeys(
            settings, 6
        )
        first = run_json("measure", path, "--fresh")
        assert [one["name"] for one in first["unanswered"]] == ["Here", "There"]
        rule = next(one for one in first["candidates"] if one["name"] == "Rule")
        assert (rule["value"], rule["n"]) == (1.0, 6)
        for options, sentence in {
            ("--candidate=There", "--budget=1"): "“models.example.com” is not allowed",
            ("--candidate=Here",): "There is no budget.",
            ("--candidate=Nobody",): "“Nobody” has nothing to answer here.",
        }.items():
            status, _, err = run("measure", path, "--fresh", *options)
            assert (status, sentence in err) == (1, True), err
        last = run_json(
            "measure", path, "--fresh", "--candidate=Here", "--budget=1", "--key-env=VENDOR_KEY"
        )
        assert last["unanswered"] == [{"name": "There", "n": 6}]
    assert vendor.token.encode() not in path.read_bytes()
