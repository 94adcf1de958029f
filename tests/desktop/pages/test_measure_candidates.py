"""The Measure page of a product that writes answers: candidates from files, their grades, mistakes, and the way to Launch."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.findings.candidate_measurement import (
    CHOSEN_KEY,
    candidates_of,
    cases_of,
    measurement_of,
)
from desktop.findings.chosen_candidate import option_of
from desktop.findings.measure.candidates import launch_offer, name_pair
from desktop.findings.measure.new_candidate import of_rules, offered_cases
from desktop.findings.measure.view import view
from desktop.pages.measure.page import MeasurePage
from desktop.pages.measure.sources.dialog import AddCandidate, FilePage
from desktop.pages.measure.sources.source_page import RulePage
from desktop.project.measure_records import CandidateSource
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.widgets.ask import AskPopover
from desktop.widgets.button import Button
from desktop.widgets.explain import TablePopover
from desktop.widgets.label import Label
from tests.desktop.graded_replies import CASES, add_cases, grades_of, whole_story

NAMES = ("Prompt v3", "Service A", "Trained here")


@pytest.fixture
def open_measure(shown, jobs) -> Callable[..., MeasurePage]:
    def make(session: Session, width: int = 1400) -> MeasurePage:
        page = MeasurePage(session, jobs)
        page.ensure_built()
        shown(page, width, 860)
        return page

    return make


@pytest.fixture
def told(session: Session) -> Session:
    whole_story(session.project)
    return session


def write_answers(folder: Path, name: str) -> Path:
    """A file of one candidate's answers, with one to a message that does not exist."""
    path = folder / f"{name}.jsonl"
    rows = [{"id": case, "answer": f"{name}: thanks for {case}.", "seconds": 2.0} for case in CASES]
    rows.append({"id": "9999", "answer": "To nobody."})
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def file_page(adding: AddCandidate) -> FilePage:
    found = adding.pages[CandidateSource.FILE]
    assert isinstance(found, FilePage)
    return found


def test_three_candidates_from_files_sixty_grades_and_a_decision(
    session, open_measure, qtbot, tmp_path
) -> None:
    add_cases(session.project)
    page = open_measure(session)
    assert page.header.headline.text() == view(session.project).headline
    assert page.start.isVisible()
    for name in NAMES:
        page.add_candidate(CandidateSource.FILE)
        adding = page.adding
        assert adding.go.off_reason == "Choose a file first."
        reading = file_page(adding)
        reading.read(write_answers(tmp_path, name))
        qtbot.waitUntil(lambda reading=reading: reading.found is not None)
        said = [row.accessibleName() for row in reading.said.rows()]
        assert "61 rows read: 60 of the 60 messages have an answer." in said[0]
        assert len(said) == 2  # the other: one answer is for no message
        assert reading.name.text() == name
        adding.submit()
        assert session.undo_text == f"add {name}"
    assert page.header.headline.text() == view(session.project).headline
    named = {one.name: one for one in candidates_of(session.project)}
    session.do(
        name_pair(named["Prompt v3"], named["Service A"])
    )  # so that nothing has to be paid for
    uids = {name: one.uid for name, one in named.items()}
    for name in NAMES:
        session.do(grades_of(name, uids[name]))
    assert page.header.headline.text() == view(session.project).headline
    assert page.accuracy.isVisible()
    assert not page.accuracy.file.isVisible()
    page.choice.step(1)
    assert page.choice.candidate.name == "Service A"
    assert page.header.headline.text().startswith("Service A answers well 75 times")
    page.choice.choose_name("Prompt v3")
    with qtbot.waitSignal(page.go_to) as asked:
        page.primary()
    assert asked.args == [Stage.LAUNCH]
    assert session.project.answer(CHOSEN_KEY) == uids["Prompt v3"]
    assert session.undo_text == "change what is taken to Launch"


