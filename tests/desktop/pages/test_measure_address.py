"""An address among the candidates: what is sent is shown, answers are kept one by one, nothing leaves without permission."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest

from desktop.findings.candidate_measurement import candidates_of
from desktop.findings.measure.address_candidate import NETWORK_KEY, allow_host, allowed_hosts
from desktop.findings.measure.view import view
from desktop.jobs.ask_candidate import AskCandidate, answer_log_path, ask_candidate
from desktop.jobs.queue import JobQueue
from desktop.pages.measure.page import MeasurePage
from desktop.pages.measure.sources.address import AddressPage
from desktop.project.commands import AddExamples, SetFact
from desktop.project.commands.measure import AddCases, PutCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource, NewCase
from desktop.project.product import KIND_KEY
from desktop.project.records import NewExample
from desktop.session import Session
from desktop.widgets.ask import AskPopover
from desktop.widgets.label import Label
from desktop.widgets.rows import CodeWell
from estimators.measure.case import EvalCase
from mock_ai.scenario import Scenario
from mock_ai.server.runner import ServerThread, start_in_background
from tests.desktop.graded_replies import CASES, add_cases
from tests.estimators.measure.endpoint.secret_ring import SecretRing


@pytest.fixture(scope="module")
def vendor() -> Iterator[ServerThread]:
    """The product's own fake, which answers on every wire."""
    with start_in_background(port=0) as running:
        yield running


@pytest.fixture
def page(session: Session, shown, jobs: JobQueue) -> MeasurePage:
    add_cases(session.project)
    session.do(
        AddCases((NewCase(EvalCase("w1", "Where is it?")), NewCase(EvalCase("w2", "Refund me"))))
    )
    made = MeasurePage(session, jobs)
    made.ensure_built()
    shown(made, 1400, 860)
    return made


def address_page(page: MeasurePage, url: str, key: str = "") -> AddressPage:
    page.add_candidate(CandidateSource.ADDRESS)
    found = page.adding.pages[CandidateSource.ADDRESS]
    assert isinstance(found, AddressPage)
    found.url.setText(url)
    found.model.setText("small")
    found.key.setText(key)
    found.settle()
    return found


def said(page: AddressPage) -> str:
    return " ".join(row.accessibleName() for row in page.said.rows())


def test_a_service_answers_every_held_out_case_and_stands_among_the_candidates(
    page, vendor, qtbot, jobs
) -> None:
    session = page.session
    asking = address_page(page, vendor.base_url, vendor.token)
    qtbot.waitUntil(
        lambda: any("has no key ring" in one.text() for one in asking.findChildren(Label))
    )
    assert "60 calls" in said(asking)
    assert "this computer" in said(asking)
    assert page.adding.go.text() == "Let it answer 60"
    assert page.adding.go.off_reason == ""
    page.adding.submit()
    assert session.undo_text == "add Prompt v1"
    qtbot.waitUntil(lambda: not jobs.busy)
    (one,) = candidates_of(session.project)
    assert len(one.answers.answers) == 60
    assert one.settings.model == "small"
    assert page.header.headline.text() == view(session.project).headline


def test_a_prompt_is_tried_on_cases_one_works_with_and_nothing_is_kept_of_that(
    page, vendor, qtbot, jobs
) -> None:
    asking = address_page(page, vendor.base_url, vendor.token)
    assert asking.try_three.text() == "Try it on 2 you work with"
    asking.try_three.click()
    qtbot.waitUntil(lambda: "2 messages tried" in said(asking))
    assert candidates_of(page.session.project) == ()
    page.adding.close_popover()


def test_what_is_missing_is_asked_for_later_within_another_sum(page, vendor, qtbot, jobs) -> None:
    session = page.session
    assert page.choice.no_resume() == "Everything that can answer by itself has answered all."
    settings = CandidateSettings(
        wire="openai", url=vendor.base_url, model="small", prompt="{input}"
    )
    put = PutCandidate(None, "Prompt v1", CandidateSource.ADDRESS, settings)
    session.do(put)
    first = AskCandidate(
        session.project.path,
        put.uid,
        "Prompt v1",
        "generate",
        settings,
        CASES[:9],
        (),
        1.0,
        vendor.token,
    )
    found = ask_candidate(first, lambda *_: None, lambda: False)
    session.project.measured.append_answers(put.uid, found.answers)
    session.appended("candidate")
    assert page.choice.no_resume() == ""
    page.choice.resume()
    (asks,) = [one for one in page.window().findChildren(AskPopover) if one.isVisible()]
    asks.fields["key"].setText(vendor.token)
    asks.submit()
    qtbot.waitUntil(lambda: len(candidates_of(session.project)[0].answers.answers) == 60)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert page.choice.no_resume() != ""


