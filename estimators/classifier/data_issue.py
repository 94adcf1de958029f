"""What an inspection or a training has to say about some examples, and the edit that would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

LEAVE_OUT, RELABEL, TO_LEARNING, TO_TEST = "leave_out", "relabel", "to_learning", "to_test"


@dataclass(frozen=True)
class DataFix:
    """An edit that would mend a finding; whoever shows it words the button and knows how to undo it.

    Attributes
    ----------
    action : str
        "leave_out" (of the project, or of what is learned from), "relabel" (give the class `to`), "to_learning" or
        "to_test" (move to that side of the split).
    paths : tuple of str
        The examples to edit, by the names that the finding uses.
    to : str
        The class, for "relabel".
    """

    action: str
    paths: tuple[str, ...]
    to: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"action": self.action, "paths": list(self.paths), "to": self.to}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["action"], tuple(data["paths"]), data.get("to", ""))


@dataclass(frozen=True)
class DataIssue:
    """Something about some examples that a person should know, as one sentence; and the edit for it where there is one."""

    paths: tuple[str, ...]
    why: str
    fix: DataFix | None = None

    def to_json(self) -> dict[str, Any]:
        fix = self.fix.to_json() if self.fix else None
        return {"paths": list(self.paths), "why": self.why, "fix": fix}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        fix = data.get("fix")  # reports of before there were fixes have none
        return cls(tuple(data["paths"]), data["why"], DataFix.from_json(fix) if fix else None)
