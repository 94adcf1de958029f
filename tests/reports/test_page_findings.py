"""What pages two to six say once and the same: the bar first of the checks, one count of sources, no white that could be space."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from estimators.base.number import digits
from reports.evidence import Evidence
from reports.launch_evidence import CheckState
from reports.pdf import fonts
from reports.pdf.blocks import Block, Paragraph
from reports.pdf.flow import LOOSE, ReportSection, lay_out
from reports.pdf.tagged import TaggedCanvas
from reports.pdf.text_renderer import TextRenderer
from reports.report import build
from reports.trace import count_by_source
from reports.value_data import TornadoChart, TornadoRow

Words = Callable[..., str]
RISK_PAGE, VALUE_PAGE, BASIS_PAGE = 5, 3, 6


def page(evidence: Evidence, out: Path, words: Words, number: int) -> str:
    return " ".join(words(build(evidence, "launch", out / "r.pdf").file, number, number).split())


def test_the_bar_is_the_first_of_the_checks(full: Evidence, tmp_path: Path, words: Words) -> None:
    test = full.launch.acceptance
    assert test is not None
    said = page(full, tmp_path, words, RISK_PAGE)
    bar = said.index("The bar: " + " ".join(test.bar_words.split()[:2]))
    opened = [each for each in full.launch.checks if each.state is not CheckState.PASS]
    assert all(bar < said.index(each.text.split()[0], bar + 1) for each in opened[:1])


def test_the_bar_is_counted_as_one_of_the_checks(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    rows = full.launch.all_checks
    holds = sum(each.state is CheckState.PASS for each in rows)
    assert len(rows) == len(full.launch.checks) + 1
    assert f"{digits(holds)} of {digits(len(rows))} checks hold" in page(
        full, tmp_path, words, RISK_PAGE
    )


def test_page_six_counts_its_sources_once(full: Evidence, tmp_path: Path, words: Words) -> None:
    said = page(full, tmp_path, words, BASIS_PAGE)
    total = sum(count_by_source(full).values())
    assert f"Its {digits(total)} numbers" in said
    assert "numbers behind the value" not in said
    assert full.options is not None
    assert sum(each.numbers for each in full.options.behind) > 0


def test_what_people_cost_who_check_stands_beside_the_price(
    full: Evidence, tmp_path: Path, words: Words
) -> None:
    assert full.options is not None
    told = replace(full, options=replace(full.options, checks="The people who check cost much."))
    assert "The people who check cost much." in page(told, tmp_path, words, VALUE_PAGE)


@pytest.mark.parametrize(("many", "fills"), [(3, False), (40, True)])
def test_a_page_of_its_own_takes_white_between_its_blocks(many: int, *, fills: bool) -> None:
    from reports.sections.parts import plain

    renderer = TextRenderer(
        fonts.load(), TaggedCanvas(title="t", author="a", subject="s", creator="c")
    )
    blocks: tuple[Block, ...] = tuple(
        Paragraph(plain("words"), space_before=5.0) for _ in range(many)
    )
    layout = lay_out([ReportSection("one", "One", blocks, own_page=True)], renderer)
    tops = [each.top for each in layout.pages[0]]
    gap = tops[1] - tops[0] - blocks[0].height(renderer, 400.0)
    assert len(layout.pages) == 1
    assert (gap < 5.0 * LOOSE - 0.01) is fills


def test_the_axis_of_the_bars_ends_where_the_longest_bars_end() -> None:
    from reports.chart_parts import Marker

    rows = (
        TornadoRow("a", -5.0, 9.0, "1", "2", low_value="−$5", high_value="+$9"),
        TornadoRow("b", 12.0, 0.0, "3", "4", low_value="+$12", high_value="$0"),
    )
    chart = TornadoChart("t", "n", rows, Marker(3.0, "+$3"), Marker(0.0, "as today"))
    assert chart.ends() == ((-5.0, "−$5"), (12.0, "+$12"))
    assert replace(chart, rows=()).ends() == ()
