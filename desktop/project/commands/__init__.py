"""Every edit that a person can make, one small object each.

A command says what it changes (``text`` completes "Undo ...") and changes it inside the transaction that it is given.
"""

from desktop.project.commands.brief import (
    AddClass,
    ClearFact,
    DeleteClass,
    DescribeClass,
    RenameClass,
    RenameProject,
    SetFact,
    Several,
)
from desktop.project.commands.classes import BelongAlone, BelongTogether, MergeClasses
from desktop.project.commands.examples import (
    AddExamples,
    DeleteRun,
    HoldOut,
    LabelExamples,
    MoveExamples,
    NoteOnRun,
    RemoveExamples,
    UseRun,
)
from desktop.project.commands.fake import (
    AnnotateSession,
    DeleteScenario,
    DeleteSession,
    PutScenario,
)
from desktop.project.commands.launch import (
    DeleteCondition,
    DeleteSignOff,
    PutCondition,
    PutSignOff,
    SetBar,
)
from desktop.project.commands.measure import (
    AddCases,
    DeleteCandidate,
    DeleteCases,
    DeleteGrades,
    DeletePreferences,
    HoldOutCases,
    PutCandidate,
    PutCase,
    PutGrades,
    PutPreferences,
    SeeCases,
    SetAsideCases,
)

__all__ = [
    "AddCases",
    "AddClass",
    "AddExamples",
    "AnnotateSession",
    "BelongAlone",
    "BelongTogether",
    "ClearFact",
    "DeleteCandidate",
    "DeleteCases",
    "DeleteClass",
    "DeleteCondition",
    "DeleteGrades",
    "DeletePreferences",
    "DeleteRun",
    "DeleteScenario",
    "DeleteSession",
    "DeleteSignOff",
    "DescribeClass",
    "HoldOut",
    "HoldOutCases",
    "LabelExamples",
    "MergeClasses",
    "MoveExamples",
    "NoteOnRun",
    "PutCandidate",
    "PutCase",
    "PutCondition",
    "PutGrades",
    "PutPreferences",
    "PutScenario",
    "PutSignOff",
    "RemoveExamples",
    "RenameClass",
    "RenameProject",
    "SeeCases",
    "SetAsideCases",
    "SetBar",
    "SetFact",
    "Several",
    "UseRun",
]
