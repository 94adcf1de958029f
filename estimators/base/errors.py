"""The one kind of failure that a person can mend."""

from pathlib import Path

from estimators.base.sentence import tr


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
