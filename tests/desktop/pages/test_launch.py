"""The Launch page on a project that was really trained."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from onnx import ModelProto
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.findings.report.preflight import report_notes
from desktop.findings.stage_status import stage_statuses
from desktop.jobs.queue import JobQueue
from desktop.pages.launch.bar import BarPopover
from desktop.pages.launch.page import LaunchPage
from desktop.pages.launch.risk import RiskPopover
from desktop.pages.page import EVERYTHING, Page
from desktop.project import commands as edit
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.widgets.ask import AskPopover, ConfirmPopover
from desktop.widgets.rows import CheckMark
from reports.provenance import Provenance


@pytest.fixture
def page(trained_session: Session, open_page: Callable[[Page], Page]) -> LaunchPage:
    trained_session.do(edit.SetBar(0.5, "your choice", Provenance.GUESS))
    return open_page(LaunchPage(trained_session, JobQueue()))


def asked(page: Page) -> AskPopover:
    found = [p for p in page.findChildren(AskPopover) if p.isVisible()]
    assert found, "no popover is open"
    return found[-1]


def send(popover: AskPopover, **typed: str) -> None:
    """Type into the fields of a question, and send it."""
    for name, text in typed.items():
        popover.fields[name].setText(text)
    popover.submit()


def test_without_a_bar_the_page_asks_for_one(session, open_page) -> None:
    page = open_page(LaunchPage(session, JobQueue()))
    assert page.header.headline.text() == "How good is good enough?"
    assert page.primary_text() == "Set the bar…"
    page.primary()
    send(asked(page), value="85%")
    bar = session.project.bar
    assert bar.value == pytest.approx(0.85)
    assert page.header.headline.text() == "The bar is 85%. Nothing has been tested yet."
    assert page.primary_text() == "Train a classifier"


def test_moving_the_bar_needs_a_reason_and_keeps_the_history(page, trained_session) -> None:
    page.move_bar()
    popover = asked(page)
    send(popover, value="60%")
    assert "Say why the bar moves." in popover.problem.text()
    assert trained_session.project.bar.value == 0.5
    send(popover, reason="The clerks asked for it")
    assert [bar.value for bar in trained_session.project.bars()] == [0.6, 0.5]
    assert "The clerks asked for it" in page.ready_view.history.text()
    trained_session.undo()
    assert [bar.value for bar in trained_session.project.bars()] == [0.5]


def bar_popover(page: LaunchPage) -> BarPopover:
    page.move_bar()
    return asked(page)


def test_a_number_of_ones_own_is_not_from_where_it_was_taken(page, trained_session, qtbot) -> None:
    popover = bar_popover(page)
    popover.source.button("no AI at all").click()
    popover.share.setFocus()
    popover.share.selectAll()
    qtbot.keyClicks(popover.share, "60")
    qtbot.keyClick(popover.share, Qt.Key.Key_Tab)
    assert popover.source.value() == "your choice"
    send(popover, reason="A round number")
    bar = trained_session.project.bar
    assert (bar.value, bar.source, bar.provenance) == (0.6, "your choice", Provenance.GUESS)


def test_a_bar_on_finding_one_class_is_set_and_tested(page, trained_session) -> None:
    popover = bar_popover(page)
    popover.unfold.click()
    popover.measures.button("recall").click()
    send(popover, value="40%", reason="A missed eight is dear")
    assert "Say of which class." in popover.problem.text()
    popover.of_field.setText("eight")
    popover.submit()
    bar = trained_session.project.bar
    assert (bar.metric, bar.of, bar.value) == ("recall", "eight", 0.4)
    assert "found" in page.header.lead.text()
    page.show_tab("tested")
    assert page.tested.bar.title.text() == "It has to reach at least 40% of “eight” found"
    trained_session.undo()
    assert page.tested.bar.title.text() == "It has to reach at least 50% right"


def run_again(page: LaunchPage) -> None:
    """Add a run of another model with the results of the first."""
    project = page.session.project
    run = project.runs()[0]
    other = project.caches.put_model(ModelProto(producer_name="another").SerializeToString())
    project.append_run(run.settings, replace(run.result, model_sha256=other))
    page.refresh(EVERYTHING)


def test_labelling_as_one_goes_counts_undoes_and_ends(page, trained_session) -> None:
    page.show_tab("tested")
    panel = page.tested.labelling
    panel.start.click()
    send(asked(page), truth="95%")
    assert panel.sure.text() == "No label yet."
    for _ in range(3):
        panel.right.click()
    panel.wrong.click()
    assert panel.sure.text().startswith("3 of 4 right")
    assert panel.chart is not None
    trained_session.undo()
    assert panel.sure.text().startswith("3 of 3 right")
    for _ in range(10):
        if panel.right.isVisible():
            panel.right.click()
    assert "pass" in panel.sentence.text().lower()
    assert not panel.right.isVisible()
    panel.end.click()
    assert panel.start.text() == "Start a test"


def test_the_open_questions_come_first_and_are_answered_inline(page, trained_session) -> None:
    assert page.primary_text() == "Answer the 3 open questions"
    first = page.ready_view.questions.rows()[0].check
    assert (first.text, first.state) == ("What does the law call it?", CheckMark.NEEDS_YOU)
    assert stage_statuses(trained_session.project)[5].words.endswith(", 3 open")
    page.primary()
    page.findChild(RiskPopover).close_popover()
    trained_session.do(edit.SetFact("regulatory_tier", "minimal", "tier"))
    page.primary()
    send(asked(page), text="The shift lead, 5 minutes")
    assert trained_session.project.answer("launch.way_back") == "The shift lead, 5 minutes"
    page.primary()
    send(asked(page), text="Mara Lindqvist")
    assert trained_session.project.answer("launch.owner") == "Mara Lindqvist"
    assert page.primary_text().startswith("Decide: ")
    for _ in range(3):
        trained_session.undo()
    assert page.primary_text() == "Answer the 3 open questions"


@pytest.fixture
def answered(page: LaunchPage, trained_session: Session) -> LaunchPage:
    """The page with everything answered that nothing launches without."""
    for key, value in (
        ("launch.way_back", "The shift lead"),
        ("launch.owner", "Mara Lindqvist"),
        ("regulatory_tier", "minimal"),
    ):
        trained_session.do(edit.SetFact(key, value, key))
    return page


def name_owner(page: LaunchPage) -> None:
    """Say who sees to the condition that is asked for and until when, and send it."""
    send(asked(page), owner="Mara Lind", by="14 Jan 2027")


def test_launching_with_conditions_needs_one_that_somebody_can_be_held_to(
    answered, trained_session
) -> None:
    page, project = answered, trained_session.project
    button = page.ready_view.decision.group.button("conditions")
    button.click()
    popover = asked(page)
    assert project.answer("launch.decision") is None
    send(popover, text="Site North only.")
    assert popover.problem.text().startswith("Nobody sees to this condition.")
    send(popover, owner="Mara Lind")
    assert popover.problem.text().startswith("It says no day by which it must hold.")
    send(popover, by="soon")
    assert popover.problem.text().startswith("This is not a day.")
    popover.close_popover()  # a change of mind: nothing was decided, and nothing typed is lost
    assert not button.isChecked()
    assert (project.answer("launch.decision"), project.conditions()) == (None, ())
    button.click()
    popover = asked(page)
    assert popover.typed() == {"text": "Site North only.", "owner": "Mara Lind", "by": "soon"}
    name_owner(page)
    (condition,) = project.conditions()
    assert (condition.owner, condition.by) == ("Mara Lind", "2027-01-14")
    assert project.answer("launch.decision") == "conditions"
    assert button.isChecked()
    trained_session.undo()  # both in one step
    assert (project.answer("launch.decision"), project.conditions()) == (None, ())


def test_a_launch_with_conditions_that_names_none_waits_for_one_before_anybody_signs(
    answered, trained_session
) -> None:
    page, session = answered, trained_session
    session.do(edit.SetFact("launch.decision", "conditions", "decision"))  # as in older files
    session.do(edit.PutSignOff(None, "Mara Lind", "product", "to sign"))
    assert "none is named" in page.ready.named["condition"].detail
    assert not page.ready_view.signing.people.rows()[0].sign.isVisible()
    assert page.primary_text() == "Answer the open question"
    assert "One question is yours." in page.header.lead.text()
    remarks = report_notes(session.project, "launch", ("decision",)).remarks
    asked_for = ("One question is open.", "Under which condition is it launched?")
    assert asked_for in [(each.text, each.note) for each in remarks]
    page.primary()
    name_owner(page)
    assert "condition" not in page.ready.named
    assert page.primary_text() == "Say from which day…"
    session.do(edit.DeleteCondition(session.project.conditions()[0].id))
    assert page.primary_text() == "Answer the open question"


def test_a_condition_of_an_older_file_is_completed_not_doubled(answered, trained_session) -> None:
    trained_session.do(edit.PutCondition(None, "Site North only."))
    answered.ready_view.decision.group.button("conditions").click()
    assert asked(answered).fields["text"].text() == "Site North only."
    name_owner(answered)
    (condition,) = trained_session.project.conditions()
    assert (condition.text, condition.owner) == ("Site North only.", "Mara Lind")


def test_the_way_from_decision_to_signature(answered, trained_session) -> None:
    (page := answered).primary()
    name_owner(page)
    page.primary()
    send(asked(page), day="1 Feb 2027")
    assert page.primary_text() == "Name who signs…"
    page.primary()
    send(asked(page), name="Mara Lindqvist", role="product")
    assert page.primary_text() == "Sign as Mara Lindqvist"
    page.primary()
    (confirm,) = [p for p in page.window().findChildren(ConfirmPopover) if p.isVisible()]
    said = [label.text() for label in confirm.sentences]
    assert said[0] == "Decision: launch with conditions."
    assert said[-1].startswith("1. ")
    assert said[-1].endswith("(Mara Lind, by 14 Jan 2027)")
    assert trained_session.project.signoffs()[0].state == "to sign"
    confirm.submit()
    assert trained_session.project.signoffs()[0].state == "signed"
    assert page.primary_text() == "See the report"
    trained_session.undo()
    assert trained_session.project.signoffs()[0].state == "to sign"


def test_conditions_are_added_reworded_and_dropped(page, trained_session, qtbot) -> None:
    page.ready_view.decision.group.button("conditions").click()
    asked(page).fields["text"].setText("Site North only.")
    name_owner(page)
    (row,) = page.ready_view.decision.rows()
    assert row.accessibleName() == "Condition 1: Site North only. (Mara Lind, by 14 Jan 2027)"
    qtbot.keyClick(row, Qt.Key.Key_Return)
    send(asked(page), text="Site North, until June.")
    assert [c.text for c in trained_session.project.conditions()] == ["Site North, until June."]
    page.ready_view.decision.rows()[0].drop.click()
    assert not trained_session.project.conditions()
    trained_session.undo()
    assert [c.text for c in trained_session.project.conditions()] == ["Site North, until June."]


def test_an_open_reason_can_be_made_a_condition(answered, trained_session) -> None:
    decision = answered.ready_view.decision
    (first, *_) = [row for row in decision.reasons.rows() if row.take.isVisible()]
    first.take.click()
    popover = asked(answered)
    wording = popover.fields["text"].text()
    assert wording
    name_owner(answered)
    assert [c.text for c in trained_session.project.conditions()] == [wording]
    trained_session.undo()
    assert not trained_session.project.conditions()
    decision.group.button("not_yet").click()
    assert not any(row.take.isVisible() for row in decision.reasons.rows())


def test_the_risk_questions_leave_the_keyboard_to_the_window(page, qtbot) -> None:
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    for answer in ("no", "none"):  # what was answered is made anew each time
        page.ask_risk()
        popover = page.window().findChild(RiskPopover)
        choose(popover, answer)
        QApplication.processEvents()
        assert page.window().isActiveWindow()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert not popover.isVisible()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def choose(popover: RiskPopover, answer: str) -> None:
    popover.group.button(answer).click()


def test_the_risk_is_asked_one_question_at_a_time_until_it_is_settled(
    page, trained_session
) -> None:
    page.ready_view.risk.answers.click()
    popover = page.findChild(RiskPopover)
    assert popover.asked.place == "Article 5"
    choose(popover, "no")
    assert popover.asked.place == "Article 6, Annex III"
    choose(popover, "none")
    choose(popover, "no")  # no safety part
    choose(popover, "yes")  # people must be told
    choose(popover, "no")  # decides about nobody
    choose(popover, "yes")  # a person confirms
    assert popover.asked is None
    assert popover.result.text() == "So far: limited, while a person confirms."
    assert page.ready_view.risk.title.text() == "Risk: limited, while a person confirms"
    assert "2 Aug 2026" in popover.notes.text()
    trained_session.undo()
    assert page.ready_view.risk.title.text() == "Risk: limited"
    assert popover.asked is not None
    popover.close_popover()


def test_an_area_of_the_law_asks_for_the_exception_too(page, trained_session) -> None:
    trained_session.do(edit.SetFact("regulatory_tier", "minimal", "tier"))
    page.ask_risk()
    popover = page.findChild(RiskPopover)
    choose(popover, "no")
    choose(popover, "employment")
    assert page.ready_view.risk.title.text() == "Risk: high"
    assert "called minimal" in popover.notes.text()
    popover.take.click()
    assert trained_session.project.answer("regulatory_tier") == "high"
    assert popover.asked.place == "Article 6 (3)"
    row = next(row for row in popover.rows() if row.item.key == "eu_ai_act.area")
    row.again.click()
    assert popover.asked.key == "eu_ai_act.area"
    assert popover.group.value() == "employment"
    assert popover.group.isVisible()
    assert all(
        row.isVisible() and row.height() >= row.sizeHint().height() for row in popover.rows()
    )
    choose(popover, "none")
    assert trained_session.project.answer("ready.eu_ai_act.area") == "none"
    popover.close_popover()


# The published lists -------------------------------------------------------------------------


def unfold(page: LaunchPage, list_id: str, qtbot: QtBot) -> None:
    page.show_tab("lists")
    fold = page.lists.folds[list_id]
    fold.fold.click()
    for group in fold.groups:
        group.set_open(True)
    wanted = {item.key for item in fold.published.items()}
    qtbot.waitUntil(lambda: wanted <= set(page.lists.rows))


def test_a_list_unfolds_to_its_sections_with_what_was_measured_filled_in(page, qtbot) -> None:
    fold = page.lists.folds["ml_test_score"]
    assert fold.finding.text().startswith("7 of 28 answered. Lowest: data, 0.5 of 7")
    unfold(page, "ml_test_score", qtbot)
    row = page.lists.rows["ml_test_score.infrastructure.4"]
    assert row.bar.value() == "yes"
    assert row.mark.accessibleName() == "measured"
    assert "held-out photos" in row.why.text()
    assert fold.groups[2].figure.text() == "1.5 of 7 · 2 of 7 answered"


def test_an_answer_of_a_list_is_an_edit(page, trained_session, qtbot) -> None:
    unfold(page, "hax", qtbot)
    row = page.lists.rows["hax.1"]
    qtbot.keyClick(row.bar, Qt.Key.Key_Right)
    fact = trained_session.project.fact("ready.hax.1")
    assert row.bar.value() == fact.value
    trained_session.undo()
    assert row.bar.value() is None
    row.bar.set_value(None)
    row.bar._choose(4)  # unknown is an answer
    fact = trained_session.project.fact("ready.hax.1")
    assert fact.source is Provenance.UNKNOWN


def test_what_was_measured_is_overridden_only_with_a_reason(page, trained_session, qtbot) -> None:
    unfold(page, "ml_test_score", qtbot)
    row = page.lists.rows["ml_test_score.data.1"]
    assert row.bar.value() == "partly"
    row.bar._choose(2)
    popover = asked(page)
    assert row.bar.value() == "partly"  # the measured answer stands until the reason is given
    popover.submit()
    assert "Say why." in popover.problem.text()
    send(popover, why="A nightly job checks every card")
    assert row.bar.value() == "yes"
    assert "Measured: “By hand”" in row.why.text()
    row.bar._choose(1)  # back to what was measured
    assert trained_session.project.fact("ready.ml_test_score.data.1") is None
    assert row.mark.accessibleName() == "measured"


def test_the_way_to_the_bar_shows_every_run_and_what_is_missing_for_a_forecast(
    page, trained_session, qtbot
) -> None:
    page.show_tab("ahead")
    qtbot.waitUntil(lambda: page.ahead.shown is not None and not page.ahead.busy)
    assert page.ahead.finding.title.text() == "Run 1 is above 50%"
    assert [row[0] for row in page.ahead.steps.as_table().rows] == ["Run 1"]
    assert page.ahead.what_if.isHidden()
    page.ahead._day_asked("soon")
    assert "This is not a day" in page.ahead.answer.text()
    run_again(page)
    qtbot.waitUntil(lambda: len(page.ahead.steps.as_table().rows) == 2)
    page.ahead.forget()


def test_a_project_that_can_only_be_read_shows_answers_and_takes_none(
    trained_session, open_page, qtbot
) -> None:
    trained_session.do(edit.SetBar(0.5, "your choice", Provenance.GUESS))
    trained_session.project.file.read_only = True
    page = open_page(LaunchPage(trained_session, JobQueue()))
    unfold(page, "data_readiness", qtbot)
    assert all(not row.bar.isEnabled() for row in page.lists.rows.values())
    assert page.ready_view.tripwires.add_button.isHidden()
    decision = page.ready_view.decision
    assert not decision.group.isEnabled()
    assert decision.how.isEnabled()  # how it came to that can still be read
    assert all(row.take.isHidden() for row in decision.reasons.rows())
    assert all(row.check.link == "" for row in page.ready_view.checks.rows())
    page.ask_risk()
    popover = page.findChild(RiskPopover)
    assert popover.group is None
    popover.close_popover()


def test_arrows_move_through_the_checks_and_enter_opens_the_evidence(page, qtbot) -> None:
    rows = page.ready_view.checks.rows()
    qtbot.waitExposed(page)
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is rows[1] or rows[1].hasFocus()
    stages: list[Stage] = []
    page.go_to.connect(stages.append)
    leaks = next(row for row in rows if row.check.text == "The test was fair")
    qtbot.keyClick(leaks, Qt.Key.Key_Return)
    assert stages == [Stage.DATA]
