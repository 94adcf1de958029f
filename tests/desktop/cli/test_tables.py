"""Tables of facts on the command line, from the file of a spreadsheet to a tested model; lists of texts stay what they were."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.main import main
from estimators.table.column import ColumnType
from estimators.table.encoder import _NETWORKS
from tests.desktop.cli.served import client_of, serving
from tests.estimators.table.made_tables import made
from tests.estimators.table.test_encoded_columns import (
    COMPLAINTS,
    PRAISE,
    draw,
    with_complaint,
    write_csv,
)
from tests.estimators.table.workbooks import sheet_xml, write_xlsx


@pytest.fixture(scope="module")
def churn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    table = made(200, 0, "filled_after_amount")
    path = tmp_path_factory.mktemp("churn") / "churn.xlsx"
    rows = [list(table.names), *zip(*table.columns, strict=True)]
    return write_xlsx(path, {"Customers": sheet_xml(rows)})


def said(capsys: pytest.CaptureFixture[str], *argv: object) -> Any:
    assert main([str(one) for one in argv]) == 0
    return json.loads(capsys.readouterr().out)


def test_inspect_says_what_columns_are_and_what_knows_the_answer(
    churn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, "inspect", churn, "--label-column", "cancelled", "--json")
    assert (found["modality"], found["classes"]) == ("table", {"no": 140, "yes": 60})
    assert [leak["column"] for leak in found["leaks"]] == ["final_bill"]
    assert {"name", "type", "role", "why"} <= found["columns"][0].keys()
    assert {"unreadable", "exact_duplicates", "near_duplicates", "label_suspects", "leakage", "warnings"} <= found.keys()  # fmt: skip


def test_a_workbook_is_trained_on_and_its_model_answers_rows(
    churn: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = tmp_path / "m.onnx"
    trained = said(capsys, "train", churn, "--label-column", "cancelled", "--leave-out", "plan", "--out", model, "--json")  # fmt: skip
    assert (trained["n_train"], trained["n_test"], trained["modality"]) == (160, 40, "table")
    assert {"accuracy", "baseline_accuracy", "ece", "log_loss", "per_class", "confusion", "seconds", "certificate", "auroc", "average_precision", "importance"} <= trained.keys()  # fmt: skip
    assert trained["certificate"]["label_flips"] == 0
    roles = {column["name"]: column["role"] for column in trained["columns"]}
    assert roles["final_bill"] == roles["plan"] == "leave_out"
    answers = said(capsys, "predict", model, "--csv", churn, "--json")
    assert len(answers) == 200
    assert answers[0]["path"] == "churn.xlsx:2"
    assert sum(answers[0]["probabilities"].values()) == pytest.approx(1.0)
    names = ",".join(column["name"] for column in trained["columns"])
    empty = "," * names.count(",")
    (tmp_path / "odd.csv").write_text(f"{names}\n{empty[1:]}2\n3{empty}\n2{empty}\n")
    assert main(["predict", str(model), "--csv", str(tmp_path / "odd.csv"), "--json"]) == 0
    shown = capsys.readouterr()
    assert [row["path"] for row in json.loads(shown.out)] == ["odd.csv:3", "odd.csv:4"]
    assert "1 row was left out: Line 2 has" in shown.err
    with monkeypatch.context() as small:
        small.setattr("estimators.table.table.MOST_HELD", 2_000)
        assert main(["predict", str(model), "--csv", str(churn)]) == 1
        assert "more rows than are answered at once" in capsys.readouterr().err
    because = said(capsys, "predict", model, "--csv", churn, "--because", churn, "--json")[0][
        "because"
    ]
    assert (because[0]["path"], because[0]["share"], len(because)) == ("churn.xlsx:2", 1.0, 3)
    assert because[1]["truth"] in ("no", "yes")
    one = said(capsys, "predict", model, "--text", '{"contract": "yearly", "age": 41, "tickets": 0}', "--json")  # fmt: skip
    assert one[0]["label"] in ("no", "yes")
    assert main(["predict", str(model), "--text", "is she leaving?"]) == 1
    assert "takes a row as JSON" in capsys.readouterr().err
    with serving("--model", model) as ready, client_of(ready) as client:
        row = {"contract": "monthly", "days_since_login": 200, "age": None}
        answer = client.post("/v1/predict", json={"row": row}).json()
        assert answer["probabilities"]["yes"] > 0.5
        assert answer["simulated"] is False
        refused = client.post("/v1/predict", json={"text": "is she leaving?"})
        assert refused.status_code == 422
        assert "row as JSON" in refused.json()["error"]["message"]
    asked = [("monthly", 300, "yes"), ("yearly", 1, "no"), ("yearly", 2, "no")] * 4
    inputs = [
        json.dumps({"contract": contract, "days_since_login": days}) for contract, days, _ in asked
    ]
    lines = [
        {"id": str(n), "input": row, "expected": one[2]}
        for n, (row, one) in enumerate(zip(inputs, asked, strict=True))
    ]
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        "".join(
            json.dumps(one) + "\n"
            for one in [*lines, {"id": "odd", "input": "is she leaving?", "expected": "no"}]
        )
    )
    beside = said(
        capsys, "measure", cases, "--kind", "classify", "--candidate", f"ours={model}", "--json"
    )
    assert (beside["candidates"][0]["n"], beside["candidates"][0]["value"]) == (
        13,
        pytest.approx(12 / 13),
    )
    measured = said(capsys, "evaluate", model, churn, "--json")
    assert measured["n_test"] == 200
    assert measured["accuracy"]["value"] > 0.7
    by = said(
        capsys, "evaluate", model, churn, "--slice", "contract", "--slice", "age:30,50", "--json"
    )
    groups, ages = by["slices"]
    assert {one["word"]: one["n"] for one in groups["groups"]} == {"monthly": 148, "yearly": 52}
    assert [one["to"] for one in ages["groups"]] == [30, 50, None, None]
    assert groups["gaps"]["warned"]["low"] <= groups["gaps"]["warned"]["value"]
    assert groups["four_fifths"]["high"] <= 1
    assert main(["evaluate", str(model), str(churn), "--slice", "contract"]) == 0
    assert "not whether that is fair or lawful" in capsys.readouterr().out
    assert main(["evaluate", str(model), str(churn), "--slice", "height"]) == 1
    assert "no column “height”" in capsys.readouterr().err


# a row as it is sent; the status and a part of what is answered
ODD_ROWS: tuple[tuple[object, int, str], ...] = (
    ({"age": 41}, 200, "About "),
    ({"age": 41, "shoe": 9}, 200, "About "),
    ({"age": "41", "contract": None}, 200, "About "),
    ({"contract": "weekly"}, 200, "“contract” is unlike all"),
    ({"age": "old"}, 200, "“age” is unlike all"),
    ({"age": [41]}, 200, "“age” is unlike all"),
    ({"age": 1e300}, 200, "“age” is unlike all"),
    ({"shoe": 9}, 422, "takes a row as JSON, with “"),
    ({}, 422, "takes a row as JSON, with “"),
    ([{"age": 41}], 400, "Send one row, as"),
    ("yearly", 400, "Send one row, as"),
    (None, 400, "Send one row, as"),
)


def test_a_model_of_numbers_answers_rows_with_a_range_on_the_command_line_and_at_an_address(
    churn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, spec = tmp_path / "spent.onnx", tmp_path / "spent.json"
    trained = said(capsys, "train", churn, "--label-column", "spent", "--out", model, "--json")
    assert trained["metric"] == "mae"
    row = {"contract": "yearly", "age": "41", "tickets": 0}
    told = said(capsys, "predict", model, "--text", json.dumps(row), "--json")[0]
    assert told["low"] < told["value"] < told["high"]
    measured = said(capsys, "evaluate", model, churn, "--json")
    assert measured["interval_coverage"]["promised"] == 0.9
    assert (measured["n_test"], measured["unknown"]) == (200, 0)
    table = made(200, 0, "filled_after_amount")
    rows = [list(row) for row in zip(*table.columns, strict=True)]
    odd = [*rows[0]]
    odd[table.names.index("age")] = "430"
    more = write_xlsx(tmp_path / "more.xlsx", {"Customers": sheet_xml([list(table.names), *rows, odd])})  # fmt: skip
    beside = said(capsys, "evaluate", model, more, "--json")
    assert (beside["n_test"], beside["unknown"], beside["mae"]) == (200, 1, measured["mae"])
    assert main(["evaluate", str(model), str(more)]) == 0
    assert "To 1 of 201 held-out rows it said “I don’t know”" in capsys.readouterr().out
    said(capsys, "serve", "--model", model, "--openapi", spec, "--json")
    with serving("--model", model) as ready, client_of(ready) as client:
        answer = client.post("/v1/predict", json={"row": row}).json()
        assert answer["answer"] == pytest.approx(told["value"])
        assert answer["range"] == {"low": pytest.approx(told["low"]), "high": pytest.approx(told["high"])}  # fmt: skip
        assert (answer["confidence"], answer["simulated"]) == (0.9, False)
        assert answer["text"].startswith("About ")
        lines = "contract\tyearly\nage\t41\ntickets\t0"
        assert client.post("/v1/predict", json={"text": lines}).json() == answer
        refused = client.post("/v1/predict", json={"text": "how much?"})
        assert (refused.status_code, refused.json()["error"]["type"]) == (422, "unreadable")
        assert "row as JSON" in refused.json()["error"]["message"]
        for odd, status, words in ODD_ROWS:
            heard = client.post("/v1/predict", json={"row": odd})
            assert (heard.status_code, words in heard.text) == (status, True), odd
        described = client.get("/openapi.json").json()
    written = json.loads(spec.read_text())
    assert written["paths"] == described["paths"]
    takes = described["paths"]["/v1/predict"]["post"]["requestBody"]["content"]
    cells = takes["application/json"]["schema"]["properties"]["row"]["properties"]
    assert list(takes) == ["application/json"]
    assert cells["age"]["type"] == ["number", "string", "null"]
    assert "range" in described["components"]["schemas"]["Answer"]["properties"]


def test_what_more_rows_would_bring_is_forecast(
    churn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--label-column", "cancelled", "--target", "0.9", "--price", "2", "--value", "500")
    found = said(capsys, "forecast", churn, *asked, "--json")
    assert [point["n"] for point in found["measured"]][-1] == 160
    assert {"target", "p10", "p50", "p90", "reachable"} <= found["required"].keys()
    assert found["next_purchase"].keys() >= {"n", "cost", "worth"}
    amounts = said(
        capsys, "forecast", churn, "--label-column", "spent", "--tolerance", "0.5", "--json"
    )
    exact = said(
        capsys, "forecast", churn, "--label-column", "spent", "--tolerance", "0.05", "--json"
    )
    assert amounts["measured"][-1]["mean"] > exact["measured"][-1]["mean"]


def test_a_table_without_a_text_column_is_one_of_facts_and_a_list_of_texts_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = made(60)
    facts, texts = tmp_path / "facts.csv", tmp_path / "texts.csv"
    with facts.open("w", newline="") as file:
        csv.writer(file).writerows([table.names, *zip(*table.columns, strict=True)])
    texts.write_text(
        "id,message,label\n" + "".join(f"{n},“{w}” is what they wrote {n},{w}\n" for n in range(12) for w in ("good", "bad"))
    )  # fmt: skip
    assert said(capsys, "inspect", facts, "--label-column", "cancelled", "--json")["modality"] == "table"  # fmt: skip
    assert said(capsys, "inspect", texts, "--json")["modality"] == "text"


BAD = {
    "a,b,label\n": "has no rows. There is nothing below the names",
    "a,b,label\n,,\n,,\n": "has no rows. There is nothing below the names",
    "a,b,label\n1,2,yes\n": "“t.csv” has only one row. It takes 10 at least",
    "a,b,label\n" + "1.5,2,\n" * 40: "No row of “t.csv” has a value in “label”",
    "label\n" + "yes\nno\n" * 20: "has no column to learn from",
    "a,b,label\n" + "n/a,null,yes\n?,-,no\n" * 20: "has no column to learn from",
    "a,b,label\n" + "".join(f"{n % 7}.5,{n % 9},c{n % 300}\n" for n in range(900)): "“label” has 300 different values",
    "a,b,label\n" + "".join(f"{n % 7}.5,{n % 9},name {n}\n" for n in range(60)): "Every row has another value in “label”",
    "a,b,label\n" + "".join(f"{n % 7},{n % 9},{'no' if n % 3 else 'y' * 5_000}\n" for n in range(60)): "An answer in “label” is too long for one, in line 2. Where a quote is never closed",
    "a,b,label\n" + "1\0,2,yes\n3\0,4,no\n" * 20: "Line 2 holds a NUL character",
}  # fmt: skip


@pytest.mark.parametrize("content", BAD, ids=list(BAD.values()))
def test_a_table_that_teaches_nothing_is_one_sentence_about_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / "t.csv").write_text(content)
    assert main(["train", str(tmp_path / "t.csv"), "--out", str(tmp_path / "m.onnx")]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert BAD[content] in shown.err
    assert "--text-column" not in shown.err


def test_a_table_too_large_is_refused_by_the_bound_for_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.write(b"a,b,label\n1,2,yes\n")
        file.truncate(20_100_000_000)  # holes: nothing is written
    assert main(["inspect", str(large)]) == 1
    assert "20,000 MB are the most" in capsys.readouterr().err


def test_what_cannot_be_done_is_one_sentence(
    churn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for argv in (
        ["train", churn, "--label-column", "churn", "--out", tmp_path / "m.onnx"],
        ["train", churn, "--label-column", "customer_id", "--out", tmp_path / "m.onnx"],
        ["inspect", churn, "--sheet", "Nobody"],
        [
            "train",
            churn,
            "--label-column",
            "cancelled",
            "--test",
            churn,
            "--out",
            tmp_path / "m.onnx",
        ],
    ):
        assert main([str(one) for one in argv]) == 1
        shown = capsys.readouterr()
        assert shown.err.count("\n") == 1
        assert shown.out == ""


@pytest.mark.parametrize(
    "said", [["--int8"], ["--quick"], ["--augment", "on"], ["--waive-leakage", "Ana"]]
)
def test_what_says_nothing_about_rows_is_refused_rather_than_ignored(
    churn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], said: list[str]
) -> None:
    argv = ["train", str(churn), "--label-column", "cancelled", *said]
    assert main([*argv, "--out", str(tmp_path / "m.onnx")]) == 1
    assert capsys.readouterr().err.startswith(f"{said[0]} says nothing about a table of facts.")
    assert not (tmp_path / "m.onnx").exists()


@pytest.mark.parametrize(
    "said", [["--slice", "age"], ["--never-lowers", "age"], ["--leave-out", "age"]]
)
def test_what_is_for_rows_alone_is_refused_of_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], said: list[str]
) -> None:
    (tmp_path / "t.csv").write_text("text,label\n" + "I love it,good\nI hate it,bad\n" * 12)
    assert main(["train", str(tmp_path / "t.csv"), *said, "--out", str(tmp_path / "m.onnx")]) == 1
    assert capsys.readouterr().err.startswith(f"{said[0]} is for a table of facts.")


def test_texts_with_labels_in_a_workbook_are_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["text", "label"], *([f"“{w}” is what they wrote {n}", w] for n in range(12) for w in ("good", "bad"))]  # fmt: skip
    book = write_xlsx(tmp_path / "texts.xlsx", {"Sheet": sheet_xml(rows)})
    found = said(capsys, "inspect", book, "--json")
    assert (found["modality"], found["classes"]) == ("text", {"good": 12, "bad": 12})


def test_sentences_and_photos_are_learned_from_evaluated_predicted_and_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_NETWORKS, ColumnType.TEXT, ("wordllama", "minilm"))
    cells = with_complaint(120)
    for at in range(2):
        draw(tmp_path / f"{at}.png", (at * 200, 40, 40))
    cells["photo"] = [f"{at % 2}.png" for at in range(120)]
    table, model = write_csv(tmp_path / "customers.csv", cells), tmp_path / "m.onnx"
    trained = said(capsys, "train", table, "--label-column", "cancelled", "--out", model, "--json")
    types = {column["name"]: (column["type"], column["role"]) for column in trained["columns"]}
    assert (types["complaint"], types["photo"]) == (("text", "use"), ("photo", "use"))
    assert trained["certificate"]["label_flips"] == 0
    answers = said(capsys, "predict", model, "--csv", table, "--json")
    assert len(answers) == 120
    assert said(capsys, "evaluate", model, table, "--json")["accuracy"]["value"] > 0.7
    assert said(capsys, "forecast", table, "--label-column", "cancelled", "--json")["measured"]
    # Elsewhere the photos are not there: those rows are not answered, and it is said how many.
    moved = write_csv(tmp_path / "moved" / "customers.csv", cells)
    rows = said(capsys, "predict", model, "--csv", moved, "--json")
    assert {row["abstain"] for row in rows} == {True}
    assert rows[0]["strange"] == ["photo"]
    with serving("--model", str(model)) as server, client_of(server) as client:
        both = [client.post("/v1/predict", json={"row": {"complaint": text, "age": 40}}).json() for text in (COMPLAINTS[2], PRAISE[2])]  # fmt: skip
        assert both[0]["probabilities"]["yes"] > both[1]["probabilities"]["yes"]
        for odd in (None, "", 5, ["late"], "late " * 2_000):
            heard = client.post("/v1/predict", json={"row": {"complaint": odd, "age": 40}})
            assert heard.status_code == 200, odd
            assert sum(heard.json()["probabilities"].values()) == pytest.approx(1)
