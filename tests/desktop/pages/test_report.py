"""The Report page: a real PDF in the preview and on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.jobs.queue import JobQueue
from desktop.pages.page import Page
from desktop.pages.report.export import in_form
from desktop.pages.report.page import NO_PREVIEW_NOW, ReportPage
from desktop.project import commands as edit
from desktop.project.record_kinds import REPORT
from desktop.project.stages import Stage
from desktop.session import Session
from desktop.theme.apply import apply_theme
from desktop.widgets.button import Button
from tests.golden.pages import jobs_in_this_process


@pytest.fixture
def jobs_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are written where they are asked for. That they have a process of their own is for the other tests."""
    jobs_in_this_process(monkeypatch)


@pytest.fixture
def page(labelled_session: Session, open_page: Callable[[Page], Page]) -> ReportPage:
    return open_page(ReportPage(labelled_session, JobQueue()))


def written(page: ReportPage, qtbot: QtBot) -> None:
    """Wait for a preview of the project as it is."""
    qtbot.waitUntil(
        lambda: page.preview.page_count() > 0 and not page.writer.is_writing and not page.writer.is_waiting
    )  # fmt: skip


@pytest.mark.slow
def test_the_preview_shows_what_the_export_writes(page, labelled_session, tmp_path, qtbot) -> None:
    written(page, qtbot)
    assert page.header.headline.text().endswith("; the decision is on the first.")
    assert "Digits" in page.preview.page_text()
    out = tmp_path / "sent" / "report.pdf"
    out.parent.mkdir()
    page.exporting.ask_file = lambda *_: str(out)
    page.primary()
    qtbot.waitUntil(lambda: labelled_session.project.record(REPORT) is not None)
    assert out.read_bytes().startswith(b"%PDF")
    record = labelled_session.project.record(REPORT)
    assert record.value.pages == page.preview.page_count()
    assert record.value.file == str(out)
    assert page.message.message.tone == "ok"
    page.exporting._jobs.forget()


def test_cancelling_an_export_frees_its_button(page, tmp_path) -> None:
    page.exporting.ask_file = lambda *_: str(tmp_path / "report.pdf")
    page.exporting._jobs.start("First", "desktop.jobs.nowhere:job", None, on_done=lambda _: None)
    page.export()  # waits behind the first one
    assert not page.header.primary.isEnabled()
    page.exporting._jobs.cancel(page.exporting.job)
    assert page.header.primary.isEnabled()
    page.exporting._jobs.forget()


@pytest.mark.usefixtures("jobs_here")
def test_leaving_a_page_out_is_an_edit_and_the_preview_follows(
    page, labelled_session, qtbot
) -> None:
    written(page, qtbot)
    row = next(row for row in page.sections.rows() if row.name == "viability")
    assert row.page > 1
    page.preview.show_page(2)
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert labelled_session.undo_text == "leave out “Is it worth it?”"
    qtbot.waitUntil(lambda: row.page == 0)  # the new preview does not have it
    assert page.preview.current_page() == 2  # and stays where it was
    labelled_session.undo()
    assert row.included


def test_no_preview_is_promised_of_a_project_that_cannot_be_read(
    labelled_session, jobs, open_page
) -> None:
    project = labelled_session.project
    project.do(edit.SetFact("report.kind", "brief", "for whom the report is"))
    project.file.connection.execute("UPDATE fact SET source = 'a friend'")
    page = open_page(ReportPage(labelled_session, jobs))
    assert "damaged" in page.message.message.what
    assert page.preview.words.text() == NO_PREVIEW_NOW


@pytest.mark.usefixtures("jobs_here")
def test_the_last_page_cannot_be_left_out(page, labelled_session) -> None:
    labelled_session.do(edit.SetFact("report.kind", "brief", "kind"))
    page._tick("brief", False)
    assert page.message.message.what == "A report needs at least one page."
    assert labelled_session.project.answer("report.chosen_pages") is None


