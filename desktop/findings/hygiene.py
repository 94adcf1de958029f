"""What to look at before training, each finding with the examples it names and the edit that mends it."""

from dataclasses import dataclass

from desktop.findings.wording import count, listed
from desktop.project import commands as edit
from desktop.project.example_list import unreadable, with_paths
from desktop.project.file import Command
from desktop.project.progress import noun
from desktop.project.project import Project
from desktop.project.records import Json

INSPECTION = "inspection"


@dataclass(frozen=True)
class Finding:
    """One line of "Before you train": how grave, what, why, and which examples it names."""

    kind: str  # leakage | label_suspects | unreadable | exact_duplicates | near_duplicates | warnings | fair
    state: str  # "fail" | "look" | "pass"
    text: str
    detail: str
    paths: tuple[str, ...]


def findings(project: Project) -> tuple[Finding, ...]:
    """What to look at before training, gravest first; empty where nothing was checked yet."""
    record = project.record(INSPECTION)
    if record is None:
        return ()
    report, things = record.payload, noun(project)
    found: list[Finding] = []
    leaks = _paths(project, report, "leakage", least=2)
    if leaks:
        words = f"{_several(leaks, things)} in both the learning set and the test"
        why = "They would make the result look better than it is."
        found.append(Finding("leakage", "fail", words, why, leaks))
    suspects = _paths(project, report, "label_suspects")
    if suspects:
        one = len(suspects) == 1
        words = "1 label looks wrong" if one else f"{len(suspects):,} labels look wrong"
        why = f"The other {things} of that class disagree."
        found.append(Finding("label_suspects", "look", words, why, suspects))
    broken = unreadable(project)
    if broken:
        names = [f"“{example.name}”" for example in broken[:2]]
        if len(broken) > 2:
            names.append(f"{len(broken) - 2:,} more")
        words = f"{count(len(broken), 'file')} can’t be opened"
        why = f"{listed(names)}. {broken[0].trouble}"
        paths = tuple(example.path for example in broken)
        found.append(Finding("unreadable", "look", words, why, paths))
    same = _paths(project, report, "exact_duplicates", least=2)
    if same:
        words = f"{_several(same, things)} copies of each other"
        why = "They stay on one side of the test."
        found.append(Finding("exact_duplicates", "look", words, why, same))
    found += [
        Finding("warnings", "look", row["why"], "", tuple(row["paths"]))
        for row in report.get("warnings", [])
    ]
    if not leaks and any(c.held_out for c in project.classes()):
        near = _paths(project, report, "near_duplicates", least=2)
        why = (
            f"{count(len(near), 'look-alike')} kept on one side."
            if near
            else "No look-alikes were found either."
        )
        words = f"No {noun(project, 1)} is on both sides"
        found.append(Finding("fair", "pass", words, why, near))
    return tuple(found)


def keep_one_copy(project: Project, finding: Finding) -> Command | None:
    """The edit that keeps the first of each group of copies and removes the others; None where none is left."""
    record = project.record(INSPECTION)
    groups = record.payload.get(finding.kind, []) if record else []
    spare: dict[int, None] = {}
    kept: set[int] = set()
    for group in groups:
        members = [example.id for example in with_paths(project, group["paths"])]
        left = [member for member in members if member not in spare]
        kept.update(left[:1])
        spare.update(dict.fromkeys(member for member in left[1:] if member not in kept))
    if not spare:
        return None
    return edit.RemoveExamples(tuple(spare), noun(project))


def badges(project: Project) -> tuple[frozenset[str], frozenset[str]]:
    """Paths of duplicates, and of examples whose label looks doubtful."""
    record = project.record(INSPECTION)
    if record is None:
        return frozenset(), frozenset()
    copies = (*record.payload.get("exact_duplicates", ()), *record.payload.get("leakage", ()))
    doubts = record.payload.get("label_suspects", ())
    return (
        frozenset(path for row in copies for path in row["paths"]),
        frozenset(path for row in doubts for path in row["paths"]),
    )


def why_doubtful(project: Project) -> dict[str, str]:
    """For each example whose label looks doubtful, the sentence that says why."""
    record = project.record(INSPECTION)
    rows = record.payload.get("label_suspects", []) if record else []
    return {path: row["why"] for row in rows for path in row["paths"]}


def _several(paths: tuple[str, ...], things: str) -> str:
    one = things.removesuffix("s")
    return f"1 {one} is" if len(paths) == 1 else f"{len(paths):,} {things} are"


def _paths(
    project: Project, report: dict[str, Json], kind: str, *, least: int = 1
) -> tuple[str, ...]:
    """The examples of a kind that are still in the project, in groups of at least so many."""
    groups = [finding["paths"] for finding in report.get(kind, [])]
    present = {e.path for e in with_paths(project, (path for group in groups for path in group))}
    still = ([path for path in group if path in present] for group in groups)
    return tuple(dict.fromkeys(path for group in still if len(group) >= least for path in group))