def test_photos_are_shown_before_they_are_sent_and_answered_by_who_knows_them(
    session: Session, shown, qtbot, jobs: JobQueue, digits_folder
) -> None:
    paths = sorted(digits_folder(n=3, classes=2).rglob("*.png"))
    digests = {path: sha256(path.read_bytes()).hexdigest() for path in paths}
    labels = tuple(dict.fromkeys(path.parent.name for path in paths))
    session.do(SetFact(KIND_KEY, "classify", "the kind"))
    kept = [
        NewExample(str(one), one.name, digests[one], one.stat().st_size, "photo", one.parent.name)
        for one in paths
    ]
    session.do(AddExamples(tuple(kept)))
    cases = [NewCase(EvalCase(one.path, one.path, one.label), held_out=True) for one in kept]
    session.do(AddCases(tuple(cases)))
    page = MeasurePage(session, jobs)
    page.ensure_built()
    shown(page, 1400, 860)
    known = {digests[path]: path.parent.name for path in paths}
    fake = Scenario("x", "X", labels, accuracy=1.0).fake(known=known)
    with start_in_background(fake, port=0) as vendor:
        asking = address_page(page, vendor.base_url, vendor.token)
        asking.wire.set_value("anthropic")
        asking.url.setText(vendor.base_url)
        asking.settle()
        assert "6 photos go along, " in said(asking)
        assert not asking.masks.isVisible()
        assert asking.prompt.toPlainText() == (
            "Which of these is it: 0, 1? Answer with one of them, and nothing else.\n\n{input}"
        )
        asking.see.click()
        wells: list[CodeWell] = []
        qtbot.waitUntil(lambda: bool(wells.extend(page.window().findChildren(CodeWell)) or wells))
        assert '"media_type": "image/png"' in wells[0].text.text()
        assert "(the file: 1 kB in base64)" in wells[0].text.text()
        assert vendor.token not in wells[0].text.text()
        assert not vendor.journal.total
        page.adding.submit()
        qtbot.waitUntil(lambda: not jobs.busy)
    (one, _commonest) = candidates_of(session.project)
    given = {name: trials[0].answer for name, trials in one.answers.answers.items()}
    assert given == {case.case.id: case.case.expected for case in cases}


def test_examples_in_the_prompt_come_from_the_work_part_alone_and_its_hash_follows(
    page, vendor, qtbot, jobs, tmp_path
) -> None:
    session = page.session
    held = page.session.project.measured.cases()[0].case
    answered = [
        NewCase(EvalCase("w3", "Is it late?", "It comes on Friday.")),
        NewCase(EvalCase("w4", "Can I return it?", "Within 30 days.")),
        NewCase(EvalCase("w5", held.input, "Given away.")),
    ]
    session.do(AddCases(tuple(answered)))
    asking = address_page(page, vendor.base_url, vendor.token)
    assert asking.examples.shown == ()
    bare = asking.preview.candidate.setup_hash
    asking.examples.source.set_value("work")
    asking.examples.source.chosen.emit("work")
    assert asking.examples.shown == (
        ("Is it late?", "It comes on Friday."),
        ("Can I return it?", "Within 30 days."),
    )
    one_hash = said(asking).partition("its hash is ")[2][:8]
    assert "The prompt shows 2 examples that are not held out; its hash is " in said(asking)
    asking.examples.count.set_number(1)
    asking.examples.count.changed.emit(1.0)
    assert "The prompt shows 1 example that is not held out" in said(asking)
    assert one_hash not in said(asking)
    assert asking.preview.candidate.setup_hash != bare
    assert "Is it late? → It comes on Friday." in asking.examples.list.rows()[0].text()
    asking.see.click()
    wells: list[CodeWell] = []
    qtbot.waitUntil(lambda: bool(wells.extend(page.window().findChildren(CodeWell)) or wells))
    assert "It comes on Friday." in wells[0].text.text()
    own = tmp_path / "own.csv"
    own.write_text(
        f'id,input,expected\n1,Do you ship to Rome?,Yes.\n2,"{held.input}",No.\n', "utf-8"
    )
    asking.examples.count.set_number(9)
    asking.examples.browse = lambda: str(own)
    asking.examples.source.set_value("file")
    asking.examples.source.chosen.emit("file")
    qtbot.waitUntil(lambda: asking.examples.shown == (("Do you ship to Rome?", "Yes."),))
    page.adding.submit()
    qtbot.waitUntil(lambda: not jobs.busy)
    (one,) = candidates_of(session.project)
    assert one.settings.examples == (("Do you ship to Rome?", "Yes."),)