@pytest.mark.usefixtures("jobs_here")
def test_another_reader_gets_another_report(page, labelled_session, qtbot) -> None:
    page.kinds.button("brief").click()
    assert labelled_session.project.answer("report.kind") == "brief"
    assert [row.name for row in page.sections.rows()] == ["brief"]
    written(page, qtbot)
    assert page.preview.page_count() == 1
    labelled_session.undo()
    assert page.kinds.value() == "launch"


def test_a_place_that_cannot_be_written_is_a_message_and_leaves_nothing(
    page, labelled_session, tmp_path, qtbot
) -> None:
    out = tmp_path / "nowhere" / "report.pdf"
    page.exporting.ask_file = lambda *_: str(out)
    page.export()
    qtbot.waitUntil(lambda: page.message.message is not None)
    message = page.message.message
    assert (message.tone, bool(message.next_step)) == ("error", True)
    assert not out.exists()
    assert labelled_session.project.record(REPORT) is None
    assert page.header.primary.isEnabled()
    page.exporting._jobs.forget()


@pytest.mark.usefixtures("jobs_here")
def test_the_decision_goes_to_the_clipboard_as_text(page, labelled_session, qtbot) -> None:
    qtbot.waitUntil(lambda: page._notes is not None)
    labelled_session.do(edit.SetFact("launch.decision", "not_yet", "decision"))
    qtbot.waitUntil(lambda: page._notes is not None and "Not yet." in page._notes.decision)
    page.copy_decision()
    assert "Not yet." in QApplication.clipboard().text()


def test_closing_the_project_stops_a_preview_under_way(page, labelled_session, qtbot) -> None:
    qtbot.waitUntil(lambda: page.writer.is_writing)
    labelled_session.close()  # the fixture that watches processes and files finds what is left
    assert not page.writer.is_writing
    assert page.writer.folder is None


def test_without_qtpdf_exporting_still_works(
    labelled_session, open_page, monkeypatch, tmp_path, qtbot
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "PySide6.QtPdf", None)  # as where its library does not load
    page = open_page(ReportPage(labelled_session, JobQueue()))
    assert "QtPdf did not load" in page.preview.words.text()
    out = tmp_path / "report.pdf"
    page.exporting.ask_file = lambda *_: str(out)
    page.export()
    qtbot.waitUntil(out.exists)
    qtbot.waitUntil(lambda: labelled_session.project.record(REPORT) is not None)
    page.exporting._jobs.forget()


def act(page: ReportPage, name: str) -> None:
    next(action for action in page.actions_of_page() if action.id == name).run()


@pytest.mark.usefixtures("jobs_here")
def test_zooming_and_turning_pages(page, qtbot) -> None:
    written(page, qtbot)
    view = page.preview.view
    act(page, "report.larger")
    factor = view.zoomFactor()
    act(page, "report.larger")
    assert view.zoomFactor() > factor
    act(page, "report.next")
    assert page.preview.current_page() == 2
    act(page, "report.previous")
    assert page.preview.current_page() == 1


@pytest.mark.usefixtures("jobs_here")
def test_the_well_around_the_pages_changes_with_the_theme(page, look, qtbot) -> None:
    written(page, qtbot)
    for theme in ("dark", "light"):
        well = apply_theme(look, theme, reduced_motion=True).sunken
        at_the_edge = page.preview.view.viewport().grab().toImage().pixelColor(4, 100)
        assert at_the_edge.name() == well.lower()


@pytest.mark.usefixtures("jobs_here")
def test_printing_puts_every_page_on_paper(page, tmp_path, qtbot) -> None:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

    from desktop.pages.report.export import PrintJob

    written(page, qtbot)
    assert page.preview.document is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    printing = PrintJob(page.preview.document, printer, page)
    with qtbot.waitSignal(printing.finished) as done:
        printing.start()
    assert done.args == [page.preview.page_count()]
    paper = QPdfDocument()
    paper.load(str(tmp_path / "paper.pdf"))
    assert paper.pageCount() == page.preview.page_count()
    paper.close()


