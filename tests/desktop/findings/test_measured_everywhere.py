"""One number, one wording: what a candidate came to on Measure stands in Decide, Launch and the report."""

from dataclasses import replace

import pytest

from desktop.findings.candidate_measurement import CHOSEN_KEY
from desktop.findings.case import case_of
from desktop.findings.chosen_candidate import launch_test, option_tests
from desktop.findings.data.case_set import case_set
from desktop.findings.decide.option_sheet import option_sheet
from desktop.findings.decide.verdict import work_out
from desktop.findings.launch.acceptance import bar_test
from desktop.findings.launch.checks import named_checks
from desktop.findings.launch.evidence import launch_evidence
from desktop.findings.launch.view import view
from desktop.findings.measure.candidates_evidence import candidates_evidence
from desktop.findings.measure.view import view as measure_view
from desktop.findings.problem.product_words import absent_parts
from desktop.findings.stage_status import stage_statuses
from desktop.project import commands as edit
from desktop.project.measure_records import (
    CandidateSettings,
    CandidateSource,
    GradeVerdict,
    NewCase,
    NewGrade,
)
from desktop.project.product import set_product
from desktop.project.stages import Stage
from estimators.measure.case import CandidateAnswer, EvalCase
from reports.launch_evidence import CheckState
from reports.provenance import Provenance
from tests.desktop.message_story import add_candidate, tell


@pytest.fixture
def story(project):
    tell(project)
    project.do(edit.SetBar(0.8, "sessions", Provenance.SIMULATED, "people sent 7 in 10"))
    return project


def graded(project, *, name_first=True):
    """Four candidates, the first named before anybody grades."""
    if name_first:
        command = edit.PutCandidate(None, "Prompt v3", CandidateSource.ADDRESS, uid="v3")
        project.do(edit.SetFact(CHOSEN_KEY, command.uid, "the candidate for the launch"))
    prompt = add_candidate(
        project, "Prompt v3", CandidateSource.ADDRESS, 54, cost=0.0064, seconds=2.8,
        prompt="Answer {input}", uid="v3",
    )  # fmt: skip
    add_candidate(project, "People today", CandidateSource.PEOPLE, 51)
    add_candidate(project, "Service A", CandidateSource.FILE, 45, cost=0.16)
    add_candidate(project, "Keyword rule", CandidateSource.RULE, 15)
    return prompt


def test_each_candidate_stands_for_its_own_way(story) -> None:
    graded(story)
    assert {one.option: (one.right, one.n) for one in option_tests(story)} == {
        "prompt": (54, 60),
        "today": (51, 60),
        "service": (45, 60),
        "rule": (15, 60),
    }
    case = case_of(story)
    assert case["measured"]["of"] == "prompt"
    assert [one["of"] for one in case["measured"]["beside"]] == ["today", "service", "rule"]
    price = case["prompt_price"]
    assert price["low"] == price["high"] == pytest.approx(0.0064)
    worked = work_out(case)
    inputs = worked.valuation.inputs
    for name, counts in (
        ("accuracy_prompt", (54, 6)),
        ("accuracy_product", (45, 15)),
        ("accuracy_rule", (15, 45)),
        ("baseline_accuracy", (51, 9)),
    ):
        assert (inputs[name].counts, inputs[name].provenance) == (counts, "measured")
    sheet = dict(option_sheet(worked.valuation, worked.valuation.option("prompt_api").label).worth)
    assert sheet["How often it is right"] == "measured: 54 of 60, usually in 2.8 s"


def test_decide_launch_and_report_say_the_same(story) -> None:
    graded(story)
    said = " ".join(reason.text for reason in work_out(case_of(story)).assessment.reasons)
    assert "54 of 60 were good: sure of at least 81.2%" in said
    launch = view(story)
    assert launch.headline == "The bar is passed, with none to spare."
    assert launch.lead.startswith("Prompt v3: 54 of 60 good")
    report = launch_evidence(story)
    assert report.acceptance.observed_words == "54 of 60"
    assert report.acceptance.run == "Prompt v3"
    assert report.chart.mid_text == "54 of 60 good"
    assert report.chart.low_text == "sure of at least 81.2%"
    rail = {status.stage: status.words for status in stage_statuses(story)}
    assert rail[Stage.MEASURE] == "Prompt v3: 90% good"
    assert rail[Stage.LAUNCH] == "Bar passed, 3 open"
    assert rail[Stage.DATA] == "760 messages"


def test_who_is_picked_after_grading_pays_for_it(story) -> None:
    graded(story, name_first=False)
    test = bar_test(story)
    assert (
        test.candidate.among == 3
    )  # the prompt, the service and the rule: people are not launched
    assert not test.passes
    assert "picked among 3" in view(story).lead
    assert case_of(story)["measured"]["among"] == 3


