"""What is agreed for a launch: its conditions, who answers for it, the way back, the tripwires.

How to use, line by line:

    put_condition(None, "Site North only.", "Mara Lind", "14 Jan 2027")   the edit; says what is missing
    put_condition(..., decides=decide(project, CONDITIONS))   the same, and launching with conditions is decided by it
    condition_words(condition)           "Site North only. (Mara Lind, by 14 Jan 2027)"
    signed_words(person)                 "signed for other conditions, 2 Mar"
    lacking(project)                     why a launch with conditions stands on nothing yet; empty where it does not
"""

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from desktop.project.records import Condition, SignOff
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.base.codec import plain
from estimators.base.date import day, read_day, written_day
from estimators.base.errors import UserError
from estimators.base.phrase import listed
from estimators.base.sentence import tr
from reports.launch_evidence import LaunchCondition

DECISION, CONDITIONS = (
    "launch.decision",
    "conditions",
)  # the key of the fact, and the decision that needs some
LASTING, LASTS = (
    "lasting",
    tr("as long as it runs"),
)  # a condition without a last day: as kept, in words


def put_condition(
    condition_id: int | None, text: str, owner: str, by: str, *, decides: Command | None = None
) -> Command:
    """The edit that adds a condition (``condition_id`` None) or rewords one; raises UserError naming what is missing.

    ``decides``: the edit that decides to launch with it, made in the same step.
    """
    words, who, day = " ".join(text.split()), " ".join(owner.split()), read_day(by)
    lasts = " ".join(by.split()).casefold() in (LASTING, LASTS.casefold())
    if not words:
        raise UserError(tr("A condition needs words."), "", tr("Say what must hold."))
    if not who:
        raise UserError(
            tr("Nobody sees to this condition."),
            tr("What nobody answers for is no condition."),
            tr("Name a person."),
        )
    if day is None and not lasts:
        raise UserError(
            tr("It says no day by which it must hold.")
            if not by.strip()
            else tr("This is not a day."),
            "",
            tr("Write it like 14 Jan 2027 or 2027-01-14, or “{lasts}”.", lasts=LASTS),
        )
    put = edit.PutCondition(condition_id, words, who, day.isoformat() if day else LASTING)
    return put if decides is None else edit.Several([put, decides], decides.text)


def whole_conditions(project: Project) -> tuple[Condition, ...]:
    """Those that somebody can be held to."""
    return tuple(condition for condition in project.conditions() if condition.is_whole)


def lacking(project: Project) -> str:
    """Why a launch that was decided with conditions has none to stand on; empty where it has, or nothing like it was decided."""
    if project.answer(DECISION) != CONDITIONS or whole_conditions(project):
        return ""
    if not project.conditions():
        return tr("It was decided to launch with conditions, but none is named.")
    return tr("It was decided to launch with conditions, but none says who sees to it and by when.")


def agreed(condition: Condition) -> LaunchCondition:
    """A condition as page and report print it."""
    return LaunchCondition(condition.text, condition.owner, end_words(condition.by, tr("by {day}")))


def end_words(by: str, dated: str = "{day}") -> str:
    """Until when a condition is seen to: "as long as it runs", else its day in the words of ``dated``; empty where none is set."""
    if by == LASTING:
        return LASTS
    return dated.format(day=written_day(by)) if by else ""


def condition_words(condition: Condition) -> str:
    """The same in one line."""
    return agreed(condition).words


def signed_words(person: SignOff) -> str:
    """When somebody signed, and under what else than stands now: "signed for other conditions, 2 Mar"."""
    others = {
        "decision": tr("an earlier decision"),
        "day": tr("another day"),
        "bar": tr("another bar"),
        "conditions": tr("other conditions"),
    }
    under, at = listed([others[name] for name in person.outdated]), day(person.at)
    return tr("signed for {under}, {at}", under=under, at=at) if under else tr("signed {at}", at=at)


OWNER, WAY_BACK, TRIPWIRES = "launch.owner", "launch.way_back", "launch.tripwires"  # keys of facts
MOST_TRIPWIRES = 20


def owner_of(project: Project) -> str:
    """Who answers for it once it runs; empty where nobody does."""
    return _words(project.answer(OWNER))


def way_back_of(project: Project) -> str:
    """Who switches it off, and how fast; empty where nobody has said."""
    return _words(project.answer(WAY_BACK))


def tripwires_of(project: Project) -> tuple[Tripwire, ...]:
    """The tripwires; what a foreign file calls one and is none is left out."""
    kept = project.answer(TRIPWIRES)
    if not isinstance(kept, list):
        return ()
    found = (Tripwire.read(given) for given in kept[:MOST_TRIPWIRES])
    return tuple(wire for wire in found if wire is not None)


def put_tripwire(project: Project, wire: Tripwire, at: int | None = None) -> Command:
    """The edit that adds a tripwire, or rewords the one at a place."""
    wires = list(tripwires_of(project))
    if at is None or not 0 <= at < len(wires):
        return _set([*wires, wire], tr("add a tripwire"))
    return _set([*wires[:at], wire, *wires[at + 1 :]], tr("reword a tripwire"))


def drop_tripwire(project: Project, at: int) -> Command:
    wires = list(tripwires_of(project))
    return _set([wire for place, wire in enumerate(wires) if place != at], tr("delete a tripwire"))


def say(key: str, text: str, words: str) -> Command:
    """The edit that names the owner or the way back, or takes the answer away where the text is empty."""
    said = " ".join(text.split())
    return edit.SetFact(key, said, words) if said else edit.ClearFact(key, words)


def _set(wires: list[Tripwire], text: str) -> Command:
    if not wires:
        return edit.Several([edit.ClearFact(TRIPWIRES, tr("the tripwires"))], text)
    value = [plain(wire) for wire in wires]
    return edit.Several([edit.SetFact(TRIPWIRES, value, tr("the tripwires"))], text)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""
