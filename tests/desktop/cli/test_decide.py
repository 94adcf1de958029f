"""What `assess` and `options` print for a person."""

import json
from pathlib import Path

import pytest

from desktop.cli.main import main

CASE = {
    "demand_validated": True,
    "explicit_rules_possible": "partly",
    "budget_usd": 3_000_000,
    "labelled_examples": 900,
    "n_classes": 3,
    "data_uniqueness": 3,
    "commodity_fit": 2,
    "accuracy_gate": 0.85,
    "measured": {"correct": 163, "n": 180},
    "intangible_ranking": ["privacy", "speed"],
    "canvas_feedback": False,
    "must_be_fully_explained": True,
}


def printed(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> str:
    path = folder / "case.json"
    path.write_text(json.dumps(CASE), encoding="utf-8")
    assert main([command, str(path)]) == 0
    return capsys.readouterr().out


def test_a_verdict_prints_its_reasons_with_numbered_dated_sources(capsys, tmp_path) -> None:
    text = printed(capsys, tmp_path, "assess")
    assert text.startswith("Train it on your own examples.\n")
    assert "Every result must be fully explained" in text
    assert "[1] " in text.split("Sources\n")[1]
    assert "2026-" in text.split("Sources\n")[1]
    assert "Missing: how it learns from what happened." in text
    assert "falls below 85%" in text
    assert "3e+06" not in text


def test_a_valuation_prints_what_labels_and_intangibles_add(capsys, tmp_path) -> None:
    text = printed(capsys, tmp_path, "options")
    assert "more labels" in text or "Labelling" in text
    assert "measured: 163 of 180" in text
    assert "besides money" in text
    assert "On what money does not show" in text
    assert "what learning from them adds is told by forecast" in text


def test_a_name_that_nobody_asks_for_is_cut_to_a_line(capsys, tmp_path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({**CASE, "wind" * 2500: 1}), encoding="utf-8")
    assert main(["assess", str(path)]) == 0
    said = next(line for line in capsys.readouterr().err.splitlines() if "wind" in line)
    assert said.endswith("…” is no input of assess; it was left out.")
    assert len(said) < 110


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[" * 100_000, "“case.json” is not JSON. It is nested too deep."),
        (b"{not json", "“case.json” is not JSON. In line 1: "),
        (b"\xff\xfe\x00", "“case.json” is not text. A case is JSON in UTF-8."),
    ],
)
def test_a_file_that_is_no_case_is_refused_in_a_sentence(capsys, tmp_path, content, said) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    assert main(["assess", str(path)]) == 1
    assert capsys.readouterr().err.startswith(said)
