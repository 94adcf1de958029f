"""Answers of the brief: typed, taken back, unknown, undone."""

import sqlite3

from desktop.pages.problem.answers import SourcePopover
from desktop.pages.problem.classes import ClassPopover
from desktop.pages.problem.page import ProblemPage
from desktop.project import commands as edit
from desktop.project.project import Project
from reports.provenance import Provenance


def test_an_empty_brief_asks_the_question_and_keeps_the_verdict_off(page) -> None:
    assert page.header.headline.text() == "Who has the problem, and what does a mistake cost?"
    assert page.primary_off() == "Answer one question first."


def test_a_typed_range_is_one_edit_that_can_be_undone(page, session, type_range) -> None:
    type_range(page, "miss_cost", "2,000", "14k")
    fact = session.project.fact("miss_cost")
    assert (fact.value, fact.source) == ({"low": 2000, "high": 14000}, Provenance.GUESS)
    assert session.undo_text == "change cost of a miss"
    assert page.primary_off() == ""
    session.undo()
    assert session.project.fact("miss_cost") is None
    assert page.form.rows["miss_cost"].entry.low_field.text() == ""


def test_a_per_cent_is_kept_as_a_share(page, session, type_range) -> None:
    type_range(page, "today_accuracy", "88", "96%")
    assert session.project.answer("today_accuracy") == {"low": 0.88, "high": 0.96}


def test_not_knowing_greys_the_field_and_keeps_the_numbers_and_their_source(page, session) -> None:
    value = {"low": 2, "high": 4}
    session.do(edit.SetFact("label_cost", value, "a label", Provenance.MEASURED, "invoice"))
    entry = page.form.rows["label_cost"].entry
    entry.tick.click()
    fact = session.project.fact("label_cost")
    assert (fact.value, fact.source) == (value, Provenance.UNKNOWN)
    assert not entry.low_field.isEnabled()
    assert entry.low_field.text() == "$2"
    entry.tick.click()
    fact = session.project.fact("label_cost")
    assert (fact.value, fact.source, fact.note) == (value, Provenance.MEASURED, "invoice")


def test_not_knowing_leaves_half_a_range_in_its_field(page, session, type_into) -> None:
    entry = page.form.rows["miss_cost"].entry
    type_into(entry.low_field, "50")
    entry.tick.click()
    assert session.project.fact("miss_cost").source is Provenance.UNKNOWN
    assert entry.low_field.text() == "$50"


def test_emptying_a_range_takes_the_answer_away(page, session, type_range) -> None:
    type_range(page, "miss_cost", "2", "4")
    type_range(page, "miss_cost", "", "")
    assert session.project.fact("miss_cost") is None


def test_a_number_says_where_it_comes_from_and_that_can_be_changed(
    page, session, type_range
) -> None:
    type_range(page, "volume_per_month", "2400", "3600")
    row = page.form.rows["volume_per_month"]
    row.source.click()
    popover = page.window().findChild(SourcePopover)
    popover.group.button("measured").click()
    popover.note.setText("drone log 2025")
    popover.close_popover()
    fact = session.project.fact("volume_per_month")
    assert (fact.source, fact.note) == (Provenance.MEASURED, "drone log 2025")
    type_range(page, "volume_per_month", "2500", "3600")
    assert session.project.fact("volume_per_month").note == "drone log 2025"


def test_a_class_is_added_described_renamed_and_deleted_each_undoable(page, session) -> None:
    for name in ("Clean", "Krack"):
        page.form.classes.chips.add_asked.emit()
        adding = page.window().findChildren(ClassPopover)[-1]
        adding.name.setText(name)
        adding.close_popover()
    page.form.classes.chips.chips()[1].click()
    editing = page.window().findChildren(ClassPopover)[-1]
    editing.name.setText("Crack")
    editing.description.setPlainText("A dark line across the blade.")
    editing.close_popover()
    crack = session.project.classes()[1]
    assert (crack.name, crack.description) == ("Crack", "A dark line across the blade.")
    session.undo()
    assert session.project.classes()[1].name == "Krack"
    page.form.classes.chips.chips()[0].click()
    editing = page.window().findChildren(ClassPopover)[-1]
    editing._delete()
    assert [c.name for c in session.project.classes()] == ["Krack"]
    assert session.undo_text == "delete class “Clean”"


def test_another_currency_shows_in_the_fields_and_can_be_undone(page, session, type_range) -> None:
    type_range(page, "miss_cost", "2", "4")
    page.edits.currency_chosen("EUR")
    assert page.form.rows["miss_cost"].entry.low_field.text() == "€2"
    session.undo()
    assert page.form.rows["miss_cost"].entry.low_field.text() == "$2"


def test_a_project_that_can_only_be_read_unfolds_but_takes_no_answer(
    session, tmp_path, qtbot
) -> None:
    path = session.path
    assert path is not None
    session.do(edit.SetFact("recognises_a_kind", "yes", "kind"))
    session.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    session.use(Project.open(path))
    page = ProblemPage(session)
    qtbot.addWidget(page)
    page.ensure_built()
    page.show()
    assert session.read_only
    page.form.groups["What speaks for AI"].make_all()
    row = page.form.rows["recognises_a_kind"]
    assert row.bar.value() == "yes"
    assert not row.isEnabled()
    assert page.form.groups["What speaks for AI"].fold.isEnabled()
    off = {action.id: action.off() for action in page.actions_of_page()}
    assert off["problem.take-case"] == session.notice
    assert off["problem.save-case"] == ""
