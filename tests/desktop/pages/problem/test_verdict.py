"""The verdict as it stands while the brief is answered: drags, defaults, wrong and odd answers."""

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.project import commands as edit
from desktop.project.questions import question, question_of
from desktop.project.stages import Stage


def test_what_could_still_change_it_is_exactly_what_is_open_and_leads_there(
    page, session, qtbot, settle
) -> None:
    session.do(edit.SetFact("explicit_rules_possible", "partly", "rules"))
    settle(page)
    page.activateWindow()
    found = page._found.worked.assessment.open_answers
    wanted = [question_of(name).key for name in found]
    qtbot.waitUntil(lambda: [row.about for row in page.side.open.rows()] == wanted)
    shown = page.side.open.rows()
    assert "user_pain" in [row.about for row in shown]
    for row in shown:
        row.click()
        wanted = page.form.row(row.about)
        qtbot.waitUntil(lambda wanted=wanted: page.form.focused_row() is wanted)


def test_see_the_verdict_goes_to_decide(page, qtbot, type_range) -> None:
    type_range(page, "miss_cost", "2", "4")
    with qtbot.waitSignal(page.go_to) as went:
        page.primary()
    assert went.args == [Stage.DECIDE]


def test_f1_explains_what_the_focused_answer_changes(page, qtbot, type_range) -> None:
    type_range(page, "volume_per_month", "2400", "3600")
    qtbot.waitUntil(lambda: page._found is not None and not page._soon.busy)
    page.form.worth.cells["volume_per_month"].focus_field()
    qtbot.waitUntil(lambda: page.form.focused_row() is not None)
    shown = page.explanation()
    assert ("Taken as", "2,400 to 3,600") in shown.rows


def test_a_drag_shows_what_would_hold_and_is_one_edit(
    page, session, qtbot, type_range, settle
) -> None:
    type_range(page, "miss_cost", "2", "4")
    settle(page)
    page.form.worth.set_open(True)
    cell = page.form.worth.cells["miss_cost"]
    page.form.worth.show_strip(cell)
    track = cell.track
    before = page._found
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(track, left, pos=QPoint(round(track._x(4)), 9))
    for x in (0.6, 0.7, 0.8):
        qtbot.mouseMove(track, QPoint(round(x * track.width()), 9))
    qtbot.waitUntil(lambda: page._found is not before and not page._soon.busy)
    shown = page._found.worked.case["missed_cost"]
    assert shown["high"] == track.ends()[1] > 4
    assert session.project.answer("miss_cost") == {"low": 2, "high": 4}
    qtbot.mouseRelease(track, left, pos=QPoint(round(0.8 * track.width()), 9))
    assert session.project.answer("miss_cost")["high"] == track.ends()[1]
    session.undo()
    assert session.project.answer("miss_cost") == {"low": 2, "high": 4}
    assert track.ends() == (2, 4)


def test_the_handles_lie_at_our_default_until_there_is_an_answer(
    page, qtbot, type_range, settle
) -> None:
    settle(page)
    cell = page.form.worth.cells["volume_per_month"]
    assert (cell.track.ends(), cell.track.answered) == ((500, 20_000), False)
    assert cell.note.text().endswith("Until you know: 500 to 20,000. A small to middling product.")
    assert cell.field.placeholderText() == "500 to 20,000"
    type_range(page, "volume_per_month", "100", "200")
    assert (cell.track.ends(), cell.track.answered) == ((100, 200), True)
    assert "Until you know" not in cell.note.text()


def test_the_verdict_as_it_stands_follows_the_answers_and_is_named_in_bold(
    page, session, settle
) -> None:
    settle(page)
    assert page.bar.isHidden()
    session.do(edit.SetFact("explicit_rules_possible", "yes", "rules"))
    session.do(edit.SetFact("demand_validated", "yes", "demand"))
    settle(page)
    assert page.bar.accessibleName().startswith("So far: use a rule. ")
    assert [span.text for span in page.bar.words._spans if span.strong] == ["use a rule"]
    session.undo()
    session.undo()
    settle(page)
    assert page.bar.isHidden()


def test_an_answer_that_cannot_be_right_is_named_and_the_rest_keeps_working(
    page, session, qtbot, type_range
) -> None:
    type_range(page, "miss_cost", "2", "4")
    absurd = {"low": 1000, "high": 1e17}  # as a project made elsewhere may have it
    session.do(edit.SetFact("volume_per_month", absurd, "volume"))
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert page.message.message.what.startswith("“Cases a month” cannot be above 1,000,000,")
    cell = page.form.worth.cells["volume_per_month"]
    assert cell.note.text().startswith("It cannot be above")
    assert page.header.headline.text() == "A wrong one costs $2 to $4."
    assert page._found.worked.case["missed_cost"]["high"] == 4
    session.undo()
    qtbot.waitUntil(lambda: page.message.message is None)
    assert not cell.note.text().startswith("It")


def test_answers_that_sit_oddly_together_say_so_beside_both_and_on_the_folded_group(
    page, session, qtbot
) -> None:
    session.do(edit.SetFact("commodity_api_available", "no", "bought"))
    session.do(edit.SetFact("commodity_fit", 5, "fit"))
    group = page.form.groups[question("commodity_fit").group]
    qtbot.waitUntil(lambda: group.trouble.text() == "look at 1 answer")
    said = "Nothing ready-made exists, yet"
    assert page.form.row("commodity_api_available").trouble.text().startswith(said)
    assert page.form.row("commodity_fit").form.trouble.text().startswith(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-5", "at least 0"),
        ("9" * 17, "at most 1,000,000,000,000,000"),
        ("9" * 400, "this is not a number"),
        ("lots", "this is not a number"),
    ],
)
def test_what_cannot_be_a_number_of_cases_stays_in_its_field_and_is_said_there(
    page, session, type_into, typed, said
) -> None:
    cell = page.form.worth.cells["volume_per_month"]
    type_into(cell.field, typed)
    assert cell.note.text() == said
    assert cell.field.accessibleDescription() == said
    assert cell.field.text() == typed
    assert session.project.facts() == {}
