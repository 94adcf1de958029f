"""The one-page brief of each verdict: what was asked, the answer, what to do, why, what would change it, and who decided."""

from pathlib import Path

import pytest

from desktop.findings.case import case_of
from desktop.findings.decide.reconciled import reconciled
from desktop.findings.decide.verdict import work_out
from desktop.findings.report.evidence import evidence_of
from desktop.project import commands as edit
from desktop.project.project import Project
from reports.report import build
from tests.pdf_text import text_of

BASE = {
    "demand_validated": "yes",
    "user_pain": 4,
    "pain_evidence": "metrics",
    "error_cost_level": "low",
    "error_reversible": "yes",
    "purpose_flags": [],
    "volume_per_month": {"low": 7_000, "high": 7_500},
    "right_value": {"low": 0.5, "high": 1},
    "miss_cost": {"low": 2, "high": 8},
    "false_alarm_cost": {"low": 1, "high": 3},
    "idea": "Tell which customers will cancel next month",
}
VERDICTS = {
    "no_ai_rules": {"explicit_rules_possible": "yes"},
    "leave_as_it_is": {
        "explicit_rules_possible": "no",
        "task_kind": "classify",
        "volume_per_month": {"low": 4, "high": 6},
        "labelled_examples": 3000,
        "data_rights": "ours",
        "commodity_fit": 2,
    },
    "fake_it_first": {"explicit_rules_possible": "no", "demand_validated": "no"},
    "buy_api": {"explicit_rules_possible": "no", "commodity_fit": 5, "task_kind": "extract"},
    "do_not_launch": {"purpose_flags": ["emotion_recognition", "employment"]},
}


def make(path: Path, **answers: object) -> Project:
    project = Project.create(path, name="Leavers")
    for key, value in {**BASE, **answers}.items():
        project.do(edit.SetFact(key, value, key))
    return project


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_brief_says_the_answer_of_the_page_and_what_to_do(verdict, tmp_path) -> None:
    with make(tmp_path / "p.smart", **VERDICTS[verdict]) as project:
        worked = work_out(case_of(project))
        evidence = evidence_of(project)
    assert worked.assessment.verdict == verdict
    said = reconciled(worked.assessment, worked.valuation)
    built = build(evidence, "brief", tmp_path / "b.pdf")
    text = text_of(built.file)
    assert built.pages == 1
    assert said.headline in text
    assert not said.money or said.money in text
    assert "Asked: Tell which customers will cancel next month" in text
    assert evidence.decision.do in text
    instead = verdict in ("no_ai_rules", "leave_as_it_is", "do_not_launch")
    assert ("Do this instead" in text) == instead
    assert ("Do this next" in text) != instead
    assert worked.assessment.open_sentence in text
    assert evidence.decision.reasons[0].text in text
    assert "No launch decision" not in text
    assert "role and date" in text  # lines to sign on


def test_the_box_stands_before_everything_else_in_markdown_too(tmp_path) -> None:
    with make(tmp_path / "p.smart", explicit_rules_possible="yes") as project:
        project.do(edit.PutSignOff(None, "Ana Ruiz", "Head of support", "asked"))
        evidence = evidence_of(project)
    text = build(evidence, "brief", tmp_path / "b.md").file.read_text()
    places = [
        text.index(words) for words in ("Asked:", "Do this instead", "Why not AI", "Ana Ruiz")
    ]
    assert places == sorted(places)
    assert "$" in evidence.decision.effort


def test_what_nobody_answered_is_a_reason_where_there_is_no_other(tmp_path) -> None:
    with Project.create(tmp_path / "p.smart", name="Blades") as project:
        for key, value in {"error_cost_level": "high", "explicit_rules_possible": "no"}.items():
            project.do(edit.SetFact(key, value, key))
        decision = evidence_of(project).decision
    assert decision.instead
    assert decision.reasons


def test_where_money_is_for_another_way_page_one_says_so_before_its_sum(tmp_path) -> None:
    volume = {"low": 9_000, "high": 12_000}
    answers = {**VERDICTS["buy_api"], "human_in_loop": "yes", "volume_per_month": volume}
    with make(tmp_path / "p.smart", **answers) as project:
        worked = work_out(case_of(project))
        evidence = evidence_of(project)
    said = reconciled(worked.assessment, worked.valuation)
    assert said.voice in ("disagree", "close")
    page = text_of(build(evidence, "launch", tmp_path / "r.pdf").file, 2)
    assert page.index(said.money) < page.index("on average over")
