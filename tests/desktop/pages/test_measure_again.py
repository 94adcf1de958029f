"""Asking the same cases again in the window: how often, what it sends and costs, and whether the answers stay the same."""

import pytest

from desktop.findings.candidate_measurement import candidates_of, measurement_of
from desktop.findings.measure.failure_types import repeats_words
from desktop.jobs.answer_fresh import FUNCTION
from desktop.jobs.ask_candidate import AskCandidate, ask_candidate
from desktop.jobs.queue import JobQueue
from desktop.pages.measure.again import AskAgain
from desktop.pages.measure.page import MeasurePage
from desktop.pages.measure.sources.address_job import JOB
from desktop.project.commands import SetFact
from desktop.project.commands.measure import PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource
from desktop.project.product import KIND_KEY
from desktop.session import Session
from estimators.measure.case import CandidateAnswer
from mock_ai.server.runner import start_in_background
from tests.desktop.findings.measure.test_unanswered import RULES, add, add_cases

CASES = tuple(f"c{at}" for at in range(10))


@pytest.fixture
def page(session: Session, shown, jobs: JobQueue) -> MeasurePage:
    session.do(SetFact(KIND_KEY, "classify", "the kind"))
    add_cases(session.project, 0, 10)
    made = MeasurePage(session, jobs)
    made.ensure_built()
    shown(made, 1400, 860)
    return made


def open_again(page: MeasurePage) -> AskAgain:
    page.choice.ask_again()
    (found,) = [one for one in page.window().findChildren(AskAgain) if one.isVisible()]
    return found


def said(popover: AskAgain) -> str:
    return popover.said.text()


def choose(page: MeasurePage, name: str) -> None:
    page.choice.read()
    page.choice.choose_name(name)


def test_a_rule_is_asked_again_for_nothing(page, qtbot, jobs) -> None:
    session = page.session
    add(session.project, "Rule", CandidateSource.RULE, RULES)
    session.appended("candidate")
    choose(page, "Rule")
    assert page.choice.no_again() == ""
    asks = open_again(page)
    assert asks.times.value() == 3
    assert not asks.paid.isVisible()
    assert asks.send.text() == "Ask 20 more"
    asks.times.set_number(2)
    asks.times.changed.emit(2.0)
    assert asks.send.text() == "Ask 10 more"
    asks.submit()
    qtbot.waitUntil(lambda: not jobs.busy)
    found = measurement_of(session.project)
    assert found is not None
    assert repeats_words(found, found.candidates[0]).startswith("Asked 2 times, 100% of 10 cases")
    assert repeats_words(found, found.candidates[0]) in page.header.lead.text()
    choose(page, "Always “other”")
    assert (
        page.choice.no_again() == "Only addresses, rules and trained models answer by themselves."
    )


def test_an_address_is_asked_again_within_a_sum_cancelled_and_gone_on_with(
    page, qtbot, jobs
) -> None:
    session = page.session
    with start_in_background(port=0) as vendor:
        settings = CandidateSettings(
            wire="openai",
            url=vendor.base_url,
            model="m",
            prompt="{input}",
            price_in=1.0,
            price_out=2.0,
        )
        put = PutCandidate(None, "Prompt", CandidateSource.ADDRESS, settings)
        session.do(put)
        path = session.project.path
        first = AskCandidate(
            path, put.uid, "Prompt", "classify", settings, CASES, (), 1.0, vendor.token
        )
        session.project.measured.append_answers(
            put.uid, ask_candidate(first, lambda *_: None, lambda: False).answers
        )
        session.appended("candidate")
        choose(page, "Prompt")
        asks = open_again(page)
        qtbot.waitUntil(lambda: asks.send.off_reason == "")
        assert "20 calls to 127.0.0.1" in said(asks)
        assert "It is likely to cost $" in said(asks)
        assert "It has cost $" in said(asks)
        cap = asks.cap.value()
        assert cap > 0
        asks.cap.set_number(0)
        asks.cap.changed.emit(0.0)
        assert asks.send.off_reason == "Say for how much at most, all told."
        asks.cap.set_number(cap)
        asks.cap.changed.emit(cap)
        asks.key.setText(vendor.token)
        # A run that was cancelled after its first answers: the rest is what is asked, and nothing twice.
        half = ask_candidate(
            AskCandidate(
                path,
                put.uid,
                "Prompt",
                "classify",
                settings,
                CASES[:4],
                (),
                1.0,
                vendor.token,
                times=3,
            ),
            lambda *_: None,
            lambda: False,
        )
        session.project.measured.append_answers(put.uid, half.answers)
        before = vendor.journal.total
        asks.submit()
        assert page.choice.no_again() == "It is being asked."
        qtbot.waitUntil(lambda: not jobs.busy)
        assert vendor.journal.total - before == 12  # six cases, two tries each
    (one,) = [each for each in candidates_of(session.project) if each.uid == put.uid]
    assert {
        name: [answer.trial for answer in tries] for name, tries in one.answers.answers.items()
    } == {name: [0, 1, 2] for name in CASES}
    assert vendor.token.encode() not in path.read_bytes()


def test_what_is_not_allowed_to_leave_is_not_asked_again(page, qtbot) -> None:
    session = page.session
    settings = CandidateSettings(
        wire="openai", url="https://models.example.com/v1", model="m", prompt="{input}"
    )
    put = PutCandidate(None, "There", CandidateSource.ADDRESS, settings)
    session.do(put)
    session.project.measured.append_answers(
        put.uid, [CandidateAnswer(name, "other") for name in CASES]
    )
    session.appended("candidate")
    choose(page, "There")
    asks = open_again(page)
    qtbot.waitUntil(lambda: "models.example.com" in asks.send.off_reason)
    assert asks.send.off_reason == "The cases may not go to models.example.com in this project."
    asks.submit()
    assert not page.choice._jobs.is_active(JOB)
    assert not page.choice._jobs.is_active(FUNCTION)
    asks.close_popover()


def test_a_trained_model_is_asked_again_and_its_test_answers_are_its_first_try(
    trained_session, shown, qtbot, jobs
) -> None:
    project = trained_session.project
    page = MeasurePage(trained_session, jobs)
    page.ensure_built()
    shown(page, 1400, 860)
    assert page.choice.no_again() == ""
    asks = open_again(page)
    n = len(measurement_of(project).cases)
    assert asks.send.text() == f"Ask {2 * n} more"
    asks.submit()
    qtbot.waitUntil(lambda: not jobs.busy)
    found = measurement_of(project)
    run = next(one for one in found.candidates if one.run is not None)
    assert {len(tries) for tries in run.answers.answers.values()} == {3}
    said = repeats_words(found, run)
    assert said.startswith(f"Asked 3 times, 100% of {n} cases got the same answer each time (")
    assert said in page.header.lead.text()
