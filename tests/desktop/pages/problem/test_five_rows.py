"""The five questions: each row is the inputs of the engines, each answer one edit, and the words follow the kind."""

import pytest
from PySide6.QtCore import Qt

from desktop.findings.case import case_of
from desktop.pages.problem.answers import SourcePopover
from desktop.project import commands as edit
from desktop.project.records import NewExample
from desktop.widgets.choices import Tick
from estimators.base.task_kind import TASK_KINDS
from reports.provenance import Provenance


def case(session) -> dict[str, object]:
    """What the engines are asked, without what is always there."""
    always = {"title", "currency", "stage"}
    return {key: value for key, value in case_of(session.project).items() if key not in always}


ANSWERED = [
    (0, "1", {"explicit_rules_possible": "yes"}),
    (0, "2", {"explicit_rules_possible": "partly"}),
    (0, "3", {"explicit_rules_possible": "no"}),
    (1, "1", {"demand_validated": True}),
    (1, "2", {"demand_validated": False, "pain_evidence": "anecdotal"}),
    (1, "3", {"demand_validated": False}),
    (2, "1", {"error_cost_level": "low"}),
    (2, "3", {"error_cost_level": "high"}),
    (2, "2\t1", {"error_cost_level": "medium", "error_reversible": True, "human_in_loop": True}),
    (2, "2\t2", {"error_cost_level": "medium", "error_reversible": True, "human_in_loop": False}),
    (2, "2\t3", {"error_cost_level": "medium", "error_reversible": False}),
    (3, "4", {"purpose_flags": ["children"]}),
    (3, "45", {"purpose_flags": ["children", "talks_to_people"]}),
    (3, "457", {"purpose_flags": []}),
    (4, "2", {"needs_own_knowledge": True}),
    (4, "3", {"commodity_api_available": True}),
    (4, "34", {"commodity_api_available": True, "needs_own_knowledge": False, "labelled_examples": 0}),
    (4, "4", {"commodity_api_available": False, "needs_own_knowledge": False, "labelled_examples": 0}),
]  # fmt: skip


def test_keys_answer_a_row_and_each_answer_is_one_edit(page, session, qtbot) -> None:
    page.activateWindow()
    for row, keys, inputs in ANSWERED:
        at = page.form.five[row]
        at.focus_field()
        target = at.first
        for key in keys:
            if key == "\t":
                target = at.bars["error_reversible"]
            else:
                qtbot.keyClick(target, Qt.Key(ord(key)))
        assert (row, keys, case(session)) == (row, keys, inputs)
        for _ in keys.replace("\t", ""):
            assert session.undo_text
            session.undo()
        assert case(session) == {}
        assert not session.undo_text


def test_after_never_it_is_asked_who_acts(page, session) -> None:
    bars = page.form.five[2].bars
    assert bars["human_in_loop"].isHidden()
    bars["error_reversible"]._choose(2)
    assert not bars["human_in_loop"].isHidden()
    bars["human_in_loop"]._choose(0)
    assert case(session) == {"error_reversible": False, "human_in_loop": True}
    bars["error_reversible"]._choose(1)
    assert bars["human_in_loop"].isHidden()
    assert case(session) == {"error_reversible": True, "human_in_loop": False}


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"error_cost_level": "critical"}, {"error_cost_level": "high"}),
        ({"error_cost_level": "negligible"}, {"error_cost_level": "low"}),
        ({"human_in_loop": "yes"}, {"error_reversible": "before"}),
        ({"error_reversible": "yes"}, {"error_reversible": "later", "human_in_loop": None}),
        ({"error_reversible": "no", "human_in_loop": "no"}, {"error_reversible": "never", "human_in_loop": "no"}),
    ],
)  # fmt: skip
def test_answers_from_elsewhere_are_shown_as_what_they_mean_and_left_alone(
    page, session, facts, shown
) -> None:
    for key, value in facts.items():
        session.do(edit.SetFact(key, value, key))
    bars = page.form.five[2].bars
    assert {key: bars[key].value() for key in shown} == shown
    assert all(not bars[key].isHidden() for key in shown)
    assert {key: session.project.answer(key) for key in facts} == facts


def test_asking_is_no_proof_and_interviews_are_not_forgotten(page, session) -> None:
    session.do(edit.SetFact("pain_evidence", "interviews", "how"))
    bar = page.form.five[1].bars["demand_validated"]
    bar._choose(1)
    assert session.project.answer("pain_evidence") == "interviews"
    assert bar.value() == "asked"
    bar._choose(2)
    assert session.project.answer("pain_evidence") == "none"
    session.undo()
    assert bar.value() == "asked"


