"""Writing the photos of the sample, off the GUI thread: scikit-learn takes a second to import."""

from pathlib import Path

from desktop.jobs.worker import Cancelled, Progress
from desktop.sample import write_digits


def write_sample(folder: Path, progress: Progress, _cancelled: Cancelled) -> Path:
    """The job: write the bundled digits into ``folder`` and return it."""
    progress(0, 1, "Writing 600 photos")
    return write_digits(folder)
