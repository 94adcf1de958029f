"""The Fake it page with a real project, a real server and a real client."""

import csv
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.findings.fake.ready_made import borrow
from desktop.findings.fake.sample_request import form_field
from desktop.findings.fake.scenarios import active_scenario, scenarios_of
from desktop.jobs.queue import JobQueue
from desktop.pages.fake.page import FakePage
from desktop.pages.page import Page
from desktop.project import commands as edit
from desktop.project.product import change_product
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.widgets.ask import AskPopover
from estimators.base.task_kind import TASK_KINDS
from reports.provenance import Provenance
from tests.desktop.pages.fake_hands import (
    ask,
    at_once,
    compared,
    popover_of,
    react,
    said,
    serve,
)
from tests.kept_records import begin_session, keep_reaction
from tests.patience import PATIENCE

Make = Callable[[Session], FakePage]


@pytest.fixture
def make_page(open_page: Callable[[Page], Page]) -> Make:
    def make(session: Session) -> FakePage:
        page = open_page(FakePage(session, JobQueue()))
        assert isinstance(page, FakePage)
        return page

    return make


@pytest.fixture
def page(labelled_session: Session, make_page: Make) -> FakePage:
    return make_page(labelled_session)


# Where the page shows its curve it is a local of the test: pytest keeps fixtures for a while, and with them the menus
# that pyqtgraph makes for every plot.


def test_the_presets_become_the_projects_own_with_the_first_turn_of_a_dial(page: FakePage) -> None:
    assert not page.session.project.scenarios()
    page.scenario_tab.dials.accuracy.track._to(0.7, done=True)
    assert page.session.undo_text == "turn “how often it is right” to 70%"
    assert len(page.session.project.scenarios()) == 6
    assert active_scenario(page.session.project)[1].accuracy == pytest.approx(0.7)
    assert page.header.headline.text() == "A fake that is right 70% of the time."
    page.session.undo()
    assert not page.session.project.scenarios()
    assert page.scenario_tab.dials.accuracy.value() == pytest.approx(0.85)


def test_choosing_a_scenario_is_undoable_and_its_dials_are_shown(page: FakePage) -> None:
    page.scenario_tab.scenarios.rows()[3].click()
    assert active_scenario(page.session.project)[1].name == "Confidently wrong"
    assert page.scenario_tab.dials.sounds.value() == "overconfident"
    page.session.undo()
    assert active_scenario(page.session.project)[1].name == "The promise"


def test_a_copied_scenario_answers_and_can_be_renamed_and_deleted(page: FakePage) -> None:
    page.scenarios.duplicate()
    assert active_scenario(page.session.project)[1].name == "The promise, a copy"
    page.scenarios.rename()
    popover = popover_of(page, AskPopover)
    popover.fields["name"].setText("With Mara")
    popover.submit()
    assert active_scenario(page.session.project)[1].name == "With Mara"
    page.scenarios.delete()
    names = [scenario.name for _, scenario in scenarios_of(page.session.project)]
    assert "With Mara" not in names
    assert len(names) == 6


def test_a_nameless_scenario_is_refused_where_it_was_typed(page: FakePage) -> None:
    page.scenarios.new()
    popover = popover_of(page, AskPopover)
    popover.fields["name"].setText("   ")
    popover.submit()
    assert "needs a name" in popover.problem.text()
    assert not page.session.project.scenarios()


def test_rates_beyond_all_requests_are_refused_with_a_message(page: FakePage) -> None:
    for field in (page.scenario_tab.dials.no_answer, page.scenario_tab.dials.error):
        field.setText("80%")
        field.editingFinished.emit()
    assert said(page).tone == "error"
    assert page.scenario_tab.dials.error.value() == pytest.approx(1)


