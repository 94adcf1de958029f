import pytest

from estimators.base.cell_lines import safe_cell, unguarded_cell


@pytest.mark.parametrize(
    "cell",
    ["=1+1", '=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"],
)
def test_what_a_spreadsheet_would_run_stays_text_and_comes_back(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    assert unguarded_cell(safe_cell(cell)) == cell


@pytest.mark.parametrize(
    "cell", ["-3.5", "+12%", "+$487k", "-1,234.5", "- 7", "yes", "", "a=b", "’t"]
)
def test_numbers_with_a_sign_and_words_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == unguarded_cell(cell) == cell
