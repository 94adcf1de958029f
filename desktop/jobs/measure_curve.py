"""The job that measures the learning curve of a project's data, and shows it as it grows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.jobs.curve import forecast_of
from desktop.jobs.learn import OnProject, classifier_examples
from desktop.jobs.worker import Cancelled, Progress, show_part
from desktop.project.project import Project
from desktop.project.record_kinds import CurveForecast, CurveQuestion
from desktop.project.records import Derived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from estimators.classifier.examples import Examples
    from estimators.data_sufficiency.measured import MeasuredPoint
    from estimators.data_sufficiency.slice_gain import SliceGain


@dataclass(frozen=True)
class MeasureCurve(OnProject):
    """How much more data would help; what is asked of it sharpens the answer."""

    asked: CurveQuestion = field(default_factory=CurveQuestion)


@dataclass(frozen=True)
class MeasuredSize:
    """One size of the curve under way: the mean and spread of the repeats so far. ``sizes``: how many there will be."""

    n: int
    mean: float
    std: float | None
    repeats: int
    sizes: int


def measure_curve(
    request: MeasureCurve, progress: Progress, cancelled: Cancelled
) -> Derived[CurveForecast]:
    """Train at growing sizes on the examples to learn from, and forecast what more of them bring."""
    from estimators.data_sufficiency.chance_to_reach import PossibleCurves
    from estimators.data_sufficiency.pool import learning_sizes
    from estimators.data_sufficiency.sufficiency import fitted, what_if

    with Project.open_beside(request.project) as project:
        examples = tuple(example for example in project.labelled() if not example.held_out)
        data = classifier_examples(project, examples)
        counts = [data.labels.count(label) for label in set(data.labels)]
        sizes = len(learning_sizes(len(data.labels), len(counts)))

        def grown(point: "MeasuredPoint") -> None:
            size = MeasuredSize(point.n, point.mean, point.std, point.repeats, sizes)
            show_part(progress, size)

        found = forecast_of(
            data,
            cache=project.caches.embeddings,
            **vars(request.asked),
            seed=request.seed,
            on_point=grown,
            progress=progress,
            cancelled=cancelled,
        )
        forecaster = fitted(
            found.measured,
            pool=found.have,
            n_classes=len(counts),
            majority=max(counts) / len(data.labels),
            modality=data.modality,
            design_effect=found.design_effect,
            random_state=request.seed,
        )
        kept = CurveForecast(
            found,
            request.asked,
            tuple(what_if(forecaster, found.have)),
            PossibleCurves.drawn(forecaster, found.have),
            _slice_paths(found.by_slice, data, project, progress, cancelled),
        )
        return Derived(kept, project.fingerprint())


def _slice_paths(
    lacking: "Sequence[SliceGain]",
    data: "Examples",
    project: Project,
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[tuple[str, ...], ...]:
    """The paths of the examples of each lacking slice, so that a person can look at them."""
    if not lacking:
        return ()
    import numpy as np

    from estimators.classifier.embedding import embed
    from estimators.classifier.modality import modality_named
    from estimators.data_sufficiency.slice_gain import slices_of

    embeddings = embed(  # all of it is in the cache by now
        data.items,
        backbone=modality_named(data.modality).scout,
        keys=data.keys or None,
        cache=project.caches.embeddings,
        progress=progress,
        cancelled=cancelled,
    )
    readable = np.flatnonzero(embeddings.readable)
    names = [data.names[place] for place in readable]
    facts = [embeddings.attributes_of(int(place)) for place in readable]
    slices = slices_of(facts, [data.labels[place] for place in readable], names)
    found: list[tuple[str, ...]] = []
    for gain in lacking:
        # "Dark" is tried with several thresholds; the one that was found has this share.
        alike = [each for each in slices if each.words == gain.slice]
        inside = (
            min(
                alike,
                key=lambda each: abs(each.inside.sum() / max(each.known.sum(), 1) - gain.share),
            ).inside
            if alike
            else np.zeros(len(names), dtype=bool)
        )
        paths = (Path(names[place]) for place in np.flatnonzero(inside))
        found.append(tuple(project.stored_path(path) for path in paths))
    return tuple(found)