def test_a_client_gets_an_answer_and_the_journal_keeps_it(page: FakePage, qtbot: QtBot) -> None:
    at_once(page.session)
    serve(page, qtbot)
    example = page.session.project.examples()[0]
    answer = ask(page, page.session.project.original(example))
    assert answer["simulated"] is True
    assert answer["label"] in {"0", "1", "2"}
    qtbot.waitUntil(lambda: len(page.session.project.requests.rows()) == 1)
    assert page.session.project.requests.rows()[0]["sha256"] == example.sha256
    assert page.serving.requests_today() == 1
    page.tabs._choose(1)
    table = page.journal_view.table
    qtbot.waitUntil(lambda: bool(table.as_table().rows))
    assert table.as_table().rows[0][2] == answer["label"]


def test_curl_on_the_clipboard_carries_the_token(page: FakePage, qtbot: QtBot) -> None:
    serve(page, qtbot)
    page.bar.copy_as_curl()
    words = QApplication.clipboard().text()
    assert f"Authorization: Bearer {page.serving.token}" in words
    assert f"{page.serving.address}/predict" in words
    assert "-F photo=@photo.jpg" in words


def test_a_text_is_sent_as_its_words_and_a_file_name_with_spaces_in_quotes() -> None:
    assert form_field("text", "Where's my card?") == """--form-string 'text=Where'"'"'s my card?'"""
    assert form_field("sound", "take 1.wav") == "-F 'sound=@take 1.wav'"


def test_closing_the_project_stops_the_server(page: FakePage, qtbot: QtBot) -> None:
    serve(page, qtbot)
    address = page.serving.address
    page.session.close()
    assert not page.serving.is_on
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{address}/models", timeout=PATIENCE)


def test_stopping_while_it_starts_leaves_nothing_running(page: FakePage) -> None:
    page.serving.start()
    page.session.close()  # the fixture that watches threads finds what is left
    assert not page.serving.is_on


def test_the_real_classifier_takes_over_at_the_same_address(
    trained_session: Session, make_page: Make, qtbot: QtBot
) -> None:
    page = make_page(trained_session)
    at_once(trained_session)
    serve(page, qtbot)
    address = page.serving.address
    photo = trained_session.project.original(trained_session.project.examples()[0])
    assert ask(page, photo)["model"] == "the-promise"
    page.swapping.run()
    qtbot.waitUntil(lambda: ask(page, photo)["model"] == "run-1")
    answer = ask(page, photo)
    assert (answer["simulated"], page.serving.address) == (False, address)
    assert page.header.headline.text() == "The real classifier answers: run 1."
    trained_session.undo()
    qtbot.waitUntil(lambda: ask(page, photo)["model"] == "the-promise")


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_what_is_served_is_shown_and_not_the_dials_of_the_fake(
    kind: str, trained_session: Session, make_page: Make, qtbot: QtBot
) -> None:
    project = trained_session.project
    change = change_product(project, kind, TASK_KINDS[kind].inputs, "")
    if change is not None:
        trained_session.do(change)
        trained_session.do(borrow(project, kind))
    page = make_page(trained_session)
    tab = page.scenario_tab
    assert tab.dials.isVisible()
    page.swapping.run()
    assert not tab.dials.isVisible()
    assert not tab.scenarios.isVisible()
    assert not page.ready_made.isVisible()
    assert tab.served.title.text() == "Run 1, in its test"
    result = project.runs()[0].result
    qtbot.waitUntil(lambda: tab.grid.chart.provenance is Provenance.MEASURED)
    assert tab.grid.chart.count("right") == round(100 * result.accuracy.measured.value)
    assert dict(page.keys())["R"] == "swap the fake in"
    qtbot.waitUntil(lambda: '"simulated": false' in tab.well.text.text())
    trained_session.undo()
    assert tab.dials.isVisible()
    assert not tab.served.isVisible()
    qtbot.waitUntil(lambda: tab.grid.chart.provenance is Provenance.SIMULATED)


