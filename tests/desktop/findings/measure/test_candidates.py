"""What Measure says of candidates: the story of the pictures 26, its bounds, pairs and slices, each figure once."""

import pytest

from desktop.findings.candidate_measurement import CHOSEN_KEY, candidates_of, measurement_of
from desktop.findings.measure.candidate_level import (
    AskedSureness,
    BarVerdict,
    bar_verdict,
    level_headline,
)
from desktop.findings.measure.candidate_start import (
    answered_so_far,
    graded_ladder,
    hours_words,
    start_view,
    ways_to_answer,
)
from desktop.findings.measure.candidates import (
    candidates_status,
    candidates_view,
    chosen_candidate,
    level_of,
    measured_of,
    name_pair,
    why_not_name_pair,
)
from desktop.findings.measure.candidates_evidence import candidates_evidence
from desktop.findings.measure.candidates_text import measurement_text
from desktop.findings.measure.failure_types import (
    failure_matrix,
    failure_types,
    failures_view,
    mistake,
)
from desktop.findings.measure.new_candidate import offered_cases
from desktop.findings.measure.pair_cost import pair_costs
from desktop.findings.measure.view import view
from desktop.findings.stage_status import stage_statuses
from desktop.project import commands as edit
from desktop.project.commands.measure import AddCases
from desktop.project.measure_records import CandidateSource, NewCase
from desktop.project.project import Project
from desktop.project.records import BarOrigin
from desktop.project.stages import Stage
from estimators.measure.case import EvalCase
from reports.chart_data import IntervalChart
from reports.pair_data import PairChart
from reports.provenance import Provenance
from tests.desktop.graded_replies import (
    CANDIDATES,
    CASES,
    add_candidate,
    add_cases,
    grades_of,
    whole_story,
)


@pytest.fixture
def told(project: Project) -> Project:
    whole_story(project)
    return project


def said_of(project: Project, name: str = ""):
    found = measurement_of(project)
    assert found is not None
    uid = next((one.uid for one in found.candidates if one.name == name), "")
    return candidates_view(project, found, chosen_candidate(project, found, uid))


def test_the_best_that_can_be_launched_is_the_headline(told) -> None:
    said = said_of(told)
    assert said.headline == "Prompt v3 answers well 90 times in 100. It clears the bar."
    assert said.lead == (
        "54 of 60 held-out messages: sure of at least 81.2%, and the bar is 80%. With 53 it would have missed it."
        " “Prompt v3” was named before anybody graded, so the bound pays nothing for having picked it."
    )
    assert said.status == "90% good"
    assert view(told).headline == said.headline
    rail = {one.stage: one.words for one in stage_statuses(told)}
    assert rail[Stage.MEASURE] == candidates_status(told) == "Prompt v3: 90% good"


def test_each_candidate_is_a_row_with_its_cost_and_seconds_and_the_fake_stands_apart(told) -> None:
    chart = said_of(told).chart("candidates", IntervalChart)
    assert chart.title == "Five candidates on the same 60 messages"
    rows = {row.label: row for row in chart.rows}
    assert list(rows) == [*(name for name, *_ in CANDIDATES), "The fake"]
    best = rows["Prompt v3"]
    assert (best.value_text, best.columns) == ("54 of 60", ("$6.40", "2.8 s", "6.1 s"))
    assert (round(best.low, 2), round(best.high, 2)) == (0.81, 0.96)
    assert [row.label for row in chart.rows if row.emphasis] == ["Prompt v3"]
    assert [row.label for row in chart.rows if row.baseline] == ["Keyword rule"]
    assert rows["People today"].columns == ("$3,000", "6 min", "14 min")
    fake = rows["The fake"]
    assert (fake.provenance, fake.divider_above) == (Provenance.SIMULATED, True)
    assert len({len(row) for row in chart.table().rows}) == 1


def test_pairs_are_the_sentences_of_the_command_and_even_unless_more_than_luck_parts_them(
    told,
) -> None:
    found = measurement_of(told)
    pairs = said_of(told).chart("pairs", PairChart)
    counts = {row.other: (row.better, row.worse, row.apart) for row in pairs.rows}
    assert counts == {
        "Service A": (14, 5, True),  # p .064 of this pair, which was named before
        "People today": (7, 4, False),
        "Trained here": (15, 3, True),
        "Keyword rule": (40, 1, True),
    }
    printed = [
        line
        for line in measurement_text(found.measured, costs=pair_costs(told, found))
        if isinstance(line, str)
    ]
    assert all(row.sentence in printed for row in pairs.rows)
    seen_from_the_other = said_of(told, "Keyword rule").chart("pairs", PairChart)
    assert seen_from_the_other.title.startswith("Message by message, worse than ")


