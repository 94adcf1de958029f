"""How an average value comes about: the lines add up to it as they are printed."""

import re
from pathlib import Path

import pytest

from desktop.findings.case import case_of
from desktop.findings.decide.value_lines import value_lines
from desktop.project.project import Project
from estimators.build_vs_buy.valuation import BuildVsBuy
from tests.golden.projects import open_project


def amount(text: str) -> float:
    """What a printed amount is: "−$1,234" is −1234."""
    digits = re.sub(r"[^\d.]", "", text)
    size = float(digits) * (1e6 if text.endswith("m") else 1)
    return -size if text.startswith("−") else size


@pytest.mark.parametrize("name", ["sample_digits", "sample_stylist", "recall_bar"])
def test_what_is_printed_adds_up_to_the_average(name: str, tmp_path: Path) -> None:
    with Project.open(open_project(name, tmp_path / name)) as project:
        found = BuildVsBuy(draws=500, random_state=0).evaluate(case_of(project))
    tried = 0
    for option in found.options:
        lines = value_lines(found, option)
        if not lines:
            assert option.name == "nothing"
            continue
        *parts, whole = lines
        assert whole.is_sum
        assert sum(amount(line.total) for line in parts) == pytest.approx(amount(whole.total))
        for line in parts:
            if line.month:
                months = found.horizon_months * amount(line.month)
                assert amount(line.total) == pytest.approx(months, abs=0.51)
                tried += 1
    assert tried