def test_who_was_tried_on_other_cases_pays_nothing(story) -> None:
    add_candidate(story, "Prompt v3", CandidateSource.ADDRESS, 54, prompt="x", chosen_on="work")
    add_candidate(story, "Service A", CandidateSource.FILE, 45)
    assert launch_test(story).among == 1
    assert bar_test(story).passes


def test_another_candidate_is_taken_to_launch_and_back(story) -> None:
    graded(story)
    service = next(one for one in option_tests(story) if one.option == "service")
    story.do(edit.SetFact(CHOSEN_KEY, service.uid, "the candidate for the launch"))
    assert bar_test(story).name == "Service A"
    assert case_of(story)["measured"]["of"] == "service"
    story.file.undo()
    assert bar_test(story).name == "Prompt v3"


def test_a_fake_is_never_measured(story) -> None:
    add_candidate(story, "The fake", CandidateSource.FAKE, 60)
    assert option_tests(story) == ()
    assert bar_test(story) is None
    assert "measured" not in case_of(story)


def test_harm_fairness_and_the_rule_are_checked(story) -> None:
    graded(story)
    checks = named_checks(story, candidate=launch_test(story))
    assert checks["harm"].value == "0 of 60, so at most 4.9%"
    assert checks["harm"].state is CheckState.PASS
    assert checks["harm"].detail == "Allowed: at most 5%."
    # People today were graded beside it: it has to beat them, not the rule that is worse than they are.
    assert checks["better"].text == "Better than “People today”"
    assert checks["better"].state is CheckState.NOT_SHOWN
    assert checks["better"].claim == "It is not shown that it is better than “People today”"
    assert checks["fair"].state is CheckState.PASS
    one = next(one for one in story.measured.cases() if one.held_out)
    other = next(one for one in story.measured.cases() if not one.held_out and not one.aside)
    for each in (one, other):
        story.do(edit.PutCase(each.id, None, each.points, each.case.slice, "ann"))
    assert named_checks(story, candidate=launch_test(story))["fair"].state is CheckState.FAIL


def test_a_second_person_is_asked_for_no_more_than_is_graded(story) -> None:
    add_candidate(story, "Prompt v3", CandidateSource.ADDRESS, 12, cases=sorted(case_set(story).tested)[:12], prompt="x")  # fmt: skip
    assert named_checks(story, candidate=launch_test(story))["alike"].detail == (
        "Let a second person grade the same answers. It takes 30, and 12 are graded."
    )


def test_two_people_have_to_grade_alike(story) -> None:
    prompt = graded(story)

    def check():
        return named_checks(story, candidate=launch_test(story))["alike"]

    assert (check().value, check().state) == ("only one person graded", CheckState.NOT_SHOWN)
    first = {one.grade.case: one.grade for one in story.measured.grades(prompt)}

    def second(n: int, differ: int) -> None:
        said = [replace(one, rater="Bo") for one in list(first.values())[:n]]
        turned = {GradeVerdict.GOOD: GradeVerdict.BAD, GradeVerdict.BAD: GradeVerdict.GOOD}
        story.do(edit.PutGrades(tuple(replace(one, verdict=turned[one.verdict]) if at < differ else one for at, one in enumerate(said))))  # fmt: skip

    second(20, 0)
    assert (check().value, check().state) == ("20 of 20", CheckState.NOT_SHOWN)
    assert "grade 10 more of the same answers" in check().detail
    second(40, 6)
    assert (check().value, check().state) == ("34 of 40", CheckState.PASS)
    second(40, 7)
    assert (check().value, check().state) == ("33 of 40", CheckState.NOT_SHOWN)
    assert "Settle what they differ on" in check().detail


