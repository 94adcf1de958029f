"""What a project's examples are called."""

from desktop.project.product import example_noun_of
from desktop.project.project import Project


def noun(project: Project, number: int = 2) -> str:
    """What so many of its examples are called: photos, texts, sounds, clips; while it has none, what its kind takes."""
    return example_noun_of(project)(number)