def test_removing_a_candidate_is_undone_with_its_answers_and_grades(told, open_measure) -> None:
    page = open_measure(told)
    page.choice.delete()
    assert "Prompt v3" not in {one.name for one in candidates_of(told.project)}
    assert page.header.headline.text().startswith("Service A ")
    told.undo()
    assert page.header.headline.text().startswith("Prompt v3 answers well 90 times")


def test_a_pressed_row_of_the_chart_is_what_the_page_speaks_of(told, open_measure) -> None:
    page = open_measure(told)
    page.accuracy.runs.view.row_pressed.emit(1)
    assert page.header.headline.text().startswith("People today answers well 85 times")
    assert page.primary_off() == launch_offer(page.choice.candidate).off
    page.accuracy.runs.view.row_pressed.emit(5)  # the fake is no candidate
    assert page.choice.candidate.name == "People today"


def test_a_mistake_that_was_opened_is_seen_and_the_next_candidate_gets_fresh_cases(
    told, open_measure
) -> None:
    page = open_measure(told)
    page.show_tab("wrong")
    assert page.failures.detail.invite.isVisible()
    page.failures.step(1)
    opened = page.failures.detail.head.text().split(" · ")[0]
    assert told.project.measured.case(opened).seen
    assert told.undo_text == "look at 1 mistake"
    assert page.failures.detail.parts[0][1].text() == f"Prompt v3 says of {opened}: thank you."
    assert page.failures.detail.parts[2][0].text() == "People today"
    offered = offered_cases(told.project)
    assert opened not in offered.offered()
    assert opened not in offered.to_ask()
    assert offered.seen_sentence == "A mistake on 1 of them was read, so it gets the other 59."
    assert len(of_rules(offered, "rules:\n - if: {contains: refund}\n   then: soon").answers) == 59


def test_the_ways_of_being_wrong_are_chosen_by_number_and_with_the_pointer(
    told, open_measure, qtbot
) -> None:
    page = open_measure(told)
    page.show_tab("wrong")
    page.failures.choose_number(2)
    assert page.failures.cases_block.title.text() == "2 of this way, then the others"
    qtbot.mouseClick(page.failures.ways.rows()[0], Qt.MouseButton.LeftButton)
    assert page.failures.cases_block.title.text() == "3 of this way, then the others"


def test_a_rule_is_tried_on_work_cases_only_and_what_is_wrong_with_it_is_said(
    session, open_measure, qtbot
) -> None:
    from desktop.project.commands.measure import AddCases
    from desktop.project.measure_records import NewCase
    from estimators.measure.case import EvalCase

    add_cases(session.project)
    session.do(
        AddCases((NewCase(EvalCase("w1", "Please refund me")), NewCase(EvalCase("w2", "Hello"))))
    )
    page = open_measure(session)
    page.add_candidate(CandidateSource.RULE)
    rule = page.adding.pages[CandidateSource.RULE]
    assert isinstance(rule, RulePage)
    tried = [row.accessibleName() for row in rule.tried.rows()]
    assert tried == ["Please refund me: Your refund is on its way.", "Hello: nothing"]
    rule.rules.setPlainText("rules: [")
    qtbot.waitUntil(lambda: rule.found is None)
    assert page.adding.go.off_reason
    rule.rules.setPlainText("rules:\n - if: {contains: about}\n   then: Thank you.")
    page.adding.submit()
    (added,) = [one for one in candidates_of(session.project) if one.source is CandidateSource.RULE]
    assert len(added.answers.answers) == 60
    assert added.settings.rules.startswith("rules:")


def test_a_file_that_holds_no_answers_is_refused_in_a_sentence(
    session, open_measure, qtbot, tmp_path
) -> None:
    add_cases(session.project)
    broken = tmp_path / "notes.csv"
    broken.write_text("a,b\n1,2\n", "utf-8")
    page = open_measure(session)
    page.add_candidate(CandidateSource.FILE)
    reading = file_page(page.adding)
    reading.read(broken)
    qtbot.waitUntil(
        lambda: (
            "notes.csv" in reading.said.rows()[0].accessibleName()
            and reading.found is None
            and not reading._reading.busy
        )
    )
    assert page.adding.go.off_reason == "Choose a file first."
    page.adding.close_popover()


