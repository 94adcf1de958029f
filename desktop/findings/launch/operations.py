"""What is agreed for the time after the launch: who answers for it, the way back, the tripwires."""

from desktop.project import commands as edit
from desktop.project.file import Command
from desktop.project.project import Project
from estimators.acceptance.readiness.tripwires import Tripwire
from estimators.base.codec import plain

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
        return _set([*wires, wire], "add a tripwire")
    return _set([*wires[:at], wire, *wires[at + 1 :]], "reword a tripwire")


def drop_tripwire(project: Project, at: int) -> Command:
    """The edit that takes one tripwire away."""
    wires = list(tripwires_of(project))
    return _set([wire for place, wire in enumerate(wires) if place != at], "delete a tripwire")


def say(key: str, text: str, words: str) -> Command:
    """The edit that names the owner or the way back, or takes the answer away where the text is empty."""
    said = " ".join(text.split())
    return edit.SetFact(key, said, words) if said else edit.ClearFact(key, words)


def _set(wires: list[Tripwire], text: str) -> Command:
    if not wires:
        return edit.Several([edit.ClearFact(TRIPWIRES, "the tripwires")], text)
    value = [plain(wire) for wire in wires]
    return edit.Several([edit.SetFact(TRIPWIRES, value, "the tripwires")], text)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""
