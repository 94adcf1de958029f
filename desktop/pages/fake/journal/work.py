"""What a person does with the journal: open an exchange, export, record, forget."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop.actions import Action
from desktop.findings.fake.recorded_stubs import Recording, recording_of, recording_of_har
from desktop.findings.fake.scenarios import active_scenario, put_scenario
from desktop.jobs.job import Callbacks
from desktop.jobs.journal_out import ForgetJournal, ForgottenJournal, WriteJournal, WrittenJournal
from desktop.jobs.queue import JobQueue
from desktop.jobs.worker import Failed
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.journal.detail import TOP, ExchangePopover, KeepAsGood, left_out_words
from desktop.pages.fake.journal.replay import Replays
from desktop.pages.fake.journal.view import JournalView
from desktop.pages.page import Page
from desktop.project.records import Json
from desktop.project.stages import Stage
from desktop.save_dialog import ask_where, with_ending
from desktop.session import Session
from desktop.widgets.ask import ConfirmPopover
from desktop.widgets.menu import MenuEntry, open_menu
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.number import digits, megabytes
from estimators.base.sentence import tr
from mock_ai.journal import ExchangeFilter
from reports.stage_view import Explanation

WRITE = "desktop.jobs.journal_out:write_journal"
FORGET = "desktop.jobs.journal_out:forget_journal"
EXPORTS = tr("HAR (*.har);;JSON lines (*.jsonl);;Scenario that answers the same (*.yaml)")
SCENARIOS = "Scenario (*.yaml)"
AskFile = Callable[[str, str, str], str]


class JournalWork(QObject):
    """What is done with the exchanges that the view has chosen; the page carries out edits and says what came of it.

    ``ask_file(title, suggestion, kinds)`` says where to write, ``ask_har(title, folder, kinds)`` what to read; an empty
    answer is a change of mind.
    """

    def __init__(self, page: Page, jobs: JobQueue, view: JournalView) -> None:
        super().__init__(page)
        self._page, self._session, self._jobs, self._view = page, page.session, jobs, view
        self.why_not_edit = page.why_not_edit
        self.question: ConfirmPopover | None = None
        self.replays = Replays(page, jobs, view)
        self.replays.failed.connect(self._failed)
        self.replays.opened.connect(self._open_number)
        self.ask_file: AskFile = lambda title, first, kinds: ask_where(
            page, title, first, kinds, with_ending(Path(first).suffix)
        )
        self.ask_har: AskFile = lambda *asked: QFileDialog.getOpenFileName(page, *asked)[0]
        self._soon = LatestWinsThread(self, self._recorded, page.refuse)
        self.good = KeepAsGood(page, view)
        view.opened.connect(self.open)
        view.export_button.clicked.connect(self.export)
        view.record_button.clicked.connect(self.offer_recording)
        view.replay_button.clicked.connect(self.replays.offer)
        view.forget_button.clicked.connect(self.offer_forgetting)
        page.session.closed.connect(self.stop)

    # --- one exchange --------------------------------------------------------------------------------------------

    def open(
        self, row: Mapping[str, Json], answers: Sequence[tuple[str, str]] = ()
    ) -> ExchangePopover:
        popover = ExchangePopover(self._page.window(), self._session.project, row, answers)
        popover.record_asked.connect(self._record_one)
        popover.replay_asked.connect(self.replays.ask_one)
        popover.keep_asked.connect(self.good.keep_one)
        if why := self.good.why_not():
            popover.keep.off_because(why)
        if self._session.read_only and popover.record.isEnabled():
            popover.record.off_because(self._session.notice)
        popover.open_centred(TOP, focus=popover.raw)
        return popover

    def _open_number(self, number: int, answers: Sequence[tuple[str, str]]) -> None:
        row = self._session.project.requests.row(number)
        if row is not None:
            self.open(row, answers)

    # --- export --------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the exchanges that are meant where a person says."""
        project = self._session.project
        suggestion = project.path.parent / tr("{stem}, requests.har", stem=project.path.stem)
        self._write(tr("Export what was asked and answered"), suggestion, EXPORTS)

    def save_scenario(self) -> None:
        """Write a scenario file that answers what is meant as it was answered."""
        project = self._session.project
        suggestion = project.path.parent / tr("{stem}, recorded.yaml", stem=project.path.stem)
        self._write(tr("Save as a scenario"), suggestion, SCENARIOS)

    def _write(self, title: str, suggestion: Path, kinds: str) -> None:
        numbers = self._view.meant()
        chosen = self.ask_file(title, str(suggestion), kinds)
        if not chosen:
            return
        out = Path(chosen)
        self._jobs.start(
            tr("Write {count}", count=count(len(numbers), "exchange")),
            WRITE,
            WriteJournal(
                self._session.project.path, out, ExchangeFilter(numbers=frozenset(numbers))
            ),
            on_done=self._written,
            on_failed=self._failed,
            quick=True,
            bind=_written_elsewhere,
        )

    def _written(self, written: WrittenJournal) -> str:
        said = count(written.exchanges, "exchange")
        if written.stubs:
            said = tr("{count} of {said}", count=count(written.stubs, "stub"), said=said)
        why = left_out_words(written.left_out)
        if written.without_wire:
            why = tr(
                "Of {without_wire}, what went over the wire is no longer kept.",
                without_wire=digits(written.without_wire),
            )
        self._page.set_message(
            Message(
                "ok", tr("“{name}” is written: {said}.", name=written.file.name, said=said), why
            )
        )
        return said

    # --- record --------------------------------------------------------------------------------------------------

    def offer_recording(self) -> None:
        """What can be made of the exchanges that are meant."""
        n = count(len(self._view.meant()), "answer")
        scenario = active_scenario(self._session.project)[1].name
        same = tr("Answer the same in “{scenario}” ({n})", scenario=scenario, n=n)
        kept = tr("Keep as good answers ({n})", n=n)
        at_once, off = partial(self.record, delays=False), self.why_not_edit()
        open_menu(
            self._view.record_button,
            (
                MenuEntry(same, self.record, off=off),
                MenuEntry(tr("The same, without the waits"), at_once, off=off),
            ),
            (
                MenuEntry(kept, self.good.keep_meant, off=self.good.why_not()),
                MenuEntry(tr("Save as a scenario file…"), self.save_scenario),
                MenuEntry(tr("Take answers from a HAR file…"), self.record_har, off=off),
            ),
            name=tr("Record"),
        )

    def record(self, *, delays: bool = True) -> None:
        """Let the active scenario answer as was answered, as slowly as then (or without the waits)."""
        self._record(self._view.meant(), delays=delays)

    def record_har(self) -> None:
        """Let the active scenario answer as somebody's real AI did, from a recording of its traffic."""
        path = self._session.project.path
        chosen = self.ask_har(tr("Take answers from a HAR file"), str(path.parent), "HAR (*.har)")
        if chosen:
            self._soon.ask(lambda: recording_of_har(path, Path(chosen)))

    def _record(self, numbers: Sequence[int], *, delays: bool) -> None:
        path, meant = self._session.project.path, tuple(numbers)
        self._soon.ask(lambda: recording_of(path, meant, delays=delays))

    def _record_one(self, number: int) -> None:
        self._record([number], delays=True)

    def _recorded(self, recording: Recording) -> None:
        if not self._session.is_open:
            return
        project = self._session.project
        self._page.do(put_scenario(project, recording.scenario, recording.words))
        said = tr(
            "“{name}” now answers {count} as recorded.",
            name=recording.scenario.name,
            count=count(recording.stubs, "request"),
        )
        self._page.set_message(Message("ok", said, left_out_words(recording.left_out)))

    # --- forget --------------------------------------------------------------------------------------------------

    def offer_forgetting(self) -> None:
        """Say what would be gone, and ask."""
        off = self.why_not_edit()
        if off:
            self._page.set_message(Message("warn", tr("The journal cannot be forgotten."), off))
            return
        exchanges, size = self._session.project.requests.size()
        self.question = ConfirmPopover(
            self._page.window(),
            tr("Forget what was asked?"),
            (
                tr(
                    "{count}, {megabytes}: every request and answer, the photos and texts "
                    "that were sent, and what asking again found.",
                    count=count(exchanges, "exchange"),
                    megabytes=megabytes(size),
                ),
                tr(
                    "They are deleted from the file for good. This cannot be undone. Sessions and reactions stay."
                ),
            ),
            tr("Forget them"),
            self._forget,
            cautious=True,
        )
        self.question.ask()

    def _forget(self) -> None:
        self._jobs.start(
            tr("Forget what was asked"),
            FORGET,
            ForgetJournal(self._session.project.path),
            on_done=self._forgotten,
            on_failed=self._not_forgotten,
            quick=True,
            bind=_forgotten_elsewhere,
        )

    def _forgotten(self, forgotten: ForgottenJournal) -> str:
        said = count(forgotten.exchanges, "exchange")
        self._show_forgotten()
        self._page.set_message(
            Message(
                "ok",
                tr(
                    "{said} forgotten: {megabytes} are gone from the file.",
                    said=said,
                    megabytes=megabytes(forgotten.bytes),
                ),
                tr("What is asked from now on is kept again."),
            )
        )
        return said

    def _not_forgotten(self, failed: Failed) -> None:
        self._show_forgotten()  # perhaps only some of the work is left
        self._failed(failed)

    def _show_forgotten(self) -> None:
        if self._session.is_open:
            self.replays.forget()
            self._view.start_anew()
            self._session.appended("journal", "record")

    # --- small things --------------------------------------------------------------------------------------------

    def off(self) -> str:
        """Why nothing can be done with the journal, if that is so."""
        return self._view.off()

    def off_for_edits(self) -> str:
        """As ``off``, for what changes the project."""
        return self.why_not_edit() or self.off()

    def off_for_forgetting(self) -> str:
        """Why nothing can be forgotten now, if that is so."""
        if self._jobs.is_active(FORGET):
            return tr("It is being forgotten.")
        return self.why_not_edit() or self._view.nothing_kept()

    def stop(self) -> None:
        self._soon.stop()
        self.good.stop()
        self._view.stop()
        self.replays.forget()

    def _failed(self, failed: Failed) -> None:
        if failed.what:
            self._page.set_message(Message("error", failed.what, failed.why, failed.next_step))
            return
        self._page.set_message(
            Message(
                "bug",
                tr("That did not work."),
                tr("That is our mistake, not yours. Your project is saved."),
                button=tr("Copy details"),
                run=lambda: QApplication.clipboard().setText(failed.details),
            )
        )


