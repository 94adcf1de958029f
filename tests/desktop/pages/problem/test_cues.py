"""All other questions: cues, groups, the success sentence, and being led to one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSlider, QWidget

from desktop.pages.problem.live_verdict import question_explanation, sources_explanation
from desktop.pages.problem.page import ProblemPage
from desktop.project import commands as edit
from desktop.project.questions import ALL_QUESTIONS, question
from reports.provenance import Provenance


def test_further_questions_are_made_only_when_asked_for(page, session, qtbot) -> None:
    assert "user_pain" not in page.form.rows
    group = page.form.groups[question("user_pain").group]
    qtbot.mouseClick(group.fold, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "user_pain" in page.form.rows)
    row = page.form.rows["user_pain"]
    row.group._choose(4)
    assert session.project.answer("user_pain") == 4
    row.tick.click()
    assert session.project.answer("user_pain") is None


def test_every_question_is_asked_somewhere(page) -> None:
    """None is lost: among the five, as a number, as the sentence at the top, or in a group."""
    for asked in ALL_QUESTIONS:
        assert asked.key == "idea" or page.form.row(asked.key) is not None, asked.key


def test_a_cue_is_answered_yes_no_or_unknown(page, session, settle) -> None:
    row = page.form.row("foretells_events")
    row.bar._choose(1)
    assert session.project.answer("foretells_events") == "no"
    row.toggle_unknown()
    fact = session.project.fact("foretells_events")
    assert fact.source is Provenance.UNKNOWN
    session.undo()
    assert row.bar.value() == "no"
    settle(page)
    answers = {cue.name: cue.answer for cue in page._found.worked.assessment.cues.all}
    assert answers["foretells_events"] is False


def test_what_could_change_the_verdict_comes_first(page, session, settle) -> None:
    session.do(edit.SetFact("explicit_rules_possible", "partly", "rules"))
    settle(page)
    listed = page.form._listed.rows()
    matters = [bool(group.matters.text()) for group in listed]
    assert any(matters)
    assert matters == sorted(matters, reverse=True)
    group = next(group for group in listed if group.matters.text())
    group.make_all()
    made = [key for key in page.form.rows if any(q.key == key for q in group.asked)]
    unknowns = page._found.worked.assessment.open_answers
    assert made[0] == next(name for name in unknowns if name in made)


def test_the_success_sentence_is_written_as_its_parts_are(page, qtbot, type_into) -> None:
    group = page.form.groups["How you will know"]
    group.make_all()
    type_into(page.form.rows["success_metric"].field, "the share of cracks found")
    page.form.rows["success_direction"].group.button("below").click()
    type_into(page.form.rows["success_threshold"].field, "85%")
    type_into(page.form.rows["success_action"].field, "stop")
    words = "If the share of cracks found falls below 85%, we will stop."
    qtbot.waitUntil(lambda: group.foot is not None and group.foot.text() == words)


@pytest.mark.parametrize(
    "key",
    [
        "labels_per_day",
        "label_cost",
        "canvas_action",
        "discount_rate",
        "volume_per_month",
        "human_in_loop",
    ],
)
def test_a_question_that_another_page_leads_to_is_unfolded_and_takes_the_keyboard(
    page, qtbot, key
) -> None:
    page.activateWindow()
    page.focus_question(key)
    row = page.form.row_shown(key)
    qtbot.waitUntil(lambda: row.isVisible() and page.form.focused_row() is row)
    qtbot.waitUntil(lambda: in_view(page, row))


def in_view(page: ProblemPage, row: QWidget) -> bool:
    seen = row.mapTo(page.scroller.viewport(), row.rect().center())
    return page.scroller.viewport().rect().contains(seen)


def test_a_question_that_was_led_to_stays_in_view_when_rows_above_grow(page, qtbot) -> None:
    page.focus_question("discount_rate")
    row = page.form.rows["discount_rate"]
    qtbot.waitUntil(lambda: row.isVisible() and in_view(page, row))
    qtbot.wait(50)
    page.form.setContentsMargins(0, 1500, 0, 0)  # as when a group above is unfolded
    qtbot.waitUntil(lambda: in_view(page, row))


def test_scrolling_away_from_a_question_that_was_led_to_is_not_undone(page, qtbot) -> None:
    page.focus_question("discount_rate")
    row = page.form.rows["discount_rate"]
    qtbot.waitUntil(lambda: row.isVisible() and in_view(page, row))
    bar = page.scroller.verticalScrollBar()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    page.form.setContentsMargins(0, 40, 0, 0)
    qtbot.wait(100)
    assert bar.value() == bar.minimum()


def test_the_list_that_asks_a_cue_is_named_on_demand(page) -> None:
    group = page.form.groups[question("foretells_events").group]
    group.make_all()
    shown = sources_explanation(group.title, group.asked)
    assert "People + AI Guidebook: user needs (14 criteria) and Rules of Machine" in shown.text
    assert "https://pair.withgoogle.com" in shown.source
    explained = question_explanation(
        page.session.project, page.form.rows["foretells_events"].asked, None
    )
    assert "People + AI Guidebook: user needs, better 2" in explained.source


def test_a_cue_that_another_answer_settles_is_not_asked_again(page, session, qtbot) -> None:
    row = page.form.row("canvas_training")
    session.do(edit.SetFact("labelled_examples", 800, "labels"))
    qtbot.waitUntil(lambda: row.settled.text().startswith("There are past cases to learn from. "))
    row.bar._choose(1)
    qtbot.waitUntil(lambda: row.settled.text() == "")
    said = "There are 800 labelled examples, yet no past cases to learn from."
    assert row.trouble.text() == said
