"""Which examples are most like one of them, off the GUI thread: nearest neighbours in the features that the check has cached."""

from dataclasses import dataclass

from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import Cancelled, Progress
from desktop.project.project import Project
from estimators.base.errors import UserError
from estimators.base.sentence import tr

FUNCTION = "desktop.jobs.find_alike:find_alike"


@dataclass(frozen=True)
class FindAlike(OnProject):
    """The ``n`` examples nearest to the one with this id, whatever their labels."""

    example: int = 0
    n: int = 200


def find_alike(request: FindAlike, progress: Progress, cancelled: Cancelled) -> tuple[str, ...]:
    """The job: paths, the example itself first, then the nearest by the cosine of their features.

    Raises `UserError` where the example cannot be read.
    """
    import numpy as np

    from estimators.classifier.arrays import unit_features
    from estimators.classifier.embedding import embed
    from estimators.classifier.modality import modality_named

    with Project.open_beside(request.project) as project:
        examples = [example for example in project.examples() if example.readable]
        at = next((n for n, one in enumerate(examples) if one.id == request.example), None)
        found = None
        if at is not None:
            found = embed(
                [project.item(example) for example in examples],
                backbone=modality_named(examples[at].modality).scout,
                keys=[example.sha256 for example in examples],
                cache=project.caches.embeddings,
                progress=progress,
                cancelled=cancelled,
            )
        if at is None or found is None or not found.readable[at]:
            raise UserError(tr("That one can’t be opened."), "", tr("Choose another one."))
    near = unit_features(found.features)
    likeness = np.where(found.readable, near @ near[at], -2.0)
    likeness[at] = 2.0
    order = np.argsort(-likeness, kind="stable")[: request.n + 1]
    return tuple(examples[n].path for n in order.tolist() if found.readable[n])
