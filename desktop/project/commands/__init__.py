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

__all__ = [
    "AddClass",
    "AddExamples",
    "AnnotateSession",
    "ClearFact",
    "DeleteClass",
    "DeleteCondition",
    "DeleteRun",
    "DeleteScenario",
    "DeleteSession",
    "DeleteSignOff",
    "DescribeClass",
    "HoldOut",
    "LabelExamples",
    "MoveExamples",
    "NoteOnRun",
    "PutCondition",
    "PutScenario",
    "PutSignOff",
    "RemoveExamples",
    "RenameClass",
    "RenameProject",
    "SetBar",
    "SetFact",
    "Several",
    "UseRun",
]
