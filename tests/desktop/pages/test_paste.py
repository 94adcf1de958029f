"""Ctrl V on the pages: what was copied in another program comes in, and what fits nowhere is refused in words."""

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage

from desktop.jobs import training_pipeline as work
from desktop.pages.measure.page import MeasurePage
from desktop.widgets.clipboard import copied, write_picture
from estimators.base.errors import UserError
from tests.desktop.pages.test_data import settle


def put(text: str = "", picture: QImage | None = None, paths=()) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if picture is not None:
        data.setImageData(picture)
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    QGuiApplication.clipboard().setMimeData(data)


def picture(colour: str = "#d0a040") -> QImage:
    made = QImage(48, 32, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def paste(page) -> None:
    next(one for one in page.actions_of_page() if one.shortcut == "Ctrl+V").run()


def brought(qtbot, page) -> list:
    qtbot.waitUntil(lambda: not page.learning.is_active(work.ADD))
    settle(qtbot, page)
    return page.session.project.examples()


def test_a_copied_picture_is_kept_by_the_project_and_no_file_stays_behind(
    session, open_data, qtbot
) -> None:
    page = open_data(session)
    put(picture=picture())
    paste(page)
    (example,) = brought(qtbot, page)
    assert (example.modality, example.class_name, example.readable) == ("photo", None, True)
    project = session.project
    assert project.originals.kept(example.sha256)
    assert not project.original(example).exists()
    assert QImage(str(project.item(example))).size() == picture().size()
    assert not page._disk.missing
    session.undo()
    assert not project.count_examples()


def test_copied_files_come_in_as_dropped_ones_do(session, open_data, qtbot, tmp_path) -> None:
    page = open_data(session)
    files = [tmp_path / f"{n}.png" for n in range(2)]
    for n, file in enumerate(files):
        picture(f"#{n}0{n}0{n}0").save(str(file))
    put(paths=files)
    paste(page)
    assert [one.path for one in brought(qtbot, page)] == ["0.png", "1.png"]
    assert all(file.exists() for file in files)


def test_copied_lines_become_texts_without_a_label(session, open_data, qtbot) -> None:
    page = open_data(session)
    put("Where is my card?\n\nIt has not come\n")
    paste(page)
    found = brought(qtbot, page)
    assert [session.project.item(one) for one in found] == ["Where is my card?", "It has not come"]
    assert {(one.modality, one.class_name) for one in found} == {("text", None)}


def test_an_empty_clipboard_is_said(session, open_data) -> None:
    page = open_data(session)
    put()
    with pytest.raises(UserError, match="Nothing was copied that could be pasted"):
        paste(page)


def test_a_spreadsheets_cells_come_before_the_picture_it_adds_of_them(qtbot) -> None:
    put("text\tlabel\na\tb", picture=picture())
    assert copied().is_table
    assert copied().picture.isNull()


@pytest.fixture
def measure(trained_session, shown, jobs) -> MeasurePage:
    page = MeasurePage(trained_session, jobs)
    page.ensure_built()
    return shown(page, 1400, 860)


def test_a_copied_picture_is_answered_by_the_model(measure, qtbot) -> None:
    photo = next(one for one in measure.session.project.examples() if one.held_out)
    put(picture=QImage(str(measure.session.project.item(photo))))
    measure.show_tab("wrong")
    paste(measure)
    qtbot.waitUntil(lambda: bool(measure.try_it.tried))
    assert measure.try_it.isVisible()
    assert measure.try_it.tried[0].label in measure.run.result.trained_on


def test_a_text_is_no_photo_to_try(measure) -> None:
    put("What rate do I get?")
    with pytest.raises(UserError, match="no photo"):
        paste(measure)


def test_a_copied_table_of_answers_opens_as_a_candidate(session, shown, jobs, qtbot) -> None:
    page = MeasurePage(session, jobs)
    page.ensure_built()
    shown(page, 1400, 860)
    put("id\tanswer\n1\tyes\n2\tno")
    paste(page)
    assert page.adding.isVisible()
    way = page.adding.pages[page.adding._source]
    qtbot.waitUntil(lambda: not way._reading.busy)
    assert way._path is not None
    assert way._path.read_text().startswith("id\tanswer")


def test_a_picture_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(UserError, match="cannot be read"):
        write_picture(QImage())
