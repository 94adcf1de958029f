"""A candidate of Measure put in the fake's place on Fake it, asked by a real client at the address that is served."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.jobs.queue import JobQueue
from desktop.pages.fake.page import FakePage
from desktop.pages.page import Page
from desktop.project.commands import AddCases, PutCandidate, SetFact
from desktop.project.commands.measure import DeleteCandidate
from desktop.project.measure_records import CandidateSettings, CandidateSource, NewCase
from desktop.project.product import KIND_KEY
from desktop.session import Session
from estimators.measure.case import CandidateAnswer, EvalCase
from tests.desktop.pages.fake_hands import ask, at_once, said, serve
from tests.patience import PATIENCE

RULES = "rules:\n  - if: {contains: refund}\n    then: Refunds take 5 days.\n"
Open = Callable[[Page], Page]


@pytest.fixture
def writing(session: Session) -> Session:
    """A project that writes, with two cases."""
    session.do(SetFact(KIND_KEY, "generate", "the kind"))
    cases = [EvalCase("1", "Where is my refund?"), EvalCase("2", "Hello?")]
    session.do(AddCases(tuple(NewCase(one, held_out=True) for one in cases)))
    return session


def add(session: Session, name: str, source: CandidateSource, **settings: str) -> PutCandidate:
    made = PutCandidate(None, name, source, CandidateSettings(**settings))
    session.do(made)
    return made


def page_of(session: Session, open_page: Open) -> FakePage:
    page = open_page(FakePage(session, JobQueue()))
    assert isinstance(page, FakePage)
    return page


def asked(page: FakePage, text: str) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(
        f"{page.serving.address}/predict",
        data=json.dumps({"text": text}).encode(),
        headers={
            "Authorization": f"Bearer {page.serving.token}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return reply.status, json.loads(reply.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_rules_answer_at_the_same_address_until_the_fake_is_swapped_in(
    writing: Session, open_page: Open, qtbot: QtBot
) -> None:
    add(writing, "Refund rules", CandidateSource.RULE, rules=RULES)
    page = page_of(writing, open_page)
    at_once(writing)
    serve(page, qtbot)
    address = page.serving.address
    assert asked(page, "Where is my refund?")[1]["simulated"] is True
    page.swapping.run()
    qtbot.waitUntil(lambda: asked(page, "A refund, please")[1]["simulated"] is False)
    status, answer = asked(page, "A refund, please")
    assert (status, answer["answer"], answer["model"]) == (200, "Refunds take 5 days.", "Refund rules")  # fmt: skip
    status, answer = asked(page, "Hello?")
    assert status == 404
    assert answer["error"] == {"type": "no_answer", "message": "No rule of “Refund rules” holds for this."}  # fmt: skip
    assert page.serving.address == address
    assert page.header.headline.text() == "“Refund rules” answers in the fake’s place."
    qtbot.waitUntil(lambda: page.bar.state.text() == "Serving the answers of “Refund rules”")
    tab = page.scenario_tab
    assert tab.served.title.text() == "Refund rules"
    assert not tab.dials.isVisible()
    assert not tab.grid.isVisible()
    qtbot.waitUntil(lambda: "Refunds take 5 days." in tab.well.text.text())
    assert '"simulated": false' in tab.well.text.text()
    shown = f"{page.header.headline.text()} {page.header.lead.text()} {tab.well.text.text()}"
    assert "measured" not in shown.casefold()
    assert dict(page.keys())["R"] == "swap the fake in"
    page.swapping.run()
    qtbot.waitUntil(lambda: asked(page, "Hello?")[1].get("simulated") is True)
    qtbot.waitUntil(lambda: page.bar.state.text() == "Serving on this computer")
    writing.undo()
    qtbot.waitUntil(lambda: asked(page, "Hello?")[0] == 404)


def test_a_file_of_answers_answers_by_content_and_the_journal_says_whose(
    writing: Session, open_page: Open, qtbot: QtBot
) -> None:
    made = add(writing, "Vendor A", CandidateSource.FILE, file="a.csv")
    answers = [CandidateAnswer("1", "In five days."), CandidateAnswer("2", None, error="timeout")]
    writing.project.measured.append_answers(made.uid, answers)
    page = page_of(writing, open_page)
    page.swapping.run()
    serve(page, qtbot)
    assert asked(page, " Where is my refund?\n")[1]["answer"] == "In five days."
    for unknown in ("Hello?", "where is my refund"):
        status, answer = asked(page, unknown)
        assert status == 404
        assert "No answer of “Vendor A” is kept for this." in str(answer["error"])
    qtbot.waitUntil(lambda: len(writing.project.requests.rows(10)) == 3)
    kept = writing.project.requests.rows(10)[-1]
    assert (kept["answered_by"], kept["model"], kept["simulated"]) == ("candidate", "Vendor A", False)  # fmt: skip
    page.journal_view.show_project(writing.project)
    assert any("Vendor A" in cell.text for cell in page.journal_view.rows.cells(2))


def test_a_photo_gets_the_answer_that_was_kept_for_its_file(
    labelled_session: Session, open_page: Open, qtbot: QtBot
) -> None:
    example = labelled_session.project.examples()[0]
    made = add(labelled_session, "Vendor B", CandidateSource.FILE)
    labelled_session.project.measured.append_answers(
        made.uid, [CandidateAnswer(example.path, str(example.class_name), certainty=0.7)]
    )
    page = page_of(labelled_session, open_page)
    page.swapping.run()
    serve(page, qtbot)
    answer = ask(page, labelled_session.project.original(example))
    assert (answer["label"], answer["confidence"]) == (example.class_name, 0.7)
    assert answer["simulated"] is False
    qtbot.waitUntil(lambda: f"photo=@{example.name}" in page.scenario_tab.well.text.text())


def test_an_address_is_refused_in_a_sentence(writing: Session, open_page: Open) -> None:
    add(writing, "Cloud", CandidateSource.ADDRESS, url="https://api.example.com/v1")
    page = page_of(writing, open_page)
    page.swapping.run()
    message = said(page)
    assert "point your prototype at https://api.example.com/v1" in message.what
    assert writing.project.answer("fake.serves") is None


def test_of_several_one_is_chosen_and_a_deleted_one_leaves_the_fake(
    writing: Session, open_page: Open
) -> None:
    add(writing, "Rules one", CandidateSource.RULE, rules=RULES)
    add(writing, "Rules two", CandidateSource.RULE, rules=RULES)
    page = page_of(writing, open_page)
    assert page.swapping.words() == "Swap in a candidate…"
    page.swapping.run()
    menu = page.findChildren(QMenu)[-1]
    assert [one.text() for one in menu.actions()] == ["Rules one", "Rules two"]
    menu.actions()[1].trigger()
    menu.close()
    assert page.header.headline.text() == "“Rules two” answers in the fake’s place."
    writing.do(DeleteCandidate(2, "Rules two"))
    assert page.swapping.words() == "Swap in a candidate…"
    assert "Rules two" not in page.header.headline.text()