@pytest.mark.parametrize(("good", "state"), [(54, CheckState.NOT_SHOWN), (20, CheckState.FAIL)])
def test_a_judge_that_read_the_rest_never_passes_a_bar(story, good, state) -> None:
    cases = [one.case.id for one in story.measured.cases() if one.held_out][:60]
    put = edit.PutCandidate(None, "Prompt v3", CandidateSource.ADDRESS, CandidateSettings(prompt="x"))  # fmt: skip
    story.do(put)
    answers = [CandidateAnswer(case, "x", judge=at % 60 < good) for at, case in enumerate(cases)]
    story.measured.append_answers(put.uid, answers)
    read = cases[: 3 * len(cases) // 4]
    verdicts = [
        GradeVerdict.GOOD if at % 60 < good else GradeVerdict.BAD for at in range(len(read))
    ]
    story.do(edit.PutGrades(tuple(NewGrade(put.uid, case, "Ana", said) for case, said in zip(read, verdicts, strict=True))))  # fmt: skip
    check = named_checks(story, candidate=launch_test(story))["all_read"]
    assert check.state is state
    assert check.text == f"Holds on all {len(cases)} messages, {len(cases) - len(read)} read by the judge only"  # fmt: skip
    assert ("a judge never passes a bar" in check.detail) == (state is CheckState.NOT_SHOWN)


def test_one_harm_of_sixty_is_one_too_many(story) -> None:
    add_candidate(story, "Prompt v3", CandidateSource.ADDRESS, 54, prompt="x", harm=1)
    checks = named_checks(story, candidate=launch_test(story))
    assert checks["harm"].value == "1 of 60, so at most 7.7%"
    assert checks["harm"].state is CheckState.NOT_SHOWN


def test_measure_pays_as_launch_does(story) -> None:
    graded(story, name_first=False)
    said = measure_view(story)
    assert said.headline.endswith("It does not clear the bar yet.")
    assert "picked among 3 on the same messages" in said.lead
    assert "sure of at least 78.5%" in said.lead
    assert bar_test(story).bound == "at least 78.5%"


def test_the_report_asks_for_as_many_as_launch_does(story) -> None:
    graded(story, name_first=False)
    needed = bar_test(story).measured.test.correct_needed
    found = candidates_evidence(story, None)
    assert found.enough[0] == f"60 graded messages can show 80%, if {needed} are good."
    assert "the launch test starts lower, since one was picked among 3" in found.note


def test_who_was_named_before_grading_is_said_to_pay_nothing(story) -> None:
    graded(story)
    said = "“Prompt v3” was named before anybody graded, so the bound pays nothing for having picked it."
    assert said in measure_view(story).lead
    assert said in view(story).lead


def test_the_report_says_how_many_people_graded(story) -> None:
    graded(story)
    assert candidates_evidence(story, None).note.startswith("Graded by one person. ")
    sentences = {part.section: part.sentence for part in absent_parts(story)}
    assert sentences["data"] == "One person graded answers to 60."


def test_the_report_prints_the_same_level(story) -> None:
    graded(story)
    level = candidates_evidence(story, None).level
    assert (level.counts, level.value) == ("54 of 60", launch_test(story).share)


def test_the_report_says_who_was_asked_what_and_in_which_cases_it_was_wrong(story) -> None:
    uid = add_candidate(
        story, "Prompt v3", CandidateSource.ADDRESS, 54, cost=0.0064, prompt="Answer {input}",
        model="gpt-x", url="https://a.example/v1",
    )  # fmt: skip
    again = CandidateAnswer("0001", "x", 1, model="gpt-x-2026", at="2026-11-03T10:00:00+00:00")
    story.measured.append_answers(uid, [again])
    found = candidates_evidence(story, None)
    card = next(one.card for one in found.candidates if one.name == "Prompt v3")
    assert (card.asked, len(card.sha256)) == ("Answer {input}", 64)
    assert (card.of_model, card.address) == ("gpt-x, answers as gpt-x-2026", "https://a.example/v1")
    assert (card.date, card.cost) == ("3 Nov 2026", "$6.40 for 1,000 answers")
    (wrong,) = found.failures
    assert (wrong.n, wrong.share, len(wrong.cases)) == (6, "6 of 60", 6)
    assert wrong.at_most == "18.8%"  # 54 of 60: sure of at least 81.2%
    assert [row.note for row in found.slices.rows][-1].endswith("of 6")


def test_words_are_held_against_the_bar_by_the_lower_end_and_never_counted(project) -> None:
    for command in set_product(project, "transcribe", ("sound",)):
        project.do(command)
    said = "please send two brass lamps and one oak table to Leeds"
    cases = [
        NewCase(EvalCase(str(at), f"{at}.wav", f"{said} {at}"), held_out=True) for at in range(30)
    ]
    project.do(edit.AddCases(tuple(cases)))
    project.do(edit.SetBar(0.8, "own", Provenance.GUESS, "as agreed"))
    made = edit.PutCandidate(None, "Service B", CandidateSource.FILE)
    project.do(made)
    heard = [
        CandidateAnswer(str(at), said.replace("brass", "glass") if at % 2 else f"{said} {at}")
        for at in range(30)
    ]
    project.measured.append_answers(made.uid, heard)
    test = bar_test(project)
    assert test.candidate.right is None
    assert test.passes
    assert test.observed_words == "92%"
    assert "92% on 30 recordings: sure of at least" in view(project).lead
    assert case_of(project)["measured"]["metric"] == "words"
    said_of = " ".join(r.text for r in work_out(case_of(project)).assessment.reasons)
    assert "It reaches 92%: sure of at least" in said_of
