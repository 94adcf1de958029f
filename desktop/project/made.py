"""Whether training learns from made variants of the examples too: the person's choice, kept as a fact."""

from desktop.project.commands.brief import SetFact
from desktop.project.project import Project
from estimators.base.sentence import tr
from reports.provenance import Provenance

_KEY = "data.made"


def learns_from_made(project: Project) -> bool:
    """Whether the next training adds variants to what it learns from; they are never in the test."""
    return project.answer(_KEY) is True


def learn_from_made(on: bool) -> SetFact:
    """The edit that chooses it."""
    return SetFact(_KEY, on, tr("whether made examples are learned from"), Provenance.GUESS)
