"""Is everything else ready? Published lists, their answers, and the verdict; docs/method-launch.md explains them."""

from estimators.acceptance.readiness.answers import Answer, Basis, in_force
from estimators.acceptance.readiness.checklist import Tally, tally
from estimators.acceptance.readiness.data_level import DataLevel, data_level
from estimators.acceptance.readiness.law import LegalDate, Screening, legal_dates, screen, stricter
from estimators.acceptance.readiness.lists import Group, Item, PublishedList, Source, lists
from estimators.acceptance.readiness.standing import Standing, standings
from estimators.acceptance.readiness.test_score import TestScore, ml_test_score
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.acceptance.readiness.verdict import Ground, State, Verdict, Weight, Word, decide

__all__ = [
    "Answer",
    "Basis",
    "DataLevel",
    "Ground",
    "Group",
    "Item",
    "LegalDate",
    "PublishedList",
    "Screening",
    "Source",
    "Standing",
    "State",
    "Tally",
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
