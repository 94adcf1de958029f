"""The risk on the Launch page, where the Problem page has said what it is for."""

from desktop.jobs.queue import JobQueue
from desktop.pages.launch.page import LaunchPage
from desktop.pages.launch.risk import RiskPopover
from desktop.project import commands as edit


def test_what_was_said_of_its_purpose_is_not_asked_again_and_says_where_it_is_from(
    session, open_page
) -> None:
    session.do(edit.SetFact("purpose_flags", ["emotion_recognition"], "purposes"))
    page = open_page(LaunchPage(session, JobQueue()))
    page.ask_risk()
    popover = page.findChild(RiskPopover)
    area = next(row for row in popover.rows() if row.item.key == "eu_ai_act.area")
    assert area.source.text() == "Said on the Problem page"
    assert popover.asked.place == "Article 5"  # at work or at school it is banned
    popover.group.button("no").click()
    assert popover.asked.place == "Article 6 (3)"
    area = next(row for row in popover.rows() if row.item.key == "eu_ai_act.area")
    assert page.ready_view.risk.title.text() == "Risk: high"
    assert "Annex III 1(c), from 2 Dec 2027: " in popover.notes.text()
    area.again.click()
    popover.group.button("none").click()
    assert page.ready_view.risk.title.text() == "Risk: high"
    assert "What it is for makes it high (Annex III 1(c))" in popover.notes.text()
    popover.close_popover()


def test_the_button_says_that_a_question_of_the_law_is_open_until_it_is_answered(
    session, open_page
) -> None:
    session.do(edit.SetFact("purpose_flags", [], "purposes"))
    page = open_page(LaunchPage(session, JobQueue()))
    answers = page.ready_view.risk.answers
    assert answers.text() == "Answer what is open"  # whether it decides about people
    session.do(edit.SetFact("risk.about_people", "no", "people"))
    assert answers.text() == "Answers"
