"""What an inspection found."""

from dataclasses import dataclass
from typing import Any

from estimators.base.codec import plain
from estimators.classifier.data_issue import DataIssue
from estimators.classifier.gate import UNCHECKED, Gate

KINDS = (
    "unreadable",
    "exact_duplicates",
    "near_duplicates",
    "label_suspects",
    "leakage",
    "warnings",
    "quality",
    "outliers",
    "shortcuts",
    "belongings",
)


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
