"""Report: what the PDF says, page by page, before it is sent."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop.actions import Action
from desktop.findings.report.number_sources import sources_of, sources_on
from desktop.findings.report.preflight import (
    KIND,
    KINDS,
    SECTIONS,
    Remark,
    ReportNotes,
    counted_sources,
    edited_section,
    kind_of,
    report_notes,
    sections_of,
)
from desktop.findings.report.view import view
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.jobs.write_report import WrittenReport
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.error_message import failure_message
from desktop.pages.header import HeaderAction
from desktop.pages.page import Page
from desktop.pages.report.contents import SectionList
from desktop.pages.report.export import PrintJob, ReportExport
from desktop.pages.report.preview import FIRST, NO_PREVIEW, PdfPreview, PreviewWriter
from desktop.pages.report.side import ReportSide
from desktop.project import commands as edit
from desktop.project.decode import DATA_ERRORS
from desktop.project.project import Project
from desktop.project.stages import Stage
from desktop.session import Change, Session
from desktop.widgets.choices import RadioGroup
from desktop.widgets.columns import LayoutColumn, ResponsiveColumns
from desktop.widgets.label import Hairline
from desktop.widgets.message import Message
from desktop.widgets.rows import Section
from estimators.base.count import count
from estimators.base.number import digits
from estimators.base.phrase import capital
from estimators.base.sentence import tr
from reports.report import section_titles, usual_sections
from reports.stage_view import Explanation

NO_PREVIEW_NOW = tr("There is no preview. The next change tries again.")


class ReportPage(Page):
    """Pages, preview, sources, export."""

    stage = Stage.REPORT
    pack_asked = Signal()

    def __init__(self, session: Session, jobs: JobQueue) -> None:
        super().__init__(session)
        self._shown: WrittenReport | None = None  # what the preview shows
        self._own_edit = False  # the last edit was made here: the preview stays where it is
        self.exporting = ReportExport(self, jobs)
        self._notes: ReportNotes | None = None
        self._warnings: tuple[str, ...] = ()
        self._wanted_section = ""  # to be shown once it is written
        self._printing: PrintJob | None = None
        self._soon = LatestWinsThread(self, self._noted, self.refuse)
        session.closed.connect(self.stop)

    # -- the page -----------------------------------------------------------------------------

    def build(self) -> None:
        self.sections = SectionList()
        self.kinds = RadioGroup(tr("For whom"), KINDS)
        self.preview = PdfPreview()
        self.writer = PreviewWriter(self.session, self, writes=self.preview.works)
        self.writer.begun.connect(self._note)
        self.writer.progressed.connect(self._tell_how_far)
        self.writer.written.connect(self._previewed)
        self.writer.failed.connect(self._preview_failed)
        also = {
            tr("Export the model card"): self.export_card,
            tr("Copy the decision as text"): self.copy_decision,
            tr("Pack the project for sharing…"): self.pack_asked.emit,
        }
        self.side = ReportSide(self.go_to.emit, self.export_as, also)
        left = Section(tr("Pages"), self.sections)
        left.add(Hairline(), 16)
        left.add(Section(tr("For whom"), self.kinds, gap=12), 16)
        self.columns = ResponsiveColumns(
            (LayoutColumn("pages", 252), LayoutColumn("preview"), LayoutColumn("side", 264)), gap=36
        )
        self.columns.add("pages", left)
        self.columns.add("preview", self.preview, chart_first=True)
        self.columns.add("side", self.side)
        self.body.addWidget(self.columns)
        self.scroller.viewport().installEventFilter(self)
        self.sections.ticked.connect(self._tick)
        self.sections.picked.connect(self._show_section)
        self.kinds.chosen.connect(self._choose_kind)
        self.preview.turned.connect(self.sections.set_current_page)
        self.preview.number_asked.connect(self._ask_number)

    def refresh(self, change: Change) -> None:
        try:
            self._refresh(change)
        except DATA_ERRORS:  # said by every page; here nothing is being written until it is mended
            self.preview.say(NO_PREVIEW_NOW)
            raise

    def _refresh(self, change: Change) -> None:
        project = self.session.project
        kind = kind_of(project)
        self.kinds.set_value(kind)
        titles, included = section_titles(kind), sections_of(project, kind)
        self.sections.set_sections(titles, included, usual_sections(kind))
        self.kinds.setEnabled(not self.session.read_only)
        self._head()
        if change.tables != {"record"} or not self.preview.page_count():
            self.writer.ask()
        self.side.sources.hide()  # until the next question

    def _head(self) -> None:
        pages = self.preview.page_count()
        said = view(self.session.project, pages)
        self.set_headline(said.headline, said.lead)
        waiting = tr("The first preview is being written.") if self.preview.works else NO_PREVIEW
        off = "" if pages else waiting
        self.set_secondary(HeaderAction(tr("Print…"), self.print, off))
        self.set_primary(tr("Export PDF"), self.export, shortcut="Ctrl+E")

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (
            (tr("PgUp PgDn"), tr("turn pages")),
            (tr("Ctrl I"), tr("sources of this page")),
            (tr("Ctrl Shift C"), tr("copy this page as text")),
        )

    def actions_of_page(self) -> tuple[Action, ...]:
        stage = Stage.REPORT
        return (
            Action("report.export", tr("Export PDF…"), self.export, "Ctrl+E", stage=stage, icon="article"),
            Action("report.card", tr("Export the model card…"), self.export_card, stage=stage),
            Action("report.print", tr("Print…"), self.print, "Ctrl+P", stage=stage, off=self._print_off),
            Action("report.decision", tr("Copy the decision as text"), self.copy_decision, stage=stage, icon="copy"),
            Action("report.page", tr("Copy this page as text"), self.copy_page, "Ctrl+Shift+C", stage=stage, icon="copy"),
            Action("report.sources", tr("Show where the numbers of this page come from"), self.show_sources, "Ctrl+I", stage=stage),
            Action("report.next", tr("Next page"), lambda: self.preview.turn(1), "PgDown", stage=stage, in_palette=False),
            Action("report.previous", tr("Previous page"), lambda: self.preview.turn(-1), "PgUp", stage=stage, in_palette=False),
            Action("report.larger", tr("Zoom in"), lambda: self.preview.zoom(1), "Ctrl++", stage=stage),
            Action("report.smaller", tr("Zoom out"), lambda: self.preview.zoom(-1), "Ctrl+-", stage=stage),
            Action("report.fit", tr("Fit the page to the preview"), lambda: self.preview.zoom(0), "Ctrl+0", stage=stage),
        )  # fmt: skip

    def explanation(self) -> Explanation | None:
        shown = self._shown
        if shown is None:
            return None
        counted = counted_sources(shown.numbers)
        rows = tuple((words, digits(count)) for _, words, count in counted)
        return Explanation(
            tr("How this report is made"),
            tr(
                "Every sentence and chart is written from the project as it is now, and from nothing else. Two exports "
                "of one project have the same bytes. The evidence and the model’s hash travel inside the PDF. Click a "
                "number to see what it rests on."
            ),
            rows,
            tr("sha256 of this preview: {sha256}", sha256=shown.sha256),
        )

    # -- the preview --------------------------------------------------------------------------

    def _note(self) -> None:
        project = self.session.project
        kind, path = kind_of(project), project.path
        sections = sections_of(project, kind)
        self._soon.ask(lambda: _notes_of(path, kind, sections))

    def _previewed(self, written: WrittenReport) -> None:
        self.preview.show_file(written.file)
        self.sections.set_pages(written.sections)
        before = self._shown.fingerprints if self._shown is not None else {}
        edited = edited_section(self.session.edited_on, before, written.fingerprints)
        self._shown = written
        if edited and not self._own_edit:
            self.preview.show_page(written.sections[edited])
        self._show_section(self._wanted_section)
        self._wanted_section = ""
        self._own_edit = False
        self.side.show_numbers(written.numbers, written.sources)
        self._warnings = written.warnings
        self._show_remarks()
        self._head()

    def _tell_how_far(self, words: str) -> None:
        if not self.preview.page_count():
            self.preview.say(f"{FIRST}\n{words}".strip())

    def _preview_failed(self, failed: Failed) -> None:
        self.preview.say(NO_PREVIEW_NOW)
        self.set_message(failure_message(failed, tr("The preview could not be written.")))

    def _noted(self, notes: ReportNotes) -> None:
        self._notes = notes
        self._show_remarks()

    def _show_remarks(self) -> None:
        remarks = self._notes.remarks if self._notes is not None else ()
        self.side.show_remarks((*remarks, *(Remark(warning) for warning in self._warnings)))

    def bring_section(self, name: str) -> None:
        """Show a part once it is written."""
        self._wanted_section = name
        self._show_section(name)

    def _show_section(self, name: str) -> None:
        row = next((row for row in self.sections.rows() if row.name == name), None)
        if row is not None and row.included and row.page:
            self.preview.show_page(row.page)

    def _ask_number(self, page: int, number: str) -> None:
        """Show beside the preview where a number comes from."""
        if self._shown is not None:
            found = sources_of(number, self._shown.traced, self._addresses_on(page))
            self.side.show_sources(tr("Where {number} comes from", number=number), found)

    def show_sources(self) -> None:
        """Show where every number of the page in the preview comes from."""
        if self._shown is not None:
            page = self.preview.current_page()
            found = sources_on(self._shown.traced, self._addresses_on(page))
            self.side.show_sources(tr("The numbers of page {page}", page=page), found)

    def _addresses_on(self, page: int) -> list[str]:
        """The evidence addresses that a page shows: those of its sections."""
        shown = self._shown
        assert shown is not None
        begun = [at for at in shown.addresses.values() if at <= page]
        return [address for address, at in shown.addresses.items() if at == max(begun, default=0)]

    # -- edits --------------------------------------------------------------------------------

    def _tick(self, name: str, included: bool) -> None:
        project = self.session.project
        kind = kind_of(project)
        titles = section_titles(kind)
        now = sections_of(project, kind)
        wanted = [n for n in titles if (n in now or n == name) and (included or n != name)]
        if not wanted:
            said, first = tr("A report needs at least one page."), tr("Include another one first.")
            self.set_message(Message("warn", said, next_step=first))
            return
        chosen = project.answer(SECTIONS)
        value = {**(chosen if isinstance(chosen, dict) else {}), kind: wanted}
        words = (
            tr("include “{section}”", section=titles[name])
            if included
            else tr("leave out “{section}”", section=titles[name])
        )
        self._own_edit = self.do(
            edit.Several((edit.SetFact(SECTIONS, value, tr("the pages")),), words)
        )

    def _choose_kind(self, kind: str) -> None:
        self._own_edit = self.do(edit.SetFact(KIND, kind, tr("for whom the report is")))

    # -- sending it ---------------------------------------------------------------------------

    def export(self) -> None:
        self.export_as(".pdf")

    def export_as(self, ending: str) -> None:
        """Write the report that is shown in the form of an ending."""
        project = self.session.project
        kind = kind_of(project)
        words = {
            "launch": tr("launch readiness"),
            "brief": "brief",
            "model-card": tr("model card"),
        }[kind]
        self.exporting.export(kind, sections_of(project, kind), words, ending)

    def export_card(self) -> None:
        self.exporting.export("model-card", None, tr("model card"))

    def print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        document = self.preview.document
        if document is None or not self.preview.page_count():
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        if QPrintDialog(printer, self).exec():
            self._printing = PrintJob(document, printer, self)
            self._printing.finished.connect(self._printed)
            self._printing.start()

    def _printed(self, pages: int) -> None:
        if self._printing is not None:
            self._printing.deleteLater()
            self._printing = None
        printed = Message(
            "ok", tr("{capital} went to the printer.", capital=capital(count(pages, "page")))
        )
        refused = Message("error", tr("The printer did not take the report."))
        self.set_message(printed if pages else refused)

    def _print_off(self) -> str:
        return "" if self.preview.page_count() else tr("There is no preview to print yet.")

    def copy_decision(self) -> None:
        if self._notes is not None:
            QApplication.clipboard().setText(self._notes.decision)
            self.set_message(Message("ok", tr("The decision is on the clipboard.")))

    def copy_page(self) -> None:
        """Put the page that the preview shows on the clipboard, as plain text."""
        text = self.preview.page_text()
        if text:
            QApplication.clipboard().setText(text)
            words = tr(
                "Page {current_page} is on the clipboard.", current_page=self.preview.current_page()
            )
            self.set_message(Message("ok", words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.scroller.viewport() and event.type() == QEvent.Type.Resize:
            self.preview.setFixedHeight(max(360, self.scroller.viewport().height() - 30))
        return super().eventFilter(watched, event)

    def stop(self) -> None:
        """Let nothing run on, and leave no file behind."""
        if self._built:
            self.writer.stop()
        if self._printing is not None:
            self._printing.stop()


def _notes_of(path: Path, kind: str, sections: tuple[str, ...]) -> ReportNotes:
    with Project.open_beside(path) as project:
        return report_notes(project, kind, sections)