def test_what_people_accepted_sets_the_bar(
    labelled_session: Session, make_page: Make, qtbot: QtBot
) -> None:
    page = make_page(labelled_session)
    for accuracy, accepted in ((0.5, 8), (0.7, 19), (0.9, 36), (0.98, 39)):
        react(labelled_session, accuracy, accepted, 40)
    page.tabs._choose(2)
    qtbot.waitUntil(lambda: "160 answers" in page.header.lead.text())
    assert page.header.headline.text().startswith("People accept 7 answers in 10 once it is right")
    page.primary()
    bar = labelled_session.project.bar
    assert bar is not None
    assert (bar.source, str(bar.provenance)) == ("demo sessions", "simulated")
    assert "People accept 7 answers in 10" in bar.reason
    assert labelled_session.undo_text == f"set the bar to {bar.value:.0%}"


def test_another_goal_asks_for_another_bar(
    labelled_session: Session, make_page: Make, qtbot: QtBot
) -> None:
    page = make_page(labelled_session)
    for accuracy, accepted in ((0.5, 8), (0.7, 19), (0.9, 36), (0.98, 39)):
        react(labelled_session, accuracy, accepted, 40)
    page.tabs._choose(2)
    qtbot.waitUntil(lambda: page.primary_text().startswith("Use 8"))
    before = page.primary_text()
    page.reactions_tab.goal.track._to(0.5, done=True)
    assert labelled_session.project.answer("fake.goal") == pytest.approx(0.5)
    qtbot.waitUntil(lambda: page.primary_text() != before)


def test_while_sessions_propose_no_bar_one_can_be_set_with_a_reason_and_undone(
    labelled_session: Session, make_page: Make, qtbot: QtBot
) -> None:
    page = make_page(labelled_session)
    react(labelled_session, 0.7, 3, 5)
    page.tabs._choose(2)
    qtbot.waitUntil(lambda: "more answers" in page.header.lead.text())
    assert page.primary_text() == "Start a session"
    assert page.reactions_tab.chart is not None
    curve = page.reactions_tab.chart
    (point,) = curve.chart.points
    assert "3 of 5 accepted" in curve.hover_at(curve.plot.at(point.x, point.y))
    page._use_bar()
    popover = popover_of(page, AskPopover)
    popover.fields["bar"].set_number(85)
    popover.submit()
    assert labelled_session.project.bar is None
    assert "Say why." in popover.problem.text()
    popover.fields["reason"].setText("The contract says so")
    popover.submit()
    bar = labelled_session.project.bar
    assert bar is not None
    assert (bar.value, bar.source, bar.reason) == (0.85, "your choice", "The contract says so")
    labelled_session.undo()
    assert labelled_session.project.bar is None


def test_compared_kinds_of_error_are_shown_with_their_interval_and_marked_simulated(
    labelled_session: Session, make_page: Make, qtbot: QtBot
) -> None:
    page = make_page(labelled_session)
    compared(labelled_session, misses=6, alarms=17, n=20)
    page.tabs._choose(2)
    qtbot.waitUntil(lambda: page.reactions_tab.kinds is not None)
    assert page.header.headline.text() == "People put up with false alarms rather than with misses."
    assert page.reactions_tab.kinds_mark.isVisible()
    assert "160 answers of 4 people" in page.reactions_tab.kinds_words.text()
    assert page.reactions_tab.kinds is not None
    assert {row.provenance for row in page.reactions_tab.kinds.chart.rows} == {Provenance.SIMULATED}
    assert page.reactions_tab.chart is None  # the kind of error changed, not its share


def test_the_chosen_session_says_who_answered(labelled_session: Session, make_page: Make) -> None:
    page = make_page(labelled_session)
    compared(labelled_session, misses=6, alarms=17, n=20)
    page.tabs._choose(2)
    assert not page.reactions_tab.sessions.takers_section.isVisible()
    page.reactions_tab.sessions.choose(0)
    takers = page.reactions_tab.sessions.takers.as_table()
    assert [row[0] for row in takers.rows] == ["person 1", "person 2", "person 3", "person 4"]
    assert page.reactions_tab.sessions.table.as_table().rows[0][1] == "Kinds of error"


