"""What a project's examples are called."""

from desktop.project.project import Project
from estimators.base.noun import example_noun


def noun(project: Project, number: int = 2) -> str:
    """What so many of its examples are called: photos, texts, sounds, clips; photos while it has none."""
    first = project.first_example()
    return example_noun(first.modality if first else "photo")(number)
