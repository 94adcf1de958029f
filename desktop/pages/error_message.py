"""What went wrong, as a message under the header: an error that a person can mend, a mistake of ours, a job that failed."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from desktop.jobs.worker import Failed
from desktop.widgets.message import Message
from estimators.base.errors import UserError
from estimators.base.sentence import tr


def message_from(
    error: BaseException, *, button: str = "", run: Callable[[], None] | None = None
) -> Message:
    """A message bar for an error: one that a person can mend, or our mistake with details to copy."""
    if isinstance(error, UserError):
        return Message("error", error.what, error.why, error.next_step, button=button, run=run)
    details = f"{type(error).__name__}: {error}"
    return Message(
        "bug",
        tr("That is our mistake."),
        tr("Your project is saved."),
        tr("You can send us the details."),
        button=tr("Copy details"),
        run=lambda: QApplication.clipboard().setText(details),
    )


def message_of_failure(
    failed: Failed,
    dismiss: Callable[[], None],
    button: str = "",
    run: Callable[[], None] | None = None,
) -> Message:
    """Why a job failed; with ``button`` what can be done about it, where it is not a mistake of ours."""
    if failed.details:
        bug = message_from(RuntimeError(failed.details.strip().splitlines()[-1]))
        return replace(bug, second_button=tr("Close"), second_run=dismiss)
    said = (failed.what, failed.why, failed.next_step)
    buttons = (button, run, tr("Close"), dismiss) if button else (tr("Close"), dismiss)
    return Message("error", *said, *buttons)


def failure_message(failed: Failed, otherwise: str) -> Message:
    """A failure in its own words; a bug says ``otherwise``, with its details to copy."""
    if failed.what:
        return Message("error", failed.what, failed.why, failed.next_step)
    return Message(
        "bug",
        otherwise,
        tr("That is our mistake, not yours. Your project is saved."),
        button=tr("Copy details"),
        run=lambda: QApplication.clipboard().setText(failed.details),
    )
