"""What only a look at the disk and at all the examples can tell; worked out in a thread (no Qt here)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from desktop.project.example_list import paths_on_disk
from desktop.project.project import Project
from desktop.project.record_kinds import CURVE, INSPECTION


@dataclass(frozen=True)
class DiskState:
    """Which originals are gone, where most of them were, and which results are from before the last edits."""

    missing: frozenset[int] = frozenset()
    folder: str = ""
    checks_stale: bool = False
    curve_stale: bool = False
    fingerprint: str = ""  # of the data as it is now


def look_at_disk(path: Path) -> DiskState:
    """Look for every original of the project at ``path``, and compare its results with its data."""
    with Project.open_beside(path) as project:
        missing: list[int] = []
        folders: Counter[Path] = Counter()
        for example_id, stored in paths_on_disk(project):
            original = project.originals.place(stored)
            if not original.is_file():
                missing.append(example_id)
                folders[original.parent] += 1
        fingerprint = project.fingerprint()
        checks, curve = project.record(INSPECTION), project.record(CURVE)
        return DiskState(
            frozenset(missing),
            _gone(folders),
            checks is not None and checks.fingerprint != fingerprint,
            curve is not None and curve.fingerprint != fingerprint,
            fingerprint,
        )


def _gone(folders: Counter[Path]) -> str:
    """The highest folder that is gone with most of the originals; the folder itself where that still stands."""
    if not folders:
        return ""
    place = folders.most_common(1)[0][0]
    while not place.exists() and not place.parent.exists() and place != place.parent:
        place = place.parent
    return str(place)
