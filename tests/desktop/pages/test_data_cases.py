"""The Data page of what is not labelled: paste, hold out, write points, undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.findings.data.case_set import case_set
from desktop.jobs.queue import JobQueue
from desktop.pages.data.cases.row import MUST, MUST_NOT
from desktop.pages.data.page import DataPage
from desktop.project.product import set_product
from desktop.project.table_data import said_columns
from tests.desktop.message_story import tell
from tests.patience import PATIENCE

THINGS = ("lamp", "oak table", "vase", "carpet", "mirror", "armchair", "wardrobe", "kettle")
TROUBLES = (
    "never came",
    "is cracked all over, and I want my money back by Friday",
    "was charged to my account two times this month",
    "is the wrong colour: can you exchange it for a green one",
    "needs a spare part that your shop page does not list",
    "smells of glue, is that dangerous for my cat",
    "came without its invoice, and my employer asks for it",
    "would look better with a second one: is there a discount",
    "should go to my sister instead, she lives in Leeds",
    "has a scratch, but I would keep it for a lower price",
)


@pytest.fixture
def page(session, qtbot):
    for command in set_product(session.project, "generate", ("text",)):
        session.do(command)
    jobs = JobQueue()
    made = DataPage(session, jobs)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.ensure_built()
    yield made
    jobs.forget()


def test_pasted_messages_become_cases_in_one_edit_and_are_held_out(page, session, qtbot) -> None:
    lines = [f"The {thing} that I bought {trouble}." for thing in THINGS for trouble in TROUBLES]
    QGuiApplication.clipboard().setText("\n".join(lines))
    assert page.primary_text() == "Paste messages"
    page.primary()
    qtbot.waitUntil(lambda: session.project.measured.count_cases() > 0, timeout=PATIENCE)
    assert "came in." in page.message.message.what
    assert page.primary_text().startswith("Hold out ")
    page.cases._held_out({"n": "60", "graded": "50"})
    assert len(case_set(session.project).held) == 60
    assert page.header.headline.text() == "50 graded messages can show 80%, if 45 are good."
    assert session.undo_text == "hold out 60 messages"
    session.undo()
    assert session.undo_text.endswith(" messages")
    session.undo()
    assert session.project.measured.count_cases() == 0


def test_what_the_columns_of_a_table_hold_is_asked_where_their_names_do_not_say(
    page, session, qtbot, tmp_path
) -> None:
    table = tmp_path / "fragen.csv"
    table.write_text("Nr,Frage,Thema\n7,Wo ist meine Lampe?,Lieferung\n8,Sie ist kaputt.,Schaden\n")
    page.cases.bringing.add([table])
    qtbot.waitUntil(lambda: page.cases.bringing.question is not None)
    question = page.cases.bringing.question
    assert question.send.off_reason == "Pick the columns first."
    question.submit()
    assert question.isVisible()
    question.picks.choose("input", "Frage")
    assert question.picks.preview.text().startswith("“Wo ist meine Lampe?”")
    question.picks.choose("id", "Nr")
    question.picks.choose("slice", "Thema")
    question.submit()
    qtbot.waitUntil(lambda: session.project.measured.count_cases() == 2)
    kept = session.project.measured.case("7")
    assert (kept.case.input, kept.case.slice) == ("Wo ist meine Lampe?", "Lieferung")


def test_a_table_of_facts_is_what_a_number_is_learned_from(page, session, qtbot, tmp_path) -> None:
    """It asks for a column of cases only where its names say that it holds some."""
    for command in set_product(session.project, "number", ("table",)):
        session.do(command)
    assert page.cases.empty.about.text().startswith("A table with a row for each case")
    table = tmp_path / "sales.csv"
    rows = (f"{('Mo', 'Tu', 'We')[day % 3]},{day % 30},{200 - day % 29},no" for day in range(60))
    table.write_text("\n".join(("weekday,degrees,loaves,holiday", *rows)))
    page.cases.bringing.add([table])
    qtbot.waitUntil(lambda: page.of_rows, timeout=PATIENCE)
    assert page.cases.bringing.question is None
    assert said_columns(session.project).roles == {"loaves": "predict"}  # not the weekday
    assert session.project.answer("task_kind") == "number"


def test_points_are_written_with_keys_one_edit_each(page, session, qtbot) -> None:
    tell(session.project)
    session.appended("eval_case")
    view = page.cases
    view.list.write_next()
    name = view.list.opened
    qtbot.keyClicks(view.list.panel.field, "says sorry")
    qtbot.keyClick(view.list.panel.field, Qt.Key.Key_Return)
    assert session.project.measured.case(name).points.must == ("says sorry",)
    assert view.list.panel.writing == MUST  # and asks for the next
    view.write(MUST_NOT)
    qtbot.keyClicks(view.list.panel.field, "never promises Saturday")
    qtbot.keyClick(view.list.panel.field, Qt.Key.Key_Return)
    assert session.project.measured.case(name).points.must_not == ("never promises Saturday",)
    session.undo()
    assert session.project.measured.case(name).points.must_not == ()
    view.list.write_next()
    assert view.list.opened != name


def test_a_finding_shows_its_cases_and_h_gives_one_back(page, session) -> None:
    tell(session.project)
    session.appended("eval_case")
    view = page.cases
    view.show_finding("aside")
    assert len(view.list.cases(case_set(session.project))) == 52
    first = case_set(session.project).held[0]
    view.list.open_case("")
    view.list.show_cases(type(view.list.shown)(topic=first.case.slice), first.case.id)
    view.hold_opened()
    assert not session.project.measured.case(first.case.id).held_out
    session.undo()
    assert session.project.measured.case(first.case.id).held_out
