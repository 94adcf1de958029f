"""What the Train page says under its header."""

from collections.abc import Callable

from desktop.jobs.worker import Failed
from desktop.pages.page import message_from
from desktop.widgets.message import Message

Run = Callable[[], None]


def trouble_message(trouble: Failed, to_data: Run, dismiss: Run) -> Message:
    """Why a training failed: what a person can mend leads to the data, a bug to its details."""
    if trouble.details:
        return message_from(RuntimeError(trouble.details.strip().splitlines()[-1]))
    said = (trouble.what, trouble.why, trouble.next_step)
    return Message("error", *said, "Go to the data", to_data, "Close", dismiss)