def test_every_reaction_can_be_exported_and_says_that_it_is_simulated(
    labelled_session: Session, make_page: Make, tmp_path: Path
) -> None:
    page = make_page(labelled_session)
    react(labelled_session, 0.8, 7, 10)
    compared(labelled_session, misses=1, alarms=2, n=2)
    page.sessions.ask_save = lambda _first: str(tmp_path / "said.csv")
    page.reactions_tab.sessions.export_button.click()
    with (tmp_path / "said.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 26
    assert {row["evidence"] for row in rows} == {"simulated"}
    assert {row["kind_of_error"] for row in rows} == {"", "misses", "false alarms"}
    assert said(page).what == "“said.csv” holds 26 reactions."
    page.sessions.ask_save = lambda _first: str(tmp_path / "no" / "such" / "place.csv")
    page.sessions.export()
    assert said(page).tone == "error"


def test_a_deleted_session_comes_back_with_its_answers(
    labelled_session: Session, make_page: Make
) -> None:
    page = make_page(labelled_session)
    react(labelled_session, 0.8, 7, 10)
    page.tabs._choose(2)
    page.reactions_tab.sessions.choose(0)
    page.reactions_tab.sessions.delete_button.click()
    assert not labelled_session.project.sessions()
    labelled_session.undo()
    assert len(labelled_session.project.sessions()[0].reactions) == 10


def test_a_quote_is_kept_with_who_said_it(labelled_session: Session, make_page: Make) -> None:
    page = make_page(labelled_session)
    react(labelled_session, 0.8, 7, 10)
    page.tabs._choose(2)
    page.reactions_tab.sessions.choose(0)
    page.reactions_tab.sessions.note_button.click()
    popover = popover_of(page, AskPopover)
    popover.fields["quote"].setText("I’d rather it said nothing.")
    popover.fields["who"].setText("inspector 4")
    popover.submit()
    from desktop.findings.fake.acceptance_curve import quotes_of

    (quote,) = quotes_of(labelled_session.project.sessions())
    assert (quote.text, quote.who) == ("I’d rather it said nothing.", "inspector 4, at 80%")


def test_without_two_answers_the_page_asks_for_them(session: Session, make_page: Make) -> None:
    at_once(session)  # somebody dialled before anything was there to show
    page = make_page(session)
    asked: list[Stage] = []
    page.go_to.connect(asked.append)
    page.primary()
    assert asked == [Stage.PROBLEM]
    session.do(edit.AddClass("crack"))
    session.do(edit.AddClass("clean"))
    assert page.message.message is None
    session.close()


def test_a_scenario_that_cannot_be_played_is_a_message_not_a_crash(
    labelled_session: Session, make_page: Make
) -> None:
    labelled_session.do(edit.PutScenario(None, "Odd", {"id": "odd", "name": "Odd", "accuracy": 7}))
    page = make_page(labelled_session)
    assert said(page).what == "“Odd” cannot be played."
    assert page.header.headline.text() == "A fake that is right 85% of the time."


def test_start_a_session_asks_for_the_stage(page: FakePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.stage_asked) as asked:
        page.primary()
    assert asked.args == [True]


def test_the_share_accepted_leaves_out_compared_errors_and_the_real_model(page: FakePage) -> None:
    project = page.session.project
    row = begin_session(project)
    for facts in ({"variant": "misses"}, {"simulated": False}):
        keep_reaction(project, row, "rejected", 0.8, "a", **facts)
    page.session.appended("session", "reaction")
    assert page.tabs._tabs[2].answer == "2 reactions"
    react(page.session, 0.8, accepted=3, n=4)
    assert page.tabs._tabs[2].answer == "75% accepted"


def test_serving_leaves_the_focus_on_its_button(page: FakePage, qtbot: QtBot) -> None:
    page.bar.switch.setFocus()
    serve(page, qtbot)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.bar.switch)
    page.scenario_tab.dials.accuracy.setFocus()


def test_where_nobody_was_asked_no_key_is_named_that_does_nothing(page: FakePage) -> None:
    page.tabs._choose(2)
    assert page.keys() == (("F6", "start a session"),)
