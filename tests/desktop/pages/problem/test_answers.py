"""Answers of the brief: typed, taken back, unknown, undone."""

import sqlite3

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desktop.findings.problem.brief import EMPTY_QUESTION
from desktop.pages.problem.answers import SourcePopover
from desktop.pages.problem.classes import ClassPopover
from desktop.pages.problem.page import ProblemPage
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.widgets.choices import Chip
from reports.provenance import Provenance


def test_an_empty_project_asks_for_the_sentence_and_nothing_is_mandatory(page) -> None:
    assert page.header.headline.text() == EMPTY_QUESTION
    assert page.primary_off() == ""
    assert page.bar.isHidden()


def test_a_typed_range_is_one_edit_that_can_be_undone(page, session, type_range) -> None:
    session.do(edit.SetFact("task_kind", "classify", "kind"))
    type_range(page, "miss_cost", "2,000", "14k")
    fact = session.project.fact("miss_cost")
    assert (fact.value, fact.source) == ({"low": 2000, "high": 14000}, Provenance.GUESS)
    assert session.project.fact("false_alarm_cost") is None
    assert session.undo_text == "change cost of a miss"
    assert page.primary_off() == ""
    session.undo()
    assert session.project.fact("miss_cost") is None
    assert page.form.worth.cells["miss_cost"].field.text() == ""


def test_a_per_cent_is_kept_as_a_share(page, session, type_range) -> None:
    type_range(page, "today_accuracy", "4", "12%")  # asked as what is wrong today
    assert session.project.answer("today_accuracy") == {"low": 0.88, "high": 0.96}


def test_not_knowing_greys_the_field_and_keeps_the_numbers_and_their_source(page, session) -> None:
    value = {"low": 2, "high": 4}
    session.do(edit.SetFact("label_cost", value, "a label", Provenance.MEASURED, "invoice"))
    entry = page.form.row("label_cost").entry
    entry.tick.click()
    fact = session.project.fact("label_cost")
    assert (fact.value, fact.source) == (value, Provenance.UNKNOWN)
    assert not entry.low_field.isEnabled()
    assert entry.low_field.text() == "$2"
    entry.tick.click()
    fact = session.project.fact("label_cost")
    assert (fact.value, fact.source, fact.note) == (value, Provenance.MEASURED, "invoice")


def test_not_knowing_leaves_half_a_range_in_its_field(page, session, type_into) -> None:
    entry = page.form.row("label_cost").entry
    type_into(entry.low_field, "50")
    entry.tick.click()
    assert session.project.fact("label_cost").source is Provenance.UNKNOWN
    assert entry.low_field.text() == "$50"


def test_emptying_a_range_takes_the_answer_away(page, session, type_range) -> None:
    for key in ("miss_cost", "label_cost"):
        type_range(page, key, "2", "4")
        assert session.project.answer(key) == {"low": 2, "high": 4}
        type_range(page, key, "", "")
        assert session.project.fact(key) is None


def test_a_number_says_where_it_comes_from_and_that_can_be_changed(
    page, session, type_range
) -> None:
    type_range(page, "volume_per_month", "2400", "3600")
    page.form.worth.cells["volume_per_month"].source.click()
    popover = page.window().findChild(SourcePopover)
    popover.group.button("measured").click()
    popover.note.setText("drone log 2025")
    popover.close_popover()
    fact = session.project.fact("volume_per_month")
    assert (fact.source, fact.note) == (Provenance.MEASURED, "drone log 2025")
    type_range(page, "volume_per_month", "2500", "3600")
    assert session.project.fact("volume_per_month").note == "drone log 2025"


def test_a_class_is_added_described_renamed_and_deleted_each_undoable(page, session) -> None:
    page.form.row("classes")
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


