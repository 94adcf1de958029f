"""Packing from the command line."""

import json

import pytest

from desktop.cli.main import main
from desktop.project.project import Project
from tests.golden.projects import open_project
from tests.jobs_in_process import add_found


def test_the_answer_says_what_is_in_the_file_and_what_is_not(
    tmp_path, digits_folder, capsys
) -> None:
    path, photos = tmp_path / "digits.smart", digits_folder(n=3, classes=2)
    with Project.create(path, name="Digits") as project:
        add_found(project, photos)
    gone = next(photos.rglob("*.png"))
    gone.unlink()
    packed = tmp_path / "packed.smart"
    assert main(["pack", str(path), "--out", str(packed), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {
        "file": str(packed),
        "examples": 5,
        "missing": [gone.name],
        "metadata_removed": 0,
        "metadata_stuck": [],
        "bytes": packed.stat().st_size,
    }
    assert "1 photo is not in it" in said.err
    assert "The copy holds the originals of its 6 photos and your answers and notes" in said.err
    assert main(["pack", str(path), "--out", str(tmp_path / "nowhere" / "p.smart")]) == 1
    assert "There is no “nowhere” there." in capsys.readouterr().err


def test_a_report_is_slides_where_its_name_says_so(tmp_path, capsys) -> None:
    pytest.importorskip("pptx", reason="python-pptx, the extra “slides”, is not installed")
    path, out = open_project("sample_sales_tax", tmp_path / "project"), tmp_path / "r.pptx"
    assert main(["report", str(path), "--out", str(out)]) == 0
    assert capsys.readouterr().out.strip() == f"{out}: 1 slide"
    assert main(["report", str(path), "--out", str(out), "--kind", "model-card"]) == 1
    assert "no report for slides" in capsys.readouterr().err
