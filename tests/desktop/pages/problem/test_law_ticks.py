"""What the law looks at is ticked: each tick one edit, none of them an answer of its own."""

import pytest

from desktop.findings.case import case_of
from desktop.pages.problem.five_rows import LawRow
from desktop.pages.problem.ticks import LawTicks
from desktop.project import commands as edit
from desktop.project.questions import question
from estimators.law.purpose import PURPOSE_FLAGS
from estimators.need_for_ai import assess


@pytest.fixture
def row(page) -> LawRow:
    row = page.form.row("purpose_flags")
    assert isinstance(row, LawRow)
    return row


@pytest.fixture
def ticks(row) -> LawTicks:
    return row.ticks


def test_every_flag_of_the_law_is_asked_once() -> None:
    asked = question("purpose_flags")
    inside = [flag for _, flags in asked.sets for flag in flags]
    assert sorted(inside) == sorted(PURPOSE_FLAGS)
    assert sorted(flag for flag, _ in asked.choices) == sorted(PURPOSE_FLAGS)


def test_a_wide_tick_opens_to_its_flags_and_says_nothing_itself(session, ticks) -> None:
    people = ticks.sets[0]
    assert people.which.isHidden()
    people.head.click()
    assert not people.which.isHidden()
    assert session.project.fact("purpose_flags") is None
    people.ticks["employment"].click()
    assert session.project.answer("purpose_flags") == ["employment"]
    assert session.undo_text == "tick “Jobs and work”"
    assert case_of(session.project)["purpose_flags"] == ["employment"]
    assert "Annex III" in {r.topic for r in assess(case_of(session.project)).reasons}


def test_the_last_flag_taken_back_is_no_answer_and_undo_brings_it_back(session, ticks) -> None:
    ticks.sets[3].head.click()
    assert session.project.answer("purpose_flags") == ["children"]
    ticks.sets[3].head.click()
    assert session.project.fact("purpose_flags") is None
    session.undo()
    assert session.project.answer("purpose_flags") == ["children"]
    assert ticks.sets[3].head.isChecked()


def test_none_of_these_clears_the_others_and_is_an_answer(session, ticks) -> None:
    ticks.sets[0].head.click()
    ticks.sets[0].ticks["education"].click()
    ticks.none.click()
    assert session.project.answer("purpose_flags") == []
    assert case_of(session.project)["purpose_flags"] == []
    assert not ticks.sets[0].head.isChecked()
    ticks.sets[4].head.click()
    assert session.project.answer("purpose_flags") == ["talks_to_people"]
    assert not ticks.none.isChecked()


def test_not_knowing_keeps_the_ticks_and_tells_the_engines_nothing(session, row, ticks) -> None:
    ticks.sets[3].head.click()
    row.toggle_unknown()
    assert not session.project.fact("purpose_flags").known
    assert "purpose_flags" not in case_of(session.project)
    row.toggle_unknown()
    assert session.project.answer("purpose_flags") == ["children"]


def test_what_a_lawyer_said_settles_the_question_until_somebody_ticks(session, row, ticks) -> None:
    session.do(edit.SetFact("regulatory_tier", "minimal", "tier"))
    assert "minimal" in ticks.suspected.text()
    assert row.unknown.isHidden()
    ticks.sets[3].head.click()
    assert ticks.suspected.isHidden()


def test_words_that_sound_like_the_law_lead_to_the_ticks_until_somebody_answers(
    session, qtbot, ticks
) -> None:
    idea = "Score job interviews by the emotions of the candidate"
    session.do(edit.SetFact("idea", idea, "what it should do"))
    qtbot.waitUntil(lambda: "Jobs and work" in ticks.suspected.text())
    ticks.none.click()
    assert ticks.suspected.isHidden()
