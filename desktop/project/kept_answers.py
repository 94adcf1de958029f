"""What was read of a project, or worked out from it, and is kept for as long as it is still so."""

from collections.abc import Callable
from typing import Any, TypeVar

from desktop.project.file import ProjectFile
from desktop.project.large_edit import data_version

T = TypeVar("T")


class KeptAnswers:
    """Keeps answers of one project file: until anything changes, or while what they were made of is the same."""

    def __init__(self, file: ProjectFile) -> None:
        self.file = file
        self._until_change: dict[str, tuple[tuple[int, int], Any]] = {}
        self._while_same: dict[str, tuple[tuple[object, ...], Any]] = {}

    def moment(self) -> tuple[int, int]:
        """Another one after every change, whoever made it: until then what was read may be kept."""
        return self.file.connection.total_changes, data_version(self.file.connection)

    def until_change(self, name: str, work: Callable[[], T]) -> T:
        """What ``work`` gives, asked for once until the next change; ``name`` tells it from other work."""
        now_at = self.moment()
        known = self._until_change.get(name)
        if known is None or known[0] != now_at:
            known = (now_at, work())
            self._until_change[name] = known
        found: T = known[1]
        return found

    def while_same(self, name: str, of: tuple[object, ...], work: Callable[[], T]) -> T:
        """What ``work`` made of these values, kept as long as they are the same, whatever else changes."""
        known = self._while_same.get(name)
        found: T = known[1] if known is not None and known[0] == of else work()
        self._while_same[name] = (
            of,
            found,
        )  # what is the very same next time is compared in no time
        return found
