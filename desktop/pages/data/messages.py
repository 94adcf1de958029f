"""What the Data page says under its header: what went wrong, what was left out, where the photos have gone."""

from collections.abc import Callable

from desktop.findings.data.sufficiency import LEAST_FOR_A_CURVE
from desktop.findings.data.view import FEW_TO_TRAIN
from desktop.jobs.add_data import FoundData
from desktop.jobs.worker import Failed
from desktop.pages.data.on_disk import OnDisk
from desktop.pages.page import message_from
from desktop.project.noun import noun
from desktop.project.project import Project
from desktop.widgets.message import Message
from estimators.base.count import count
from estimators.base.phrase import listed
from reports.stage_view import Explanation

Run = Callable[[], None]
HOW_MANY = Explanation(
    "How many are enough?",
    f"It depends on the task, so the app measures it: it learns from growing parts of what there is and forecasts what "
    f"more would bring. Until then it says what tasks like yours took. {FEW_TO_TRAIN} of each class are enough for a "
    "first look only.",
    (
        ("For a first look", f"{FEW_TO_TRAIN} of each class"),
        ("To measure the curve", f"{LEAST_FOR_A_CURVE} of each class"),
        ("Held out for the test", "about 30%"),
    ),
    "Elsewhere: Azure Custom Vision advises 50 of each, Vertex AI 1,000; Create ML about 10.",
)


def trouble_message(trouble: Failed, dismiss: Run, find: Run | None = None) -> Message:
    """Why a job failed; ``find``, if given, is what to do about photos that were not found."""
    if trouble.details:
        bug = message_from(RuntimeError(trouble.details.strip().splitlines()[-1]))
        return Message(
            bug.tone, bug.what, bug.why, bug.next_step, bug.button, bug.run, "Close", dismiss
        )
    said = (trouble.what, trouble.why, trouble.next_step)
    if find is not None:
        return Message("error", *said, "Find the folder…", find, "Close", dismiss)
    return Message("error", *said, "Close", dismiss)


def moved_message(project: Project, disk: OnDisk, find: Run, without: Run) -> Message:
    """The originals are gone; everything learnt is kept."""
    things, gone = noun(project), len(disk.missing)
    were = "was" if gone == 1 else "were"
    where = f" in {disk.folder}" if disk.folder else ""
    return Message(
        "error",
        f"The {things} have moved.",
        f"{count(gone, noun(project, 1))} {were}{where}, and can’t be found there now. Labels and everything learnt "
        "are in the project, so nothing is lost.",
        f"You can keep deciding and reporting. To train on new {things} or look closer, show where the folder is now.",
        "Find the folder…",
        find,
        "Work without them",
        without,
        takes_primary=True,
        lost_files=True,
    )


def left_out_message(found: FoundData, close: Run) -> Message | None:
    """What was left out of what was brought, by name; None where all of it came in."""
    left_out = [*found.skipped]
    if found.unreadable:
        names = [f"“{example.name}”" for example in found.unreadable[:3]]
        if len(found.unreadable) > 3:
            names.append(f"{len(found.unreadable) - 3:,} more")
        take = "it takes" if len(found.unreadable) == 1 else "they take"
        left_out.insert(0, f"{listed(names)} can’t be opened; {take} no part.")
    if left_out:
        more = f"And {len(left_out) - 2:,} more." if len(left_out) > 2 else ""
        what = f"{count(len(left_out), 'thing')} to know about what you brought."
        return Message("warn", what, " ".join(left_out[:2]), more, "Close", close)
    if not found.examples and not found.asked:
        what, why = "Nothing new in there.", "All of it is in the project already."
        return Message("warn", what, why, "", "Close", close)
    return None


def sentences(trouble: Failed) -> str:
    """A failed check or measurement, in a line of its own."""
    if trouble.details:
        return "That stopped. It is our mistake; the details are in Jobs."
    return " ".join(filter(None, (trouble.what, trouble.why, trouble.next_step)))
