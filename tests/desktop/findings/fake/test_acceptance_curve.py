"""What the sessions of a project say, in words, pictures and evidence."""

import csv
import io

import pytest

from desktop.findings.fake.acceptance_curve import (
    acceptance_chart,
    counts_for_curve,
    kinds_chart,
    quotes_of,
    reactions_csv,
    reactions_of,
    said_by,
    shown_words,
    takers_of,
)
from desktop.findings.fake.evidence import fake_evidence
from desktop.project.project import Project
from desktop.project.records import SessionQuote
from reports.provenance import Provenance
from tests.kept_records import begin_session, keep_reaction


def hold(project: Project, **changed: object) -> int:
    """A session of two people, 20 answers each at two accuracies, all simulated."""
    row = begin_session(project, quotes=(SessionQuote("Hm.", "Ana"),))
    for person in ("Ana", "Ben"):
        for number in range(20):
            facts = {"accuracy": 0.6 if number < 10 else 0.9, "item": f"{number}", "person": person}
            facts["outcome"] = "accepted" if number % 10 < 6 else "rejected"
            keep_reaction(project, row, **{**facts, "name": f"photo {number}", **changed})
    return row


def test_a_session_whose_accuracy_moved_says_from_where_to_where(project: Project) -> None:
    hold(project)
    (session,) = project.sessions()
    assert shown_words(session) == "60% to 90%"
    assert {who: len(rows) for who, rows in takers_of(session).items()} == {"Ana": 20, "Ben": 20}
    assert quotes_of(project.sessions())[0].who == "Ana, at 60% to 90%"


def test_the_evidence_names_people_and_marks_everything_simulated(project: Project) -> None:
    hold(project)
    hold(project, variant="misses", accuracy=0.85)
    hold(project, variant="false alarms", accuracy=0.85)
    trial = fake_evidence(project)
    assert trial is not None
    assert trial.sessions[0].people == "Ana and Ben"
    assert trial.sessions[0].dialled.text == "60% to 90%"
    assert trial.kinds is not None
    assert "80 answers of 2 people" in trial.kinds.sentence
    assert trial.kinds.difference.provenance is Provenance.SIMULATED
    assert trial.kinds.difference.low is not None
    assert {row.provenance for row in trial.kinds.chart.rows} == {Provenance.SIMULATED}


def test_the_title_says_that_acceptance_rises_only_where_it_does(project: Project) -> None:
    hold(project)  # 6 in 10 at both accuracies
    chart = acceptance_chart(said_by(reactions_of(project), 0.7))
    assert chart is not None
    assert chart.title == "How often people take its word"
    hold(project, accuracy=0.95, outcome="accepted")
    chart = acceptance_chart(said_by(reactions_of(project), 0.7))
    assert chart is not None
    assert chart.title == "The better it is, the more they take its word"


def test_compared_kinds_of_error_are_not_part_of_the_curve(project: Project) -> None:
    hold(project, variant="misses", accuracy=0.85)
    hold(project, variant="false alarms", accuracy=0.85)
    said = said_by(reactions_of(project), 0.7)
    assert said.curve.n == 0
    assert said.kinds is not None
    assert [row.value_text for row in kinds_chart(said.kinds).rows] == ["24 of 40", "24 of 40"]


def test_the_table_of_reactions_keeps_formulas_from_spreadsheets(project: Project) -> None:
    hold(project, name="=HYPERLINK(1)", simulated=False)
    rows = list(csv.DictReader(io.StringIO(reactions_csv(project).decode("utf-8-sig"))))
    assert len(rows) == 40
    assert rows[0]["shown"] == "'=HYPERLINK(1)"
    assert {row["evidence"] for row in rows} == {"real model"}
    assert rows[0]["right"] == ""


def test_only_answers_of_a_fake_as_it_came_count_for_the_curve(project: Project) -> None:
    hold(project)
    hold(project, variant="misses")
    hold(project, simulated=False)
    plain, compared, real = (
        [counts_for_curve(row) for row in one.reactions] for one in project.sessions()
    )
    assert all(plain)
    assert not any(compared)
    assert not any(real)


def test_what_a_session_was_dialled_to_is_the_mean_of_what_was_shown(project: Project) -> None:
    hold(project)
    begin_session(project, "Later", 0.7)
    first, later = fake_evidence(project).sessions
    assert first.dialled.value == pytest.approx(0.75)
    assert later.dialled.value == 0.7  # nobody judged it: what it was set to
    assert (first.shown, first.accepted) == (40, 24)


def test_the_chart_marks_the_goal_and_the_bar_where_the_curve_has_them(project: Project) -> None:
    row = begin_session(project)
    for level, taken in ((0.5, 2), (0.7, 12), (0.95, 19)):
        for number in range(20):
            outcome = "accepted" if number < taken else "rejected"
            keep_reaction(project, row, outcome, level, f"{number}", person=f"{number % 4}")
    said = said_by(reactions_of(project), 0.7)
    chart = acceptance_chart(said)
    assert chart.goal.value == 0.7
    assert 0.7 < chart.reached_at.value < said.curve.proposed_bar
    assert [point.x for point in chart.points] == [0.5, 0.7, 0.95]
    assert [point.y for point in chart.points] == [0.1, 0.6, 0.95]