def test_a_list_of_classes_is_one_edit_and_the_field_stays_for_the_next(
    page, session, qtbot
) -> None:
    page.form.row("classes")
    page.form.classes.chips.add_asked.emit()
    adding = page.window().findChildren(ClassPopover)[-1]
    adding.name.setText("Crack, Erosion; Lightning  mark\nCrack,")
    qtbot.keyClick(adding.name, Qt.Key.Key_Return)
    names = ["Crack", "Erosion", "Lightning mark"]
    assert [c.name for c in session.project.classes()] == names
    assert session.undo_text == "add 3 classes"
    assert adding.isVisible()
    assert adding.name.text() == ""
    assert adding.name.hasFocus()
    adding.name.setText("Crack, Erosion")
    qtbot.keyClick(adding.name, Qt.Key.Key_Return)
    assert adding.name.text() == "Crack, Erosion"  # refused, and still there to be mended
    adding.name.setText("Erosion, Dirt")
    qtbot.keyClick(adding.name, Qt.Key.Key_Return)
    assert [c.name for c in session.project.classes()] == [*names, "Dirt"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.keyClick(adding.name, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), Chip))
    assert QApplication.focusWidget().text() == "Add"
    session.undo()
    session.undo()
    assert session.project.classes() == ()


def test_the_sentence_is_changed_in_its_place_and_undone(page, session, qtbot) -> None:
    page.headline.start()
    page.headline.field.setText("  Draft a reply to   each message. ")
    qtbot.keyClick(page.headline.field, Qt.Key.Key_Return)
    assert session.project.answer("idea") == "Draft a reply to each message."
    assert page.header.headline.text() == "Draft a reply to each message."
    assert page.headline.field.isHidden()
    page.headline.start()
    page.headline.field.setText("Something else")
    qtbot.keyClick(page.headline.field, Qt.Key.Key_Escape)
    assert session.project.answer("idea") == "Draft a reply to each message."
    session.undo()
    assert session.project.fact("idea") is None


@pytest.mark.parametrize("sentence", ["x" * 5000, "رسالة لكل عميل 漢字", "<b>&amp;</b> {n} %s"])
def test_any_sentence_is_kept_whole(page, session, sentence) -> None:
    page.headline.start()
    page.headline.field.setText(sentence)
    page.headline.finish()
    assert session.project.answer("idea") == sentence
    page.headline.start()
    assert page.headline.field.text() == sentence


def test_another_currency_shows_in_the_fields_and_can_be_undone(page, session, type_range) -> None:
    type_range(page, "miss_cost", "2", "4")
    page.edits.currency_chosen("EUR")
    assert page.form.worth.cells["miss_cost"].field.text() == "€2 to 4"
    session.undo()
    assert page.form.worth.cells["miss_cost"].field.text() == "$2 to 4"


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
    row = page.form.row("recognises_a_kind")
    assert row.bar.value() == "yes"
    assert not row.isEnabled()
    assert page.form.groups[row.asked.group].fold.isEnabled()
    assert not page.form.five[0].isEnabled()
    page.headline.start()
    assert page.headline.field.isHidden()
    off = {action.id: action.off() for action in page.actions_of_page()}
    assert off["problem.take-case"] == session.notice
    assert off["problem.save-case"] == ""


def test_a_low_window_keeps_its_room_for_the_questions(page, session) -> None:
    session.do(
        edit.SetFact("idea", "Draft a reply to each message, so that a colleague sends it.", "idea")
    )
    page.window().resize(1024, 900)
    page.resize(900, 700)
    assert not page.header.lead.isHidden()
    tall = page.header.sizeHint().height()
    page.resize(900, 400)
    assert page.header.lead.isHidden()  # it only helps
    assert page.header.sizeHint().height() < tall - 20
    page.resize(900, 700)
    assert not page.header.lead.isHidden()


def test_another_kind_asks_in_its_own_words_and_leaves_out_what_it_has_not(page, session) -> None:
    def asked() -> dict[str, str]:
        groups = page.form.groups.values()
        return {each.key: each.text for group in groups for each in group.asked}

    plain = asked()
    assert {"classes", "majority_share", "recognises_a_kind"} <= plain.keys()
    session.do(edit.SetFact("task_kind", "generate", "the kind"))
    generate = asked()
    assert not {"classes", "majority_share", "recognises_a_kind"} & generate.keys()
    assert generate["label_cost"] == "One good answer costs"
    row = page.form.row("label_cost")
    assert row.field.low_field.accessibleName() == "One good answer costs, low end"
    session.undo()
    assert asked() == plain
