"""A project in which every stage has something to say, and what the report says of it: the photos of two classes that the golden
sentences keep, with a bar that was moved, a decision, a condition, a tripwire and two people to sign; and one that is empty."""

import tempfile
from functools import cache
from pathlib import Path

from desktop.findings.launch.conditions import CONDITIONS, put_condition, put_tripwire
from desktop.findings.launch.decision import decide, put_terms
from desktop.findings.report.evidence import evidence_of
from desktop.project import commands as edit
from desktop.project.project import Project
from estimators.acceptance.readiness.tripwires import Tripwire
from reports.evidence import Evidence
from reports.provenance import Provenance
from tests.golden.projects import fix_chance, open_project

CONDITION = "An inspector confirms every “clean”"
HEADLINE = "Launch at Site North, with an inspector confirming every “clean”."
REASON = "It finds what the inspectors miss."
TRIPWIRE = Tripwire("precision", "below", "0.9", "a week", "switch it off", "Mara Lind")


def launched_evidence(folder: Path) -> Evidence:
    """The evidence of that project, made in a folder of its own."""
    path = open_project("recall_bar", folder)
    with Project.open(path) as project:
        project.do(edit.SetBar(0.7, "demo sessions", Provenance.SIMULATED))
        project.do(edit.SetBar(0.75, "demo sessions", Provenance.SIMULATED, "People asked for it."))
        decided = decide(project, CONDITIONS)
        project.do(put_condition(None, CONDITION, "Ana Ruiz", "2026-07-01", decides=decided))
        project.do(put_terms(project, REASON, "Mara Lind", "2026-06-15"))
        project.do(put_tripwire(project, TRIPWIRE))
        project.do(edit.SetFact("launch.headline", HEADLINE, "the headline"))
        project.do(edit.SetFact("story", "Photos of two campaigns.", "the story"))
        project.do(edit.PutSignOff(None, "Ben Okri", "Site North", "asked"))
    fix_chance(path)
    with Project.open(path) as project:
        return evidence_of(project)


@cache
def empty_evidence() -> Evidence:
    """The evidence of a project in which nothing was answered, brought or tried yet."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.open(open_project("empty", Path(folder, "project"))) as project,
    ):
        return evidence_of(project)
