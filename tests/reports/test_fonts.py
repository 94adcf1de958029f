"""Static cuts: the same each time, cached, and made in memory where nothing can be cached."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reports.pdf import fonts
from reports.pdf.style import BODY
from reports.pdf.text import Wrapper
from reports.text_runs import TextRun, clean


def test_tabular_digits_have_one_width_and_text_digits_do_not() -> None:
    loaded = fonts.load()
    widths = {loaded.width(digit, fonts.TABULAR, 10) for digit in "0123456789"}
    assert len(widths) == 1
    assert len({loaded.width(digit, fonts.TEXT, 10) for digit in "0123456789"}) > 1


def test_a_cut_has_the_same_bytes_each_time() -> None:
    assert fonts._make(fonts.MONO) == fonts._make(fonts.MONO)


@pytest.mark.parametrize("cut", [fonts.MONO, fonts.TABULAR_STRONG], ids=lambda cut: cut.name)
def test_both_makers_draw_the_same_glyphs(cut: fonts.Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where HarfBuzz has no wheel, fontTools makes them."""
    by_harfbuzz = _glyphs(fonts._make(cut))
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    assert _glyphs(fonts._make(cut)) == by_harfbuzz


def _glyphs(file: bytes) -> dict[int, tuple[int, list[tuple[int, int]]]]:
    font = TTFont(io.BytesIO(file))
    drawn = font["glyf"]
    return {
        character: (font["hmtx"][name][0], list(drawn[name].getCoordinates(drawn)[0]))
        for character, name in font.getBestCmap().items()
    }


def test_a_cut_is_made_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(tmp_path))
    first = fonts._file(fonts.MONO)
    monkeypatch.setattr(fonts, "_make", lambda cut: pytest.fail("made again"))
    assert fonts._file(fonts.MONO) == first
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".ttf"]


def test_without_a_cache_folder_the_cut_stays_in_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(blocked))
    assert fonts._file(fonts.MONO).read(4) == b"\x00\x01\x00\x00"


def test_lines_stay_within_the_width_and_keep_every_word() -> None:
    wrapper = Wrapper(fonts.load())
    said = "It is right 163 times in 180; always saying “clean” would be right 90 times. " * 3
    lines = wrapper.wrap((TextRun(said),), BODY, 120.0)
    assert all(line.width <= 120.0 for line in lines)
    assert "".join(piece.text for line in lines for piece in line.pieces) == said


def test_a_word_wider_than_the_line_is_broken() -> None:
    wrapper = Wrapper(fonts.load())
    lines = wrapper.wrap((TextRun("W" * 400),), BODY, 100.0)
    assert all(line.width <= 100.0 for line in lines)
    assert sum(len(piece.text) for line in lines for piece in line.pieces) == 400


def test_what_is_cut_off_ends_in_an_ellipsis() -> None:
    wrapper = Wrapper(fonts.load())
    lines = wrapper.wrap((TextRun("one two three " * 30),), BODY, 100.0, max_lines=2)
    assert len(lines) == 2
    assert lines[-1].pieces[-1].text.endswith("…")
    assert lines[-1].width <= 100.0


def test_what_is_cut_off_ends_after_a_whole_word_or_better_a_sentence() -> None:
    wrapper = Wrapper(fonts.load())
    for width in range(60, 140, 3):
        lines = wrapper.wrap(
            (TextRun("worth up to $7,000, of which $2,900 and $3,100"),), BODY, width, 1
        )
        shown = lines[0].pieces[-1].text.removesuffix("…")
        assert shown.split()[-1] in ("worth", "up", "to", "$7,000", "of", "which", "$2,900", "and")
    told = "Prompting costs $12 a month. That is for those who read it to its end."
    assert (
        "".join(
            piece.text
            for line in wrapper.wrap((TextRun(told),), BODY, 110.0, 2)
            for piece in line.pieces
        )
        == "Prompting costs $12 a month. …"
    )


def test_a_word_of_two_looks_is_not_torn_apart() -> None:
    wrapper = Wrapper(fonts.load())
    runs = (TextRun("right "), TextRun("163 of 180", strong=True), TextRun("; then"))
    for width in range(40, 120, 3):
        for line in wrapper.wrap(runs, BODY, float(width)):
            assert not line.pieces[0].text.startswith(";")


def test_clean_text_has_no_control_or_direction_characters() -> None:
    assert clean("a\x00b\u202ec\u00add\ufe0fe\tf\ud800") == "abcde f\ufffd"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"  # another word without its joiner
    assert clean("line\r\nbreak\u2028end") == "line\nbreak\nend"
    assert len(clean("x" * 50_000)) == 20_000


def test_importing_the_reports_loads_no_heavy_library() -> None:
    code = (
        "import sys, reports, reports.report, reports.launch, reports.pages.decision, reports.pages.verdict, reports.model_card;"
        "heavy = {'reportlab', 'fontTools', 'jinja2', 'PIL', 'numpy', 'sklearn', 'PySide6'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "[]"
