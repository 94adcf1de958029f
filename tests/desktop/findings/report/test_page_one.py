"""Page one of the report, from a project through the findings to the text of the PDF."""

from pathlib import Path

import pytest

from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.report.evidence import evidence_of
from desktop.jobs.write_report import WriteReport, write_report
from desktop.project import commands as edit
from desktop.project.project import Project
from reports.highlights import biggest_risk, reasons
from reports.provenance import Provenance
from reports.sections.parts import Cited
from tests.jobs_in_process import run_job
from tests.kept_records import begin_session, keep_reaction
from tests.pdf_text import text_of


def page_one(project: Project, folder: Path) -> str:
    """The text of the first page, with single spaces."""
    written = run_job(write_report, WriteReport(project.path, folder / "report.pdf"))
    return text_of(written.file, 0)


@pytest.fixture
def project(blades) -> Project:
    """Tried with a fake, valued, tested against a bar: nothing decided."""
    made = blades.project
    blades.add_examples(180)
    blades.add_run(range(180), range(9))
    made.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    for key, value in (
        ("volume_per_month", {"low": 2400, "high": 3600}),
        ("miss_cost", {"low": 200, "high": 900}),
    ):
        made.do(edit.SetFact(key, value, key))
    session = begin_session(made, "Early", 0.9, people="Ana")
    for number in range(12):
        outcome = "accepted" if number % 3 else "rejected"
        keep_reaction(made, session, outcome, 0.9)
    return made


def test_page_one_says_what_people_did_what_it_is_worth_and_what_the_test_found(
    project: Project, tmp_path: Path
) -> None:
    evidence = evidence_of(project)
    page = page_one(project, tmp_path)
    desirability, viability, feasibility = (
        page.index(title) for title in ("Desirability", "Viability", "Feasibility")
    )
    assert max(desirability, viability, feasibility) < page.index("Why")
    assert "People took 8 of 12 answers of a fake as they came." in page
    assert f"worth {evidence.options.value.text} on average over 3 years" in page
    assert "It is right 171 times in 180; always saying “clean” would be right 90 times." in page
    # Beside them the reasons, not instead of them.
    assert launch_evidence(project).readiness is not None
    for reason in launch_evidence(project).readiness.verdict.reasons:  # type: ignore[union-attr]
        assert reason.text[:40] in page


def test_page_one_says_what_is_missing_under_the_question_it_would_answer(
    blades, tmp_path: Path
) -> None:
    blades.project.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    page = page_one(blades.project, tmp_path)
    assert "Nobody was shown a fake, so nobody knows whether people take its answers." in page
    assert "Nothing was tested against a bar." in page


def test_page_one_says_of_each_name_whether_it_has_signed(project: Project, tmp_path: Path) -> None:
    project.do(edit.SetFact("launch.decision", "stop", "the decision"))
    for name, state in (("Ana Ruiz", "signed"), ("Mara Lind", "asked"), ("Jo Berg", "to sign")):
        project.do(edit.PutSignOff(None, name, "product", state))
    page = page_one(project, tmp_path)
    foot = page[page.index("Ana Ruiz product") :]
    ana, mara, jo = (foot.index(name) for name in ("Ana Ruiz", "Mara Lind", "Jo Berg"))
    assert "sign" not in foot[ana:mara].lower()  # a name, a role and a day
    assert "asked" in foot[mara:jo]
    assert "to sign" in foot[jo:]


def test_the_biggest_risk_is_not_a_reason_told_again(blades, project: Project) -> None:
    # The bar is missed by far and decides the verdict: it is among the reasons, and would be the biggest risk.
    blades.add_run(range(180), range(90))
    evidence = evidence_of(project)
    ready = evidence.launch.readiness
    assert "bar" in [reason.name for reason in ready.verdict.reasons]
    links = Cited()
    why = ["".join(run.text for run in runs) for runs in reasons(evidence, links)]
    risk, beside = biggest_risk(evidence, links)
    said = "".join(run.text for run in risk)
    assert beside
    for reason in why:
        assert reason.split(":")[0].split(".")[0] not in said