def test_columns_with_names_of_their_own_are_picked(session, open_measure, qtbot, tmp_path) -> None:
    add_cases(session.project)
    odd = tmp_path / "Dienst.csv"
    rows = [f"{name},Antwort {at}" for at, name in enumerate(CASES)]
    odd.write_text("\n".join(["Fall,Text", *rows]), "utf-8")
    page = open_measure(session)
    page.add_candidate(CandidateSource.FILE)
    reading = file_page(page.adding)
    reading.read(odd)
    qtbot.waitUntil(reading.picks.isVisible)
    assert "Its columns are “Fall” and “Text”." in reading.said.rows()[0].accessibleName()
    assert page.adding.go.off_reason == "Choose a file first."
    reading.picks.choose("id", "Fall")
    assert reading.found is None
    reading.picks.choose("answer", "Text")
    qtbot.waitUntil(lambda: reading.found is not None)
    assert reading.picks.preview.text().startswith("“0100”  →  Antwort 0")
    assert page.adding.go.text() == "Add its 60 answers"
    reading.picks.choose("id", "Text")  # what held the answers is the case now
    assert reading.picks.chosen == {"id": "Text", "answer": "Fall"}
    qtbot.waitUntil(lambda: "None of the answers" in reading.said.rows()[0].accessibleName())
    page.adding.close_popover()
    assert candidates_of(session.project) == ()


def test_every_control_of_the_page_and_its_dialog_has_a_name(told, open_measure, nameless) -> None:
    page = open_measure(told)
    for tab in ("good", "wrong"):
        page.show_tab(tab)
        assert nameless(page) == []
    for source in (CandidateSource.FILE, CandidateSource.RULE, CandidateSource.PEOPLE):
        page.add_candidate(source)
        assert nameless(page.adding) == []
        page.adding.close_popover()


def test_in_a_narrow_window_the_candidates_are_a_menu_and_cost_and_seconds_give_way(
    told, open_measure
) -> None:
    page = open_measure(told, 900)
    assert [button.text() for button in page.header.secondary()] == ["Prompt v3"]
    assert [entry.text for entry in page.choice.entries()][:2] == ["Prompt v3", "People today"]
    assert measurement_of(told.project) is not None


def test_grading_and_the_judge_stand_beside_and_g_opens_the_room(told, open_measure) -> None:
    page = open_measure(told)
    assert [tab.question for tab in page.tabs._tabs] == ["How good", "Where it’s wrong", "Grading"]
    page.show_tab("grading")
    assert page.beside.grading.isVisible()
    assert page.tabs._tabs[2].answer == "60 of 60"
    page.beside.grade()
    assert page.beside.room.isVisible()
    page.beside.room.close()
    page.show_tab("wrong")
    page.table()
    (popover,) = [one for one in page.window().findChildren(TablePopover) if one.isVisible()]
    assert popover.view.as_table().rows[0][2] == "leaves a point out"
    popover.close_popover()


def test_the_arrows_go_through_the_mistakes(told, open_measure, qtbot) -> None:
    page = open_measure(told)
    page.show_tab("wrong")
    qtbot.keyClick(page.failures.cases.rows()[0], Qt.Key.Key_Down)
    first = page.failures._case
    qtbot.keyClick(page.failures.cases.rows()[0], Qt.Key.Key_Down)
    assert page.failures._case != first
    qtbot.keyClick(page.failures.cases.rows()[1], Qt.Key.Key_Up)
    assert page.failures._case == first


# Beside a classifier that is trained here ---------------------------------------------------------


