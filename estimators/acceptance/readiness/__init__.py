"""Is everything else ready? Published lists, their answers, and the verdict; docs/method-launch.md explains them."""

from estimators.acceptance.readiness.answers import Basis, ChecklistAnswer, in_force
from estimators.acceptance.readiness.checklist import ChecklistTally, tally
from estimators.acceptance.readiness.data_level import DataLevel, data_level
from estimators.acceptance.readiness.law import LegalDate, Screening, legal_dates, screen, stricter
from estimators.acceptance.readiness.list_grounds import Standing, standings
from estimators.acceptance.readiness.lists import (
    ListEntry,
    ListGroup,
    ListSource,
    PublishedList,
    lists,
)
from estimators.acceptance.readiness.ml_test_score import TestScore, ml_test_score
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import (
    Ground,
    GroundState,
    Verdict,
    Weight,
    Word,
    decide,
)

__all__ = [
    "Basis",
    "ChecklistAnswer",
    "ChecklistTally",
    "DataLevel",
    "Ground",
    "GroundState",
    "LegalDate",
    "ListEntry",
    "ListGroup",
    "ListSource",
    "PublishedList",
    "Screening",
    "Standing",
    "TestScore",
    "Tripwire",
    "Verdict",
    "Weight",
    "Word",
    "data_level",
    "decide",
    "in_force",
    "legal_dates",
    "lists",
    "ml_test_score",
    "screen",
    "standings",
    "stricter",
    "tally",
]