def test_what_a_difference_costs_is_one_sentence_for_page_command_and_report(told) -> None:
    costs = {"Service A": "costs $154 less than", "People today": "costs $2,994 less than"}
    found = measurement_of(told)

    def rows() -> dict[str, str]:
        return {row.other: row.cost for row in said_of(told).chart("pairs", PairChart).rows}

    for other, cost in costs.items():
        assert cost in rows()[other]
        assert "nobody put a number on what a right answer is worth" in rows()[other]
    for key, low, high in (("right_value", 2.0, 4.0), ("miss_cost", 1.0, 6.0)):
        told.do(edit.SetFact(key, {"low": low, "high": high}, key))
    said = rows()["Service A"]
    assert "at $3 to $10 for a right answer in place of a wrong one, that " in said
    printed = measurement_text(found.measured, costs=pair_costs(told, found))
    assert all(cost in printed for cost in rows().values())
    table = candidates_evidence(told, None)
    assert table is not None
    assert [pair.cost for pair in table.pairs] == list(rows().values())


def test_a_pair_that_was_named_before_grading_is_tested_on_its_own(project) -> None:
    add_cases(project)
    uids = {name: add_candidate(project, name) for name, *_ in CANDIDATES}
    by_name = {one.name: one for one in candidates_of(project)}
    assert why_not_name_pair(project) == ""
    project.do(name_pair(by_name["Service A"], by_name["Prompt v3"]))
    for name, uid in uids.items():
        project.do(grades_of(name, uid))
    rows = {row.other: row.apart for row in said_of(project).chart("pairs", PairChart).rows}
    assert rows["Service A"]  # p .064 on its own, .25 over the ten pairs
    assert not rows["People today"]
    assert "named before grading" in said_of(project).explanations["pairs"].text
    assert "before it is graded" in why_not_name_pair(project)


def test_a_guess_of_what_people_reach_is_a_row_until_they_are_measured(project) -> None:
    add_cases(project)
    uid = add_candidate(project, "Prompt v3")
    project.do(grades_of("Prompt v3", uid))
    project.do(edit.SetFact("today_accuracy", {"low": 0.82, "high": 0.88}, "right today"))
    rows = {row.label: row for row in said_of(project).chart("candidates", IntervalChart).rows}
    assert rows["People today"].provenance is Provenance.GUESS
    assert rows["People today"].value_text == "82% to 88%"
    other = add_candidate(project, "People today")
    project.do(grades_of("People today", other))
    rows = {row.label: row for row in said_of(project).chart("candidates", IntervalChart).rows}
    assert rows["People today"].provenance is Provenance.MEASURED


def test_who_is_picked_as_the_best_pays_for_that(project) -> None:
    add_cases(project)
    for name in ("Prompt v3", "Service A"):
        project.do(grades_of(name, add_candidate(project, name)))
    said = said_of(project)
    assert said.headline == "Prompt v3 answers well 90 times in 100. It does not clear the bar yet."
    assert "“Prompt v3” was picked among 2" in said.lead


def test_the_weak_kind_of_case_is_named_with_what_more_of_it_would_tell(told) -> None:
    chart = said_of(told).chart("slices", IntervalChart)
    assert chart.title == "“Refund” is the weak spot"
    assert {row.label: row.note for row in chart.rows}["Refund"] == "6 of 9"
    assert "9 are few" in chart.note


def test_a_bar_is_cleared_missed_or_still_open(told) -> None:
    found = measurement_of(told)
    by_name = {one.name: measured_of(found, one) for one in found.candidates}
    asked = AskedSureness(told.accuracy_bar, 0.95)
    verdicts = {name: bar_verdict("generate", one, asked) for name, one in by_name.items()}
    assert verdicts["Prompt v3"] is BarVerdict.CLEARS
    assert verdicts["People today"] is BarVerdict.OPEN
    assert verdicts["Keyword rule"] is BarVerdict.MISSES
    told.do(edit.SetBar(0.9, BarOrigin.OWN, Provenance.GUESS, "", 0.95))
    assert said_of(told).headline.endswith("It does not clear the bar yet.")
    figure = level_of(told, found, chosen_candidate(told, found))
    assert level_headline("generate", "A", figure, None) == "A answers well 90 times in 100."


