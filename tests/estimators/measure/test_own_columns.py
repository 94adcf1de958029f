"""Columns whose names say nothing: a person says what they hold."""

import json
from pathlib import Path

import pytest

from estimators.base.errors import UserError
from estimators.measure.answer_file import answers_to, read_answers
from estimators.measure.answer_row import OwnColumns
from estimators.measure.case import EvalCase
from estimators.measure.case_file import read_cases
from estimators.measure.table_rows import UnknownColumnsError


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_columns_are_what_somebody_says_they_are(tmp_path: Path) -> None:
    table = "Trial of May\nNr,Frage,Antwort\n7,wie?,so\n8,warum?,darum\n"
    rows = [{"Nr": 7, "Antwort": "so", "Frage": "wie?"}, {"Nr": 8, "Antwort": "darum"}]
    files = (
        written(tmp_path / "a.csv", table),
        written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))),
        written(tmp_path / "a.json", json.dumps(rows)),
    )
    for path in files:
        with pytest.raises(
            UnknownColumnsError, match=r"Its columns are “Nr”.*--answer-column"
        ) as caught:
            read_answers(path)
        assert set(caught.value.names) == {"Nr", "Frage", "Antwort"}
        assert caught.value.rows[0][0] == "7"
        given = read_answers(path, OwnColumns(id="nr", answer="Antwort")).candidates[""]
        assert [(one.case, one.answer) for one in given] == [("7", "so"), ("8", "darum")]
        with pytest.raises(UserError, match="has no column “Reply”"):
            read_answers(path, OwnColumns(id="Nr", answer="Reply"))
    with pytest.raises(UnknownColumnsError, match="--input-column"):
        read_cases(files[0])
    said = OwnColumns(id="Nr", input="Frage", expected="Antwort")
    assert read_cases(files[0], said).cases["8"] == EvalCase("8", "warum?", "darum")
    assert read_cases(files[1], said).cases["7"] == EvalCase("7", "wie?", "so")
    by_words = read_answers(files[0], OwnColumns(id="Frage", input="Frage", answer="Antwort"))
    cases = {"x": EvalCase("x", "wie?"), "y": EvalCase("y", "warum?")}
    assert [one[0].answer for one in answers_to(cases, by_words).answers.values()] == [
        "so",
        "darum",
    ]
