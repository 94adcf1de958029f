"""The one kind of failure that a person can mend."""

from pathlib import Path

from estimators.base.sentence import tr

PACKAGES_OF = {
    "train": ("av", "google", "onnx", "onnxruntime", "pi_heif", "pillow_heif"),
    "report": ("bidi", "fontTools", "reportlab", "uharfbuzz"),
    "window": ("PySide6", "pyqtgraph", "shiboken6"),
}
"""By extra of the installation, the modules of others that it brings and that are imported."""


class UserError(ValueError):
    """A problem with what was given, in words for the person who gave it.

    - `what`: what happened, as one sentence ("The folder has only one class.").
    - `why`: why that matters or how it came about.
    - `next_step`: what to do now.
    """

    def __init__(self, what: str, why: str = "", next_step: str = "") -> None:
        super().__init__(what, why, next_step)
        self.what = what
        self.why = why
        self.next_step = next_step

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.why, self.next_step) if part)


def cannot_open(path: Path) -> UserError:
    """What is said of a file that is there and cannot be read."""
    return UserError(
        tr("“{name}” can’t be opened.", name=path.name),
        tr("You do not have permission, or the disk could not read it."),
        tr("Copy it to a place of your own."),
    )


def missing_extra(error: ModuleNotFoundError) -> UserError | None:
    """What to install where an extra was left out; None where the missing module belongs to none."""
    package = (error.name or "").partition(".")[0]
    extra = next((name for name, packages in PACKAGES_OF.items() if package in packages), None)
    if extra is None:
        return None
    needs = {
        "train": tr("This reads, trains or runs a model, and that part is not installed."),
        "report": tr("This writes a report, and that part is not installed."),
        "window": tr("This opens the window, and that part is not installed."),
    }
    return UserError(
        needs[extra],
        tr("It is the extra “{extra}”; “{package}” of it is missing.", extra=extra, package=package),
        tr("Install it with: pip install \"smart-enough[{extra}]\"", extra=extra),
    )  # fmt: skip
