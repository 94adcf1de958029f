"""What the law calls it is one standing: Problem, Launch and the report say the same, and count the same questions."""

from pathlib import Path

import pytest

from desktop.findings.launch.readiness import readiness_of, remarks, risk
from desktop.findings.problem.five_questions import law_known_otherwise
from desktop.findings.problem.law import open_sentence, risk_view
from desktop.findings.report.evidence import evidence_of
from desktop.project import commands as edit
from desktop.project.project import Project
from reports.report import build

NOBODY = "Nobody has said what the law calls it."
ARTICLE_50 = "One question of the law is open: Article 50."
PEOPLE = "still open: whether it decides about people."
TICKED = {"purpose_flags": [], "task_kind": "generate"}
LISTED = {
    "ready.eu_ai_act.prohibited_practice": "no",
    "ready.eu_ai_act.area": "none",
    "risk.safety_part": "no",
    "ready.eu_ai_act.transparency": "no",
}
# What was answered: how many are open, what is said of them, on the row of Problem, and the tier in words.
STATES = {
    "nothing": ({}, 4, NOBODY, "", NOBODY),
    "ticked, Article 50 open": (TICKED, 1, ARTICLE_50, ARTICLE_50, ARTICLE_50),
    "all by ticks": ({"purpose_flags": [], "task_kind": "number"}, 0, "", "", f"Minimal; {PEOPLE}"),
    "all by ticks, nobody decided about": (
        {"purpose_flags": [], "task_kind": "number", "risk.about_people": "no"},
        0,
        "",
        "",
        "Minimal.",
    ),
    "all one by one": (LISTED, 0, "", "", f"Minimal; {PEOPLE}"),
    "the open one on Launch": (
        {**TICKED, "ready.eu_ai_act.transparency": "yes"},
        0,
        "",
        "",
        f"Limited; {PEOPLE}",
    ),
    "high risk": ({"purpose_flags": ["employment"]}, 0, "", "", "High."),
    "high risk, a ban open": (
        {"purpose_flags": ["emotion_recognition"]},
        1,
        "One question of the law is open; it is at least high.",
        "One question of the law is open; it is at least high.",
        "At least high.",
    ),
    "a lawyer said": (
        {**TICKED, "regulatory_tier": "limited"},
        0,
        "",
        "",
        f"Limited; {PEOPLE}",
    ),
    "two open": (
        {"purpose_flags": ["children"]},
        2,
        "Two questions of the law are open: Article 5 and Article 6, Annex I.",
        "Two questions of the law are open: Article 5 and Article 6, Annex I.",
        "Two questions of the law are open: Article 5 and Article 6, Annex I.",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_problem_launch_and_report_say_one_thing(state, tmp_path: Path) -> None:
    answers, count, said, on_problem, tier = STATES[state]
    with Project.create(tmp_path / "p.smart", name="P") as project:
        for key, value in answers.items():
            project.do(edit.SetFact(key, value, key))
        view = risk_view(project)
        assert view.open_questions == count
        assert open_sentence(view) == said
        assert law_known_otherwise(project) == on_problem
        ground = next(each for each in readiness_of(project).grounds if each.name == "law")
        assert ground.text == (said or f"What the law calls it: {tier[:-1].lower()}.")
        assert risk(project, view).sentence == tier
        asked = [line for line in remarks(view) if "to be answered" in line]
        assert bool(asked) == (bool(count) and "purpose_flags" in answers)
        report = build(evidence_of(project), "launch", tmp_path / "r.md").file
        printed = report.read_text(encoding="utf-8")
        assert said.removesuffix(".") in printed  # bold without it where a reason ends
        assert (NOBODY in printed) == (said == NOBODY)
        assert ("Missing: an answer to Article 50" in printed) is False
