"""Grading on a phone, without the web: what is asked of whoever hands out answers and keeps grades.

The server knows no project: a desk hands it documents that hold no name of a candidate, and takes grades back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

Said = Literal["good", "bad", "unsure", "left", "right", "both", "neither", ""]
SAID: tuple[Said, ...] = get_args(Said)


@dataclass(frozen=True)
class RaterGrade:
    """What a rater said of an answer, or which of two is better, by the name that the desk gave it; `said` "": it is taken back."""

    answer: str
    said: Said
    reason: str = ""
    harm: bool = False
    note: str = ""


class RaterDesk(Protocol):
    """Hands out answers to one rater and keeps what they say. The server calls it from worker threads."""

    def begin(self, name: str) -> dict[str, Any]:
        """Let this person grade; what the page has to know of the project. Raises `UserError` where nothing can be graded."""
        ...

    def answers(self, n: int) -> dict[str, Any]:
        """The next `n` answers that this person has not graded, and how far they are; with an `other` there are two to compare."""
        ...

    def keep(self, grades: Sequence[RaterGrade]) -> int:
        """Keep these in their order; how many. One of an answer that is not known is passed over.

        Raises `UserError` where they cannot be kept; what came before the first that cannot is kept.
        """
        ...

    def content(self, answer: str) -> tuple[bytes, str]:
        """The photo, sound or clip that came in, with its media type. Raises `UserError` where there is none."""
        ...
