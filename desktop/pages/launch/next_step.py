"""The next open thing of a launch: what the primary action says and does, and what signing waits for."""

from dataclasses import dataclass
from enum import Enum

from desktop.findings.launch.readiness import Readiness
from desktop.pages.launch.decision import DECISIONS
from desktop.project.project import Project


class Step(Enum):
    """What comes next."""

    SET_BAR = "set bar"
    TRAIN = "train"
    ANSWER = "answer"
    DECIDE = "decide"
    NAME_PERSON = "name person"
    SIGN = "sign"
    REPORT = "report"


@dataclass(frozen=True)
class NextStep:
    """The step and its words."""

    step: Step
    words: str


def next_step(project: Project, ready: Readiness, *, tested: bool) -> NextStep:
    """The first thing that is open, in the order in which a launch is decided."""
    if project.bar is None:
        return NextStep(Step.SET_BAR, "Set the bar…")
    if not tested:
        return NextStep(Step.TRAIN, "Train a classifier")
    if number := ready.open_questions:
        one, more = "Answer the open question", f"Answer the {number} open questions"
        return NextStep(Step.ANSWER, one if number == 1 else more)
    if project.answer("launch.decision") is None:
        return NextStep(Step.DECIDE, f"Decide: {dict(DECISIONS)[ready.proposal].lower()}")
    return _to_sign(project)


def _to_sign(project: Project) -> NextStep:
    people = project.signoffs()
    if not people:
        return NextStep(Step.NAME_PERSON, "Name who signs…")
    unsigned = next((person for person in people if not person.has_signed), None)
    if unsigned is None:
        return NextStep(Step.REPORT, "See the report")
    return NextStep(Step.SIGN, f"Sign as {unsigned.name}")


def hold(project: Project, ready: Readiness) -> str:
    """What has to come before a signature; empty where nothing has."""
    if number := ready.open_questions:
        return f"signs after the open question{'s' if number > 1 else ''}"
    return "" if project.answer("launch.decision") else "signs after the decision"
