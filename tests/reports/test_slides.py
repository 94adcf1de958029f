"""Slides say what the pages say: real titles, pictures that can be heard, nothing on top of anything else."""

import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from estimators.base.errors import UserError
from reports.evidence import Evidence
from reports.report import build
from reports.slides.panels import HEIGHT, WIDTH
from tests.reports.test_six_pages import ODD

pptx = pytest.importorskip("pptx", reason="python-pptx, the extra “slides”, is not installed")
EMU = 12_700  # to a point


@pytest.fixture(scope="module")
def file(full: Evidence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(full, "launch", tmp_path_factory.mktemp("slides") / "r.pptx").file


@pytest.fixture
def deck(file: Path) -> list[Any]:
    return slides(file)


def slides(file: Path) -> list[Any]:
    return list(pptx.Presentation(file).slides)


def boxes(slide: Any) -> list[tuple[str, float, float, float, float]]:
    """What stands where, in points: name, left, top, right, bottom; a rule above a column is no box."""
    found = []
    for shape in slide.shapes:
        if shape.height:
            left, top = shape.left / EMU, shape.top / EMU
            right, bottom = left + shape.width / EMU, top + shape.height / EMU
            found.append((shape.name, left, top, right, bottom))
    return found


def words(slide: Any) -> str:
    shapes = list(slide.shapes)
    tables = [cell.text for shape in shapes if shape.has_table for cell in shape.table.iter_cells()]
    return "\n".join([*(s.text_frame.text for s in shapes if s.has_text_frame), *tables])


def test_seven_slides_whose_titles_are_findings(full: Evidence, deck: list[Any]) -> None:
    assert len(deck) == 7
    titles = [slide.shapes.title.text_frame.text for slide in deck]
    assert titles[0] == full.launch.headline
    assert all(title.strip() for title in titles)
    assert len(set(titles)) == 7
    assert full.options is not None
    assert titles[3] == f"{full.options.chart.title}."
    said = words(deck[0])
    for answer in (full.fake.accepted.text, "$210,000", "23 of 24 right"):
        assert answer in said
    assert "moved from" not in said


def test_a_chart_is_a_picture_that_can_be_heard_and_a_table_stays_one(
    full: Evidence, deck: list[Any]
) -> None:
    assert full.launch.chart is not None
    heard = [
        shape._element.nvPicPr.cNvPr.get("descr")
        for slide in deck
        for shape in slide.shapes
        if hasattr(shape, "image")
    ]
    assert heard[0].startswith(full.launch.chart.title)
    assert len(heard) == 3
    assert all(len(said) > 20 for said in heard)
    (candidates,) = [
        shape.table for shape in deck[4].shapes if shape.has_table and len(shape.table.columns) > 4
    ]
    assert candidates.cell(1, 0).text.startswith("Run 2")


def test_the_notes_hold_the_page_and_its_sources(deck: list[Any]) -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck]
    assert all("Where its numbers come from" in each for each in notes)
    assert "E1.1 23 of 24: right answers in the test" in notes[4]
    assert "E2 What people did with the fake" in notes[0]
    assert "the attached evidence" not in "".join(map(words, deck))  # nothing is attached here


def test_the_same_evidence_gives_the_same_file_and_the_appendix_is_not_in_it(
    full: Evidence, file: Path, tmp_path: Path
) -> None:
    again = build(full, "launch", tmp_path / "r.pptx", appendix=True)
    assert again.file.read_bytes() == file.read_bytes()
    assert again.pages == 7
    assert again.warnings == ("The appendix is not on the slides: write it as .pdf, .html or .md.",)
    said = pptx.Presentation(file).core_properties
    assert said.title == "Launch readiness: Blade inspection"
    assert "Canny" not in f"{said.author} {said.last_modified_by}"


def test_a_no_is_one_slide_and_a_brief_two(full: Evidence, tmp_path: Path) -> None:
    assert full.decision is not None
    no = replace(
        full,
        decision=replace(full.decision, instead=True),
        accuracy=None, candidates=None, fake=None,
        launch=replace(full.launch, decision=""),
    )  # fmt: skip
    (slide,) = slides(build(no, "launch", tmp_path / "n.pptx").file)
    assert "Do this instead" in words(slide)
    assert build(full, "brief", tmp_path / "b.pptx").pages == 2


def test_where_nothing_is_decided_the_second_slide_is_titled_by_what_to_do(
    full: Evidence, tmp_path: Path
) -> None:
    undecided = replace(full, launch=replace(full.launch, decision="", headline=""))
    second = slides(build(undecided, "brief", tmp_path / "b.pptx").file)[1]
    title = second.shapes.title.text_frame.text
    assert title != second.shapes[1].text_frame.text  # the line above it
    assert words(second).count(title) == 1


def test_a_model_card_is_no_slides(full: Evidence, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no report for slides"):
        build(full, "model-card", tmp_path / "c.pptx")
    assert not (tmp_path / "c.pptx").exists()


def test_without_the_extra_one_sentence_says_how_to_add_it(
    full: Evidence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(UserError) as refusal:
        build(full, "launch", tmp_path / "r.pptx")
    assert "pip install python-pptx" in refusal.value.next_step


@pytest.mark.parametrize("name", list(ODD))
def test_whatever_a_project_holds_nothing_stands_on_anything_else(
    name: str, full: Evidence, tmp_path: Path
) -> None:
    evidence = ODD[name](full)
    report = build(evidence, "launch", tmp_path / "r.pptx")
    assert report.pages == 7
    for number, slide in enumerate(slides(report.file), start=1):
        found = boxes(slide)
        for each, left, top, right, bottom in found:
            assert (max(left, 20), min(right, WIDTH - 20)) == (left, right), (number, each)
            assert (max(top, 20), min(bottom, HEIGHT)) == (top, bottom), (number, each)
        for (one, *a), (other, *b) in combinations(found, 2):
            apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
            assert apart, (number, one, a, other, b)
    written = build(evidence, "launch", tmp_path / "r.html").file.read_text("utf-8")
    assert written.count("<section") == 6
    assert "None" not in written
