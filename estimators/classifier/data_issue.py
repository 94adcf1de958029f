"""What an inspection or a training has to say about some examples, and the edit that would mend it."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class DataIssue:
    """Something about some examples that a person should know, as one sentence; and the edit for it where there is one."""

    paths: tuple[str, ...]
    why: str
    fix: DataFix | None = None
