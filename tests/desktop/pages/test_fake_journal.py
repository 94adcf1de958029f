"""The journal of the live session: a real project, a real server, real clients, and the jobs themselves."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread

import httpx
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.findings.fake.journal import agreement_lines
from desktop.findings.fake.recorded_stubs import nothing_recorded
from desktop.findings.fake.scenarios import active_scenario
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.journal.detail import ExchangePopover
from desktop.pages.fake.journal.replay import ReplayPopover
from desktop.pages.fake.journal.rows import JournalRows
from desktop.pages.fake.journal.view import JournalView
from desktop.pages.fake.page import FakePage
from desktop.pages.page import Page
from desktop.project.project import Project
from desktop.project.request_journal import JournalEntry
from desktop.session import Session
from mock_ai.delays import Delay
from mock_ai.journal import ExchangeFilter, Waiting, now
from mock_ai.scenario_file import parse_scenario
from mock_ai.server.runner import ServerThread, start_in_background
from mock_ai.traffic.exchange import to_stored
from tests.desktop.pages.fake_hands import at_once, popover_of, said, serve
from tests.patience import PATIENCE

SCENARIO = """
name: Help desk
classes: ['0', '1', '2']
stubs:
  - {name: greets, when: {text: hello}, answer: Hello there., kind: [chat, classification]}
  - {name: busy, when: {text: busy}, answer: Never., faults: [rate limit]}
  - {name: invents, when: {text: fact}, answer: Water boils., failures: [hallucination]}
