"""Writing systems: joined, stacked, from right to left, without spaces; and fonts that may or may not be used."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from estimators.base.errors import UserError
from reports.evidence import Problem, ReportedFact
from reports.pdf import faces
from reports.pdf.fonts import load
from reports.pdf.shaping import base_level, levels, shape, visual_order
from reports.pdf.style import BODY
from reports.pdf.text import Wrapper
from reports.provenance import Provenance
from reports.report import BuiltReport, build
from reports.text_runs import TextRun
from tests.reports.launched_project import empty_evidence

Words = Callable[..., str]
Tool = Callable[..., str]
_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SAMPLES = {
    "Arabic": "السلام عليكم",
    "Persian": "می‌خواهم",
    "Hebrew": "שלום עולם",
    "Hindi": "प्रशिक्षण",
    "Thai": "กำลังทดสอบ",
    "accents": "q\u0323\u0307x\u0304",
}


def report_on(text: str, out: Path) -> BuiltReport:
    facts = (ReportedFact("sample", text, Provenance.GUESS, key="who"),)
    evidence = replace(empty_evidence(), problem=Problem("Samples.", facts, text))
    return build(evidence, "launch", out / "r.pdf", pages=["desirability"])


def placed_glyphs(file: Path) -> Iterator[tuple[str, float]]:
    """Font and x of each shaped glyph, in the order of the content."""
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            x, font = 0.0, ""
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tm":
                    x = float(operands[4])
                elif str(operator) == "Tf":
                    font = str(operands[0])
                elif str(operator) == "Tj" and font.startswith("/G"):
                    yield font, x


@pytest.mark.parametrize("name", list(SAMPLES))
def test_a_script_is_shaped_embedded_and_read_back_as_typed(
    tmp_path: Path, words: Words, tool: Tool, name: str
) -> None:
    report = report_on(SAMPLES[name], tmp_path)
    assert report.warnings == ()
    printed = _CONTROLS.sub("", words(report.file))
    assert printed.replace("\u200c", "").count(SAMPLES[name].replace("\u200c", "")) == 2
    tool("qpdf", "--check", report.file)
    for line in tool("pdffonts", report.file).splitlines()[2:]:
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def test_arabic_letters_are_joined() -> None:
    face = faces.face_for("س", strong=False)
    alone = {face.font.get_nominal_glyph(ord(letter)) for letter in "سلم"}
    shaped = shape("سلم", face, right_to_left=True)
    drawn = {glyph.number for cluster in shaped.clusters for glyph in cluster.glyphs}
    assert not drawn <= alone
    apart = sum(shape(letter, face, right_to_left=True).width for letter in "سلم")
    assert shaped.width < apart


def test_hebrew_runs_from_right_to_left_but_is_read_in_order(tmp_path: Path) -> None:
    report = report_on("שלום", tmp_path)
    places = [x for _, x in placed_glyphs(report.file)]
    word = places[:4]
    assert word == sorted(word, reverse=True)
    assert word[0] > 500  # a sentence that runs from the right stands at the right


def test_a_foreign_name_does_not_turn_a_sentence_round() -> None:
    text = "Right on שלום עולם (85%)."
    assert base_level(text) == 0
    found = levels(text, base_level(text))
    assert found[0] == 0
    assert found[-1] == 0
    assert found[text.index("ש")] == 1
    assert found[text.index("8")] == 2  # a number after a Hebrew word belongs to it
    inside = "שלום (85%) כן"
    found = levels(inside, base_level(inside))
    assert found[0] == found[-1] == found[inside.index("(")] == 1
    assert found[inside.index("8")] == 2
    assert base_level("Name: שלום עולם כן") == 0
    assert base_level("שלום is the name of this one here") == 0
    assert visual_order([0, 1, 1, 0]) == [0, 2, 1, 3]
    assert visual_order([1, 2, 1]) == [2, 1, 0]


@pytest.fixture
def make_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A font with a square for each character, in a folder that reports look into."""
    folder = tmp_path / "fonts"
    folder.mkdir()

    def make(characters: str, *, terms: int = 0, empty: bool = False, cff: bool = False) -> Path:
        names = [".notdef", *(f"g{number}" for number in range(len(characters)))]
        builder = FontBuilder(1000, isTTF=not cff)
        builder.setupGlyphOrder(names)
        builder.setupCharacterMap({ord(c): n for c, n in zip(characters, names[1:], strict=True)})
        if cff:
            from fontTools.pens.t2CharStringPen import T2CharStringPen

            strings = {}
            for name in names:
                pen = T2CharStringPen(1000, None)
                _square(pen)
                strings[name] = pen.getCharString()
            builder.setupCFF("Squares", {}, strings, {})
        else:
            glyphs = {}
            for name in names:
                drawn = TTGlyphPen(None)
                if not empty:
                    _square(drawn)
                glyphs[name] = drawn.glyph()
            builder.setupGlyf(glyphs)
        builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
        builder.setupHorizontalHeader(ascent=900, descent=-200)
        builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
        builder.setupOS2(fsType=terms, version=4)
        builder.setupPost()
        path = folder / f"squares-{terms}-{empty}-{cff}.{'otf' if cff else 'ttf'}"
        builder.save(path)
        monkeypatch.setenv(faces.FOLDERS, str(folder))
        for remembered in (faces.face_for, faces._face, faces._sources):
            remembered.cache_clear()
        return path

    return make


