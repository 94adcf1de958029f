"""A translation keeps what its sentence has, and the languages that the product brings are whole."""

import json
from pathlib import Path

import pytest

from estimators.base.language import LANGUAGES, read_language
from tests import translation
from tests.catalogue import catalogue
from tests.translation import faults, kept_in, missing, tidy, write_batches

CODES = sorted(path.stem for path in LANGUAGES.glob("*.json"))
MOST_MISSING = 0.05  # of all sentences: who writes one need not translate it; the bound only falls


@pytest.mark.parametrize("code", CODES)
def test_what_a_language_has_keeps_the_parts_markup_and_digits(code: str) -> None:
    count, said = translation.count_of_forms(code), catalogue()
    wrong = {
        english: found
        for english, forms in kept_in(code)["sentences"].items()
        if english in said and (found := faults(said[english].texts, forms, count))
    }
    assert wrong == {}


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_nearly_everything_that_is_said(code: str) -> None:
    assert len(missing(code)) <= MOST_MISSING * len(catalogue())


@pytest.mark.parametrize("code", CODES)
def test_a_language_file_has_a_sentence_a_line_in_their_order(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = translation.file_of(code).read_text("utf-8")
    monkeypatch.setattr(translation, "LANGUAGES", tmp_path)
    translation.write(code, json.loads(before))
    assert translation.file_of(code).read_text("utf-8") == before


@pytest.mark.parametrize(
    ("english", "forms", "wrong"),
    [
        (["{right} of {n} right."], ["{right} von {n} richtig."], ""),
        (["{right} of {n} right."], ["{right} richtig."], "parts ['right'], not ['n', 'right']"),
        (["{right} of {n} right."], ["{right} von {n} richtig"], "begins or ends otherwise"),
        (["Give <b>a</b> row."], ["Eine Zeile angeben."], "markup [], not ['</b>', '<b>']"),
        (["Give --json."], ["Angeben."], "markup [], not ['--json']"),
        (["At most 10,000 rows"], ["Höchstens 10.000 Zeilen"], ""),
        (["At most 10,000 rows"], ["Höchstens 1.000 Zeilen"], "other digits"),
        (["{n} photo", "{n} photos"], ["{n} Foto", "{n} Fotos"], ""),
        (["{n} photo", "{n} photos"], ["ein Foto", "{n} Fotos"], ""),
        (["{n} photo", "{n} photos"], ["{n} Fotos"], "2 forms are wanted"),
        (["{n} row"], ["{n Zeile"], "braces: expected '}' before end of string"),
        (["Open"], [""], "1 forms are wanted"),
    ],
)
def test_a_translation_is_checked_beside_its_sentence(
    english: list[str], forms: list[str], wrong: str
) -> None:
    assert "; ".join(faults(english, forms, 2)) == wrong


def test_batches_go_out_and_answers_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(translation, "LANGUAGES", tmp_path)
    file = tmp_path / "xx.json"
    file.write_text(json.dumps({"code": "xx", "sentences": {"Gone.": ["Weg."]}}), "utf-8")
    assert write_batches("xx", tmp_path, 5_000) > 1
    batch = tmp_path / "batch-01.json"
    asked = json.loads(batch.read_text("utf-8"))
    numbers = {each["english"][0]: number for number, each in asked.items()}
    assert asked[numbers["{name} is not a CSV file."]]["parts"] == {"name": "path.name"}
    answers = {
        numbers["{name} is not a CSV file."]: "{name} ist keine CSV-Datei.",
        numbers["{name} is empty."]: "Leer.",
    }
    batch.with_suffix(".xx.json").write_text(json.dumps(answers), "utf-8")
    translation.main(["merge", "xx", str(batch)])
    assert "parts [], not ['name']" in capsys.readouterr().out
    tidy("xx")
    assert read_language(file).sentences == {
        "{name} is not a CSV file.": ("{name} ist keine CSV-Datei.",)
    }
