"""Every sentence can be taken to a translator, and a language is one file."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from desktop.sample import SAMPLES
from desktop.settings import Preferences, SpokenLanguage
from estimators.base.language import read_language
from tests.catalogue import ROOT, catalogue, sentences
from tests.golden.untranslated import untranslated


def test_every_sentence_is_a_literal_with_the_parts_that_it_names() -> None:
    wrong = [
        f"{sentence.place}: {sentence.texts or 'no literal'}, given {sorted(sentence.parts)}"
        for sentence in sentences()
        if not sentence.texts
        or (sentence.parts and set(sentence.parts) | {"n"} != sentence.named | {"n"})
    ]
    assert wrong == []


def test_the_catalogue_has_nouns_data_files_and_pages_beside_the_sentences() -> None:
    said = catalogue()
    assert {
        "under {share}",
        "{n} photo",
        "{n} session",
        "Somebody has seen the data; they are not hearsay",
        "Let dials answer",
    } <= set(said)
    assert said["{n} photo"].texts == ("{n} photo", "{n} photos")
    assert {f"{{n}} {sample.word}" for sample in SAMPLES} <= set(said)  # "16 Besprechungen"


def _said(language: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from estimators.base.percent import percent; print(percent(0.0004))",
        ],
        env={**os.environ, "SMART_ENOUGH_LANGUAGE": str(language)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )


def test_every_language_that_is_brought_can_be_chosen_in_settings() -> None:
    files = sorted((ROOT / "estimators" / "base" / "languages").glob("*.json"))
    brought = {path.stem: read_language(path).name for path in files}
    chosen = {one.name: one for one in fields(Preferences)}["language"].metadata["declared"].choices
    assert {code: chosen.get(code) for code in brought} == brought
    assert set(get_args(SpokenLanguage)) == set(chosen)


def test_a_language_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "de.json"
    file.write_text(
        json.dumps(
            {
                "code": "de",
                "numbers": {"decimal": ","},
                "sentences": {"under {share}": ["unter {share}"], "{number}%": ["{number} %"]},
            }
        )
    )
    assert _said(file).stdout == "unter 0,1 %\n"


@pytest.mark.slow
def test_a_language_reaches_every_page_and_command(tmp_path: Path) -> None:
    """In a language of brackets nothing breaks, and no sentence is newly out of its reach."""
    kept = ROOT / "tests" / "golden" / "untranslated.txt"
    known = set(kept.read_text("utf-8").splitlines())
    assert [line for line in untranslated("half_filled", tmp_path) if line not in known] == []


def test_what_is_no_language_is_said_and_english_spoken(tmp_path: Path) -> None:
    file = tmp_path / "xx.json"
    for text in (
        "[]",
        '{"code": "xx", "plural": "__import__"}',
        '{"code": "xx", "sentences": {"a": [1]}}',
    ):
        file.write_text(text)
        said = _said(file)
        assert said.stdout == "under 0.1%\n"
        assert said.stderr.startswith("SMART_ENOUGH_LANGUAGE names no language: ")
    assert "No such file" in _said(tmp_path / "none.json").stderr
