"""What an inspection or a training has to say about some examples, the edit that would mend it, and what the leakage gate found."""

from dataclasses import dataclass, replace
from typing import Any

from estimators.base.codec import plain

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


@dataclass(frozen=True)
class GateCheck:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
        "copies", "near_copies" or "belongings".
    passed : bool
    why : str
        One sentence, also where it passed.
    paths : tuple of str
        The examples that stand in the way.
    """

    name: str
    passed: bool
    why: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """What was looked at, and who takes it upon themselves to go on all the same."""

    checks: tuple[GateCheck, ...] = ()
    waived_by: str = ""

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def opens(self) -> bool:
        """Whether the numbers may be shown."""
        return self.passed or bool(self.waived_by)

    def waived(self, name: str) -> "Gate":
        """The same, with the name of the person who waives it."""
        return replace(self, waived_by=name.strip())


UNCHECKED = Gate()
"""Of results from before there was a gate."""


@dataclass(frozen=True)
class HygieneReport:
    """What was found, kind by kind; an empty tuple means looked for and not found.

    Attributes
    ----------
    modality : str
    classes : dict of str to int
        Examples by class, unreadable ones included.
    unreadable : tuple of DataIssue
        Files that cannot be used, or are of another kind.
    exact_duplicates, near_duplicates : tuple of DataIssue
        One per group.
    label_suspects : tuple of DataIssue
        The same example under two labels first, then doubtful labels, most doubtful first.
    leakage : tuple of DataIssue
        What is on both sides; empty without test examples or a holdout, because then there is nothing to leak into.
    warnings : tuple of DataIssue
        Thin and lopsided classes, and what else to know about the whole.
    quality : tuple of DataIssue
        Dark, blurred, tiny, long, clipped, silent or empty examples: one finding per kind.
    outliers : tuple of DataIssue
        Examples unlike all classes, most unlike first.
    shortcuts : tuple of DataIssue
        What predicts the class although it should not matter, such as size or date.
    belongings : tuple of DataIssue
        Why examples are kept together in every split: one finding per group.
    gate : Gate
        Whether accuracy may be shown.
    """

    modality: str
    classes: dict[str, int]
    unreadable: tuple[DataIssue, ...] = ()
    exact_duplicates: tuple[DataIssue, ...] = ()
    near_duplicates: tuple[DataIssue, ...] = ()
    label_suspects: tuple[DataIssue, ...] = ()
    leakage: tuple[DataIssue, ...] = ()
    warnings: tuple[DataIssue, ...] = ()
    quality: tuple[DataIssue, ...] = ()
    outliers: tuple[DataIssue, ...] = ()
    shortcuts: tuple[DataIssue, ...] = ()
    belongings: tuple[DataIssue, ...] = ()
    gate: Gate = UNCHECKED

    def printed(self) -> dict[str, Any]:
        """As `inspect --json` prints it."""
        found: dict[str, Any] = plain(self)
        found["gate"] = {"passed": self.gate.passed, **found["gate"]}
        return found
