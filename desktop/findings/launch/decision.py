"""What belongs to a decision: why, who made it, and on which day it is launched or looked at again.

How to use, line by line:

    decide(project, "not_yet")           the edit; what was said of another decision goes with that
    put_terms(project, reason, ...)      the edit that says why, by whom, and when; names what is missing
    terms_of(project)                    reason, who decided, the day, and who looks again
    terms_words(project)                 the same in sentences: "Ann Berg looks again on 15 Jan 2027."
"""

from dataclasses import dataclass

from desktop.findings.launch.conditions import DECISION
from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from estimators.acceptance.readiness.verdict import Word
from estimators.base.date import read_day, written_day
from estimators.base.errors import UserError
from estimators.base.sentence import tr

REASON, DECIDED_BY, DAY, LOOKS_AGAIN = (
    "launch.reason",
    "launch.decided_by",
    "launch.day",
    "launch.looks_again",
)  # keys of facts
_WORDS = {
    REASON: tr("the reason of the decision"),
    DECIDED_BY: tr("who decided"),
    DAY: tr("the day of the decision"),
    LOOKS_AGAIN: tr("who looks again"),
}
LAUNCHES = frozenset({Word.GO.key, Word.CONDITIONS.key})


@dataclass(frozen=True)
class Terms:
    """What was said of a decision; empty where nobody has. ``day``: ISO, of the launch or of the next look."""

    reason: str = ""
    decided_by: str = ""
    day: str = ""
    looks_again: str = ""


def terms_of(project: Project) -> Terms:
    """What was said of the decision that stands."""
    said = (str(project.answer(key) or "") for key in (REASON, DECIDED_BY, DAY, LOOKS_AGAIN))
    return Terms(*said)


def decide(project: Project, decision: str) -> Command:
    """The edit that records a decision. Reason and day of another one would speak for what nobody decided."""
    words = tr(
        "the decision to “{decision}”",
        decision=next(word.words for word in Word if word.key == decision).lower(),
    )
    put = edit.SetFact(DECISION, decision, words)
    if project.answer(DECISION) == decision:
        return put
    return edit.Several([put, *_forget(project)], put.text)


def _forget(project: Project) -> list[Command]:
    said = (key for key in _WORDS if project.answer(key) is not None)
    return [edit.ClearFact(key, _WORDS[key]) for key in said]


def put_terms(
    project: Project, reason: str, decided_by: str, day: str = "", looks_again: str = ""
) -> Command:
    """The edit that says why, by whom and when; raises UserError where the day is none, or nobody looks again."""
    reason, decided_by, looks_again = (
        " ".join(text.split()) for text in (reason, decided_by, looks_again)
    )
    when = read_day(day)
    if day.strip() and when is None:
        raise UserError(
            tr("This is not a day."), "", tr("Write it like 14 Jan 2027 or 2027-01-14.")
        )
    if project.answer(DECISION) == Word.NOT_YET.key:
        if not looks_again:
            raise UserError(
                tr("Nobody looks again."),
                tr("What nobody looks at again is a stop."),
                tr("Name a person."),
            )
        if when is None:
            raise UserError(
                tr("It says no day on which {name} looks again.", name=looks_again),
                "",
                tr("Write it like 14 Jan 2027 or 2027-01-14."),
            )
    given = {REASON: reason, DECIDED_BY: decided_by, LOOKS_AGAIN: looks_again}
    given[DAY] = when.isoformat() if when is not None else ""
    edits: list[Command] = []
    for key, text in given.items():
        if text != str(project.answer(key) or ""):
            known = edit.SetFact(key, text, _WORDS[key])
            edits.append(known if text else edit.ClearFact(key, _WORDS[key]))
    if len(edits) == 1:
        return edits[0]
    return edit.Several(edits, tr("change what belongs to the decision"))


def when_words(project: Project) -> str:
    """From which day it is launched, or who looks again and when; that no day is given; empty of a stop and of nothing."""
    decision, terms = project.answer(DECISION), terms_of(project)
    day = written_day(terms.day)
    if decision in LAUNCHES:
        return tr("It starts on {day}.", day=day) if day else tr("No day is given for the start.")
    if decision != Word.NOT_YET.key:
        return ""
    if day and terms.looks_again:
        return tr("{name} looks again on {day}.", name=terms.looks_again, day=day)
    return tr("No day is given on which somebody looks again.")


def terms_words(project: Project) -> tuple[str, ...]:
    """What belongs to the decision, a sentence each; nothing where nothing is decided."""
    if not project.answer(DECISION):
        return ()
    terms = terms_of(project)
    who = tr("Nobody is named who decided.")
    if terms.decided_by:
        who = tr("Decided by {name}.", name=terms.decided_by)
    why = tr("Why: {reason}", reason=terms.reason) if terms.reason else ""
    return tuple(filter(None, (why, who, when_words(project))))


def is_told(project: Project) -> bool:
    """Whether a decision says what it owes to whoever was not in the room: when, or of a stop why."""
    terms, decision = terms_of(project), project.answer(DECISION)
    if decision in LAUNCHES:
        return bool(terms.day)
    if decision == Word.NOT_YET.key:
        return bool(terms.day and terms.looks_again)
    return bool(terms.reason)