def _written_elsewhere(_session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: the file is written all the same."""

    def done(written: WrittenJournal) -> str:
        return tr("“{name}” is written", name=written.file.name)

    return Callbacks(done)


def _forgotten_elsewhere(session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: it is forgotten all the same."""

    def done(forgotten: ForgottenJournal) -> str:
        session.appended("journal", "record")
        return count(forgotten.exchanges, "exchange")

    return Callbacks(done)


def journal_actions(work: JournalWork, view: JournalView) -> tuple[Action, ...]:
    stage = Stage.FAKE
    return (
        Action("fake.find", tr("Find in what was asked and answered"), view.toggle_filter, "Ctrl+F", stage=stage, off=work.off, icon="search"),
        Action("fake.export_journal", tr("Export what was asked and answered…"), work.export, stage=stage, off=work.off, icon="drop"),
        Action("fake.keep_good", tr("Keep as good answers"), work.good.keep_meant, "K", stage=stage, off=work.good.off, icon="check"),
        Action("fake.record", tr("Record answers in the scenario"), work.record, stage=stage, off=work.off_for_edits, icon="add"),
        Action("fake.record_har", tr("Take answers from a HAR file…"), work.record_har, stage=stage, off=work.why_not_edit, icon="add"),
        Action("fake.save_recorded", tr("Save answers as a scenario file…"), work.save_scenario, stage=stage, off=work.off),
        Action("fake.forget_journal", tr("Forget what was asked…"), work.offer_forgetting, stage=stage, off=work.off_for_forgetting),
        Action("fake.ask_again", tr("Ask again and compare"), work.replays.ask_again, stage=stage, off=work.off, icon="compare"),
        Action("fake.show_found", tr("Where the answers differed"), work.replays.show_found, stage=stage, off=work.replays.off_for_found, icon="compare"),
    )  # fmt: skip


def journal_explanation(view: JournalView) -> Explanation:
    """How the journal is kept (F1)."""
    kept = len(view.rows.everything)
    return Explanation(
        tr("What the journal keeps"),
        tr(
            "Every request and every answer, with who answered, by which rule, what went wrong, and how long it took. Keys "
            "and tokens are never kept. The newest 10,000 exchanges stay, and 64 MB of what went over the wire; a photo is "
            "stored once. Recording makes stubs that give the same answers; asking again compares the record with the fake "
            "and the real model. “Forget what was asked” deletes it all from the file, for good."
        ),
        ((tr("Exchanges"), digits(kept)), (tr("Shown"), digits(len(view.rows.shown)))),
        tr(
            "Agreement counts different questions, each once, with an exact (Clopper–Pearson) interval."
        ),
    )
