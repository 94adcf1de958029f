"""What to label next, as it was last worked out: which examples, in which order, and why each."""

from dataclasses import dataclass

from desktop.project.project import Project
from desktop.project.record_kinds import LABEL_NEXT
from estimators.base.number import digits


@dataclass(frozen=True)
class ToLabel:
    """The suggestions: a sentence by path, most useful first; of how many looked at, and how many labels there were."""

    why: dict[str, str]
    looked_at: int = 0
    of: int = 0
    labelled: int = 0

    @property
    def note(self) -> str:
        """How they were chosen, where not all could be looked at."""
        if self.of <= self.looked_at:
            return ""
        return f"Chosen among {digits(self.looked_at)} of the {digits(self.of)}."


def to_label(project: Project) -> ToLabel:
    """The suggestions that are kept; empty where none were worked out."""
    record = project.record(LABEL_NEXT)
    if record is None:
        return ToLabel({})
    found = record.value
    rows = {row.path: row.why for row in found.rows}
    return ToLabel(rows, found.looked_at, found.of, found.labelled)