@pytest.mark.usefixtures("jobs_here")
def test_clicking_a_number_shows_where_it_comes_from(page, qtbot) -> None:
    written(page, qtbot)
    view = page.preview.view
    document = page.preview.document
    assert document is not None
    shown = page._shown
    data = shown.sections["feasibility"] - 1
    text = document.getAllText(data).text()
    start = text.index("18 photos")
    box = document.getSelectionAtIndex(data, start, 2).boundingRectangle()
    page.preview.show_page(data + 1)
    place = page_place(page, data, box.center().x(), box.center().y())
    assert page.preview.number_at(QPointF(place)) == (data + 1, "18")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.side.sources.isVisibleTo(page)
    assert page.side.sources.title.text() == "Where 18 comes from"
    explained = page.explanation()
    assert dict(explained.rows)["measured"].isdigit()
    page.show_sources()
    assert page.side.sources.title.text() == f"The numbers of page {data + 1}"
    names = [row.accessibleName() for row in page.side._sources.rows()]
    assert any("examples" in name and "measured" in name for name in names)


def page_place(page: ReportPage, number: int, x: float, y: float) -> QPoint:
    """Where a point of a page stands in the view."""
    view, document = page.preview.view, page.preview.document
    scale = (view.viewport().width() - 88) / document.pagePointSize(0).width()
    top = 24 + number * (document.pagePointSize(0).height() * scale + 16)
    return QPoint(
        round(44 + x * scale - view.horizontalScrollBar().value()),
        round(top + y * scale - view.verticalScrollBar().value()),
    )


@pytest.mark.usefixtures("jobs_here")
def test_the_preview_opens_at_what_was_edited(page, labelled_session, qtbot) -> None:
    written(page, qtbot)
    assert page.preview.current_page() == 1
    labelled_session.edited_on = Stage.PROBLEM
    labelled_session.do(edit.SetFact("who", "Inspectors", "who has the problem"))
    qtbot.waitUntil(lambda: page.preview.current_page() > 1)
    assert page.preview.current_page() == page._shown.sections["desirability"]


@pytest.mark.parametrize(
    ("chosen", "form", "written"),
    [
        ("a.pdf", "Slides (*.pptx)", "a.pptx"),  # a dialog that does not change the ending
        ("a.pptx", "PDF (*.pdf)", "a.pdf"),
        ("24.11.2026", "Slides (*.pptx)", "24.11.2026.pptx"),
        ("a.md", "", "a.md"),
        ("", "", ""),
    ],
)
def test_the_form_that_was_chosen_beside_the_name_counts(chosen, form, written) -> None:
    assert in_form(chosen, form) == written


def test_each_form_is_offered_beside_the_preview_with_its_own_ending(page, tmp_path) -> None:
    asked = []
    page.exporting.ask_file = lambda *said: asked.append(said) or ""  # a change of mind
    for form in ("PDF", "Slides (PPTX)", "Markdown", "HTML"):
        named = f"Export {form}"
        links = page.side.findChildren(Button)
        next(link for link in links if link.accessibleName() == named).click()
    endings = [Path(suggestion).suffix for _, suggestion, _ in asked]
    assert endings == [".pdf", ".pptx", ".md", ".html"]
    for ending, (_, _, forms) in zip(endings, asked, strict=True):
        assert in_form("report", forms.split(";;")[0]) == f"report{ending}"


@pytest.mark.parametrize(("name", "start"), [("card.html", "<!DOCTYPE html>"), ("card.md", "# ")])
def test_the_ending_chooses_the_form_of_an_export(page, tmp_path, qtbot, name, start) -> None:
    page.exporting.ask_file = lambda *_: str(tmp_path / name)
    page.export_card()
    qtbot.waitUntil(lambda: page.message.message is not None)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    message = page.message.message
    assert (message.what, message.why) == (f"“{name}” is written.", str(tmp_path))
    page.exporting._jobs.forget()