def test_what_was_taken_to_launch_is_what_the_rail_names(told) -> None:
    found = measurement_of(told)
    service = next(one for one in found.candidates if one.name == "Service A")
    told.do(edit.SetFact(CHOSEN_KEY, service.uid, "the candidate for the launch"))
    assert candidates_status(told) == "Service A: 75% good"
    report = next(one for one in stage_statuses(told) if one.stage is Stage.REPORT)
    assert report.words == "Ready to export"  # what was measured without a training, too
    people = said_of(told, "People today")
    assert people.offers["launch"].off == "This is what has to be beaten. Choose another row."


def test_mistakes_are_counted_by_type_and_opened_beside_the_second_best(told) -> None:
    found = measurement_of(told)
    best = chosen_candidate(told, found)
    said = failures_view(told, found, best)
    assert said.headline == "At least half of its mistakes: leaves a point out."
    assert said.status == "6 of 60"
    types = failure_types(found, best)
    assert [(one.words, one.n) for one in types] == [
        ("leaves a point out", 3),
        ("makes something up", 2),
        ("wrong tone", 1),
    ]
    seen = mistake(found, best, types[0].cases[0])
    assert seen.answer.startswith("Prompt v3 says")
    assert (seen.other, seen.how) == ("People today", "leaves a point out")
    matrix = failure_matrix(found, best)
    assert matrix.rows[0] == ("Refund", "9", "2", "1", "0")


# Before anything is measured -----------------------------------------------------------------------


def test_what_comes_first_follows_from_what_is_there(project) -> None:
    project.do(edit.SetFact("task_kind", "generate", "the kind"))
    assert start_view(project).headline == "Who should answer your messages?"
    assert list(start_view(project).offers) == ["data", "add"]
    add_cases(project)
    assert start_view(project).headline == "Who should answer the 60 messages?"
    uid = add_candidate(project, "Prompt v3")
    assert measurement_of(project) is None
    assert start_view(project).headline == "Nobody has graded an answer yet."
    assert list(start_view(project).offers) == ["grade", "add"]
    assert answered_so_far(project) == (("Prompt v3", "60 of 60 answered"),)
    rail = {one.stage: one.words for one in stage_statuses(project)}
    assert rail[Stage.MEASURE] == "Not graded"
    project.do(grades_of("Prompt v3", uid))
    assert measurement_of(project) is not None


def test_a_rule_and_a_prompt_are_offered_where_cases_are_words(project) -> None:
    sources = [way.source for way in ways_to_answer(project)]  # it tells photos apart
    assert sources == [CandidateSource.PEOPLE, CandidateSource.TRAINED, CandidateSource.FILE]
    add_cases(project)
    assert CandidateSource.RULE in {way.source for way in ways_to_answer(project)}


def test_the_ladder_says_what_so_many_grades_can_show_by_exact_bounds() -> None:
    rungs = [(step.graded, step.shows_words, step.words) for step in graded_ladder()]
    assert rungs == [
        (6, "nothing", "6 of 6 could still be 61%"),
        (20, "70%", "if 18 are good"),
        (60, "80%", "if 54 are good"),
        (150, "85%", "if 135 are good"),
    ]
    assert [hours_words(s) for s in (4800, 7200, 2400)] == ["1 h 20 min", "2 h", "40 min"]


def test_candidates_without_ai_are_never_the_headline_while_there_is_another(project) -> None:
    add_cases(project)
    for name in ("Keyword rule", "Trained here"):
        project.do(grades_of(name, add_candidate(project, name)))
    found = measurement_of(project)
    assert chosen_candidate(project, found).name == "Trained here"
    assert chosen_candidate(project, found).source is CandidateSource.FILE


def test_what_costs_something_is_asked_as_far_as_people_grade(project) -> None:
    add_cases(project)
    more = tuple(NewCase(EvalCase(f"m{at}", "More"), held_out=True) for at in range(40))
    project.do(AddCases(more))
    assert len(offered_cases(project).to_ask()) == 60
    uid = add_candidate(project, "Prompt v3")
    project.do(grades_of("Prompt v3", uid, cases=CASES[-5:]))
    asked = offered_cases(project).to_ask()
    assert list(asked)[:5] == list(CASES[-5:])
    assert len(asked) == 60
    project.do(edit.SetFact("task_kind", "number", "the kind"))
    assert len(offered_cases(project).to_ask()) == 100
