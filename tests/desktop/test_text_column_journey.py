"""Sentences and photos in the columns of a table, in a real window: seen for what they are, left out and used again, trained, played with."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Application
from desktop.findings.data.table import table_data
from desktop.findings.measure.table_model import members_sentence
from desktop.pages.data.page import DataPage
from desktop.pages.measure.page import MeasurePage
from desktop.project.project import Project
from desktop.project.run_list import run_in_use
from desktop.project.stages import Stage
from desktop.project.table_data import look_of, needs_look, role_of
from desktop.widgets.drop import DropZone
from estimators.table.column import ColumnRole, ColumnType
from estimators.table.onnx_table import OnnxTableModel
from tests.desktop.hands import CONTROL, Hands
from tests.estimators.table.test_encoded_columns import COMPLAINTS, PRAISE, draw, with_complaint
from tests.estimators.table.workbooks import sheet_xml, write_xlsx


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    cells = with_complaint(120)
    for at in range(2):
        draw(tmp_path / f"{at}.png", (at * 200, 40, 40))
    cells["photo"] = [f"{at % 2}.png" for at in range(120)]
    rows = [list(cells), *map(list, zip(*cells.values(), strict=True))]
    return write_xlsx(tmp_path / "customers.xlsx", {"Customers": sheet_xml(rows)})


def test_sentences_of_an_excel_file_are_learned_from_and_another_sentence_changes_the_answer(
    application: Application, qtbot: QtBot, tmp_path: Path, customers: Path
) -> None:
    Project.create(tmp_path / "churn.smart", name="Churn").close()
    application.open_project(tmp_path / "churn.smart")
    hands = Hands(application, qtbot)
    project = application.session.project
    hands.go(Stage.DATA)
    page = hands.window.page()
    assert isinstance(page, DataPage)
    hands.drop(next(z for z in page.findChildren(DropZone) if z.isVisible()), customers)
    hands.wait(lambda: look_of(project))
    found = table_data(project)
    assert found is not None
    lines = {line.name: line for line in found.lines}
    assert (lines["complaint"].type, lines["complaint"].holds) == (ColumnType.TEXT, "sentences; 10 rows empty")  # fmt: skip
    assert (lines["photo"].type_words, lines["photo"].holds) == ("photo", "names of photos")
    assert "A network for texts reads its sentences." in lines["complaint"].why

    # Left out by its key, and back by Ctrl Z; another column in its menu's place
    page.facts.columns.choose("complaint")
    page.facts.columns.lines.setFocus()
    hands.press(Qt.Key.Key_X)
    assert role_of(project, "complaint") == ColumnRole.LEAVE_OUT
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert role_of(project, "complaint") == ColumnRole.USE
    hands.wait(lambda: not needs_look(project))
    hands.look_at_the_window()

    # Trained: the file is certified and takes the text and the photo
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.wait(lambda: run_in_use(project))
    run = run_in_use(project)
    assert run is not None
    assert run.result.certificate.label_flips == 0
    assert any("texts of “complaint”" in str(note) for note in run.result.notes)
    assert run.settings.table is not None
    assert "read “complaint” and “photo”, so it takes one row at a time" in members_sentence(run.settings.table)  # fmt: skip
    hands.wait(lambda: hands.headline().startswith("Run 1 "))
    measure = hands.window.page()
    assert isinstance(measure, MeasurePage)
    target = tmp_path / "churn.onnx"
    measure.export.write(target)
    hands.wait(target.exists)
    read = {one.name for one in OnnxTableModel(target).columns if one.network}
    assert read == {"complaint", "photo"}

    # Another sentence changes the answer; there is nothing to move along, and that is said
    measure.show_tab("play")
    play = measure.rows.play
    hands.wait(play.headline)
    chances = {}
    for text in (COMPLAINTS[2], PRAISE[2]):
        play.change("complaint", text)
        hands.wait(lambda text=text: play._said and play._said.changed.get("complaint") == text)  # fmt: skip
        chances[text] = play._said.after.of("yes")
    assert chances[COMPLAINTS[2]] > chances[PRAISE[2]]
    assert "no order to move along" in play.no_effect.text()
    play.put_back()
    play.change("age", "40")
    hands.wait(lambda: not play.no_effect.text())
    hands.look_at_the_window()