def test_a_service_stands_beside_the_runs_and_the_page_of_a_run_keeps_all_it_had(
    trained_session, open_measure, tmp_path, qtbot
) -> None:
    project = trained_session.project
    cases = cases_of(project)
    run = project.runs()[0]
    labels = run.result.confusion.labels
    path = tmp_path / "Service B.csv"
    wrong = sorted(cases)[:3]
    rows = [
        f"{name},{labels[(labels.index(case.expected) + (name in wrong)) % len(labels)]}"
        for name, case in cases.items()
    ]
    path.write_text("\n".join(["id,answer", *rows]), "utf-8")
    page = open_measure(trained_session)
    assert page.header.headline.text().startswith("Run 1 is right ")
    page.add_candidate(CandidateSource.FILE)
    reading = file_page(page.adding)
    reading.read(path)
    qtbot.waitUntil(lambda: reading.found is not None)
    reading.name.setText("Run 1")
    assert page.adding.go.off_reason == "There is a candidate “Run 1” already."
    reading.name.setText("Service B")
    page.adding.submit()
    rows = {row.label: row for row in page.accuracy.runs.view.chart.rows}
    assert {"Run 1", "Service B"} < set(rows)
    assert any(row.baseline for row in rows.values())  # always the commonest
    assert page.header.headline.text().startswith("Run 1 is right ")
    assert page.accuracy.file.isVisible()
    assert page.try_it.isVisible()
    assert page.run_list.isVisible()
    page.choice.choose_name("Service B")
    n = len(cases)
    assert page.header.lead.text().startswith(f"{n - 3} of {n} held-out photos")
    assert not page.accuracy.file.isVisible()
    page.show_tab("wrong")
    page.failures.step(1)
    assert not page.failures.detail.image.is_empty
    page.choice.choose_name("Run 1")
    assert page.accuracy.file.isVisible() or page.confusion.isVisible()


def test_an_older_project_opens_with_its_runs_as_candidates(
    session, open_measure, tmp_path
) -> None:
    from desktop.project.project import Project
    from tests.golden.projects import open_project

    session.use(Project.open(open_project("recall_bar", tmp_path / "older")))
    page = open_measure(session)
    names = {row.label for row in page.accuracy.runs.view.chart.rows}
    assert {"Run 1", "Run 2", "Always “clean”", "The fake"} <= names
    page.choice.step(1)
    assert (
        page.header.headline.text().startswith("Run 1 ") or page.choice.candidate.uid == "commonest"
    )


def test_a_file_of_answers_stands_for_the_way_that_was_chosen(
    session, open_measure, qtbot, tmp_path
) -> None:
    add_cases(session.project)
    page = open_measure(session)
    for name, option in (("Bought", "service"), ("Prompted", "prompt")):
        page.add_candidate(CandidateSource.FILE)
        reading = file_page(page.adding)
        assert reading.option.isVisible()
        assert reading.option.value() == "service"
        reading.option.set_value(option)
        reading.read(write_answers(tmp_path, name))
        qtbot.waitUntil(lambda reading=reading: reading.found is not None)
        page.adding.submit()
    assert [option_of(one) for one in candidates_of(session.project)] == ["service", "prompt"]


def test_what_is_looked_for_in_answers_is_said_beside_the_mistakes(
    told, open_measure, qtbot
) -> None:
    page = open_measure(told)
    page.show_tab("wrong")
    checks = page.failures.checks
    assert not checks.lines.isVisible()
    checks.add.click()
    (asks,) = [one for one in page.window().findChildren(AskPopover) if one.isVisible()]
    asks.fields["value"].setText("many")
    asks.bars["kind"].set_value("at_most")
    asks.submit()
    assert "is no check of" in asks.problem.text()
    asks.fields["value"].setText("5")
    asks.submit()
    assert "what is looked for in answers" in told.undo_text
    (line,) = checks.lines.rows()
    words = " ".join(one.text() for one in line.findChildren(Label))
    assert words.startswith("“Prompt v3” has at most 5 words in ")
    (drop,) = [one for one in line.findChildren(Button) if one.text() == "Leave out"]
    drop.click()
    assert not checks.lines.rows()
