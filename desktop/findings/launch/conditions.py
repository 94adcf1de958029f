"""The conditions of a launch: what must hold, who sees to it and until when.

How to use, line by line:

    put_condition(None, "Site North only.", "Mara Lind", "14 Jan 2027")   the edit; says what is missing
    put_condition(..., decides=True)     the same, and launching with conditions is decided by it
    condition_words(condition)           "Site North only. (Mara Lind, by 14 Jan 2027)"
    signed_words(person)                 "signed 2 Mar for other conditions"
    lacking(project)                     why a launch with conditions stands on nothing yet; empty where it does not
"""

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.records import Condition, SignOff
from estimators.base.date import day, read_day, written_day
from estimators.base.errors import UserError
from estimators.base.phrase import listed

DECISION, CONDITIONS = (
    "launch.decision",
    "conditions",
)  # the key of the fact, and the decision that needs some
DECIDED_WORDS = "the decision to “launch with conditions”"


def put_condition(
    condition_id: int | None,
    text: str,
    owner: str,
    by: str,
    *,
    decides: bool = False,
) -> Command:
    """The edit that adds a condition (``condition_id`` None) or rewords one; raises UserError naming what is missing."""
    words, who, day = " ".join(text.split()), " ".join(owner.split()), read_day(by)
    if not words:
        raise UserError("A condition needs words.", "", "Say what must hold.")
    if not who:
        raise UserError(
            "Nobody sees to this condition.",
            "What nobody answers for is no condition.",
            "Name a person.",
        )
    if day is None:
        raise UserError(
            "It says no day by which it must hold." if not by.strip() else "This is not a day.",
            "",
            "Write it like 14 Jan 2027 or 2027-01-14.",
        )
    put = edit.PutCondition(condition_id, words, who, day.isoformat())
    if not decides:
        return put
    decision = edit.SetFact(DECISION, CONDITIONS, DECIDED_WORDS)
    return edit.Several([put, decision], f"change {DECIDED_WORDS}")


def whole_conditions(project: Project) -> tuple[Condition, ...]:
    """Those that somebody can be held to."""
    return tuple(condition for condition in project.conditions() if condition.is_whole)


def lacking(project: Project) -> str:
    """Why a launch that was decided with conditions has none to stand on; empty where it has, or nothing like it was decided."""
    if project.answer(DECISION) != CONDITIONS or whole_conditions(project):
        return ""
    if not project.conditions():
        return "It was decided to launch with conditions, but none is named."
    return "It was decided to launch with conditions, but none says who sees to it and by when."


def condition_words(condition: Condition) -> str:
    """A condition as page and report print it."""
    by = f"by {written_day(condition.by)}" if condition.by else ""
    whose = ", ".join(filter(None, (condition.owner, by)))
    return f"{condition.text} ({whose})" if whose else condition.text


def signed_words(person: SignOff) -> str:
    """When somebody signed, and under what else than stands now: "signed 2 Mar for other conditions"."""
    others = {
        "decision": "another decision",
        "bar": "another bar",
        "conditions": "other conditions",
    }
    under = listed([others[name] for name in person.outdated])
    return f"signed {day(person.at)}{f' for {under}' if under else ''}"