def _square(pen: object) -> None:
    assert hasattr(pen, "moveTo")
    pen.moveTo((100, 0))
    for corner in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(corner)  # type: ignore[attr-defined]
    pen.closePath()  # type: ignore[attr-defined]


@pytest.mark.parametrize("cff", [False, True])
def test_a_font_of_the_computer_is_embedded_where_it_has_the_characters(
    tmp_path: Path, words: Words, tool: Tool, make_font: Callable[..., Path], cff: bool
) -> None:
    make_font("漢字葉片", cff=cff)
    report = report_on("Blade 葉片 漢字", tmp_path)
    assert report.warnings == ()
    assert "Blade 葉片 漢字" in words(report.file)
    fonts = [line for line in tool("pdffonts", report.file).splitlines() if "Identity-H" in line]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    tool("qpdf", "--check", report.file)
    again = report_on("Blade 葉片 漢字", tmp_path)
    assert again.sha256 == report.sha256


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"terms": 0x0002}, id="its terms forbid embedding"),
        pytest.param({"terms": 0x0100}, id="its terms forbid a subset"),
        pytest.param({"empty": True}, id="its glyphs are empty"),
    ],
)
def test_a_font_that_must_not_or_cannot_draw_is_none_and_never_a_blank(
    tmp_path: Path, make_font: Callable[..., Path], fault: dict[str, object]
) -> None:
    make_font("漢字", **fault)
    with pytest.raises(UserError, match=r"漢 .U.6F22."):
        report_on("漢字", tmp_path)


def test_a_file_that_is_no_font_is_passed_over(
    tmp_path: Path, make_font: Callable[..., Path]
) -> None:
    make_font("漢").with_name("a-broken.ttf").write_bytes(b"not a font at all")
    assert report_on("漢", tmp_path).warnings == ()


def test_signs_without_spaces_break_anywhere_but_before_a_closing_mark() -> None:
    wrapper = Wrapper(load())
    lines = wrapper.wrap((TextRun("漢字、漢字。" * 40),), BODY, 173.0)
    assert len(lines) > 5
    for line in lines:
        text = "".join(piece.text for piece in line.pieces)
        assert text[0] not in "、。"
        assert line.width <= 173.0


def test_a_letter_is_not_torn_from_its_marks() -> None:
    wrapper = Wrapper(load())
    letter = "q\u0307\u0323"
    for line in wrapper.wrap((TextRun(letter * 60),), BODY, 50.0):
        text = "".join(piece.text for piece in line.pieces)
        assert len(text) % len(letter) == 0
        assert text.startswith("q")
