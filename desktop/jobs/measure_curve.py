"""The job that measures the learning curve of a project's data, and shows it as it grows."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.jobs.curve import forecast_of
from desktop.jobs.learn import classifier_examples
from desktop.jobs.training_request import OnProject
from desktop.jobs.worker import Cancelled, Progress, show_part
from desktop.project.project import Project
from desktop.project.record_kinds import CurveForecast
from desktop.project.records import Derived
from estimators.data_sufficiency.plan import BuyingConstraints

if TYPE_CHECKING:
    from estimators.data_sufficiency.measured import MeasuredPoint


@dataclass(frozen=True)
class MeasureCurve(OnProject):
    """How much more data would help; what is asked of it sharpens the answer."""

    asked: BuyingConstraints = field(default_factory=BuyingConstraints)


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

        found, slices = forecast_of(
            data,
            request.asked,
            cache=project.caches.embeddings,
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
            tuple(what_if(forecaster, found.have)),
            PossibleCurves.drawn(forecaster, found.have),
            tuple(tuple(project.stored_path(Path(name)) for name in names) for names in slices),
        )
        return Derived(kept, project.fingerprint())