def test_plain_json_shows_what_is_sent_and_what_would_be_read(page, qtbot, jobs) -> None:
    asking = address_page(page, "http://127.0.0.1:9/ask")
    asking.wire.set_value("json")
    asking.wire.chosen.emit("json")
    asking.url.setText("http://127.0.0.1:9/ask")
    asking.json.body.setPlainText('{"question": "{input}", "n": 1}')
    asking.settle()
    assert not asking.model_box.isVisible()
    assert not asking.prompt_box.isVisible()
    assert "60 calls to 127.0.0.1:9" in said(asking)
    asking.json.path.setText("choices.0.text")
    asking.json.sample.setPlainText('{"choices": [{"text": "On its way."}]}')
    asking.settle()
    (read,) = asking.json.read.rows()
    assert "The answer would be: On its way." in read.accessibleName()
    asking.json.path.setText("answer")
    asking.settle()
    (read,) = asking.json.read.rows()
    assert "There is no “answer” at the top; it has choices." in read.accessibleName()
    assert "Texts are at choices.0.text." in read.accessibleName()
    asking.json.body.setPlainText('{"question": "x"}')
    asking.settle()
    assert "has no “{input}” in it" in said(asking)
    assert page.adding.go.off_reason == "See what is said above."
    asking.json.body.setPlainText('{"question": "{prompt}"}')
    asking.settle()
    assert asking.prompt_box.isVisible()
    found = asking.settings()
    assert (found.body, found.answer_path, found.answer_schema) == (
        '{"question": "{prompt}"}',
        "answer",
        "",
    )
    page.adding.close_popover()


def test_nothing_leaves_before_somebody_allows_the_host_and_says_a_price(page) -> None:
    asking = address_page(page, "https://models.example.com/v1")
    assert "models.example.com, another computer" in said(asking)
    assert asking.allowed.isVisible()
    assert page.adding.go.off_reason == "Say that the cases may leave this computer."
    asking.allowed.setChecked(True)
    assert page.adding.go.off_reason.startswith("Say what a million tokens cost")
    asking.price_in.set_number(0.15)
    asking.price_out.set_number(0.6)
    asking.settle()
    assert page.adding.go.off_reason == ""
    page.adding.close_popover()
    assert page.session.project.answer(NETWORK_KEY) is None
    page.session.do(allow_host(page.session.project, "models.example.com"))
    assert allowed_hosts(page.session.project) == ("models.example.com",)


def test_a_prompt_without_a_place_for_the_case_is_refused_in_a_sentence(page, vendor) -> None:
    asking = address_page(page, vendor.base_url, vendor.token)
    asking.prompt.setPlainText("Say hello.")
    asking.settle()
    assert "The prompt has no place for the case." in said(asking)
    assert page.adding.go.off_reason == "See what is said above."
    page.adding.close_popover()


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux’s")
def test_a_key_goes_into_the_ring_and_is_found_there_by_who_is_asked_later(
    session, vendor, tmp_path, monkeypatch
) -> None:
    add_cases(session.project)
    settings = CandidateSettings(wire="openai", url=vendor.base_url, model="m", prompt="{input}")
    put = PutCandidate(None, "Prompt v1", CandidateSource.ADDRESS, settings)
    session.do(put)
    first = AskCandidate(
        session.project.path, put.uid, "Prompt v1", "generate", settings, CASES[:2], (), 1.0,
        vendor.token, keeps_key=True,
    )  # fmt: skip
    with SecretRing(tmp_path) as ring:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", ring.address)
        assert not ask_candidate(first, lambda *_: None, lambda: False).left
        assert list(ring.kept.values()) == [vendor.token.encode()]
        later = replace(first, key="", cases=CASES[:4])
        assert not ask_candidate(later, lambda *_: None, lambda: False).left
    unkept = ask_candidate(replace(first, cases=CASES[:5]), lambda *_: None, lambda: False)
    assert "The key was not kept" in unkept.sentences[-1]
    assert vendor.token not in repr(unkept)


def test_what_was_received_is_not_asked_for_again_and_the_key_is_in_no_file(
    session, vendor
) -> None:
    add_cases(session.project)
    settings = CandidateSettings(
        wire="openai", url=vendor.base_url, model="small", prompt="{input}"
    )
    put = PutCandidate(None, "Prompt v1", CandidateSource.ADDRESS, settings)
    session.do(put)

    def asked(cases: tuple[str, ...]) -> AskCandidate:
        path = session.project.path
        return AskCandidate(
            path, put.uid, "Prompt v1", "generate", settings, cases, (), 1.0, vendor.token
        )

    seen: list[int] = []
    ask_candidate(asked(CASES[:5]), lambda done, total, _text="": seen.append(total), lambda: False)
    assert seen[-1] == 5
    found = ask_candidate(
        asked(CASES[:8]), lambda done, total, _text="": seen.append(total), lambda: False
    )
    assert seen[-1] == 3  # five of the eight were there
    assert {one.case for one in found.answers} == set(CASES[:8])
    assert vendor.token not in repr(asked(CASES[:1]))
    assert vendor.token.encode() not in answer_log_path(put.uid).read_bytes()
    assert vendor.token.encode() not in session.project.path.read_bytes()
