"""Writing a run's model file to where the person wants it, as a job, and saying what came of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.findings.train.model_file import ALIKE, CERTIFICATE, SMALL
from desktop.jobs.model_files import WriteModel, WrittenModel
from desktop.jobs.queue import Callbacks, JobQueue
from desktop.jobs.worker import Failed
from desktop.pages.train.history import RunHistory
from desktop.project.noun import noun
from desktop.session import Session
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.errors import UserError

Say = Callable[[Message], None]
_WHOLE, _SMALL = "desktop.jobs.model_files:write_certified", "desktop.jobs.model_files:write_small"


class ModelExport(QObject):
    """Asks where, writes, and tells ``say`` what came of it; ``close`` takes the message away."""

    def __init__(
        self,
        session: Session,
        jobs: JobQueue,
        history: RunHistory,
        say: Say,
        close: Callable[[], None],
    ) -> None:
        super().__init__(history)
        self._session, self._jobs, self._history = session, jobs, history
        self._say, self._close = say, close

    def ask(self) -> None:
        """Ask where, and write the model file of the run that is shown there."""
        self._ask(_WHOLE, "Export the model file", "")

    def ask_small(self) -> None:
        """The same with its 8-bit variant."""
        self._ask(_SMALL, "Export the 8-bit model file", " 8-bit")

    def _ask(self, function: str, title: str, words: str) -> None:
        run = self._history.run
        if run is None:
            return
        first = str(Path.home() / f"{self._session.name} run {run.number}{words}.onnx")
        window = self._history.block.window()
        name, _ = QFileDialog.getSaveFileName(window, title, first, "Models (*.onnx)")
        if name:
            self.write(Path(name), function)

    def write(self, target: Path, function: str = _WHOLE) -> None:
        """Write the model file of the run that is shown there, whole or not at all."""
        run = self._history.run
        if run is None:
            return
        small = function == _SMALL
        self._jobs.start(
            f"8-bit model of run {run.number}" if small else f"Exporting run {run.number}",
            function,
            WriteModel(
                self._session.project.path,
                run.id,
                target if target.suffix else target.with_suffix(".onnx"),
            ),
            on_done=self._small_done if small else self._done,
            on_failed=self._failed,
            bind=partial(_callbacks_elsewhere, SMALL if small else CERTIFICATE),
        )

    def write_small(self, target: Path) -> None:
        """Write its 8-bit variant there."""
        self.write(target, _SMALL)

    def _done(self, written: WrittenModel) -> str:
        self._keep(CERTIFICATE, written)
        found, thing = written.found, noun(self._session.project, 1)
        what = f"“{written.target.name}” is written."
        if not found["n"]:
            why = f"No held-out {thing} is here to compare it with the test."
            self._say(Message("ok", what, why, "", "Close", self._close))
            return "not compared"
        differ = f"{found['label_flips']:,} of {found['n']:,} labels differ"
        if found["label_flips"] or found["max_difference"] > ALIKE:
            next_step = "Train again, and tell us if it happens again."
            self._say(
                Message("error", f"{what} It does not answer as tested.", f"{differ}.", next_step, "Close", self._close)
            )  # fmt: skip
            return differ
        why = f"It answers as tested: {differ}, over {count(found['n'], 'held-out ' + thing)}."
        self._say(Message("ok", what, why, "", "Close", self._close))
        return "answers as tested"

    def _small_done(self, written: WrittenModel) -> str:
        self._keep(SMALL, written)
        what = f"“{written.target.name}” is written, with 8-bit convolutions."
        self._say(Message("ok", what, str(written.found["sentence"]), "", "Close", self._close))
        return f"{written.found['megabytes']:.1f} MB"

    def _keep(self, kind: str, written: WrittenModel) -> None:
        _keep(self._session, kind, written)

    def _failed(self, failed: Failed) -> None:
        if failed.details:
            last = failed.details.strip().splitlines()[-1]
            self._say(Message("bug", "That is our mistake.", "Your project is saved.", last, "Close", self._close))  # fmt: skip
            return
        words = (failed.what, failed.why, failed.next_step)
        self._say(Message("error", *words, "Close", self._close))


def _keep(session: Session, kind: str, written: WrittenModel) -> None:
    try:
        session.project.append_record(kind, written.found, written.model_sha256)
    except UserError:  # a read-only project: the file is written, the message says the rest
        return
    session.appended("record")


def _callbacks_elsewhere(kind: str, session: Session, _jobs: JobQueue) -> Callbacks:
    """Where the page is gone: the file is written all the same, and what was found is kept."""

    def done(written: WrittenModel) -> str:
        _keep(session, kind, written)
        return f"“{written.target.name}” is written"

    return Callbacks(done)
