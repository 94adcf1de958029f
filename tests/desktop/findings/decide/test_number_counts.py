"""A default of ours is never called a guess of anybody: one count on Decide, on Report and in the PDF."""

from pathlib import Path

import pytest

from desktop.findings.case import case_of
from desktop.findings.decide.intangibles import rests_on, sources_counted
from desktop.findings.decide.verdict import sources_sentence, work_out
from desktop.findings.report.evidence import evidence_of
from desktop.jobs.write_report import DERIVED, WriteReport, write_report
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.sample import fill_sample
from reports.provenance import Provenance
from reports.trace import count_by_source
from tests.jobs_in_process import run_job
from tests.pdf_text import text_of

RANGES = {
    "volume_per_month": (2400, 3600),
    "miss_cost": (2000, 14_000),
    "false_alarm_cost": (1, 3),
    "right_value": (1.6, 3.8),
    "today_accuracy": (0.88, 0.96),
}


def answer(project: Project) -> None:
    for key, (low, high) in RANGES.items():
        project.do(edit.SetFact(key, {"low": low, "high": high}, key))


def written(project: Project, folder: Path):
    return run_job(write_report, WriteReport(project.path, folder / "r.pdf"))


def test_where_nobody_typed_anything_nothing_is_called_a_guess(project, tmp_path) -> None:
    evidence = evidence_of(project)
    counted = count_by_source(evidence)
    assert counted[Provenance.GUESS] == 0
    assert counted[Provenance.DEFAULT] > 20
    assert evidence.options.value.provenance is Provenance.DEFAULT
    assert "defaults of ours" in evidence.options.sources
    assert "your guess" not in text_of(written(project, tmp_path).file)


def test_decide_report_and_pdf_count_the_same_guesses_and_defaults(project, tmp_path) -> None:
    answer(project)
    valuation = work_out(case_of(project)).valuation
    behind = sources_counted(valuation)
    assert behind[Provenance.GUESS] == len(RANGES)
    said = sources_sentence(valuation)
    assert f"{behind[Provenance.GUESS]} are your guesses" in said
    assert f"{behind[Provenance.DEFAULT]} are defaults of ours" in said
    report = written(project, tmp_path)
    assert report.sources == said
    assert report.numbers["guess"] == behind[Provenance.GUESS]
    assert report.numbers["default"] == behind[Provenance.DEFAULT]
    assert report.numbers[DERIVED] > 0
    assert evidence_of(project).options.in_brief in text_of(report.file)
    assert rests_on(valuation) is Provenance.GUESS


@pytest.mark.parametrize("sample", ["support", "shop", "biopsies"])
def test_no_number_of_a_sample_is_a_guess_of_who_reads_it(sample: str, tmp_path) -> None:
    with Project.create(tmp_path / "sample.smart", name="Sample") as project:
        fill_sample(project, sample)
        assert "guess" not in evidence_of(project).options.in_brief