"""


def chat(running: ServerThread, text: str, **more: object) -> httpx.Response:
    return httpx.post(
        f"{running.base_url}/v1/chat/completions",
        headers={"authorization": f"Bearer {running.token}"},
        json={"model": "m", "messages": [{"role": "user", "content": text}], **more},
    )


def fill(project: Project, *texts: str) -> None:
    """Ask a server these, and keep what its journal has in the project."""
    with start_in_background(parse_scenario(SCENARIO), port=0) as running:
        for text in texts:
            chat(running, text)
        entries = [
            JournalEntry(*to_stored(one, (running.token,))) for one in running.journal.exchanges()
        ]
    project.requests.append(entries)


Live = Callable[[Session], FakePage]


@pytest.fixture
def live(open_page: Callable[[Page], Page], jobs: JobQueue) -> Live:
    """Return a function that opens the live session of a project."""

    def open_live(session: Session) -> FakePage:
        page = open_page(FakePage(session, jobs))
        assert isinstance(page, FakePage)
        page.tabs._choose(1)
        return page

    return open_live


@pytest.fixture
def page(labelled_session: Session, live: Live) -> FakePage:
    """The live session of a project in which five things were asked."""
    fill(labelled_session.project, "hello", "busy", "a fact", "hello", "weather")
    return live(labelled_session)


def names(view: JournalView) -> list[str]:
    return [row[1] for row in view.table.as_table().rows]


def finish(jobs: JobQueue, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.busy)


def test_the_newest_exchange_is_on_top_with_who_answered_and_how_long_it_took(
    page: FakePage,
) -> None:
    view = page.journal_view
    assert names(view) == ["weather", "hello", "a fact", "busy", "hello"]
    rows = view.table.as_table().rows
    assert rows[3][4] == "fault"
    assert rows[4][2] == "Hello there."
    assert view.note.text() == "Every answer is marked simulated in the record, whoever gave it."


def test_what_waits_is_shown_whole_and_a_column_without_a_word_is_not_shown(page: FakePage) -> None:
    view = page.journal_view
    assert "sure" not in view.table.shown_columns()
    waiting = Waiting(now() - timedelta(seconds=5), "/v1/chat/completions", "hello", "text")
    view.watch(lambda: (waiting,))
    view.look()
    assert view.table.columnWidth(5) >= view.table.sizeHintForColumn(5)


def test_one_exchange_that_cannot_be_recorded_is_spoken_of_as_one() -> None:
    error = nothing_recorded(((7, "It was refused."),))
    assert (error.what, error.why) == ("This exchange cannot be recorded.", "It was refused.")


def test_a_filter_offers_what_occurs_and_shows_only_that(page: FakePage) -> None:
    view = page.journal_view
    view.toggle_filter()
    for button, value, expected in (
        (view.filter.by, "fault", ["busy"]),
        (view.filter.rule, "greets", ["hello", "hello"]),
        (view.filter.fault, "hallucination", ["a fact"]),
        (view.filter.fault, "any", ["a fact", "busy"]),
        (view.filter.place, "openai", ["weather", "hello", "a fact", "busy", "hello"]),
    ):
        assert value in [option for option, _ in button._options]
        button.set_value(value)
        button.chosen.emit()
        assert names(view) == expected
        view.filter.reset()
    assert len(names(view)) == 5


def test_words_are_found_after_a_moment_and_nothing_found_says_so(
    page: FakePage, qtbot: QtBot
) -> None:
    view = page.journal_view
    view.toggle_filter()
    qtbot.keyClicks(view.filter.words, "HEL greets")
    qtbot.waitUntil(lambda: len(names(view)) == 2)
    view.filter.words.setText("zebra")
    view.filter.changed.emit()
    assert view.nothing.isVisible()
    assert not view.table.isVisible()
    qtbot.keyClick(view.filter.words, Qt.Key.Key_Escape)
    assert not view.filter.isVisible()
    assert len(names(view)) == 5


def test_a_slow_request_waits_in_sight_and_then_takes_its_row(page: FakePage, qtbot: QtBot) -> None:
    at_once(page.session, delay=Delay(0.5, 0.5))
    serve(page, qtbot)
    desk = page.serving.desk
    assert desk is not None
    desk.attend(True, 300)  # it waits until the test lets it go on
    address = f"{page.serving.address}/predict"
    headers = {"authorization": f"Bearer {page.serving.token}"}
    asked = {"headers": headers, "json": {"text": "slow one"}, "timeout": PATIENCE}
    asking = Thread(target=lambda: httpx.post(address, **asked))
    asking.start()
    view = page.journal_view
    qtbot.waitUntil(lambda: names(view)[0] == "slow one")
    assert view.table.as_table().rows[0][5] == "waiting"
    desk.attend(False)
    qtbot.waitUntil(
        lambda: re.fullmatch(r"\d+\.\d s", view.table.as_table().rows[0][5]) is not None
    )
    asking.join()
    assert names(view).count("slow one") == 1


def test_what_was_just_asked_is_kept_when_the_project_closes(page: FakePage, qtbot: QtBot) -> None:
    at_once(page.session)
    serve(page, qtbot)
    path = page.session.project.path
    address, token = page.serving.address, page.serving.token
    for number in range(30):
        httpx.post(
            f"{address}/moderations",
            headers={"authorization": f"Bearer {token}"},
            json={"input": f"{number}"},
        )
    page.session.close()
    with Project.open(path) as project:
        rows = project.requests.rows()
        assert [row["name"] for row in rows[:30]] == [f"{number}" for number in range(29, -1, -1)]
        assert project.requests.wire(rows[0]["id"]) is not None
    assert token.encode() not in path.read_bytes()


def test_an_exchange_opens_with_its_facts_and_shows_the_wire_when_asked(page: FakePage) -> None:
    view = page.journal_view
    view.table.opened.emit(3)
    popover = popover_of(page, ExchangePopover)
    said = [label.text() for label in popover.findChildren(type(view.note))]
    assert {"rate limit", "429", "busy", "nobody: a fault"} <= set(said)
    assert not popover.text.isVisible()
    popover.raw.click()
    assert '"content": "busy"' in popover.text.toPlainText()
    popover.tabs._choose(1)
    assert popover.text.toPlainText().startswith("HTTP 429")
    popover.copy.click()
    assert QApplication.clipboard().text() == popover.text.toPlainText()
    popover.close_popover()


def test_the_chosen_exchanges_are_exported(
    page: FakePage, tmp_path: Path, jobs: JobQueue, qtbot: QtBot
) -> None:
    view = page.journal_view
    view.table.selectRow(0)
    view.table.selectionModel().select(
        view.rows.index(2, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    assert view.note.text().startswith("2 exchanges chosen")
    page.journal.ask_file = lambda *_: str(tmp_path / "chosen.har")
    view.export_button.click()
    finish(jobs, qtbot)
    har = json.loads((tmp_path / "chosen.har").read_text())
    asked = [json.loads(e["request"]["postData"]["text"]) for e in har["log"]["entries"]]
    assert [one["messages"][0]["content"] for one in asked] == ["a fact", "weather"]
    assert said(page).what == "“chosen.har” is written: 2 exchanges."


def test_recorded_answers_are_one_edit_that_the_fake_then_serves(
    page: FakePage, qtbot: QtBot
) -> None:
    before = active_scenario(page.session.project)[1]
    page.journal.record()
    qtbot.waitUntil(
        lambda: page.session.undo_text is not None and "record" in page.session.undo_text
    )
    assert page.session.undo_text == "record 4 answers in “The promise”"
    scenario = active_scenario(page.session.project)[1]
    with start_in_background(scenario, port=0) as running:
        assert chat(running, "hello").json()["choices"][0]["message"]["content"] == "Hello there."
        assert chat(running, "busy").status_code == 429
        assert running.journal.exchanges()[0].rule.startswith("recorded ")
    page.session.undo()
    assert active_scenario(page.session.project)[1] == before


def test_the_menus_say_what_can_be_done_and_why_not(page: FakePage) -> None:
    view = page.journal_view
    for button, first, off in (
        (view.record_button, "Answer the same in “The promise” (5 answers)", ""),
        (
            view.replay_button,
            "Ask the fake and the real model (5 questions)",
            "Train a classifier first.",
        ),
    ):
        button.click()
        menu = button.findChild(QMenu)
        assert isinstance(menu, QMenu)
        action = menu.actions()[0]
        assert (action.text(), action.isEnabled()) == (first, not off)
        assert action.toolTip() == (off or action.toolTip())
        menu.close()


def test_asking_again_lists_where_the_answers_differ_and_opens_both(
    page: FakePage, jobs: JobQueue, qtbot: QtBot
) -> None:
    page.journal.replays.ask(("fake",))
    finish(jobs, qtbot)
    assert page.message.message is not None
    found = page.journal.replays.found()
    assert found is not None
    assert (found.exchanges, found.compared) == (5, 4)
    assert [(one.why, one.n) for one in found.left_out] == [("recorded: a fault", 1)]
    assert found.disagreements == len(found.rows) >= 2
    page.journal.replays.show_found()
    popover = popover_of(page, ReplayPopover)
    assert popover.table is not None
    popover.table.opened.emit(0)
    detail = popover_of(page, ExchangePopover)
    said = [label.text() for label in detail.findChildren(type(page.journal_view.note))]
    assert "Says The promise" in said
    assert found.rows[0].answers[1] in said
    detail.close_popover()
    page.journal_view.show_differing()
    assert len(names(page.journal_view)) == found.disagreements


@pytest.mark.slow
def test_the_real_model_is_asked_too(
    trained_session: Session, live: Live, jobs: JobQueue, qtbot: QtBot
) -> None:
    project = trained_session.project
    some = project.examples()[::20]
    photos = [project.original(example) for example in some]
    with start_in_background(active_scenario(project)[1], port=0) as running:
        for photo in photos:
            httpx.post(
                f"{running.base_url}/v1/predict",
                headers={"authorization": f"Bearer {running.token}"},
                files={"photo": (photo.name, photo.read_bytes(), "image/png")},
                timeout=PATIENCE,
            )
        project.requests.append(
            JournalEntry(*to_stored(one, (running.token,))) for one in running.journal.exchanges()
        )
    page = live(trained_session)
    page.journal.replays.ask()
    finish(jobs, qtbot)
    found = page.journal.replays.found()
    assert found is not None
    assert [one.name for one in found.answerers] == ["recorded", "The promise", "run 1"]
    assert {one.between for one in found.agreement} == {
        ("recorded", "fake"), ("recorded", "model"), ("fake", "model"),
    }  # fmt: skip
    assert {one.who for one in found.right} == {"recorded", "fake", "model"}
    held = sum(example.held_out for example in some)
    assert {one.n for one in found.right} == {held}
    assert found.learned_from == len(some) - held
    assert any(line.startswith("The model learned from what ") for line in agreement_lines(found))


def test_a_read_only_project_can_be_looked_at_and_exported_but_not_changed(page: FakePage) -> None:
    page.session.project.file.read_only = True
    page.session.project.file.notice = "This is a copy."
    actions = {action.id: action for action in page.actions_of_page()}
    assert actions["fake.record"].off() == "This is a copy."
    assert actions["fake.export_journal"].off() == ""
    page.journal_view.table.opened.emit(0)
    popover = popover_of(page, ExchangePopover)
    assert popover.record.off_reason == "This is a copy."
    popover.close_popover()
    page.session.project.file.read_only = False


def test_thousands_of_exchanges_are_all_there(
    labelled_session: Session, live: Live, qtbot: QtBot
) -> None:
    row = {"at": now().isoformat(), "answered_by": "dials"}
    requests = labelled_session.project.requests
    requests.append_rows({**row, "name": f"photo {n}"} for n in range(2000))
    view = live(labelled_session).journal_view
    qtbot.waitUntil(lambda: view.rows.rowCount() == 2000)
    view.table.selectRow(5)
    requests.append_rows([{**row, "name": "the last one"}])
    labelled_session.appended("journal")
    assert names(view)[0] == "the last one"
    assert view.rows.exchange(view.table.currentIndex().row())["name"] == "photo 1994"  # type: ignore[index]  # it is there


def test_the_models_rows_come_and_go_as_qt_wants_it(qtbot: QtBot) -> None:
    rows = JournalRows()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Warning)

    def made(number: int) -> dict[str, object]:
        return {"id": number, "at": now().isoformat(), "name": f"{number}", "answered_by": "dials"}

    rows.replace([made(2), made(1)])
    one, two = (Waiting(now(), "/v1/predict", name, "text") for name in "ab")
    rows.wait([one])
    rows.wait([one, two])
    rows.add([made(4), made(3)], most=3)
    assert [rows.cells(n)[1].text for n in range(rows.rowCount())] == ["b", "a", "4", "3", "2"]
    assert rows.place_of(3) == 3
    rows.wait([])
    rows.choose(ExchangeFilter(text="3"))
    assert rows.rowCount() == 1


def test_what_was_asked_is_forgotten_after_a_yes_and_asking_goes_on(
    page: FakePage, jobs: JobQueue, qtbot: QtBot
) -> None:
    view, work, project = page.journal_view, page.journal, page.session.project
    view.forget_button.click()
    assert work.question is not None
    assert "5 exchanges" in work.question.sentences[0].text()
    assert "cannot be undone" in work.question.sentences[1].text()
    work.question.leave.click()
    assert len(project.requests.rows()) == 5
    view.forget_button.click()
    work.question.send.click()
    finish(jobs, qtbot)
    assert project.requests.rows() == []
    assert names(view) == []
    assert not view.empty.isHidden()
    assert work.off_for_forgetting() == "Nobody has asked yet."
    assert said(page).what.startswith("5 exchanges forgotten")
    assert b"weather" not in project.path.read_bytes()
    fill(project, "again")
    page.session.appended("journal")
    assert names(view) == ["again"]
