"""What an inspection found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from estimators.classifier.data_issue import DataIssue
from estimators.classifier.leakage import UNCHECKED, Gate

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

    def to_json(self) -> dict[str, Any]:
        return {
            "modality": self.modality,
            "classes": self.classes,
            **{kind: [finding.to_json() for finding in getattr(self, kind)] for kind in KINDS},
            "gate": self.gate.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        # Reports of before there were so many kinds have fewer.
        kinds = {kind: tuple(map(DataIssue.from_json, data.get(kind, ()))) for kind in KINDS}
        gate = Gate.from_json(data["gate"]) if "gate" in data else UNCHECKED
        return cls(data["modality"], dict(data["classes"]), **kinds, gate=gate)
