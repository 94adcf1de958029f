"""Class names are printed as people write them; what is attached keeps the ids."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from estimators.base.phrase import as_written, with_names_written
from reports.evidence import Evidence
from reports.report import build
from tests.reports.test_hostile_text import everywhere


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("“heavy_rain” is found least.", "“heavy rain” is found least."),
        ("heavy_rain: 3 of 4", "heavy rain: 3 of 4"),
        ("It is heavy_rain.", "It is heavy rain."),
        ("photos/heavy_rain/1.png", "photos/heavy_rain/1.png"),
        ("heavy_rain.onnx and very_heavy_rain_2", "heavy_rain.onnx and very_heavy_rain_2"),
    ],
)
def test_a_name_is_written_out_and_a_file_stays(said: str, written: str) -> None:
    assert with_names_written(said, ["heavy_rain", "clean"]) == written


def test_a_name_of_underscores_alone_stays() -> None:
    assert as_written("_") == "_"


def test_a_report_prints_names_and_attaches_ids(
    full: Evidence, tmp_path: Path, words: Callable[..., str]
) -> None:
    def typed(text: str) -> str:
        return text.replace("“defect”", "“hair_crack”") if text != "defect" else "hair_crack"

    evidence = everywhere(full, typed)
    evidence = replace(evidence, launch=replace(evidence.launch, decision=full.launch.decision))
    report = build(evidence, "launch", tmp_path / "r.pdf")
    printed = words(report.file)
    assert "hair crack" in printed
    assert "hair_crack" not in printed
    with pikepdf.open(report.file) as pdf:
        attached = pdf.attachments["evidence.json"].get_file().read_bytes()
    assert "hair_crack" in json.dumps(json.loads(attached))
