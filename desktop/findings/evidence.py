"""Everything a report says about a project, gathered from its stages."""

from collections.abc import Callable
from typing import TypeVar

from desktop import __version__
from desktop.errors import UserError
from desktop.findings.accuracy import accuracy_evidence
from desktop.findings.data import data_evidence
from desktop.findings.decide import decision_evidence, options_evidence
from desktop.findings.fake import fake_evidence
from desktop.findings.launch import launch_evidence
from desktop.findings.moments import day_and_year
from desktop.findings.problem import problem_evidence
from desktop.project.project import Project
from reports.evidence import Evidence
from reports.evidence import Project as ReportProject

Part = TypeVar("Part")


def evidence_of(project: Project) -> Evidence:
    """The evidence for every report; a stage without any is None there, and the report says what is missing.

    The date is that of the last change, never the clock: two reports on one project have identical bytes.
    """
    return Evidence(
        project=ReportProject(
            name=project.name,
            organisation=project.organisation,
            date=day_and_year(project.last_change()),
            project_id=f"{project.uid[:4]} {project.uid[4:8]}",
            app_version=__version__,
        ),
        problem=problem_evidence(project),
        decision=_unless_contradictory(decision_evidence, project),
        options=_unless_contradictory(options_evidence, project),
        data=data_evidence(project),
        fake=fake_evidence(project),
        accuracy=accuracy_evidence(project),
        launch=launch_evidence(project),
    )


def _unless_contradictory(part: Callable[[Project], Part], project: Project) -> Part | None:
    """A part of the report, or None where the answers contradict each other: the Problem page says how."""
    try:
        return part(project)
    except UserError:
        return None
