"""What a signature stands under: the decision, the bar and the conditions as they were when it was given."""

from collections.abc import Callable, Sequence

from desktop.project.records import Json, SignOff

Read = Callable[[str], Sequence[Sequence[Json]]]

# As stored, so that two moments are alike exactly where nothing was edited between them.
_QUERIES = {
    "decision": "SELECT value FROM fact WHERE key = 'launch.decision'",
    "day": "SELECT value FROM fact WHERE key = 'launch.day'",
    "bar": "SELECT value FROM bar ORDER BY id DESC LIMIT 1",
    "conditions": "SELECT text, (SELECT value FROM fact WHERE key = 'launch.condition:' || condition.id) "
    "FROM condition ORDER BY position, id",
}
# Files from before the content was kept know only when something was last edited; a condition deleted since leaves no trace.
_LAST_EDITED = {
    "decision": "SELECT max(at) FROM fact WHERE key = 'launch.decision'",
    "bar": "SELECT max(at) FROM bar",
    "conditions": "SELECT max(at) FROM fact WHERE key LIKE 'launch.condition:%'",
}


def what_is_signed(read: Read) -> dict[str, Json]:
    """What somebody signs now. ``read`` runs a query and gives its rows."""
    return {name: [list(row) for row in read(query)] for name, query in _QUERIES.items()}


def outdated(person: SignOff, signed: Json, read: Read) -> tuple[str, ...]:
    """What is another now than when this person signed; empty where nothing is, or nobody has signed."""
    if person.state != "signed":
        return ()
    if isinstance(signed, dict):
        now = what_is_signed(read)
        # What an older file did not keep is no other than it was.
        return tuple(name for name in _QUERIES if signed.get(name, now[name]) != now[name])
    edited = {name: read(query)[0][0] for name, query in _LAST_EDITED.items()}
    return tuple(name for name, at in edited.items() if at is not None and str(at) > person.at)
