"""Page one of the report, from a project through the findings to the text of the PDF."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.findings.report.evidence import evidence_of
from desktop.jobs.write_report import WriteReport, write_report
from desktop.project import commands as edit
from desktop.project.project import Project
from reports.document_nodes import ListNode, nodes_of
from reports.pages.arguments import argued
from reports.pages.decision import DECISION
from reports.pdf import fonts
from reports.pdf.flow import ReportSection
from reports.pdf.tagged import TaggedCanvas
from reports.pdf.text_renderer import TextRenderer
from reports.provenance import Provenance
from reports.sections.parts import Cited
from reports.sentences import text_of
from tests.jobs_in_process import run_job
from tests.kept_records import begin_session, keep_reaction
from tests.pdf_text import text_of as pdf_text


def page_one(project: Project, folder: Path) -> str:
    """The text of the first page, with single spaces."""
    written = run_job(write_report, WriteReport(project.path, folder / "report.pdf"))
    return pdf_text(written.file, 0)


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
    assert (
        "8 of 12 answers were taken as they came. People tried a mock-up; no AI was behind it."
        in page
    )
    assert evidence.fake.accepted.interval in page
    assert evidence.options.value.text in page
    assert evidence.options.span in page
    assert "171 of 180" in page
    assert "On photos that it had not seen: sure of at least" in page


def test_page_one_says_what_is_missing_under_the_question_it_would_answer(
    blades, tmp_path: Path
) -> None:
    blades.project.do(edit.SetBar(0.85, "contract", Provenance.PUBLISHED))
    page = page_one(blades.project, tmp_path)
    assert "Nobody has tried it, so nobody knows whether people take its answers." in page
    assert "Nothing was tested against the bar of 85%." in page


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
    found = argued(evidence, Cited(), 3)
    assert not found.launches
    risk = text_of(found.risk)
    for reason in map(text_of, (*found.why, *found.against)):
        assert reason.split(":")[0].split(".")[0] not in risk


@pytest.mark.parametrize("decision", ["launch", "conditions", "not_yet", "stop", ""])
def test_nothing_stands_twice_on_page_one(project: Project, decision: str, tmp_path: Path) -> None:
    """No sentence, class or check is said twice, whatever was decided; what a person typed is theirs."""
    if decision:
        project.do(edit.SetFact("launch.decision", decision, "the decision"))
    evidence = evidence_of(project)
    section = DECISION.build(evidence, pen(), Cited(frozenset({"E1", "E2", "E3", "E5"})))
    said = list(sentences(section))
    assert len(said) > 8
    assert [each for each in said if said.count(each) > 1] == []
    whole = "\n".join(said)
    for check in evidence.launch.checks:
        assert whole.count(check.claim) <= 1, check.claim
    for row in evidence.accuracy.per_class:
        assert whole.count(f"“{row.name}”") <= 1, row.name


def test_reasons_are_for_what_was_decided(project: Project) -> None:
    project.do(edit.SetFact("launch.decision", "launch", "the decision"))
    launched = argued(evidence_of(project), Cited(), 3)
    assert launched.launches
    assert any("always “clean” is wrong" in text_of(each) for each in launched.why)
    assert text_of(launched.against[0]) == evidence_of(project).launch.readiness.sentence
    project.do(edit.SetFact("launch.decision", "not_yet", "the decision"))
    held = argued(evidence_of(project), Cited(), 3)
    assert any("who switches it off" in text_of(each) for each in (*held.why, held.risk))


def pen() -> TextRenderer:
    return TextRenderer(fonts.load(), TaggedCanvas(title="", author="", subject="", creator=""))


def sentences(section: ReportSection) -> Iterator[str]:
    """Every sentence of a page, without its charts."""
    for node in nodes_of(section):
        texts = node.items if isinstance(node, ListNode) else (getattr(node, "runs", ()),)
        for runs in texts:
            words = "".join(run.text for run in runs if not run.cite)
            yield from (each.strip() for each in re.split(r"(?<=[.?])\s", words) if each.strip())