@pytest.mark.parametrize("row", range(5))
def test_not_knowing_is_an_answer_that_keeps_what_was_there(page, session, qtbot, row) -> None:
    session.do(edit.SetFact("task_kind", "generate", "kind"))
    for key, value in {
        "explicit_rules_possible": "no",
        "demand_validated": "yes",
        "error_cost_level": "low",
        "purpose_flags": ["health"],
        "needs_own_knowledge": "yes",
    }.items():
        session.do(edit.SetFact(key, value, key, Provenance.MEASURED, "a log"))
    before = case(session)
    at = page.form.five[row]
    page.activateWindow()
    at.focus_field()
    page._toggle_unknown()
    assert not set(at.keys) & set(case(session))
    assert len(case(session)) == len(before) - 1
    assert at.unknown.isChecked()
    page._toggle_unknown()
    assert case(session) == before
    session.undo()
    session.undo()
    assert case(session) == before


def test_examples_are_answered_with_their_number(page, session, qtbot) -> None:
    session.do(edit.SetFact("task_kind", "generate", "kind"))
    there = page.form.five[4]
    examples = there.ticks["labelled_examples"]
    assert examples.text() == "your good answers"
    assert there.count.isHidden()
    examples.click()
    assert session.project.fact("labelled_examples") is None
    there.count.setText("54,000")
    there.count.setModified(True)
    there.count.editingFinished.emit()
    assert case(session).items() >= {"task_kind": "generate", "labelled_examples": 54000}.items()
    examples.click()
    assert session.project.fact("labelled_examples") is None
    session.undo()
    assert examples.isChecked()
    assert there.count.value() == 54000


def test_examples_on_data_are_counted_not_asked(page, session) -> None:
    photo = NewExample("a.png", "a.png", "0" * 64, 1, "photo", "Crack")
    session.do(edit.AddExamples((photo,)))
    examples = page.form.five[4].ticks["labelled_examples"]
    before = session.undo_text
    examples.click()
    assert examples.isChecked()
    assert session.undo_text == before
    assert page.form.five[4].count.isHidden()


def test_the_source_of_an_answer_is_asked_with_a_note_and_not_knowing_after_all(
    page, session
) -> None:
    row = page.form.five[0]
    row.bars["explicit_rules_possible"]._choose(1)
    row.ask_source()
    popover = page.window().findChild(SourcePopover)
    popover.note.setText("1 in 4 asks where it is")
    popover.close_popover()
    assert session.project.fact("explicit_rules_possible").note == "1 in 4 asks where it is"
    row.ask_source()
    popover = page.window().findChildren(SourcePopover)[-1]
    popover.group.button("unknown").click()
    popover.close_popover()
    assert not session.project.fact("explicit_rules_possible").known


def test_the_words_follow_each_kind(page, session) -> None:
    asked, before, examples = set(), set(), set()
    for kind in TASK_KINDS:
        session.do(edit.SetFact("task_kind", kind, "kind"))
        asked.add(page.form.five[0].title.text())
        before.add(page.form.five[2].bars["error_reversible"]._options[0][1])
        words = page.form.five[4].ticks["labelled_examples"].text()
        examples.add(words)
        assert ("labelled" in words) == (kind == "classify")
    assert len(asked) == len(before) == len(examples) == len(TASK_KINDS)


def test_the_keyboard_comes_first_to_the_first_open_question(page, session) -> None:
    assert page.focusProxy() is page.form.five[0].first
    session.do(edit.SetFact("explicit_rules_possible", "no", "rules"))
    assert page.focusProxy() is page.form.five[1].first


@pytest.mark.parametrize(("width", "columns", "stacked"), [(1300, 2, False), (1000, 3, True), (700, 2, True), (640, 2, True)])  # fmt: skip
def test_rows_stand_beside_or_below_their_question_and_nothing_is_cut_off(
    page, qtbot, width, columns, stacked
) -> None:
    page.resize(width, 680)
    for _ in range(3):  # the fold of one row moves the next
        qtbot.wait(20)
        page.grab()
    law = page.form.five[3]
    assert law.ticks.group._columns == columns
    below = law.ticks.mapTo(law, law.ticks.rect().topLeft()).y() > law.title.height()
    assert below == stacked
    assert page.content.width() <= page.scroller.viewport().width()

    def whole() -> bool:
        ticks = [tick for row in page.form.five for tick in row.findChildren(Tick)]
        rights = [
            tick.mapTo(page.content, tick.rect().topRight()).x()
            for tick in ticks
            if tick.isVisible()
        ]
        return max(rights) <= page.content.width()

    qtbot.waitUntil(whole)
