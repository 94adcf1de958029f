"""What an inspection found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from estimators.classifier.finding import Finding
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
    unreadable : tuple of Finding
        Files that cannot be used, or are of another kind.
    exact_duplicates, near_duplicates : tuple of Finding
        One per group.
    label_suspects : tuple of Finding
        The same example under two labels first, then doubtful labels, most doubtful first.
    leakage : tuple of Finding
        What is on both sides; empty without test examples or a holdout, because then there is nothing to leak into.
    warnings : tuple of Finding
        Thin and lopsided classes, and what else to know about the whole.
    quality : tuple of Finding
        Dark, blurred, tiny, long, clipped, silent or empty examples: one finding per kind.
    outliers : tuple of Finding
        Examples unlike all classes, most unlike first.
    shortcuts : tuple of Finding
        What predicts the class although it should not matter, such as size or date.
    belongings : tuple of Finding
        Why examples are kept together in every split: one finding per group.
    gate : Gate
        Whether accuracy may be shown.
    """

    modality: str
    classes: dict[str, int]
    unreadable: tuple[Finding, ...] = ()
    exact_duplicates: tuple[Finding, ...] = ()
    near_duplicates: tuple[Finding, ...] = ()
    label_suspects: tuple[Finding, ...] = ()
    leakage: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    quality: tuple[Finding, ...] = ()
    outliers: tuple[Finding, ...] = ()
    shortcuts: tuple[Finding, ...] = ()
    belongings: tuple[Finding, ...] = ()
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
        kinds = {kind: tuple(map(Finding.from_json, data.get(kind, ()))) for kind in KINDS}
        gate = Gate.from_json(data["gate"]) if "gate" in data else UNCHECKED
        return cls(data["modality"], dict(data["classes"]), **kinds, gate=gate)
