"""What the findings come to in the kept projects is what it was (``tests/golden``)."""

from datetime import date
from pathlib import Path

import pytest

from desktop.findings.fake.acceptance_curve import GOAL
from desktop.findings.report.evidence import evidence_of
from desktop.project import commands as edit
from desktop.project.project import Project
from desktop.project.record_kinds import LABEL_NEXT, Suggestion, Suggestions
from estimators.data_sufficiency.plan import BuyingConstraints
from reports.evidence import dump
from tests.attacks.crafted_projects import fill
from tests.golden import projects
from tests.golden.findings import every_finding
from tests.golden.keeping import check, kept_files, normalised, prices_read_on_one_day


@pytest.fixture(autouse=True)
def any_day_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    prices_read_on_one_day(monkeypatch)
    first = date.fromisoformat(projects.DAY)
    monkeypatch.setattr(BuyingConstraints, "first_day", property(lambda wish: wish.start or first))


@pytest.mark.parametrize(
    ("name", "filled"),
    [("half_filled", False), ("untrained", True), ("recall_bar", False), ("cost_bar", True)],
)
def test_findings_come_to_what_they_came_to(
    name: str, filled: bool, tmp_path: Path, in_utc: None
) -> None:
    """Two as they are, two with something in every table that a person fills, and run again."""
    path = projects.open_project(name, tmp_path / name)
    if filled:
        fill(path)
        run_again(path)
        projects.fix_chance(path)
    with Project.open_beside(path) as project:
        said = every_finding(project)
    # Two that differ in the second at which they were asked are one.
    kept = normalised("\n".join(said), path.parent, name).splitlines()
    check(kept_files({name: list(dict.fromkeys(kept))}, path.parent), "findings", whole=False)


def run_again(path: Path) -> None:
    """Another goal for the fake, what to label next, and runs that change nothing."""
    with Project.open(path) as project:
        project.do(edit.SetFact(GOAL, 0.8, "the goal"))
        rows = (Suggestion(project.examples()[0].path, "doubt", ("one", "seven"), 0.4),)
        project.append_record(LABEL_NEXT, Suggestions(rows, looked_at=8, of=90, labelled=40), "")
        for run in project.runs()[:1] * 2:
            project.append_run(run.settings, run.result)


@pytest.mark.parametrize("name", projects.NAMES)
def test_the_evidence_is_what_it_was(name: str, tmp_path: Path) -> None:
    path = projects.open_project(name, tmp_path / name)
    with Project.open_beside(path) as project:
        said = dump(evidence_of(project)).splitlines()
    check(kept_files({"evidence": said}, path.parent), name, whole=False)
