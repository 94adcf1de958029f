"""Files of right and wrong answers, as people keep them."""

from pathlib import Path

import pytest

from estimators.acceptance.outcome_file import read_outcomes
from estimators.base.errors import UserError


@pytest.mark.parametrize(
    "written", ["right\n1\n0\n1\n", "1\n0\n1\n", "1,0;1\n", "was it right?\n\n1 0\n1\n"]
)
def test_a_heading_is_passed_over_and_nothing_else_is(tmp_path: Path, written: str) -> None:
    path = tmp_path / "week.csv"
    path.write_text(written, "utf-8")
    assert read_outcomes(path) == [True, False, True]


@pytest.mark.parametrize("written", ["", "right\n", "1\nmaybe\n"])
def test_what_is_neither_right_nor_wrong_is_refused(tmp_path: Path, written: str) -> None:
    path = tmp_path / "week.csv"
    path.write_text(written, "utf-8")
    with pytest.raises(UserError):
        read_outcomes(path)
