"""A table of facts in a real window, by mouse and keyboard: an Excel file dropped, its columns changed, a leak seen to, trained, played with."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.findings.data.table import table_data
from desktop.findings.measure.evidence import accuracy_evidence
from desktop.findings.measure.table_row import worst_rows
from desktop.pages.data.page import DataPage
from desktop.pages.measure.page import MeasurePage
from desktop.project.project import Project
from desktop.project.run_list import run_in_use
from desktop.project.stages import Stage
from desktop.project.table_data import look_at_groups, look_of, needs_look, role_of
from desktop.widgets.drop import DropZone
from estimators.table.column import ColumnRole
from estimators.table.onnx_table import OnnxTableModel
from tests.desktop.findings.measure.test_table_model import trained
from tests.desktop.hands import CONTROL, Hands
from tests.estimators.table.made_tables import bill_after, honest
from tests.estimators.table.workbooks import sheet_xml, write_xlsx


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    cells, gone = honest(240, 0)
    bill_after(cells, gone, np.random.default_rng(1))
    rows = [list(cells), *map(list, zip(*cells.values(), strict=True))]
    notes = [["who", "what"], ["Ada", "exported"]]
    return write_xlsx(tmp_path / "customers.xlsx", {"Customers": sheet_xml(rows), "Notes": sheet_xml(notes)})  # fmt: skip


def test_an_excel_file_becomes_a_model_that_a_row_is_played_with(
    application: Application, qtbot: QtBot, tmp_path: Path, customers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    Project.create(tmp_path / "churn.smart", name="Churn").close()
    application.open_project(tmp_path / "churn.smart")
    hands = Hands(application, qtbot)
    hands.look_at_the_window()
    session = application.session
    project = session.project

    # Data: dropped from the file manager, looked through
    hands.go(Stage.DATA)
    page = hands.window.page()
    assert isinstance(page, DataPage)
    hands.drop(next(z for z in page.findChildren(DropZone) if z.isVisible()), customers)
    hands.wait(lambda: look_of(project))
    assert hands.headline() == "“final_bill” already knows the answer."
    assert page.facts.columns.isVisible()
    assert page.primary_text() == "Measure with 9 columns"
    found = table_data(project)
    assert found is not None
    assert [line.name for line in found.lines if line.alarm] == ["final_bill"]

    # A role by its key, undone by Ctrl Z, done again by a click in the menu's place
    hands.look_at_the_window()
    page.facts.columns.choose("age")
    page.facts.columns.lines.setFocus()
    hands.press(Qt.Key.Key_X)
    assert role_of(project, "age") == ColumnRole.LEAVE_OUT
    hands.wait(lambda: not needs_look(project))
    assert page.primary_text() == "Measure with 8 columns"
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert role_of(project, "age") == ColumnRole.USE
    line = next(one for one in found.lines if one.name == "spent")
    page.facts.give(line, ColumnRole.LEAVE_OUT)
    hands.wait(lambda: not needs_look(project))

    # More of a column never lowers the answer: a line of the same menu
    ways = {one.text: one for one in page.facts._directions(line)}
    assert list(ways)[1] == "More of it never makes “yes” less likely"
    assert not page.facts._directions(next(one for one in found.lines if one.name == "plan"))
    tickets = next(one for one in found.lines if one.name == "tickets")
    page.facts._directions(tickets)[1].run()
    assert project.file.undo_text == "let more of “tickets” never lower the answer"
    hands.wait(lambda: not needs_look(project))
    shown = next(one for one in table_data(project).lines if one.name == "tickets")
    assert shown.holds.endswith("more never lowers it")

    # The leak: used only with a reason and a name, and left out again in one click
    hands.look_at_the_window()
    page.facts.columns.choose("final_bill")
    page.facts.columns.lines.setFocus()
    hands.press(Qt.Key.Key_U)
    hands.answer(why="it is known a week before", name="Ada")
    hands.wait(lambda: not needs_look(project))
    assert role_of(project, "final_bill") == ColumnRole.USE
    assert hands.headline() == "“final_bill” knows the answer, and is used."
    again = next(issue for issue in table_data(project).issues if issue.column == "final_bill")
    assert again.link == "Leave it out"
    page.facts._mend(again)
    hands.wait(lambda: not needs_look(project))
    assert role_of(project, "final_bill") == ColumnRole.LEAVE_OUT

    # Measure: trained, kept, certified
    hands.look_at_the_window()
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert hands.window.stage is Stage.MEASURE
    hands.wait(lambda: run_in_use(project))
    run = run_in_use(project)
    assert run is not None
    assert run.settings.table is not None
    assert "final_bill" not in {one.name for one in run.settings.table.used}
    assert run.result.certificate.label_flips == 0
    hands.wait(lambda: hands.headline().startswith("Run 1 "))
    measure = hands.window.page()
    assert isinstance(measure, MeasurePage)
    assert list(measure._findings()) == ["good", "sure", "wrong", "play"]

    # The file, as a program gets it
    target = tmp_path / "churn.onnx"
    measure.export.write(target)
    hands.wait(target.exists)
    assert OnnxTableModel(target).card["target"] == "cancelled"

    # A row played with
    hands.look_at_the_window()
    measure.show_tab("play")
    hands.wait(measure.rows.play.headline)
    play = measure.rows.play
    before = play.headline()
    play.change("days_since_login", "200")
    hands.wait(lambda: hands.headline().startswith("With “days_since_login” at “200”, “yes” is "))
    hands.press(Qt.Key.Key_Backspace)
    hands.wait(lambda: play.headline() == before)
    name = play.name.text()
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert play.name.text() != name

    # Who is answered unlike: a column from the menu, undone and done again; the report prints it
    assert play.groups.title.text() == "Are all groups answered alike?"
    play.groups.choose("contract")
    hands.wait(lambda: "contract" in play.groups.choice.text())
    assert "not whether that is fair or lawful" in play.groups.said.text()
    assert [place.isVisible() for place in play.groups.charts] == [True, True]
    assert accuracy_evidence(project).more[-1].title == "Not “yes”, and it warned anyway"
    assert "not whether that is fair or lawful" in accuracy_evidence(project).gaps[-1]
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.wait(lambda: play.groups.title.text() == "Are all groups answered alike?")
    play.groups.ask_cuts("age")
    hands.answer(cuts="30, 50")
    hands.wait(
        lambda: play.groups.title.text() == "“age:30,50” is counted from the next training on"
    )
    hands.press(Qt.Key.Key_Z, CONTROL)

    # The surest mistake, opened by a click, with the rows that it takes for much the same
    hands.look_at_the_window()
    measure.show_tab("wrong")
    worst = measure.rows.mistakes
    assert worst.block.title.text() == "The surest mistakes first"
    index = worst.worst.model().index(1, 0)
    qtbot.mouseClick(
        worst.worst.viewport(),
        Qt.MouseButton.LeftButton,
        pos=worst.worst.visualRect(index).center(),
    )
    assert play.isVisible()
    assert play.at == len(run.settings.table.rows) + 1
    assert play.name.text() == worst_rows(project, run)[1].name
    assert len(play.like.rows()) == 5
    hands.wait(play.headline)

    # Every page opens on it, and the rail speaks of rows
    for stage in Stage:
        hands.window.show_stage(stage)
        assert hands.window.stage is stage
        assert hands.headline()
    assert hands.window.stage_words(Stage.DATA) == "240 rows, 8 columns"
    assert "right" in hands.window.stage_words(Stage.MEASURE)


@pytest.mark.parametrize("label", ["cancelled", "spent"])
def test_measure_of_a_table_is_shown_in_windows_of_any_width(
    application: Application, qtbot: QtBot, tmp_path: Path, label: str
) -> None:
    cells, _ = honest(200, 0)
    with trained(tmp_path, cells, number=label if label == "spent" else "") as project:
        project.do(look_at_groups(project, "contract"))
    application.open_project(tmp_path / "p.smart")
    hands = Hands(application, qtbot)
    hands.go(Stage.MEASURE)
    page = hands.window.page()
    assert isinstance(page, MeasurePage)
    assert hands.headline().startswith("Run 1 ")
    for tab in range(len(page._findings())):
        page.tabs._choose(tab)
        for width in (1440, 1024, 1600, 1024, 1440):
            hands.window.resize(width, 900)
            qtbot.wait(30)
    assert page.rows.play.groups.isVisible()
    page.show_tab("sure")
    assert ("cut-off" in page.primary_text()) == (label == "cancelled")  # numbers have none
    assert ("cut-off" in str(page.keys())) == (label == "cancelled")
