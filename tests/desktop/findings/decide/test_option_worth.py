"""Which option is named as worth most, and by which number: the same on Decide, in the command line and in the report."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.findings.case import case_of
from desktop.findings.decide.command_text import valuation_text
from desktop.findings.decide.evidence import options_evidence
from desktop.findings.decide.option_sheet import option_sheet
from desktop.findings.decide.value_charts import options_chart
from desktop.project.project import Project
from desktop.sample import SAMPLES, fill_sample
from estimators.base.money import about_money
from estimators.build_vs_buy import BuildVsBuy
from estimators.build_vs_buy.result import Valuation
from reports.chart_parts import TableTwin
from reports.report import build
from tests.pdf_text import text_of
from tests.reports.launched_project import empty_evidence

SHARED = Path(__file__).parents[5] / "shared"
ENGINE = BuildVsBuy(draws=1000)
# Nothing pays for it; a tie; a loser that is best more often; and the law.
CASES: dict[str, dict[str, Any]] = {
    "nothing pays": {"volume_per_month": [2, 5], "value_per_correct": [0.1, 0.2]},
    "all defaults": {},
    "dear mistakes": {"missed_cost": [2000, 14000], "volume_per_month": [2400, 3600]},
    "few cases": {"volume_per_month": [50, 3000]},
    "forbidden": {"regulatory_tier": "prohibited"},
    "nothing to buy": {"commodity_api_available": False, "currency": "EUR"},
}


def golden() -> list[dict[str, Any]]:
    file = SHARED / "golden_cases.json"
    return json.loads(file.read_text(encoding="utf-8"))["cases"] if file.exists() else []


def every_case() -> list[Any]:
    cases = [pytest.param(case, id=name) for name, case in CASES.items()]
    return cases + [pytest.param(each["inputs"], id=each["id"]) for each in golden()]


@pytest.mark.parametrize("case", every_case())
def test_the_option_worth_most_has_the_highest_average_and_the_same_digits_everywhere(
    case, tmp_path
) -> None:
    _check(ENGINE.evaluate(case), tmp_path)


@pytest.mark.parametrize("sample", [sample.id for sample in SAMPLES])
def test_a_sample_names_one_option_everywhere(sample, tmp_path) -> None:
    with Project.create(tmp_path / "sample.smart", name=sample) as project:
        fill_sample(project, sample)
        _check(ENGINE.evaluate(case_of(project)), tmp_path)


def _check(found: Valuation, tmp_path: Path) -> None:
    best, shown = found.option(found.best), found.option(found.tornado_option)
    possible = [option for option in found.options if option.possible]
    assert best.mean == max(option.mean for option in possible)
    assert found.options[0] is best or best.mean == 0
    chart = options_chart(found)
    means = [row.mid for row in chart.rows if row.mid is not None]
    assert means == sorted(means, reverse=True)
    row = next(row for row in chart.rows if row.label == shown.label)
    with Project.create(tmp_path / "p.smart", name="P") as project:
        evidence = options_evidence(project, valuation=found)
    # The report: name and number of the chart, and no loss is worth most.
    assert evidence.best == best.label
    assert (evidence.of or evidence.best) == shown.label
    assert evidence.value.text == about_money(shown.mean, found.currency)
    assert evidence.value.value == shown.mean
    if "worth most" in evidence.headline:
        assert best.mean > 0
    printed = build(
        replace(empty_evidence(), options=evidence),
        "launch",
        tmp_path / "r.pdf",
        pages=["viability"],
    )
    text = text_of(printed.file)
    assert f"{shown.label}: {evidence.value.text} on average over" in text
    assert f"likely {evidence.span} (9 chances in 10)" in text
    # The command line: the same digits in the same order.
    lines = valuation_text(found)
    table = next(each for each in lines if isinstance(each, TableTwin))
    assert [cells[0] for cells in table.rows] == [o.label for o in possible]
    cells = next(cells for cells in table.rows if cells[0] == shown.label)
    assert (row.mid_text, row.low_text, row.high_text) == cells[1:4]
    # F1 of the option on Decide.
    if shown.name != "nothing" and shown.possible:
        assert dict(option_sheet(found, shown.label).worth)["On average"] == row.mid_text
    if evidence.find_out_worth is not None:
        assert any(
            f"worth up to {evidence.find_out_worth.text}." in each for each in map(str, lines)
        )


def _with_shares(found: Valuation, shares: dict[str, float]) -> str:
    from estimators.build_vs_buy.result import sentence_of

    options = tuple(replace(o, p_best=shares.get(o.name, 0.0)) for o in found.options)
    best = next(o for o in options if o.name == found.best)
    return sentence_of(best, options)


def test_two_options_that_are_best_about_as_often_are_too_close_to_call() -> None:
    found = ENGINE.evaluate(CASES["dear mistakes"])
    other = next(o.name for o in found.options if o.name not in (found.best, "nothing"))
    label, rival = found.option(found.best).label, found.option(other).label
    assert _with_shares(found, {found.best: 0.38, other: 0.41}).endswith(
        f"Which is best more often is too close to call: {label} in 38 of 100 futures, {rival} in 41."
    )
    its, mean = (about_money(found.option(name).mean, "USD") for name in (other, found.best))
    assert (
        f"“{rival}” is best in 60 of 100 futures, “{label}” in 30. But its average is lower, {its} against {mean}: it loses in "
        in _with_shares(found, {found.best: 0.3, other: 0.6})
    )
    assert "its average" not in _with_shares(found, {found.best: 0.6, other: 0.3})
