"""Trying a change: what the bar under the header says, and how the change becomes an answer."""

from collections.abc import Callable

from desktop.findings.decide.flip_points import Flip, measurement_of
from desktop.project import commands as edit
from desktop.project.case import measured_inputs
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.questions import Kind, question_of
from desktop.project.records import Json
from desktop.widgets.message import Message

_TRIED = "tried on Decide"


def kept_answer(project: Project, flip: Flip) -> Command | None:
    """The edit that makes a tried change an answer; None where nobody is asked for it or the project measures it."""
    asked = question_of(flip.input)
    measured = measured_inputs(project)
    if asked is None or flip.input in measured or measurement_of(flip.input) & measured.keys():
        return None
    value: Json = flip.to
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif asked.kind is Kind.RANGE:
        value = {"low": value, "high": value}
    return edit.SetFact(asked.key, value, asked.words, note=_TRIED)


def trial_message(flip: Flip, keep: Callable[[], None] | None, back: Callable[[], None]) -> Message:
    """The bar that says what is being tried; without ``keep`` the change cannot be kept."""
    condition = flip.condition[:1].lower() + flip.condition[1:]
    what = f"What if {condition}: {flip.outcome}." if flip.outcome else f"What if {condition}?"
    why = "Your project is as it was."
    if keep is not None:
        return Message("warn", what, why, "", "Keep it", keep, "Back", back, takes_primary=True)
    return Message("warn", what, why, "", "Back", back, takes_primary=True)
