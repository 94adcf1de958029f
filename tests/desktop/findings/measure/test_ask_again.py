"""The same cases asked again: who can be, which tries are missing, and what they come to."""

from desktop.findings.candidate_measurement import candidates_of, measurement_of
from desktop.findings.chosen_candidate import launch_test
from desktop.findings.measure.ask_again import (
    ask_again_words,
    asked_cases,
    tries_by_itself,
    why_not_ask_again,
)
from desktop.findings.measure.candidates import candidates_view
from desktop.findings.measure.candidates_evidence import candidates_evidence
from desktop.findings.measure.candidates_text import measurement_text
from desktop.findings.measure.failure_types import failures_view, repeats_words
from desktop.jobs.answer_fresh import AnswerFresh, answer_fresh
from desktop.project import commands as edit
from desktop.project.commands.measure import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import KIND_KEY
from desktop.project.project import Project
from estimators.measure.case import CandidateAnswer
from tests.desktop.findings.measure.test_unanswered import RULES, add, add_cases
from tests.jobs_in_process import run_job


def told(project: Project) -> dict[str, str]:
    """Ten cases, a rule and a file that answered them, by the names of the two their uids."""
    project.do(edit.SetFact(KIND_KEY, "classify", "the kind"))
    add_cases(project, 0, 10)
    return {
        "Rule": add(project, "Rule", CandidateSource.RULE, RULES),
        "File": add(project, "File", CandidateSource.FILE),
    }


def test_only_who_answers_by_itself_is_asked_again(project: Project) -> None:
    uids = told(project)
    by_name = {one.name: one for one in candidates_of(project)}
    assert "ask it again where it runs" in why_not_ask_again(project, by_name["File"])
    assert "answer by themselves" in why_not_ask_again(project, by_name["Always “other”"])
    assert why_not_ask_again(project, by_name["Rule"]) == ""
    assert asked_cases(project, uids["File"]) is None
    found = measurement_of(project)
    assert found is not None
    assert list(failures_view(project, found, by_name["Rule"]).offers) == ["launch", "again"]
    assert list(failures_view(project, found, by_name["File"]).offers) == ["launch"]


def test_a_rule_answers_each_try_and_what_came_of_it_is_one_sentence_everywhere(
    project: Project,
) -> None:
    uid = told(project)["Rule"]
    asked = asked_cases(project, uid)
    assert asked is not None
    assert (asked.times, len(asked.missing(1)), len(asked.missing(3))) == (1, 0, 20)
    assert ask_again_words(project, asked, 3).endswith(
        "asked 3 times each: 20 answers are missing."
    )
    for one in run_job(answer_fresh, AnswerFresh(project.path, (uid,), 3)):
        project.measured.append_answers(one.uid, one.answers)
    asked = asked_cases(project, uid)
    assert asked is not None
    assert asked.missing(3) == ()
    assert "already" in ask_again_words(project, asked, 3)
    found = measurement_of(project)
    assert found is not None
    chosen = next(one for one in found.candidates if one.uid == uid)
    said = repeats_words(found, chosen)
    assert said.startswith("Asked 3 times, 100% of 10 cases got the same answer each time (")
    assert said in candidates_view(project, found, chosen).lead
    assert f"“Rule”: {said}" in measurement_text(found.measured)
    project.do(edit.SetFact("measure.chosen", uid, "the candidate for the launch"))
    table = candidates_evidence(project, None)
    assert table is not None
    assert said in table.lead
    assert table.level is not None
    assert (table.level.n, table.level.counted, table.level.text) == (10, None, "100%")
    test = launch_test(project)
    assert test is not None
    assert (test.n, test.right, test.exact) == (10, None, False)


def test_a_try_that_was_stopped_half_way_goes_on_with_what_is_missing(project: Project) -> None:
    uid = told(project)["Rule"]
    project.measured.append_answers(
        uid, [CandidateAnswer("c0", "other", trial=1), CandidateAnswer("c1", "lamp", trial=1)]
    )
    asked = asked_cases(project, uid)
    assert asked is not None
    assert (asked.times, len(asked.missing(asked.times))) == (2, 8)
    assert {one.case for one in tries_by_itself(project, asked, 1)} == {
        f"c{at}" for at in range(2, 10)
    }
    found = measurement_of(project)
    assert found is not None
    chosen = next(one for one in found.candidates if one.uid == uid)
    assert "50% of 2 cases" in repeats_words(found, chosen)


def test_an_address_is_only_sent_the_tries_that_are_missing(project: Project) -> None:
    told(project)
    settings = CandidateSettings(
        wire="openai", url="http://127.0.0.1:9/v1", model="m", prompt="{input}"
    )
    put = PutCandidate(None, "Prompt", CandidateSource.ADDRESS, settings)
    project.do(put)
    given = [
        CandidateAnswer(f"c{at}", "other", trial)
        for at in range(10)
        for trial in range(2 if at < 4 else 1)
    ]
    project.measured.append_answers(put.uid, given)
    from desktop.findings.measure.ask_again import to_send_again

    asked = asked_cases(project, put.uid)
    assert asked is not None
    found = to_send_again(project, asked, 3).preview({})
    assert (found.calls, found.known) == (16, 0)
