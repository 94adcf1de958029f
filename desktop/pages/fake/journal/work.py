"""What a person does with the journal: open an exchange, export, record, ask again."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.findings.fake.journal import last_replay
from desktop.findings.fake.recorded_stubs import Recording, recording_of, recording_of_har
from desktop.findings.fake.scenarios import active_scenario, put_scenario
from desktop.jobs.forget_journal import ForgetJournal, ForgottenJournal
from desktop.jobs.journal_out import WriteJournal, WrittenJournal
from desktop.jobs.pack import megabytes
from desktop.jobs.queue import Callbacks, JobQueue
from desktop.jobs.replay import FAKE, MODEL, ReplayJournal, ReplayResult
from desktop.jobs.worker import Failed
from desktop.latest_wins_thread import LatestWinsThread
from desktop.pages.fake.journal.detail import ExchangePopover
from desktop.pages.fake.journal.menu import SEPARATOR, open_menu
from desktop.pages.fake.journal.replay import ReplayPopover
from desktop.pages.fake.journal.view import JournalView
from desktop.project.records import Json
from desktop.project.request_journal import REPLAY
from desktop.project.run_list import has_runs
from desktop.session import Session
from desktop.widgets.confirm import ConfirmPopover
from desktop.widgets.message import Message, Tone
from estimators.base.count import count
from mock_ai.traffic.journal_filter import ExchangeFilter

WRITE = "desktop.jobs.journal_out:write_journal"
FORGET = "desktop.jobs.forget_journal:forget_journal"
ASK = "desktop.jobs.replay:replay_journal"
EXPORTS = "HAR (*.har);;JSON lines (*.jsonl);;Scenario that answers the same (*.yaml)"
SCENARIOS = "Scenario (*.yaml)"
AskFile = Callable[[str, str, str], str]


class JournalWork(QObject):
    """``asked`` carries an edit, ``refused`` why there is none, ``said`` a message.

    ``ask_file(title, suggestion, kinds)`` says where to write, ``ask_har(title, folder, kinds)`` what to read; an empty
    answer is a change of mind.
    """

    asked = Signal(object)
    refused = Signal(object)
    said = Signal(object)

    def __init__(self, session: Session, jobs: JobQueue, view: JournalView, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._jobs, self._view, self._page = session, jobs, view, page
        self.question: ConfirmPopover | None = None
        self._found: dict[str, Json] | None = None  # of a project that cannot keep it
        self.ask_file: AskFile = lambda *asked: QFileDialog.getSaveFileName(page, *asked)[0]
        self.ask_har: AskFile = lambda *asked: QFileDialog.getOpenFileName(page, *asked)[0]
        self._soon = LatestWinsThread(self)
        self._soon.answered.connect(self._recorded)
        self._soon.failed.connect(self._not_recorded)
        view.opened.connect(self.open)
        view.export_asked.connect(self.export)
        view.record_asked.connect(self.offer_recording)
        view.replay_asked.connect(self.offer_replay)
        view.forget_asked.connect(self.offer_forgetting)
        session.closed.connect(self.stop)

    # --- one exchange --------------------------------------------------------------------------------------------

    def open(
        self, row: Mapping[str, Json], answers: Sequence[tuple[str, str]] = ()
    ) -> ExchangePopover:
        """Show all that is known of an exchange."""
        popover = ExchangePopover(self._page.window(), self._session.project, row, answers)
        popover.record_asked.connect(self._record_one)
        popover.replay_asked.connect(self._replay_one)
        if self._session.read_only and popover.record.isEnabled():
            popover.record.off_because(self._session.notice)
        popover.open_in_the_middle()
        return popover

    def _open_number(self, number: int, answers: Sequence[tuple[str, str]]) -> None:
        row = self._session.project.requests.row(number)
        if row is not None:
            self.open(row, answers)

    # --- export --------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the exchanges that are meant where a person says."""
        project = self._session.project
        suggestion = project.path.parent / f"{project.path.stem}, requests.har"
        self._write("Export what was asked and answered", suggestion, EXPORTS)

    def save_scenario(self) -> None:
        """Write a scenario file that answers what is meant as it was answered."""
        project = self._session.project
        suggestion = project.path.parent / f"{project.path.stem}, recorded.yaml"
        self._write("Save as a scenario", suggestion, SCENARIOS)

    def _write(self, title: str, suggestion: Path, kinds: str) -> None:
        numbers = self._view.meant()
        chosen = self.ask_file(title, str(suggestion), kinds)
        if not chosen:
            return
        out = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}{suggestion.suffix}")
        self._jobs.start(
            f"Write {count(len(numbers), 'exchange')}",
            WRITE,
            WriteJournal(self._session.project.path, out, _these(numbers)),
            on_done=self._written,
            on_failed=self._failed,
            quick=True,
            bind=_written_elsewhere,
        )

    def _written(self, written: WrittenJournal) -> str:
        said = count(written.exchanges, "exchange")
        if written.stubs:
            said = f"{count(written.stubs, 'stub')} of {said}"
        why = _left_out_words(written.left_out)
        if written.without_wire:
            why = f"Of {written.without_wire:,}, what went over the wire is no longer kept."
        self.said.emit(Message("ok", f"“{written.file.name}” is written: {said}.", why))
        return said

    # --- record --------------------------------------------------------------------------------------------------

    def offer_recording(self, anchor: QWidget) -> None:
        """What can be made of the exchanges that are meant."""
        n = count(len(self._view.meant()), "answer")
        scenario = active_scenario(self._session.project)[1].name
        open_menu(
            anchor,
            "Record",
            (
                (f"Answer the same in “{scenario}” ({n})", self.record, self.read_only()),
                ("The same, without the waits", self.record_at_once, self.read_only()),
                SEPARATOR,
                ("Save as a scenario file…", self.save_scenario, ""),
                ("Take answers from a HAR file…", self.record_har, self.read_only()),
            ),
        )

    def record(self) -> None:
        """Let the active scenario answer as was answered, as slowly as then."""
        self._record(self._view.meant(), delays=True)

    def record_at_once(self) -> None:
        """As ``record``, without the waits."""
        self._record(self._view.meant(), delays=False)

    def record_har(self) -> None:
        """Let the active scenario answer as somebody's real AI did, from a recording of its traffic."""
        path = self._session.project.path
        chosen = self.ask_har("Take answers from a HAR file", str(path.parent), "HAR (*.har)")
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
        self.asked.emit(put_scenario(project, recording.scenario, recording.words))
        said = f"“{recording.scenario.name}” now answers {count(recording.stubs, 'request')} as recorded."
        self.said.emit(Message("ok", said, _left_out_words(recording.left_out)))

    def _not_recorded(self, error: Exception) -> None:
        self.refused.emit(error)

    # --- ask again -----------------------------------------------------------------------------------------------

    def offer_replay(self, anchor: QWidget) -> None:
        """Who can be asked again, and what the last replay found."""
        n = count(len(self._view.meant()), "question")
        trained = "" if has_runs(self._session.project) else "Train a classifier first."
        found = self.found()
        last = count(int(found["disagreements"]), "disagreement") if found else ""
        open_menu(
            anchor,
            "Ask again",
            (
                (f"Ask the fake and the real model ({n})", self.ask_both, trained),
                (f"Ask the fake ({n})", self.ask_fake, ""),
                (f"Ask the real model ({n})", self.ask_model, trained),
                SEPARATOR,
                (
                    f"What the last time found: {last}" if found else "What the last time found",
                    self.show_found,
                    "" if found else "Nobody was asked again yet.",
                ),
            ),
        )

    def ask_again(self) -> None:
        """Ask whoever there is."""
        targets = (FAKE, MODEL) if has_runs(self._session.project) else (FAKE,)
        self._replay(targets, self._view.meant())

    def ask_both(self) -> None:
        """Put what is meant to the fake and to the model of the run in use."""
        self._replay((FAKE, MODEL), self._view.meant())

    def ask_fake(self) -> None:
        """Put what is meant to the active scenario."""
        self._replay((FAKE,), self._view.meant())

    def ask_model(self) -> None:
        """Put what is meant to the model of the run in use."""
        self._replay((MODEL,), self._view.meant())

    def _replay_one(self, number: int) -> None:
        targets = (FAKE, MODEL) if has_runs(self._session.project) else (FAKE,)
        self._replay(targets, [number])

    def _replay(self, targets: tuple[str, ...], numbers: Sequence[int]) -> None:
        self._jobs.start(
            f"Ask {count(len(numbers), 'question')} again",
            ASK,
            ReplayJournal(self._session.project.path, targets, _these(numbers)),
            on_done=self._replayed,
            on_failed=self._failed,
            on_open=self.show_found,
            quick=MODEL not in targets,
            bind=_replayed_elsewhere,
        )

    def _replayed(self, result: ReplayResult) -> str:
        n = count(result.disagreements, "disagreement")
        if not self._session.is_open:
            return n
        self._found = result.document
        if not self._session.read_only:
            self._session.project.append_record(REPLAY, result.document, "")
            self._session.appended("record", "journal")
        compared = count(result.exchanges, "exchange")
        what = f"{n} in {compared}." if result.exchanges else "There was nothing to compare."
        if result.exchanges and not result.disagreements:
            what = f"They say the same, in all {compared}."
        button = "See where" if result.disagreements else "See the numbers"
        tone: Tone = "warn" if result.disagreements or not result.exchanges else "ok"
        self.said.emit(Message(tone, what, button=button, run=self.show_found))
        return n

    def found(self) -> dict[str, Json] | None:
        """What the last replay found."""
        return last_replay(self._session.project) or self._found

    def show_found(self) -> None:
        """Show who agrees with whom, and where they do not."""
        found = self.found()
        if found is None:
            return
        popover = ReplayPopover(self._page.window(), found)
        popover.opened.connect(self._open_number)
        popover.only_asked.connect(self._view.show_differing)
        popover.open_in_the_middle()

    # --- forget --------------------------------------------------------------------------------------------------

    def offer_forgetting(self) -> None:
        """Say what would be gone, and ask."""
        off = self.read_only()
        if off:
            self.said.emit(Message("warn", "The journal cannot be forgotten.", off))
            return
        exchanges, size = self._session.project.requests.size()
        self.question = ConfirmPopover(
            self._page.window(),
            "Forget what was asked?",
            (
                f"{count(exchanges, 'exchange')}, {megabytes(size)}: every request and answer, the photos and texts "
                "that were sent, and what asking again found.",
                "They are deleted from the file for good. This cannot be undone. Sessions and reactions stay.",
            ),
            "Forget them",
            self._forget,
            cautious=True,
        )
        self.question.ask()

    def _forget(self) -> None:
        self._jobs.start(
            "Forget what was asked",
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
        self.said.emit(
            Message(
                "ok",
                f"{said} forgotten: {megabytes(forgotten.bytes)} are gone from the file.",
                "What is asked from now on is kept again.",
            )
        )
        return said

    def _not_forgotten(self, failed: Failed) -> None:
        self._show_forgotten()  # perhaps only some of the work is left
        self._failed(failed)

    def _show_forgotten(self) -> None:
        if self._session.is_open:
            self._found = None
            self._view.start_anew()
            self._session.appended("journal", "record")

    # --- small things --------------------------------------------------------------------------------------------

    def off(self) -> str:
        """Why nothing can be done with the journal, if that is so."""
        return self._view.off()

    def off_for_edits(self) -> str:
        """As ``off``, for what changes the project."""
        return self.read_only() or self.off()

    def off_for_forgetting(self) -> str:
        """Why nothing can be forgotten now, if that is so."""
        if self._jobs.is_active(FORGET):
            return "It is being forgotten."
        return self.read_only() or self._view.nothing_kept()

    def off_for_found(self) -> str:
        """Why there is nothing that a replay found."""
        return "" if self._session.is_open and self.found() else "Nobody was asked again yet."

    def stop(self) -> None:
        """The project is closing."""
        self._soon.stop()
        self._view.stop()
        self._found = None

    def read_only(self) -> str:
        """Why the project cannot be changed, if that is so."""
        return self._session.notice

    def _failed(self, failed: Failed) -> None:
        if failed.what:
            self.said.emit(Message("error", failed.what, failed.why, failed.next_step))
            return
        self.said.emit(
            Message(
                "bug",
                "That did not work.",
                "That is our mistake, not yours. Your project is saved.",
                button="Copy details",
                run=lambda: QApplication.clipboard().setText(failed.details),
            )
        )


def _these(numbers: Sequence[int]) -> ExchangeFilter:
    return ExchangeFilter(numbers=frozenset(numbers))


def _written_elsewhere(_session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: the file is written all the same."""

    def done(written: WrittenJournal) -> str:
        return f"“{written.file.name}” is written"

    return Callbacks(done)


def _replayed_elsewhere(session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: what was found is kept."""

    def done(result: ReplayResult) -> str:
        if not session.read_only:
            session.project.append_record(REPLAY, result.document, "")
            session.appended("record", "journal")
        return count(result.disagreements, "disagreement")

    return Callbacks(done)


def _forgotten_elsewhere(session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: it is forgotten all the same."""

    def done(forgotten: ForgottenJournal) -> str:
        session.appended("journal", "record")
        return count(forgotten.exchanges, "exchange")

    return Callbacks(done)


def _left_out_words(left_out: Sequence[tuple[int, str]]) -> str:
    if not left_out:
        return ""
    number, why = left_out[0]
    others = f" and {len(left_out) - 1:,} more" if len(left_out) > 1 else ""
    return f"Left out: number {number:,}{others}. {why}"
