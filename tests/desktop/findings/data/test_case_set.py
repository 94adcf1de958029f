"""What Data says of cases: what is held out and tested, what stands on both sides, what so many can show."""

import pytest

from desktop.findings.data.case_findings import case_findings, plan_test
from desktop.findings.data.case_set import case_set, held_out_part
from desktop.findings.data.case_view import case_view
from desktop.findings.data.grading_certainty import certainty_of, duration, more_words
from desktop.findings.data.view import view
from desktop.project import commands as edit
from desktop.project.measure_records import CasePoints, NewCase
from desktop.project.product import case_noun_of, set_product
from estimators.measure.case import EvalCase
from reports.chart_data import ClassCountChart
from reports.curve_data import CurveChart
from tests.desktop.message_story import TOPICS, tell


@pytest.fixture
def story(project):
    tell(project)
    return project


def of_kind(project, kind, *cases):
    for command in set_product(project, kind, ("text",)):
        project.do(command)
    project.do(edit.AddCases(cases))
    return project


def finding(project, kind):
    return next((line for line in case_findings(project) if line.kind == kind), None)


def test_the_story_says_what_sixty_graded_messages_can_show(story) -> None:
    said = view(story)
    assert said.headline == "60 graded messages can show 80%, if 54 are good."
    assert said.lead.startswith("760 messages. 300 are held out: nobody writes a prompt")
    assert said.lead.endswith("0 of the 60 have their points.")
    rows = said.chart("classes", ClassCountChart).rows
    assert [(row.learn + row.held_out, row.end) for row in rows[:2]] == [
        (266, "105 held out · 21 graded"),
        (190, "75 held out · 15 graded"),
    ]
    points = said.chart("curve", CurveChart).points
    assert [point.label for point in points] == ["60: 81%", "150: 85%"]
    assert more_words(story) == ("85% needs about 150 graded messages, or 56 good ones of the 60.")
    assert finding(story, "aside").detail == "812 messages came in; 760 are left."


def test_each_topic_has_its_share_of_what_is_graded(story) -> None:
    assert [one.tested for one in case_set(story).slices] == [21, 15, 9, 9, 6]
    story.do(edit.SetFact("data.to_grade", 100, "how many are graded"))
    assert sum(one.tested for one in case_set(story).slices) == 100


def test_points_are_counted_where_they_are_wanted(story) -> None:
    found = case_set(story)
    one = next(one for one in found.held if one.case.id in found.tested)
    story.do(edit.PutCase(one.id, None, CasePoints(("says sorry",)), one.case.slice, ""))
    assert len(case_set(story).without_answer) == 59
    assert finding(story, "unwritten").text == "59 of the 60 have no points yet"


def test_a_part_is_held_out_by_topic_and_keeps_together_what_belongs_together(project) -> None:
    of_kind(
        project,
        "generate",
        *(
            NewCase(EvalCase(f"{topic[0]}{at}", f"{topic} {at}", None, f"{topic}{at // 2}", topic))
            for topic, n in (("Order", 40), ("Damaged", 20))
            for at in range(n)
        ),
    )
    found = case_set(project)
    ids = held_out_part(found, 30)
    project.do(plan_test(found, case_noun_of(project), 30))
    after = case_set(project)
    assert ids == held_out_part(found, 30)  # drawn by a lot that stays
    assert [(one.name, one.held_out) for one in after.slices] == [("Order", 20), ("Damaged", 10)]
    assert after.leaks.n == 0
    assert finding(project, "fair").state == "pass"
    project.do(plan_test(after, case_noun_of(project), 30, graded=25))
    assert case_set(project).planned == 25
    assert plan_test(case_set(project), case_noun_of(project), 30, graded=25) is None


def test_a_group_on_both_sides_is_said_and_kept_on_one(project) -> None:
    of_kind(
        project,
        "generate",
        NewCase(EvalCase("1", "Where is it?", None, "ann"), held_out=True),
        NewCase(EvalCase("2", "It broke", None, "ann")),
        NewCase(EvalCase("3", "What does it cost?", None, "bo"), held_out=True),
    )
    leak = finding(project, "groups")
    assert (leak.state, leak.text) == ("fail", "1 group is on both sides")
    project.do(leak.mend)
    assert finding(project, "groups") is None
    assert [one.held_out for one in case_set(project).cases] == [False, False, True]


def test_a_copy_that_was_taken_back_is_a_leak(project) -> None:
    of_kind(
        project,
        "generate",
        NewCase(EvalCase("1", "Where is it?")),
        NewCase(EvalCase("2", "where  is it?"), held_out=True, aside="1"),
    )
    assert case_set(project).leaks.n == 0
    project.do(edit.SetAsideCases((2,), ""))
    assert finding(project, "copies").state == "fail"


def test_a_seen_case_is_never_held_out_anew(project) -> None:
    of_kind(project, "generate", *(NewCase(EvalCase(str(at), f"{at}?")) for at in range(4)))
    project.do(edit.SeeCases((2,)))
    assert 2 not in held_out_part(case_set(project), 4)


def test_where_right_answers_are_known_those_without_are_not_tested(project) -> None:
    of_kind(
        project,
        "transcribe",
        NewCase(EvalCase("1", "a.wav", "two lamps"), held_out=True),
        NewCase(EvalCase("2", "b.wav"), held_out=True),
    )
    said = case_view(project)
    assert "cannot show 80%" in said.headline
    assert said.lead.endswith("1 of them has no right answer yet.")
    assert case_set(project).tested == {"1"}


def test_personal_data_is_found_and_masked_words_are_not(project) -> None:
    of_kind(project, "generate", NewCase(EvalCase("1", "Card 4111 1111 1111 1111")))
    assert finding(project, "personal").names == ("1",)


def test_the_bound_is_the_exact_one_and_no_bar_is_said() -> None:
    found = certainty_of(60)
    assert (found.needed, found.next_n, found.next_needed) == (54, 150, 56)
    assert round(found.surely, 3) == 0.812
    assert certainty_of(10, 0.8).needed is None
    assert [duration(one) for one in (30, 2400, 12_000, 7200)] == [
        "1 minute", "40 minutes", "3 hours 20 minutes", "2 hours",
    ]  # fmt: skip


def test_nothing_there_leads_to_bringing_and_to_a_fake(project) -> None:
    of_kind(project, "generate")
    said = case_view(project)
    assert said.headline.endswith("?")
    assert "messages" in said.lead
    assert TOPICS
