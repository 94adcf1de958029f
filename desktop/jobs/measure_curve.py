"""The job that measures the learning curve of a project's data, and shows it as it grows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.jobs.curve import forecast_of
from desktop.jobs.learn import OnProject, classifier_examples, with_stored_paths
from desktop.jobs.worker import Cancelled, Progress, show_part
from desktop.project.project import Project
from desktop.project.records import Json
from estimators.base.codec import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from estimators.classifier.examples import Examples
    from estimators.data_sufficiency.measured import MeasuredPoint
    from estimators.data_sufficiency.slice_gain import SliceGain


@dataclass(frozen=True)
class MeasureCurve(OnProject):
    """How much more data would help; the other fields, as `forecast_of` has them, sharpen the answer."""

    target: float | None = None
    price: float | None = None
    value_per_point: float | None = None
    labels_per_day: float | None = None
    budget: float | None = None
    currency: str = "$"


@dataclass(frozen=True)
class MeasuredSize:
    """One size of the curve under way: the mean and spread of the repeats so far. ``sizes``: how many there will be."""

    n: int
    mean: float
    std: float | None
    repeats: int
    sizes: int


@dataclass(frozen=True)
class MeasuredForecast:
    """The forecast (as ``forecast --json`` prints it) and the fingerprint of the data it was made from.

    ``what_if`` is what other targets would take, see `estimators.data_sufficiency.sufficiency.what_if`; ``curves`` are possible ones, see
    `estimators.data_sufficiency.chance_to_reach`.
    """

    forecast: dict[str, Json]
    fingerprint: str
    what_if: tuple[dict[str, Json], ...] = ()
    curves: Json = None


def measure_curve(
    request: MeasureCurve, progress: Progress, cancelled: Cancelled
) -> MeasuredForecast:
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
            target=request.target,
            price=request.price,
            value_per_point=request.value_per_point,
            labels_per_day=request.labels_per_day,
            budget=request.budget,
            currency=request.currency,
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
        others = what_if(forecaster, found.have)
        curves = PossibleCurves.drawn(forecaster, found.have)
        document = found.to_json()
        if found.by_slice:
            document["by_slice"] = _with_paths(found.by_slice, data, project, progress, cancelled)
        answers = tuple(plain(answer) for answer in others)
        return MeasuredForecast(document, project.fingerprint(), answers, plain(curves))


def _with_paths(
    lacking: "Sequence[SliceGain]",
    data: "Examples",
    project: Project,
    progress: Progress,
    cancelled: Cancelled,
) -> list[dict[str, Json]]:
    """The lacking slices with the paths of their examples, so that a person can look at them."""
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
    rows: list[dict[str, Json]] = []
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
        paths = [names[place] for place in np.flatnonzero(inside)]
        rows.append(with_stored_paths(project, {**plain(gain), "paths": paths}))
    return rows
